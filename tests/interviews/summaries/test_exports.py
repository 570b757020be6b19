"""Every format of the export is read back from the file, and every figure in it compared with the summary's."""

import csv
import io
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hiringkit.audit.models import AuditEntry
from hiringkit.people.models import Person
from hiringkit.people.vocabulary import GroupName
from interviews.hiring.panels import create_interview
from interviews.hiring.releases import excuse_panelist
from interviews.hiring.services import create_application, create_candidate, create_job
from interviews.models import Application, Candidate
from interviews.scores.records import ScoreWrite
from interviews.summaries.exports import MEDIA
from interviews.summaries.formats.csv import SEPARATORS
from interviews.summaries.formats.files import render_pdf
from interviews.summaries.formats.spreadsheet import unguard_text
from interviews.vocabulary import Recommendation, ScoreState
from tests.api_client import APIClient
from tests.interviews.summaries.large import made_up
from tests.interviews.summaries.test_spreadsheet import CASES, FORMULA
from tests.people.factories import key_client, member, session
from tests.story import ADA, BEN, CAL, Hiring, submit

FORMATS = sorted(MEDIA)
KEPT = Path(__file__).resolve().parents[3] / "build" / "exports"  # the last of each kind, to be looked at
EVIDENCE = "- Asked for the date; then\n=1+1 and | pipes, *stars* <b>tags</b>"
FIGURES = ("mean", "median", "min", "max", "spread", "gap_to_target")


@pytest.fixture
def client() -> APIClient:
    return key_client("all")


@pytest.fixture
def told(hiring: Hiring, client: APIClient) -> Application:
    """Ada and Ben disagree on one competency, one is not assessed, Cal owes, Dan is excused; it was decided on."""
    first, second = hiring.focus[:2]
    submit(ADA, hiring.first, [rated(first, 5), not_assessed(second)])
    submit(BEN, hiring.first, [rated(first, 2), rated(second, 3)], recommendation=Recommendation.STRONG_NO)
    submit(ADA, hiring.second)
    submit(BEN, hiring.second)
    panel = [CAL, "dan@example.com"]
    held = create_interview(application=hiring.application, round=hiring.second.round_id, panelists=panel)
    recruiter = member(GroupName.RECRUITER, email="rita@example.com")
    dan = Person.objects.get(email="dan@example.com")
    excuse_panelist(interview=held, person=dan, reason="Away.", excused_by=recruiter)
    body = {"outcome": "reject", "rationale": "=HYPERLINK(1); too early", "decided_by": recruiter.email}
    assert client.post(f"/api/v1/applications/{hiring.application.pk}/decision", body).status_code == 201
    return hiring.application


def rated(slug: str, level: int) -> ScoreWrite:
    return ScoreWrite(slug, ScoreState.RATED, level=level, evidence=EVIDENCE)


def not_assessed(slug: str) -> ScoreWrite:
    return ScoreWrite(slug, ScoreState.NOT_ASSESSED, reason="No time.")


def summary_of(client: APIClient, application: Application) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/api/v1/applications/{application.pk}/summary").json()
    return found


def file_of(client: APIClient, application: Application, format: str, **query: str) -> bytes:
    answer = client.get(f"/api/v1/applications/{application.pk}/summary/export", {"export": format, **query})
    assert answer.status_code == 200, answer.content
    KEPT.mkdir(parents=True, exist_ok=True)
    (KEPT / f"summary.{format}").write_bytes(answer.content)
    assert answer.headers["Content-Type"] == MEDIA[format]
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="summary-{application.pk}.{format}"'
    return bytes(answer.content)


def number(text: str) -> float | None:
    return float(text.replace(",", ".")) if text else None


def near(value: float | None, digits: int = 2) -> float | None:
    return None if value is None else round(value, digits)


@pytest.mark.parametrize("separator", SEPARATORS)
def test_the_csv_has_every_figure_once(client: APIClient, told: Application, separator: str) -> None:
    summary = summary_of(client, told)
    text = file_of(client, told, "csv", separator=separator).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=SEPARATORS[separator]))
    of: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        of.setdefault(row["record"], []).append({name: unguard_text(value) for name, value in row.items()})
    (application,), (overall,), (plan,) = of["application"], of["overall"], of["plan"]
    assert (application["name"], application["text"]) == ("A Candidate", "Data Scientist")
    assert (number(plan["count"]), plan["slug"]) == (summary["plan"]["version"], summary["plan"]["id"])
    assert number(overall["mean"]) == near(summary["overall"]["weighted_mean"])
    assert number(overall["coverage"]) == near(summary["overall"]["coverage"], 4)
    panel = summary["panel"]
    assert {row["state"]: number(row["count"]) for row in of["count"]} == {
        "expected": panel["expected"],
        "submitted": panel["submitted"],
        "excused": panel["excused"],
        "missing": len(panel["missing"]),
    }
    counted = {row["recommendation"]: number(row["count"]) for row in of["recommendation"]}
    assert counted == summary["overall"]["recommendation_counts"]
    assert [(row["interviewer"], row["state"], row["recommendation"]) for row in of["panel"]] == [
        *((each["interviewer"]["name"], "submitted", each["recommendation"]) for each in summary["recommendations"]),
        ("cal", "missing", ""),
        ("dan", "excused", ""),
    ]
    for row, area in zip(of["area"], summary["areas"], strict=True):
        assert (row["name"], row["slug"], number(row["mean"])) == (
            area["name"], area["area"], near(area["weighted_mean"]),
        )  # fmt: skip
    for row, each in zip(of["competency"], summary["competencies"], strict=True):
        assert (row["name"], row["slug"]) == (each["competency"]["name"], each["competency"]["slug"])
        assert [number(row[name]) for name in FIGURES] == [near(each[name]) for name in FIGURES]
        counts = ("weight", "target_level", "n_rated", "n_raters", "n_not_assessed")
        assert [number(row[name]) for name in counts] == [each[name] for name in counts]
    scores = [(each["competency"]["slug"], score) for each in summary["competencies"] for score in each["scores"]]
    assert [(row["slug"], row["state"], number(row["level"]), row["text"], row["reason"]) for row in of["score"]] == [
        (slug, score["state"], score["level"], score["evidence"], score["reason"]) for slug, score in scores
    ]
    for row, other in zip(of["transfer"], summary["transfer"], strict=True):
        assert (row["slug"], row["name"], number(row["mean"]), number(row["coverage"])) == (
            other["role"], other["title"], near(other["weighted_mean"]), near(other["coverage"], 4),
        )  # fmt: skip
    (decision,) = of["decision"]
    assert (decision["state"], decision["text"], decision["against_panel"]) == (
        "reject", "=HYPERLINK(1); too early", "true",
    )  # fmt: skip
    assert [row["slug"] for row in of["warning"]] == summary["warnings"]
    assert set(of) == {
        "application", "plan", "overall", "count", "recommendation", "panel", "area", "competency", "score", "transfer",
        "decision", "warning",
    }  # fmt: skip


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


def test_the_workbook_has_it_all_in_numbers_and_texts(client: APIClient, told: Application) -> None:
    summary = summary_of(client, told)
    content = file_of(client, told, "xlsx")
    read = sheets(content)
    assert list(read) == ["Overview", "Competencies", "Scores"]
    head, *rows = read["Competencies"]
    table = [dict(zip(head, row, strict=True)) for row in rows]
    for row, each in zip(table, summary["competencies"], strict=True):
        assert row["Slug"] == each["competency"]["slug"]
        names = ("Mean", "Median", "Min", "Max", "Spread", "Gap to target")
        assert [row[name] for name in names] == [near(each[name]) for name in FIGURES]
        assert (row["Weight"], row["Target"], row["Ratings"], row["Not assessed"]) == (
            each["weight"], each["target_level"], each["n_rated"], each["n_not_assessed"],
        )  # fmt: skip
        assert row["Disagreement"] == {True: "yes", False: "no", None: None}[each["disagreement"]]
    head, *rows = read["Scores"]
    assert [(row[1], row[5], row[7], row[8] or "") for row in rows] == [
        (each["competency"]["slug"], score["level"], score["evidence"] or None, score["reason"])
        for each in summary["competencies"]
        for score in each["scores"]
    ]
    overview = {str(row[0]): row for row in read["Overview"] if row[0]}
    assert overview["Weighted mean"][1] == near(summary["overall"]["weighted_mean"])
    assert overview["Candidate"][1] == "A Candidate"
    assert overview["reject"][4] == "=HYPERLINK(1); too early"
    assert overview["cal"][2] == "missing"
    assert overview["dan"][2] == "excused"
    assert overview["strong no"][1] == 1
    for area in summary["areas"]:
        assert overview[area["name"]][4] == near(area["weighted_mean"])
    for code in summary["warnings"]:
        assert overview[code][1]


def cells_of_markdown(text: str) -> dict[str, list[list[str]]]:
    """The rows of each table by its heading, as they are shown."""
    found: dict[str, list[list[str]]] = {}
    heading = ""
    for line in text.splitlines():
        if line.startswith("## "):
            heading = line[3:]
        elif line.startswith("| ") and not set(line) <= set("| -:"):
            cells = re.split(r"(?<!\\) \| ", line[2:-2])
            shown = [re.sub(r"\\(.)", r"\1", cell.replace("<br>", "\n")) for cell in cells]
            found.setdefault(heading, []).append(shown)
    return {name: rows[1:] for name, rows in found.items()}


def test_the_markdown_has_it_all_and_none_of_it_is_markup(client: APIClient, told: Application) -> None:
    summary = summary_of(client, told)
    text = file_of(client, told, "md").decode()
    assert "<b>" not in text
    read = cells_of_markdown(text)
    for row, each in zip(read["Competencies"], summary["competencies"], strict=True):
        assert row[:2] == [each["competency"]["name"], each["competency"]["slug"]]
        assert row[8:13] == [shown(each[name]) for name in FIGURES[:5]]
        assert row[13] == (shown(each["gap_to_target"], "+.2f"))
    assert [row[7] for row in read["Scores"]] == [
        score["evidence"] for each in summary["competencies"] for score in each["scores"]
    ]
    assert [row[1] for row in read["Recommendations"]] == ["1", "0", "3", "0", "0"]
    facts = {row[0]: row[1] for row in read["Summary"]}
    assert facts["Weighted mean"] == shown(summary["overall"]["weighted_mean"])
    assert ["cal", "Business", "missing", "", ""] in read["Panel"]
    assert [row[0] for row in read["Decision"]] == ["reject"]
    assert [row[0] for row in read["Notes"]] == summary["warnings"]
    assert [row[1] for row in read["Areas"]] == [area["area"] for area in summary["areas"]]
    assert [row[1] for row in read["For other roles"]] == [other["role"] for other in summary["transfer"]]


def shown(value: float | None, form: str = ".2f", empty: str = "") -> str:
    return empty if value is None else format(value, form)


class Text(HTMLParser):
    """The words of a page, and what it would load."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.loads: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        self.loads += [named[name] for name in ("src", "href") if name in named and not named[name].startswith("#")]
        assert tag not in ("script", "iframe", "object", "link", "img")


def of_html(content: bytes) -> str:
    reader = Text()
    reader.feed(content.decode())
    assert reader.loads == []
    return " ".join(" ".join(reader.words).split())


def of_pdf(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return " ".join(re.sub("[\u2068\u2069]", "", text).split())


@pytest.mark.parametrize(("format", "read"), [("html", of_html), ("pdf", of_pdf)])
def test_what_a_debrief_reads_has_it_all(
    client: APIClient, told: Application, format: str, read: Callable[[bytes], str]
) -> None:
    summary = summary_of(client, told)
    text = read(file_of(client, told, format))
    for each in summary["competencies"]:
        figures = [shown(each[name], empty="-") for name in FIGURES[:5]]
        assert (
            f"{each['competency']['slug']}: mean {figures[0]}, median {figures[1]}, from {figures[2]} to {figures[3]}, "
            f"spread {figures[4]}; target "
            f"{each['target_level']}, gap {shown(each['gap_to_target'], '+.2f', '-')}; weight {each['weight']}; "
            f"{each['n_rated']} ratings by {each['n_raters']}, {each['n_not_assessed']} not assessed"
        ) in text
        assert each["competency"]["name"] in text
    overall = summary["overall"]
    assert overall["weighted_mean"] is None
    assert "No weighted mean (less than 60% of the weight is rated)" in text
    assert "Missing: cal (Business)" in text
    assert "Excused: dan (Business)" in text
    assert "against the panel" in text
    assert "=HYPERLINK(1); too early" in text
    assert text.count("strong no") == 2  # in the counts and beside Ben
    assert "- Asked for the date; then =1+1 and | pipes, *stars* <b>tags</b>" in text
    assert all(area["name"] in text for area in summary["areas"])
    assert all(other["title"] in text for other in summary["transfer"])
    disagreed = text.index("(disagreement)" if format == "pdf" else "disagreement")
    assert disagreed < text.index("Evidence, side by side" if format == "html" else "For other roles")


def test_a_name_that_runs_the_other_way_does_not_turn_what_follows_it() -> None:
    """On the line `name 1: level` the colon stands right of the whole name, whichever way that runs."""
    summary = made_up(competencies=1, raters=2, characters=10)
    document = pypdfium2.PdfDocument(render_pdf(summary=summary, anchors={}, names={}))
    lines: dict[int, list[tuple[float, str]]] = {}
    for page in document:
        text = page.get_textpage()
        for place, letter in enumerate(text.get_text_range()):
            left, bottom, *_ = text.get_charbox(place, loose=True)
            lines.setdefault(round(bottom), []).append((left, letter))
    document.close()
    names = [line for line in lines.values() if any(letter in "محمدعلي" for _, letter in line)]
    with_level = [line for line in names if any(letter == ":" for _, letter in line)]
    assert with_level
    for line in with_level:
        last = max(left for left, letter in line if letter in "محمدعلي")
        assert max(left for left, letter in line if letter == ":") > last


@pytest.mark.parametrize("format", FORMATS)
def test_an_application_of_which_nothing_is_known_makes_a_file_too(client: APIClient, format: str, db: None) -> None:
    bare = create_application(candidate=create_candidate(name="Nobody Yet"), job=create_job(title="A job"))
    content = file_of(client, bare, format)
    read: dict[str, Callable[[bytes], str]] = {
        "html": of_html,
        "pdf": of_pdf,
        "xlsx": lambda content: str(sheets(content)),
    }
    assert "Nobody Yet" in read.get(format, bytes.decode)(content)


@pytest.mark.parametrize("format", FORMATS)
def test_the_blind_are_refused_alike_and_who_reads_is_noted(client: APIClient, hiring: Hiring, format: str) -> None:
    address = f"/api/v1/applications/{hiring.application.pk}/summary/export?export={format}"
    submit(BEN, hiring.first)
    refused = session(Person.objects.get(email=ADA)).get(address)
    assert (refused.status_code, refused.json()["code"]) == (409, "still_blind")
    before = AuditEntry.objects.filter(thing="summary").count()
    file_of(client, hiring.application, format)
    assert AuditEntry.objects.filter(thing="summary").count() == before + 1


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("", ["?export"]),
        ("export=docx&separator=pipe&paper=a3", ["?export", "?separator", "?paper"]),
        ("export=pdf&separator=tab", ["?separator"]),
        ("export=csv&paper=letter", ["?paper"]),
    ],
)
def test_what_there_is_not_is_said_all_at_once(
    client: APIClient, hiring: Hiring, query: str, places: list[str]
) -> None:
    answer = client.get(f"/api/v1/applications/{hiring.application.pk}/summary/export?{query}")
    assert answer.status_code == 400
    assert [fault["pointer"] for fault in answer.json()["errors"]] == places


def test_no_text_runs_in_any_cell_however_the_file_is_cut(client: APIClient, hiring: Hiring) -> None:
    slug = hiring.focus[0]
    Candidate.objects.update(name="=cmd|' /C calc'!A0", name_key="=cmd|' /c calc'!a0\x1f=cmd|' /C calc'!A0")
    texts = [text for text, _ in CASES if text]
    submit(
        ADA,
        hiring.first,
        [ScoreWrite(slug, ScoreState.RATED, level=3, evidence="\n".join(texts)), not_assessed(hiring.focus[1])],
    )
    for separator in SEPARATORS:
        text = file_of(client, hiring.application, "csv", separator=separator).decode("utf-8-sig")
        for cut in SEPARATORS.values():
            cells = [cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=cut) for cell in row]
            cells += [cell for line in re.split("[\r\n]", text) for cell in line.split(cut)]
            numbers = re.compile(r"-?\d+([.,]\d+)?")
            assert not [cell for cell in cells if FORMULA.match(cell) and not numbers.fullmatch(cell)]
    book = openpyxl.load_workbook(io.BytesIO(file_of(client, hiring.application, "xlsx")))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    evidence = [row[7].value for row in book["Scores"].iter_rows(min_row=2)]
    assert any(value and "=1+1" in value for value in evidence)


@pytest.mark.parametrize("format", FORMATS)
def test_it_takes_as_many_statements_for_four_scorecards_as_for_two(
    client: APIClient, hiring: Hiring, format: str
) -> None:
    """The key; the summary; its entry in the trail; anchors and names of competencies for what a
    debrief reads.
    """

    def counted() -> int:
        with CaptureQueriesContext(connection) as captured:
            file_of(client, hiring.application, format)
        return len(captured)

    submit(ADA, hiring.first)
    submit(BEN, hiring.first)
    counted()  # writes the key's last use
    first = counted()
    submit(ADA, hiring.second)
    submit(BEN, hiring.second)
    assert (first, counted()) == (EXPECTED[format],) * 2


EXPECTED = {"csv": 3, "xlsx": 3, "md": 3, "html": 5, "pdf": 5}
