"""What the lint says: a finding, and how an editor accepts one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Any, Protocol


class Severity(StrEnum):
    """An error has to be put right; a warning may be accepted, with a reason."""

    ERROR = "error"
    WARNING = "warning"


class Kind(StrEnum):
    """What kind of thing a finding is about."""

    QUESTION = "question"
    COMPETENCY = "competency"
    ROLE = "role"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that an editor should look at.

    `slug` names the question, competency or role; `place` says where in its document, such as `text`, `probes/1` (the
    second probe: places count from 0, as in `LibraryFault`), `anchors/3` (level 3) or `competencies/model-evaluation`;
    `code` is for programs and for `accepted`, `detail` for people.
    """

    severity: Severity
    kind: Kind
    slug: str
    code: str
    place: str
    detail: str


def sort_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Group by thing; within one, errors come before warnings. Equal findings are given once."""
    return sorted(set(findings), key=lambda row: (row.kind, row.slug, row.severity, row.place, row.code, row.detail))


def without_accepted(
    findings: Iterable[Finding], documents: Iterable[Mapping[str, Any]], *, not_looked_for: frozenset[str] = frozenset()
) -> list[Finding]:
    """Leave out the warnings that the question documents accept (`accepted: {code: reason}`).

    Errors stay, whatever is accepted. An accepted code without a warning to accept is itself a warning,
    `accepted_without_finding`, unless it is one of those `not_looked_for`: what depends on other questions comes and
    goes with them.
    """
    rows = list(findings)
    warned = {(row.slug, row.code) for row in rows if row.kind is Kind.QUESTION and row.severity is Severity.WARNING}
    accepted = {(document["slug"], code) for document in documents for code in document.get("accepted", {})}
    idle = {
        Finding(
            Severity.WARNING,
            Kind.QUESTION,
            slug,
            "accepted_without_finding",
            f"accepted/{code}",
            f"`{code}` is accepted here, and there is no such warning (any more)",
        )
        for slug, code in accepted - warned
        if code not in not_looked_for
    }
    kept = [
        row
        for row in rows
        if row.kind is not Kind.QUESTION or row.severity is Severity.ERROR or (row.slug, row.code) not in accepted
    ]
    return sort_findings([*kept, *idle])


class Printer(Protocol):
    """What a command writes lines to."""

    def write(self, msg: str, /) -> object: ...


def write_findings(out: Printer, findings: Iterable[Finding]) -> None:
    """The findings for people, under the thing that they are of."""
    for (kind, slug), group in groupby(findings, key=lambda finding: (finding.kind, finding.slug)):
        out.write(f"{kind} {slug}")
        for finding in group:
            out.write(f"  {finding.severity}: {finding.place}: {finding.detail} [{finding.code}]")
