"""The shapes of plans, and of what the optimiser says of them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from hiringkit.api.serializers import ReadSerializer
from hiringkit.api.shapes import ProblemFaultSerializer, ProblemSerializer
from interviews.models import InterviewPlan, PlanCompetency, PlanItem, PlanRound
from interviews.vocabulary import PlanStatus
from roles.serializers import AnchorSerializer, CompetencyRefSerializer, QuestionContentSerializer, ScaleRuleField
from roles.vocabulary import QuestionKind, Seniority


class PlanProfileSerializer(serializers.Serializer[PlanCompetency]):
    """One row of the plan's frozen profile."""

    competency = CompetencyRefSerializer()
    weight = serializers.IntegerField()
    target_level = serializers.IntegerField()


class PlanRoundCompetencySerializer(PlanProfileSerializer):
    """A competency that the round scores, with its anchors."""

    anchors = AnchorSerializer(many=True)
    scale_rule = ScaleRuleField()


class PlanQuestionSerializer(QuestionContentSerializer):
    """The frozen copy of a question."""

    id = serializers.UUIDField(source="question_id")
    slug = serializers.SlugField(source="question_slug")
    version = serializers.IntegerField(source="question_version")


class PlanAlternateSerializer(QuestionContentSerializer):
    """The frozen copy of a question of equal worth."""

    id = serializers.UUIDField()
    slug = serializers.SlugField()
    version = serializers.IntegerField()
    minutes = serializers.IntegerField()


class PlanItemSerializer(serializers.Serializer[PlanItem]):
    id = serializers.UUIDField()
    position = serializers.IntegerField()
    minutes = serializers.IntegerField()
    locked = serializers.BooleanField()
    question = PlanQuestionSerializer(source="*")
    alternates = PlanAlternateSerializer(
        many=True, help_text="To ask instead where the candidate has no such occasion or knows the question."
    )


class PlanRoundSerializer(serializers.Serializer[PlanRound]):
    id = serializers.UUIDField()
    position = serializers.IntegerField()
    title = serializers.CharField()
    minutes = serializers.IntegerField()
    competencies = serializers.SerializerMethodField()
    items = PlanItemSerializer(many=True)

    @extend_schema_field(PlanRoundCompetencySerializer(many=True))
    def get_competencies(self, round: PlanRound) -> list[dict[str, Any]]:
        profile = {row.competency.slug: row for row in self.context["profile"]}
        rows = [profile[slug] for slug in round.focus if slug in profile]
        return [PlanRoundCompetencySerializer(row).data for row in rows]


class RoundUseSerializer(ReadSerializer):
    """How a round's minutes are used, and what it is about."""

    minutes_used = serializers.IntegerField()
    minutes_free = serializers.IntegerField()
    competencies = serializers.ListField(child=serializers.SlugField(), help_text="Those with most evidence first.")
    text = serializers.CharField()


class PlanPlacesSerializer(ReadSerializer):
    """What the arrangement of the questions in rounds costs, and whether it is proven that none costs less."""

    cost = serializers.IntegerField()
    proven = serializers.BooleanField()


class KindCountsSerializer(ReadSerializer):
    """How many questions of each kind."""

    knowledge = serializers.IntegerField()
    situational = serializers.IntegerField()
    behavioural = serializers.IntegerField()
    exercise = serializers.IntegerField()


class ItemReasonSerializer(ReadSerializer):
    """What a question is in the plan for."""

    round = serializers.IntegerField()
    question = serializers.SlugField()
    codes = serializers.ListField(child=serializers.CharField())
    text = serializers.CharField()


class CoverageSerializer(ReadSerializer):
    """What a competency gets: by which questions (slugs), in which rounds (positions), how many effective minutes of
    evidence (`strength`), whether the candidate does something for it (`shown`) and tells of something done (`told`).
    """

    competency = serializers.SlugField()
    items = serializers.ListField(child=serializers.SlugField())
    rounds = serializers.ListField(child=serializers.IntegerField())
    strength = serializers.IntegerField()
    shown = serializers.BooleanField()
    told = serializers.BooleanField()


class UncoveredSerializer(ReadSerializer):
    competency = serializers.SlugField()
    code = serializers.CharField()
    reason = serializers.CharField()


class HoleSerializer(ReadSerializer):
    """What the bank lacks for a competency at this seniority, whatever the plan."""

    competency = serializers.SlugField()
    code = serializers.CharField()
    text = serializers.CharField()


class NextBestSerializer(ReadSerializer):
    """What some more minutes in a round would buy."""

    round = serializers.IntegerField()
    extra_minutes = serializers.IntegerField()
    competency = serializers.SlugField()
    text = serializers.CharField()


class NextMinutesSerializer(ReadSerializer):
    """What ten more minutes in a round would buy: a question more, or a better one in place of another."""

    round = serializers.IntegerField()
    minutes = serializers.IntegerField()
    adds = serializers.SlugField()
    replaces = serializers.SlugField(allow_null=True)
    gain = serializers.IntegerField(help_text="In the units of `objective`.")
    text = serializers.CharField()


class PlanReportSerializer(ReadSerializer):
    """Why this plan, and the proof: no plan for this request scores above `bound`."""

    objective = serializers.IntegerField()
    bound = serializers.IntegerField()
    optimal = serializers.BooleanField(help_text="Proven to be the only best choice of questions.")
    places = PlanPlacesSerializer()
    why = serializers.ListField(child=serializers.CharField())
    kinds = KindCountsSerializer()
    rounds = RoundUseSerializer(many=True)
    items = ItemReasonSerializer(many=True)
    coverage = CoverageSerializer(many=True)
    uncovered = UncoveredSerializer(many=True)
    holes = HoleSerializer(many=True)
    next_best = NextBestSerializer(many=True)
    next_minutes = NextMinutesSerializer(many=True)

    def to_representation(self, report: dict[str, Any]) -> dict[str, Any]:
        """Plans that were made before all this was told are frozen, reports included: what they lack is shown empty."""
        told = {
            "places": {"cost": 0, "proven": False},
            "why": [],
            "kinds": {kind.value: 0 for kind in QuestionKind},
            "items": [],
            "holes": [],
            "next_minutes": [],
            **report,
            "rounds": [{"competencies": [], "text": "", **row} for row in report["rounds"]],
            "coverage": [{"shown": False, "told": False, **row} for row in report["coverage"]],
        }
        return super().to_representation(told)


class PlanClashSerializer(ReadSerializer):
    """Wishes that can't all hold; unless time ran out (`irreducible` is false), dropping any one of them would do."""

    constraints = ProblemFaultSerializer(many=True, help_text="The wishes, each with its place in the request.")
    detail = serializers.CharField()
    cheapest_change = serializers.CharField()
    irreducible = serializers.BooleanField()


class PlanProblemSerializer(ProblemSerializer):
    """Why there is no plan. With the code `plan_impossible` it has the sets of wishes that clash."""

    clashes = PlanClashSerializer(many=True, required=False)


class PlanSerializer(serializers.Serializer[InterviewPlan]):
    id = serializers.UUIDField()
    role = serializers.SlugField(source="role.slug")
    seniority = serializers.ChoiceField(choices=Seniority.choices)
    title = serializers.CharField()
    version = serializers.IntegerField()
    status = serializers.ChoiceField(choices=PlanStatus.choices)
    standard = serializers.BooleanField(help_text="What a job of the role gets that is opened without a plan.")
    profile = PlanProfileSerializer(many=True)
    rounds = serializers.SerializerMethodField()
    report = PlanReportSerializer()
    published_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    modified_at = serializers.DateTimeField()

    @extend_schema_field(PlanRoundSerializer(many=True))
    def get_rounds(self, plan: InterviewPlan) -> list[dict[str, Any]]:
        context = {"profile": list(plan.profile.all())}
        return [PlanRoundSerializer(round, context=context).data for round in plan.rounds.all()]
