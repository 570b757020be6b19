"""The shapes of jobs, candidates, applications and interviews."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from hiringkit.api.references import raise_faults, resolve
from hiringkit.api.serializers import StrictSerializer
from hiringkit.people.authentication import principal_of
from hiringkit.people.models import Person
from hiringkit.people.principals import Principal
from hiringkit.people.serializers import PersonRefSerializer
from hiringkit.people.services import find_people
from interviews.access.reach import applications_in_reach, candidates_in_reach, jobs_in_reach
from interviews.models import Application, BlindnessLift, Candidate, Interview, Job
from interviews.plans.queries import plans_in_reach
from interviews.vocabulary import ApplicationStatus, Blindness, DecisionOutcome, InterviewStatus, JobStatus
from roles.models import Role


class RemoteIdField(serializers.RegexField):
    """The ATS's own id: 1-255 characters without a slash, which separates path segments."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(r"^[^/]+$", max_length=255, trim_whitespace=False, **kwargs)


class PeopleField(serializers.ListField):
    """People, each by e-mail address, id or the ATS's id. Addresses that nobody has become people."""

    child = serializers.CharField(max_length=255)


class JobRefSerializer(serializers.Serializer[Job]):
    id = serializers.UUIDField()
    remote_id = serializers.CharField(allow_null=True)
    title = serializers.CharField()


class CandidateRefSerializer(serializers.Serializer[Candidate]):
    id = serializers.UUIDField()
    remote_id = serializers.CharField(allow_null=True)
    name = serializers.CharField()


class PlanRefSerializer(serializers.Serializer[Any]):
    """Which version of a plan."""

    id = serializers.UUIDField()
    version = serializers.IntegerField()


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
    remote_id = RemoteIdField(required=False, allow_null=True)
    title = serializers.CharField(max_length=200)
    role = serializers.SlugField(required=False, allow_null=True, help_text="Slug of a role.")
    plan = serializers.UUIDField(required=False, allow_null=True, help_text="A published plan.")
    hiring_managers = PeopleField(required=False)
    status = serializers.ChoiceField(choices=JobStatus.choices, required=False)
    blindness = serializers.ChoiceField(choices=Blindness.choices, required=False)

    def validate(self, attributes: dict[str, Any]) -> dict[str, Any]:
        faults: dict[str, Any] = {}
        if attributes.get("role") is not None:
            role = Role.objects.filter(slug=attributes["role"]).first()
            if role is None:
                faults["role"] = [ErrorDetail(f"There is no role `{attributes['role']}`.", code="not_found")]
            attributes["role"] = role
        if attributes.get("plan") is not None:
            plans = plans_in_reach(principal=_principal(self)).select_related("role")
            attributes["plan"] = resolve(attributes, "plan", plans, faults, required=False)
        raise_faults(faults)
        return attributes


class CandidateSerializer(serializers.Serializer[Candidate]):
    id = serializers.UUIDField()
    remote_id = serializers.CharField(allow_null=True)
    name = serializers.CharField()
    email = serializers.EmailField(allow_null=True)
    created_at = serializers.DateTimeField()
    modified_at = serializers.DateTimeField()


class CandidateWriteSerializer(StrictSerializer):
    remote_id = RemoteIdField(required=False, allow_null=True)
    name = serializers.CharField(max_length=200)
    email = serializers.EmailField(required=False, allow_null=True, max_length=254)


class DecisionSerializer(serializers.Serializer[Any]):
    """What a person decided."""

    outcome = serializers.ChoiceField(choices=DecisionOutcome.choices)
    rationale = serializers.CharField()
    decided_by = PersonRefSerializer()
    decided_at = serializers.DateTimeField()
    against_panel = serializers.BooleanField()


class ApplicationSerializer(serializers.Serializer[Application]):
    id = serializers.UUIDField()
    remote_id = serializers.CharField(allow_null=True)
    candidate = CandidateRefSerializer()
    job = JobRefSerializer()
    plan = PlanRefSerializer(allow_null=True)
    status = serializers.ChoiceField(choices=ApplicationStatus.choices)
    decision = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField()
    modified_at = serializers.DateTimeField()

    @extend_schema_field(DecisionSerializer(allow_null=True))
    def get_decision(self, application: Application) -> dict[str, Any] | None:
        """Null as well for whoever may not see the panel's scores yet: a decision says what the panel thought."""
        decision = getattr(application, "decision", None)
        if decision is None or getattr(application, "caller_is_blind", True):
            return None
        return DecisionSerializer(decision).data


class ApplicationWriteSerializer(StrictSerializer):
    remote_id = RemoteIdField(required=False, allow_null=True)
    candidate = serializers.UUIDField(required=False, allow_null=True)
    candidate_remote_id = serializers.CharField(required=False, allow_null=True, max_length=255)
    job = serializers.UUIDField(required=False, allow_null=True)
    job_remote_id = serializers.CharField(required=False, allow_null=True, max_length=255)
    status = serializers.ChoiceField(choices=ApplicationStatus.choices, required=False)

    def validate(self, attributes: dict[str, Any]) -> dict[str, Any]:
        faults: dict[str, Any] = {}
        principal, required = _principal(self), not self.partial
        candidates = candidates_in_reach(principal=principal)
        candidate = resolve(attributes, "candidate", candidates, faults, required=required)
        job = resolve(attributes, "job", jobs_in_reach(principal=principal), faults, required=required)
        raise_faults(faults)
        named = {"candidate": candidate, "job": job}
        return attributes | {name: row for name, row in named.items() if row is not None}


class RoundRefSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    position = serializers.IntegerField()
    title = serializers.CharField()


class PanelistSerializer(serializers.Serializer[Any]):
    """Someone on the panel; whether their scorecard is in is not told here."""

    id = serializers.UUIDField(source="person.id")
    name = serializers.CharField(source="person.name")
    email = serializers.EmailField(source="person.email")
    excused = serializers.SerializerMethodField()

    def get_excused(self, row: Any) -> bool:
        return row.excused_at is not None


class ReleaseWriteSerializer(StrictSerializer):
    """Whom a recruiter releases from a debt or from blindness, and why."""

    person = serializers.CharField(max_length=255, help_text="E-mail address, id or the ATS's id.")
    reason = serializers.CharField(max_length=2_000)

    def validate_person(self, name: str) -> Person:
        return find_people(named=[name], pointer="/person", single=True)[0]


class BlindnessLiftSerializer(serializers.Serializer[BlindnessLift]):
    """Someone who may see others' scores of an application before writing; what they write is `informed`."""

    application = serializers.UUIDField(source="application_id")
    person = PersonRefSerializer()
    reason = serializers.CharField()
    lifted_by = PersonRefSerializer()
    lifted_at = serializers.DateTimeField()


class InterviewSerializer(serializers.Serializer[Interview]):
    id = serializers.UUIDField()
    remote_id = serializers.CharField(allow_null=True)
    application = serializers.UUIDField(source="application_id")
    round = RoundRefSerializer()
    panelists = PanelistSerializer(many=True, source="panel")
    scheduled_at = serializers.DateTimeField(allow_null=True)
    cancelled_at = serializers.DateTimeField(allow_null=True)
    status = serializers.ChoiceField(choices=InterviewStatus.choices)
    created_at = serializers.DateTimeField()
    modified_at = serializers.DateTimeField()


class InterviewWriteSerializer(StrictSerializer):
    remote_id = RemoteIdField(required=False, allow_null=True)
    application = serializers.UUIDField(required=False, allow_null=True)
    application_remote_id = serializers.CharField(required=False, allow_null=True, max_length=255)
    round = serializers.UUIDField(help_text="A round of the application's plan.")
    panelists = PeopleField(required=False)
    scheduled_at = serializers.DateTimeField(required=False, allow_null=True)
    cancelled_at = serializers.DateTimeField(required=False, allow_null=True)

    def validate(self, attributes: dict[str, Any]) -> dict[str, Any]:
        faults: dict[str, Any] = {}
        applications = applications_in_reach(principal=_principal(self)).select_related("job__plan", "plan")
        application = resolve(attributes, "application", applications, faults, required=not self.partial)
        if self.partial and application is not None:
            faults["application"] = [ErrorDetail("An interview stays with its application.", code="read_only")]
        raise_faults(faults)
        return attributes if application is None else attributes | {"application": application}


def _principal(serializer: serializers.BaseSerializer[Any]) -> Principal:
    return principal_of(serializer.context["request"])
