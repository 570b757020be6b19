"""The codes of summaries and comparisons as a person would say them, once for pages, files and terminal."""

from collections.abc import Iterable
from dataclasses import fields

from interviews.domain.summaries.figures import RecommendationCounts
from interviews.vocabulary import Recommendation

WORDS = {
    # Warnings of a summary and of a comparison.
    "panel_incomplete": "Scorecards are still owed: every figure may move.",
    "informed_scorecards": "Some scorecards were written by people who could already read others' scores.",
    "disagreement": "On at least one competency raters are two levels or more apart.",
    "single_rater": "Every rating is by the same person.",
    "unassessed_competencies": "Nobody has rated some of the competencies.",
    "weighted_mean_withheld": "There is no weighted mean.",
    "plan_versions_differ": "The applications were interviewed with different versions of the plan: only the "
    "competencies that all versions share are compared, weighed as in the newest.",
    "still_blind_on_some": "You owe scorecards: their applications are listed without figures and count in none.",
    # Why a figure is missing.
    "no_scores": "nothing is rated yet",
    "coverage_below_threshold": "less than 60% of the weight is rated",
    "too_few_units": "too little is rated by two people or more",
    "no_variation": "every rating is the same",
}
BEST_FIRST = (
    Recommendation.STRONG_YES,
    Recommendation.YES,
    Recommendation.NO,
    Recommendation.STRONG_NO,
    Recommendation.NO_DECISION,
)


def in_words(code: str | None) -> str:
    """A code of the API in words; "" for none."""
    return "" if code is None else WORDS.get(code, code.replace("_", " "))


def all_in_words(codes: Iterable[str]) -> list[str]:
    return [in_words(code) for code in codes]


def recommendation_in_words(code: str) -> str:
    """One recommendation as a person would say it."""
    return str(Recommendation(code).label).lower()


def recommendations_in_words(counts: RecommendationCounts) -> list[tuple[str, int]]:
    """The recommendations that somebody gave with how many gave them, from the best to none."""
    given = {each.name: getattr(counts, each.name) for each in fields(counts)}
    return [(str(each.label).lower(), given[each]) for each in BEST_FIRST if given[each]]
