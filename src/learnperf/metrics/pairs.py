"""Pairs: scores of the same people before and after, and the standardised differences between them.

Four figures go by the name of Cohen's d for paired scores, and differ on the same data. Each is a state of its own
here, named by its variant (Lakens 2013), so that nobody has to guess which was meant.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Self

import numpy as np
from attrs import frozen

from learnperf.metrics.algebra import scale_code
from learnperf.metrics.finalized import Context, Finalized
from learnperf.metrics.gains import no_value, scaled_by
from learnperf.metrics.integers import Integers
from learnperf.metrics.missing import Missing, MissingReason
from learnperf.metrics.roots import root
from learnperf.metrics.scaled import Rule
from learnperf.metrics.state import Exact, Kind, Merge, State, columns, number
from learnperf.model.scales import Scale


@frozen
class Spreads:
    """What a standardised difference is made of, in steps.

    Attributes
    ----------
    change
        Mean difference, after less before.
    before, after
        Sample variances of both scores (divisor n - 1).
    joint
        Their sample covariance.
    pairs
        How many pairs, in whole pieces of evidence.
    """

    change: Fraction
    before: Fraction
    after: Fraction
    joint: Fraction
    pairs: Fraction

    @property
    def of_differences(self) -> Fraction:
        """The variance of the differences."""
        return self.before + self.after - 2 * self.joint


@frozen
class Pairs(State):
    """Sums, squares and products of paired scores on one scale.

    Attributes
    ----------
    before, after, before_squares, after_squares, products
        Sums over pairs, in steps above the scale's minimum.
    """

    COLUMNS = columns(
        n=Merge.SUM, before=Merge.SUM, after=Merge.SUM,
        before_squares=Merge.SUM, after_squares=Merge.SUM, products=Merge.SUM,
        scale_low=Merge.MIN, scale_high=Merge.MAX,
    )  # fmt: skip
    KIND = Kind.ALGEBRAIC
    NEEDS_INTERVAL = True
    IS_PART = True
    n: int = number(Merge.SUM)
    before: int = number(Merge.SUM)
    after: int = number(Merge.SUM)
    before_squares: int = number(Merge.SUM)
    after_squares: int = number(Merge.SUM)
    products: int = number(Merge.SUM)
    scale_low: int = number(Merge.MIN)
    scale_high: int = number(Merge.MAX)

    @classmethod
    def of_one(cls, before: int, after: int, scale: Scale | None = None) -> Self:
        """Give the state of one pair, in steps above the scale's minimum, or of plain numbers."""
        code = scale_code(scale)
        return cls(1, before, after, before**2, after**2, before * after, code, code)

    def value(self, context: Context) -> Exact:
        """Give the standardised difference; two pairs at least, which differ in what it is measured by."""
        reason = no_value(self.scale_low, self.scale_high, Rule.DIFFERENCE, context)
        if reason:
            return Missing(reason)
        if self.n < 2 * context.whole:
            return Missing(MissingReason.TOO_FEW)
        return self.standardised(self._spreads(context.whole))

    @classmethod
    def finalize(cls, columns: Mapping[str, Integers], context: Context) -> Finalized:
        """Read many; most learners have one pair, and only where there are two is there anything to work out."""
        reason = scaled_by(columns, Rule.DIFFERENCE, context).reason
        few = np.where(columns["n"] < 2 * context.whole, MissingReason.TOO_FEW, 0)
        reason = np.where(reason == 0, few, reason)
        places = np.flatnonzero(reason == 0)
        rows = zip(*(columns[one.name][places].tolist() for one in cls.COLUMNS), strict=True)
        found = Finalized.from_exact([cls(*row).value(context) for row in rows]).spread(places, len(reason))
        return Finalized(
            found.numerator, found.denominator, np.where(reason == 0, found.reason, reason).astype(np.int8)
        )

    def standardised(self, spreads: Spreads) -> Exact:
        """Divide the mean difference by what the variant measures it by."""
        raise NotImplementedError

    def _spreads(self, whole: int) -> Spreads:
        below = self.n * (self.n - whole)
        return Spreads(
            change=Fraction(self.after - self.before, self.n),
            before=Fraction(self.before_squares * self.n - self.before**2, below),
            after=Fraction(self.after_squares * self.n - self.after**2, below),
            joint=Fraction(self.products * self.n - self.before * self.after, below),
            pairs=Fraction(self.n, whole),
        )


@frozen
class CohenDz(Pairs):
    """d_z: the mean difference by the standard deviation of the differences.

    Examples
    --------
    >>> state = CohenDz.of_one(1, 2).merge(CohenDz.of_one(1, 4))
    >>> float(state.value(Context()))
    1.4142135623730951
    """

    def standardised(self, spreads: Spreads) -> Exact:
        """Divide by the spread of the differences."""
        variance = spreads.of_differences
        return _quotient(spreads.change, variance)


@frozen
class CohenDav(Pairs):
    """d_av: the mean difference by the mean of both standard deviations."""

    def standardised(self, spreads: Spreads) -> Exact:
        """Divide by the mean spread."""
        spread = (root(spreads.before) + root(spreads.after)) / 2
        return spreads.change / spread if spread else Missing(MissingReason.NO_ROSTER)


@frozen
class HedgesGav(CohenDav):
    """g_av: d_av less what few pairs overstate it by, 1 - 3 / (4 (n - 1) - 1)."""

    def standardised(self, spreads: Spreads) -> Exact:
        """Correct d_av for the number of pairs."""
        value = CohenDav.standardised(self, spreads)
        return value if isinstance(value, Missing) else value * small_sample(spreads.pairs - 1)


@frozen
class CohenDrm(Pairs):
    """d_rm: d_z brought to the spread of the scores by their correlation r, d_z sqrt(2 (1 - r))."""

    def standardised(self, spreads: Spreads) -> Exact:
        """Divide by the spread of the differences, and allow for the correlation."""
        both = spreads.before * spreads.after
        if both == 0:
            return Missing(MissingReason.NO_ROSTER)
        correlation = spreads.joint / root(both)
        # rounding may take a perfect correlation past 1
        return _quotient(spreads.change, spreads.of_differences, max(Fraction(0), 2 * (1 - correlation)))


def small_sample(freedom: Fraction) -> Fraction:
    """Give Hedges' correction of a standardised difference, by its degrees of freedom, 1 or more.

    Examples
    --------
    >>> small_sample(Fraction(19))
    Fraction(24, 25)
    """
    return 1 - 3 / (4 * freedom - 1)


def _quotient(change: Fraction, variance: Fraction, factor: Fraction = Fraction(1)) -> Exact:
    """Divide by the root of a variance, times the root of a factor, rounding once."""
    if variance == 0:
        return Missing(MissingReason.NO_ROSTER)
    size = root(change**2 * factor / variance)
    return size if change >= 0 else -size
