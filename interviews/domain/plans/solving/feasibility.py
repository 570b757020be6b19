"""Whether any plan at all keeps to some of a request's wishes."""

from collections.abc import Iterable

from interviews.domain.plans.problem.classes import pose
from interviews.domain.plans.problem.objective import scale_of
from interviews.domain.plans.problem.types import AssemblyRequest, ConstraintRef
from interviews.domain.plans.problem.wishes import lay_rules
from interviews.domain.plans.solving.greedy import find_greedily
from interviews.domain.plans.solving.model import build_model
from interviews.domain.plans.solving.solver import Budget, Outcome, OutOfTime, maximise


def can_hold(request: AssemblyRequest, wishes: Iterable[ConstraintRef], budget: Budget) -> bool:
    """Whether a plan exists that keeps to `wishes`, whatever else the request says.

    A greedy plan is proof enough that one does; that none does only the solver can prove, on the exact form of the
    model. Raises OutOfTime when that took too long.
    """
    rules = lay_rules(request, {wish.pointer for wish in wishes})
    problem = pose(scale_of(request), rules, request.bank, by_worth=False)
    if find_greedily(problem, problem.classes) is not None:
        return True
    model = build_model(problem, problem.classes, placed=True)
    solution = maximise(model.programme, {}, budget=budget)
    if solution.outcome is Outcome.STOPPED and not solution.columns:
        raise OutOfTime
    return solution.outcome is not Outcome.IMPOSSIBLE
