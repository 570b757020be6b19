"""The summary as CSV: one line per score, and one for each competency that nobody scored.

The competency's figures stand on each of its lines, so that a pivot table needs no second file. UTF-8 with a byte-order
mark (Excel needs it), CRLF line ends (RFC 4180), numbers unrounded with a decimal point.
"""

import csv
import io
import uuid

from interviews.domain.summaries.summary import Summary, SummaryScore
from interviews.summaries.formats.spreadsheet import guard_text

Cell = str | int | float | bool | uuid.UUID | None

FIGURES = (
    "weight", "target_level", "n_rated", "n_raters", "n_not_assessed", "mean", "median", "min", "max", "spread",
    "disagreement", "gap_to_target",
)  # fmt: skip
COLUMNS = (
    "application", "candidate", "job", "area", "competency", *FIGURES, "interviewer", "round", "state", "level",
    "evidence", "reason", "informed",
)  # fmt: skip


def render_csv(*, summary: Summary) -> bytes:
    """The file's bytes."""
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(COLUMNS)
    application = summary.application
    head: list[Cell] = [application.id, application.candidate.name, application.job.title]
    for row in summary.competencies:
        figures: list[Cell] = [getattr(row, name) for name in FIGURES]
        for scored in [_score_cells(score) for score in row.scores] or [[None] * 7]:
            cells = [*head, row.area, row.competency.slug, *figures, *scored]
            writer.writerow([_cell(value) for value in cells])
    return lines.getvalue().encode("utf-8-sig")


def _score_cells(score: SummaryScore) -> list[Cell]:
    return [
        score.interviewer.name,
        score.round.title,
        score.state,
        score.level,
        score.evidence,
        score.reason,
        score.informed,
    ]


def _cell(value: Cell) -> str | int | float:
    """Texts guarded, truth values as true/false, nothing as an empty cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, int | float) else guard_text(str(value))
