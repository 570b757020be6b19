"""The lint of the library: what an editor should look at before people are asked it. Works on documents."""

from hashlib import sha256
from pathlib import Path
from typing import Final

from roles.lint.competencies import lint_competency
from roles.lint.findings import (
    OF_OTHERS,
    Finding,
    Kind,
    Severity,
    accepted_codes,
    without_accepted,
    write_findings,
)
from roles.lint.questions import (
    UNCHECKED,
    UNFINISHED,
    UNFINISHED_OF_A_ROLE,
    error_codes,
    findings_of,
    lint_question,
    off_profile,
    open_errors,
    unfinished,
)
from roles.lint.whole import Suiting, between, copies_of, coverage, find_all, lint_library

__all__ = [
    "EDITION",
    "OF_OTHERS",
    "UNCHECKED",
    "UNFINISHED",
    "UNFINISHED_OF_A_ROLE",
    "Finding",
    "Kind",
    "Severity",
    "Suiting",
    "accepted_codes",
    "between",
    "copies_of",
    "coverage",
    "error_codes",
    "find_all",
    "findings_of",
    "lint_competency",
    "lint_library",
    "lint_question",
    "off_profile",
    "open_errors",
    "unfinished",
    "without_accepted",
    "write_findings",
]


def _edition() -> str:
    files = sorted(path for path in Path(__file__).parent.rglob("*") if path.suffix in (".py", ".yaml"))
    return sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()[:16]


EDITION: Final = _edition()
"""Names the rules as they are in this version: what was judged by another edition is judged anew."""
