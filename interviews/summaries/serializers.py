"""The summary's shape, for the schema: `queries` already lays it out, so nothing is serialised twice."""

from typing import Any

from rest_framework import serializers

from hiringkit.api.serializers import StrictSerializer
from hiringkit.people.models import Person
from hiringkit.people.naming import find_people
from hiringkit.people.serializers import PersonRefSerializer
from interviews.domain.scores import AlphaReason, NullReason
from interviews.hiring.refs import PlanRefSerializer, RoundRefSerializer
from interviews.hiring.serializers import DecisionSerializer
from interviews.vocabulary import ApplicationStatus, DecisionOutcome, Recommendation, ScoreState
from roles.serializers import CompetencyRefSerializer

NULL_REASONS = [(reason.value, reason.value) for reason in NullReason]
ALPHA_REASONS = [(reason.value, reason.value) for reason in AlphaReason]


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


class AgreementSerializer(serializers.Serializer[Any]):
    """Krippendorff's alpha for ordinal levels, over uninformed first submissions."""

    alpha = serializers.FloatField(allow_null=True, help_text="At most 1; 0 is what chance would give.")
    reason_if_null = serializers.ChoiceField(choices=ALPHA_REASONS, allow_null=True)
    n_units = serializers.IntegerField(help_text="Things rated by two people or more, on which alpha rests.")


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


class ComparedPlanSerializer(serializers.Serializer[Any]):
    """A plan version that some of the applications were interviewed with."""

    id = serializers.UUIDField()
    version = serializers.IntegerField()
    n_applications = serializers.IntegerField()


class ComparedCompetencySerializer(serializers.Serializer[Any]):
    """A competency that all the plan versions share, weighed as in the newest."""

    competency = CompetencyRefSerializer()
    weight = serializers.IntegerField()
    target_level = serializers.IntegerField()
    agreement = AgreementSerializer()


class ComparedPanelSerializer(serializers.Serializer[Any]):
    """`expected` = `submitted` + `excused` + `missing`."""

    expected = serializers.IntegerField()
    submitted = serializers.IntegerField()
    excused = serializers.IntegerField()
    missing = serializers.IntegerField()


class ComparedFiguresSerializer(serializers.Serializer[Any]):
    """One competency of one application over its raters; every figure but the counts is null where nobody rated it."""

    competency = serializers.SlugField()
    n_rated = serializers.IntegerField()
    n_raters = serializers.IntegerField()
    n_not_assessed = serializers.IntegerField()
    mean = serializers.FloatField(allow_null=True)
    median = serializers.FloatField(allow_null=True)
    min = serializers.FloatField(allow_null=True)
    max = serializers.FloatField(allow_null=True)
    spread = serializers.FloatField(allow_null=True)
    disagreement = serializers.BooleanField(allow_null=True)
    gap_to_target = serializers.FloatField(allow_null=True)


class ComparedApplicationSerializer(serializers.Serializer[Any]):
    """One application; every figure is null while the caller is blind on it."""

    application = SummaryApplicationSerializer()
    plan = PlanRefSerializer()
    blind = serializers.BooleanField(help_text="The caller may not see this application's scores yet.")
    panel = ComparedPanelSerializer(allow_null=True)
    competencies = ComparedFiguresSerializer(many=True, allow_null=True)
    overall = OverallSerializer(allow_null=True, help_text="Over the shared competencies only.")
    decision = DecisionSerializer(allow_null=True)


class ComparisonSerializer(serializers.Serializer[Any]):
    """A job's applications side by side, in order of the candidates' names."""

    job = SummaryJobSerializer()
    plans = ComparedPlanSerializer(many=True)
    competencies = ComparedCompetencySerializer(many=True)
    left_out = CompetencyRefSerializer(many=True, help_text="Only some of the plan versions have these.")
    agreement = AgreementSerializer(help_text="Over all competencies.")
    applications = ComparedApplicationSerializer(many=True)
    warnings = serializers.ListField(child=serializers.CharField())


class DecisionWriteSerializer(StrictSerializer):
    outcome = serializers.ChoiceField(choices=DecisionOutcome.choices)
    rationale = serializers.CharField(max_length=20_000)
    decided_by = serializers.CharField(
        required=False,
        max_length=255,
        help_text="E-mail address, id or the ATS's id; an integration names who decided, a person decides themselves.",
    )

    def validate_decided_by(self, name: str) -> Person:
        return find_people(named=[name], pointer="/decided_by", single=True)[0]
