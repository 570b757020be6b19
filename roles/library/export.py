"""The library in the database as library files."""

from collections.abc import Iterator
from pathlib import Path

from django.db.models import Prefetch

from roles.documents.canonical import Document
from roles.documents.records import (
    activity_document,
    area_document,
    competency_document,
    guide_document,
    live_questions,
    live_roles,
    question_document,
    role_document,
)
from roles.library.render import render
from roles.models import Activity, Competency, CompetencyArea, Guide, Question


def export_library() -> dict[str, str]:
    """Every live thing of the library as `{file name: content}`: activities, one file an area, one a role, one a
    guide.

    What these files say and nothing else is the library's content; loading them elsewhere and exporting again gives the
    same bytes. A fixed number of statements.
    """
    files = {"activities.yaml": render({"activities": [activity_document(row) for row in Activity.objects.all()]})}
    for number, area in enumerate(_areas(), start=1):
        files[f"areas/{number:02d}-{area['area']['slug']}.yaml"] = render(area)
    for role in live_roles():
        files[f"roles/{role.slug}.yaml"] = render({"role": role_document(role)})
    for guide in Guide.objects.prefetch_related("pages"):
        files[f"guides/{guide.slug}.yaml"] = render({"guide": guide_document(guide)})
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
    homeless = questions.pop("", [])
    for area in CompetencyArea.objects.prefetch_related(
        Prefetch("competencies", Competency.objects.prefetch_related("anchors"))
    ):
        yield {
            "area": area_document(area),
            "competencies": [competency_document(row) for row in area.competencies.all()],
            "questions": sorted([*questions.get(area.slug, []), *homeless], key=lambda row: str(row["slug"])),
        }
        homeless = []


def home_of(question: Question) -> str:
    """The area whose file holds the question: that of the first competency it shows, primary before secondary. A draft
    that shows none yet ("") is in the first file.
    """
    shown = sorted(
        question.shows.all(), key=lambda row: (row.strength, row.competency.area.position, row.competency.slug)
    )
    return str(shown[0].competency.area.slug) if shown else ""
