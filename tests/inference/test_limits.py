"""Limits are those of scipy where scipy has them, and hold what they say they hold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnperf.inference.limits import difference_of, normal_quantile, poisson, student, welch_freedom, wilson

CONFIDENCE = st.sampled_from([0.8, 0.9, 0.95, 0.99])


@given(st.integers(0, 50), st.integers(1, 50), CONFIDENCE)
def test_limits_of_a_share_are_those_of_scipy(some: int, others: int, confidence: float) -> None:
    from scipy.stats import binomtest  # noqa: PLC0415 -- slow to load

    n = some + others
    for reached in (some, others):
        expected = binomtest(reached, n).proportion_ci(confidence, method="wilson")
        low, high = wilson(reached / n, n, confidence)
        assert (low, high) == pytest.approx((expected.low, expected.high), abs=1e-12)


@given(st.lists(st.integers(0, 9), min_size=2, max_size=20).filter(lambda one: len(set(one)) > 1), CONFIDENCE)
def test_limits_of_a_mean_are_those_of_scipy(values: list[int], confidence: float) -> None:
    from scipy.stats import ttest_1samp  # noqa: PLC0415 -- slow to load

    expected = ttest_1samp(values, 0).confidence_interval(confidence)
    error = np.std(values, ddof=1) / np.sqrt(len(values))
    low, high = student(np.mean(values), error, len(values) - 1, confidence)
    assert (low, high) == pytest.approx((expected.low, expected.high))


@given(st.integers(0, 60), CONFIDENCE)
def test_limits_of_a_count_are_those_of_scipy(count: int, confidence: float) -> None:
    from scipy.stats import chi2  # noqa: PLC0415 -- slow to load

    rest = (1 - confidence) / 2
    low, high = poisson(count, confidence)
    assert low == pytest.approx(chi2.ppf(rest, 2 * count) / 2 if count else 0)
    assert high == pytest.approx(chi2.ppf(1 - rest, 2 * count + 2) / 2)


# Newcombe (1998), Statistics in Medicine 17:873, table II, method 10
@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0000),
        ((10, 10), (0, 10), 0.6075, 1.0000),
    ],
)
def test_differences_of_shares_have_the_published_limits(
    first: tuple[int, int], second: tuple[int, int], low: float, high: float
) -> None:
    sides = []
    for some, n in (first, second):
        least, most = wilson(some / n, n)
        sides.append((some / n, float(least), float(most)))
    assert difference_of(sides[0], sides[1]) == pytest.approx((low, high), abs=5.1e-5)


def test_the_more_two_shares_rest_on_the_same_the_surer_is_their_difference() -> None:
    low, high = (float(one) for one in wilson(0.5, 20))
    one = (0.5, low, high)
    widths = [np.subtract(*difference_of(one, one, shared)[::-1]) for shared in (0.0, 0.5, 1.0)]
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] == pytest.approx(0)


def test_two_groups_that_vary_alike_have_all_their_freedom() -> None:
    assert welch_freedom((2.0, 2.0), (7, 7)) == pytest.approx(14)
    assert welch_freedom((1e9, 1.0), (7, 7)) == pytest.approx(7, rel=1e-6)


def test_ninety_five_percent_is_what_everybody_knows() -> None:
    assert normal_quantile(0.95) == pytest.approx(1.959964, abs=1e-6)
