"""What shapes share: those that are read, and those that are written."""

from functools import cache
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail


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
        unknown = sorted(set(data) - set(self.fields)) if isinstance(data, dict) else []
        faults: dict[str, Any] = {
            name: [ErrorDetail("There is no such field.", code="unknown_field")] for name in unknown
        }
        try:
            value = super().to_internal_value(data)
        except serializers.ValidationError as error:
            if isinstance(error.detail, dict):
                raise serializers.ValidationError({**error.detail, **faults}) from error
            raise
        if faults:
            raise serializers.ValidationError(faults)
        return value


@cache
def _shared(shape: type[StrictSerializer]) -> StrictSerializer:
    return shape()
