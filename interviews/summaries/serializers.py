"""The shapes of summaries and comparisons, for the schema: derived from the records, which are sent as they are."""

from typing import Any

from drf_spectacular.drainage import set_override
from drf_spectacular.plumbing import get_doc
from rest_framework import serializers
from rest_framework_dataclasses.field_utils import TypeInfo
from rest_framework_dataclasses.serializers import DataclassSerializer

from hiringkit.api.serializers import StrictSerializer
from hiringkit.people.models import Person
from hiringkit.people.naming import find_people
from hiringkit.people.serializers import PersonRefSerializer
from interviews.domain.scores import AreaStatistics
from interviews.domain.summaries.comparison import Comparison
from interviews.domain.summaries.figures import OverallFigures, PanelCounts
from interviews.domain.summaries.refs import CompetencyRef, Decision, PersonRef, PlanRef, RoundRef, SummaryApplication
from interviews.domain.summaries.summary import RoleTransfer, Summary, SummaryScore
from interviews.hiring.refs import PlanRefSerializer, RoundRefSerializer
from interviews.hiring.serializers import DecisionSerializer
from interviews.vocabulary import ApplicationStatus, DecisionOutcome, ScoreState
from roles.serializers import CompetencyRefSerializer

# Fields whose values are a closed vocabulary that the domain does not know.
CHOICES = {
    (SummaryApplication, "status"): ApplicationStatus.choices,
    (SummaryScore, "state"): ScoreState.choices,
}
for _record, _name in (
    (AreaStatistics, "SummaryArea"),
    (OverallFigures, "Overall"),
    (PanelCounts, "ComparedPanel"),
    (RoleTransfer, "Transfer"),
):
    set_override(_record, "component_name", _name)


class RecordSerializer(DataclassSerializer[Any]):
    """A record of the domain: its fields, its docstring, and for what other resources name too, their shape of it."""

    serializer_field_mapping = {
        **DataclassSerializer.serializer_field_mapping,
        PersonRef: PersonRefSerializer,
        RoundRef: RoundRefSerializer,
        PlanRef: PlanRefSerializer,
        CompetencyRef: CompetencyRefSerializer,
        Decision: DecisionSerializer,
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_override(self, "description", get_doc(self.dataclass_definition.dataclass_type))

    @property
    def serializer_dataclass_field(self) -> type[serializers.Field[Any, Any, Any, Any]]:
        return RecordSerializer

    def build_standard_field(
        self, field_name: str, type_info: TypeInfo
    ) -> tuple[type[serializers.Field[Any, Any, Any, Any]], dict[str, Any]]:
        choices = CHOICES.get((self.dataclass_definition.dataclass_type, field_name))
        if choices is not None:
            return serializers.ChoiceField, {"choices": choices}
        return super().build_standard_field(field_name, type_info)


class SummarySerializer(RecordSerializer):
    class Meta:
        dataclass = Summary


class ComparisonSerializer(RecordSerializer):
    class Meta:
        dataclass = Comparison


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
