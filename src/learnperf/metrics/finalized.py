"""What finalize needs and gives: the context of a question, and exact values for many nodes at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import inf

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

from learnperf.errors import StateError
from learnperf.metrics.integers import LARGEST, Integers, narrowed, peak
from learnperf.metrics.missing import Missing, MissingReason
from learnperf.model.scales import Scale

# below this, the quotient of two doubles is the double nearest to the exact quotient
_EXACT_DOUBLE = 2**53


@frozen
class Context:
    """How the sums were made: the weight of one whole piece of evidence, and the scales their codes stand for.

    Parameters
    ----------
    whole
        1 in full and primary counting, 1,000,000 in fractional.
    scales
        The scales of scores by their codes (`learnperf.metrics.algebra.scale_code`).
    ordinal_as_interval
        Whether the metric said that it means to average an ordinal scale.
    """

    whole: int = 1
    scales: Mapping[int, Scale] = field(factory=dict)
    ordinal_as_interval: bool = False

    def scale(self, code: int) -> Scale | None:
        """Give the scale of a code; None for plain numbers, and where nothing was seen.

        Raises
        ------
        StateError
            A scale that this context does not know.
        """
        if code in {0, LARGEST}:
            return None
        if code not in self.scales:
            raise StateError(f"scale {code} is not among the scales in use: give the states their scales with them")
        return self.scales[code]


@frozen(eq=False)
class Finalized:
    """Exact values of one metric: a fraction or the reason why there is none, per node.

    Parameters
    ----------
    numerator, denominator
        Whole numbers; the denominator is positive, and 1 where the value is missing.
    reason
        Codes of `MissingReason`; 0 where there is a value.
    """

    numerator: Integers
    denominator: Integers
    reason: NDArray[np.int8] = field()

    @classmethod
    def of(cls, numerator: Integers, denominator: Integers, reason: Integers) -> Finalized:
        """Clean up: where a reason is given there is no number left that somebody could read."""
        missing = reason != 0
        narrow = reason.astype(np.int8, copy=False)
        if not missing.any():
            return cls(numerator, denominator, narrow)
        return cls(np.where(missing, 0, numerator), np.where(missing, 1, denominator), narrow)

    @classmethod
    def quotient(cls, numerator: Integers, denominator: int) -> Finalized:
        """Divide all by one positive number; every value is there."""
        size = len(numerator)
        # one number stands for all of them
        return cls(numerator, np.broadcast_to(np.int64(denominator), size), np.zeros(size, dtype=np.int8))

    @classmethod
    def missing(cls, reason: MissingReason, size: int) -> Finalized:
        """Give no value anywhere, for one reason."""
        zero, one = np.broadcast_to(np.int64(0), size), np.broadcast_to(np.int64(1), size)
        return cls(zero, one, np.broadcast_to(np.int8(reason), size))

    @classmethod
    def from_exact(cls, values: Sequence[Fraction | Missing]) -> Finalized:
        """Put exact values side by side."""
        numbers = [Fraction(0) if isinstance(value, Missing) else value for value in values]
        return cls(
            narrowed(np.asarray([number.numerator for number in numbers], dtype=np.object_)),
            narrowed(np.asarray([number.denominator for number in numbers], dtype=np.object_)),
            np.asarray([value.reason if isinstance(value, Missing) else 0 for value in values], dtype=np.int8),
        )

    def spread(self, places: NDArray[np.intp], size: int) -> Finalized:
        """Put these values at some places among others that have none."""
        top, bottom = np.zeros(size, dtype=self.numerator.dtype), np.ones(size, dtype=self.denominator.dtype)
        reason = np.full(size, MissingReason.NO_EVIDENCE, dtype=np.int8)
        top[places], bottom[places], reason[places] = self.numerator, self.denominator, self.reason
        return Finalized(top, bottom, reason)

    def __len__(self) -> int:
        """Count the nodes."""
        return len(self.reason)

    def exact(self, place: int) -> Fraction | Missing:
        """Give one value exactly, or why it is missing."""
        if self.reason[place]:
            return Missing(MissingReason(int(self.reason[place])))
        return Fraction(int(self.numerator[place]), int(self.denominator[place]))

    def values(self) -> NDArray[np.float64]:
        """Give the doubles nearest to the exact values, NaN where missing."""
        return np.where(self.reason != 0, np.nan, nearest_doubles(self.numerator, self.denominator))


def nearest_doubles(top: Integers, bottom: Integers) -> NDArray[np.float64]:
    """Give the doubles nearest to quotients: never the other way round than the quotients themselves."""
    if max(peak(top), peak(bottom)) <= _EXACT_DOUBLE:
        return top.astype(np.float64) / bottom.astype(np.float64)
    pairs = zip(top.tolist(), bottom.tolist(), strict=True)
    return np.array([nearest_double(*pair) for pair in pairs], dtype=np.float64)


def nearest_double(top: int, bottom: int) -> float:
    """Give the double nearest to a quotient; beyond all doubles that is infinity, as IEEE 754 rounds.

    Examples
    --------
    >>> nearest_double(2, 3), nearest_double(-(10**400), 1)
    (0.6666666666666666, -inf)
    """
    try:
        # Python divides integers of any size and rounds once
        return top / bottom
    except OverflowError:
        return inf if top > 0 else -inf
