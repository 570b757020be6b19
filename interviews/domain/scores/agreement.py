"""Agreement between raters: Krippendorff's alpha for ordinal levels.

Source of the formula: K. Krippendorff, "Content Analysis: An Introduction to Its Methodology", the chapter on
reliability; the coincidence-matrix form with the ordinal difference function.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import accumulate, combinations

# A unit says something about agreement only if two people rated it; with a single such unit alpha is
# formally defined but rests on one comparison, so two are asked for.
MINIMUM_UNITS = 2


class AlphaReason(StrEnum):
    """Why alpha is withheld."""

    TOO_FEW_UNITS = "too_few_units"
    NO_VARIATION = "no_variation"


@dataclass(frozen=True, slots=True)
class Alpha:
    """Alpha, at most 1 (1 perfect, 0 as good as chance, below 0 systematic disagreement), or the reason it is None."""

    value: float | None
    reason: AlphaReason | None


def krippendorff_alpha_ordinal(units: Sequence[Sequence[int]]) -> Alpha:
    """Alpha over `units`, each the levels that different raters gave to the same thing, in any order.

    Units with fewer than two levels pair with nothing and are left out. None with `too_few_units` when fewer than
    two units remain, with `no_variation` when every remaining level is the same (chance would agree as well).

    alpha = 1 - (n - 1) x (sum over units of their pairs' distances / (m_u - 1)) / (all pairs' distances), with
    distance(c, k) = (levels from c to k inclusive, by how often each occurs, minus half of both ends) squared.
    Plain Python: a panel's data are tens of numbers, for which loading numpy costs far more than the arithmetic.
    Fractions, so that neither the order of units nor that of raters can change the last digit.
    """
    pairable = [unit for unit in units if len(unit) >= 2]
    if len(pairable) < MINIMUM_UNITS:
        return Alpha(None, AlphaReason.TOO_FEW_UNITS)
    occurrences = Counter(level for unit in pairable for level in unit)
    if len(occurrences) == 1:
        return Alpha(None, AlphaReason.NO_VARIATION)

    levels = sorted(occurrences)
    cumulated = list(accumulate(occurrences[level] for level in levels))
    # Where a level sits on the scale: the middle of its place in the sorted list of all ratings, doubled to stay
    # whole. The distance of two levels is the squared difference of their places (the factor four cancels).
    place = {level: 2 * upto - occurrences[level] for level, upto in zip(levels, cumulated, strict=True)}

    observed = Fraction(0)
    for unit in pairable:
        counted = Counter(unit)
        within = sum(
            counted[one] * counted[other] * (place[one] - place[other]) ** 2
            for one, other in combinations(sorted(counted), 2)
        )
        observed += Fraction(within, len(unit) - 1)
    expected = sum(
        occurrences[one] * occurrences[other] * (place[one] - place[other]) ** 2
        for one, other in combinations(levels, 2)
    )
    total = sum(occurrences.values())
    return Alpha(float(1 - (total - 1) * observed / expected), None)
