"""The shapes of summaries and comparisons, for the schema: derived from the records, which are sent as they are."""

from typing import ClassVar

from drf_spectacular.drainage import set_override
from rest_framework import serializers

from hiringkit.api.records import RecordSerializer
from hiringkit.api.serializers import StrictSerializer
from hiringkit.people.models import Person
from hiringkit.people.naming import find_people
from hiringkit.people.serializers import PersonRefSerializer
from interviews.domain.summaries.comparison import Comparison
from interviews.domain.summaries.figures import OverallFigures, PanelCounts
from interviews.domain.summaries.refs import CompetencyRef, Decision, PersonRef, PlanRef, RoundRef, SummaryApplication
from interviews.domain.summaries.summary import RoleTransfer, Summary, SummaryRecommendation, SummaryScore
from interviews.hiring.refs import PlanRefSerializer, RoundRefSerializer
from interviews.hiring.serializers import DecisionSerializer
from interviews.vocabulary import ApplicationStatus, DecisionOutcome, Recommendation, ScoreState
from roles.serializers import CompetencyRefSerializer

for _record, _name in (
    (OverallFigures, "Overall"),
    (PanelCounts, "ComparedPanel"),
    (RoleTransfer, "Transfer"),
):
    set_override(_record, "component_name", _name)


class SummaryRecordSerializer(RecordSerializer):
    shapes: ClassVar = {
        PersonRef: PersonRefSerializer,
        RoundRef: RoundRefSerializer,
        PlanRef: PlanRefSerializer,
        CompetencyRef: CompetencyRefSerializer,
        Decision: DecisionSerializer,
    }
    choices: ClassVar = {
        (SummaryApplication, "status"): ApplicationStatus.choices,
        (SummaryRecommendation, "recommendation"): Recommendation.choices,
        (SummaryScore, "state"): ScoreState.choices,
    }


class SummarySerializer(SummaryRecordSerializer):
    class Meta:
        dataclass = Summary


class ComparisonSerializer(SummaryRecordSerializer):
    class Meta:
        dataclass = Comparison


class DecisionWriteSerializer(StrictSerializer):
    example: ClassVar = {
        "outcome": "hire",
        "rationale": "Strong on cause and effect; the gap in communication can be coached.",
        "decided_by": "manager@example.com",
    }

    outcome = serializers.ChoiceField(choices=DecisionOutcome.choices)
    rationale = serializers.CharField(max_length=20_000)
    decided_by = serializers.CharField(
        required=False,
        max_length=255,
        help_text="E-mail address, id or the ATS's id; an integration names who decided, a person decides themselves.",
    )

    supersedes = serializers.UUIDField(
        required=False, help_text="Id of the latest decision, where this one corrects it."
    )
    reason = serializers.CharField(required=False, max_length=2_000, help_text="Why it is corrected.")

    def validate_decided_by(self, name: str) -> Person:
        return find_people(named=[name], pointer="/decided_by", single=True, active_unless=())[0]
