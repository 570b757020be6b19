"""Filtering that refuses what it does not know: a misspelt parameter must never silently return everything."""

import re
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django_filters import BooleanFilter, Filter, IsoDateTimeFilter, NumberFilter, UUIDFilter
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.drainage import set_override
from rest_framework.request import Request

from hiringkit.api.ids import read_id
from hiringkit.api.pagination import TIME, KeysetPagination, read_time
from hiringkit.problems import Fault, bad_query

if TYPE_CHECKING:
    from rest_framework.views import APIView  # imports this module through DRF's settings


class StrictFilterBackend(DjangoFilterBackend):
    """django-filter with 400 `unknown_parameter` and `invalid_parameter` for every parameter that is wrong."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: "APIView") -> QuerySet[Any]:
        filterset = self.get_filterset(request, queryset, view)
        paginator = getattr(view, "paginator", None)
        paging = paginator.parameters_of(view) if isinstance(paginator, KeysetPagination) else set()
        known = paging | set(filterset.filters if filterset is not None else ())
        faults = unknown_parameters(request, known)
        faults += [
            Fault("invalid_text", f"?{name}", "The value holds a NUL character.")
            for name, values in request.query_params.lists()
            if any("\x00" in value for value in values)
        ]
        faults += [
            Fault("invalid_parameter", f"?{name}", "The value is empty; leave the parameter out to filter nothing.")
            for name in sorted((known - paging) & set(request.query_params))
            if not request.query_params[name].strip()
        ]
        if filterset is not None:
            faults += [
                Fault("invalid_parameter", f"?{name}", told)
                for name, declared in filterset.filters.items()
                if request.query_params.get(name, "").strip()
                if (told := _misread(declared, request.query_params[name]))
            ]
        if filterset is not None and not faults and not filterset.is_valid():
            faults += [
                Fault("invalid_parameter", f"?{name}", str(message))
                for name, messages in filterset.errors.items()
                for message in messages
            ]
        if faults:
            raise bad_query(faults)
        return queryset if filterset is None else filterset.qs


class IntegerFilter(NumberFilter):
    """A whole number within bounds, which the schema tells."""

    def __init__(self, *, min_value: int, max_value: int, **named: Any) -> None:
        super().__init__(min_value=min_value, max_value=max_value, decimal_places=0, **named)
        self.told = f"A whole number from {min_value} to {max_value}."
        set_override(self, "field", {"type": "integer", "minimum": min_value, "maximum": max_value})


def _misread(declared: Filter, text: str) -> str:
    """What the value should be, where it is not of the filter's type; forms are more generous than the schema."""
    if isinstance(declared, UUIDFilter):
        return "" if read_id(text) else "Not an id."
    if isinstance(declared, BooleanFilter):
        return "" if text in ("true", "false") else "`true` or `false`."
    if isinstance(declared, IntegerFilter):
        return "" if re.fullmatch(r"\d{1,9}", text, re.ASCII) else declared.told
    if isinstance(declared, IsoDateTimeFilter):
        return "" if read_time(text) else TIME
    return ""


def unknown_parameters(request: Request, known: set[str]) -> list[Fault]:
    """A fault for each query parameter that is not known, and for each that is given twice."""
    faults = []
    for name, values in request.query_params.lists():
        if name not in known:
            faults.append(Fault("unknown_parameter", f"?{name}", "There is no such parameter."))
        elif len(values) > 1:
            faults.append(Fault("repeated_parameter", f"?{name}", "Give the parameter once."))
    return faults


def refuse_parameters(request: Request, *known: str) -> None:
    """400 `unknown_parameter` for a view that filters nothing."""
    faults = unknown_parameters(request, set(known))
    if faults:
        raise bad_query(faults)


def read_flag(request: Request, name: str) -> bool:
    """A parameter that is `true` or `false`, false where it is left out; 400 for anything else."""
    said = request.query_params.get(name, "false")
    if said not in ("true", "false"):
        raise bad_query([Fault("invalid", f"?{name}", "Say `true` or `false`.")])
    return said == "true"
