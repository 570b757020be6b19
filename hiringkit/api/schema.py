"""How the endpoints describe themselves: good method names for generated clients, one summary for each, and all that
they may answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any, Literal, get_args, get_origin, get_type_hints

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import get_doc
from drf_spectacular.utils import OpenApiExample, OpenApiParameter
from rest_framework import serializers
from rest_framework.pagination import BasePagination
from rest_framework.permissions import SAFE_METHODS

from hiringkit.api.answers import REFUSALS, SUCCESSES, header_names, headers_of, is_versioned, refused, statuses_of
from hiringkit.api.endpoint import Endpoint, endpoint_of
from hiringkit.api.ids import PATTERN
from hiringkit.api.pagination import KeysetPagination
from hiringkit.api.records import RecordSerializer
from hiringkit.api.serializers import StrictSerializer
from hiringkit.api.shapes import ProblemSerializer, StaleProblemSerializer, tombstone_shape

_VERBS = {"list": "list", "retrieve": "get", "create": "create", "partial_update": "update", "destroy": "delete"}


class HiringKitSchema(AutoSchema):
    """drf-spectacular's inspector with our names, problems, headers and examples."""

    def get_operation_id(self) -> str:
        """`list_jobs`, `get_job`, `create_job`, `update_job`, `delete_job`; other actions read `<action>_<thing>`."""
        verb = _VERBS.get(self._action, self._action)
        return f"{verb}_{self._endpoint.things if self._action == 'list' else self._endpoint.thing}"

    def get_summary(self) -> str:
        """The name of the operation in words: `List jobs`, `Get a job`."""
        verb, _, thing = self.get_operation_id().replace("_", " ").partition(" ")
        article = "" if self._action == "list" else "an " if thing[0] in "aeiou" else "a "
        return f"{verb.capitalize()} {article}{thing}"

    def get_description(self) -> str:  # type: ignore[override]  # as drf-spectacular has it
        """What the handler says of itself, or else the view."""
        handler = getattr(self.view, self._action, None) or getattr(self.view, self.method.lower(), None)
        description: str = get_doc(handler) or get_doc(type(self.view))
        return description

    @property
    def _action(self) -> str:
        action: str = getattr(self.view, "action", None) or self.method.lower()
        return action

    def get_tags(self) -> list[str]:
        return [self._endpoint.tag or self._endpoint.scope]

    @property
    def _endpoint(self) -> Endpoint:
        endpoint = endpoint_of(self.view)
        assert endpoint is not None, f"{type(self.view).__name__} has no endpoint"  # E002 has said so before
        return endpoint

    def get_request_serializer(self) -> Any:
        """Write shapes are classes of their own: `write_serializer_class`."""
        if getattr(self.view, "action", None) in ("create", "partial_update"):
            return getattr(self.view, "write_serializer_class", None) or super().get_request_serializer()
        return super().get_request_serializer()

    def get_override_parameters(self) -> list[Any]:
        """The version headers of single resources."""
        headers: list[object] = []
        if self.method == "GET" and self._endpoint.shows_tag(self._action):
            headers.append(_header("If-None-Match", "An ETag: 304 while it is current.", required=False))
        if is_versioned(self._endpoint, action=self._action, method=self.method):
            required = self.method == "PATCH" and self._endpoint.match_required
            headers.append(_header("If-Match", "The ETag you read, or `*` for any version.", required=required))
        return headers

    def _resolve_path_parameters(self, variables: list[str]) -> list[dict[str, Any]]:
        """Ids are a format that clients know, not a pattern."""
        parameters: list[dict[str, Any]] = super()._resolve_path_parameters(variables)  # type: ignore[no-untyped-call]
        for parameter in parameters:
            if PATTERN in parameter["schema"].get("pattern", ""):
                parameter["schema"] = {"type": "string", "format": "uuid"}
        return parameters

    def _get_request_body(self, direction: Literal["request", "response"] = "request") -> dict[str, Any] | None:
        """A body that is understood is asked for: one without fields is `{}`."""
        body: dict[str, Any] | None = super()._get_request_body(direction)  # type: ignore[no-untyped-call]
        return None if body is None else body | {"required": True}

    def get_examples(self) -> list[OpenApiExample]:
        """The example of what is sent, which stands with its shape."""
        shape = None if self.method in SAFE_METHODS else self.get_request_serializer()
        if isinstance(shape, Mapping):  # by type of content
            shape = shape.get("application/json")
        example = getattr(shape, "example", None)
        if self.method == "PATCH":
            example = getattr(shape, "example_of_change", example)
        return (
            []
            if example is None
            else [
                OpenApiExample(
                    "body",
                    value=example,
                    summary=self.get_summary(),
                    request_only=True,
                    media_type="application/json",
                )
            ]
        )

    def _get_response_bodies(self, direction: Literal["request", "response"] = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        for status, body in ((int(status), body) for status, body in bodies.items()):
            if status in REFUSALS:  # one with members of its own
                body |= refused(status, body["content"].popitem()[1]["schema"])
            else:
                body["description"] = body["description"].removeprefix("No response body") or SUCCESSES[status]
                body["headers"] = self._headers(status)
        for status in self._statuses():
            bodies.setdefault(str(status), self._answer(status))
        return dict(sorted(bodies.items()))

    def _answer(self, status: int) -> dict[str, Any]:
        if status not in REFUSALS:
            return {"headers": self._headers(status), "description": SUCCESSES[status]}
        self.resolve_serializer(ProblemSerializer, "response")
        self.resolve_serializer(StaleProblemSerializer, "response")
        return {"$ref": f"#/components/responses/{REFUSALS[status].name}"}

    def _headers(self, status: int) -> dict[str, Any]:
        return headers_of(header_names(self._endpoint, action=self._action, status=status))

    def _statuses(self) -> list[int]:
        return statuses_of(
            self._endpoint,
            action=self._action,
            method=self.method,
            path=self.path,
            has_body=self._get_request_body() is not None,
        )

    def _get_filter_parameters(self) -> list[dict[str, Any]]:
        """An empty filter is refused."""
        parameters: list[dict[str, Any]] = super()._get_filter_parameters()  # type: ignore[no-untyped-call]
        for parameter in parameters:
            described = parameter["schema"]
            if described.get("type") == "string" and not {"enum", "format"} & set(described):
                described["minLength"] = 1
        return parameters

    def _get_paginator(self) -> BasePagination | None:
        """A list that can be walked as a feed shows deleted rows too."""
        paginator: BasePagination | None = super()._get_paginator()  # type: ignore[no-untyped-call]
        if isinstance(paginator, KeysetPagination) and "include_deleted" in paginator.parameters_of(self.view):
            shape = tombstone_shape(self._endpoint, self.view.queryset.model)  # type: ignore[attr-defined]  # a list has one
            paginator.tombstone = self.resolve_serializer(shape, "response").ref
        return paginator

    def _map_serializer(self, serializer: Any, direction: str, bypass_extensions: bool = False) -> dict[str, Any]:
        """What is written is closed and tells its defaults in words; what is read is whole, nulls in lists included."""
        schema: dict[str, Any] = super()._map_serializer(serializer, direction, bypass_extensions)  # type: ignore[no-untyped-call]
        if isinstance(serializer, type):
            serializer = serializer()
        if isinstance(serializer, StrictSerializer):
            schema["additionalProperties"] = False
            _say_defaults(schema)
        if isinstance(serializer, ProblemSerializer):
            schema["additionalProperties"] = True
        if isinstance(serializer, RecordSerializer) and bypass_extensions:  # once: the extension for records comes back
            _say_nulls_in_lists(schema, serializer.dataclass_definition.dataclass_type)
        return schema

    def _get_serializer_field_meta(self, field: Any, direction: str) -> dict[str, Any]:
        meta: dict[str, Any] = super()._get_serializer_field_meta(field, direction)  # type: ignore[no-untyped-call]
        if isinstance(field, serializers.CharField) and not field.allow_blank and _is_written(field):
            meta["minLength"] = 1
        if getattr(field, "allow_empty", True) is False:
            meta["minItems"] = 1
        return meta


def _is_written(field: Any) -> bool:
    """Whether a field, or a list of it, belongs to a shape that is written."""
    parent = field.parent
    while isinstance(parent, serializers.ListField):
        parent = parent.parent
    return isinstance(parent, StrictSerializer)


def _say_defaults(schema: dict[str, Any]) -> None:
    """A default of the schema would make generated types ask for the field."""
    for described in schema.get("properties", {}).values():
        if "default" in described:
            default = described.pop("default")
            told = f"`{str(default).lower() if isinstance(default, bool) else default}` if not given."
            described["description"] = f"{described['description']} {told}" if "description" in described else told


def _say_nulls_in_lists(schema: dict[str, Any], record: type) -> None:
    """`Sequence[X | None]`: a serializer's list has no place for it."""
    hints = get_type_hints(record)
    for field in fields(record) if is_dataclass(record) else ():
        hint = hints[field.name]
        if get_origin(hint) is Sequence and type(None) in get_args(get_args(hint)[0]):
            described = schema["properties"][field.name]
            described["items"] = {"oneOf": [described["items"], {"type": "null"}]}


def _header(name: str, description: str, *, required: bool) -> OpenApiParameter:
    return OpenApiParameter(name, str, OpenApiParameter.HEADER, required=required, description=description)
