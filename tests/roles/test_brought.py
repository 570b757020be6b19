"""What an import says of a large library: of what it brings the same as of a small one, and the same of the roles."""

import pytest

from roles.documents.records import area_document, live_questions, question_document
from roles.library.brought import judge_brought
from roles.library.files import check_documents
from roles.library.load import import_library, known_here
from roles.library.render import render
from roles.library.report import ImportReport
from roles.lint import OF_OTHERS, UNFINISHED_OF_A_ROLE, Finding, Kind
from roles.models import CompetencyArea, Question

pytestmark = pytest.mark.usefixtures("library")


def brought() -> tuple[ImportReport, list[Finding]]:
    """Three questions that are written anew: one copied from another, one that lacks red flags, one retired."""
    documents = [question_document(row) for row in live_questions().filter(status="active").order_by("slug")[:3]]
    copied = documents[0] | {"slug": "a-copy", "status": "draft", "text": f"{documents[0]['text']} Please."}
    lacking = documents[1] | {"red_flags": []}
    retired = documents[2] | {"status": "retired"}
    area = area_document(CompetencyArea.objects.all()[0])
    value = {"area": area, "competencies": [], "questions": [copied, lacking, retired]}
    report = import_library(contents={"areas/a.yaml": render(value).encode()})
    assert {row.slug for row in report.changes} == {"a-copy", documents[1]["slug"], documents[2]["slug"]}
    return report, report.findings


def told(findings: list[Finding]) -> set[tuple[str, str, str, str]]:
    return {(row.slug, row.code, row.place, row.detail) for row in findings}


def test_it_says_the_same_of_roles_and_of_what_was_brought() -> None:
    report, whole = brought()
    found = judge_brought(report)
    written = {row.slug for row in report.changes}
    of_roles = [row for row in whole if row.kind is Kind.ROLE and row.code != UNFINISHED_OF_A_ROLE]
    assert told([row for row in found if row.kind is Kind.ROLE]) == told(of_roles)
    of_questions = [row for row in whole if row.slug in written and row.code not in OF_OTHERS]
    mine = [row for row in found if row.kind is Kind.QUESTION and row.code not in OF_OTHERS]
    assert told(mine) == told(of_questions)
    assert any(row.code == "missing_red_flags" for row in mine)


def test_a_copy_is_found_by_its_words() -> None:
    report, _ = brought()
    copies = [row for row in judge_brought(report) if row.code == "near_duplicate"]
    assert [(row.slug, row.place) for row in copies] == [("a-copy", "text")]
    assert copies[0].detail.split()[0].isdigit()


def test_documents_are_checked_as_files_are() -> None:
    document = question_document(live_questions()[0])
    plain = document | {"answers": {str(level): text for level, text in document.get("answers", {}).items()}}
    area = area_document(CompetencyArea.objects.all()[0])
    files = check_documents(values={"": {"area": area, "competencies": [], "questions": [plain]}}, known=known_here())
    assert [row["slug"] for row in files.questions()] == [Question.objects.get(slug=document["slug"]).slug]
