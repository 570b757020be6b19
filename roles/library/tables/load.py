"""Bring a table of questions into the library as drafts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.db import transaction

from hiringkit.people.models import Person
from roles.documents.records import area_document, live_questions
from roles.library.files import LibraryFault, LibraryInvalid, check_documents
from roles.library.load import known_here
from roles.library.loader import Loader
from roles.library.tables.cells import TableUnreadable, read_csv, read_xlsx
from roles.library.tables.questions import Names, Row, read_questions
from roles.models import CompetencyArea, Question, QuestionFinding, Role
from roles.services.findings import refresh_findings

CSV: Final = "text/csv"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
READERS: Final = {CSV: read_csv, XLSX: read_xlsx}


@dataclass(frozen=True, slots=True)
class Draft:
    """A question that a row has become, with what it lacks for use."""

    slug: str
    row: int
    text: str
    findings: Sequence[QuestionFinding]


@dataclass(slots=True)
class TableReport:
    """What a table has become, or would become, and what is wrong with it."""

    drafts: list[Draft] = field(default_factory=list)
    faults: list[LibraryFault] = field(default_factory=list)


@transaction.atomic
def import_questions(
    *, content: bytes, media_type: str, roles: Collection[str] = (), dry_run: bool = False, by: Person | None = None
) -> TableReport:
    """Make a draft of every row: all of them, or with faults none. `roles` are the slugs of those that a row suits
    which names none.

    Raises `LibraryInvalid` with every fault, whose lines are the rows of the table and whose places its columns; with
    `dry_run` they are told beside what the sound rows would become, and nothing stays.
    """
    report = TableReport()
    try:
        report.faults += _role_faults(roles)
        table = READERS[media_type](content)
    except TableUnreadable as error:
        raise LibraryInvalid([*report.faults, error.fault]) from error
    slugs = set(Question.all_objects.values_list("slug", flat=True))
    known = [role for role in roles if role not in {fault.place for fault in report.faults}]
    rows, faults = read_questions(table, names=Names.here(), roles=known, taken=slugs)
    report.faults += faults
    if report.faults and not dry_run:
        raise LibraryInvalid(report.faults)
    with transaction.atomic():
        try:
            report.drafts = _write(rows, by)
        except LibraryInvalid as error:
            if not dry_run:
                raise
            report.faults += error.faults
        if dry_run:
            transaction.set_rollback(True)
    return report


def _role_faults(roles: Collection[str]) -> list[LibraryFault]:
    there = set(Role.objects.filter(slug__in=roles).values_list("slug", flat=True))
    unknown = [role for role in roles if role not in there]
    return [LibraryFault("", 1, role, "unknown_role", f"there is no role `{role}`") for role in unknown]


def _write(rows: Sequence[Row], by: Person | None) -> list[Draft]:
    if not rows:
        return []
    area = CompetencyArea.objects.first()
    if area is None:  # a question stands in a file of some area
        detail = "the library has no competency area yet; load or write one first"
        raise LibraryInvalid([LibraryFault("", 1, "", "no_areas", detail)])
    home = area_document(area)
    value = {"area": home, "competencies": [], "questions": [row.document for row in rows]}
    try:
        files = check_documents(values={"": value}, known=known_here())
    except LibraryInvalid as error:
        raise LibraryInvalid(_of_row(fault, rows) for fault in error.faults) from error
    Loader(files, True, {}, by).load()
    numbers = {row.document["slug"]: row.number for row in rows}
    made = list(live_questions().filter(slug__in=numbers).prefetch_related("shows__competency__area"))
    refresh_findings(made)
    found: dict[object, list[QuestionFinding]] = {}
    for finding in QuestionFinding.objects.filter(question__in=made).order_by("severity", "place", "code"):
        found.setdefault(finding.question_id, []).append(finding)
    drafts = [Draft(each.slug, numbers[each.slug], each.text, found.get(each.pk, [])) for each in made]
    return sorted(drafts, key=lambda draft: draft.row)


def _of_row(fault: LibraryFault, rows: Sequence[Row]) -> LibraryFault:
    """A fault of the file that the rows would be, at its row."""
    parts = fault.place.split("/")
    if parts[0] != "questions" or len(parts) < 2:
        return fault
    place = "/".join(parts[2:])
    return LibraryFault("", rows[int(parts[1])].number, place, fault.code, fault.detail)
