"""The one door to HiGHS (https://highs.dev): maximise one objective over a programme, with a bound that holds."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import TYPE_CHECKING

from interviews.domain.plans.problem.constants import NODES_MOST
from interviews.domain.plans.solving.programme import Linear, Programme

if TYPE_CHECKING:
    import highspy


class Outcome(Enum):
    """`SOLVED` proves the objective, `IMPOSSIBLE` that there is no solution; `STOPPED` is neither."""

    SOLVED = auto()
    IMPOSSIBLE = auto()
    STOPPED = auto()


@dataclass(frozen=True, slots=True)
class Solution:
    """`columns` is empty where no solution was found. `bound` is at least the best objective there can be."""

    outcome: Outcome
    columns: tuple[float, ...]
    objective: float
    bound: float


@dataclass(slots=True)
class Budget:
    """What the solver may still spend: nodes of each solve, which any machine counts alike, and as a last resort
    seconds in all by the solver's own clock. (The domain has none.)
    """

    seconds: float
    nodes: int = NODES_MOST


class OutOfTime(Exception):
    """The budget was used up before the question was decided."""


@dataclass(frozen=True, slots=True)
class Way:
    """How HiGHS goes about it. Another seed, or no presolve, must come to the same answer: tests try."""

    seed: int = 0
    presolve: bool = True


PLAIN = Way()


def maximise(
    programme: Programme,
    objective: Linear,
    *,
    budget: Budget,
    start: Mapping[int, int] | None = None,
    enough: float | None = None,
    way: Way = PLAIN,
) -> Solution:
    """Solve the programme, or as far as the budget goes. `start` gives values of whole columns. An objective that is
    `enough` ends the search: it is SOLVED as far as anybody asked, and `bound` says how far from the best it may be.

    What comes back is checked. HiGHS 1.16 has answered with the start's columns beside the optimum's objective: an
    answer that does not add up is asked for again without a start. And it has called a feasible programme infeasible,
    twice, with presolve and tolerances below its own: so an "infeasible" is believed only when a run without presolve,
    with the solver's own tolerances, confirms it.
    """
    solution = _run(programme, objective, budget, start=start, enough=enough, way=way)
    if start is not None and not _adds_up(solution, objective):
        solution = _run(programme, objective, budget, enough=enough, way=way)
    if solution.outcome is Outcome.IMPOSSIBLE and way.presolve:
        solution = _run(programme, objective, budget, enough=enough, way=replace(way, presolve=False))
    if not _adds_up(solution, objective):
        raise ArithmeticError("the solver's columns do not give the solver's objective")
    return solution


def only_best(
    programme: Programme, objective: Linear, columns: Sequence[int], *, budget: Budget, way: Way = PLAIN
) -> tuple[Mapping[int, int], bool]:
    """The best values of whole `columns`, of those that are as good the largest list of them, and whether that is
    proven: then any path comes to the same. Nothing where there is no solution or the budget ended before one. The
    programme is left with rows that rule out what was looked at.
    """
    best: tuple[int, tuple[int, ...]] | None = None
    while True:
        latest = maximise(programme, objective, budget=budget, way=way)
        worse = best is not None and latest.bound < best[0] - 0.5
        if latest.outcome is Outcome.IMPOSSIBLE or worse:
            return (dict(zip(columns, best[1], strict=True)) if best else {}), True
        if latest.columns:
            values = tuple(round(latest.columns[column]) for column in columns)
            key = (round(latest.objective), values)
            best = key if best is None else max(best, key)
            programme.differ_from(columns, values)
        if latest.outcome is not Outcome.SOLVED:
            return (dict(zip(columns, best[1], strict=True)) if best else {}), False


@dataclass(frozen=True, slots=True)
class Relaxation:
    """The programme with no column whole: the best objective, what a unit of each row is worth, and the columns."""

    objective: float
    duals: tuple[float, ...]
    columns: tuple[float, ...]


def relax(programme: Programme, objective: Linear, *, budget: Budget) -> Relaxation | None:
    """The linear programme; None where there is no solution or the budget ended."""
    import highspy

    highs = _quiet()
    highs.setOptionValue("time_limit", max(budget.seconds, 0.001))
    model = _load(programme, objective)
    model.integrality_ = [highspy.HighsVarType.kContinuous] * model.num_col_
    highs.passModel(model)
    highs.run()
    budget.seconds -= highs.getRunTime()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    solution = highs.getSolution()
    value = highs.getInfo().objective_function_value
    return Relaxation(value, tuple(solution.row_dual), tuple(solution.col_value))


def _adds_up(solution: Solution, objective: Linear) -> bool:
    if not solution.columns:
        return True
    value = sum(coefficient * solution.columns[column] for column, coefficient in objective.items())
    return math.isclose(value, solution.objective, rel_tol=1e-7, abs_tol=1e-3)


def _run(
    programme: Programme,
    objective: Linear,
    budget: Budget,
    *,
    start: Mapping[int, int] | None = None,
    enough: float | None,
    way: Way,
) -> Solution:
    """One run of HiGHS on one thread with a fixed seed, so that the same programme takes the same path.

    (What the answer *is* does not lean on that: the best plan is proven to be the only one, because another processor
    may round differently.)
    """
    import highspy  # these load in 0.15 s with 16 MB that only a process that assembles plans should pay
    import numpy

    highs = _quiet()
    highs.setOptionValue("random_seed", way.seed)
    highs.setOptionValue("presolve", "choose" if way.presolve else "off")
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.setOptionValue("mip_abs_gap", 0.0)
    if enough is not None:
        highs.setOptionValue("objective_target", enough)
    # Restarts pay for large problems; these are small and solved faster without. The search for a first solution is
    # spared as well: plain branching finds one.
    highs.setOptionValue("mip_allow_restart", False)
    highs.setOptionValue("mip_heuristic_run_feasibility_jump", False)
    highs.setOptionValue("mip_max_nodes", budget.nodes)
    highs.setOptionValue("time_limit", max(budget.seconds, 0.001))
    highs.passModel(_load(programme, objective))
    if start:
        columns, values = numpy.array(list(start), dtype=numpy.int32), numpy.array(list(start.values()), dtype=float)
        highs.setSolution(len(start), columns, values)
    highs.run()
    budget.seconds -= highs.getRunTime()

    status, info = highs.getModelStatus(), highs.getInfo()
    if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        # Every column is bounded, so "unbounded or infeasible" is infeasible.
        return Solution(Outcome.IMPOSSIBLE, (), -math.inf, -math.inf)
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    solved = status in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kObjectiveTarget)
    return Solution(
        outcome=Outcome.SOLVED if solved else Outcome.STOPPED,
        columns=tuple(highs.getSolution().col_value) if found else (),
        objective=info.objective_function_value if found else -math.inf,
        bound=info.mip_dual_bound if any(programme.whole) else info.objective_function_value,
    )


def _quiet() -> "highspy.Highs":
    """The solver with one thread and nothing printed."""
    import highspy

    class Quiet(highspy.Highs):
        def enableCallbacks(self) -> None:
            """Callbacks are not used, and switching them on prints a banner before it can be turned off."""

    highs = Quiet()  # type: ignore[no-untyped-call]  # highspy leaves its constructor untyped
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    return highs


def _load(programme: Programme, objective: Linear) -> "highspy.HighsLp":
    """The programme in HiGHS's own form, row by row."""
    import highspy
    import numpy

    model = highspy.HighsLp()
    model.num_col_ = len(programme.lower)
    model.num_row_ = len(programme.rows)
    model.sense_ = highspy.ObjSense.kMaximize
    costs = numpy.zeros(model.num_col_)
    costs[list(objective)] = list(objective.values())
    model.col_cost_ = costs
    model.col_lower_ = numpy.array(programme.lower, dtype=float)
    model.col_upper_ = numpy.array(programme.upper, dtype=float)
    model.integrality_ = [
        highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous for whole in programme.whole
    ]
    rows = programme.rows
    model.row_lower_ = numpy.array([-math.inf if row.lower is None else row.lower for row in rows], dtype=float)
    model.row_upper_ = numpy.array([math.inf if row.upper is None else row.upper for row in rows], dtype=float)
    matrix = model.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_ = numpy.cumsum([0, *(len(row.terms) for row in rows)])
    matrix.index_ = numpy.array([column for row in rows for column in row.terms], dtype=numpy.int32)
    matrix.value_ = numpy.array([value for row in rows for value in row.terms.values()], dtype=float)
    return model
