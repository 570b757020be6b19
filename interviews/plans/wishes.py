"""The shapes of what is asked of a plan: the wishes of its assembly, and the change of a draft."""

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from hiringkit.api.serializers import StrictSerializer
from hiringkit.people.authentication import principal_of
from interviews.models import InterviewPlan
from interviews.plans.drafts import MAX_MINUTES, MAX_QUESTIONS, MAX_ROUNDS, MAX_TITLE
from interviews.plans.queries import plans_in_reach
from interviews.vocabulary import Depth
from roles.models import Role
from roles.queries import roles_to_assemble
from roles.vocabulary import QuestionKind, Seniority


class MixSerializer(StrictSerializer):
    """Numbers of questions by kind; each one given is held to."""

    knowledge_max = serializers.IntegerField(min_value=0, max_value=MAX_QUESTIONS, required=False)
    exercise_min = serializers.IntegerField(min_value=0, max_value=MAX_QUESTIONS, required=False)
    behavioural_min = serializers.IntegerField(min_value=0, max_value=MAX_QUESTIONS, required=False)


class RoundWishSerializer(StrictSerializer):
    """A round that the plan should have."""

    title = serializers.CharField(max_length=MAX_TITLE)
    minutes = serializers.IntegerField(min_value=1, max_value=MAX_MINUTES)
    focus = serializers.ListField(
        child=serializers.SlugField(), required=False, max_length=50, help_text="Competencies the round keeps to."
    )
    kinds = serializers.ListField(
        child=serializers.ChoiceField(choices=QuestionKind.choices), required=False, max_length=len(QuestionKind)
    )
    max_competencies = serializers.IntegerField(
        min_value=1, max_value=50, required=False, help_text="How many competencies its panel scores at most."
    )
    mix = MixSerializer(required=False)


class LockSerializer(StrictSerializer):
    """A question that must be asked in one round."""

    question = serializers.SlugField(max_length=100)
    round = serializers.IntegerField(min_value=0, max_value=MAX_ROUNDS - 1, help_text="Counted from 0.")


class QuestionRangeSerializer(StrictSerializer):
    min = serializers.IntegerField(min_value=0, max_value=50, required=False)
    max = serializers.IntegerField(min_value=1, max_value=50, required=False)


class DifficultyRangeSerializer(StrictSerializer):
    min = serializers.IntegerField(min_value=1, max_value=5, required=False)
    max = serializers.IntegerField(min_value=1, max_value=5, required=False)


class AssemblyOptionsSerializer(StrictSerializer):
    """Wishes; each one given is held to, or the answer says which ones clash."""

    free_minutes = serializers.IntegerField(
        min_value=0, max_value=120, required=False, help_text="Kept free in every round, 10 if not given."
    )
    questions_per_competency = QuestionRangeSerializer(required=False)
    rounds_per_competency = serializers.IntegerField(min_value=1, max_value=MAX_ROUNDS, required=False)
    difficulty = DifficultyRangeSerializer(required=False)
    include = serializers.ListField(child=serializers.SlugField(max_length=100), required=False, max_length=100)
    exclude = serializers.ListField(child=serializers.SlugField(max_length=100), required=False, max_length=1000)
    locked = serializers.ListField(child=LockSerializer(), required=False, max_length=100)
    mix = MixSerializer(required=False)
    depth = serializers.ChoiceField(
        choices=Depth.choices,
        required=False,
        help_text="Rather all competencies once, or rather fewer of them well: a preference that never clashes.",
    )
    allow_never_with = serializers.BooleanField(
        required=False, help_text="Let questions meet that belong in different plans."
    )

    def validate(self, attributes: dict[str, Any]) -> dict[str, Any]:
        faults = {}
        for name in ("questions_per_competency", "difficulty"):
            window = attributes.get(name) or {}
            if window.get("min", 0) > window.get("max", 50):
                faults[name] = {"min": [ErrorDetail("The minimum is above the maximum.", code="empty_range")]}
        if faults:
            raise serializers.ValidationError(faults)
        return attributes


class PlanAssembleSerializer(StrictSerializer):
    """POST /plans/assemble."""

    example: ClassVar = {
        "role": "data-scientist",
        "seniority": "senior",
        "rounds": [
            {"title": "Analysis", "minutes": 60, "focus": ["exploratory-data-analysis", "causal-reasoning"]},
            {"title": "Working together", "minutes": 45},
        ],
        "options": {"free_minutes": 5},
    }

    role = serializers.SlugField(help_text="Slug of a role.")
    seniority = serializers.ChoiceField(choices=Seniority.choices, default=Seniority.MID.value)
    title = serializers.CharField(max_length=MAX_TITLE, required=False)
    rounds = serializers.ListField(child=RoundWishSerializer(), allow_empty=False, max_length=MAX_ROUNDS)
    options = AssemblyOptionsSerializer(required=False)
    version_of = serializers.UUIDField(
        required=False, help_text="A plan of the role whose next version this is to be; else it is a plan of its own."
    )

    def validate_role(self, slug: str) -> Role:
        found = roles_to_assemble().filter(slug=slug).first()
        if found is None:
            raise serializers.ValidationError(f"There is no role `{slug}`.", code="not_found")
        return found

    def validate_version_of(self, pk: UUID) -> InterviewPlan:
        found = plans_in_reach(principal=principal_of(self.context["request"])).filter(pk=pk).first()
        if found is None:
            raise serializers.ValidationError("There is no such plan that you can reach.", code="not_found")
        return found


class PlanWriteSerializer(StrictSerializer):
    """PATCH of a draft."""

    example: ClassVar = {"title": "Senior Data Scientist, two rounds"}

    title = serializers.CharField(max_length=MAX_TITLE, required=False)
