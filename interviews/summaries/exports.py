"""The formats of the export by name: their media types, and what makes them."""

from dataclasses import dataclass
from typing import Any, Final

from interviews.domain.summaries.summary import Summary
from interviews.paper.typeset import Paper
from interviews.summaries.formats.csv import render_csv
from interviews.summaries.formats.debrief import read_anchors
from interviews.summaries.formats.files import render_html, render_pdf
from interviews.summaries.formats.markdown import render_markdown
from interviews.summaries.formats.xlsx import render_xlsx
from roles.queries import competency_names

MEDIA: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
}


# As pages offer them, the most used first.
NAMES: Final = (("pdf", "PDF"), ("html", "Page"), ("xlsx", "Excel"), ("csv", "CSV"), ("md", "Markdown"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """A format of `MEDIA`, how a CSV separates, and the paper of a PDF."""

    format: str
    separator: str = "comma"
    paper: Paper = "a4"


def render(*, summary: Summary, wanted: Wanted) -> bytes:
    """The file's bytes (2 statements for what a debrief reads beside the summary: anchors, and what competencies of
    other roles are called).
    """
    if wanted.format == "csv":
        return render_csv(summary=summary, separator=wanted.separator)
    if wanted.format == "xlsx":
        return render_xlsx(summary=summary)
    if wanted.format == "md":
        return render_markdown(summary=summary)
    beside: dict[str, Any] = {"anchors": read_anchors(summary), "names": competency_names()}
    if wanted.format == "html":
        return render_html(summary=summary, **beside)
    return render_pdf(summary=summary, paper=wanted.paper, **beside)
