"""What a comparison of roles is made of. Cells and columns stand in the order in which the roles were asked for."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from hiringkit.api.records import described


@dataclass(frozen=True, slots=True)
class ComparedRole:
    """A role that is compared."""

    slug: str
    title: str
    summary: str
    focus: str


@dataclass(frozen=True, slots=True)
class ComparedActivity:
    """A piece of work that roles share or own."""

    slug: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class InvolvementCell:
    """How far one role is involved in an activity."""

    role: str
    involvement: str
    focus: str = field(metadata=described("Empty where the role has no part in the activity."))


@dataclass(frozen=True, slots=True)
class ActivityComparison:
    """An activity over the roles."""

    activity: ComparedActivity
    cells: Sequence[InvolvementCell]
    shared: bool = field(metadata=described("Whether each of the roles has a part in it."))


@dataclass(frozen=True, slots=True)
class ToolsOfRole:
    """What one of the roles uses."""

    role: str
    tools: Sequence[str]


@dataclass(frozen=True, slots=True)
class ToolCell:
    """What one role uses a tool for."""

    role: str
    categories: Sequence[str] = field(metadata=described("Empty where the role does not use the tool."))


@dataclass(frozen=True, slots=True)
class ToolComparison:
    """A tool over the roles."""

    tool: str
    cells: Sequence[ToolCell]


@dataclass(frozen=True, slots=True)
class ToolsComparison:
    """The tools over the roles."""

    shared: Sequence[str] = field(metadata=described("What each of the roles uses, by name."))
    exclusive: Sequence[ToolsOfRole] = field(metadata=described("For each role what none of the others uses."))
    rows: Sequence[ToolComparison]


@dataclass(frozen=True, slots=True)
class ComparedTargets:
    """The level (2-5) that each seniority should reach; null where it need not have the competency."""

    junior: int | None
    mid: int | None
    senior: int


@dataclass(frozen=True, slots=True)
class NeedCell:
    """One role's need of a competency."""

    role: str
    weight: int = field(metadata=described("Relative to the other weights of the same role."))
    share: float = field(metadata=described("Of the role's whole weight, 0 to 1: what roles can be compared by."))
    targets: ComparedTargets


@dataclass(frozen=True, slots=True)
class ComparedNeed:
    """A competency as it is named inside other things."""

    slug: str
    name: str
    area: str


@dataclass(frozen=True, slots=True)
class CompetencyComparison:
    """A competency over the roles."""

    competency: ComparedNeed
    cells: Sequence[NeedCell | None] = field(metadata=described("Null where the role does not ask for the competency."))
    shared: bool = field(metadata=described("Whether each of the roles asks for it."))
    exclusive: bool = field(metadata=described("Whether one of the roles alone asks for it."))


@dataclass(frozen=True, slots=True)
class ToldApart:
    """The sentence that tells `role` apart from `other`."""

    role: str
    other: str
    text: str


@dataclass(frozen=True, slots=True)
class PairDistinction:
    """What tells two of the roles apart."""

    roles: Sequence[str]
    sentences: Sequence[ToldApart] | None = field(
        metadata=described("One or two, a direction each; null where nobody has written any.")
    )


@dataclass(frozen=True, slots=True)
class RoleComparison:
    """Roles side by side: what they share, what each has alone, and what tells them apart."""

    roles: Sequence[ComparedRole]
    activities: Sequence[ActivityComparison]
    tools: ToolsComparison
    competencies: Sequence[CompetencyComparison]
    distinctions: Sequence[PairDistinction] = field(metadata=described("Every pair of the roles."))
