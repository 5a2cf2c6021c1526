"""The standard deviation: how far scores lie apart, in the scale's own units."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from attrs import frozen

from learnperf.metrics.algebra import Variance
from learnperf.metrics.finalized import Context, Finalized
from learnperf.metrics.integers import Integers
from learnperf.metrics.missing import Missing
from learnperf.metrics.roots import root
from learnperf.metrics.state import Exact, Kind, Merge, State, number


@frozen
class Deviation(State):
    """The sample standard deviation (divisor n - 1) of scores on one scale, or of plain numbers.

    Its columns are those of `Variance`, of whose value it is the root.

    Examples
    --------
    >>> scores = [Variance.of_one(number) for number in (2, 4, 6)]
    >>> whole = scores[0].merge(scores[1]).merge(scores[2])
    >>> Deviation(whole.n, whole.total, whole.squares, whole.scale_low, whole.scale_high).value(Context())
    Fraction(2, 1)
    """

    COLUMNS = Variance.COLUMNS
    KIND = Kind.ALGEBRAIC
    NEEDS_INTERVAL = True
    n: int = number(Merge.SUM)
    total: int = number(Merge.SUM)
    squares: int = number(Merge.SUM)
    scale_low: int = number(Merge.MIN)
    scale_high: int = number(Merge.MAX)

    def value(self, context: Context) -> Exact:
        """Give the deviation, rounded once to the double nearest to it."""
        variance = Variance(self.n, self.total, self.squares, self.scale_low, self.scale_high).value(context)
        return variance if isinstance(variance, Missing) else root(variance)

    @classmethod
    def finalize(cls, columns: Mapping[str, Integers], context: Context) -> Finalized:
        """Read many deviations; equal variances have their root taken once."""
        found = Variance.finalize(columns, context)
        variances = list(zip(found.numerator.tolist(), found.denominator.tolist(), strict=True))
        roots = {one: root(Fraction(*one)) for one in set(variances)}
        exact = Finalized.from_exact([roots[one] for one in variances])
        return Finalized.of(exact.numerator, exact.denominator, found.reason)
