"""Roots are the doubles nearest to them, alike on every machine."""

from fractions import Fraction
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnperf.errors import InvalidValue
from learnperf.metrics.roots import root

WHOLE = st.integers(0, 10**40)
FRACTIONS = st.fractions(0, 10**30, max_denominator=10**30)


def rounded(value: Fraction) -> Fraction:
    """Round to the nearest double, the way Python divides whole numbers."""
    return Fraction(value.numerator / value.denominator)


@given(FRACTIONS)
def test_the_root_of_a_square_is_the_double_nearest_to_its_side(side: Fraction) -> None:
    assert root(side * side) == rounded(side)


@given(st.integers(0, 2**53 - 1), st.integers(-60, 60))
def test_roots_that_a_double_holds_are_exact(bits: int, exponent: int) -> None:
    side = bits * Fraction(2) ** exponent
    assert root(side * side) == side


@given(FRACTIONS, FRACTIONS)
def test_roots_keep_the_order_of_what_they_are_roots_of(one: Fraction, other: Fraction) -> None:
    low, high = sorted((one, other))
    assert root(low) <= root(high)


@given(st.fractions(Fraction(1, 10**30), 10**30, max_denominator=10**30))
def test_no_double_is_nearer(value: Fraction) -> None:
    found = root(value)
    # half the distance to the neighbours, squared, encloses the value
    gap = Fraction(2) ** (found.numerator.bit_length() - found.denominator.bit_length() - 53)
    assert (found - gap) ** 2 <= value <= (found + gap) ** 2
    assert Fraction(float(found)) == found


@given(st.integers(0, 2**53))
def test_roots_of_whole_numbers_are_those_of_the_processor(value: int) -> None:
    assert float(root(Fraction(value))) == sqrt(value)


@given(st.integers(400, 3000))
def test_size_is_no_limit(exponent: int) -> None:
    assert root(Fraction(10) ** (2 * exponent)) / Fraction(10) ** exponent == pytest.approx(1)
    assert root(Fraction(10) ** (-2 * exponent)) * Fraction(10) ** exponent == pytest.approx(1)


def test_nothing_below_zero_has_a_root() -> None:
    with pytest.raises(InvalidValue, match="has no root"):
        root(Fraction(-1, 4))
