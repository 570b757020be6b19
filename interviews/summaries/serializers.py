"""The summary's shape, for the schema: `queries` already lays it out, so nothing is serialised twice."""

from typing import Any

from rest_framework import serializers

from hiringkit.people.serializers import PersonRefSerializer
from interviews.domain.scores import NullReason
from interviews.hiring.serializers import DecisionSerializer, PlanRefSerializer, RoundRefSerializer
from interviews.vocabulary import ApplicationStatus, Recommendation, ScoreState
from roles.serializers import CompetencyRefSerializer

NULL_REASONS = [(reason.value, reason.value) for reason in NullReason]


class SummaryCandidateSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()


class SummaryJobSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    title = serializers.CharField()


class SummaryApplicationSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    remote_id = serializers.CharField(allow_null=True)
    status = serializers.ChoiceField(choices=ApplicationStatus.choices)
    candidate = SummaryCandidateSerializer()
    job = SummaryJobSerializer()


class MissingScorecardSerializer(serializers.Serializer[Any]):
    interviewer = PersonRefSerializer()
    interview = serializers.UUIDField()
    round = RoundRefSerializer()


class PanelSerializer(serializers.Serializer[Any]):
    """`expected` = `submitted` + `excused` + the number of `missing`."""

    expected = serializers.IntegerField()
    submitted = serializers.IntegerField()
    excused = serializers.IntegerField()
    missing = MissingScorecardSerializer(many=True)


class SummaryScoreSerializer(serializers.Serializer[Any]):
    interviewer = PersonRefSerializer()
    round = RoundRefSerializer()
    level = serializers.IntegerField(allow_null=True)
    state = serializers.ChoiceField(choices=ScoreState.choices)
    evidence = serializers.CharField()
    reason = serializers.CharField()
    informed = serializers.BooleanField()


class SummaryCompetencySerializer(serializers.Serializer[Any]):
    """A competency over its raters; every figure but the counts is null where nobody rated it."""

    competency = CompetencyRefSerializer()
    area = serializers.SlugField()
    weight = serializers.IntegerField()
    target_level = serializers.IntegerField()
    n_rated = serializers.IntegerField(help_text="Ratings given.")
    n_raters = serializers.IntegerField(help_text="People who gave them; mean, median, min and max are over people.")
    n_not_assessed = serializers.IntegerField()
    mean = serializers.FloatField(allow_null=True)
    median = serializers.FloatField(allow_null=True)
    min = serializers.FloatField(allow_null=True)
    max = serializers.FloatField(allow_null=True)
    spread = serializers.FloatField(allow_null=True)
    disagreement = serializers.BooleanField(allow_null=True, help_text="Spread of 2 levels or more.")
    gap_to_target = serializers.FloatField(allow_null=True)
    scores = SummaryScoreSerializer(many=True)


class SummaryAreaSerializer(serializers.Serializer[Any]):
    area = serializers.SlugField()
    n_competencies = serializers.IntegerField()
    n_rated_competencies = serializers.IntegerField()
    weighted_mean = serializers.FloatField(allow_null=True)
    reason_if_null = serializers.ChoiceField(choices=NULL_REASONS, allow_null=True)
    coverage = serializers.FloatField(help_text="Share (0-1) of the area's weight that was rated.")


class RecommendationCountsSerializer(serializers.Serializer[Any]):
    """How many current scorecards recommend what."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return {str(value): serializers.IntegerField() for value in Recommendation.values}


class OverallSerializer(serializers.Serializer[Any]):
    weighted_mean = serializers.FloatField(allow_null=True, help_text="Null when under 0.6 of the weight was rated.")
    reason_if_null = serializers.ChoiceField(choices=NULL_REASONS, allow_null=True)
    coverage = serializers.FloatField(help_text="Share (0-1) of the profile's weight that was rated.")
    recommendation_counts = RecommendationCountsSerializer()


class TransferSerializer(serializers.Serializer[Any]):
    """Another role's profile over the same scores."""

    role = serializers.SlugField()
    weighted_mean = serializers.FloatField(allow_null=True)
    reason_if_null = serializers.ChoiceField(choices=NULL_REASONS, allow_null=True)
    coverage = serializers.FloatField()
    unassessed = serializers.ListField(child=serializers.SlugField())


class SummarySerializer(serializers.Serializer[Any]):
    """Everything known of an application, from submitted scorecards that nothing supersedes."""

    application = SummaryApplicationSerializer()
    plan = PlanRefSerializer(allow_null=True)
    panel = PanelSerializer()
    competencies = SummaryCompetencySerializer(many=True)
    areas = SummaryAreaSerializer(many=True)
    overall = OverallSerializer()
    transfer = TransferSerializer(many=True)
    decision = DecisionSerializer(allow_null=True)
    warnings = serializers.ListField(child=serializers.CharField())
