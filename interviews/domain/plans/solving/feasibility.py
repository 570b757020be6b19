"""Whether any plan at all keeps to some of a request's wishes."""

from collections.abc import Iterable

from interviews.domain.plans.problem.candidates import find_candidates
from interviews.domain.plans.problem.types import AssemblyRequest, ConstraintRef
from interviews.domain.plans.problem.wishes import lay_rules
from interviews.domain.plans.solving.greedy import find_greedily
from interviews.domain.plans.solving.model import build_model
from interviews.domain.plans.solving.solver import Budget, Outcome, OutOfTime, maximise


def can_hold(request: AssemblyRequest, wishes: Iterable[ConstraintRef], budget: Budget) -> bool:
    """Whether a plan exists that keeps to `wishes`, whatever else the request says.

    A greedy plan is proof enough that one does; that none does only the solver can prove: first on the relaxed model,
    which is quicker, then on the true one. Raises OutOfTime when that took too long.
    """
    rules = lay_rules(request, {wish.pointer for wish in wishes})
    candidates = find_candidates(request, rules)
    if find_greedily(profile=request.profile, rules=rules, candidates=candidates, improve=False) is not None:
        return True
    for whole_places in (False, True):
        model = build_model(profile=request.profile, rules=rules, candidates=candidates, whole_places=whole_places)
        solution = maximise(model.programme, {}, budget=budget)
        if solution.outcome is Outcome.IMPOSSIBLE:
            return False
        if solution.outcome is Outcome.STOPPED:
            raise OutOfTime
    return True
