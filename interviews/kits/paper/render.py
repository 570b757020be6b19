"""The kit and the candidate's sheets as PDF."""

from interviews.kits.kit import Kit
from interviews.kits.paper.data import kit_data, sheets_data
from interviews.paper.typeset import Paper, typeset


def kit_pdf(*, kit: Kit, paper: Paper = "a4") -> bytes:
    """The kit as a PDF, black on white."""
    return typeset(template="kits/paper/kit.typ", data=kit_data(kit), paper=paper)


def sheets_pdf(*, kit: Kit, paper: Paper = "a4") -> bytes:
    """The candidate's sheets as a PDF, each on a page of its own: no question, no answer, no name."""
    return typeset(template="kits/paper/sheets.typ", data=sheets_data(kit), paper=paper)
