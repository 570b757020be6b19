"""Ways to fill a round."""

from collections.abc import Mapping, Sequence

from interviews.domain.plans.problem.constants import PATTERNS_MOST


def maximal_patterns(
    lengths: Sequence[int], capacity: int, most: Mapping[int, int], limit: int = PATTERNS_MOST
) -> list[dict[int, int]] | None:
    """The multisets of `lengths` (at most `most[length]` of each) that fit `capacity` and take no further one; each as
    counts by length. None where there are more than `limit`.
    """
    order = sorted(lengths, reverse=True)
    found: list[tuple[int, ...]] = []

    def extend(index: int, left: int, counts: tuple[int, ...]) -> None:
        if len(found) > limit:
            return
        if index == len(order):
            if all(n == most[length] or length > left for n, length in zip(counts, order, strict=True)):
                found.append(counts)
            return
        length = order[index]
        for n in range(min(most[length], left // length), -1, -1):
            extend(index + 1, left - n * length, (*counts, n))

    extend(0, max(0, capacity), ())
    if len(found) > limit:
        return None
    return [dict(zip(order, counts, strict=True)) for counts in found]
