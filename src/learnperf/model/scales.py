"""Scales: what makes a score an exact integer.

A score is not a float: it is a number of steps above a scale's minimum. Sums of steps are integer sums, so a rollup
gives the same last bit for any order and any partition of its input; the only division comes last, in `finalize`.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from enum import Enum
from fractions import Fraction

from attrs import field, frozen

from learnperf.errors import InvalidValue
from learnperf.model.fields import is_a

Number = int | float | str | Decimal | Fraction

# what people and programs write where there is no number, in small letters
MISSING_WORDS = frozenset({"", "-", "na", "n/a", "nan", "none", "null"})


class ScaleType(Enum):
    """Stevens' level of measurement: what arithmetic a score allows."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


def exact(name: str, value: Number) -> Fraction:
    """Read a number exactly as written: 0.1 is one tenth, not the double nearest to it.

    Raises
    ------
    InvalidValue
        Not a finite number of ordinary size: below 10^19, above 10^-19, and written in at most 64 characters.

    Examples
    --------
    >>> exact("score", 0.1)
    Fraction(1, 10)
    """
    # asked of every score of every file, so the common answer comes first
    if type(value) is Fraction and abs(value.numerator) < _MOST and value.denominator < _MOST:
        return value
    if isinstance(value, int | Fraction):
        number = Fraction(value)
        if isinstance(value, bool):
            raise InvalidValue(name, value, "is not a number", "write a number such as 4 or 3.5")
        # the bounds keep every sum of steps, and every message, of ordinary size
        if abs(number) >= _MOST or number.denominator > _FINEST:
            raise InvalidValue(name, value, "is not of ordinary size", "check the value")
        return number
    return _read(name, value)


def _read(name: str, value: float | str | Decimal) -> Fraction:
    text = str(value).strip()
    if not text.isascii():
        raise InvalidValue(name, value, "is not written in plain digits", "write 4, not full-width digits")
    if "," in text:
        raise InvalidValue(name, value, "has a comma", "write the decimal mark as a point: 4.5")
    try:
        number = Decimal(text if len(text) <= _LONGEST_NUMBER and "_" not in text else "")
    except InvalidOperation:
        raise InvalidValue(name, value, "is not a number", "write a number such as 4 or 3.5") from None
    # a huge exponent would make an integer of a billion digits: refuse before building it
    if not number.is_finite() or (abs(number.adjusted()) > _MOST_DIGITS and number != 0):
        raise InvalidValue(name, value, "is not a finite number of ordinary size", "leave it empty if it is missing")
    return Fraction(number)


def given(name: str, value: Number | None) -> Fraction | None:
    """Read a number that may be missing: None, NaN, and what people write where there is none (empty, -, NA, n/a).

    Raises
    ------
    InvalidValue
        Neither a number nor missing; missing is never read as 0.

    Examples
    --------
    >>> given("score", "n/a"), given("score", float("nan")), given("score", 0)
    (None, None, Fraction(0, 1))
    """
    if value is None:
        return None
    if type(value) is Fraction:
        return exact(name, value)
    if not isinstance(value, int | Fraction) and str(value).strip().casefold() in MISSING_WORDS:
        return None
    return exact(name, value)


def _to_fraction(value: Number) -> Fraction:
    return exact("scale", value)


@frozen(order=True, cache_hash=True)
class Scale:
    """A declared scale: least score, greatest score and the step between neighbours.

    Parameters
    ----------
    minimum, maximum
        The least and the greatest score, in the scale's own units.
    step
        Distance between neighbouring scores; divides ``maximum - minimum``.
    type
        Level of measurement. Interval by default, as scored tests and rating indexes are treated; say ordinal to have
        means refused.

    Attributes
    ----------
    top
        Number of steps from the minimum to the maximum.

    Raises
    ------
    InvalidValue
        Maximum not above minimum, or step not a positive divisor of the span.

    Examples
    --------
    >>> Scale(1, 5).steps(4)
    3
    >>> Scale(1, 5).score(3)
    Fraction(4, 1)
    """

    minimum: Fraction = field(converter=_to_fraction)
    maximum: Fraction = field(converter=_to_fraction)
    step: Fraction = field(default=Fraction(1), converter=_to_fraction)
    type: ScaleType = field(default=ScaleType.INTERVAL, validator=is_a(ScaleType), order=lambda kind: kind.value)
    top: int = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Refuse a scale whose steps do not lead from minimum to maximum, and count the steps."""
        if self.maximum <= self.minimum:
            raise InvalidValue("scale", str(self), "has a maximum that is not above its minimum", "swap them")
        if self.step <= 0 or ((self.maximum - self.minimum) / self.step).denominator != 1:
            raise InvalidValue("scale", str(self), "has a step that does not divide its span", "such as 0.5 on 1..5")
        object.__setattr__(self, "top", int((self.maximum - self.minimum) / self.step))
        if self.top > _MOST_STEPS:
            raise InvalidValue("scale", str(self), f"has over {_MOST_STEPS} steps", "choose a coarser step")

    def steps(self, score: Number) -> int:
        """Give a score as whole steps above the minimum.

        Raises
        ------
        InvalidValue
            Outside the scale or between two steps.
        """
        value = exact("score", score)
        # whole numbers all the way: fractions cost ten times as much, and a file may have a million scores
        above = value.numerator * self.minimum.denominator - self.minimum.numerator * value.denominator
        unit = value.denominator * self.minimum.denominator * self.step.numerator
        steps, rest = divmod(above * self.step.denominator, unit)
        if not 0 <= steps <= self.top or (rest and steps == self.top):
            raise InvalidValue("score", _written(score), f"is outside the scale {self}", "check the scale or the score")
        if rest:
            raise InvalidValue(
                "score", _written(score), f"lies between two steps of the scale {self}", "declare a finer step"
            )
        return steps

    def score(self, steps: int | Fraction) -> Fraction:
        """Give the score that lies a number of steps above the minimum, exactly."""
        return self.minimum + steps * self.step

    def __str__(self) -> str:
        """Give the scale as people write it: ``1..5 by 1``."""
        return f"{_plain(self.minimum)}..{_plain(self.maximum)} by {_plain(self.step)}"


def _written(score: Number) -> object:
    """Give a score as people write it, for messages."""
    return float(score) if isinstance(score, Fraction) else score


def _plain(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else f"{float(value):g}"


_MOST_DIGITS = 18
_MOST = 10 ** (_MOST_DIGITS + 1)
_FINEST = 10**100
_LONGEST_NUMBER = 64
_MOST_STEPS = 10**9

LIKERT_4 = Scale(1, 4)
LIKERT_5 = Scale(1, 5)
LIKERT_6 = Scale(1, 6)
LIKERT_7 = Scale(1, 7)
ZERO_TO_TEN = Scale(0, 10)
PERCENT = Scale(0, 100)
