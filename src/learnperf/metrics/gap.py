"""The gap between two sides' means on one scale, such as what people say of themselves and what others say."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from attrs import frozen

from learnperf.metrics.finalized import Context, Finalized
from learnperf.metrics.gains import no_value, quotients, scaled_by
from learnperf.metrics.integers import Integers, product, subtracted
from learnperf.metrics.missing import Missing, MissingReason
from learnperf.metrics.scaled import Rule
from learnperf.metrics.state import Exact, Kind, Merge, State, columns, number


@frozen
class Gap(State):
    """The mean of one side less the mean of the other, as a part of the scale they share.

    Attributes
    ----------
    n, total, other_n, other_total
        How many scores each side gave, and their sums in steps.
    """

    COLUMNS = columns(
        n=Merge.SUM, total=Merge.SUM, other_n=Merge.SUM, other_total=Merge.SUM,
        scale_low=Merge.MIN, scale_high=Merge.MAX,
    )  # fmt: skip
    KIND = Kind.ALGEBRAIC
    NEEDS_INTERVAL = True
    IS_PART = True
    n: int = number(Merge.SUM)
    total: int = number(Merge.SUM)
    other_n: int = number(Merge.SUM)
    other_total: int = number(Merge.SUM)
    scale_low: int = number(Merge.MIN)
    scale_high: int = number(Merge.MAX)

    def value(self, context: Context) -> Exact:
        """Give the gap; where one side said nothing there is none."""
        reason = no_value(self.scale_low, self.scale_high, Rule.PART, context)
        if reason:
            return Missing(reason)
        if self.n == 0 or self.other_n == 0:
            return Missing(MissingReason.PART_MISSING)
        _, step = Rule.PART.of(context.scale(self.scale_low))
        return step * (Fraction(self.total, self.n) - Fraction(self.other_total, self.other_n))

    @classmethod
    def finalize(cls, columns: Mapping[str, Integers], context: Context) -> Finalized:
        """Read many gaps."""
        n, other_n = columns["n"], columns["other_n"]
        scaled = scaled_by(columns, Rule.PART, context)
        crossed = subtracted(product(columns["total"], other_n), product(columns["other_total"], n))
        both = product(n, other_n)
        top, bottom = product(scaled.factor, crossed), product(scaled.factor_parts, both)
        return quotients(top, bottom, scaled.reason, MissingReason.PART_MISSING)
