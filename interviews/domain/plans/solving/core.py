"""Large banks: the programme over a core of classes, with a bound that holds for all of them.

1. The core: of each family (primary competencies, kind, rounds) the classes that give the most for their minutes.
2. The linear programme over the core; its duals price every class of the bank, and those that would raise it join,
   until none does. Its value is then a bound for the whole bank.
3. A plan from the classes that the linear programme uses and those with the best reduced costs. The gap is stated.
4. A class whose reduced cost takes the bound below that plan's value is in no better plan. Where few are left, they are
   searched to the end: that is the best plan of the whole bank, with its proof.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from interviews.domain.plans.problem import constants as c
from interviews.domain.plans.problem.classes import Problem, Question
from interviews.domain.plans.solving.columns import Key, PlanModel
from interviews.domain.plans.solving.model import build_model, price_list
from interviews.domain.plans.solving.search import Found, search
from interviews.domain.plans.solving.solver import Budget, Relaxation, relax

if TYPE_CHECKING:
    import numpy


def find_in_large(problem: Problem, budget: Budget) -> Found | None:
    """The best plan found, with a bound for the whole bank. Raises Impossible; None where the budget ended before."""
    priced = _price(problem, budget)
    if priced is None:  # the core can't keep a minimum: all of the bank must be looked at
        return search(problem, problem.classes, budget)
    enough = math.ceil(priced.bound * (1 - c.STATED_GAP))
    core = replace(budget, nodes=min(c.CORE_NODES, budget.nodes))
    found = search(problem, priced.likely(problem), core, enough=enough)
    if found is None:
        return None
    found = replace(found, bound=priced.bound, likely=priced.slugs(problem))
    left = [problem.classes[index] for index in priced.left(found.value)]
    few, wide = len(left) <= c.PROVEN_UP_TO, found.value < enough and len(left) <= c.WIDE_UP_TO
    if not (few or wide):
        return found
    nodes = c.PROVEN_NODES if few else c.WIDE_NODES
    last = search(problem, left, replace(budget, nodes=min(nodes, budget.nodes)), enough=None if few else enough)
    if last is None:
        return found
    bound = min(priced.bound, max(last.bound, found.value))
    best = last if last.value >= found.value else found
    return replace(best, bound=bound, likely=found.likely, proven=last.proven and last.value == bound)


@dataclass(frozen=True, slots=True)
class Priced:
    """A bound for the whole bank, and by how much each class would fall short of it."""

    bound: int
    exact: float
    reduced: "numpy.typing.NDArray[numpy.float64]"
    used: tuple[int, ...]

    def likely(self, problem: Problem) -> list[Question]:
        """What the linear programme uses, then the best by reduced cost, few of a sort and length."""
        import numpy

        taken = dict.fromkeys(self.used)
        taken |= dict.fromkeys(index for index, each in enumerate(problem.classes) if each.wanted)
        alike: Counter[object] = Counter()
        for index in map(int, numpy.argsort(-self.reduced, kind="stable")):
            if len(taken) >= c.CORE_MOST:
                break
            each = problem.classes[index]
            sort = (each.primary, each.kind, each.minutes, each.groups)
            if index not in taken and alike[sort] < c.CORE_ALIKE:
                alike[sort] += 1
                taken[index] = None
        return [problem.classes[index] for index in sorted(taken)]

    def left(self, value: int) -> list[int]:
        """The classes that may be in a plan worth `value` or more."""
        import numpy

        return [int(index) for index in numpy.flatnonzero(self.reduced + self.exact >= value - 1e-6)]

    def slugs(self, problem: Problem) -> frozenset[str]:
        return frozenset(slug for each in self.likely(problem) for slug in each.members)


def _price(problem: Problem, budget: Budget) -> Priced | None:
    """None where the core has no solution, not even in fractions."""
    import numpy

    table = _Table(problem)
    core = set(_first_core(problem.classes))
    while True:
        chosen = sorted(core)
        model = build_model(problem, [problem.classes[index] for index in chosen])
        relaxed = relax(model.programme, model.value, budget=budget)
        if relaxed is None:
            return None
        reduced = table.reduce(model, relaxed)
        order = numpy.argsort(-reduced, kind="stable")[: c.CORE_JOINING]
        joining = [int(index) for index in order if reduced[index] > 1e-7 and int(index) not in core]
        if not joining:
            used = tuple(
                index for index, column in zip(chosen, model.counts, strict=True) if relaxed.columns[column] > 1e-9
            )
            # wanted classes are in the core: their price may be anything
            reduced[[index for index in chosen if problem.classes[index].wanted]] = math.inf
            return Priced(math.floor(relaxed.objective + 1e-6), relaxed.objective, reduced, used)
        core.update(joining)


class _Table:
    """The columns of all classes as one sparse matrix over the rows by what they are about."""

    def __init__(self, problem: Problem) -> None:
        import numpy

        self.names: dict[Key, int] = {}
        starts: list[int] = []
        index: list[int] = []
        coefficients: list[int] = []
        entries = price_list(problem)
        for each in problem.classes:
            starts.append(len(index))
            for key, coefficient in entries(each):
                index.append(self.names.setdefault(key, len(self.names)))
                coefficients.append(coefficient)
        self.starts, self.index = numpy.array(starts), numpy.array(index)
        self.coefficients = numpy.array(coefficients, dtype=float)
        middle = problem.scale.middle
        self.own = numpy.array([middle * each.bonus for each in problem.classes], dtype=float)

    def reduce(self, model: PlanModel, relaxed: Relaxation) -> "numpy.typing.NDArray[numpy.float64]":
        """What each class is worth beyond what its entries cost by the duals."""
        import numpy

        duals = numpy.zeros(len(self.names))
        for key, number in self.names.items():
            if key in model.rows:  # enemies that the core has neither of bind nothing
                duals[number] = relaxed.duals[model.rows[key]]
        priced: numpy.typing.NDArray[numpy.float64] = self.own - numpy.add.reduceat(
            self.coefficients * duals[self.index], self.starts
        )
        return priced


def _first_core(classes: Sequence[Question]) -> Iterator[int]:
    families: defaultdict[object, list[int]] = defaultdict(list)
    for index, each in enumerate(classes):
        families[each.primary, each.kind, each.groups].append(index)
        if each.wanted:
            yield index
    ranks: tuple[Callable[[Question], tuple[float, ...]], ...] = (
        lambda each: (-sum(minutes for _, minutes in each.gives) / each.minutes,),
        lambda each: (-(sum(minutes for _, minutes in each.gives) + 20 + each.bonus) / each.minutes,),
        lambda each: (each.minutes, -sum(minutes for _, minutes in each.gives)),
    )
    for family in families.values():
        for rank in ranks:
            yield from sorted(family, key=lambda index: (*rank(classes[index]), classes[index].burden, index))[
                : c.CORE_EACH
            ]
