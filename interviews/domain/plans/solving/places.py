"""Given which questions to ask: in which rounds. Small, and solved exactly."""

from collections.abc import Sequence
from dataclasses import replace

from interviews.domain.plans.problem.candidates import Candidates
from interviews.domain.plans.problem.types import ProfileEntry
from interviews.domain.plans.problem.wishes import Rules
from interviews.domain.plans.solving.ledger import Chosen, Placement
from interviews.domain.plans.solving.model import PlanModel, build_model
from interviews.domain.plans.solving.programme import Goal, fold, hold
from interviews.domain.plans.solving.solver import Budget, Outcome, OutOfTime, maximise


def place_best(
    *, profile: Sequence[ProfileEntry], rules: Rules, candidates: Candidates, chosen: Chosen, budget: Budget
) -> Placement | None:
    """The placement of the chosen questions that is worth the most, or None where they don't fit the rounds.

    Raises OutOfTime when it is not known within the budget.
    """
    model, order = _model_of(profile, rules, candidates, chosen)
    solution = maximise(model.programme, model.value.terms, budget=budget)
    if solution.outcome is Outcome.STOPPED:
        raise OutOfTime
    if solution.outcome is Outcome.IMPOSSIBLE:
        return None
    return _read(model, order, solution.columns)


def settle_places(
    *,
    profile: Sequence[ProfileEntry],
    rules: Rules,
    candidates: Candidates,
    placement: Placement,
    value: int,
    budget: Budget,
) -> Placement:
    """Of all placements of the same questions worth `value`, the one that puts the preferred questions first.

    Raises OutOfTime when it is not known within the budget.
    """
    model, order = _model_of(profile, rules, candidates, frozenset(placement))
    hold(model.programme, model.value, value)
    columns: Sequence[float] = ()
    for stage in fold(Goal({column: 1}, span=1) for _, column in sorted(model.placed.items())):
        start = {column: round(columns[column]) for column in model.placed.values()} if columns else None
        if start is None:
            start = {column: int(placement[order[index]] == place) for (index, place), column in model.placed.items()}
        solution = maximise(model.programme, stage.terms, start=start, budget=budget)
        if solution.outcome is not Outcome.SOLVED:
            raise OutOfTime
        columns = solution.columns
        for goal in stage.goals:
            hold(model.programme, goal, round(goal.value(columns)))
    return _read(model, order, columns) if columns else placement


def _model_of(
    profile: Sequence[ProfileEntry], rules: Rules, candidates: Candidates, chosen: Chosen
) -> tuple[PlanModel, tuple[int, ...]]:
    """The true model of the chosen candidates alone, each of them wanted, and their indices among all."""
    order = tuple(sorted(chosen))
    only = Candidates(tuple(replace(candidates.each[index], wanted=True) for index in order), candidates.missing)
    return build_model(profile=profile, rules=rules, candidates=only, whole_places=True), order


def _read(model: PlanModel, order: Sequence[int], columns: Sequence[float]) -> Placement:
    return {order[index]: place for (index, place), column in model.placed.items() if columns[column] > 0.5}
