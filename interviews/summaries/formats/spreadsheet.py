"""Texts that people wrote must never run as formulas in the spreadsheet that opens an export."""

import re

# What spreadsheet programs take for the start of a formula or a command, in ASCII and in the full-width forms that
# some of them fold to ASCII, also behind blanks, control and zero-width characters, which some of them skip.
_FORMULA_START = re.compile(
    r"^[\s\x00-\x1f\u00a0\u200b-\u200f\u2028-\u202f\u2060\ufeff]*[=+\-@|%\uff1d\uff0b\uff0d\uff20]"
)
_CONTROL_START = re.compile(r"^[\t\r\n]")


def guard_text(text: str) -> str:
    """The text, behind an apostrophe if a spreadsheet could take it for a formula."""
    if _FORMULA_START.match(text) or _CONTROL_START.match(text):
        return f"'{text}"
    return text
