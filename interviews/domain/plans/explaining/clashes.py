"""Why there is no plan: small sets of wishes that clash, none of them without need.

A set is shrunk by leaving out one wish after the other as long as the rest still clashes; what remains is irreducible,
since each of its members was tried. The next set is looked for among the wishes outside the sets found, so the sets are
disjoint, and when no further one is found, all the wishes outside them can hold together.
"""

from collections.abc import Sequence

from interviews.domain.plans.explaining.changes import find_cheapest_change
from interviews.domain.plans.explaining.words import describe_clash
from interviews.domain.plans.problem.types import AssemblyRequest, Clash, ConstraintRef
from interviews.domain.plans.problem.wishes import list_wishes
from interviews.domain.plans.solving.feasibility import can_hold
from interviews.domain.plans.solving.solver import Budget, OutOfTime


def explain_clashes(request: AssemblyRequest, budget: Budget) -> tuple[Clash, ...]:
    """Disjoint, irreducible sets of wishes that clash, for a request known to be impossible."""
    rest = list(list_wishes(request))
    clashes: list[Clash] = []
    while _still_clash(request, rest, budget, first=not clashes):
        core, irreducible = _shrink(request, rest, budget)
        detail = describe_clash(request, core, budget)
        change = find_cheapest_change(request, core, budget)
        clashes.append(Clash(tuple(core), detail, change, irreducible))
        rest = [wish for wish in rest if wish not in core]
    return tuple(clashes)


def _still_clash(request: AssemblyRequest, rest: Sequence[ConstraintRef], budget: Budget, *, first: bool) -> bool:
    """Whether there is one more set to find. The first time there is: that is how we came here."""
    if first:
        return True
    try:
        return not can_hold(request, rest, budget)
    except OutOfTime:
        return False


def _shrink(
    request: AssemblyRequest, wishes: Sequence[ConstraintRef], budget: Budget
) -> tuple[list[ConstraintRef], bool]:
    """Leave out whole halves first, then smaller parts, then single wishes, as long as the rest still clashes."""
    core = list(wishes)
    size = max(1, len(core) // 2)
    irreducible = True
    while True:
        position = 0
        while position < len(core):
            without = core[:position] + core[position + size :]
            try:
                needed = can_hold(request, without, budget)
            except OutOfTime:
                needed, irreducible = True, False
            if needed:
                position += size
            else:
                core = without
        if size == 1:
            return core, irreducible
        size //= 2
