"""Put library files into the database: all or nothing, with a report of what changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.apps import apps
from django.db import connection, transaction

from hiringkit.people.models import Person
from roles.documents.canonical import Document
from roles.documents.records import (
    competency_document,
    live_questions,
    live_roles,
    question_document,
    questions_beside,
    role_document,
)
from roles.library.brought import judge_brought
from roles.library.files import Known, LibraryFiles, LibraryInvalid, read_files, read_library
from roles.library.lawful import unfinished_faults, unlawful_faults, unsigned_faults
from roles.library.loader import Loader
from roles.library.report import ImportReport
from roles.lint import OF_OTHERS, UNFINISHED, Finding, Kind, find_all, without_accepted
from roles.models import Activity, Competency, Question, Role
from roles.services.findings import refresh_between, refresh_findings
from roles.vocabulary import QuestionStatus

LARGE: Final = 2_000  # questions in use, up to which an import looks between all of them


@transaction.atomic
def load_library(*, folder: Path, overwrite: bool = False) -> ImportReport:
    """Load every file of the folder; raises `LibraryInvalid` with every fault, and then nothing has been written.

    By default only what is missing is added, so that loading again never undoes an editor's work; `overwrite` also sets
    what exists to what the files say.
    """
    known = Known(questions=questions_beside)
    report = _write(read_library(folder=folder, known=known), overwrite, by=None, may_overrule=True, finished=False)
    if report.changes:
        report.findings = _judge_whole(report)
        analyse()
    return report


@transaction.atomic
def import_library(
    *,
    contents: Mapping[str, bytes],
    overwrite: bool = True,
    dry_run: bool = False,
    by: Person | None = None,
    may_overrule: bool = True,
) -> ImportReport:
    """Load files given by name; they may refer to what the database has. Raises `LibraryInvalid` with every fault.

    Nothing that the files don't name is touched. Of a library of more than `LARGE` questions only what the files bring
    is judged; what shows between all questions is looked for at night. With `dry_run` the same happens, and is taken
    back at the end. What the files accept of the lint is accepted in the name of `by`, or in nobody's; errors only if
    they `may_overrule`.
    """
    files = read_files(contents=contents, known=known_here())
    with transaction.atomic():
        report = _write(files, overwrite, by=by, may_overrule=may_overrule, finished=True)
        small = Question.objects.exclude(status=QuestionStatus.RETIRED).count() <= LARGE
        report.findings = _judge_whole(report) if small else judge_brought(report)
        if dry_run:
            transaction.set_rollback(True)
        elif report.changes:
            analyse()
    return report


def known_here() -> Known:
    """What files may name because the database has it."""
    return Known(
        activities=frozenset(Activity.objects.values_list("slug", flat=True)),
        competencies=frozenset(Competency.objects.values_list("slug", flat=True)),
        roles=frozenset(Role.objects.values_list("slug", flat=True)),
        questions=questions_beside,
    )


@dataclass(frozen=True, slots=True)
class _Stored:
    """The library in the database, as the lint reads it."""

    roles: list[Document]
    competency_documents: list[Document]
    question_documents: list[Document]

    def competencies(self) -> list[Document]:
        return self.competency_documents

    def questions(self) -> list[Document]:
        return self.question_documents


def _judge_whole(report: ImportReport) -> list[Finding]:
    """What the lint finds in all there is now and nobody accepts; what shows between questions is stored.

    What questions lack that the import has not written is counted by role only.
    """
    written = {change.slug for change in report.changes if change.kind == Kind.QUESTION}
    stored = _Stored(
        [role_document(row) for row in live_roles()],
        [competency_document(row) for row in Competency.objects.prefetch_related("anchors")],
        [question_document(row) for row in live_questions()],
    )
    found = find_all(stored)
    refresh_between(findings=[row for row in found if row.code in OF_OTHERS])
    told = without_accepted(found, stored.questions())
    return [row for row in told if row.code not in UNFINISHED or row.slug in written]


def _write(
    files: LibraryFiles, overwrite: bool, *, by: Person | None, may_overrule: bool, finished: bool
) -> ImportReport:
    """Put the files in; with `finished` only questions that lack nothing come into use."""
    slugs = {document["slug"] for document in files.questions()}
    present = {row.slug: row for row in live_questions().filter(slug__in=slugs)}
    faults = list(unlawful_faults(files, present, overwrite=overwrite, may_overrule=may_overrule))
    if not may_overrule:
        faults += unsigned_faults(files, present, overwrite=overwrite)
    if finished:
        faults += unfinished_faults(files, present, overwrite=overwrite)
    if faults:
        raise LibraryInvalid(faults)
    report = Loader(files, overwrite, present, by).load()
    written = [change.slug for change in report.changes if change.kind == Kind.QUESTION]
    refresh_findings(live_questions().filter(slug__in=written))
    return report


def analyse() -> None:
    """Let the planner know what the tables hold now, or the first lists after an import could take it seconds each: the
    server does so by itself only after a minute, and where somebody has turned that off never.
    """
    tables = [connection.ops.quote_name(model._meta.db_table) for model in apps.get_app_config("roles").get_models()]
    tables.append(connection.ops.quote_name(Question.roles.through._meta.db_table))
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}")
