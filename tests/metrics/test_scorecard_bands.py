"""Bands: printed points, straight lines, gaps by a declared rule, and no overlap."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import learnperf as lp

EXAMPLES = Path(__file__).parents[2] / "examples" / "scorecard"
FAIR, POOR = lp.Band(80, 99, 70, 89, ("Fair", "Cukup")), lp.Band(60, 79, 50, 69, "Poor")


@pytest.fixture
def skp() -> lp.Bands:
    """The regulation's table, as the example file has it."""
    bands = lp.Scorecard.from_toml(EXAMPLES / "civil-service.toml").indicators[0].bands
    assert bands is not None
    return bands


def test_98_per_cent_is_fair_and_88_points(skp: lp.Bands) -> None:
    assert skp.points(Fraction(98)) == 88
    band = skp.band(Fraction(98))
    assert band is not None
    assert band.label == ("Fair", "Cukup")


def test_on_target_is_good_and_109_points(skp: lp.Bands) -> None:
    found = lp.attainment(85, 85)
    assert isinstance(found, lp.Attainment)
    band = skp.band(found.percent)
    assert band is not None
    assert (lp.piecewise_score(found.percent, skp), band.label[1]) == (Fraction(109), "Baik")


@pytest.mark.parametrize(("percent", "points"), [(0, 0), (59, 49), (60, 50), (79, 69), (110, 120), (300, 120)])
def test_ends_of_the_printed_bands_have_the_printed_points(skp: lp.Bands, percent: int, points: int) -> None:
    assert skp.points(Fraction(percent)) == points


@given(st.fractions(min_value=0, max_value=200), st.fractions(min_value=0, max_value=200))
def test_more_is_never_worth_less(one: Fraction, other: Fraction) -> None:
    bands = lp.Bands([lp.Band(0, 59, 0, 49), POOR, FAIR, lp.Band(100, 100, 109), lp.Band(101, None, 110)], "round")
    less, more = sorted((one, other))
    below, above = bands.points(less), bands.points(more)
    assert isinstance(below, Fraction)
    assert isinstance(above, Fraction)
    assert below <= above


@given(st.fractions(min_value=80, max_value=99))
def test_within_a_band_the_line_is_straight(percent: Fraction) -> None:
    assert FAIR.points(percent) == 70 + Fraction(19, 19) * (percent - 80)


@pytest.mark.parametrize(
    ("gaps", "percent", "points"),
    [
        ("floor", "79.9", 69),
        ("round", "79.4", 69),
        ("round", "79.5", 70),
        ("round", "79.9", 70),
        ("error", "79.9", None),
    ],
)
def test_a_gap_takes_what_the_rule_says(gaps: str, percent: str, points: int | None) -> None:
    found = lp.Bands([FAIR, POOR], gaps).points(Fraction(percent))
    assert found == (lp.Missing(lp.MissingReason.NO_BAND) if points is None else points)


@pytest.mark.parametrize("percent", [59, 100])
def test_beyond_the_outermost_ends_there_is_nothing_to_take_from(percent: int) -> None:
    bands = lp.Bands([POOR, FAIR], "floor")
    assert bands.points(Fraction(percent)) == lp.Missing(lp.MissingReason.NO_BAND)
    assert bands.band(Fraction(percent)) is None


def test_open_bands_have_no_end() -> None:
    bands = lp.Bands([lp.Band(None, 0, 0), lp.Band(0, 100, 0, 100), lp.Band(100, None, 100)])
    assert [bands.points(Fraction(value)) for value in (-5, 50, 500)] == [0, 50, 100]


def test_where_bands_touch_the_value_is_the_upper_ones() -> None:
    bands = lp.Bands([lp.Band(0, 50, 0, 10), lp.Band(50, 100, 20, 30)])
    assert bands.points(Fraction(50)) == 20


@pytest.mark.parametrize(
    "bands",
    [
        [FAIR, lp.Band(99, 99, 1), lp.Band(99, 100, 1)],
        [FAIR, lp.Band(90, 100, 1)],
        [lp.Band(None, 50, 1), lp.Band(None, 60, 1)],
        [lp.Band(0, None, 1), lp.Band(50, None, 1)],
    ],
)
def test_overlaps_are_refused(bands: list[lp.Band]) -> None:
    with pytest.raises(lp.InvalidValue, match="overlap"):
        lp.Bands(bands)


def test_no_bands_and_bands_without_a_line_are_refused() -> None:
    with pytest.raises(lp.InvalidValue, match="holds no band"):
        lp.Bands([])
    with pytest.raises(lp.InvalidValue, match="wrong way round"):
        lp.Band(2, 1, 0)
    for low, high in ((None, 1), (1, None), (1, 1)):
        with pytest.raises(lp.InvalidValue, match="no two ends"):
            lp.Band(low, high, 0, 1)
    with pytest.raises(lp.InvalidValue, match="one of floor, round, error"):
        lp.Bands([FAIR], "up")


def test_a_value_of_no_band_is_an_error_that_names_the_bands() -> None:
    with pytest.raises(lp.InvalidValue, match=r"none of the bands 60\.\.79, 80\.\.99"):
        lp.piecewise_score("79.5", [FAIR, POOR])
    assert lp.piecewise_score("79.5", [FAIR, POOR], "floor") == 69
