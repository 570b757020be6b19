"""Shapes of records that are sent as they are: frozen dataclasses, from which the schema is derived."""

from typing import Any, ClassVar

from drf_spectacular.drainage import set_override
from drf_spectacular.plumbing import get_doc
from rest_framework import serializers
from rest_framework_dataclasses.field_utils import TypeInfo
from rest_framework_dataclasses.serializers import DataclassSerializer

Shape = type[serializers.Field[Any, Any, Any, Any]]
Choices = list[tuple[str, str]]


def described(text: str) -> dict[str, dict[str, str]]:
    """A field's metadata: what the schema says of it."""
    return {"serializer_kwargs": {"help_text": text}}


class RecordSerializer(DataclassSerializer[Any]):
    """A record's fields and docstring, and those of the records within it.

    `shapes` are for records that have a shape already because other resources name them too, `choices` for text fields
    whose values are a closed vocabulary. They are declared in a class without a `Meta`, from which the shape derives.
    """

    shapes: ClassVar[dict[type, Shape]] = {}
    choices: ClassVar[dict[tuple[type, str], Choices]] = {}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.serializer_field_mapping = {**DataclassSerializer.serializer_field_mapping, **self.shapes}
        set_override(self, "description", get_doc(self.dataclass_definition.dataclass_type))

    @property
    def serializer_dataclass_field(self) -> Shape:
        """What is within takes its shapes and choices from where they were declared."""
        return next(base for base in type(self).__mro__ if "shapes" in vars(base))

    def build_standard_field(self, field_name: str, type_info: TypeInfo) -> tuple[Shape, dict[str, Any]]:
        choices = self.choices.get((self.dataclass_definition.dataclass_type, field_name))
        if choices is not None:
            return serializers.ChoiceField, {"choices": choices}
        return super().build_standard_field(field_name, type_info)
