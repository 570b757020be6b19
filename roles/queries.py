"""Reads of the library, each with all it needs prefetched: the number of statements does not grow with the rows."""

from django.db.models import QuerySet

from hiringkit.api.tracked import live_or_all
from roles.models import Competency, CompetencyArea, Question, Role


def list_roles(*, include_deleted: bool = False) -> QuerySet[Role]:
    """Live roles with everything the role shape shows (10 statements for any number of roles)."""
    return live_or_all(Role, include_deleted).prefetch_related(
        "codes",
        "responsibilities",
        "skills",
        "role_tools__tool",
        "role_activities__activity",
        "profile__competency__area",
        "distinctions__other",
    )


def list_competency_areas(*, include_deleted: bool = False) -> QuerySet[CompetencyArea]:
    """Live areas with their competencies."""
    return live_or_all(CompetencyArea, include_deleted).prefetch_related("competencies")


def list_competencies(*, include_deleted: bool = False) -> QuerySet[Competency]:
    """Live competencies with area, anchors and the roles whose profile holds them."""
    return (
        live_or_all(Competency, include_deleted)
        .select_related("area")
        .prefetch_related("anchors", "role_competencies__role")
    )


def list_questions(*, include_deleted: bool = False) -> QuerySet[Question]:
    """Live questions with the competencies they show and the roles they suit."""
    return live_or_all(Question, include_deleted).prefetch_related("shows__competency", "roles")
