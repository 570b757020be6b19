"""The shapes of interviews and of who sits on them."""

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from hiringkit.api.examples import ROUND
from hiringkit.api.references import raise_faults, resolve
from hiringkit.api.serializers import ReadSerializer, StrictSerializer
from hiringkit.people.models import Person
from hiringkit.people.naming import find_people
from interviews.access.reach import applications_in_reach
from interviews.hiring.refs import (
    KitUrlField,
    PeopleField,
    RemoteIdField,
    RoundRefSerializer,
    ScorecardUrlField,
    asked_by,
)
from interviews.models import Interview
from interviews.vocabulary import InterviewStatus


class PanelistSerializer(ReadSerializer):
    """Someone on the panel; whether their scorecard is in is not told here."""

    id = serializers.UUIDField(source="person.id")
    name = serializers.CharField(source="person.name")
    email = serializers.EmailField(source="person.email")
    excused = serializers.SerializerMethodField()

    def get_excused(self, row: Any) -> bool:
        return row.excused_at is not None


class ReleaseWriteSerializer(StrictSerializer):
    """Whom a recruiter releases from a debt or from blindness, and why."""

    example: ClassVar = {"person": "second@example.com", "reason": "On leave until May."}

    person = serializers.CharField(max_length=255, help_text="E-mail address, id or the ATS's id.")
    reason = serializers.CharField(max_length=2_000)

    def validate_person(self, name: str) -> Person:
        return find_people(named=[name], pointer="/person", single=True)[0]


class InterviewSerializer(serializers.Serializer[Interview]):
    id = serializers.UUIDField()
    remote_id = serializers.CharField(allow_null=True)
    application = serializers.UUIDField(source="application_id")
    round = RoundRefSerializer()
    panelists = PanelistSerializer(many=True, source="panel")
    scheduled_at = serializers.DateTimeField(allow_null=True)
    cancelled_at = serializers.DateTimeField(allow_null=True)
    status = serializers.ChoiceField(choices=InterviewStatus.choices)
    kit_url = KitUrlField()
    scorecard_url = ScorecardUrlField()
    created_at = serializers.DateTimeField()
    modified_at = serializers.DateTimeField()


class InterviewWriteSerializer(StrictSerializer):
    example: ClassVar = {
        "remote_id": "meet-9",
        "application_remote_id": "app-5",
        "round": ROUND,
        "panelists": ["first@example.com", "second@example.com"],
        "scheduled_at": "2030-01-31T10:00:00+01:00",
    }
    example_of_change: ClassVar = {"scheduled_at": "2030-02-01T14:30:00Z"}

    remote_id = RemoteIdField(required=False, allow_null=True)
    application = serializers.UUIDField(required=False, allow_null=True)
    application_remote_id = serializers.CharField(required=False, allow_null=True, max_length=255)
    round = serializers.UUIDField(help_text="A round of the application's plan.")
    panelists = PeopleField(required=False)
    scheduled_at = serializers.DateTimeField(required=False, allow_null=True)
    cancelled_at = serializers.DateTimeField(required=False, allow_null=True)

    def validate(self, attributes: dict[str, object]) -> dict[str, Any]:
        faults: dict[str, object] = {}
        applications = applications_in_reach(principal=asked_by(self)).select_related("job__plan", "plan")
        application = resolve(attributes, "application", applications, faults, required=not self.partial)
        if attributes.get("remote_id") is not None and asked_by(self).person is not None:
            # That another one has it could tell the blind of an interview that came into being with a scorecard.
            faults["remote_id"] = [ErrorDetail("Only an integration names the ATS's id.", code="for_integrations")]
        if self.partial and application is not None:
            faults["application"] = [ErrorDetail("An interview stays with its application.", code="read_only")]
        raise_faults(faults)
        return attributes if application is None else attributes | {"application": application}
