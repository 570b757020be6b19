"""Another solver, CP-SAT in exact integers, as the oracle: the same plans, the same impossibilities."""

import pytest
from hypothesis import HealthCheck, given, settings
from ortools.sat.python import cp_model

from interviews.domain.plans import assemble_plan
from interviews.domain.plans.assembly import pose_request
from interviews.domain.plans.problem.types import AssemblyRequest, PlanImpossible
from interviews.domain.plans.solving.columns import PlanModel
from interviews.domain.plans.solving.model import build_model
from interviews.domain.plans.solving.packing import ask
from interviews.domain.plans.solving.programme import Linear
from interviews.domain.plans.solving.settle import fold
from tests.interviews.domain.plans.instances import requests
from tests.practice import request_for
from tests.practice import settings as shipped_settings

pytestmark = pytest.mark.prove
SECONDS = 60.0


def solve(model: PlanModel, goal: Linear) -> tuple[int, tuple[int, ...]] | None:
    """The highest value of the goal, and the counts that reach it; None where there is no solution."""
    cp = cp_model.CpModel()
    programme = model.programme
    columns = [cp.new_int_var(lower, upper, "") for lower, upper in zip(programme.lower, programme.upper, strict=True)]
    for row in programme.rows:
        terms = cp_model.LinearExpr.weighted_sum([columns[column] for column in row.terms], list(row.terms.values()))
        if row.lower is not None:
            cp.add(terms >= row.lower)
        if row.upper is not None:
            cp.add(terms <= row.upper)
    cp.maximize(cp_model.LinearExpr.weighted_sum([columns[column] for column in goal], list(goal.values())))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    solver.parameters.max_time_in_seconds = SECONDS
    status = solver.solve(cp)
    assert status in (cp_model.OPTIMAL, cp_model.INFEASIBLE), solver.status_name(status)
    if status == cp_model.INFEASIBLE:
        return None
    return round(solver.objective_value), tuple(solver.value(columns[column]) for column in model.counts)


@pytest.mark.slow("solves 126 plans twice")
def test_the_shipped_plans_are_those_of_another_solver(library: None) -> None:
    """Ties included: the folded number's only maximum."""
    differ = []
    for setting in shipped_settings():
        request = request_for(setting)
        _, problem = pose_request(request)
        model = build_model(problem, problem.classes)
        assembly = assemble_plan(request)
        found = solve(model, fold(model, problem, problem.classes).goal)
        assert found is not None
        theirs = {asked.slug for asked in ask(problem, problem.classes, found[1])}
        if not assembly.optimal or theirs != {slug for slugs in assembly.rounds for slug in slugs}:
            differ.append(str(setting))
    assert differ == []


@pytest.mark.slow("solves many small plans twice")
@settings(deadline=None, max_examples=300, suppress_health_check=list(HealthCheck))
@given(requests(most_questions=12, most_rounds=3))
def test_any_request_has_the_value_that_another_solver_finds(request: AssemblyRequest) -> None:
    """On the exact form, where every rule is a row; what is impossible to one is impossible to the other."""
    unit, problem = pose_request(request)
    model = build_model(problem, problem.classes, placed=True)
    found = solve(model, model.value)
    try:
        assembly = assemble_plan(request)
    except PlanImpossible:
        assert found is None
    else:
        assert found is not None
        assert assembly.optimal
        assert assembly.objective == unit * found[0]
