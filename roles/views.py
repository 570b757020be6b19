"""The library's endpoints."""

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from hiringkit.api.endpoint import Endpoint
from hiringkit.api.etags import tagged_response
from hiringkit.api.filters import refuse_parameters
from hiringkit.api.resources import PulledListMixin, TaggedRetrieveMixin, wants_deleted
from hiringkit.problems import Fault, bad_query
from roles.compare import compare_roles, find_compared_roles
from roles.compare_serializers import RoleComparisonSerializer
from roles.filters import CompetencyAreaFilter, CompetencyFilter, QuestionFilter, RoleFilter
from roles.models import Competency, CompetencyArea, Question, Role
from roles.queries import list_competencies, list_competency_areas, list_questions, list_roles
from roles.serializers import CompetencyAreaSerializer, CompetencySerializer, QuestionSerializer, RoleSerializer


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
