"""The summary as a workbook: an overview, the competencies with their figures, every score with its evidence.

Texts are written as texts, never as formulas or addresses; figures are numbers with a format.
"""

import io
from datetime import datetime
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from interviews.domain.summaries.summary import Summary
from interviews.summaries.formats.blocks import OVERVIEW, Block, Cell, Column, Kind, competencies, scores
from interviews.summaries.formats.spreadsheet import printable

_FORMATS: Final[dict[Kind, dict[str, Any]]] = {
    Kind.TEXT: {"num_format": "@"},
    Kind.LONG: {"num_format": "@", "text_wrap": True},
    Kind.COUNT: {"num_format": "0"},
    Kind.LEVEL: {"num_format": "0.00"},
    Kind.GAP: {"num_format": "+0.00;-0.00;0.00"},
    Kind.SHARE: {"num_format": "0%"},
    Kind.FLAG: {},
}
_WIDTHS: Final = {Kind.LONG: 70, Kind.TEXT: 26}
_WIDTH_OF_NUMBERS: Final = 13
A4: Final = 9  # the format's number for it
NO_DATE: Final = datetime(2000, 1, 1)  # so that one summary always makes the same file
LONGEST: Final = 32_767  # characters that a cell holds


def render_xlsx(*, summary: Summary) -> bytes:
    """The file's bytes."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(file, options) as book:
        book.set_properties({"created": NO_DATE})
        formats = {kind: book.add_format({"valign": "top", **wanted}) for kind, wanted in _FORMATS.items()}
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        title = book.add_format({"bold": True, "font_size": 13})
        overview = book.add_worksheet("Overview")
        overview.set_column(0, 0, 30)
        overview.set_column(1, 1, 38)
        overview.set_column(2, 6, 24)
        row = 0
        for make in OVERVIEW:
            block = make(summary)
            overview.write_string(row, 0, block.title, title)
            row = 2 + _write(overview, block, row + 1, formats, head)
        for block in (competencies(summary), scores(summary)):
            sheet = book.add_worksheet(block.title)
            end = _write(sheet, block, 0, formats, head)
            for place, column in enumerate(block.columns):
                sheet.set_column(place, place, _WIDTHS.get(column.kind, _WIDTH_OF_NUMBERS))
            sheet.freeze_panes(1, 1)
            sheet.autofilter(0, 0, max(1, end - 1), len(block.columns) - 1)
        for sheet in book.worksheets():
            sheet.set_landscape()
            sheet.set_paper(A4)
            sheet.fit_to_pages(1, 0)  # as wide as a page, as long as it is
    return file.getvalue()


def _write(sheet: Worksheet, block: Block, row: int, formats: dict[Kind, Any], head: Any) -> int:
    """Write a block from this row on; returns the row after it."""
    for place, column in enumerate(block.columns):
        sheet.write_string(row, place, column.name, head)
    for cells in block.rows:
        row += 1
        for place, (column, value) in enumerate(zip(block.columns, cells, strict=True)):
            _write_cell(sheet, row, place, value, formats[_kind(column, value)])
    return row + 1


def _kind(column: Column, value: Cell) -> Kind:
    """Among the facts stand figures of all kinds."""
    if column.kind is Kind.TEXT and isinstance(value, int | float):
        return Kind.LEVEL if isinstance(value, float) else Kind.COUNT
    return column.kind


def _write_cell(sheet: Worksheet, row: int, place: int, value: Cell, format: Any) -> None:
    if value is None or value == "":
        sheet.write_blank(row, place, None, format)
    elif isinstance(value, bool):
        sheet.write_string(row, place, "yes" if value else "no", format)  # a truth value is a formula to LibreOffice
    elif isinstance(value, int | float):
        sheet.write_number(row, place, value, format)
    else:
        sheet.write_string(row, place, printable(value)[:LONGEST], format)
