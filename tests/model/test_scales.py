"""Scores are exact integers on a declared scale."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given as given_any
from hypothesis import strategies as st

from learnperf.errors import InvalidValue
from learnperf.model.scales import LIKERT_5, MISSING_WORDS, PERCENT, Scale, ScaleType, exact, given

WHOLE_NUMBERS = st.integers(-(10**6), 10**6)


@st.composite
def scales(draw: st.DrawFn) -> Scale:
    step = draw(st.fractions(Fraction(1, 100), 10, max_denominator=100))
    minimum = draw(st.fractions(-100, 100, max_denominator=100))
    return Scale(minimum, minimum + step * draw(st.integers(1, 1000)), step)


@given_any(scales(), st.data())
def test_steps_and_score_undo_each_other(scale: Scale, data: st.DataObject) -> None:
    steps = data.draw(st.integers(0, scale.top))
    assert scale.steps(scale.score(steps)) == steps


@given_any(scales())
def test_the_ends_of_a_scale_are_its_first_and_last_step(scale: Scale) -> None:
    assert scale.steps(scale.minimum) == 0
    assert scale.steps(scale.maximum) == scale.top


@given_any(st.decimals(-(10**6), 10**6, places=6))
def test_a_number_is_read_exactly_however_it_is_given(number: Decimal) -> None:
    expected = Fraction(number)
    assert (
        exact("n", number) == exact("n", str(number)) == exact("n", f" {number} ") == exact("n", expected) == expected
    )


@given_any(st.floats(-(10**6), 10**6).filter(lambda one: one == 0 or abs(one) > 1e-6))
def test_a_float_is_read_as_it_is_written(number: float) -> None:
    assert float(exact("n", number)) == number
    assert exact("n", number) == Fraction(Decimal(str(number)))


def test_minus_zero_is_zero() -> None:
    assert exact("n", -0.0) == 0
    assert exact("n", "0e999999999") == 0


@pytest.mark.parametrize(
    "value",
    [
        "",
        "four",
        "4,5",
        "\uff14",
        "1_000",
        "0x10",
        "1e999",
        "nan",
        "-inf",
        "0." + "1" * 100,
        10**19,
        -(10**19),
        pytest.param(10**5000, id="ten to the 5000"),
        pytest.param(Fraction(10**400, 3), id="a huge third"),
        Fraction(1, 10**101),
        10.0**300,
        5e-324,
        float("inf"),
        True,
        False,
    ],
)
def test_what_is_no_number_of_ordinary_size_is_refused(value: float | str | Fraction) -> None:
    with pytest.raises(InvalidValue, match="score: "):
        exact("score", value)


@pytest.mark.parametrize("written", [*sorted(MISSING_WORDS), " NA ", "N/A", "NaN", float("nan"), Decimal("NaN"), None])
def test_what_people_write_for_nothing_is_missing(written: str | float | Decimal | None) -> None:
    assert given("score", written) is None


@given_any(WHOLE_NUMBERS)
def test_zero_and_every_other_number_are_not_missing(number: int) -> None:
    assert given("score", number) == given("score", str(number)) == number


@pytest.mark.parametrize("score", [0, 6, -1, 3.5, "3.5", Fraction(7, 2)])
def test_a_score_off_the_scale_or_between_steps_is_refused(score: float | str | Fraction) -> None:
    with pytest.raises(InvalidValue, match=r"1\.\.5 by 1"):
        LIKERT_5.steps(score)


def test_a_finer_step_lets_halves_in() -> None:
    assert Scale(1, 5, 0.5).steps(3.5) == 5
    assert str(Scale(0, 1, Fraction(1, 3))) == "0..1 by 0.333333"


@pytest.mark.parametrize(
    ("minimum", "maximum", "step", "rule"),
    [
        (5, 1, 1, "maximum"),
        (1, 1, 1, "maximum"),
        (1, 5, 3, "divide"),
        (1, 5, 0, "divide"),
        (1, 5, -1, "divide"),
        (0, 10**10, 1, "steps"),
    ],
)
def test_a_scale_without_steps_from_end_to_end_is_refused(minimum: int, maximum: int, step: int, rule: str) -> None:
    with pytest.raises(InvalidValue, match=rule):
        Scale(minimum, maximum, step)


def test_scales_are_ordered_so_that_results_can_be() -> None:
    ordinal = Scale(1, 5, type=ScaleType.ORDINAL)
    assert sorted([PERCENT, ordinal, LIKERT_5]) == [PERCENT, LIKERT_5, ordinal]


def test_a_scale_type_must_be_one() -> None:
    with pytest.raises(InvalidValue, match="ScaleType"):
        Scale(1, 5, type="ordinal")  # type: ignore[arg-type]  # what a caller without a type checker may write
