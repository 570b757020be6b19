"""People as callers read them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from hiringkit.api.serializers import ReadSerializer
from hiringkit.people.addresses import NoAddress, fold_address
from hiringkit.people.groups import GROUP_CHOICES
from hiringkit.people.models import Person
from hiringkit.people.principals import Principal
from hiringkit.people.scopes import SCOPES
from hiringkit.rows.names import name_fault, normal_name

SCOPE_CHOICES = [(scope, scope) for scope in sorted(SCOPES)]


@extend_schema_field({"type": "string", "format": "idn-email"})
class AddressField(serializers.EmailField):
    """An e-mail address, folded as it is stored."""

    def to_internal_value(self, data: Any) -> str:
        try:
            return fold_address(super().to_internal_value(data))
        except NoAddress as error:
            raise serializers.ValidationError(str(error), code="invalid") from error


class PersonNameField(serializers.CharField):
    """A person's name, in the form in which it is stored."""

    def to_internal_value(self, data: Any) -> str:
        name = normal_name(super().to_internal_value(data))
        told = name_fault(name)
        if told:
            raise serializers.ValidationError(told, code="invalid_name")
        return name


class PersonRefSerializer(ReadSerializer):
    """A person as they are named inside other things."""

    id = serializers.UUIDField()
    name = serializers.CharField()


class PersonSerializer(serializers.Serializer[Person]):
    id = serializers.UUIDField()
    remote_id = serializers.CharField(allow_null=True)
    name = serializers.CharField()
    email = serializers.EmailField()
    time_zone = serializers.CharField(allow_null=True, help_text="In which their pages show times; null is UTC.")
    is_active = serializers.BooleanField(help_text="Who is not active can't sign in, be seated or decide.")
    groups = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField()
    modified_at = serializers.DateTimeField()

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(choices=GROUP_CHOICES)))
    def get_groups(self, person: Person) -> list[str]:
        return sorted(group.name for group in person.groups.all())


class CallerKeySerializer(ReadSerializer):
    """The key that was sent; what it may do is `all`, or areas with `:read` or `:write`, which includes reading."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=SCOPE_CHOICES))
    expires_at = serializers.DateTimeField(allow_null=True, help_text="Null where it does not expire.")


class CallerPersonSerializer(PersonRefSerializer):
    """The person who asks, or for whom the key does."""

    email = serializers.EmailField()


class CallerSerializer(ReadSerializer):
    """Who is asking. A person without a key has a session, whose only limit are the groups."""

    kind = serializers.ChoiceField(choices=[("integration", "integration"), ("person", "person")])
    person = CallerPersonSerializer(allow_null=True)
    groups = serializers.ListField(child=serializers.ChoiceField(choices=GROUP_CHOICES))
    key = CallerKeySerializer(allow_null=True)


def show_caller(principal: Principal) -> dict[str, Any]:
    """The principal as `CallerSerializer` describes it."""
    person, key = principal.person, principal.key
    return {
        "kind": "integration" if person is None else "person",
        "person": None if person is None else {"id": person.pk, "name": person.name, "email": person.email},
        "groups": sorted(principal.groups),
        "key": None
        if key is None
        else {"id": key.pk, "name": key.name, "scopes": sorted(key.scopes), "expires_at": key.expires_at},
    }
