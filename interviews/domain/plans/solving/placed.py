"""The placed form: every question in a round, every rule a row."""

from collections.abc import Sequence

from interviews.domain.plans.problem import constants as c
from interviews.domain.plans.problem.classes import Problem, Question
from interviews.domain.plans.problem.types import Kind
from interviews.domain.plans.solving.columns import EXERCISE, TALE, PlanModel, bounds_in, length_of


def place(model: PlanModel, problem: Problem, classes: Sequence[Question]) -> None:
    """Every question in a round, and every rule of every round."""
    programme = model.programme
    for index, (column, each) in enumerate(zip(model.counts, classes, strict=True)):
        here = {
            programme.add_column(upper=each.most, whole=True): place
            for group in each.groups
            for place in problem.groups[group].places
        }
        model.placed.update({(index, place): cell for cell, place in here.items()})
        programme.add_row({**dict.fromkeys(here, 1), column: -1}, lower=0, upper=0)
    opened: dict[tuple[str, int], int] = {}
    for place, rules in enumerate(problem.rules.rounds):
        cells = {cell: classes[index] for (index, at), cell in model.placed.items() if at == place}
        if rules.capacity is not None:
            programme.add_row({cell: each.minutes for cell, each in cells.items()}, upper=rules.capacity)
        held = model.measure(1, problem.scale.middle * c.HELD_GAIN)
        programme.whole[held] = True
        programme.add_row({**{cell: -1 for cell, each in cells.items() if each.primary}, held: 1}, upper=0)
        whole = model.measure(1, problem.scale.middle * c.WHOLE_GAIN)
        programme.whole[whole] = True
        for wanted in (EXERCISE, TALE):
            parts = {cell: -1 for cell, each in cells.items() if length_of(each)[2] == wanted}
            programme.add_row({whole: 1, **parts}, upper=0)
        for kind in Kind:
            lower, upper = bounds_in(rules.mix, kind)
            if lower or upper is not None:
                terms = {cell: 1 for cell, each in cells.items() if each.kind == kind}
                programme.add_row(terms, lower=lower, upper=upper)
        if rules.competencies_max is None and problem.rules.rounds_min < 2:
            continue
        for slug in problem.scale.entries:
            showing = {cell: each for cell, each in cells.items() if slug in each.primary}
            if showing:
                mark = opened[slug, place] = programme.add_column(whole=True)
                programme.add_row({mark: 1, **dict.fromkeys(showing, -1)}, upper=0)
                if rules.competencies_max is not None:
                    for cell, each in showing.items():
                        programme.add_row({cell: 1, mark: -each.most}, upper=0)
        if rules.competencies_max is not None:
            marks = {mark: 1 for (_, at), mark in opened.items() if at == place}
            programme.add_row(marks, upper=rules.competencies_max)
    if problem.rules.rounds_min > 1:
        for slug in problem.scale.entries:
            terms = {mark: 1 for (about, _), mark in opened.items() if about == slug}
            programme.add_row(terms, lower=problem.rules.rounds_min)
