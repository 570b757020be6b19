"""Questions out of spreadsheets: rows become drafts with what they lack, and every fault has its row and column."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from hiringkit.people.vocabulary import GroupName
from roles.library.tables.load import CSV, XLSX
from roles.models import Question
from tests.api_client import APIClient
from tests.people.factories import key_client, member, session

URL = "/api/v1/library/import"


@pytest.fixture
def edith(library: None) -> APIClient:
    return session(member(GroupName.LIBRARY_EDITOR, email="edith@example.com"))


def send(client: APIClient, table: str | bytes, query: str = "", media_type: str = CSV) -> Any:
    content = table.encode() if isinstance(table, str) else table
    return client.generic("POST", f"{URL}{query}", content, media_type)


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def faults(answer: Any) -> list[tuple[int, str, str]]:
    return [(fault["line"], fault["place"], fault["code"]) for fault in answer.json()["faults"]]


def test_bare_texts_become_drafts_that_say_what_they_lack(edith: APIClient) -> None:
    texts = ("Tell me about a time a model failed in use.", "How would you find out why a figure doubled?")
    table = "\n".join(("text", *texts, "What is a p-value?"))
    answer = send(edith, table, "?role=data-scientist")
    assert answer.status_code == 200
    drafts = answer.json()["drafts"]
    assert [(draft["row"], draft["slug"]) for draft in drafts] == [
        (2, "tell-me-about-time-model-failed-use"),
        (3, "find-out-figure-doubled"),
        (4, "p-value"),
    ]
    for draft in drafts:
        codes = {finding["code"] for finding in draft["findings"]}
        assert codes >= {
            "unchecked",
            "missing_competency",
            "missing_answers",
            "missing_probes",
            "missing_strong_answer",
        }
    made = {row.slug: row for row in Question.objects.filter(slug__in=[draft["slug"] for draft in drafts])}
    assert [made[draft["slug"]].kind for draft in drafts] == ["behavioural", "situational", "knowledge"]
    for row in made.values():
        assert (row.status, row.difficulty, row.minutes, row.tags) == ("draft", 3, 10, ["unchecked"])
        assert [role.slug for role in row.roles.all()] == ["data-scientist"]
    refused = edith.post(f"/api/v1/questions/{made['p-value'].pk}/activate")
    assert refused.status_code == 409
    listed = edith.get("/api/v1/questions", {"status": "draft", "search": "p-value"}).json()["results"]
    assert [row["slug"] for row in listed] == ["p-value"]


def test_in_one_column_commas_are_letters_and_quotes_are_quotes(edith: APIClient) -> None:
    answer = send(edith, 'text\nWhat, if anything; is drift?\n"What is ""bias"", and\nwhat is not?"\n')
    assert [draft["text"] for draft in answer.json()["drafts"]] == [
        "What, if anything; is drift?",
        'What is "bias", and\nwhat is not?',
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_all_columns_of_a_csv_of_any_separator(edith: APIClient, separator: str) -> None:
    header = (
        "Question", "slug", "Kind", "difficulty", "Minutes", "competencies", "Roles", "probes", "strong answer",
        "red-flags", "brief", "sheet", "reference", "answer_2", "answer_3", "tags",
    )  # fmt: skip
    row = (
        '"A ""figure"" doubled; what first?"', "a-figure", "Situational", "easy", "12 min",
        '"Data Exploration and Quality; causal-reasoning: secondary"', '"Data Analyst"',
        '"Which first?\n- Whom to ask?"',
        '"Asks what changed; says who is told"', "Explains at once", "A job ran twice", "day 1: 2", "Twice.",
        "Guesses", "Asks", "figures",
    )  # fmt: skip
    table = "\ufeff" + separator.join(header) + "\r\n" + separator.join(row) + "\r\n"
    answer = send(edith, table)
    assert answer.status_code == 200, answer.content
    made = Question.objects.get(slug="a-figure")
    assert made.text == 'A "figure" doubled; what first?'
    assert (made.kind, made.difficulty, made.minutes) == ("situational", 2, 12)
    shown = {each.competency.slug: each.strength for each in made.shows.all()}
    assert shown == {"exploratory-data-analysis": "primary", "causal-reasoning": "secondary"}
    assert made.probes == ["Which first?", "Whom to ask?"]
    assert made.strong_answer == ["Asks what changed", "says who is told"]
    assert (made.brief, made.sheet, made.reference, made.tags) == (
        ["A job ran twice"],
        "day 1: 2",
        "Twice.",
        ["figures"],
    )
    assert made.answers == [{"level": 2, "text": "Guesses"}, {"level": 3, "text": "Asks"}]
    assert [role.slug for role in made.roles.all()] == ["data-analyst"]
    assert "unchecked" not in {row["code"] for row in answer.json()["drafts"][0]["findings"]}


def test_a_workbook(edith: APIClient) -> None:
    table = workbook(
        ("text", "minutes", "difficulty"), ("What is drift?", 8, 2.0), (None, None, None), ("Why?", "", "")
    )
    answer = send(edith, table, media_type=XLSX)
    assert answer.status_code == 200, answer.content
    assert [draft["row"] for draft in answer.json()["drafts"]] == [2, 4]
    made = Question.objects.get(text="What is drift?")
    assert (made.minutes, made.difficulty) == (8, 2)


def test_every_fault_at_its_row_and_column_and_nothing_is_written(edith: APIClient) -> None:
    asked = Question.objects.all()[0]
    table = (
        "text,kind,minutes,difficulty,competencies,roles,slug\n"
        ",riddle,soon,9,no-such-thing,astrologer,\n"
        f'"{asked.text.upper()}",,,,,,\n'
        f"New one,,,,causal-reasoning: first,,{asked.slug}\n"
        "Same one,,,,,,\n"
        "same  One,,,,,,\n"
        "Another,,,,causal-reasoning; causal-reasoning,,No Slug\n"
    )
    before = Question.objects.count()
    expected = [
        (2, "competencies", "unknown_competency"),
        (2, "difficulty", "invalid"),
        (2, "kind", "invalid_choice"),
        (2, "minutes", "invalid"),
        (2, "roles", "unknown_role"),
        (2, "text", "blank"),
        (3, "text", "text_taken"),
        (4, "competencies", "invalid_choice"),
        (4, "slug", "slug_taken"),
        (6, "text", "text_taken"),
        (7, "competencies", "listed_twice"),
    ]
    refused = send(edith, table)
    assert (refused.status_code, refused.json()["code"]) == (422, "library_invalid")
    assert sorted(faults(refused)) == expected
    assert "Row 2, kind: `riddle` is not one of" in " ".join(fault["detail"] for fault in refused.json()["errors"])
    tried = send(edith, table, "?dry_run=true&role=nobody")
    assert tried.status_code == 200
    assert sorted(faults(tried)) == sorted([*expected, (1, "nobody", "unknown_role")])
    assert [draft["row"] for draft in tried.json()["drafts"]] == [5]
    assert Question.objects.count() == before


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ("\n\n", "empty"),
        ("title\nWhat?\n", "unknown_column"),
        ("text,mood\nWhat?,good\n", "unknown_column"),
        ("text,question\nWhat?,Why?\n", "repeated_column"),
        ("slug\nx\n", "column_missing"),
        ("text,1,2,3,4\nWhat?,a,b,c,d\n", "four_levels"),
        ("text,Strong No Hire,No Hire,Hire,Strong Hire\nWhat?,a,b,c,d\n", "four_levels"),
        ("text,poor,fair\nWhat?,a,b\n", "unknown_column"),
        ('text\n"What?\n', "unreadable"),
        ("text,kind\nWhat?,,Why?\n", "too_many_cells"),
        (b"text\nWas hei\xdft das?\n", "unreadable"),
        ("text\nWhat\x00?\n", "invalid_text"),
    ],
)
def test_what_is_no_table_is_told(edith: APIClient, table: str | bytes, code: str) -> None:
    answer = send(edith, table)
    assert answer.status_code == 422
    assert code in {fault[2] for fault in faults(answer)}


@pytest.mark.django_db
def test_an_empty_library_is_told_of() -> None:
    answer = send(key_client("library:write"), "text\nWhat is drift?\n")
    assert answer.status_code == 422
    assert faults(answer) == [(1, "", "no_areas")]


def test_no_workbook_at_all(edith: APIClient) -> None:
    for content in (b"PK\x03\x04 broken", b"<html>", workbook()):
        assert send(edith, content, media_type=XLSX).status_code == 422
    assert send(edith, b"text\n" + b"x" * 2_100_000).status_code == 413


def test_parameters_groups_and_types(edith: APIClient) -> None:
    assert send(edith, "text\nA?\n", "?dry_run=maybe").status_code == 400
    assert send(edith, "text\nA?\n", "?mood=good").status_code == 400
    assert edith.post(f"{URL}?role=data-scientist", {"files": []}).status_code == 400
    assert send(session(member(GroupName.RECRUITER)), "text\nA?\n").status_code == 403
    assert send(key_client("library:write"), "text\nIs a program heard?\n").status_code == 200


@pytest.mark.slow("writes 166 questions")
def test_166_bare_questions_come_in_and_go_out_and_in_again(edith: APIClient) -> None:
    """Within a bounded number of statements, and what is exported is imported as it was."""
    table = "text\n" + "".join(f"What does measure {number} of a service tell you?\n" for number in range(166))
    with CaptureQueriesContext(connection) as captured:
        answer = send(edith, table, "?role=mlops-engineer,ml-engineer")
    assert answer.status_code == 200
    assert len(answer.json()["drafts"]) == 166
    assert len(captured) < 25 * 166
    files = edith.get("/api/v1/library/export").json()["files"]
    again = edith.post(URL, {"files": files, "dry_run": True}).json()
    assert again["changes"] == []


def test_the_command(library: None, tmp_path: Path) -> None:
    file = tmp_path / "List.CSV"
    file.write_text("text,minutes\nWhat is drift?,8\n", "utf-8")
    said = run("import_questions", str(file), "--role", "ml-engineer", "--dry-run")
    assert "row 2: drift (" in said
    assert said.endswith("1 drafts, 0 faults. Nothing was changed: this was a dry run.\n")
    assert not Question.objects.filter(slug="drift").exists()
    assert "1 of 1: missing_answers" in run("import_questions", str(file))
    for arguments, told in (
        ((str(file),), "List.CSV row 2: text: this is asked already: `drift`"),
        ((str(tmp_path / "list.txt"),), "neither .csv nor .xlsx"),
        ((str(tmp_path / "none.csv"),), "can't be read"),
    ):
        with pytest.raises(CommandError, match=re.escape(told)):
            run("import_questions", *arguments)


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()
