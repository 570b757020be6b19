"""People as callers read them."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from hiringkit.api.serializers import ReadSerializer
from hiringkit.people.groups import GROUP_CHOICES
from hiringkit.people.models import Person


class PersonRefSerializer(ReadSerializer):
    """A person as they are named inside other things."""

    id = serializers.UUIDField()
    name = serializers.CharField()


class PersonSerializer(serializers.Serializer[Person]):
    id = serializers.UUIDField()
    remote_id = serializers.CharField(allow_null=True)
    name = serializers.CharField()
    email = serializers.EmailField()
    is_active = serializers.BooleanField(help_text="Who is not active can't sign in, be seated or decide.")
    groups = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField()
    modified_at = serializers.DateTimeField()

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(choices=GROUP_CHOICES)))
    def get_groups(self, person: Person) -> list[str]:
        return sorted(group.name for group in person.groups.all())
