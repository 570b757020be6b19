"""What ratings say of a whole profile: overall, by area, and for another role."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from interviews.domain.scores.types import (
    COVERAGE_THRESHOLD,
    AreaStatistics,
    CompetencyStatistics,
    NullReason,
    Overall,
    ProfileWeight,
    Transfer,
)


def summarise_overall(profile: Sequence[ProfileWeight], stats: Iterable[CompetencyStatistics]) -> Overall:
    """Weight the competency means by the profile, over the rated competencies only.

    `weighted_mean` is sum(weight x mean) / sum(weight) over what was rated; an unrated competency is left out of
    both sums, never counted as a zero. It is withheld, with the reason, when nothing of weight was rated or when
    less than three fifths of the profile's weight was. Statistics of competencies outside the profile are ignored.
    """
    weighed = _weigh(profile, _means(stats))
    return Overall(weighed.published_mean, weighed.reason, float(weighed.coverage))


def roll_up_areas(
    profile: Sequence[ProfileWeight], stats: Iterable[CompetencyStatistics], area_of: Mapping[str, str]
) -> tuple[AreaStatistics, ...]:
    """The same figures for each area of the profile, in order of the areas' first appearance in it.

    `area_of` maps every competency of the profile to its area (KeyError where one is missing).
    """
    means = _means(stats)
    members: dict[str, list[ProfileWeight]] = {}
    for entry in profile:
        members.setdefault(area_of[entry.competency], []).append(entry)
    rolled = []
    for area, entries in members.items():
        weighed = _weigh(entries, means)
        rolled.append(
            AreaStatistics(
                area=area,
                n_competencies=len(entries),
                n_rated_competencies=sum(entry.competency in means for entry in entries),
                weighted_mean=weighed.published_mean,
                reason_if_null=weighed.reason,
                coverage=float(weighed.coverage),
            )
        )
    return tuple(rolled)


def transfer(profile: Sequence[ProfileWeight], stats: Iterable[CompetencyStatistics]) -> Transfer:
    """Lay another role's `profile` over the same scores: what carries over, and what has not been assessed."""
    means = _means(stats)
    weighed = _weigh(profile, means)
    return Transfer(
        weighted_mean=weighed.published_mean,
        reason_if_null=weighed.reason,
        coverage=float(weighed.coverage),
        unassessed=tuple(entry.competency for entry in profile if entry.competency not in means),
    )


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A weighted mean and its coverage, exact, before the rule that may withhold it."""

    mean: Fraction | None
    coverage: Fraction

    @property
    def reason(self) -> NullReason | None:
        if self.mean is None:
            return NullReason.NO_SCORES
        if self.coverage < COVERAGE_THRESHOLD:
            return NullReason.COVERAGE_BELOW_THRESHOLD
        return None

    @property
    def published_mean(self) -> float | None:
        return None if self.mean is None or self.reason else float(self.mean)


def _means(stats: Iterable[CompetencyStatistics]) -> dict[str, Fraction]:
    return {each.competency: each.exact_mean for each in stats if each.exact_mean is not None}


def _weigh(profile: Iterable[ProfileWeight], means: Mapping[str, Fraction]) -> _Weighed:
    total = rated = 0
    weighted = Fraction(0)
    for entry in profile:
        total += entry.weight
        if entry.competency in means:
            rated += entry.weight
            weighted += entry.weight * means[entry.competency]
    if not rated:
        return _Weighed(None, Fraction(0))
    return _Weighed(weighted / rated, Fraction(rated, total))
