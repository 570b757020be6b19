"""What comes out of plan assembly: a plan and its report. Times are whole minutes, rounds are counted from 0."""

from dataclasses import dataclass

from interviews.domain.plans.problem.types import ConstraintRef, Kind


@dataclass(frozen=True, slots=True)
class CompetencyCoverage:
    """What one competency gets.

    `questions` show it as primary and `rounds` are where they sit: these two are what minima and maxima count. `also`
    show it as secondary. `strength` is the evidence in effective minutes (see `objective`). `shown` and `told` say that
    the candidate does something for it, and tells of something done.
    """

    competency: str
    questions: tuple[str, ...]
    rounds: tuple[int, ...]
    strength: int
    also: tuple[str, ...] = ()
    shown: bool = False
    told: bool = False


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A competency of the profile that no question of the plan shows as primary, and why."""

    competency: str
    reason_code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Hole:
    """What the bank lacks for a competency at this seniority, whatever the plan."""

    competency: str
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class ItemReason:
    """What a question is in the plan for: machine codes, and a sentence."""

    round: int
    slug: str
    codes: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class RoundTheme:
    """What a round is about: the profile's competencies that it shows as primary, those with most minutes first."""

    competencies: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class NextBest:
    """What more time in a round would buy: enough minutes to add one more question on `competency`."""

    round: int
    extra_minutes: int
    competency: str
    text: str


@dataclass(frozen=True, slots=True)
class NextMinutes:
    """What `minutes` more in a round would buy: `adds`, in place of `replaces` if that is named."""

    round: int
    minutes: int
    adds: str
    replaces: str | None
    gain: int
    text: str


@dataclass(frozen=True, slots=True)
class Places:
    """What the arrangement of the questions costs (see `arrange`), and whether none costs less."""

    cost: int
    proven: bool


@dataclass(frozen=True, slots=True)
class Assembly:
    """A plan and its report.

    `rounds` are question slugs in the order of asking. `objective` is the worth of the content, exact; `bound` a value
    that no plan can exceed; `optimal` says that they are equal and that no other set of questions is as good, so that
    the same input gives this same plan on any machine. `kinds` counts questions, all four kinds named. `why` are
    sentences. `violations` names the wishes that a plan edited by hand breaks.
    """

    rounds: tuple[tuple[str, ...], ...]
    objective: int
    bound: int
    optimal: bool
    places: Places
    minutes_used: tuple[int, ...]
    minutes_free: tuple[int, ...]
    why: tuple[str, ...]
    kinds: tuple[tuple[Kind, int], ...]
    items: tuple[ItemReason, ...]
    themes: tuple[RoundTheme, ...]
    coverage: tuple[CompetencyCoverage, ...]
    uncovered: tuple[Uncovered, ...]
    holes: tuple[Hole, ...]
    next_best: tuple[NextBest, ...]
    next_minutes: tuple[NextMinutes, ...]
    violations: tuple[ConstraintRef, ...] = ()
