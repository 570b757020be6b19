"""`/jobs`, `/candidates`, `/applications`, `/interviews`."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from hiringkit.api.changes import Version, change
from hiringkit.api.endpoint import REACH_DECIDES, Endpoint
from hiringkit.api.resources import PulledListMixin, TaggedRetrieveMixin, wants_deleted
from hiringkit.people.authentication import principal_of
from hiringkit.people.vocabulary import GroupName
from interviews.hiring import queries, services
from interviews.hiring.filters import ApplicationFilter, CandidateFilter, InterviewFilter, JobFilter
from interviews.hiring.interview_serializers import (
    InterviewSerializer,
    InterviewWriteSerializer,
    ReleaseWriteSerializer,
)
from interviews.hiring.locks import lock_record
from interviews.hiring.panels import create_interview, update_interview
from interviews.hiring.record_views import RecordWritesMixin
from interviews.hiring.releases import excuse_panelist, lift_blindness, require_excuser
from interviews.hiring.serializers import (
    ApplicationSerializer,
    ApplicationWriteSerializer,
    BlindnessLiftSerializer,
    CandidateSerializer,
    CandidateWriteSerializer,
    JobSerializer,
    JobWriteSerializer,
)
from interviews.models import Application, Candidate, Interview, Job

WRITERS = (GroupName.RECRUITER,)


class JobViewSet(PulledListMixin, TaggedRetrieveMixin, RecordWritesMixin, GenericViewSet[Any]):
    """Openings."""

    endpoint = Endpoint(scope="hiring", thing="job", things="jobs", write_groups=WRITERS, tagged=True)
    serializer_class = JobSerializer
    write_serializer_class = JobWriteSerializer
    filterset_class = JobFilter
    make, change = staticmethod(services.create_job), staticmethod(services.update_job)
    asks_who = True
    queryset = Job.objects.none()

    def get_queryset(self) -> QuerySet[Job]:
        return queries.list_jobs(principal=principal_of(self.request), include_deleted=wants_deleted(self.request))


class CandidateViewSet(PulledListMixin, TaggedRetrieveMixin, RecordWritesMixin, GenericViewSet[Any]):
    """People who apply."""

    endpoint = Endpoint(scope="hiring", thing="candidate", things="candidates", write_groups=WRITERS, tagged=True)
    serializer_class = CandidateSerializer
    write_serializer_class = CandidateWriteSerializer
    filterset_class = CandidateFilter
    make, change = staticmethod(services.create_candidate), staticmethod(services.update_candidate)
    queryset = Candidate.objects.none()

    def get_queryset(self) -> QuerySet[Candidate]:
        return queries.list_candidates(
            principal=principal_of(self.request), include_deleted=wants_deleted(self.request)
        )


class ApplicationViewSet(PulledListMixin, TaggedRetrieveMixin, RecordWritesMixin, GenericViewSet[Any]):
    """Candidacies for openings."""

    endpoint = Endpoint(
        scope="hiring",
        thing="application",
        things="applications",
        write_groups=WRITERS,
        tagged=True,
        untagged_actions=("lift_blindness",),
    )
    serializer_class = ApplicationSerializer
    write_serializer_class = ApplicationWriteSerializer
    filterset_class = ApplicationFilter
    make, change = staticmethod(services.create_application), staticmethod(services.update_application)
    asks_who = True
    queryset = Application.objects.none()

    def get_queryset(self) -> QuerySet[Application]:
        return queries.list_applications(
            principal=principal_of(self.request), include_deleted=wants_deleted(self.request)
        )

    @extend_schema(
        operation_id="lift_blindness",
        summary="Lift a person's blindness",
        request=ReleaseWriteSerializer,
        responses={201: BlindnessLiftSerializer},
    )
    @action(detail=True, methods=["post"])
    def lift_blindness(self, request: Request, pk: str) -> Response:
        """Let a person see others' scores of the application while they owe their own. Recruiters only."""
        lifted_by = principal_of(request).required_person()
        application = self.get_object()
        body = ReleaseWriteSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        return change(
            request,
            lock=lambda: lock_record(record=application),
            run=lambda held: lift_blindness(application=held, lifted_by=lifted_by, **body.validated_data),
            show=lambda lift: BlindnessLiftSerializer(lift).data,
            status=201,
        )


class InterviewViewSet(PulledListMixin, TaggedRetrieveMixin, RecordWritesMixin, GenericViewSet[Any]):
    """Rounds of the plan held with an application."""

    endpoint = Endpoint(
        scope="hiring",
        thing="interview",
        things="interviews",
        write_groups=WRITERS,
        tagged=True,
        action_groups={"excuse": REACH_DECIDES},  # and the service says who of them may
        versioned_actions=("excuse",),
    )
    serializer_class = InterviewSerializer
    write_serializer_class = InterviewWriteSerializer
    filterset_class = InterviewFilter
    make, change = staticmethod(create_interview), staticmethod(update_interview)
    asks_who = True
    queryset = Interview.objects.none()

    def get_queryset(self) -> QuerySet[Interview]:
        return queries.list_interviews(
            principal=principal_of(self.request), include_deleted=wants_deleted(self.request)
        )

    @extend_schema(operation_id="excuse_panelist", request=ReleaseWriteSerializer, responses={200: InterviewSerializer})
    @action(detail=True, methods=["post"])
    def excuse(self, request: Request, pk: str) -> Response:
        """Release a panelist from the scorecard they owe for this interview. Recruiters; and the job's hiring managers
        where no recruiter can, because the only one owes a scorecard of the application too.
        """
        principal = principal_of(request)
        excused_by = principal.required_person()
        interview = self.get_object()
        require_excuser(principal=principal, application=interview.application)  # before names are read
        body = ReleaseWriteSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        return change(
            request,
            lock=lambda: lock_record(record=interview),
            version=Version(self._show),
            run=lambda held: excuse_panelist(interview=held, excused_by=excused_by, **body.validated_data).interview,
            show=self._show,
        )
