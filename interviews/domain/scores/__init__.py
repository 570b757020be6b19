"""Score statistics: what a panel's ratings say, with every denominator shown."""

from interviews.domain.scores.agreement import Alpha, AlphaReason, krippendorff_alpha_ordinal
from interviews.domain.scores.competencies import summarise_competency
from interviews.domain.scores.profiles import roll_up_areas, summarise_overall, transfer
from interviews.domain.scores.types import (
    COVERAGE_THRESHOLD,
    AreaStatistics,
    CompetencyStatistics,
    NullReason,
    Overall,
    ProfileWeight,
    Rating,
    ScoreState,
    Transfer,
)

__all__ = [
    "COVERAGE_THRESHOLD",
    "Alpha",
    "AlphaReason",
    "AreaStatistics",
    "CompetencyStatistics",
    "NullReason",
    "Overall",
    "ProfileWeight",
    "Rating",
    "ScoreState",
    "Transfer",
    "krippendorff_alpha_ordinal",
    "roll_up_areas",
    "summarise_competency",
    "summarise_overall",
    "transfer",
]
