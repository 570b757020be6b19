"""The shape of roles side by side, derived from its records."""

from typing import ClassVar

from hiringkit.api.records import RecordSerializer
from roles.compare_records import ComparedActivity, ComparedNeed, InvolvementCell, RoleComparison
from roles.serializers import CompetencyRefSerializer
from roles.vocabulary import ActivityKind, Involvement


class ComparedSerializer(RecordSerializer):
    shapes: ClassVar = {ComparedNeed: CompetencyRefSerializer}
    choices: ClassVar = {
        (ComparedActivity, "kind"): ActivityKind.choices,
        (InvolvementCell, "involvement"): Involvement.choices,
    }


class RoleComparisonSerializer(ComparedSerializer):
    class Meta:
        dataclass = RoleComparison
