"""The summary as one table of comma-separated values: every figure once, on the row of what it is a figure of.

`record` says what a row is: `application`, `plan`, `panel` (a seat, with what its scorecard recommends), `count` (of
scorecards), `recommendation` (a count), `overall`, `area`, `competency`, `score`, `transfer`, `decision`, `warning`. A
pivot filters by it, and counts nothing twice. UTF-8 with a byte-order mark (Excel needs it), CRLF line ends (RFC 4180).
"""

import csv
import io
import uuid
from collections.abc import Iterator
from typing import Any, Final

from interviews.domain.summaries.summary import Summary
from interviews.summaries.formats.blocks import rounded
from interviews.summaries.formats.spreadsheet import guard_text
from interviews.summaries.words import in_words
from interviews.vocabulary import Recommendation

Cell = str | int | float | bool | uuid.UUID | None

FIGURES: Final = (
    "weight", "target_level", "n_rated", "n_raters", "n_not_assessed", "mean", "median", "min", "max", "spread",
    "disagreement", "gap_to_target",
)  # fmt: skip
COLUMNS: Final = (
    "record", "name", "slug", "remote_id", "area", "interviewer", "round", *FIGURES, "count", "coverage", "state",
    "level", "recommendation", "informed", "against_panel", "at", "text", "reason",
)  # fmt: skip
SEPARATORS: Final = {"comma": ",", "semicolon": ";", "tab": "\t"}


def render_csv(*, summary: Summary, separator: str = "comma") -> bytes:
    """The file's bytes. With semicolons numbers have a decimal comma: what a spreadsheet of those countries opens."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, delimiter=SEPARATORS[separator])
    writer.writerow(COLUMNS)
    for row in _rows(summary):
        unknown = row.keys() - set(COLUMNS)
        assert not unknown, unknown
        writer.writerow([_cell(row.get(name), comma=separator == "semicolon") for name in COLUMNS])
    return lines.getvalue().encode("utf-8-sig")


def _rows(summary: Summary) -> Iterator[dict[str, Any]]:
    application, overall, panel = summary.application, summary.overall, summary.panel
    yield {
        "record": "application", "name": application.candidate.name, "slug": application.id,
        "remote_id": application.remote_id, "state": application.status, "text": application.job.title,
    }  # fmt: skip
    if summary.plan is not None:
        yield {"record": "plan", "slug": summary.plan.id, "count": summary.plan.version}
    yield {
        "record": "overall", "mean": rounded(overall.weighted_mean), "coverage": rounded(overall.coverage, 4),
        "reason": in_words(overall.reason_if_null),
    }  # fmt: skip
    for state, count in (
        ("expected", panel.expected),
        ("submitted", panel.submitted),
        ("excused", panel.excused),
        ("missing", len(panel.missing)),
    ):
        yield {"record": "count", "state": state, "count": count}
    for name in Recommendation.values:
        count = getattr(overall.recommendation_counts, name)
        yield {"record": "recommendation", "recommendation": name, "count": count}
    for card in summary.recommendations:
        yield {
            "record": "panel", "interviewer": card.interviewer.name, "round": card.round.title, "state": "submitted",
            "recommendation": card.recommendation, "informed": card.informed,
        }  # fmt: skip
    for state, seats in (("missing", panel.missing), ("excused", panel.excusals)):
        for seat in seats:
            named = {"interviewer": seat.interviewer.name, "round": seat.round.title}
            yield {"record": "panel", **named, "state": state}
    for area in summary.areas:
        yield {
            "record": "area", "name": area.name, "slug": area.area, "count": area.n_competencies,
            "n_rated": area.n_rated_competencies, "mean": rounded(area.weighted_mean),
            "coverage": rounded(area.coverage, 4), "reason": in_words(area.reason_if_null),
        }  # fmt: skip
    for row in summary.competencies:
        names = {"name": row.competency.name, "slug": row.competency.slug, "area": row.area}
        figures = {name: getattr(row, name) for name in FIGURES}
        yield {"record": "competency", **names, **{name: _rounded(value) for name, value in figures.items()}}
        for score in row.scores:
            yield {
                "record": "score", **names, "interviewer": score.interviewer.name, "round": score.round.title,
                "state": score.state, "level": score.level, "informed": score.informed, "text": score.evidence,
                "reason": score.reason,
            }  # fmt: skip
    for other in summary.transfer:
        yield {
            "record": "transfer", "name": other.title, "slug": other.role, "mean": rounded(other.weighted_mean),
            "coverage": rounded(other.coverage, 4), "text": ", ".join(other.unassessed),
            "reason": in_words(other.reason_if_null),
        }  # fmt: skip
    if summary.decision is not None:
        made = summary.decision
        yield {
            "record": "decision", "interviewer": made.decided_by.name, "state": made.outcome,
            "against_panel": made.against_panel, "at": made.decided_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "text": made.rationale, "reason": made.correction_reason,
        }  # fmt: skip
    for code in summary.warnings:
        yield {"record": "warning", "slug": code, "text": in_words(code)}


def _rounded(value: Any) -> Any:
    return rounded(value) if isinstance(value, float) else value


def _cell(value: Cell, *, comma: bool) -> str:
    """Texts guarded, truth values as true/false, nothing as an empty cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value).replace(".", ",") if comma else str(value)
    return guard_text(str(value))
