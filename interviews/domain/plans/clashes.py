"""Why there is no plan: small sets of wishes that clash, none of them without need.

A set is shrunk by leaving out one wish after the other as long as the rest still clashes; what remains is irreducible,
since each of its members was tried. The next set is looked for among the wishes outside the sets found, so sets are
disjoint, and when none is left, dropping one wish of each set found makes the request possible.
"""

from collections.abc import Sequence

from interviews.domain.plans.changes import find_cheapest_change
from interviews.domain.plans.feasibility import can_hold
from interviews.domain.plans.solver import Budget, OutOfTime
from interviews.domain.plans.types import AssemblyRequest, Clash, ConstraintRef
from interviews.domain.plans.wishes import list_wishes


def explain_clashes(request: AssemblyRequest, budget: Budget) -> tuple[Clash, ...]:
    """Disjoint, irreducible sets of wishes that clash, for a request known to be impossible."""
    rest = list(list_wishes(request))
    clashes = []
    while True:
        try:
            if can_hold(request, rest, budget):
                break
        except OutOfTime:
            break
        core, irreducible = _shrink(request, rest, budget)
        if not core:
            break
        clashes.append(_describe(request, core, irreducible, budget))
        rest = [wish for wish in rest if wish not in core]
    return tuple(clashes)


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


def _describe(request: AssemblyRequest, core: Sequence[ConstraintRef], irreducible: bool, budget: Budget) -> Clash:
    words = [wish.detail for wish in core]
    joined = words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
    detail = f"{joined[0].upper()}{joined[1:]}: {'that cannot hold' if len(words) == 1 else 'these cannot all hold'}."
    return Clash(tuple(core), detail, find_cheapest_change(request, core, budget), irreducible)
