"""Statistics of one competency over the people who rated it."""

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

from interviews.domain.scores.types import DISAGREEMENT_SPREAD, CompetencyStatistics, Rating, ScoreState


def summarise_competency(
    competency: str, ratings: Iterable[Rating], target_level: int | None = None
) -> CompetencyStatistics:
    """Summarise the ratings of `competency`; ratings of other competencies are passed over.

    A person who rated it in two rounds is averaged within themselves first, so that nobody counts twice; mean,
    median, min and max are then over people. The arithmetic is in fractions until the very end: sums of floats
    depend on their order, and the order in which scorecards arrive must never show in a result.
    """
    levels_by_rater: dict[str, list[int]] = defaultdict(list)
    not_assessed = 0
    for rating in ratings:
        if rating.competency != competency:
            continue
        if rating.level is not None:
            levels_by_rater[rating.rater].append(rating.level)
        elif rating.state == ScoreState.NOT_ASSESSED:
            not_assessed += 1

    per_rater = sorted(Fraction(sum(levels), len(levels)) for levels in levels_by_rater.values())
    if not per_rater:
        return CompetencyStatistics(
            competency=competency,
            n_rated=0,
            n_raters=0,
            n_not_assessed=not_assessed,
            mean=None,
            median=None,
            min=None,
            max=None,
            spread=None,
            disagreement=None,
            gap_to_target=None,
            exact_mean=None,
        )

    mean = sum(per_rater, Fraction(0)) / len(per_rater)
    spread = per_rater[-1] - per_rater[0]
    return CompetencyStatistics(
        competency=competency,
        n_rated=sum(len(levels) for levels in levels_by_rater.values()),
        n_raters=len(per_rater),
        n_not_assessed=not_assessed,
        mean=float(mean),
        median=float(_median(per_rater)),
        min=float(per_rater[0]),
        max=float(per_rater[-1]),
        spread=float(spread),
        disagreement=spread >= DISAGREEMENT_SPREAD,
        gap_to_target=None if target_level is None else float(mean - target_level),
        exact_mean=mean,
    )


def _median(ordered: list[Fraction]) -> Fraction:
    """The middle value of a sorted, non-empty list, or the mean of the middle two."""
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2
