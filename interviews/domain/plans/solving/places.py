"""A cost that no arrangement of chosen questions goes below, by the solver: so is what a local search found proven."""

import math
from collections import defaultdict
from collections.abc import Sequence

from interviews.domain.plans.problem import constants as c
from interviews.domain.plans.problem.classes import Problem
from interviews.domain.plans.problem.types import Kind
from interviews.domain.plans.solving.packing import Asked
from interviews.domain.plans.solving.programme import Linear, Programme
from interviews.domain.plans.solving.solver import Budget, Outcome, maximise


def least_cost(problem: Problem, asked: Sequence[Asked], heavier: frozenset[str], budget: Budget) -> int:
    """The bound, or 0 where nothing is known, as for many questions in many rounds: there the proof would take longer
    than the plan. Rules on what sits together are left out: they only make plans dearer."""
    if len(asked) * len(problem.rules.rounds) > c.PLACES_MOST:
        return 0
    programme, costs = Programme(), defaultdict[int, int](int)
    rounds = range(len(problem.rules.rounds))
    area = {entry.competency: entry.area for entry in problem.scale.profile}
    cells = {(each.number, place): programme.add_column(whole=True) for each in asked for place in each.places}
    opened: dict[tuple[str, int], int] = {}

    def cost(terms: Linear, least: int, price: int, most: int = 1) -> int:
        """A column that makes up for what `terms` fall short of `least`."""
        column = programme.add_column(upper=most)
        costs[column] = price
        programme.add_row({**terms, column: 1}, lower=least)
        return column

    for each in asked:
        programme.add_row({cells[each.number, place]: 1 for place in each.places}, lower=1, upper=1)
    for place, rules in zip(rounds, problem.rules.rounds, strict=True):
        here = {each: cells[each.number, place] for each in asked if place in each.places}
        if rules.capacity is not None:
            programme.add_row({cell: each.of.minutes for each, cell in here.items()}, upper=rules.capacity)
        for slug in sorted({slug for each in here for slug in each.worth.primary}):
            column = opened[slug, place] = programme.add_column()
            costs[column] = c.OPEN_COST
            showing = {cell: -1 for each, cell in here.items() if slug in each.worth.primary}
            programme.add_row({column: 1, **showing}, upper=0)
            for cell in showing:
                programme.add_row({column: 1, cell: -1}, lower=0)
        for name in sorted({area[slug] for slug, at in opened if at == place}):
            column = programme.add_column()
            costs[column] = c.AREA_COST
            for (slug, at), mark in opened.items():
                if at == place and area[slug] == name:
                    programme.add_row({column: 1, mark: -1}, lower=0)
        exercise = cost({cell: 1 for each, cell in here.items() if each.worth.exercise}, 1, c.NO_EXERCISE_COST)
        tale = cost({cell: 1 for each, cell in here.items() if each.worth.told}, 1, c.NO_TALE_COST)
        for column in (exercise, tale):
            programme.whole[column] = True
        lacking = programme.add_column(whole=True)
        costs[lacking] = c.NOT_WHOLE_COST
        for column in (exercise, tale):
            programme.add_row({lacking: 1, column: -1}, lower=0)
        recitals = {cell: -1 for each, cell in here.items() if each.worth.kind == Kind.KNOWLEDGE}
        cost(recitals, -1, c.RECITALS_COST, most=len(recitals))
        cost({cell: 1 for each, cell in here.items() if each.worth.primary}, 1, c.EMPTY_COST)
    for slug in sorted(heavier):
        if sum(slug in each.worth.primary for each in asked) > 1:
            cost({column: 1 for (of, _), column in opened.items() if of == slug}, 2, c.ALONE_COST)
    solution = maximise(programme, {column: -price for column, price in costs.items()}, budget=budget)
    if solution.outcome is Outcome.IMPOSSIBLE or math.isinf(solution.bound):
        return 0
    return math.ceil(-solution.bound - 1e-6)
