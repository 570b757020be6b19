"""How jobs, candidates, plans and rounds are named inside other things."""

from typing import Any

from rest_framework import serializers

from hiringkit.api.links import page_url
from hiringkit.api.serializers import ReadSerializer
from hiringkit.people.authentication import principal_of
from hiringkit.people.principals import Principal
from interviews.models import Candidate, Job


class RemoteIdField(serializers.RegexField):
    """The ATS's own id: 1-255 characters without a slash, which separates path segments."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(r"^[^/]+$", max_length=255, trim_whitespace=False, **kwargs)


class PeopleField(serializers.ListField):
    """People, each by e-mail address, id or the ATS's id. Addresses that nobody has become people."""

    child = serializers.CharField(max_length=255)


class JobRefSerializer(serializers.Serializer[Job]):
    id = serializers.UUIDField()
    remote_id = serializers.CharField(allow_null=True)
    title = serializers.CharField()


class CandidateRefSerializer(serializers.Serializer[Candidate]):
    id = serializers.UUIDField()
    remote_id = serializers.CharField(allow_null=True)
    name = serializers.CharField()


class PlanRefSerializer(ReadSerializer):
    """Which version of a plan."""

    id = serializers.UUIDField()
    version = serializers.IntegerField()


class RoundRefSerializer(ReadSerializer):
    id = serializers.UUIDField()
    position = serializers.IntegerField()
    title = serializers.CharField()


class KitUrlField(serializers.URLField):
    """The page with the kit of an interview, for its panelists to open in a browser. `source` leads to its id."""

    anchor = ""

    def __init__(self, *, source: str = "id") -> None:
        super().__init__(source=source, read_only=True)

    def to_representation(self, value: object) -> str:
        return page_url(self.context["request"], "interview-page", value) + self.anchor


class ScorecardUrlField(KitUrlField):
    """The place on that page where the scorecard is written."""

    anchor = "#scorecard"


def asked_by(serializer: serializers.BaseSerializer[object]) -> Principal:
    return principal_of(serializer.context["request"])
