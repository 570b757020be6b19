"""Rows of the library as documents, with the querysets that have all that their documents say."""

from collections.abc import Collection
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from roles.documents.canonical import Document, canonical
from roles.documents.content import content_document
from roles.models import (
    Activity,
    Competency,
    CompetencyArea,
    Guide,
    Question,
    QuestionCompetency,
    Role,
    RoleActivity,
    RoleCompetency,
)

NAMED = ("roles", "central_to", "never_with", "alternates")


def live_questions() -> QuerySet[Question]:
    """Questions with all that their documents say."""
    shows = QuestionCompetency.objects.select_related("competency__area")
    slugs = Question.objects.only("slug")
    named = [Prefetch(name, slugs) for name in ("never_with", "alternates")]
    questions = Question.objects.defer("words")
    return questions.prefetch_related(Prefetch("shows", shows), "roles", "central_to", *named, "acceptances")


def live_roles() -> QuerySet[Role]:
    """Roles with all that their documents say."""
    return Role.objects.prefetch_related(
        "codes",
        "responsibilities",
        "skills",
        "role_tools__tool",
        Prefetch("role_activities", RoleActivity.objects.select_related("activity")),
        Prefetch("profile", RoleCompetency.objects.select_related("competency")),
        "distinctions__other",
    )


def source_document(sourced: Any) -> dict[str, str]:
    return {"kind": sourced.source_kind, "file": sourced.source_file, "place": sourced.source_place}


def activity_document(activity: Activity) -> Document:
    row = {"slug": activity.slug, "name": activity.name, "kind": activity.kind, "summary": activity.summary}
    return canonical("activity", row | {"source": source_document(activity)})


def area_document(area: CompetencyArea) -> Document:
    row = {"slug": area.slug, "name": area.name, "definition": area.definition}
    return canonical("area", row | {"rename_note": area.rename_note or None, "source": source_document(area)})


def guide_document(guide: Guide) -> Document:
    pages = [{"title": page.title, "body": page.body} for page in guide.pages.all()]
    row = {"slug": guide.slug, "title": guide.title, "pages": pages}
    return canonical("guide", row | {"source": source_document(guide)})


def competency_document(competency: Competency) -> Document:
    return canonical(
        "competency",
        {
            "slug": competency.slug,
            "name": competency.name,
            "definition": competency.definition,
            "not_this": competency.not_this,
            "anchors": {str(anchor.level): anchor.text for anchor in competency.anchors.all()},
            "rating_errors": competency.rating_errors,
        },
    )


def question_document(question: Question) -> Document:
    return canonical(
        "question",
        content_document(question)
        | {
            "slug": question.slug,
            "version": question.version,
            "status": question.status,
            "competencies": {row.competency.slug: row.strength for row in question.shows.all()},
            **{name: [row.slug for row in getattr(question, name).all()] for name in NAMED},
            "tags": question.tags,
            "accepted": accepted_now(question),
            "source": source_document(question),
        },
    )


def questions_beside(named: Collection[str], naming: Collection[str]) -> dict[str, Document]:
    """Documents, by slug, of the questions `named`, and of those that name any of `naming`."""
    beside = Q(slug__in=named) | Q(never_with__slug__in=naming) | Q(alternates__slug__in=naming)
    return {row.slug: question_document(row) for row in live_questions().filter(beside).distinct()}


def accepted_now(question: Question) -> list[dict[str, str]]:
    """What is accepted for the question's present version, without a name."""
    rows = question.acceptances.all()
    return [{"code": row.code, "reason": row.reason} for row in rows if row.version == question.version]


def role_document(role: Role) -> Document:
    return canonical(
        "role",
        {
            "slug": role.slug,
            "title": role.title,
            "aliases": role.aliases,
            "summary": role.summary,
            "focus": role.focus,
            "lifecycle": role.lifecycle,
            "notes": role.notes,
            "codes": [
                {key: getattr(row, key) for key in ("system", "uri", "label", "version", "match")}
                for row in role.codes.all()
            ],
            "responsibilities": [
                {"text": row.text, "source": source_document(row)} for row in role.responsibilities.all()
            ],
            "skills": [
                {"name": row.name, "group": row.group, "source": source_document(row)} for row in role.skills.all()
            ],
            "tools": [
                {"name": row.tool.name, "category": row.category, "source": source_document(row)}
                for row in role.role_tools.all()
            ],
            "activities": [
                {
                    "activity": row.activity.slug,
                    "involvement": row.involvement,
                    "focus": row.focus or None,
                    "source": source_document(row),
                }
                for row in role.role_activities.all()
            ],
            "competencies": [
                {
                    "competency": row.competency.slug,
                    "weight": row.weight,
                    "weight_justification": row.weight_justification or None,
                    "targets": {"junior": row.target_junior, "mid": row.target_mid, "senior": row.target_senior},
                    "note": row.note,
                }
                for row in role.profile.all()
            ],
            "distinctions": [{"role": row.other.slug, "text": row.text} for row in role.distinctions.all()],
        },
    )
