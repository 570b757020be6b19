"""The one door to HiGHS (https://highs.dev): maximise one objective over a programme, with a bound that holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from interviews.domain.plans.programme import Linear, Programme


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
    """Seconds of solver time that are left, by the solver's own clock; the domain has none."""

    seconds: float


class OutOfTime(Exception):
    """The budget was used up before the question was decided."""


def maximise(
    programme: Programme, objective: Linear, *, start: Mapping[int, int] | None = None, budget: Budget
) -> Solution:
    """Solve the programme to a gap of zero, or as far as the budget goes. `start` gives values of whole columns.

    One thread and a fixed seed: the same programme takes the same path. (What the answer *is* does not lean on that:
    ties are settled by objectives, because another processor may round differently.)
    """
    import highspy  # loads numpy: 0.15 s and 16 MB that only a process that assembles plans should pay
    import numpy

    class Quiet(highspy.Highs):
        def enableCallbacks(self) -> None:
            """Callbacks are not used, and switching them on prints a banner before it can be turned off."""

    highs = Quiet()  # type: ignore[no-untyped-call]  # highspy leaves its constructor untyped
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("random_seed", 0)
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.setOptionValue("mip_abs_gap", 0.0)
    highs.setOptionValue("time_limit", max(budget.seconds, 0.001))

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
    infinity = highspy.kHighsInf
    model.row_lower_ = numpy.array([-infinity if row.lower is None else row.lower for row in programme.rows], float)
    model.row_upper_ = numpy.array([infinity if row.upper is None else row.upper for row in programme.rows], float)
    matrix = model.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_ = numpy.cumsum([0, *(len(row.terms) for row in programme.rows)])
    matrix.index_ = numpy.array([column for row in programme.rows for column in row.terms], dtype=numpy.int32)
    matrix.value_ = numpy.array([value for row in programme.rows for value in row.terms.values()], dtype=float)
    highs.passModel(model)
    if start:
        highs.setSolution(
            len(start), numpy.array(list(start), dtype=numpy.int32), numpy.array(list(start.values()), dtype=float)
        )
    highs.run()
    budget.seconds -= highs.getRunTime()

    status = highs.getModelStatus()
    if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        # Every column is bounded, so "unbounded or infeasible" is infeasible.
        return Solution(Outcome.IMPOSSIBLE, (), -infinity, -infinity)
    info = highs.getInfo()
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    solved = status == highspy.HighsModelStatus.kOptimal
    relaxed_only = not any(programme.whole)
    return Solution(
        outcome=Outcome.SOLVED if solved else Outcome.STOPPED,
        columns=tuple(highs.getSolution().col_value) if found else (),
        objective=info.objective_function_value if found else -infinity,
        bound=info.objective_function_value if solved and relaxed_only else info.mip_dual_bound,
    )
