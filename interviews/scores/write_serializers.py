"""The shapes of scorecards that are written, and what the names in them stand for."""

import uuid
from collections.abc import Mapping
from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from hiringkit.api.examples import ITEM
from hiringkit.api.references import raise_faults, resolve
from hiringkit.api.serializers import StrictSerializer
from hiringkit.people.naming import find_people
from hiringkit.people.principals import Principal
from interviews.access.blindness import visible_interviews
from interviews.access.reach import applications_in_reach
from interviews.hiring.refs import RemoteIdField
from interviews.scores.records import ItemWrite, NoteWrite, ScoreWrite
from interviews.vocabulary import Recommendation, ScoreState


class QuestionNoteWriteSerializer(StrictSerializer):
    item = serializers.UUIDField(help_text="An item of the interview's round.")
    asked = serializers.BooleanField(default=True)
    level = serializers.IntegerField(min_value=1, max_value=5, required=False, allow_null=True)
    note = serializers.CharField(required=False, allow_blank=True, max_length=20_000, trim_whitespace=False)


class CompetencyScoreWriteSerializer(StrictSerializer):
    """One competency: `level` only when `rated`. A draft may still lack level, evidence and reason, a submission may
    not.
    """

    competency = serializers.SlugField()
    state = serializers.ChoiceField(choices=ScoreState.choices)
    level = serializers.IntegerField(min_value=1, max_value=5, required=False, allow_null=True)
    evidence = serializers.CharField(required=False, allow_blank=True, max_length=20_000, trim_whitespace=False)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=2_000, trim_whitespace=False)
    questions = serializers.ListField(child=QuestionNoteWriteSerializer(), required=False, max_length=100)

    def to_internal_value(self, data: object) -> ScoreWrite:
        values = super().to_internal_value(data)
        notes = values.pop("questions", None)
        return ScoreWrite(**values, questions=None if notes is None else tuple(NoteWrite(**note) for note in notes))


class ScorecardItemWriteSerializer(StrictSerializer):
    """What became of one item of the round. What is skipped (`asked` false), or had its `alternate` asked in its place,
    wants a `reason`: a draft may still lack it, a submission may not.
    """

    item = serializers.UUIDField(help_text="An item of the interview's round.")
    asked = serializers.BooleanField(default=True)
    alternate = serializers.UUIDField(
        required=False, allow_null=True, help_text="Of the item's alternates, the question asked in its place."
    )
    reason = serializers.CharField(required=False, allow_blank=True, max_length=2_000, trim_whitespace=False)
    note = serializers.CharField(required=False, allow_blank=True, max_length=20_000, trim_whitespace=False)

    def to_internal_value(self, data: object) -> ItemWrite:
        return ItemWrite(**super().to_internal_value(data))


class ScorecardEditSerializer(StrictSerializer):
    """PATCH of a draft: the competencies and the round's items named are upserted, the others stay."""

    example: ClassVar[dict[str, Any]] = {
        "overall_recommendation": "yes",
        "scores": [
            {
                "competency": "exploratory-data-analysis",
                "state": "rated",
                "level": 3,
                "evidence": "Plotted the two groups before averaging them.",
            }
        ],
        "items": [{"item": ITEM, "note": "Needed the second probe."}],
    }

    overall_recommendation = serializers.ChoiceField(choices=Recommendation.choices, required=False, allow_null=True)
    scores = serializers.ListField(child=CompetencyScoreWriteSerializer(), required=False, max_length=100)
    items = serializers.ListField(child=ScorecardItemWriteSerializer(), required=False, max_length=100)
    remote_id = RemoteIdField(required=False, allow_null=True)
    submit = serializers.BooleanField(required=False, help_text="Submit in the same call.")


class ScorecardAmendSerializer(StrictSerializer):
    """An amendment: what is named is written over the submitted scorecard, the rest stays."""

    example: ClassVar = {
        "reason": "I had mixed up two candidates' notes.",
        "scores": [
            {
                "competency": "causal-reasoning",
                "state": "rated",
                "level": 2,
                "evidence": "Named no confounder until asked for one.",
            }
        ],
    }

    reason = serializers.CharField(max_length=2_000, help_text="Why it is amended.")
    overall_recommendation = serializers.ChoiceField(choices=Recommendation.choices, required=False)
    scores = serializers.ListField(child=CompetencyScoreWriteSerializer(), required=False, max_length=100)
    items = serializers.ListField(child=ScorecardItemWriteSerializer(), required=False, max_length=100)
    remote_id = RemoteIdField(required=False, allow_null=True)


class ScorecardWriteSerializer(ScorecardEditSerializer):
    """POST: the interview by itself, or the application and the round."""

    example: ClassVar = {
        "interview_remote_id": "meet-9",
        "interviewer": "first@example.com",
        "scores": [
            {
                "competency": "causal-reasoning",
                "state": "rated",
                "level": 4,
                "evidence": "Asked who was left out of the data before trusting the effect.",
                "questions": [{"item": ITEM, "level": 4, "note": "Drew the graph unasked."}],
            }
        ],
        "submit": False,
    }

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


def resolve_scorecard(*, attributes: Mapping[str, Any], principal: Principal) -> dict[str, Any]:
    """What `ScorecardWriteSerializer` has read, with the things it names in place of their names.

    An interview named by our id stays an id, which the recorder looks up under its lock. Raises 422 with every fault of
    the names. An integration's call makes a person of an address that nobody has.
    """
    sent = dict(attributes)
    faults: dict[str, Any] = {}
    named = {name for name, value in sent.items() if value is not None}
    interview: uuid.UUID | None = sent.get("interview")
    if "interview_remote_id" in named or interview is None:
        interviews = visible_interviews(principal=principal).only("id")
        found = resolve(sent, "interview", interviews, faults, required=False)
        interview = None if found is None else found.pk
    applications = applications_in_reach(principal=principal).select_related("job__plan", "plan")
    application = resolve(sent, "application", applications, faults, required=False)
    if not faults and interview is None and (application is None or sent.get("round") is None):
        faults["interview"] = [ErrorDetail("Name the interview, or application and round.", code="required")]
    if interview is not None and (application is not None or sent.get("round") is not None):
        faults["interview"] = [
            ErrorDetail("Name the interview, or application and round, not both.", code="ambiguous_reference")
        ]
    raise_faults(faults)
    sent.pop("interview_remote_id", None)
    name = sent.pop("interviewer", None)
    people = (
        []
        if name is None
        else find_people(
            named=[name], pointer="/interviewer", single=True, make_unknown=principal.is_integration, unlisted=True
        )
    )
    return sent | {
        "interview": interview,
        "application": application,
        "interviewer": people[0] if people else None,
    }
