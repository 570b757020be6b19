"""What the lint says: a finding, and how an editor accepts one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Any, Protocol


class Severity(StrEnum):
    """What has an error is asked only if a library editor overrules it; a warning may be let be. Both take a reason."""

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


def accepted_codes(document: Mapping[str, Any]) -> set[str]:
    """The codes that a question document accepts: `accepted: [{code, reason}]`, in older files `{code: reason}`."""
    accepted = document.get("accepted") or ()
    return set(accepted) if isinstance(accepted, Mapping) else {row["code"] for row in accepted}


# What depends on other questions, and comes and goes with them: one question alone can't show it.
OF_OTHERS = frozenset({"near_duplicate", "off_profile"})


def without_accepted(findings: Iterable[Finding], questions: Iterable[Mapping[str, Any]]) -> list[Finding]:
    """Leave out what the question documents in use accept.

    An accepted code without a finding is itself a warning, `accepted_without_finding`.
    """
    rows = list(findings)
    found = {(row.slug, row.code) for row in rows if row.kind is Kind.QUESTION}
    accepted = {
        (document["slug"], code)
        for document in questions
        for code in accepted_codes(document)
        if document["status"] != "retired"
    }
    idle = {
        Finding(
            Severity.WARNING,
            Kind.QUESTION,
            slug,
            "accepted_without_finding",
            f"accepted/{code}",
            f"`{code}` is accepted here, and nothing of the kind is found (any more)",
        )
        for slug, code in accepted - found
        if code not in OF_OTHERS
    }
    kept = [row for row in rows if row.kind is not Kind.QUESTION or (row.slug, row.code) not in accepted]
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
