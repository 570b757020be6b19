"""The library's shapes as callers read them."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from hiringkit.api.serializers import ReadSerializer, StrictSerializer
from hiringkit.people.serializers import PersonRefSerializer
from roles.models import Competency, CompetencyArea, Guide, Question, Role, RoleActivity, RoleCompetency
from roles.models.findings import SEVERITY_CHOICES
from roles.vocabulary import (
    SCALE_RULE,
    ActivityKind,
    CodeMatch,
    CodeSystem,
    Involvement,
    QuestionKind,
    QuestionStatus,
    SourceKind,
    Strength,
)


class TextListField(serializers.ListField):
    """A list of texts."""

    child = serializers.CharField()


class CompetencyRefSerializer(ReadSerializer):
    """A competency as it is named inside other things."""

    slug = serializers.SlugField()
    name = serializers.CharField()
    area = serializers.SlugField(source="area.slug")


class SourceSerializer(ReadSerializer):
    """Where the facts of a text come from."""

    kind = serializers.ChoiceField(choices=SourceKind.choices, source="source_kind")
    file = serializers.SerializerMethodField()
    place = serializers.SerializerMethodField()

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_file(self, sourced: Any) -> str | None:
        return sourced.source_file or None

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_place(self, sourced: Any) -> str | None:
        return sourced.source_place or None


class ScaleRuleField(TextListField):
    """How anchors are read: the same three sentences beside every set of them."""

    def __init__(self) -> None:
        super().__init__(read_only=True, source="*", help_text="How the anchors are read.")

    def to_representation(self, data: object) -> list[str]:
        return list(SCALE_RULE)


class AnchorSerializer(ReadSerializer):
    """What a rater sees and hears at one level."""

    level = serializers.IntegerField(min_value=1, max_value=5)
    text = serializers.CharField()


class ResponsibilitySerializer(ReadSerializer):
    text = serializers.CharField()
    source = SourceSerializer(source="*")  # type: ignore[assignment]  # DRF's own `source` is an instance's


class SkillSerializer(ReadSerializer):
    name = serializers.CharField()
    group = serializers.CharField()


class ToolSerializer(ReadSerializer):
    name = serializers.CharField(source="tool.name")
    category = serializers.CharField()


class RoleActivitySerializer(serializers.Serializer[RoleActivity]):
    """A role's cell of the overlap matrix."""

    slug = serializers.SlugField(source="activity.slug")
    name = serializers.CharField(source="activity.name")
    kind = serializers.ChoiceField(choices=ActivityKind.choices, source="activity.kind")
    involvement = serializers.ChoiceField(choices=Involvement.choices)
    focus = serializers.CharField(help_text="Empty where the role has no part in the activity.")


class TargetsSerializer(ReadSerializer):
    """The level (2-5) that each seniority should reach; null where it need not have the competency."""

    junior = serializers.IntegerField(source="target_junior", allow_null=True)
    mid = serializers.IntegerField(source="target_mid", allow_null=True)
    senior = serializers.IntegerField(source="target_senior")


class RoleCompetencySerializer(serializers.Serializer[RoleCompetency]):
    """One row of a role's profile."""

    competency = CompetencyRefSerializer()
    weight = serializers.IntegerField()
    weight_justification = serializers.SerializerMethodField()
    targets = TargetsSerializer(source="*")
    note = serializers.CharField()

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_weight_justification(self, row: RoleCompetency) -> str | None:
        return row.weight_justification or None


class ExternalCodeSerializer(ReadSerializer):
    system = serializers.ChoiceField(choices=CodeSystem.choices)
    uri = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # likewise `label`
    version = serializers.CharField()
    match = serializers.ChoiceField(choices=CodeMatch.choices)


class DistinctionSerializer(ReadSerializer):
    """The sentence that tells the role apart from another."""

    role = serializers.SlugField(source="other.slug")
    text = serializers.CharField()


class RoleSerializer(serializers.Serializer[Role]):
    slug = serializers.SlugField()
    title = serializers.CharField()
    aliases = TextListField()
    summary = serializers.CharField()
    focus = serializers.CharField()
    lifecycle = serializers.CharField()
    responsibilities = ResponsibilitySerializer(many=True)
    skills = SkillSerializer(many=True)
    tools = ToolSerializer(many=True, source="role_tools")
    activities = RoleActivitySerializer(many=True, source="role_activities")
    competencies = RoleCompetencySerializer(many=True, source="profile")
    codes = ExternalCodeSerializer(many=True)
    distinctions = DistinctionSerializer(many=True)
    notes = TextListField()
    modified_at = serializers.DateTimeField()


class CompetencyAreaSerializer(serializers.Serializer[CompetencyArea]):
    slug = serializers.SlugField()
    name = serializers.CharField()
    definition = serializers.CharField()
    competencies = serializers.SerializerMethodField()
    source = SourceSerializer(source="*")  # type: ignore[assignment]  # DRF's own `source` is an instance's
    modified_at = serializers.DateTimeField()

    @extend_schema_field(serializers.ListField(child=serializers.SlugField()))
    def get_competencies(self, area: CompetencyArea) -> list[str]:
        return [competency.slug for competency in area.competencies.all()]


class CompetencySerializer(serializers.Serializer[Competency]):
    slug = serializers.SlugField()
    name = serializers.CharField()
    area = serializers.SlugField(source="area.slug")
    definition = serializers.CharField()
    not_this = serializers.CharField()
    anchors = AnchorSerializer(many=True)
    scale_rule = ScaleRuleField()
    rating_errors = TextListField()
    roles = serializers.SerializerMethodField()
    modified_at = serializers.DateTimeField()

    @extend_schema_field(serializers.ListField(child=serializers.SlugField()))
    def get_roles(self, competency: Competency) -> list[str]:
        return sorted(row.role.slug for row in competency.role_competencies.all())


class ShownCompetencySerializer(ReadSerializer):
    """A competency that an answer shows, and how directly."""

    slug = serializers.SlugField(source="competency.slug")
    strength = serializers.ChoiceField(choices=Strength.choices)


class OverruledSerializer(ReadSerializer):
    """Who accepts a finding for this version of the question, why and since when."""

    by = PersonRefSerializer(allow_null=True, help_text="Null where files have said so.")
    reason = serializers.CharField()
    at = serializers.DateTimeField()


class QuestionFindingSerializer(ReadSerializer):
    """One thing that the lint finds in a question."""

    code = serializers.CharField()
    severity = serializers.ChoiceField(choices=SEVERITY_CHOICES)
    place = serializers.CharField(help_text="Such as `text` or `probes/1`; places count from 0.")
    detail = serializers.CharField()
    overruled = OverruledSerializer(
        allow_null=True, help_text="Null while nobody accepts it; with an error the question is in no plan till then."
    )


class GuidePageSerializer(ReadSerializer):
    title = serializers.CharField()
    body = serializers.CharField(help_text="Markdown.")


class GuideSerializer(serializers.Serializer[Guide]):
    """A few pages for everybody who interviews, or is interviewed."""

    slug = serializers.SlugField()
    title = serializers.CharField()
    pages = GuidePageSerializer(many=True)
    source = SourceSerializer(source="*")  # type: ignore[assignment]  # DRF's own `source` is an instance's
    modified_at = serializers.DateTimeField()


class AnswerSerializer(ReadSerializer):
    """What an answer of one level sounds like on this question."""

    level = serializers.IntegerField(min_value=2, max_value=5)
    text = serializers.CharField()


class QuestionContentSerializer(ReadSerializer):
    """What is asked, how an answer is judged, and what the interviewer needs for both."""

    text = serializers.CharField()
    kind = serializers.ChoiceField(choices=QuestionKind.choices)
    difficulty = serializers.IntegerField(min_value=1, max_value=5)
    probes = TextListField()
    strong_answer = TextListField()
    red_flags = TextListField()
    brief = TextListField(help_text="For the interviewer: the facts, the truth, what to reveal when asked what.")
    sheet = serializers.CharField(allow_null=True, help_text="Markdown that the candidate may read.")
    reference = serializers.CharField(allow_null=True, help_text="A worked solution, or the range that counts.")
    answers = AnswerSerializer(many=True)


class QuestionSerializer(QuestionContentSerializer):
    id = serializers.UUIDField()
    slug = serializers.SlugField()
    version = serializers.IntegerField()
    minutes = serializers.IntegerField()
    competencies = ShownCompetencySerializer(many=True, source="shows")
    roles = serializers.SerializerMethodField()
    central_to = serializers.SerializerMethodField(help_text="Roles for which it stands at the heart of the job.")
    never_with = serializers.SerializerMethodField(help_text="Questions of which only one belongs in a plan.")
    alternates = serializers.SerializerMethodField(help_text="Questions of equal worth.")
    tags = TextListField()
    source = SourceSerializer(source="*")  # type: ignore[assignment]  # DRF's own `source` is an instance's
    status = serializers.ChoiceField(choices=QuestionStatus.choices)
    findings = serializers.SerializerMethodField()
    modified_at = serializers.DateTimeField()

    @extend_schema_field(QuestionFindingSerializer(many=True))
    def get_findings(self, question: Question) -> list[dict[str, Any]]:
        accepted = {row.code: row for row in question.acceptances.all() if row.version == question.version}
        found = [
            {
                "code": row.code,
                "severity": row.severity,
                "place": row.place,
                "detail": row.detail,
                "overruled": accepted.get(row.code),
            }
            for row in question.findings.all()
        ]
        return list(QuestionFindingSerializer(found, many=True).data)

    @extend_schema_field(serializers.ListField(child=serializers.SlugField()))
    def get_roles(self, question: Question) -> list[str]:
        return sorted(role.slug for role in question.roles.all())

    @extend_schema_field(serializers.ListField(child=serializers.SlugField()))
    def get_central_to(self, question: Question) -> list[str]:
        return sorted(role.slug for role in question.central_to.all())

    @extend_schema_field(serializers.ListField(child=serializers.SlugField()))
    def get_never_with(self, question: Question) -> list[str]:
        return sorted(row.slug for row in question.never_with.all())

    @extend_schema_field(serializers.ListField(child=serializers.SlugField()))
    def get_alternates(self, question: Question) -> list[str]:
        return sorted(row.slug for row in question.alternates.all())


class QuestionOverruleSerializer(StrictSerializer):
    example: ClassVar = {"code": "missing_red_flags", "reason": "No sign of a weak answer is known yet."}

    code = serializers.CharField(max_length=40, help_text="Of one of the question's `findings`.")
    reason = serializers.CharField(max_length=2000, help_text="Why it may be asked all the same.")
