"""The summary as CSV: one line per score, and one for each competency that nobody scored.

The competency's figures stand on each of its lines, so that a pivot table needs no second file. UTF-8 with a byte-order
mark (Excel needs it), CRLF line ends (RFC 4180), numbers unrounded with a decimal point.
"""

import csv
import io
from typing import Any

from interviews.summaries.queries import Summary
from interviews.summaries.spreadsheet import guard_text

FIGURES = (
    "weight", "target_level", "n_rated", "n_raters", "n_not_assessed", "mean", "median", "min", "max", "spread",
    "disagreement", "gap_to_target",
)  # fmt: skip
COLUMNS = (
    "application", "candidate", "job", "area", "competency", *FIGURES, "interviewer", "round", "state", "level",
    "evidence", "reason", "informed",
)  # fmt: skip


def render_csv(*, summary: Summary) -> bytes:
    """The file's bytes for a summary made by `build_summary`."""
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(COLUMNS)
    application = summary["application"]
    head = (application["id"], application["candidate"]["name"], application["job"]["title"])
    for row in summary["competencies"]:
        figures = [row[name] for name in FIGURES]
        for score in row["scores"] or [None]:
            cells = [*head, row["area"], row["competency"]["slug"], *figures, *_score_cells(score)]
            writer.writerow([_cell(value) for value in cells])
    return lines.getvalue().encode("utf-8-sig")


def _score_cells(score: dict[str, Any] | None) -> list[Any]:
    if score is None:
        return [None] * 7
    return [
        score["interviewer"]["name"],
        score["round"]["title"],
        score["state"],
        score["level"],
        score["evidence"],
        score["reason"],
        score["informed"],
    ]


def _cell(value: Any) -> Any:
    """Texts guarded, truth values as true/false, nothing as an empty cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, int | float) else guard_text(str(value))
