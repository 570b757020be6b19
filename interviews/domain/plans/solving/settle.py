"""The best content there is, with the proof that it is best and that nothing else is as good.

Value, burden and a fixed number drawn from each slug are folded into one whole number. Its maximum is found; then the
choice that reached it is ruled out and the maximum sought again. Is that less, the first is the only best one,
whichever path a solver took to it. Otherwise the larger list of counts is taken, until what is left is worth less.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

from interviews.domain.plans.problem import constants as c
from interviews.domain.plans.problem.classes import Problem, Question
from interviews.domain.plans.problem.objective import most_value
from interviews.domain.plans.solving.columns import PlanModel
from interviews.domain.plans.solving.model import build_model
from interviews.domain.plans.solving.programme import Linear
from interviews.domain.plans.solving.solver import PLAIN, Budget, Outcome, Solution, Way, maximise

# (class, round) -> how many.
Placement = Mapping[tuple[int, int], int]

# How many of each class.
Counts = tuple[int, ...]


class Impossible(Exception):
    """No plan keeps to the rules."""


class Misfit(Exception):
    """The best that this form of the model knows of doesn't go into the rounds. `bound` holds all the same."""

    def __init__(self, bound: int) -> None:
        super().__init__("the best content does not fit the rounds")
        self.bound = bound


@dataclass(frozen=True, slots=True)
class Form:
    """Which form of the model (see `model`)."""

    placed: bool = False
    whole_lengths: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """How many of each class are asked (None where the budget ended before that), and what is known of it: a value that
    no plan exceeds, and whether it is proven to be the only best one. `placement` is where the questions sit, from the
    placed form of the model.
    """

    counts: Counts | None
    bound: int
    proven: bool
    placement: Placement


@dataclass(frozen=True, slots=True)
class Folded:
    """value x scale - tie, with 0 < tie < scale."""

    goal: Linear
    scale: int

    def value(self, joint: float) -> int:
        """The value of a joint number, or the least upper bound on it from a bound on the joint number, forgiving the
        solver's rounding.
        """
        return -(-math.floor(joint + 1e-6 + 1e-9 * abs(joint)) // self.scale)


def fold(model: PlanModel, problem: Problem, classes: Sequence[Question]) -> Folded:
    """The value first, then the least burden, then the least sum of a number drawn from each class's first slug.

    The number drawn gets what room there is; where a long history leaves none at all, ranks of burden fall together.
    """
    asked = _most_asked(problem)
    span = ceiling(problem)
    heaviest = max((each.burden for each in problem.classes), default=0)
    bits, coarse = c.TIE_BITS, 1
    while bits and span * _scale(asked, heaviest, bits) > c.JOINT_MOST:
        bits -= 1
    while heaviest // coarse and span * _scale(asked, heaviest // coarse, bits) > c.JOINT_MOST:
        coarse += 1
    scale, lot = _scale(asked, heaviest // coarse, bits), 1 << bits
    goal = {column: gain * scale for column, gain in model.value.items()}
    for column, each in zip(model.counts, classes, strict=True):
        tie = each.burden // coarse * (asked * lot + 1) + crc32(each.members[0].encode()) % lot + 1
        goal[column] = goal.get(column, 0) - tie
    return Folded(goal, scale)


def _scale(asked: int, heaviest: int, bits: int) -> int:
    """More than all ties together: up to `asked` questions, each with a burden that outweighs the numbers of all."""
    return asked * (heaviest * (asked * (1 << bits) + 1) + (1 << bits)) + 1


def ceiling(problem: Problem) -> int:
    """A value that no plan exceeds, known without a search."""
    return most_value(problem.scale) + problem.scale.middle * c.CENTRAL_GAIN * _most_asked(problem)


def _most_asked(problem: Problem) -> int:
    """More questions than any plan can hold."""
    capacities = [each.capacity for each in problem.rules.rounds]
    total = sum(each.most for each in problem.classes)
    if None in capacities:
        return max(1, total)
    minutes = sum(max(0, capacity) for capacity in capacities if capacity is not None)
    return max(1, min(total, minutes // min((each.minutes for each in problem.classes), default=1)))


def settle(
    problem: Problem,
    classes: Sequence[Question],
    *,
    budget: Budget,
    form: Form,
    fits: Callable[[Counts, Placement, int], bool],
    start: Counts | None = None,
    enough: int | None = None,
    way: Way = PLAIN,
) -> Content:
    """The best counts of `classes`. Raises Impossible, and Misfit where the best counts of this form don't go into the
    rounds after all, or are worth less there: `fits` is told counts, placement and value. `start` gives counts of a
    plan to begin with. The first that is worth `enough` ends the search, and nothing is proven.
    """
    model = build_model(problem, classes, placed=form.placed, whole_lengths=form.whole_lengths)
    folded = fold(model, problem, classes)
    begin = None if start is None else dict(zip(model.counts, start, strict=True))
    target = None if enough is None else (enough - 1) * folded.scale + 1
    first = maximise(model.programme, folded.goal, budget=budget, start=begin, enough=target, way=way)
    if first.outcome is Outcome.IMPOSSIBLE:
        raise Impossible
    bound = ceiling(problem) if math.isinf(first.bound) else folded.value(first.bound)
    if not first.columns:
        return Content(None, bound, False, {})
    best = _key(model, first)
    placement = _read(model, first)
    if not fits(best[1], placement, min(folded.value(best[0]), folded.value(best[0]) if enough is None else enough)):
        raise Misfit(bound)
    if enough is not None:
        return Content(best[1], bound, False, placement)
    latest = first
    while latest.outcome is Outcome.SOLVED:
        model.programme.differ_from(model.counts, _key(model, latest)[1])
        latest = maximise(model.programme, folded.goal, budget=budget, way=way)
        if latest.outcome is Outcome.IMPOSSIBLE or latest.bound < best[0] - 0.5:
            return Content(best[1], bound, True, placement)
        if latest.columns and (key := _key(model, latest)) > best:
            found = _read(model, latest)
            if not fits(key[1], found, folded.value(key[0])):
                raise Misfit(bound)
            best, placement = key, found
    return Content(best[1], bound, False, placement)


def _key(model: PlanModel, solution: Solution) -> tuple[int, Counts]:
    return round(solution.objective), tuple(round(solution.columns[column]) for column in model.counts)


def _read(model: PlanModel, solution: Solution) -> Placement:
    return {cell: number for cell, column in model.placed.items() if (number := round(solution.columns[column]))}
