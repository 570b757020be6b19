"""The shapes of scorecards."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from hiringkit.api.serializers import StrictSerializer
from hiringkit.people.models import Person
from hiringkit.people.principals import principal_of
from hiringkit.people.serializers import PersonRefSerializer
from hiringkit.people.services import find_people
from interviews.hiring.reach import applications_in_reach, interviews_in_reach
from interviews.hiring.serializers import RemoteIdField, RoundRefSerializer
from interviews.models import CompetencyScore, QuestionNote, Scorecard
from interviews.references import raise_faults, resolve
from interviews.scores.records import NoteWrite, ScoreWrite
from interviews.vocabulary import Recommendation, ScorecardStatus, ScoreState
from roles.serializers import CompetencyRefSerializer


class QuestionNoteSerializer(serializers.Serializer[QuestionNote]):
    """What was noted on one item of the round."""

    item = serializers.UUIDField(source="item_id")
    asked = serializers.BooleanField()
    level = serializers.IntegerField(allow_null=True)
    note = serializers.CharField()


class CompetencyScoreSerializer(serializers.Serializer[CompetencyScore]):
    competency = CompetencyRefSerializer()
    state = serializers.ChoiceField(choices=ScoreState.choices)
    level = serializers.IntegerField(allow_null=True)
    anchor = serializers.CharField(help_text="The anchor text of the level when it was given.")
    evidence = serializers.CharField()
    reason = serializers.CharField()
    questions = QuestionNoteSerializer(many=True)


class ScorecardInterviewSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    round = RoundRefSerializer()


class KeyRefSerializer(serializers.Serializer[Any]):
    """The key that wrote for the interviewer."""

    id = serializers.UUIDField()
    name = serializers.CharField()


class ScorecardSerializer(serializers.Serializer[Scorecard]):
    id = serializers.UUIDField()
    remote_id = serializers.CharField(allow_null=True)
    application = serializers.UUIDField(source="application_id")
    interview = ScorecardInterviewSerializer()
    interviewer = PersonRefSerializer()
    submitted_by = KeyRefSerializer(source="written_by_key", allow_null=True)
    status = serializers.ChoiceField(choices=ScorecardStatus.choices)
    overall_recommendation = serializers.ChoiceField(choices=Recommendation.choices, allow_null=True)
    scores = CompetencyScoreSerializer(many=True)
    informed = serializers.BooleanField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    supersedes = serializers.UUIDField(source="supersedes_id", allow_null=True)
    superseded_by = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField()
    modified_at = serializers.DateTimeField()

    @extend_schema_field(serializers.UUIDField(allow_null=True))
    def get_superseded_by(self, scorecard: Scorecard) -> Any:
        successor = getattr(scorecard, "superseded_by", None)
        return None if successor is None else successor.pk


class QuestionNoteWriteSerializer(StrictSerializer):
    item = serializers.UUIDField(help_text="An item of the interview's round.")
    asked = serializers.BooleanField(default=True)
    level = serializers.IntegerField(min_value=1, max_value=5, required=False, allow_null=True)
    note = serializers.CharField(required=False, allow_blank=True, max_length=20_000, trim_whitespace=False)


class CompetencyScoreWriteSerializer(StrictSerializer):
    """One competency: `level` exactly when `rated`. A draft may still lack evidence and reason, a submission may
    not.
    """

    competency = serializers.SlugField()
    state = serializers.ChoiceField(choices=ScoreState.choices)
    level = serializers.IntegerField(min_value=1, max_value=5, required=False, allow_null=True)
    evidence = serializers.CharField(required=False, allow_blank=True, max_length=20_000, trim_whitespace=False)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=2_000, trim_whitespace=False)
    questions = serializers.ListField(child=QuestionNoteWriteSerializer(), required=False, max_length=100)

    def to_internal_value(self, data: Any) -> ScoreWrite:
        values = super().to_internal_value(data)
        notes = values.pop("questions", None)
        return ScoreWrite(**values, questions=None if notes is None else tuple(NoteWrite(**note) for note in notes))


class ScorecardEditSerializer(StrictSerializer):
    """PATCH of a draft: the competencies named are upserted, the others stay."""

    overall_recommendation = serializers.ChoiceField(choices=Recommendation.choices, required=False, allow_null=True)
    scores = serializers.ListField(child=CompetencyScoreWriteSerializer(), required=False, max_length=100)
    remote_id = RemoteIdField(required=False, allow_null=True)
    submit = serializers.BooleanField(required=False, help_text="Submit in the same call.")


class ScorecardWriteSerializer(ScorecardEditSerializer):
    """POST: the interview by itself, or the application and the round."""

    interview = serializers.UUIDField(required=False, allow_null=True)
    interview_remote_id = serializers.CharField(required=False, allow_null=True, max_length=255)
    application = serializers.UUIDField(required=False, allow_null=True)
    application_remote_id = serializers.CharField(required=False, allow_null=True, max_length=255)
    round = serializers.UUIDField(required=False, allow_null=True)
    interviewer = serializers.CharField(
        required=False,
        allow_null=True,
        max_length=255,
        help_text="E-mail address, id or the ATS's id; a person writes their own and may leave it out.",
    )

    def validate(self, attributes: dict[str, Any]) -> dict[str, Any]:
        principal = principal_of(self.context["request"])
        faults: dict[str, Any] = {}
        interviews = interviews_in_reach(principal=principal).select_related("application", "round")
        interview = resolve(attributes, "interview", interviews, faults, required=False)
        applications = applications_in_reach(principal=principal).select_related("job__plan", "plan")
        application = resolve(attributes, "application", applications, faults, required=False)
        if not faults and interview is None and (application is None or attributes.get("round") is None):
            faults["interview"] = [ErrorDetail("Name the interview, or application and round.", code="required")]
        if interview is not None and (application is not None or attributes.get("round") is not None):
            faults["interview"] = [
                ErrorDetail("Name the interview, or application and round, not both.", code="ambiguous_reference")
            ]
        raise_faults(faults)
        return attributes | {
            "interview": interview,
            "application": application,
            "interviewer": self._interviewer(attributes.get("interviewer"), make_unknown=principal.is_integration),
        }

    def _interviewer(self, name: str | None, *, make_unknown: bool) -> Person | None:
        """The named person; an integration's call makes a person of an address that nobody has."""
        if name is None:
            return None
        return find_people(named=[name], pointer="/interviewer", single=True, make_unknown=make_unknown)[0]
