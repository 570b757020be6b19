"""The kit and the candidate's sheets as PDF, read back from the file."""

import io
import re
import unicodedata
from typing import Any

import pypdfium2
import pytest
from django.db import connection

from hiringkit.people.models import Person
from hiringkit.rows.names import name_key
from interviews.models import Candidate, Interview, PlanItem
from interviews.paper.markdown import nodes
from interviews.paper.text import plain
from tests.api_client import APIClient
from tests.people.factories import session
from tests.story import ADA, Hiring

A4, LETTER = (595, 842), (612, 792)
NAMES = ["张伟", "陳大文", "佐藤花子", "김민준", "محمد علي", "שלום כהן", "Nguyễn Thị Ánh", "Łukasz Żółć", "Ωμέγα Жуков"]


@pytest.fixture
def ada(hiring: Hiring) -> APIClient:
    return session(Person.objects.get(email=ADA))


def thaw(**columns: Any) -> None:
    """Write items of a published plan, which the product itself refuses."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE interviews_planitem DISABLE TRIGGER plan_frozen")
        PlanItem.objects.update(**columns)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE interviews_planitem ENABLE TRIGGER plan_frozen")


def read(
    client: APIClient, interview: Interview, what: str = "export", **query: str
) -> tuple[str, list[tuple[int, int]]]:
    """The text of the file, and the size of each page in points."""
    answer = client.get(f"/api/v1/interviews/{interview.pk}/kit/{what}", {"export": "pdf", **query})
    assert answer.status_code == 200, answer.content
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Cache-Control"] == "private, no-store"
    document = pypdfium2.PdfDocument(io.BytesIO(answer.content))
    try:
        texts = [page.get_textpage().get_text_range() for page in document]
        sizes = [(round(page.get_width()), round(page.get_height())) for page in document]
    finally:
        document.close()
    return "\n".join(texts), sizes


def rename(name: str) -> None:
    """Give the candidate a name that no door would take."""
    Candidate.objects.update(name=name, name_key=name_key(name))


def flat(text: str) -> str:
    """The words, without what keeps the direction of one text from turning another."""
    return " ".join(re.sub("[\u2068\u2069]", "", text).split())


def letters(text: str) -> list[str]:
    """The letters of a text, whichever way it runs, and whichever shapes of them a font has."""
    composed = unicodedata.normalize("NFKC", text)
    return sorted(each for each in composed if unicodedata.category(each)[0] == "L")


def test_everything_of_the_kit_is_in_it(hiring: Hiring, ada: APIClient) -> None:
    text, sizes = read(ada, hiring.first)
    said = flat(text)
    for item in hiring.first.round.items.all():
        assert flat(item.text) in said
        assert all(flat(line) in said for line in [*item.probes, *item.strong_answer, *item.red_flags])
    assert "A Candidate: Analysis" in said
    assert "Opening" in said
    assert "Closing" in said
    assert "For interviewers only" in said
    assert set(sizes) == {A4}


def test_letter_is_another_paper(hiring: Hiring, ada: APIClient) -> None:
    assert set(read(ada, hiring.first, paper="letter")[1]) == {LETTER}


@pytest.mark.parametrize("name", NAMES)
def test_names_of_every_script_are_read_back(hiring: Hiring, ada: APIClient, name: str) -> None:
    rename(name)
    first_line = read(ada, hiring.first)[0].splitlines()[0]
    assert letters(first_line) == letters(f"{name}: Analysis")


def test_a_name_in_pieces_is_put_together_and_one_that_turns_around_is_not_turned(
    hiring: Hiring, ada: APIClient
) -> None:
    for stored, shown in (
        (unicodedata.normalize("NFD", "Nguyễn Thị Ánh"), "Nguyễn Thị Ánh"),
        ("Ann \u202eeel", "Ann eel"),
        ("Ann\x07 \u2066Lee", "Ann Lee"),
    ):
        rename(stored)
        assert flat(read(ada, hiring.first)[0].splitlines()[0]) == f"{shown}: Analysis"


def test_what_looks_like_typst_is_text(hiring: Hiring, ada: APIClient) -> None:
    odd = '#import "x" \\ *bold* = $a$ @ref <label> `code` // no'
    Candidate.objects.update(adjustments=odd)
    assert flat(odd) in flat(read(ada, hiring.first)[0])


def test_long_texts_and_no_texts_make_pages_too(hiring: Hiring, ada: APIClient) -> None:
    thaw(
        probes=[f"Probe {number} " + "word " * 60 for number in range(20)],
        answers=[{"level": level, "text": "long " * 600} for level in (2, 3, 4, 5)],
        reference="x" * 5_000,
    )
    _, long = read(ada, hiring.first)
    thaw(probes=[], strong_answer=[], red_flags=[], brief=[], answers=[], reference=None, sheet=None)
    _, short = read(ada, hiring.first)
    assert len(long) > 10 > len(short)


def test_the_candidates_file_has_the_sheets_and_nothing_else(hiring: Hiring, ada: APIClient) -> None:
    sheet = "# Prices\n\n| a | b |\n|---|--:|\n| one | 2 |\n\n```csv\nid,price\n1,10\n```\n"
    thaw(sheet=sheet, reference="The answer is 42.", brief=["The truth is hidden."])
    text, sizes = read(ada, hiring.first, "sheets")
    items = list(hiring.first.round.items.all())
    assert len(sizes) == len(items)
    assert text.count("id,price") == len(items)
    for item in items:
        assert flat(item.text) not in flat(text)
        assert not [line for line in [*item.probes, *item.strong_answer] if flat(line) in flat(text)]
    assert "42" not in text
    assert "hidden" not in text
    assert "Candidate" not in text


def test_without_sheets_the_file_says_so(hiring: Hiring, ada: APIClient) -> None:
    thaw(sheet=None)
    assert "nothing to read" in read(ada, hiring.first, "sheets")[0]


def test_another_format_or_paper_is_refused_with_both_faults(hiring: Hiring, ada: APIClient) -> None:
    answer = ada.get(f"/api/v1/interviews/{hiring.first.pk}/kit/export", {"export": "docx", "paper": "a3"})
    assert answer.status_code == 400
    assert [fault["pointer"] for fault in answer.json()["errors"]] == ["?export", "?paper"]


def test_markdown_becomes_nodes_and_what_runs_is_left_out() -> None:
    assert nodes("**a** `b`\n") == [
        {
            "kind": "paragraph",
            "parts": [
                {"kind": "strong", "parts": [{"kind": "text", "text": "a"}]},
                {"kind": "text", "text": " "},
                {"kind": "code", "text": "b"},
            ],
        }
    ]
    assert nodes("<script>alert(1)</script>\n") == []
    text = '<svg viewBox="0 0 1 1"><image href="https://example.com/x.png"/><text x="1">a &lt; b</text></svg>'
    shown = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><text x="1">a &lt; b</text></svg>'
    picture = {"kind": "picture", "svg": shown}
    assert nodes(text) == [{"kind": "paragraph", "parts": [picture]}]  # within a line, tag by tag
    (block,) = nodes(text.replace("><", ">\n<"))  # a block of its own
    assert block["svg"].replace("\n", "") == shown


def test_joiners_stay_and_what_is_not_seen_goes() -> None:
    assert plain("a\u200db\u202ec\x00\u00add\te\n") == "a\u200dbcd\te\n"
