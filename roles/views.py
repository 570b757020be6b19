"""The library's endpoints."""

from typing import Any

from django.db.models import QuerySet
from rest_framework.viewsets import GenericViewSet

from hiringkit.api.resources import PulledListMixin, TaggedRetrieveMixin, wants_deleted
from roles.filters import CompetencyAreaFilter, CompetencyFilter, QuestionFilter, RoleFilter
from roles.models import Competency, CompetencyArea, Question, Role
from roles.queries import list_competencies, list_competency_areas, list_questions, list_roles
from roles.serializers import CompetencyAreaSerializer, CompetencySerializer, QuestionSerializer, RoleSerializer


class RoleViewSet(PulledListMixin, TaggedRetrieveMixin, GenericViewSet[Any]):
    """What the library hires for."""

    scope, tag, thing, things = "library", "library", "role", "roles"
    key = lookup_field = "slug"
    serializer_class = RoleSerializer
    filterset_class = RoleFilter
    queryset = Role.objects.none()

    def get_queryset(self) -> QuerySet[Role]:
        return list_roles(include_deleted=wants_deleted(self.request))


class CompetencyAreaViewSet(PulledListMixin, GenericViewSet[Any]):
    """What groups competencies."""

    scope, tag, thing, things = "library", "library", "competency_area", "competency_areas"
    key = lookup_field = "slug"
    keyset = ("position", "pk")
    serializer_class = CompetencyAreaSerializer
    filterset_class = CompetencyAreaFilter
    queryset = CompetencyArea.objects.none()

    def get_queryset(self) -> QuerySet[CompetencyArea]:
        return list_competency_areas(include_deleted=wants_deleted(self.request))


class CompetencyViewSet(PulledListMixin, TaggedRetrieveMixin, GenericViewSet[Any]):
    """What is scored, with its five anchors."""

    scope, tag, thing, things = "library", "library", "competency", "competencies"
    key = lookup_field = "slug"
    serializer_class = CompetencySerializer
    filterset_class = CompetencyFilter
    queryset = Competency.objects.none()

    def get_queryset(self) -> QuerySet[Competency]:
        return list_competencies(include_deleted=wants_deleted(self.request))


class QuestionViewSet(PulledListMixin, TaggedRetrieveMixin, GenericViewSet[Any]):
    """The question bank."""

    scope, tag, thing, things = "library", "library", "question", "questions"
    serializer_class = QuestionSerializer
    filterset_class = QuestionFilter
    queryset = Question.objects.none()

    def get_queryset(self) -> QuerySet[Question]:
        return list_questions(include_deleted=wants_deleted(self.request))
