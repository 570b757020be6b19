"""The shapes of scorecards that are read."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from hiringkit.api.serializers import ReadSerializer
from hiringkit.people.serializers import PersonRefSerializer
from interviews.hiring.refs import (
    CandidateRefSerializer,
    JobRefSerializer,
    KitUrlField,
    RoundRefSerializer,
    ScorecardUrlField,
)
from interviews.models import CompetencyScore, Panelist, QuestionNote, Scorecard, ScorecardItem
from interviews.scores.card import Card
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


class ScorecardItemSerializer(serializers.Serializer[ScorecardItem]):
    """What became of one item of the round: asked, skipped, or another question asked in its place."""

    item = serializers.UUIDField(source="item_id")
    asked = serializers.BooleanField()
    alternate = serializers.UUIDField(allow_null=True, help_text="The question asked in its place.")
    reason = serializers.CharField(help_text="Why it was not asked as it stands.")
    note = serializers.CharField()


class ScorecardInterviewSerializer(ReadSerializer):
    id = serializers.UUIDField()
    round = RoundRefSerializer()


class KeyRefSerializer(ReadSerializer):
    """The key that wrote for the interviewer."""

    id = serializers.UUIDField()
    name = serializers.CharField()


class ScorecardSerializer(serializers.Serializer[Scorecard | Card]):
    id = serializers.UUIDField()
    remote_id = serializers.CharField(allow_null=True)
    application = serializers.UUIDField(source="application_id")
    interview = ScorecardInterviewSerializer()
    interviewer = PersonRefSerializer()
    submitted_by = KeyRefSerializer(source="written_by_key", allow_null=True)
    status = serializers.ChoiceField(choices=ScorecardStatus.choices)
    overall_recommendation = serializers.ChoiceField(choices=Recommendation.choices, allow_null=True)
    scores = CompetencyScoreSerializer(many=True)
    items = ScorecardItemSerializer(many=True, help_text="What is told of the round's items, in their order.")
    informed = serializers.BooleanField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    supersedes = serializers.UUIDField(source="supersedes_id", allow_null=True)
    amendment_reason = serializers.CharField(help_text="Why it supersedes; empty for a first submission.")
    superseded_by = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField()
    modified_at = serializers.DateTimeField()

    @extend_schema_field(serializers.UUIDField(allow_null=True))
    def get_superseded_by(self, scorecard: Scorecard | Card) -> Any:
        successor = getattr(scorecard, "superseded_by", None)
        return None if successor is None else successor.pk


class OwedScorecardSerializer(serializers.Serializer[Panelist]):
    """A scorecard that somebody owes."""

    interviewer = PersonRefSerializer(source="person")
    interview = ScorecardInterviewSerializer()
    application = serializers.UUIDField(source="interview.application_id")
    candidate = CandidateRefSerializer(source="interview.application.candidate")
    job = JobRefSerializer(source="interview.application.job")
    kit_url = KitUrlField(source="interview_id")
    scorecard_url = ScorecardUrlField(source="interview_id")
    since = serializers.DateTimeField(
        help_text="The interview's time, or when the panelist was named if that was later or no time is known."
    )
    draft = serializers.UUIDField(allow_null=True, help_text="The caller's own draft of it, where there is one.")
