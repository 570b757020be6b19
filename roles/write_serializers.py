"""The shapes of the library that editors write: what is read, with names in the place of things."""

from typing import Any, ClassVar

from rest_framework import serializers

from hiringkit.api.serializers import StrictSerializer
from roles.vocabulary import CodeMatch, CodeSystem, Involvement, QuestionKind, SourceKind, Strength

_TEXT, _NAME, _LABEL = 10_000, 120, 80


class LibrarySlugField(serializers.RegexField):
    """Lower-case letters and digits with hyphens between them."""

    def __init__(self, *, max_length: int = 80, **kwargs: Any) -> None:
        super().__init__(r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=max_length, **kwargs)


class TextsField(serializers.ListField):
    """A list of texts."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(child=serializers.CharField(max_length=_TEXT), max_length=200, **kwargs)


class SlugsField(serializers.ListField):
    """A list of slugs."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(child=LibrarySlugField(max_length=100), max_length=200, **kwargs)


class ChangesMixin:
    """Of a PATCH every field may be left out; what stands within one is asked for as ever."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        fields: dict[str, Any] = super().get_fields()  # type: ignore[misc]  # of the serializer that it is mixed into
        for field in fields.values():
            field.required = False
        return fields


class SourceWriteSerializer(StrictSerializer):
    """`own` work, or a `seed` document with file and place."""

    kind = serializers.ChoiceField(choices=SourceKind.choices)
    file = serializers.CharField(max_length=_NAME, required=False)
    place = serializers.CharField(max_length=300, required=False)


class AnchorWriteSerializer(StrictSerializer):
    level = serializers.IntegerField(min_value=1, max_value=5)
    text = serializers.CharField(max_length=_TEXT)


class _CompetencyAreaFields(StrictSerializer):
    name = serializers.CharField(max_length=_NAME)
    definition = serializers.CharField(max_length=_TEXT)
    source = SourceWriteSerializer(required=False)  # type: ignore[assignment]  # DRF's own is an instance's


class CompetencyAreaEditSerializer(ChangesMixin, _CompetencyAreaFields):
    example: ClassVar[dict[str, Any]] = {"definition": "Turning data into what somebody decides by."}


class CompetencyAreaWriteSerializer(_CompetencyAreaFields):
    example: ClassVar[dict[str, Any]] = {
        "slug": "data-storytelling",
        "name": "Data storytelling",
        "definition": "Turning data into what somebody decides by.",
    }

    slug = LibrarySlugField()


class _CompetencyFields(StrictSerializer):
    name = serializers.CharField(max_length=_NAME)
    area = LibrarySlugField()
    definition = serializers.CharField(max_length=_TEXT)
    not_this = serializers.CharField(max_length=_TEXT)
    anchors = serializers.ListField(child=AnchorWriteSerializer(), min_length=1, max_length=5)
    rating_errors = TextsField(required=False)


class CompetencyEditSerializer(ChangesMixin, _CompetencyFields):
    example: ClassVar[dict[str, Any]] = {"rating_errors": ["Rating how fluently somebody speaks."]}


class CompetencyWriteSerializer(_CompetencyFields):
    example: ClassVar[dict[str, Any]] = {
        "slug": "incident-response",
        "name": "Incident response",
        "area": "deployment-and-monitoring",
        "definition": "Finding, containing and learning from what breaks in use.",
        "not_this": "Knowing a tool by heart.",
        "anchors": [{"level": level, "text": f"What a rater hears at level {level}."} for level in range(1, 6)],
    }

    slug = LibrarySlugField()


class ShownCompetencyWriteSerializer(StrictSerializer):
    """A competency that an answer shows, and how directly."""

    slug = LibrarySlugField()
    strength = serializers.ChoiceField(choices=Strength.choices)


class AnswerWriteSerializer(StrictSerializer):
    """What an answer of one level sounds like on this question."""

    level = serializers.IntegerField(min_value=2, max_value=5)
    text = serializers.CharField(max_length=_TEXT)


class _QuestionFields(StrictSerializer):
    text = serializers.CharField(max_length=_TEXT)
    kind = serializers.ChoiceField(choices=QuestionKind.choices)
    difficulty = serializers.IntegerField(min_value=1, max_value=5)
    minutes = serializers.IntegerField(min_value=1, max_value=240)
    competencies = serializers.ListField(
        child=ShownCompetencyWriteSerializer(),
        required=False,
        max_length=50,
        help_text="A draft may lack them; what is in use shows one as primary.",
    )
    roles = SlugsField(required=False)
    probes = TextsField(required=False)
    strong_answer = TextsField(required=False)
    red_flags = TextsField(required=False)
    brief = TextsField(required=False)
    sheet = serializers.CharField(max_length=_TEXT, required=False, allow_null=True, trim_whitespace=False)
    reference = serializers.CharField(max_length=_TEXT, required=False, allow_null=True, trim_whitespace=False)
    answers = serializers.ListField(child=AnswerWriteSerializer(), required=False, max_length=4)
    central_to = SlugsField(required=False)
    never_with = SlugsField(required=False, help_text="Each of them says so too, from then on.")
    alternates = SlugsField(required=False)
    tags = serializers.ListField(child=serializers.CharField(max_length=40), required=False, max_length=50)
    source = SourceWriteSerializer(required=False)  # type: ignore[assignment]  # DRF's own is an instance's


class QuestionEditSerializer(ChangesMixin, _QuestionFields):
    """What is sent takes the place of what is there; a list is sent as a whole."""

    example: ClassVar[dict[str, Any]] = {"minutes": 12, "probes": ["What would you look at first?"]}


class QuestionWriteSerializer(_QuestionFields):
    """A new question is a draft: `/questions/{id}/activate` takes it into use once it lacks nothing."""

    example: ClassVar[dict[str, Any]] = {
        "text": "A dashboard's figure doubled overnight. What do you do first?",
        "kind": "situational",
        "difficulty": 2,
        "minutes": 10,
        "competencies": [{"slug": "exploratory-data-analysis", "strength": "primary"}],
        "roles": ["data-analyst"],
    }

    slug = LibrarySlugField(max_length=100, required=False, help_text="Made from the text where it is left out.")


class ResponsibilityWriteSerializer(StrictSerializer):
    text = serializers.CharField(max_length=_TEXT)
    source = SourceWriteSerializer(required=False)  # type: ignore[assignment]  # DRF's own is an instance's


class SkillWriteSerializer(StrictSerializer):
    name = serializers.CharField(max_length=_NAME)
    group = serializers.CharField(max_length=_LABEL)
    source = SourceWriteSerializer(required=False)  # type: ignore[assignment]  # DRF's own is an instance's


class ToolWriteSerializer(StrictSerializer):
    name = serializers.CharField(max_length=_LABEL)
    category = serializers.CharField(max_length=_LABEL)
    source = SourceWriteSerializer(required=False)  # type: ignore[assignment]  # DRF's own is an instance's


class RoleActivityWriteSerializer(StrictSerializer):
    """A cell of the overlap matrix; a focus exactly where the role is involved."""

    activity = LibrarySlugField()
    involvement = serializers.ChoiceField(choices=Involvement.choices)
    focus = serializers.CharField(max_length=_TEXT, required=False, allow_null=True)
    source = SourceWriteSerializer(required=False)  # type: ignore[assignment]  # DRF's own is an instance's


class TargetsWriteSerializer(StrictSerializer):
    """The level that each seniority should reach; left out or null where it need not have the competency."""

    junior = serializers.IntegerField(min_value=2, max_value=5, required=False, allow_null=True)
    mid = serializers.IntegerField(min_value=2, max_value=5, required=False, allow_null=True)
    senior = serializers.IntegerField(min_value=2, max_value=5)

    def to_internal_value(self, data: object) -> dict[str, int]:
        return {name: level for name, level in super().to_internal_value(data).items() if level is not None}


class RoleCompetencyWriteSerializer(StrictSerializer):
    """One row of a role's profile."""

    competency = LibrarySlugField()
    weight = serializers.IntegerField(min_value=1, max_value=100)
    weight_justification = serializers.CharField(max_length=_TEXT, required=False, allow_null=True)
    targets = TargetsWriteSerializer()
    note = serializers.CharField(max_length=_TEXT, help_text="What the competency means in this role.")


class ExternalCodeWriteSerializer(StrictSerializer):
    system = serializers.ChoiceField(choices=CodeSystem.choices)
    uri = serializers.CharField(max_length=300)
    label = serializers.CharField(max_length=_NAME)  # type: ignore[assignment]  # DRF's own is an instance's
    version = serializers.CharField(max_length=40)
    match = serializers.ChoiceField(choices=CodeMatch.choices)


class DistinctionWriteSerializer(StrictSerializer):
    """The sentence that tells the role apart from another."""

    role = LibrarySlugField()
    text = serializers.CharField(max_length=_TEXT)


def _rows(shape: type[StrictSerializer], **kwargs: Any) -> serializers.ListField:
    return serializers.ListField(child=shape(), required=False, max_length=500, **kwargs)


class _RoleFields(StrictSerializer):
    title = serializers.CharField(max_length=_NAME)
    summary = serializers.CharField(max_length=_TEXT)
    focus = serializers.CharField(max_length=_TEXT)
    lifecycle = serializers.CharField(max_length=_TEXT)
    aliases = serializers.ListField(child=serializers.CharField(max_length=_NAME), required=False, max_length=50)
    responsibilities = _rows(ResponsibilityWriteSerializer)
    skills = _rows(SkillWriteSerializer)
    tools = _rows(ToolWriteSerializer)
    activities = _rows(RoleActivityWriteSerializer)
    competencies = _rows(RoleCompetencyWriteSerializer, help_text="Its profile.")
    codes = _rows(ExternalCodeWriteSerializer)
    distinctions = _rows(DistinctionWriteSerializer)
    notes = TextsField(required=False)


class RoleEditSerializer(ChangesMixin, _RoleFields):
    """A list, such as the profile, is sent as a whole, in its order. A row of which no source is sent keeps its own."""

    example: ClassVar[dict[str, Any]] = {
        "competencies": [
            {
                "competency": "exploratory-data-analysis",
                "weight": 10,
                "targets": {"junior": 2, "mid": 3, "senior": 4},
                "note": "Looks before modelling.",
            }
        ]
    }


class RoleWriteSerializer(_RoleFields):
    example: ClassVar[dict[str, Any]] = {
        "slug": "analytics-engineer",
        "title": "Analytics Engineer",
        "summary": "Builds the tables that analysts work with.",
        "focus": "Models of data that people trust.",
        "lifecycle": "Between collection and analysis.",
    }

    slug = LibrarySlugField()
