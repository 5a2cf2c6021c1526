"""What steps on a scale are worth: the offset and factor that turn a mean of steps into a reading, per scale code."""

from __future__ import annotations

from enum import Enum
from fractions import Fraction

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from learnperf.metrics.finalized import Context
from learnperf.metrics.integers import Integers, narrowed
from learnperf.metrics.missing import MissingReason
from learnperf.model.scales import Scale, ScaleType


class Rule(Enum):
    """What steps are read as.

    A score in the scale's units; a difference of two scores, where the minimum cancels out; the part of the scale
    attained; or a score again, where only its rank was used, so that an ordinal scale will do.
    """

    SCORE = "score"
    DIFFERENCE = "difference"
    PART = "part"
    RANK = "rank"

    def of(self, scale: Scale | None) -> tuple[Fraction, Fraction]:
        """Give offset and factor: the reading is ``offset + factor * steps``.

        Examples
        --------
        >>> Rule.SCORE.of(Scale(1, 5)), Rule.PART.of(Scale(1, 5))
        ((Fraction(1, 1), Fraction(1, 1)), (Fraction(0, 1), Fraction(1, 4)))
        """
        if scale is None:
            return Fraction(0), Fraction(1)
        if self is Rule.DIFFERENCE:
            return Fraction(0), scale.step
        if self is Rule.PART:
            return Fraction(0), Fraction(1, scale.top)
        return scale.minimum, scale.step


def scale_reason(low: int, high: int, rule: Rule, context: Context) -> MissingReason:
    """Give the reason why scores on scales from ``low`` to ``high`` (codes) have no value, 0 where they have one."""
    if low != high:
        return MissingReason.MIXED_SCALES
    scale = context.scale(low)
    if scale is None:
        return MissingReason.OTHER_SCALE if rule is Rule.PART else MissingReason.NONE
    ranked = scale.type in {ScaleType.ORDINAL, ScaleType.NOMINAL} and not context.ordinal_as_interval
    return MissingReason.ORDINAL_SCALE if ranked and rule is not Rule.RANK else MissingReason.NONE


@frozen(eq=False)
class Scaled:
    """Offsets and factors as quotients of whole numbers, one per place or one for all, and why there is none."""

    offset: Integers
    offset_parts: Integers
    factor: Integers
    factor_parts: Integers
    reason: NDArray[np.int8]


def offsets_and_factors(low: Integers, high: Integers, rule: Rule, context: Context) -> Scaled:
    """Look offset and factor up for many places at once; there are few different scales, and mostly one.

    Where scales were mixed, or nothing was seen, they mean nothing.
    """
    if low.strides == high.strides == (0,):
        # one scale for all is looked up once for all
        low, high = low[:1], high[:1]
    alike = low == high
    first = low[alike.argmax()] if alike.any() else 0
    codes, place = np.asarray([first]), np.asarray(0)
    if (alike & (low != first)).any():
        codes, place = np.unique(np.where(alike, low, first), return_inverse=True)
    known = [int(code) for code in codes]
    found = [rule.of(context.scale(code)) for code in known]
    alone = np.asarray([scale_reason(code, code, rule, context) for code in known], dtype=np.int8)

    def at_places(parts: list[int]) -> Integers:
        return np.asarray(narrowed(np.asarray(parts, dtype=object))[place])

    return Scaled(
        offset=at_places([offset.numerator for offset, _ in found]),
        offset_parts=at_places([offset.denominator for offset, _ in found]),
        factor=at_places([factor.numerator for _, factor in found]),
        factor_parts=at_places([factor.denominator for _, factor in found]),
        reason=np.where(alike, alone[place], np.int8(MissingReason.MIXED_SCALES)),
    )
