"""What shapes share: those that are read, and those that are written."""

import re
from functools import cache
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from hiringkit.api.ids import read_id


class ReadSerializer(serializers.Serializer[Any]):
    # The shape of what is read, whatever it is read from. A docstring would be the description of every such shape.
    pass


class StrictSerializer(serializers.Serializer[Any]):
    """A write shape that refuses unknown fields, each with the code `unknown_field` at its place."""

    @classmethod
    def read(cls, data: object) -> dict[str, Any]:
        """The checked values of a body; raises DRF's ValidationError with every fault.

        For shapes that are not partial and ask nothing of the request: one instance serves all, where DRF would copy
        every field anew for each body.
        """
        return dict(_shared(cls).run_validation(data))

    def to_internal_value(self, data: object) -> Any:
        if not isinstance(data, dict):
            return super().to_internal_value(data)
        faults: dict[str, Any] = {
            str(name): [ErrorDetail("There is no such field.", code="unknown_field")]
            for name in sorted(set(data) - set(self.fields))
        }
        faults |= {
            name: fault
            for name, field in self.fields.items()
            if name in data and not field.read_only and (fault := _mistyped(field, data[name]))
        }
        try:
            value = super().to_internal_value({name: each for name, each in data.items() if name not in faults})
        except serializers.ValidationError as error:
            if isinstance(error.detail, dict):
                raise serializers.ValidationError({**error.detail, **faults}) from error
            raise
        if faults:
            raise serializers.ValidationError(faults)
        return value


_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
_NO_TIME = "Not a time with its offset, such as 2030-01-31T12:00:00Z."


def _mistyped(field: serializers.Field[Any, Any, Any, Any], value: object) -> Any:
    """What is wrong with a value that is not of the field's JSON type, which DRF would turn into it; None if nothing.

    3.0 is an integer, as JSON Schema has it.
    """
    if value is None:
        return None
    if isinstance(field, serializers.ListField) and isinstance(value, list):
        child = field.child
        return {index: fault for index, each in enumerate(value) if (fault := _mistyped(child, each))} or None
    told = ""
    if isinstance(field, serializers.BooleanField):
        told = "" if isinstance(value, bool) else "Not true or false."
    elif isinstance(field, serializers.IntegerField):
        whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
        told = "" if whole and not isinstance(value, bool) else "Not a whole number."
    elif isinstance(field, serializers.UUIDField):
        told = "" if isinstance(value, str) and read_id(value) else "Not an id."
    elif isinstance(field, serializers.DateTimeField):
        told = "" if isinstance(value, str) and _TIME.fullmatch(value) else _NO_TIME
    elif isinstance(field, serializers.CharField):
        told = "" if isinstance(value, str) else "Not a text."
    return [ErrorDetail(told, code="invalid")] if told else None


@cache
def _shared(shape: type[StrictSerializer]) -> StrictSerializer:
    return shape()
