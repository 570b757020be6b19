"""Each code that a summary or a comparison can give has its words."""

import pytest

from interviews.domain.scores import AlphaReason, NullReason
from interviews.domain.summaries.comparison import ComparisonWarning
from interviews.domain.summaries.figures import RecommendationCounts
from interviews.domain.summaries.summary import SummaryWarning
from interviews.summaries.words import in_words, recommendations_in_words
from interviews.vocabulary import Recommendation


@pytest.mark.parametrize("code", [*SummaryWarning, *ComparisonWarning, *NullReason, *AlphaReason])
def test_no_code_is_shown_bare(code: str) -> None:
    assert in_words(code) not in ("", code, code.replace("_", " "))


def test_a_code_without_words_is_at_least_readable() -> None:
    assert (in_words("new_code"), in_words(None)) == ("new code", "")


def test_every_recommendation_is_counted_and_named_from_the_best_to_none() -> None:
    assert set(RecommendationCounts.__slots__) == set(Recommendation.values)
    counts = RecommendationCounts(strong_no=1, no=2, yes=3, strong_yes=4, no_decision=5)
    shown = [("strong yes", 4), ("yes", 3), ("no", 2), ("strong no", 1), ("no decision", 5)]
    assert recommendations_in_words(counts) == shown
    assert recommendations_in_words(RecommendationCounts(0, 0, 1, 0, 0)) == [("yes", 1)]
