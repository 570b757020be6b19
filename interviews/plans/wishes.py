"""The shapes of what is asked of a plan: the wishes of its assembly, and the change of a draft."""

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from hiringkit.api.serializers import StrictSerializer
from interviews.plans.drafts import MAX_MINUTES, MAX_ROUNDS, MAX_TITLE
from roles.models import Role
from roles.queries import roles_to_assemble
from roles.vocabulary import QuestionKind, Seniority


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

    def validate_role(self, slug: str) -> Role:
        found = roles_to_assemble().filter(slug=slug).first()
        if found is None:
            raise serializers.ValidationError(f"There is no role `{slug}`.", code="not_found")
        return found


class PlanWriteSerializer(StrictSerializer):
    """PATCH of a draft."""

    example: ClassVar = {"title": "Senior Data Scientist, two rounds"}

    title = serializers.CharField(max_length=MAX_TITLE, required=False)
