"""What an import of library files did, or would do."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from roles.lint import Finding

CREATED, UPDATED = "created", "updated"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that an import wrote: its kind and slug, whether it is new, and which of its fields differ, each with
    what it said before and says after.
    """

    kind: str
    slug: str
    action: str
    differences: tuple[tuple[str, Any, Any], ...] = field(default=(), compare=False)

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(name for name, _, _ in self.differences)


@dataclass(slots=True)
class ImportReport:
    """What an import did, or would do: the changes in the order of the files, the slugs by kind of what was the same
    already, and of what differs but was kept; what the lint says of the library as it is then.
    """

    changes: list[Change] = field(default_factory=list)
    unchanged: dict[str, list[str]] = field(default_factory=dict)
    kept: dict[str, list[str]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def counts(self) -> Counter[str]:
        """How many things of each kind were written."""
        return Counter(change.kind for change in self.changes)
