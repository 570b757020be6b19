"""Rules of form of a role's profile: weights that differ say why, targets never fall."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from roles.documents.form import FormFault

SENIORITIES: Final = ("junior", "mid", "senior")
LOWEST_TARGET: Final = 2


def profile_faults(rows: Sequence[Mapping[str, Any]]) -> Iterator[FormFault]:
    """Faults of the rows of a profile, as a role's document has them; places are `0/targets`."""
    weights = Counter(row["weight"] for row in rows)
    usual = max(weights, key=lambda weight: (weights[weight], -weight), default=None)
    for index, row in enumerate(rows):
        if row["weight"] != usual and not row.get("weight_justification"):
            detail = f"a weight of {row['weight']} where others have {usual}, and no reason given"
            yield FormFault(f"{index}/weight", "weights_unjustified", detail)
        for code, detail in target_faults(row["targets"]):
            yield FormFault(f"{index}/targets", code, detail)


def target_faults(targets: Mapping[str, int | None]) -> Iterator[tuple[str, str]]:
    """Code and sentence of what is wrong with one row's targets. Who doesn't need a competency has none."""
    levels = [targets.get(seniority) for seniority in SENIORITIES]
    if levels[-1] is None:
        yield "no_target", "a senior has no target: then it is not in the profile"
    if any(level is not None and level < LOWEST_TARGET for level in levels):
        yield "target_too_low", f"a target is of level {LOWEST_TARGET} to 5; who need not reach it has none"
    for before, after in pairwise(levels):
        if before is not None and (after is None or after < before):
            yield "targets_fall", "a higher seniority has a lower target, or none"
            return
