"""An integer programme as plain lists, with objectives in order of importance. Knows nothing of plans or solvers."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

# A sparse linear expression: column -> whole coefficient.
Linear = dict[int, int]

# Objectives are folded into one until their joint range passes this. Solvers compute in doubles with tolerances near
# 1e-6, so a weight much beyond a million could be traded against a rounding error.
FOLD_LIMIT = 2**20

# Rows that fix an objective at a whole value lie this far below it: well above any tolerance, well below one.
SLACK = 0.25


@dataclass(frozen=True, slots=True)
class Row:
    """lower <= terms <= upper; None is no limit."""

    terms: Linear
    lower: float | None
    upper: float | None


@dataclass(slots=True)
class Programme:
    """Bounded columns, some of them whole-numbered, and rows over them."""

    lower: list[int] = field(default_factory=list)
    upper: list[int] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def add_column(self, *, lower: int = 0, upper: int = 1, whole: bool = False) -> int:
        self.lower.append(lower)
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.lower) - 1

    def add_row(self, terms: Linear, *, lower: float | None = None, upper: float | None = None) -> None:
        self.rows.append(Row(terms, lower, upper))


@dataclass(frozen=True, slots=True)
class Goal:
    """Something to be as high as possible: a whole-valued expression whose values lie in a range of width `span`."""

    terms: Linear
    span: int

    def value(self, columns: Sequence[float]) -> float:
        return sum(coefficient * columns[column] for column, coefficient in self.terms.items())


@dataclass(frozen=True, slots=True)
class Folded:
    """Goals in order of importance as one: a step of an earlier goal outweighs the whole range of the later ones."""

    goals: tuple[Goal, ...]

    @property
    def scales(self) -> tuple[int, ...]:
        scales = [1]
        for goal in reversed(self.goals[1:]):
            scales.append(scales[-1] * (goal.span + 1))
        return tuple(reversed(scales))

    def joint(self, values: Sequence[int]) -> int:
        """The folded number of the goals' values."""
        return sum(scale * value for scale, value in zip(self.scales, values, strict=True))

    @property
    def terms(self) -> Linear:
        total: Linear = {}
        for scale, goal in zip(self.scales, self.goals, strict=True):
            for column, coefficient in goal.terms.items():
                total[column] = total.get(column, 0) + scale * coefficient
        return total


def fold(goals: Iterable[Goal], limit: int = FOLD_LIMIT) -> Iterator[Folded]:
    """Bundle neighbouring goals as far as the numbers stay safe; a goal that is too wide alone stays alone."""
    bundle: list[Goal] = []
    width = 1
    for goal in goals:
        if bundle and width * (goal.span + 1) > limit:
            yield Folded(tuple(bundle))
            bundle, width = [], 1
        bundle.append(goal)
        width *= goal.span + 1
    if bundle:
        yield Folded(tuple(bundle))


def hold(programme: Programme, goal: Goal, value: int) -> None:
    """Keep a goal at `value` or better from here on."""
    if len(goal.terms) == 1:
        ((column, coefficient),) = goal.terms.items()
        if coefficient == 1:
            programme.lower[column] = max(programme.lower[column], value)
            if value == 0:
                programme.upper[column] = 0
            return
    programme.add_row(goal.terms, lower=value - SLACK)
