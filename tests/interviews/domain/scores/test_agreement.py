"""Krippendorff's alpha against the reference package, and where it is withheld."""

import random

import krippendorff
import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.domain.scores import Alpha, AlphaReason, krippendorff_alpha_ordinal

units_of_levels = st.lists(st.lists(st.integers(1, 5), max_size=5), max_size=10)


@given(units_of_levels)
def test_it_equals_the_reference(units: list[list[int]]) -> None:
    alpha = krippendorff_alpha_ordinal(units)
    if alpha.value is None:
        return
    widest = max(len(unit) for unit in units)
    data = [[unit[rater] if rater < len(unit) else numpy.nan for unit in units] for rater in range(widest)]
    reference = krippendorff.alpha(reliability_data=data, level_of_measurement="ordinal")
    assert alpha.value == pytest.approx(reference, abs=1e-12)


@given(units_of_levels, st.randoms(use_true_random=False))
def test_the_order_of_units_and_raters_never_matters(units: list[list[int]], shuffler: random.Random) -> None:
    shuffled = [list(unit) for unit in units]
    for unit in shuffled:
        shuffler.shuffle(unit)
    shuffler.shuffle(shuffled)
    assert krippendorff_alpha_ordinal(shuffled) == krippendorff_alpha_ordinal(units)


def test_perfect_agreement_is_one() -> None:
    assert krippendorff_alpha_ordinal([[1, 1], [3, 3], [5, 5, 5]]) == Alpha(1.0, None)


def test_a_worked_example() -> None:
    # Levels 1, 2, 3, 3 sit at places 1, 3, 6, 6 of the sorted list of ratings (doubled). Within units only 1 and 2
    # differ: 2^2 = 4. Over all pairs: (1,2) 4, (1,3) twice 25, (2,3) twice 9: 72. Alpha = 1 - 3 x 4 / 72.
    assert krippendorff_alpha_ordinal([[1, 2], [3, 3]]).value == pytest.approx(1 - 12 / 72)


@pytest.mark.parametrize("units", [[], [[3]], [[1, 2]], [[1], [2], [3]], [[1, 5], [2]]])
def test_fewer_than_two_units_rated_twice_carry_nothing(units: list[list[int]]) -> None:
    assert krippendorff_alpha_ordinal(units) == Alpha(None, AlphaReason.TOO_FEW_UNITS)


def test_levels_that_never_vary_carry_nothing() -> None:
    assert krippendorff_alpha_ordinal([[4, 4], [4, 4, 4], [2]]) == Alpha(None, AlphaReason.NO_VARIATION)
