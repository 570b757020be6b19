"""The library in the database as library files."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.db.models import Prefetch

from roles.library.render import Document, canonical, render
from roles.models import (
    Activity,
    Competency,
    CompetencyArea,
    Question,
    QuestionCompetency,
    Role,
    RoleActivity,
    RoleCompetency,
)


def export_library() -> dict[str, str]:
    """Every live thing of the library as `{file name: content}`: activities, one file an area, one a role.

    What these files say and nothing else is the library's content; loading them elsewhere and exporting again gives the
    same bytes. A fixed number of statements.
    """
    files = {"activities.yaml": render({"activities": [activity_document(row) for row in Activity.objects.all()]})}
    for number, area in enumerate(_areas(), start=1):
        files[f"areas/{number:02d}-{area['area']['slug']}.yaml"] = render(area)
    for role in live_roles():
        files[f"roles/{role.slug}.yaml"] = render({"role": role_document(role)})
    return files


def write_library(*, folder: Path) -> int:
    """Write the files under the folder; other YAML files there are removed. Returns how many were written."""
    files = export_library()
    for stale in folder.rglob("*.yaml"):
        if stale.relative_to(folder).as_posix() not in files:
            stale.unlink()
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    return len(files)


def _areas() -> Iterator[Document]:
    questions: dict[str, list[Document]] = {}
    for question in live_questions():
        questions.setdefault(home_of(question), []).append(question_document(question))
    for area in CompetencyArea.objects.prefetch_related(
        Prefetch("competencies", Competency.objects.prefetch_related("anchors"))
    ):
        yield {
            "area": area_document(area),
            "competencies": [competency_document(row) for row in area.competencies.all()],
            "questions": questions.get(area.slug, []),
        }


def live_questions() -> Iterable[Question]:
    """Questions with all that their documents say."""
    shows = QuestionCompetency.objects.select_related("competency__area")
    return Question.objects.defer("words").prefetch_related(Prefetch("shows", shows), "roles")


def live_roles() -> Iterable[Role]:
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


def home_of(question: Question) -> str:
    """The area whose file holds the question: that of the first competency it shows, primary before secondary."""
    shown = min(question.shows.all(), key=lambda row: (row.strength, row.competency.area.position, row.competency.slug))
    return str(shown.competency.area.slug)


def source_document(sourced: Any) -> dict[str, str]:
    return {"kind": sourced.source_kind, "file": sourced.source_file, "place": sourced.source_place}


def activity_document(activity: Activity) -> Document:
    row = {"slug": activity.slug, "name": activity.name, "kind": activity.kind, "summary": activity.summary}
    return canonical("activity", row | {"source": source_document(activity)})


def area_document(area: CompetencyArea) -> Document:
    row = {"slug": area.slug, "name": area.name, "definition": area.definition}
    return canonical("area", row | {"rename_note": area.rename_note or None, "source": source_document(area)})


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
        {
            "slug": question.slug,
            "version": question.version,
            "status": question.status,
            "kind": question.kind,
            "difficulty": question.difficulty,
            "minutes": question.minutes,
            "text": question.text,
            "probes": question.probes,
            "strong_answer": question.strong_answer,
            "red_flags": question.red_flags,
            "competencies": {row.competency.slug: row.strength for row in question.shows.all()},
            "roles": [role.slug for role in question.roles.all()],
            "tags": question.tags,
            "accepted": question.accepted,
            "source": source_document(question),
        },
    )


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
