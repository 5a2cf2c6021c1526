"""Indexes of agreement: their laws, the figures published for them, and what they leave out."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import learnperf as lp

# ten raters by eleven items of a scale of five answers, company 14 of the public data set lq2002
COMPANY = [
    [1, 1, 1, 1, 4, 4, 1, 4, 1, 1, 1],
    [3, 3, 2, 3, 3, 3, 1, 3, 3, 4, 3],
    [2, 4, 1, 1, 4, 4, 1, 4, 1, 1, 1],
    [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
    [4, 5, 3, 2, 3, 3, 3, 4, 3, 3, 3],
    [2, 2, 3, 3, 4, 4, 5, 5, 5, 5, 4],
    [3, 3, 3, 4, 4, 4, 2, 3, 2, 2, 2],
    [3, 3, 3, 1, 3, 3, 3, 3, 3, 3, 3],
    [4, 4, 3, 4, 3, 3, 4, 2, 4, 3, 4],
    [3, 3, 2, 2, 2, 3, 3, 3, 2, 3, 2],
]
GROUPS = ([4, 4, 5, 3], [2, 3, 2], [5, 5, 4, 5, 4])
RATINGS = st.lists(st.integers(1, 5), min_size=2, max_size=12)
UNIFORM = lp.NullDistribution.UNIFORM


def test_null_variances_are_those_of_the_published_table() -> None:
    columns = [one for one in lp.NullDistribution if one is not lp.NullDistribution.MAXIMUM_DISSENSUS]
    published = {
        5: (2.00, 1.34, 0.90, 0.44, 1.32, 1.04),
        6: (2.92, 1.85, 1.26, 0.69, 1.45, 1.25),
        7: (4.00, 2.90, 2.14, 1.39, 2.10, 1.40),
        8: (5.25, 3.47, 2.79, 2.35, 2.81, 1.73),
        9: (6.67, 5.66, 4.73, 3.16, 3.00, 1.58),
        10: (8.25, 6.30, 5.09, 3.46, 2.89, 1.45),
        11: (10, 7.31, 6.32, 4.02, 3.32, 1.40),
    }
    for options, row in published.items():
        assert tuple(round(float(lp.null_variance(options, one)), 2) for one in columns) == row
    assert lp.null_variance(5, lp.NullDistribution.MAXIMUM_DISSENSUS) == 4


@pytest.mark.parametrize(("options", "distribution"), [(1, UNIFORM), (4, lp.NullDistribution.NORMAL)])
def test_a_null_variance_that_nobody_worked_out_is_refused(options: int, distribution: lp.NullDistribution) -> None:
    with pytest.raises(lp.InvalidValue, match="options"):
        lp.null_variance(options, distribution)


def test_a_null_variance_of_ones_own_is_above_0() -> None:
    assert lp.rwg([4, 4, 5, 3], 5, 4.0) == pytest.approx(1 - (2 / 3) / 4)
    with pytest.raises(lp.InvalidValue, match="is no variance"):
        lp.rwg([4, 4], 5, 0.0)


def test_small_groups_have_the_figures_worked_out_for_them() -> None:
    assert [lp.rwg(group, 5) for group in GROUPS] == pytest.approx([0.666667, 0.833333, 0.85], abs=1e-6)
    assert [lp.average_deviation(group) for group in GROUPS] == pytest.approx([0.5, 0.444444, 0.48], abs=1e-6)
    assert [lp.average_deviation(group, "median") for group in GROUPS] == pytest.approx([0.5, 0.333333, 0.4], abs=1e-6)


def test_the_indexes_disagree_about_a_company_as_published() -> None:
    rwg_j, r_star = lp.rwg_j(COMPANY, 5), lp.r_star_wg_j(COMPANY, 5)
    assert rwg_j == pytest.approx(0.8260377358, abs=1e-10)
    assert r_star == pytest.approx(0.3015151515, abs=1e-10)
    deviation = lp.average_deviation(COMPANY)
    assert deviation == pytest.approx(0.9309090909, abs=1e-10)
    assert lp.average_deviation(COMPANY, lp.DeviationFrom.MEDIAN) == pytest.approx(0.9, abs=1e-10)
    assert lp.a_wg(COMPANY, 1, 5) == pytest.approx(0.3279340715, abs=1e-10)
    # one says that they agree, the other that they do not
    assert rwg_j is not None
    assert rwg_j >= 0.7
    assert deviation is not None
    assert deviation > lp.average_deviation_cutoff(5)


@given(RATINGS)
def test_who_rated_first_changes_nothing(ratings: list[int]) -> None:
    turned = ratings[::-1]
    assert lp.rwg(ratings, 5) == pytest.approx(lp.rwg(turned, 5))
    assert lp.average_deviation(ratings) == pytest.approx(lp.average_deviation(turned))
    assert lp.a_wg(ratings, 1, 5) == pytest.approx(lp.a_wg(turned, 1, 5))


@given(RATINGS)
def test_a_rating_not_given_changes_nothing(ratings: list[int]) -> None:
    with_gap = [*ratings, None, float("nan")]
    assert lp.rwg(with_gap, 5) == pytest.approx(lp.rwg(ratings, 5))
    assert lp.average_deviation(with_gap, "median") == pytest.approx(lp.average_deviation(ratings, "median"))
    assert lp.a_wg(with_gap, 1, 5) == pytest.approx(lp.a_wg(ratings, 1, 5))


@given(RATINGS)
def test_indexes_stay_within_their_bounds(ratings: list[int]) -> None:
    cut, whole = lp.rwg(ratings, 5), lp.rwg(ratings, 5, truncate=False)
    assert cut is not None
    assert whole is not None
    assert 0 <= cut <= 1
    assert whole <= cut
    deviation = lp.average_deviation(ratings)
    assert deviation is not None
    assert 0 <= deviation <= 2
    relative = lp.a_wg(ratings, 1, 5)
    assert relative is None or -1 - 1e-9 <= relative <= 1


@given(st.integers(1, 5), st.integers(2, 9))
def test_all_who_say_the_same_agree_wholly(rating: int, raters: int) -> None:
    ratings = [rating] * raters
    assert lp.rwg(ratings, 5) == 1
    assert lp.average_deviation(ratings) == 0
    assert lp.a_wg(ratings, 1, 5) == 1 or not 1 + 4 / raters <= rating <= 5 - 4 / raters


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5), st.integers(1, 5)), min_size=2, max_size=9))
def test_agreement_on_several_items_is_at_least_that_on_their_mean_item(table: list[tuple[int, ...]]) -> None:
    several, one = lp.rwg_j(table, 5), lp.r_star_wg_j(table, 5, truncate=True)
    assert several is not None
    assert one is not None
    assert several >= one - 1e-12
    assert lp.rwg_j([row[:1] for row in table], 5) == pytest.approx(lp.rwg([row[0] for row in table], 5))


@pytest.mark.parametrize("ratings", [[], [4], [4, None], [[4, 3, 2]]])
def test_one_rater_agrees_with_nobody(ratings: object) -> None:
    table = np.asarray(ratings, dtype=np.float64)
    assert lp.rwg_j(table, 5) is None
    assert lp.r_star_wg_j(table, 5) is None
    assert lp.average_deviation(table) is None
    assert lp.a_wg(table, 1, 5) is None


def test_an_item_that_one_rater_answered_is_left_out() -> None:
    assert lp.average_deviation([[4.0, math.nan], [2.0, 5.0]]) == lp.average_deviation([4, 2])
    assert lp.rwg_j([[4.0, math.nan], [3.0, 5.0]], 5) == lp.rwg([4, 3], 5)


def test_relative_agreement_is_undefined_near_the_ends() -> None:
    # (L(k - 1) + H) / k = (1 * 2 + 5) / 3
    assert lp.a_wg([2, 2, 3], 1, 5) is not None
    assert lp.a_wg([2, 2, 2], 1, 5) is None
    assert lp.a_wg([1, 1, 1], 1, 5) == 1
    assert lp.a_wg([1, 1, 1, 5], 1, 5) == pytest.approx(1 - 2 * 4 / (((5 + 1) * 2 - 4 - 5) * 4 / 3))


def test_a_middle_that_does_not_exist_is_refused() -> None:
    with pytest.raises(lp.InvalidValue, match="middle: 'mode' is not known"):
        lp.average_deviation([4, 5], "mode")
