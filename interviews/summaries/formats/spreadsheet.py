"""Texts that people or an ATS have written never run as formulas, whichever program opens the file and however it cuts.

A spreadsheet takes a cell for a formula by what it begins with. Which texts begin cells depends on the program: one
that cuts at semicolons sees other cells in a file with commas. So a text is made inert at its beginning and after
everything in it that some program may cut at. The mark is an apostrophe, and reading back takes away exactly the marks:
what is looked for skips apostrophes, so a text that had one of its own there gets a second.

PostgreSQL, which writes large exports by itself, does the same by the same two patterns (`guard_sql`).
"""

import re
from typing import Final

MARK: Final = "'"
# Blanks, control and zero-width characters, which some programs skip, and quotes, which a wrong cut can leave in front.
_SKIPPED: Final = (
    r"[\u0001-\u0020\"'\u007f-\u00a0\u00ad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2064\u2066-\u206f"
    r"\u3000\ufeff]*"
)
# What begins a formula or a command, and the full-width forms that some programs fold to it.
_BEGINS: Final = r"[=+\-@|%\uff05\uff0b\uff0d\uff1d\uff20\uff5c\u2212]"
_DANGER: Final = f"(?={_SKIPPED}{_BEGINS})"
_AT_START: Final = f"^{_DANGER}"
_AT_CUT: Final = f"([,;\\t\\r\\n]){_DANGER}"
_MARKED_START: Final = f"^{MARK}{_DANGER}"
_MARKED_CUT: Final = f"([,;\\t\\r\\n]){MARK}{_DANGER}"


def guard_text(text: str) -> str:
    """The text with a mark wherever a program could begin to read a formula."""
    return re.sub(_AT_START, MARK, re.sub(_AT_CUT, rf"\1{MARK}", text))


def unguard_text(text: str) -> str:
    """What `guard_text` was given."""
    return re.sub(_MARKED_START, "", re.sub(_MARKED_CUT, r"\1", text))


def guard_sql(column: str) -> str:
    """An SQL expression that guards a text column as `guard_text` does, for a statement with parameters: its per cent
    signs are doubled.
    """
    cut, start = (pattern.replace("'", "''").replace("%", "%%") for pattern in (_AT_CUT, _AT_START))
    return f"regexp_replace(regexp_replace({column}, '{cut}', '\\1''', 'g'), '{start}', '''')"


def printable(text: str) -> str:
    """The text without control characters, which an XLSX file can't hold; line breaks and tabs stay."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", "", text)
