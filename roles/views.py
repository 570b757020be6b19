"""The library's endpoints."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from hiringkit.api.changes import Version, change
from hiringkit.api.endpoint import Endpoint
from hiringkit.api.etags import tagged_response
from hiringkit.api.filters import refuse_parameters
from hiringkit.api.resources import PulledListMixin, TaggedRetrieveMixin, wants_deleted
from hiringkit.people.authentication import principal_of
from hiringkit.people.vocabulary import GroupName
from hiringkit.problems import Fault, bad_query
from roles.compare import compare_roles, find_compared_roles
from roles.compare_serializers import RoleComparisonSerializer
from roles.filters import CompetencyAreaFilter, CompetencyFilter, GuideFilter, QuestionFilter, RoleFilter
from roles.models import Competency, CompetencyArea, Guide, Question, Role
from roles.queries import list_competencies, list_competency_areas, list_guides, list_questions, list_roles
from roles.serializers import (
    CompetencyAreaSerializer,
    CompetencySerializer,
    GuideSerializer,
    QuestionOverruleSerializer,
    QuestionSerializer,
    RoleSerializer,
)
from roles.services.findings import accept_finding
from roles.services.questions import activate_question, lock_question, retire_question


class RoleViewSet(PulledListMixin, TaggedRetrieveMixin, GenericViewSet[Any]):
    """What the library hires for."""

    endpoint = Endpoint(scope="library", thing="role", things="roles", tagged=True, key="slug")
    lookup_field = "slug"
    serializer_class = RoleSerializer
    filterset_class = RoleFilter
    queryset = Role.objects.none()

    def get_queryset(self) -> QuerySet[Role]:
        return list_roles(include_deleted=wants_deleted(self.request))


class RoleComparisonView(APIView):
    """Roles side by side."""

    action = "retrieve"
    endpoint = Endpoint(scope="library", thing="role_comparison", tagged=True)

    @extend_schema(
        operation_id="get_role_comparison",
        parameters=[
            OpenApiParameter(
                "roles",
                str,
                required=True,
                description="Slugs of 2 to 4 roles with commas: `data-scientist,ai-engineer`.",
            )
        ],
        responses={200: RoleComparisonSerializer},
    )
    def get(self, request: Request) -> Response:
        """What two to four roles share, what each has alone, and what tells each pair apart.

        A fault in one of the slugs has its place in the list: `?roles/1` is the second.
        """
        refuse_parameters(request, "roles")
        roles = find_compared_roles(text=request.query_params.get("roles"))
        return tagged_response(request, compare_roles(roles=roles))


class CompetencyAreaViewSet(PulledListMixin, GenericViewSet[Any]):
    """What groups competencies."""

    endpoint = Endpoint(
        scope="library", thing="competency_area", things="competency_areas", keyset=("position", "pk"), key="slug"
    )
    lookup_field = "slug"
    serializer_class = CompetencyAreaSerializer
    filterset_class = CompetencyAreaFilter
    queryset = CompetencyArea.objects.none()

    def get_queryset(self) -> QuerySet[CompetencyArea]:
        return list_competency_areas(include_deleted=wants_deleted(self.request))


class GuideViewSet(PulledListMixin, TaggedRetrieveMixin, GenericViewSet[Any]):
    """What goes into every kit: interviewing, opening and closing, what candidates are told, calibration."""

    endpoint = Endpoint(
        scope="library", thing="guide", things="guides", tagged=True, keyset=("position", "pk"), key="slug"
    )
    lookup_field = "slug"
    serializer_class = GuideSerializer
    filterset_class = GuideFilter
    queryset = Guide.objects.none()

    def get_queryset(self) -> QuerySet[Guide]:
        return list_guides(include_deleted=wants_deleted(self.request))


class CompetencyViewSet(PulledListMixin, TaggedRetrieveMixin, GenericViewSet[Any]):
    """What is scored, with its five anchors."""

    endpoint = Endpoint(scope="library", thing="competency", things="competencies", tagged=True, key="slug")
    lookup_field = "slug"
    serializer_class = CompetencySerializer
    filterset_class = CompetencyFilter
    queryset = Competency.objects.none()

    def get_queryset(self) -> QuerySet[Competency]:
        return list_competencies(include_deleted=wants_deleted(self.request))


class QuestionViewSet(PulledListMixin, TaggedRetrieveMixin, GenericViewSet[Any]):
    """The question bank; a search gives the best matches first."""

    endpoint: Endpoint = Endpoint(  # type: ignore[misc]  # a search has its own order
        scope="library",
        thing="question",
        things="questions",
        tagged=True,
        write_groups=(GroupName.LIBRARY_EDITOR,),
        versioned_actions=("activate", "retire", "overrule"),
        orderings={
            "-rank": ("-rank", "pk"),
            "slug": ("slug", "pk"),
            "difficulty": ("difficulty", "pk"),
            "-difficulty": ("-difficulty", "-pk"),
            "minutes": ("minutes", "pk"),
            "-minutes": ("-minutes", "-pk"),
            "-modified_at": ("-modified_at", "-pk"),
        },
    )
    serializer_class = QuestionSerializer
    filterset_class = QuestionFilter
    queryset = Question.objects.none()

    def get_queryset(self) -> QuerySet[Question]:
        return list_questions(include_deleted=wants_deleted(self.request))

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Only what a search found has a rank, and is then listed by it."""
        found = super().filter_queryset(queryset)
        if "rank" in found.query.annotations:
            self.endpoint = replace(self.endpoint, keyset=self.endpoint.orderings["-rank"])  # of this request
        elif self.request.query_params.get("ordering") == "-rank":
            raise bad_query([Fault("search_required", "?ordering", "Without a `search` there is no rank.")])
        return found

    @extend_schema(operation_id="activate_question", request=None, responses={200: QuestionSerializer})
    @action(detail=True, methods=["post"])
    def activate(self, request: Request, pk: str) -> Response:
        """Take a question into use. 409 `lint_error` while it has an error that nobody has overruled."""
        return self._change(request, pk, lambda question: activate_question(question=question))

    @extend_schema(operation_id="retire_question", request=None, responses={200: QuestionSerializer})
    @action(detail=True, methods=["post"])
    def retire(self, request: Request, pk: str) -> Response:
        """Take a question out of use for new plans; plans that ask it keep it."""
        return self._change(request, pk, lambda question: retire_question(question=question))

    @extend_schema(
        operation_id="overrule_question", request=QuestionOverruleSerializer, responses={200: QuestionSerializer}
    )
    @action(detail=True, methods=["post"])
    def overrule(self, request: Request, pk: str) -> Response:
        """Accept what the lint finds under a code, by name and with a reason, for the question's present version."""
        person = principal_of(request).required_person()
        body = QuestionOverruleSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        return self._change(
            request, pk, lambda question: accept_finding(question=question, by=person, **body.validated_data)
        )

    def _change(self, request: Request, pk: str, run: Callable[[Question], Question]) -> Response:
        return change(
            request,
            lock=lambda: lock_question(pk=pk),
            version=Version(self._show),
            run=run,
            show=self._show,
        )

    def _show(self, question: Question) -> dict[str, Any]:
        return dict(self.get_serializer(self.get_queryset().get(pk=question.pk)).data)
