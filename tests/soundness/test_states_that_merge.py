"""Cases 10, 11 and 12: merging states is pooling their evidence, for one piece, for many, and for numbers below 0."""

from fractions import Fraction
from functools import reduce
from statistics import variance

import pytest
from hypothesis import given
from hypothesis import strategies as st

import learnperf as lp
from learnperf.metrics.finalized import Context

PLAIN = Context()


def _merged(states: list[lp.Variance]) -> lp.Variance:
    return reduce(lp.Variance.merge, states, lp.Variance.zero())


def test_merging_means_weighs_both_sides_whichever_comes_first() -> None:
    few = lp.Mean.of_one(10)
    many = reduce(lp.Mean.merge, [lp.Mean.of_one(0)] * 99)
    # the mistake: 10.0 one way, 9.899 the other
    assert few.merge(many).value(PLAIN) == many.merge(few).value(PLAIN) == Fraction(1, 10)


@given(st.lists(st.integers(-(10**6), 10**6), min_size=2, max_size=30), st.integers(0, 30))
def test_moments_are_right_for_numbers_of_any_sign_and_any_split(numbers: list[int], split: int) -> None:
    states = [lp.Variance.of_one(number) for number in numbers]
    merged = _merged(states[:split]).merge(_merged(states[split:]))
    assert merged.value(PLAIN) == variance([Fraction(number) for number in numbers])


@pytest.mark.parametrize("state", [lp.Count, lp.Sum, lp.Mean, lp.Variance, lp.Least, lp.Greatest, lp.Distinct])
def test_no_state_claims_that_evidence_can_be_taken_out_again(state: type[lp.State]) -> None:
    # a sum could, an extreme could not: nothing is promised that does not hold for all
    assert not {"__sub__", "__neg__", "subtract", "negate", "revert"} & set(dir(state))


@pytest.mark.parametrize("single_first", [True, False])
def test_merging_a_single_observation_does_not_lose_it(single_first: bool) -> None:  # noqa: FBT001 -- a case
    single, several = lp.Variance.of_one(9), _merged([lp.Variance.of_one(number) for number in (1, 2, 3)])
    both = single.merge(several) if single_first else several.merge(single)
    assert both.n == 4
    assert both.value(PLAIN) == variance([Fraction(number) for number in (1, 2, 3, 9)])


def test_single_observations_alone_make_a_variance_once_there_are_two() -> None:
    one, other = lp.Variance.of_one(4), lp.Variance.of_one(6)
    assert one.value(PLAIN) == lp.Missing(lp.MissingReason.TOO_FEW)
    assert one.merge(other).value(PLAIN) == 2
