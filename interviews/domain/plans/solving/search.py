"""The best plan: content by the solver with its proof, places by counted steps."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from zlib import crc32

from interviews.domain.plans.problem.classes import Problem, Question
from interviews.domain.plans.problem.constants import LOT_BITS, PLACED_NODES
from interviews.domain.plans.problem.objective import Tally
from interviews.domain.plans.solving.arrange import Arrangement, arrange
from interviews.domain.plans.solving.greedy import find_greedily
from interviews.domain.plans.solving.model import build_model
from interviews.domain.plans.solving.packing import Asked, Rounds, ask
from interviews.domain.plans.solving.settle import Content, Counts, Form, Impossible, Misfit, Placement, ceiling, settle
from interviews.domain.plans.solving.solver import PLAIN, Budget, Way, only_best

GROUPED, WHOLE_LENGTHS, PLACED = Form(), Form(whole_lengths=True), Form(placed=True)


@dataclass(frozen=True, slots=True)
class Found:
    """A plan: chosen questions by round, in no order yet. In the weights of the problem, `value` is what it is worth
    and `bound` a value that no plan exceeds; `proven` says that the set of questions is the only best one. `likely` are
    the questions that were weighed to the end, None for all.
    """

    arrangement: Arrangement
    value: int
    bound: int
    proven: bool
    likely: frozenset[str] | None = None


def find_plan(problem: Problem, budget: Budget, *, way: Way = PLAIN) -> Found | None:
    """Raises Impossible where there is no plan; None where the budget ended before one was found.

    The grouped form of the model is exact as to minutes but for rounds of their own, and blind to what sits together.
    So what it proposes is arranged, and only if that fails a more exact form is solved.
    """
    return search(problem, problem.classes, budget, way=way)


def search(
    problem: Problem, classes: Sequence[Question], budget: Budget, *, enough: int | None = None, way: Way = PLAIN
) -> Found | None:
    """The best plan of some of the problem's classes, or the first found that is worth `enough`."""
    greedy = find_greedily(problem, classes)
    start = None if greedy is None else _counts(greedy, len(classes))
    places = _Places(problem, classes, budget, way)
    forms = (GROUPED, PLACED) if problem.rules.minds_places else (GROUPED, WHOLE_LENGTHS, PLACED)
    bound = ceiling(problem)
    for form in forms:
        limited = replace(budget, nodes=min(budget.nodes, PLACED_NODES)) if form.placed else budget
        try:
            content = settle(
                problem, classes, budget=limited, form=form, fits=places.reach, start=start, enough=enough, way=way
            )
        except Misfit as misfit:
            bound = min(bound, misfit.bound)
            continue
        bound = min(bound, content.bound)
        if content.counts is not None:
            return places.report(content.counts, bound, proven=content.proven)
        break
    if greedy is not None:
        counts = _counts(greedy, len(classes))
        places.reach(counts, greedy)
        return places.report(counts, bound, proven=False)
    return None


def _counts(placement: Placement, classes: int) -> Counts:
    return tuple(
        sum(number for (index, _), number in placement.items() if index == wanted) for wanted in range(classes)
    )


@dataclass(slots=True)
class _Places:
    """Where chosen questions go. `known` has, for each choice looked at, the arrangement found; `loose` are the choices
    whose arrangement another path of the solver might have begun elsewhere.
    """

    problem: Problem
    classes: Sequence[Question]
    budget: Budget
    way: Way
    known: dict[Counts, Arrangement] = field(default_factory=dict)
    loose: set[Counts] = field(default_factory=set)

    def reach(self, counts: Counts, placement: Placement, value: int | None = None) -> bool:
        """Whether the counts can be placed so that they are worth the value, if one is given; `placement` is a way
        to do so, where known.

        Counted steps look first. Only where they fail the solver says, exactly, whether there is a way, and the one
        that it gives is the only one of its kind. What the search for the content came upon is used where the budget
        ends before that.
        """
        asked = ask(self.problem, self.classes, counts)
        arranged = arrange(self.problem, asked)
        if arranged is None or not self._reaches(arranged, value):
            drawn, sole = self._place(counts, value)
            if not sole:
                self.loose.add(counts)
                drawn = placement or drawn
            arranged = arrange(self.problem, asked, self._lay(asked, counts, drawn)) if drawn else None
        if arranged is not None:
            self.known[counts] = arranged
        return arranged is not None and self._reaches(arranged, value)

    def _reaches(self, arranged: Arrangement, value: int | None) -> bool:
        return value is None or self.worth(arranged) >= value

    def report(self, counts: Counts, bound: int, *, proven: bool) -> Found:
        found = self.known[counts]
        return Found(found, self.worth(found), bound, proven and counts not in self.loose)

    def worth(self, arrangement: Arrangement) -> int:
        tally = Tally(self.problem.scale)
        for place, questions in enumerate(arrangement.rounds):
            for each in questions:
                tally.add(each.worth, place)
        return tally.value

    def _lay(self, asked: Sequence[Asked], counts: Counts, placement: Placement) -> Rounds:
        rounds: Rounds = [[] for _ in self.problem.rules.rounds]
        waiting = iter(asked)
        cells = sorted(placement.items())
        for index in range(len(counts)):
            for place in (at for (of, at), number in cells if of == index for _ in range(number)):
                rounds[place].append(next(waiting))
        return rounds

    def _place(self, counts: Counts, value: int | None) -> tuple[Placement, bool]:
        """Of all ways to place the counts that are worth the value, the one with the least sum of numbers drawn from
        slug and round, and whether it is proven to be that one; nothing where there is no way or the budget ended.
        """
        chosen = [index for index, count in enumerate(counts) if count]
        model = build_model(self.problem, [self.classes[index] for index in chosen], placed=True)
        for column, index in zip(model.counts, chosen, strict=True):
            model.programme.lower[column] = model.programme.upper[column] = counts[index]
        if value is not None:
            model.programme.add_row(model.value, lower=value)
        goal = {
            column: -_lot(self.classes[chosen[index]].members[0], place)
            for (index, place), column in model.placed.items()
        }
        columns, sole = only_best(model.programme, goal, tuple(goal), budget=self.budget, way=self.way)
        cells = {cell: columns[column] for cell, column in model.placed.items() if columns}
        return {(chosen[index], place): number for (index, place), number in cells.items() if number}, sole


def _lot(slug: str, place: int) -> int:
    return crc32(f"{place} {slug}".encode()) % (1 << LOT_BITS) + 1


__all__ = ["Content", "Found", "Impossible", "find_plan", "search"]
