"""Pages by key: the cursor holds the last row's place in a unique order, so that ties can't loop and deletes can't
skip.

Two orders. A plain list is in the view's own unique order (`keyset`, by default the primary key). With
`modified_after` or `include_deleted` a list walks the change feed: ordered by (changed_xid, primary key) and cut below
`hiringkit_change_horizon()`, so that a transaction which commits late is waited for, never passed over.
"""

import base64
import binascii
import datetime
import hashlib
import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

import orjson
from django.core.exceptions import ValidationError
from django.db.models import BigIntegerField, Model, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.dateparse import parse_datetime
from drf_spectacular.utils import OpenApiParameter
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from hiringkit.api.endpoint import endpoint_of
from hiringkit.problems import Fault, bad_query
from hiringkit.rows.tracked import Tracked

if TYPE_CHECKING:
    from rest_framework.views import APIView  # imports this module through DRF's settings

MAX_PAGE_SIZE = 500
TIME = "A time with its offset, such as 2030-01-31T12:00:00Z."
FEED = ("changed_xid", "pk")
SHOWN = "shown_"  # before the name of a stamp: what this caller is shown in its place


class KeysetPagination(BasePagination):
    """`{next, previous, results}`, in the order of the endpoint's `keyset`; `-` turns a field around. Of its
    `orderings`, keysets by name, the caller chooses one by `ordering`.
    """

    parameters: ClassVar[tuple[str, ...]] = ("page_size", "cursor", "modified_after", "include_deleted")
    default_page_size = 50
    tombstone: Mapping[str, Any] | None = None  # for the schema

    @classmethod
    def parameters_of(cls, view: "APIView") -> set[str]:
        """The query parameters that paging this view understands."""
        endpoint = endpoint_of(view)
        return {*cls.parameters, *(("ordering",) if endpoint and endpoint.orderings else ())}

    def paginate_queryset(  # type: ignore[override]  # DRF would also take a sequence, which has no keys
        self, queryset: QuerySet[Any], request: Request, view: "APIView | None" = None
    ) -> list[Any]:
        self.request = request
        endpoint = endpoint_of(view)
        query = _Query(request, endpoint.orderings if endpoint else {})
        self.feed = query.is_feed and issubclass(queryset.model, Tracked)
        own = endpoint.keyset if endpoint else ("pk",)
        keyset = FEED if self.feed else query.keyset or own
        columns = tuple(_shown(queryset, name) for name in keyset)
        backwards, after = (
            _decode(query.cursor, keyset, columns, queryset, _list_of(request))
            if query.cursor is not None
            else (False, None)
        )
        if self.feed:
            queryset = _feed(queryset, query)
        order = [_turn(name) if backwards else name for name in columns]
        if after is not None:
            queryset = queryset.filter(_beyond(order, after))
        rows = list(queryset.order_by(*order)[: query.page_size + 1])
        more = len(rows) > query.page_size
        rows = rows[: query.page_size]
        if backwards:
            rows.reverse()
        # Walking back one came from a later page, walking on from an earlier one.
        has_next, has_previous = (True, more) if backwards else (more, after is not None)
        self.next = self._link(keyset, columns, rows[-1], False) if rows and has_next else None
        self.previous = self._link(keyset, columns, rows[0], True) if rows and has_previous else None
        return rows

    def _link(self, keyset: tuple[str, ...], columns: tuple[str, ...], row: Model, backwards: bool) -> str:
        values = [getattr(row, name.lstrip("-")) for name in columns]
        cursor = base64.urlsafe_b64encode(
            orjson.dumps(["<" if backwards else ">", _list_of(self.request), list(keyset), values])
        ).decode()
        return replace_query_param(self.request.build_absolute_uri(), "cursor", cursor.rstrip("="))

    def get_paginated_response(self, data: object) -> Response:
        return Response({"next": self.next, "previous": self.previous, "results": data})

    def get_paginated_response_schema(self, schema: dict[str, object]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        if self.tombstone:
            schema = {**schema, "items": {"oneOf": [schema["items"], self.tombstone]}}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": link, "previous": link, "results": schema},
        }

    def get_schema_operation_parameters(self, view: "APIView") -> list[dict[str, Any]]:
        size = {"type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE, "default": self.default_page_size}
        described = [
            _parameter("page_size", size, "How many results a page holds."),
            _parameter("cursor", {"type": "string"}, "From `next` or `previous` of another page."),
            _parameter(
                "modified_after",
                {"type": "string", "format": "date-time"},
                "Walk the change feed: what was written at or after this time, in the order of its transactions. A row "
                "is written when it or one of its parts is; what is derived (an interview's `status`) or belongs to "
                "another thing that it names (a candidate's name in an application) does not move it.",
            ),
            _parameter(
                "include_deleted",
                {"type": "boolean"},
                "Walk the change feed with deletions, which come as `{id, remote_id, deleted_at}`.",
            ),
        ]
        endpoint = endpoint_of(view)
        if endpoint and endpoint.orderings:
            choices = {"type": "string", "enum": list(endpoint.orderings)}
            described.append(_parameter("ordering", choices, "The list's order; the change feed has its own."))
        known = self.parameters_of(view)
        return [parameter for parameter in described if parameter["name"] in known]


class PlainKeysetPagination(KeysetPagination):
    """Pages of rows that have no change feed."""

    parameters = ("page_size", "cursor")


def _parameter(name: str, schema: Mapping[str, object], description: str) -> dict[str, Any]:
    return {"name": name, "in": OpenApiParameter.QUERY, "required": False, "schema": schema, "description": description}


def read_time(text: str) -> datetime.datetime | None:
    """A time of a query parameter; None where it is none, or has no offset. A `+` that was sent as it is reads as a
    blank.
    """
    try:
        time = parse_datetime(text.replace(" ", "+") if "T" in text else text)
    except ValueError:
        return None
    # Years that PostgreSQL or a shift of time zone would push off the calendar.
    return None if time is None or time.tzinfo is None or not 1900 <= time.year <= 9000 else time


class _Query:
    """The paging parameters, checked together; raises 400 with every fault."""

    def __init__(self, request: Request, orderings: Mapping[str, tuple[str, ...]] | None = None) -> None:
        given = request.query_params
        self.faults: list[Fault] = []
        self.page_size = self._page_size(given.get("page_size"))
        self.cursor = given.get("cursor")
        self.modified_after = self._time(given.get("modified_after"))
        self.include_deleted = self._flag(given.get("include_deleted"))
        self.is_feed = self.modified_after is not None or self.include_deleted
        self.keyset = self._ordering(given.get("ordering"), orderings or {})
        if self.faults:
            raise bad_query(self.faults)

    def _page_size(self, text: str | None) -> int:
        if text is None:
            return KeysetPagination.default_page_size
        if text.isascii() and text.isdigit() and len(text) <= 4 and 1 <= int(text) <= MAX_PAGE_SIZE:
            return int(text)
        self.faults.append(Fault("invalid_parameter", "?page_size", f"A whole number from 1 to {MAX_PAGE_SIZE}."))
        return 1

    def _time(self, text: str | None) -> datetime.datetime | None:
        if text is None:
            return None
        time = read_time(text)
        if time is None:
            self.faults.append(Fault("invalid_parameter", "?modified_after", TIME))
        return time

    def _ordering(self, text: str | None, orderings: Mapping[str, tuple[str, ...]]) -> tuple[str, ...] | None:
        if text is None:
            return None
        if self.is_feed:
            self.faults.append(Fault("invalid_parameter", "?ordering", "The change feed has an order of its own."))
        elif text not in orderings:
            self.faults.append(Fault("invalid_parameter", "?ordering", f"One of: {', '.join(orderings)}."))
        return orderings.get(text)

    def _flag(self, text: str | None) -> bool:
        if text not in (None, "true", "false"):
            self.faults.append(Fault("invalid_parameter", "?include_deleted", "`true` or `false`."))
        return text == "true"


def _feed(queryset: QuerySet[Any], query: _Query) -> QuerySet[Any]:
    horizon = RawSQL("hiringkit_change_horizon()", (), output_field=BigIntegerField())
    queryset = queryset.filter(**{f"{_shown(queryset, 'changed_xid')}__lt": horizon})
    if query.modified_after is None:
        return queryset
    return queryset.filter(**{f"{_shown(queryset, 'modified_at')}__gte": query.modified_after})


def _shown(queryset: QuerySet[Any], name: str) -> str:
    """The stamp, or what the queryset gives in its place where not everybody is shown when a row changed last."""
    return f"{SHOWN}{name}" if f"{SHOWN}{name}" in queryset.query.annotations else name


def _turn(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _beyond(order: list[str], after: list[object]) -> Q:
    """Rows after the given values in the order: (a, b) > (x, y) spelt out, as columns may run in different
    directions.
    """
    beyond, same = Q(pk__in=[]), Q()
    for name, value in zip(order, after, strict=True):
        column, comparison = name.lstrip("-"), "lt" if name.startswith("-") else "gt"
        beyond |= same & Q(**{f"{column}__{comparison}": value})
        same &= Q(**{column: value})
    return beyond


def _list_of(request: Request) -> str:
    return name_list(request.path, request.query_params)


def name_list(path: str, parameters: Mapping[str, str]) -> str:
    """Which list a cursor is a place in: the address with its filters and its order, whatever the size of a page."""
    told = sorted((name, value) for name, value in parameters.items() if name not in ("cursor", "page_size"))
    return hashlib.blake2b(orjson.dumps([path, told]), digest_size=8).hexdigest()


def _decode(
    cursor: str, keyset: tuple[str, ...], columns: tuple[str, ...], queryset: QuerySet[Any], of: str
) -> tuple[bool, list[Any]]:
    """The cursor's direction and values, each of the type of its column; raises 400 `invalid_cursor`."""
    try:
        direction, named, names, values = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if named != of or direction not in ("<", ">") or tuple(names) != keyset or len(values) != len(keyset):
            raise ValueError("a cursor of another list")
        return direction == "<", [
            _typed(queryset, name.lstrip("-"), value) for name, value in zip(columns, values, strict=True)
        ]
    except (binascii.Error, ValueError, TypeError, ValidationError, OverflowError) as error:
        raise bad_query(
            [Fault("invalid_cursor", "?cursor", "The cursor is not from this list with these filters.")]
        ) from error


def _typed(queryset: QuerySet[Any], name: str, value: object) -> Any:
    options = queryset.model._meta
    annotation = queryset.query.annotations.get(name)
    field = options.pk if name == "pk" else annotation.output_field if annotation else options.get_field(name)
    assert field is not None
    if not isinstance(value, str | int) or isinstance(value, bool) or (isinstance(value, str) and "\x00" in value):
        raise TypeError("not a key")
    typed = field.to_python(value)
    if isinstance(typed, int) and not -(2**63) <= typed < 2**63:
        raise OverflowError("not a bigint")
    if not isinstance(typed, str | int | uuid.UUID | datetime.datetime):
        raise TypeError("not a key")
    return typed


def tombstone(record: Tracked, key: str = "id") -> Mapping[str, Any]:
    """How a deleted row looks in the feed."""
    shown: dict[str, object] = {key: getattr(record, key)}
    if hasattr(record, "remote_id"):
        shown["remote_id"] = record.remote_id
    return shown | {"deleted_at": record.deleted_at}
