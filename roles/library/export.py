"""The library in the database as library files."""

from collections.abc import Iterator
from pathlib import Path

from django.db.models import Prefetch

from roles.documents.records import (
    activity_document,
    area_document,
    competency_document,
    guide_document,
    live_roles,
    role_document,
)
from roles.library.kept import question_parts
from roles.library.render import render, render_area
from roles.models import Activity, Competency, CompetencyArea, Guide


def export_library() -> dict[str, str]:
    """Every live thing of the library as `{file name: content}`: activities, one file an area, one a role, one a
    guide.

    What these files say and nothing else is the library's content; loading them elsewhere and exporting again gives the
    same bytes. A fixed number of statements, and seven for every 500 questions whose text is not kept.
    """
    files = {"activities.yaml": render({"activities": [activity_document(row) for row in Activity.objects.all()]})}
    for number, (slug, text) in enumerate(_areas(), start=1):
        files[f"areas/{number:02d}-{slug}.yaml"] = text
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


def _areas() -> Iterator[tuple[str, str]]:
    """Slug and text of the file of each area; a draft that shows no competency yet is in the first."""
    parts = list(question_parts())
    first = True
    for area in CompetencyArea.objects.prefetch_related(
        Prefetch("competencies", Competency.objects.prefetch_related("anchors"))
    ):
        texts = [part.text for part in parts if part.area == area.slug or (first and not part.area)]
        first = False
        competencies = [competency_document(row) for row in area.competencies.all()]
        yield area.slug, render_area(area_document(area), competencies, texts)
