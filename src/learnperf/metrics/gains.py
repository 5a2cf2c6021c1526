"""Gains: sums of differences from before to after learning, set against what could have been gained.

All keep sums of steps over pairs of scores on one scale; what they read is free of the scale's unit.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import ClassVar

import numpy as np
from attrs import evolve, frozen

from learnperf.metrics.finalized import Context, Finalized
from learnperf.metrics.integers import LARGEST, Integers, added, product
from learnperf.metrics.missing import Missing, MissingReason
from learnperf.metrics.scaled import Rule, Scaled, offsets_and_factors, scale_reason
from learnperf.metrics.state import Exact, Kind, Merge, State, columns, number
from learnperf.model.scales import Scale, ScaleType


def no_value(scale_low: int, scale_high: int, rule: Rule, context: Context) -> MissingReason:
    """Give the reason why scores on some scales have no value, 0 where they have one; nothing seen is no evidence."""
    if scale_low == LARGEST:
        return MissingReason.NO_EVIDENCE
    return scale_reason(scale_low, scale_high, rule, context)


def scaled_by(columns: Mapping[str, Integers], rule: Rule, context: Context) -> Scaled:
    """Look up what steps are worth for many states at once, and why some have no value, as `no_value` says."""
    low = columns["scale_low"]
    scaled = offsets_and_factors(low, columns["scale_high"], rule, context)
    return evolve(scaled, reason=np.where(low == LARGEST, np.int8(MissingReason.NO_EVIDENCE), scaled.reason))


def quotients(
    top: Integers, bottom: Integers, reason: Integers, nought: MissingReason = MissingReason.NO_ROSTER
) -> Finalized:
    """Divide many, those without another reason; by nothing there is no quotient, for a reason of its own."""
    empty = bottom == 0
    # a negative denominator would turn every comparison round
    sign = np.where(bottom < 0, -1, 1)
    why = np.where(reason == 0, np.where(empty, nought, 0), reason)
    return Finalized.of(product(top, sign), np.where(empty, 1, product(bottom, sign)), why)


@frozen
class ShareOnScale(State):
    """A quotient of two sums over scores of one scale, such as the share of scores in its topmost steps.

    Ranks are enough, so an ordinal scale will do.

    Examples
    --------
    >>> ShareOnScale(1, 2, 0, 0).merge(ShareOnScale(0, 1, 0, 0)).value(Context())
    Fraction(1, 3)
    """

    COLUMNS = columns(numerator=Merge.SUM, denominator=Merge.SUM, scale_low=Merge.MIN, scale_high=Merge.MAX)
    KIND = Kind.ALGEBRAIC
    IS_PART = True
    RULE: ClassVar[Rule] = Rule.RANK
    numerator: int = number(Merge.SUM)
    denominator: int = number(Merge.SUM)
    scale_low: int = number(Merge.MIN)
    scale_high: int = number(Merge.MAX)

    def value(self, context: Context) -> Exact:
        """Give the quotient; nothing to count against has none, which is not 0."""
        reason = no_value(self.scale_low, self.scale_high, self.RULE, context)
        if reason:
            return Missing(reason)
        if self.denominator == 0:
            return Missing(MissingReason.NO_ROSTER)
        return Fraction(self.numerator, self.denominator)

    @classmethod
    def finalize(cls, columns: Mapping[str, Integers], context: Context) -> Finalized:
        """Read many quotients."""
        reason = scaled_by(columns, cls.RULE, context).reason
        return quotients(columns["numerator"], columns["denominator"], reason)


@frozen
class NormalisedGain(ShareOnScale):
    """What was gained by what could have been: sum of changes by sum of room below the maximum, of pairs."""

    NEEDS_INTERVAL = True
    RULE = Rule.DIFFERENCE


@frozen
class NormalisedChange(State):
    """Gain by the room there was, or loss by what there was to lose (Marx and Cummings): from -1 to 1.

    No change is 0, but for scores at the minimum or maximum both times, of which nobody can say.

    Examples
    --------
    >>> NormalisedChange(change=3, room=6, baseline=4, scale_low=0, scale_high=0).value(Context())
    Fraction(1, 2)
    >>> NormalisedChange(change=-3, room=6, baseline=4, scale_low=0, scale_high=0).value(Context())
    Fraction(-3, 4)
    """

    COLUMNS = columns(change=Merge.SUM, room=Merge.SUM, baseline=Merge.SUM, scale_low=Merge.MIN, scale_high=Merge.MAX)
    KIND = Kind.ALGEBRAIC
    NEEDS_INTERVAL = True
    IS_PART = True
    change: int = number(Merge.SUM)
    room: int = number(Merge.SUM)
    baseline: int = number(Merge.SUM)
    scale_low: int = number(Merge.MIN)
    scale_high: int = number(Merge.MAX)

    def value(self, context: Context) -> Exact:
        """Give the normalised change."""
        reason = no_value(self.scale_low, self.scale_high, Rule.DIFFERENCE, context)
        if reason:
            return Missing(reason)
        possible = self.room if self.change > 0 else self.baseline
        # at one end of the scale before and after
        stuck = possible == 0 or (self.change == 0 and self.room == 0)
        return Missing(MissingReason.NO_ROSTER) if stuck else Fraction(self.change, possible)

    @classmethod
    def finalize(cls, columns: Mapping[str, Integers], context: Context) -> Finalized:
        """Read many normalised changes."""
        change, room = columns["change"], columns["room"]
        possible = np.where(change > 0, room, columns["baseline"])
        stuck = (change == 0) & (room == 0)
        reason = scaled_by(columns, Rule.DIFFERENCE, context).reason
        return quotients(change, np.where(stuck, 0, possible), reason)


@frozen
class RelativeChange(State):
    """The change by the score before, in the scale's own units: of scales that begin at 0, or are ratio scales.

    Half as much again on a scale that begins at 1 says nothing: 2 is not twice 1 there.

    Examples
    --------
    >>> RelativeChange(n=1, change=5, baseline=10, scale_low=0, scale_high=0).value(Context())
    Fraction(1, 2)
    """

    COLUMNS = columns(n=Merge.SUM, change=Merge.SUM, baseline=Merge.SUM, scale_low=Merge.MIN, scale_high=Merge.MAX)
    KIND = Kind.ALGEBRAIC
    NEEDS_INTERVAL = True
    IS_PART = True
    n: int = number(Merge.SUM)
    change: int = number(Merge.SUM)
    baseline: int = number(Merge.SUM)
    scale_low: int = number(Merge.MIN)
    scale_high: int = number(Merge.MAX)

    def value(self, context: Context) -> Exact:
        """Give the relative change; from 0 there is none."""
        reason = no_value(self.scale_low, self.scale_high, Rule.DIFFERENCE, context)
        if reason:
            return Missing(reason)
        scale = context.scale(self.scale_low)
        if scale is not None and not _has_zero(scale):
            return Missing(MissingReason.OTHER_SCALE)
        offset, factor = Rule.SCORE.of(scale)
        before = offset * self.n + factor * self.baseline
        return Missing(MissingReason.NO_ROSTER) if before == 0 else factor * self.change / before

    @classmethod
    def finalize(cls, columns: Mapping[str, Integers], context: Context) -> Finalized:
        """Read many relative changes."""
        scaled = scaled_by(columns, Rule.SCORE, context)
        step = product(scaled.factor, scaled.offset_parts)
        before = added(
            product(product(scaled.offset, scaled.factor_parts), columns["n"]), product(step, columns["baseline"])
        )
        no_zero = [code for code, scale in context.scales.items() if not _has_zero(scale)]
        other = np.where(np.isin(columns["scale_low"], no_zero), MissingReason.OTHER_SCALE, 0)
        return quotients(product(step, columns["change"]), before, np.where(scaled.reason == 0, other, scaled.reason))


def _has_zero(scale: Scale) -> bool:
    return scale.minimum == 0 or scale.type is ScaleType.RATIO
