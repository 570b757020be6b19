"""A table's cells as texts, whatever program wrote it: `read_csv` and `read_xlsx` give rows by column name."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from hiringkit.api.parsers import UNSTORABLE
from roles.library.files import LibraryFault

MOST_ROWS: Final = 5_000
MOST_BYTES: Final = 2 * 1024 * 1024
MOST_UNZIPPED: Final = 40 * 1024 * 1024
_SEPARATORS: Final = ",;\t"
_NEVER: Final = "\x1f"  # the separator of fields that no keyboard has


@dataclass(frozen=True, slots=True)
class Table:
    """A header and its rows; `rows` have their number in the file, the header's being 1. Cells are stripped."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]


class TableUnreadable(Exception):
    """It is no table: `fault` says why and where."""

    def __init__(self, code: str, detail: str, *, line: int = 1) -> None:
        self.fault = LibraryFault("", line, "", code, detail)
        super().__init__(detail)


def read_csv(content: bytes) -> Table:
    """Comma, semicolon or tab, whichever the header has most of, and with none of them one column, in which they are
    letters like others; UTF-8, with a byte order mark or without.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise TableUnreadable("unreadable", "this is not UTF-8: save it as “CSV UTF-8”", line=line) from error
    head = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=head.count)
    if separator not in head:
        separator = _NEVER
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        return _table((reader.line_num, row) for row in reader)
    except csv.Error as error:
        raise TableUnreadable("unreadable", f"this is not CSV: {error}", line=reader.line_num) from error


def read_xlsx(content: bytes) -> Table:
    """The first sheet; formulas count as what they came to when the file was saved."""
    from openpyxl import load_workbook  # a tenth of a second, for those who bring a workbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNZIPPED:
                raise TableUnreadable("too_large", f"it holds more than {MOST_UNZIPPED:,} bytes unpacked")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(values_only=True)
        return _table((number, [_text(cell) for cell in row]) for number, row in enumerate(rows, start=1))
    except TableUnreadable:
        raise
    except Exception as error:  # openpyxl raises whatever it stumbles over in a broken file
        raise TableUnreadable("unreadable", f"this is not an XLSX workbook that can be read: {error}"[:300]) from error


def _text(cell: object) -> str:
    """A whole number as people write it: Excel keeps 3 as 3.0."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def _table(lines: Iterator[tuple[int, Sequence[str]]]) -> Table:
    header: list[str] | None = None
    rows: list[tuple[int, dict[str, str]]] = []
    for number, cells in lines:
        texts = [cell.strip() for cell in cells]
        if not any(texts):
            continue
        if header is None:
            header = texts
            continue
        if len(rows) == MOST_ROWS:
            raise TableUnreadable("too_long", f"it has more than {MOST_ROWS:,} rows", line=number)
        if any(UNSTORABLE.search(text) for text in texts):
            raise TableUnreadable("invalid_text", "a cell holds a NUL character or half a surrogate pair", line=number)
        if any(texts[len(header) :]):
            detail = "this row has more cells than the header; is a text with a separator in it not in quotes?"
            raise TableUnreadable("too_many_cells", detail, line=number)
        rows.append((number, dict(zip(header, texts, strict=False))))
    if header is None:
        raise TableUnreadable("empty", "there is nothing in it: the first row names the columns, and one is `text`")
    return Table(tuple(header), tuple(rows))
