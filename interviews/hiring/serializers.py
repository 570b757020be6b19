"""The shapes of jobs, candidates and applications."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from hiringkit.api.examples import PLAN
from hiringkit.api.references import raise_faults, resolve
from hiringkit.api.serializers import ReadSerializer, StrictSerializer
from hiringkit.people.addresses import LONGEST_ADDRESS
from hiringkit.people.serializers import AddressField, PersonNameField, PersonRefSerializer
from interviews.access.reach import candidates_in_reach, jobs_in_reach
from interviews.hiring.refs import (
    CandidateRefSerializer,
    JobRefSerializer,
    PeopleField,
    PlanRefSerializer,
    RemoteIdField,
    asked_by,
)
from interviews.models import Application, BlindnessLift, Candidate, Job
from interviews.plans.queries import plans_in_reach
from interviews.vocabulary import ApplicationStatus, Blindness, DecisionOutcome, JobStatus
from roles.models import Role


class JobSerializer(serializers.Serializer[Job]):
    id = serializers.UUIDField()
    remote_id = serializers.CharField(allow_null=True)
    title = serializers.CharField()
    role = serializers.SerializerMethodField()
    plan = PlanRefSerializer(allow_null=True)
    hiring_managers = PersonRefSerializer(many=True)
    status = serializers.ChoiceField(choices=JobStatus.choices)
    blindness = serializers.ChoiceField(choices=Blindness.choices)
    created_at = serializers.DateTimeField()
    modified_at = serializers.DateTimeField()

    @extend_schema_field(serializers.SlugField(allow_null=True))
    def get_role(self, job: Job) -> str | None:
        return None if job.role is None else job.role.slug


class JobWriteSerializer(StrictSerializer):
    example: ClassVar = {
        "remote_id": "req-1042",
        "title": "Data Scientist",
        "plan": PLAN,
        "hiring_managers": ["manager@example.com"],
    }
    example_of_change: ClassVar = {"title": "Senior Data Scientist", "status": "closed"}

    remote_id = RemoteIdField(required=False, allow_null=True)
    title = serializers.CharField(max_length=200)
    role = serializers.SlugField(required=False, allow_null=True, help_text="Slug of a role.")
    plan = serializers.UUIDField(required=False, allow_null=True, help_text="A published plan.")
    hiring_managers = PeopleField(required=False)
    status = serializers.ChoiceField(choices=JobStatus.choices, required=False)
    blindness = serializers.ChoiceField(choices=Blindness.choices, required=False)

    def validate(self, attributes: dict[str, object]) -> dict[str, Any]:
        faults: dict[str, object] = {}
        if attributes.get("role") is not None:
            role = Role.objects.filter(slug=attributes["role"]).first()
            if role is None:
                faults["role"] = [ErrorDetail(f"There is no role `{attributes['role']}`.", code="not_found")]
            attributes["role"] = role
        if attributes.get("plan") is not None:
            plans = plans_in_reach(principal=asked_by(self)).select_related("role")
            attributes["plan"] = resolve(attributes, "plan", plans, faults, required=False)
        raise_faults(faults)
        return attributes


class CandidateSerializer(serializers.Serializer[Candidate]):
    id = serializers.UUIDField()
    remote_id = serializers.CharField(allow_null=True)
    name = serializers.CharField()
    email = serializers.EmailField(allow_null=True)
    adjustments = serializers.CharField(
        allow_null=True, help_text="What makes the talk fairer for them: what to do, not why. Interviewers read it."
    )
    created_at = serializers.DateTimeField()
    modified_at = serializers.DateTimeField()


class CandidateWriteSerializer(StrictSerializer):
    example: ClassVar = {"remote_id": "cand-77", "name": "Example Candidate", "email": "candidate@example.com"}
    example_of_change: ClassVar = {"email": "other.address@example.com"}

    remote_id = RemoteIdField(required=False, allow_null=True)
    name = PersonNameField(max_length=200)
    email = AddressField(required=False, allow_null=True, max_length=LONGEST_ADDRESS)
    adjustments = serializers.CharField(
        required=False, allow_null=True, max_length=2_000, help_text="What interviewers do for them, not why."
    )


class DecisionSerializer(ReadSerializer):
    """What a person decided."""

    id = serializers.UUIDField(source="key")
    outcome = serializers.ChoiceField(choices=DecisionOutcome.choices)
    rationale = serializers.CharField()
    decided_by = PersonRefSerializer()
    decided_at = serializers.DateTimeField()
    against_panel = serializers.BooleanField()
    supersedes = serializers.UUIDField(
        source="supersedes.key", default=None, allow_null=True, help_text="The decision that it corrects."
    )
    correction_reason = serializers.CharField(help_text="Why it corrects; empty where it does not.")


class ApplicationSerializer(serializers.Serializer[Application]):
    id = serializers.UUIDField()
    remote_id = serializers.CharField(allow_null=True)
    candidate = CandidateRefSerializer()
    job = JobRefSerializer()
    plan = PlanRefSerializer(allow_null=True)
    status = serializers.ChoiceField(choices=ApplicationStatus.choices, source="shown_status")
    decision = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField()
    modified_at = serializers.DateTimeField(source="shown_modified_at")

    @extend_schema_field(DecisionSerializer(allow_null=True))
    def get_decision(self, application: Application) -> dict[str, Any] | None:
        """Null as well for whoever may not see the panel's scores yet: a decision says what the panel thought."""
        decision = getattr(application, "decision", None)
        if decision is None or getattr(application, "caller_is_blind", True):
            return None
        return DecisionSerializer(decision).data


class ApplicationWriteSerializer(StrictSerializer):
    example: ClassVar = {"remote_id": "app-5", "candidate_remote_id": "cand-77", "job_remote_id": "req-1042"}
    example_of_change: ClassVar = {"status": "withdrawn"}

    remote_id = RemoteIdField(required=False, allow_null=True)
    candidate = serializers.UUIDField(required=False, allow_null=True)
    candidate_remote_id = serializers.CharField(required=False, allow_null=True, max_length=255)
    job = serializers.UUIDField(required=False, allow_null=True)
    job_remote_id = serializers.CharField(required=False, allow_null=True, max_length=255)
    status = serializers.ChoiceField(choices=ApplicationStatus.choices, required=False)

    def validate(self, attributes: dict[str, object]) -> dict[str, Any]:
        faults: dict[str, object] = {}
        principal, required = asked_by(self), not self.partial
        candidates = candidates_in_reach(principal=principal)
        candidate = resolve(attributes, "candidate", candidates, faults, required=required)
        job = resolve(attributes, "job", jobs_in_reach(principal=principal), faults, required=required)
        raise_faults(faults)
        named = {"candidate": candidate, "job": job}
        return attributes | {name: row for name, row in named.items() if row is not None}


class BlindnessLiftSerializer(serializers.Serializer[BlindnessLift]):
    """Someone who may see others' scores of an application before writing; what they write is `informed`."""

    application = serializers.UUIDField(source="application_id")
    person = PersonRefSerializer()
    reason = serializers.CharField()
    lifted_by = PersonRefSerializer()
    lifted_at = serializers.DateTimeField()
