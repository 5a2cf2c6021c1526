"""ICC(1) and ICC(2): the published figures, both conventions for unequal groups, and where there is none."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import learnperf as lp

TARGETS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
UNEQUAL = [[4, 4, 5, 3], [2, 3, 2], [5, 5, 4, 5, 4]]


def analysed(groups: list[list[int]], size: lp.GroupSize = lp.GroupSize.AVERAGE) -> lp.OneWay:
    found = lp.one_way(groups, size)
    assert found is not None
    return found


def test_six_targets_of_four_judges_have_the_published_figures() -> None:
    found = analysed(TARGETS)
    assert (found.groups, found.ratings, found.size) == (6, 24, 4)
    assert (round(found.between, 3), round(found.within, 3)) == (11.242, 6.264)
    assert found.icc1 == pytest.approx(0.1657417684, abs=1e-10)
    assert found.icc2 == pytest.approx(0.4427971337, abs=1e-10)


@pytest.mark.parametrize(
    ("between", "within", "icc1", "icc2"),
    [
        (10.9893, 1.4412, 0.2013, 0.8688),
        (11.9737, 0.9902, 0.2968, 0.9173),
        (2.3405, 0.6401, 0.0918, 0.7265),
    ],
)
def test_published_mean_squares_give_the_published_figures(
    between: float, within: float, icc1: float, icc2: float
) -> None:
    found = lp.OneWay(between=between, within=within, size=26.28)
    # the mean squares are printed to four digits themselves
    assert found.icc1 == pytest.approx(icc1, abs=1e-4)
    assert found.icc2 == pytest.approx(icc2, abs=1e-4)


def test_unequal_groups_have_a_figure_by_each_convention() -> None:
    average, k0 = analysed(UNEQUAL), analysed(UNEQUAL, lp.GroupSize.K0)
    assert (average.between, average.within) == pytest.approx((4.9, 0.4296296296), abs=1e-10)
    assert (average.size, k0.size) == pytest.approx((4, 3.916667), abs=1e-6)
    assert average.icc1 == pytest.approx(0.7223219629, abs=1e-10)
    assert k0.icc1 == pytest.approx(0.7265248796, abs=1e-10)
    assert average.icc2 == k0.icc2 == pytest.approx(0.9123204837, abs=1e-10)


@given(st.lists(st.lists(st.integers(1, 5), min_size=3, max_size=3), min_size=2, max_size=6))
def test_with_groups_of_one_size_the_conventions_and_both_formulas_agree(groups: list[list[int]]) -> None:
    average, k0 = analysed(groups), analysed(groups, lp.GroupSize.K0)
    assert average.icc1 == pytest.approx(k0.icc1)
    if average.icc1 is not None and average.icc2 is not None:
        assert -1 / 2 - 1e-9 <= average.icc1 <= 1
        assert average.icc2 == pytest.approx(3 * average.icc1 / (1 + 2 * average.icc1))


@given(st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=5), min_size=2, max_size=6))
def test_the_mean_squares_are_those_of_an_analysis_of_variance(groups: list[list[int]]) -> None:
    from scipy.stats import f_oneway  # noqa: PLC0415 -- slow to load, for one test

    found = lp.one_way(groups)
    if found is not None and found.within:
        assert found.between / found.within == pytest.approx(float(f_oneway(*groups).statistic))


def test_what_is_not_given_is_left_out() -> None:
    assert lp.one_way([[4, None, 5], [2, 3, float("nan")], [None]]) == lp.one_way([[4, 5], [2, 3]])


@pytest.mark.parametrize("groups", [[], [[1, 2, 3]], [[1], [2], [3]], [[1, 2], []]])
def test_nothing_to_compare_has_no_figure(groups: list[list[int]]) -> None:
    assert lp.one_way(groups) is None


def test_where_nothing_differs_there_is_no_part_between() -> None:
    found = analysed([[3, 3], [3, 3]])
    assert found.icc1 is None
    assert found.icc2 is None
    groups_alike = analysed([[2, 4], [2, 4]])
    assert groups_alike.icc1 == -1
    assert groups_alike.icc2 is None


@pytest.mark.parametrize(
    ("field", "figures"), [("between", (-1.0, 1.0, 2.0)), ("within", (1.0, -0.1, 2.0)), ("size", (1.0, 1.0, 0.5))]
)
def test_what_no_analysis_gives_is_refused(field: str, figures: tuple[float, float, float]) -> None:
    with pytest.raises(lp.InvalidValue, match=field):
        lp.OneWay(*figures)


def test_large_scores_do_not_drown_small_differences() -> None:
    far = [np.asarray(group) + 1e9 for group in UNEQUAL]
    found = lp.one_way(far)
    assert found is not None
    assert found.icc1 == pytest.approx(analysed(UNEQUAL).icc1, abs=1e-6)
