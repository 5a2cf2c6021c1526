"""Attainment: the printed figures, the policy inside a range, and what is never read as 0."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import learnperf as lp
from learnperf.metrics.attainment import TargetLike
from learnperf.model.scales import Number

POSITIVE = st.fractions(min_value=Fraction(1, 100), max_value=1000, max_denominator=1000)
VALUES = st.fractions(min_value=0, max_value=1000, max_denominator=1000)
DIRECTIONS = st.sampled_from([one.value for one in lp.Direction])


def _percent(realised: Number, target: TargetLike, direction: str = "higher", cap: Number | None = None) -> Fraction:
    found = lp.attainment(realised, target, direction, cap=cap)
    assert isinstance(found, lp.Attainment)
    return found.percent


@pytest.mark.parametrize(
    ("realised", "target", "printed"),
    [
        ("4.02", "4.1", "98.05"),
        ("39.58", 40, "98.95"),
        ("97.24", 90, "108.04"),
        ("4.33", "4.12", "105.10"),
        (98, 90, "108.89"),
        ("4.3976", 4, "109.94"),
        ("4.49", 4, "112.25"),
    ],
)
def test_printed_attainments_are_reproduced(realised: str, target: str, printed: str) -> None:
    assert f"{float(_percent(realised, target)):.2f}" == printed


def test_below_a_range_the_lower_end_is_the_target() -> None:
    assert _percent(70, [80, 90]) == Fraction("87.5")


def test_above_a_range_the_upper_end_is_the_target_and_the_printed_113_is_not_reproduced() -> None:
    found = _percent(92, [80, 90])
    assert f"{float(found):.2f}" == "102.22"
    assert round(float(found)) != 113


def test_outside_a_range_that_is_better_low_both_sides_go_by_the_nearer_end() -> None:
    assert f"{float(_percent('6.5', [7, 8], 'lower')):.2f}" == "107.14"
    assert _percent(9, (7, 8), "lower") == Fraction("87.5")


def test_93_of_95_is_98_rounded_and_88_points_either_way() -> None:
    exactly = _percent(93, 95)
    assert f"{float(exactly):.2f}" == "97.89"
    fair = lp.Band(80, 99, 70, 89)
    assert round(float(fair.points(exactly))) == round(float(fair.points(Fraction(98)))) == 88


@given(low=VALUES, high=VALUES, part=st.fractions(min_value=0, max_value=1), direction=DIRECTIONS)
def test_inside_a_range_exactly_100_is_attained(low: Fraction, high: Fraction, part: Fraction, direction: str) -> None:
    ends = sorted((low, high + 1))
    assert _percent(ends[0] + part * (ends[1] - ends[0]), ends, direction) == 100


def test_a_target_of_0_is_undefined_and_not_0() -> None:
    for realised in (0, 3):
        assert lp.attainment(realised, 0) == lp.Missing(lp.MissingReason.ZERO_TARGET)
    assert lp.attainment(-1, [0, 5]) == lp.Missing(lp.MissingReason.ZERO_TARGET)
    assert _percent(0, [0, 5]) == 100


def test_more_than_twice_a_target_that_is_better_low_is_below_0() -> None:
    assert _percent(30, 10, "lower") == -100


def test_near_is_better_falls_on_both_sides() -> None:
    assert [_percent(value, 10, "target") for value in (8, 10, 12)] == [80, 100, 80]


def test_what_is_cut_by_a_cap_says_so() -> None:
    cut = lp.attainment(150, 100, cap=120)
    assert isinstance(cut, lp.Attainment)
    assert (cut.percent, cut.uncapped, cut.capped) == (Fraction(120), Fraction(150), True)
    kept = lp.attainment(120, 100, cap=120)
    assert isinstance(kept, lp.Attainment)
    assert not kept.capped


@given(one=VALUES, other=VALUES, target=POSITIVE, cap=st.none() | st.integers(100, 150))
def test_attainment_grows_with_what_is_better_high_and_falls_with_what_is_better_low(
    one: Fraction, other: Fraction, target: Fraction, cap: int | None
) -> None:
    less, more = sorted((one, other))
    assert _percent(less, target, "higher", cap) <= _percent(more, target, "higher", cap)
    assert _percent(less, target, "lower", cap) >= _percent(more, target, "lower", cap)


@given(value=VALUES, target=POSITIVE, unit=POSITIVE, direction=DIRECTIONS)
def test_the_unit_of_measure_does_not_matter(value: Fraction, target: Fraction, unit: Fraction, direction: str) -> None:
    assert _percent(value, target, direction) == _percent(value * unit, target * unit, direction)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"target": -1}, "below 0"),
        ({"target": [9, 8]}, "wrong way round"),
        ({"target": [1, 2, 3]}, "a number or two"),
        ({"target": "high"}, "not a number"),
        ({"target": 1, "direction": "up"}, "one of higher, lower, target"),
        ({"target": 1, "direction": "range"}, "a range is a target"),
        ({"target": 1, "cap": 1.2}, "write 120 for 120 per cent"),
    ],
)
def test_what_makes_no_sense_is_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(lp.InvalidValue, match=message):
        lp.attainment(1, **options)


def test_a_target_shows_as_people_write_it() -> None:
    target = lp.Target.of([Decimal("0.1"), "0.25"])
    assert (str(target), repr(target), target.is_range) == ("0.1..0.25", "Target('0.1..0.25')", True)
    assert lp.Target.of(target) is target
