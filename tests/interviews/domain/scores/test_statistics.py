"""Score statistics: a worked example, and what must hold whatever was scored."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.domain.scores import (
    NullReason,
    Overall,
    ProfileWeight,
    Rating,
    ScoreState,
    Transfer,
    roll_up_areas,
    summarise_competency,
    summarise_overall,
    transfer,
)

COMPETENCIES = ("coding", "evaluation", "sql")


def rated(rater: str, competency: str, level: int, interview_round: str = "panel") -> Rating:
    return Rating(rater, interview_round, competency, ScoreState.RATED, level, informed=False)


def unrated(rater: str, competency: str, state: ScoreState = ScoreState.NOT_ASSESSED) -> Rating:
    return Rating(rater, "panel", competency, state, None, informed=False)


@st.composite
def rating_lists(draw: st.DrawFn) -> list[Rating]:
    ratings = []
    for _ in range(draw(st.integers(0, 12))):
        state = draw(st.sampled_from(ScoreState))
        ratings.append(
            Rating(
                rater=draw(st.sampled_from("abcde")),
                round=draw(st.sampled_from(("phone", "panel"))),
                competency=draw(st.sampled_from(COMPETENCIES)),
                state=state,
                level=draw(st.integers(1, 5)) if state == ScoreState.RATED else None,
                informed=draw(st.booleans()),
            )
        )
    return ratings


def test_a_worked_example() -> None:
    stats = summarise_competency(
        competency="coding",
        target_level=3,
        ratings=[
            rated("ann", "coding", 2, "phone"),
            rated("ann", "coding", 3, "panel"),  # ann within herself: 2.5
            rated("ben", "coding", 5),
            rated("cai", "coding", 3),
            unrated("dee", "coding"),
            unrated("eve", "coding", ScoreState.NOT_APPLICABLE),
            rated("ann", "sql", 1),
        ],
    )
    assert (stats.n_rated, stats.n_raters, stats.n_not_assessed) == (4, 3, 1)
    assert stats.mean == pytest.approx(3.5)  # (2.5 + 5 + 3) / 3
    assert (stats.median, stats.min, stats.max, stats.spread) == (3.0, 2.5, 5.0, 2.5)
    assert stats.disagreement is True
    assert stats.gap_to_target == pytest.approx(0.5)


def test_an_even_number_of_raters_has_the_median_in_between() -> None:
    stats = summarise_competency("coding", [rated("ann", "coding", 2), rated("ben", "coding", 3)])
    assert stats.median == 2.5
    assert stats.disagreement is False
    assert stats.gap_to_target is None


def test_a_spread_of_exactly_two_is_a_disagreement() -> None:
    stats = summarise_competency("coding", [rated("ann", "coding", 2), rated("ben", "coding", 4)])
    assert (stats.spread, stats.disagreement) == (2.0, True)


def test_nothing_rated_is_nothing_and_not_zero() -> None:
    stats = summarise_competency("coding", [unrated("ann", "coding")], target_level=3)
    assert (stats.n_rated, stats.n_raters, stats.n_not_assessed) == (0, 0, 1)
    assert {stats.mean, stats.median, stats.min, stats.max, stats.spread, stats.gap_to_target} == {None}
    assert stats.disagreement is None


PROFILE = (ProfileWeight("coding", 3, 4), ProfileWeight("evaluation", 2, 3), ProfileWeight("sql", 5, None))


def summarised(*ratings: Rating) -> list:  # type: ignore[type-arg]
    return [summarise_competency(competency, ratings) for competency in COMPETENCIES]


def test_the_weighted_mean_is_over_the_rated_competencies() -> None:
    overall = summarise_overall(PROFILE, summarised(rated("ann", "coding", 4), rated("ann", "sql", 2)))
    assert overall == Overall(weighted_mean=(3 * 4 + 5 * 2) / 8, reason_if_null=None, coverage=0.8)


def test_three_fifths_of_the_weight_are_enough_and_less_is_not() -> None:
    profile = (ProfileWeight("coding", 3, None), ProfileWeight("evaluation", 2, None))
    enough = summarise_overall(profile, summarised(rated("ann", "coding", 4)))
    assert enough == Overall(4.0, None, 0.6)
    short = summarise_overall(profile, summarised(rated("ann", "evaluation", 4)))
    assert short == Overall(None, NullReason.COVERAGE_BELOW_THRESHOLD, 0.4)


def test_without_any_score_there_is_no_mean() -> None:
    assert summarise_overall(PROFILE, summarised()) == Overall(None, NullReason.NO_SCORES, 0.0)
    assert summarise_overall((), summarised(rated("ann", "coding", 4))) == Overall(None, NullReason.NO_SCORES, 0.0)


def test_areas_are_rolled_up_each_for_itself() -> None:
    areas = roll_up_areas(
        PROFILE,
        summarised(rated("ann", "coding", 4), rated("ben", "coding", 5)),
        {"coding": "engineering", "sql": "engineering", "evaluation": "modelling"},
    )
    engineering, modelling = areas
    assert (engineering.area, engineering.n_competencies, engineering.n_rated_competencies) == ("engineering", 2, 1)
    assert (engineering.weighted_mean, engineering.coverage) == (None, 3 / 8)
    assert engineering.reason_if_null == NullReason.COVERAGE_BELOW_THRESHOLD
    assert (modelling.area, modelling.weighted_mean, modelling.reason_if_null) == (
        "modelling",
        None,
        NullReason.NO_SCORES,
    )


def test_what_carries_over_to_another_role() -> None:
    other = (ProfileWeight("sql", 1, None), ProfileWeight("pipelines", 1, None), ProfileWeight("coding", 3, None))
    carried = transfer(other, summarised(rated("ann", "coding", 4), rated("ann", "sql", 2)))
    assert carried == Transfer((3 * 4 + 2) / 4, None, 0.8, unassessed=("pipelines",))


@given(rating_lists(), st.randoms(use_true_random=False))
def test_the_order_of_submission_never_matters(ratings: list[Rating], shuffler: random.Random) -> None:
    shuffled = list(ratings)
    shuffler.shuffle(shuffled)
    assert summarised(*ratings) == summarised(*shuffled)
    assert summarise_overall(PROFILE, summarised(*ratings)) == summarise_overall(
        PROFILE, reversed(summarised(*shuffled))
    )


@given(rating_lists(), st.sampled_from(COMPETENCIES), st.sampled_from("abcxyz"))
def test_what_was_not_assessed_never_moves_a_figure(ratings: list[Rating], competency: str, rater: str) -> None:
    before = summarise_competency(competency, ratings, 3)
    after = summarise_competency(competency, [*ratings, unrated(rater, competency)], 3)
    assert after.n_not_assessed == before.n_not_assessed + 1
    for name in ("n_rated", "n_raters", "mean", "median", "min", "max", "spread", "disagreement", "gap_to_target"):
        assert getattr(after, name) == getattr(before, name)
    assert summarise_overall(PROFILE, summarised(*ratings)) == summarise_overall(
        PROFILE, summarised(*ratings, unrated(rater, competency))
    )


@given(rating_lists())
def test_figures_stay_within_the_levels_given(ratings: list[Rating]) -> None:
    for stats in summarised(*ratings):
        levels = [each.level for each in ratings if each.competency == stats.competency and each.level is not None]
        assert (stats.mean is None) == (not levels)
        if stats.mean is not None:
            assert stats.min is not None
            assert stats.max is not None
            assert min(levels) <= stats.min <= stats.mean <= stats.max <= max(levels)


@pytest.mark.parametrize(("state", "level"), [("rated", None), ("rated", 0), ("rated", 6), ("not_assessed", 3)])
def test_a_score_that_contradicts_itself_is_refused(state: str, level: int | None) -> None:
    with pytest.raises(ValueError, match="level"):
        Rating("ann", "panel", "coding", ScoreState(state), level, informed=False)


def test_a_negative_weight_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        ProfileWeight("coding", -1, None)
