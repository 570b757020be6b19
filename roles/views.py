"""The library's endpoints."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from hiringkit.api.changes import Version, change, make
from hiringkit.api.endpoint import Endpoint
from hiringkit.api.etags import tagged_response
from hiringkit.api.filters import refuse_parameters
from hiringkit.api.resources import PulledListMixin, TaggedRetrieveMixin, wants_deleted
from hiringkit.api.serializers import StrictSerializer
from hiringkit.people.authentication import principal_of
from hiringkit.people.vocabulary import GroupName
from hiringkit.problems import Fault, bad_query
from roles.compare import compare_roles, find_compared_roles
from roles.compare_serializers import RoleComparisonSerializer
from roles.editing import lock_by_slug, write_area, write_competency, write_question, write_role
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
from roles.write_serializers import (
    CompetencyAreaEditSerializer,
    CompetencyAreaWriteSerializer,
    CompetencyEditSerializer,
    CompetencyWriteSerializer,
    QuestionEditSerializer,
    QuestionWriteSerializer,
    RoleEditSerializer,
    RoleWriteSerializer,
)

_SLUG_TAKEN = Fault("slug_taken", "/slug", "Another one has this slug, or had it and was deleted.")


class EditedMixin(GenericAPIView[Any]):
    """POST and PATCH of library editors: shape, precondition, then what a file that says it would do."""

    endpoint: ClassVar[Endpoint]
    write_serializer_class: type[StrictSerializer]
    edit_serializer_class: type[StrictSerializer]

    edited: ClassVar[type[Any]]

    def lock(self) -> Any:
        return lock_by_slug(self.edited, slug=self.kwargs["slug"])

    def write(self, row: Any, changes: dict[str, Any]) -> Any:
        """Call the service; `row` is None for a new one."""
        raise NotImplementedError

    def create(self, request: Request, *args: object, **kwargs: object) -> Response:
        sent = self.write_serializer_class.read(request.data)
        return make(
            request,
            run=lambda: self.write(None, sent),
            show=self._shown,
            route=self.endpoint.thing,
            route_key=self.endpoint.key,
            taken=self._taken(),
        )

    def partial_update(self, request: Request, *args: object, **kwargs: object) -> Response:
        sent = self.edit_serializer_class.read(request.data)
        return change(
            request,
            lock=self.lock,
            version=Version(self._shown),
            run=lambda row: self.write(row, sent),
            show=self._shown,
            taken=self._taken(),
        )

    def _shown(self, row: Any) -> dict[str, Any]:
        return dict(self.get_serializer(self.get_queryset().get(pk=row.pk)).data)

    def _taken(self) -> dict[str, Fault]:
        return {f"{self.edited._meta.db_table}_slug_key": _SLUG_TAKEN}


class RoleViewSet(EditedMixin, PulledListMixin, TaggedRetrieveMixin, GenericViewSet[Any]):
    """What the library hires for."""

    endpoint = Endpoint(
        scope="library", thing="role", things="roles", tagged=True, key="slug", write_groups=(GroupName.LIBRARY_EDITOR,)
    )
    lookup_field = "slug"
    serializer_class = RoleSerializer
    write_serializer_class = RoleWriteSerializer
    edit_serializer_class = RoleEditSerializer
    edited = Role
    filterset_class = RoleFilter
    queryset = Role.objects.none()

    def get_queryset(self) -> QuerySet[Role]:
        return list_roles(include_deleted=wants_deleted(self.request))

    def write(self, row: Role | None, changes: dict[str, Any]) -> Role:
        return write_role(role=row, changes=changes)

    @extend_schema(request=RoleEditSerializer)
    def partial_update(self, request: Request, *args: object, **kwargs: object) -> Response:
        """Change a role. A list, such as its profile, is sent as a whole."""
        return super().partial_update(request, *args, **kwargs)


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


class CompetencyAreaViewSet(EditedMixin, PulledListMixin, TaggedRetrieveMixin, GenericViewSet[Any]):
    """What groups competencies."""

    endpoint = Endpoint(
        scope="library",
        thing="competency_area",
        things="competency_areas",
        tagged=True,
        keyset=("position", "pk"),
        key="slug",
        write_groups=(GroupName.LIBRARY_EDITOR,),
    )
    lookup_field = "slug"
    serializer_class = CompetencyAreaSerializer
    write_serializer_class = CompetencyAreaWriteSerializer
    edit_serializer_class = CompetencyAreaEditSerializer
    edited = CompetencyArea
    filterset_class = CompetencyAreaFilter
    queryset = CompetencyArea.objects.none()

    def get_queryset(self) -> QuerySet[CompetencyArea]:
        return list_competency_areas(include_deleted=wants_deleted(self.request))

    def write(self, row: CompetencyArea | None, changes: dict[str, Any]) -> CompetencyArea:
        return write_area(area=row, changes=changes)

    @extend_schema(request=CompetencyAreaEditSerializer)
    def partial_update(self, request: Request, *args: object, **kwargs: object) -> Response:
        """Change an area."""
        return super().partial_update(request, *args, **kwargs)


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


class CompetencyViewSet(EditedMixin, PulledListMixin, TaggedRetrieveMixin, GenericViewSet[Any]):
    """What is scored, with its five anchors."""

    endpoint = Endpoint(
        scope="library",
        thing="competency",
        things="competencies",
        tagged=True,
        key="slug",
        write_groups=(GroupName.LIBRARY_EDITOR,),
    )
    lookup_field = "slug"
    serializer_class = CompetencySerializer
    write_serializer_class = CompetencyWriteSerializer
    edit_serializer_class = CompetencyEditSerializer
    edited = Competency
    filterset_class = CompetencyFilter
    queryset = Competency.objects.none()

    def get_queryset(self) -> QuerySet[Competency]:
        return list_competencies(include_deleted=wants_deleted(self.request))

    def write(self, row: Competency | None, changes: dict[str, Any]) -> Competency:
        return write_competency(competency=row, changes=changes)

    @extend_schema(request=CompetencyEditSerializer)
    def partial_update(self, request: Request, *args: object, **kwargs: object) -> Response:
        """Change a competency. Its anchors are sent all five."""
        return super().partial_update(request, *args, **kwargs)


class QuestionViewSet(EditedMixin, PulledListMixin, TaggedRetrieveMixin, GenericViewSet[Any]):
    """The question bank; a search gives the best matches first."""

    endpoint: Endpoint = Endpoint(  # type: ignore[misc]  # a search has its own order
        scope="library",
        thing="question",
        things="questions",
        tagged=True,
        write_groups=(GroupName.LIBRARY_EDITOR,),
        versioned_actions=("activate", "retire", "overrule"),
        refusals={"partial_update": (409,)},
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
    write_serializer_class = QuestionWriteSerializer
    edit_serializer_class = QuestionEditSerializer
    edited = Question
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

    def lock(self) -> Question:
        return lock_question(pk=self.kwargs["pk"])

    def write(self, row: Question | None, changes: dict[str, Any]) -> Question:
        return write_question(question=row, changes=changes, by=principal_of(self.request).person)

    @extend_schema(request=QuestionEditSerializer)
    def partial_update(self, request: Request, *args: object, **kwargs: object) -> Response:
        """Change a question. Where an active one asks otherwise it becomes its next version, and plans keep the one
        that they ask; 409 `lint_error` where nobody may be asked that.
        """
        return super().partial_update(request, *args, **kwargs)

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
            version=Version(self._shown),
            run=run,
            show=self._shown,
        )
