"""The shape of roles side by side. Cells and columns stand in the order in which the roles were asked for."""

from typing import Any

from rest_framework import serializers

from roles.serializers import CompetencyRefSerializer, TextListField
from roles.vocabulary import ActivityKind, Involvement


class ComparedRoleSerializer(serializers.Serializer[Any]):
    slug = serializers.SlugField()
    title = serializers.CharField()
    summary = serializers.CharField()
    focus = serializers.CharField()


class ComparedActivitySerializer(serializers.Serializer[Any]):
    slug = serializers.SlugField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=ActivityKind.choices)


class InvolvementCellSerializer(serializers.Serializer[Any]):
    """How far one role is involved in an activity."""

    role = serializers.SlugField()
    involvement = serializers.ChoiceField(choices=Involvement.choices)
    focus = serializers.CharField(help_text="Empty where the role has no part in the activity.")


class ActivityComparisonSerializer(serializers.Serializer[Any]):
    activity = ComparedActivitySerializer()
    cells = InvolvementCellSerializer(many=True)
    shared = serializers.BooleanField(help_text="Whether each of the roles has a part in it.")


class ToolsOfRoleSerializer(serializers.Serializer[Any]):
    role = serializers.SlugField()
    tools = TextListField()


class ToolCellSerializer(serializers.Serializer[Any]):
    """What one role uses a tool for."""

    role = serializers.SlugField()
    categories = TextListField(help_text="Empty where the role does not use the tool.")


class ToolComparisonSerializer(serializers.Serializer[Any]):
    tool = serializers.CharField()
    cells = ToolCellSerializer(many=True)


class ToolsComparisonSerializer(serializers.Serializer[Any]):
    shared = TextListField(help_text="What each of the roles uses, by name.")
    exclusive = ToolsOfRoleSerializer(many=True, help_text="For each role what none of the others uses.")
    rows = ToolComparisonSerializer(many=True)


class ComparedTargetsSerializer(serializers.Serializer[Any]):
    """The level (1-5) that each seniority should reach."""

    junior = serializers.IntegerField()
    mid = serializers.IntegerField()
    senior = serializers.IntegerField()


class NeedCellSerializer(serializers.Serializer[Any]):
    """One role's need of a competency."""

    role = serializers.SlugField()
    weight = serializers.IntegerField(help_text="Relative to the other weights of the same role.")
    share = serializers.FloatField(help_text="Of the role's whole weight, 0 to 1: what roles can be compared by.")
    targets = ComparedTargetsSerializer()


class CompetencyComparisonSerializer(serializers.Serializer[Any]):
    competency = CompetencyRefSerializer()
    cells = serializers.ListField(
        child=NeedCellSerializer(allow_null=True), help_text="Null where the role does not ask for the competency."
    )
    shared = serializers.BooleanField(help_text="Whether each of the roles asks for it.")
    exclusive = serializers.BooleanField(help_text="Whether one of the roles alone asks for it.")


class ToldApartSerializer(serializers.Serializer[Any]):
    """The sentence that tells `role` apart from `other`."""

    role = serializers.SlugField()
    other = serializers.SlugField()
    text = serializers.CharField()


class PairDistinctionSerializer(serializers.Serializer[Any]):
    roles = serializers.ListField(child=serializers.SlugField(), min_length=2, max_length=2)
    sentences = ToldApartSerializer(
        many=True, allow_null=True, help_text="One or two, a direction each; null where nobody has written any."
    )


class RoleComparisonSerializer(serializers.Serializer[Any]):
    roles = ComparedRoleSerializer(many=True)
    activities = ActivityComparisonSerializer(many=True)
    tools = ToolsComparisonSerializer()
    competencies = CompetencyComparisonSerializer(many=True)
    distinctions = PairDistinctionSerializer(many=True, help_text="Every pair of the roles.")
