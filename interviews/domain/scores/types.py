"""What goes into the score statistics and what comes out. Levels are whole numbers 1-5, means unrounded floats."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

# Below this share of a profile's weight a weighted mean would speak for competencies nobody looked at.
# A fraction, because 0.6 has no exact binary form and three fifths of the weight must count as enough.
COVERAGE_THRESHOLD = Fraction(3, 5)

# From here on a panel saw different things and should talk: two of the five levels apart.
DISAGREEMENT_SPREAD = 2


class ScoreState(StrEnum):
    """Whether a competency was scored. Only `rated` carries a level."""

    RATED = "rated"
    NOT_ASSESSED = "not_assessed"
    NOT_APPLICABLE = "not_applicable"


class NullReason(StrEnum):
    """Why a weighted mean is withheld."""

    NO_SCORES = "no_scores"
    COVERAGE_BELOW_THRESHOLD = "coverage_below_threshold"


@dataclass(frozen=True, slots=True)
class Rating:
    """One rater's score of one competency in one round; `level` is 1-5 when rated and None otherwise."""

    rater: str
    round: str
    competency: str
    state: ScoreState
    level: int | None
    informed: bool

    def __post_init__(self) -> None:
        if self.state == ScoreState.RATED:
            if self.level is None or not 1 <= self.level <= 5:
                raise ValueError(f"a rated score needs a level from 1 to 5, not {self.level!r}")
        elif self.level is not None:
            raise ValueError(f"a score that is {self.state} carries no level")


@dataclass(frozen=True, slots=True)
class ProfileWeight:
    """How much a role needs a competency (weight >= 0) and the level it aims at, if it names one."""

    competency: str
    weight: int
    target_level: int | None

    def __post_init__(self) -> None:
        if self.weight < 0:
            raise ValueError("a weight cannot be negative")


@dataclass(frozen=True, slots=True)
class CompetencyStatistics:
    """One competency over all raters. Every figure but the counts is None where nothing is rated.

    `n_rated` counts rated scores, `n_raters` the distinct people who gave them, `n_not_assessed` the scores that
    say "not assessed" ("not applicable" is neither). `gap_to_target` is also None without a target level.
    """

    competency: str
    n_rated: int
    n_raters: int
    n_not_assessed: int
    mean: float | None
    median: float | None
    min: float | None
    max: float | None
    spread: float | None
    disagreement: bool | None
    gap_to_target: float | None
    # The mean before it became a float: whatever is computed from it later stays independent of order and rounding.
    exact_mean: Fraction | None


@dataclass(frozen=True, slots=True)
class Overall:
    """The whole profile: `coverage` is the share (0-1) of its weight that was rated by anyone."""

    weighted_mean: float | None
    reason_if_null: NullReason | None
    coverage: float


@dataclass(frozen=True, slots=True)
class AreaStatistics:
    """One area's part of the profile: how many of its competencies and which share (0-1) of its weight were rated, and
    the weighted mean over them.
    """

    area: str
    n_competencies: int
    n_rated_competencies: int
    weighted_mean: float | None
    reason_if_null: NullReason | None
    coverage: float


@dataclass(frozen=True, slots=True)
class Transfer:
    """Another profile laid over the same scores: `unassessed` are its competencies that nobody rated, in its order."""

    weighted_mean: float | None
    reason_if_null: NullReason | None
    coverage: float
    unassessed: tuple[str, ...]
