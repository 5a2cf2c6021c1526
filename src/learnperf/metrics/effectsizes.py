"""Standardised differences of two groups, from the figures that papers print: how many, mean, standard deviation."""

from __future__ import annotations

from fractions import Fraction

from attrs import field, frozen

from learnperf.errors import InvalidValue
from learnperf.metrics.pairs import small_sample
from learnperf.metrics.roots import root
from learnperf.model.scales import Number, exact


def _number(value: Number) -> Fraction:
    return exact("group", value)


@frozen
class SummaryStatistics:
    """A group's size, mean and sample standard deviation (divisor n - 1).

    Raises
    ------
    InvalidValue
        Fewer than two, or a deviation below 0.

    Examples
    --------
    >>> SummaryStatistics(63, "26.0", "3.99").deviation
    Fraction(399, 100)
    """

    n: int
    mean: Fraction = field(converter=_number)
    deviation: Fraction = field(converter=_number)

    def __attrs_post_init__(self) -> None:
        """Refuse what has no deviation."""
        if self.n < 2:  # noqa: PLR2004 -- one has no deviation
            raise InvalidValue("n", self.n, "is too few for a standard deviation", "two at least")
        if self.deviation < 0:
            raise InvalidValue("deviation", float(self.deviation), "is below 0", "a standard deviation is 0 or more")


def pooled_deviation(one: SummaryStatistics, other: SummaryStatistics) -> Fraction:
    """Give the pooled standard deviation of two groups.

    Examples
    --------
    >>> round(float(pooled_deviation(SummaryStatistics(63, "26.0", "3.99"), SummaryStatistics(81, "28.6", "3.53"))), 4)
    3.7378
    """
    below = (one.n - 1) * one.deviation**2 + (other.n - 1) * other.deviation**2
    return root(below / (one.n + other.n - 2))


def cohen_d_independent(one: SummaryStatistics, other: SummaryStatistics) -> Fraction:
    """Give Cohen's d of two independent groups: the second mean less the first, by the pooled deviation.

    Raises
    ------
    InvalidValue
        Nobody in either group differs from the others, so there is nothing to measure by.

    Examples
    --------
    >>> float(cohen_d_independent(SummaryStatistics(10, 20, 4), SummaryStatistics(10, 24, 4)))
    1.0
    """
    spread = pooled_deviation(one, other)
    if spread == 0:
        raise InvalidValue(
            "deviation", 0, "of both groups leaves nothing to measure by", "give the difference as it is"
        )
    return (other.mean - one.mean) / spread


def hedges_g_independent(one: SummaryStatistics, other: SummaryStatistics) -> Fraction:
    """Give Hedges' g of two independent groups: Cohen's d less what few people overstate it by.

    Examples
    --------
    >>> round(float(hedges_g_independent(SummaryStatistics(10, 20, 4), SummaryStatistics(10, 24, 4))), 4)
    0.9577
    """
    return cohen_d_independent(one, other) * small_sample(Fraction(one.n + other.n - 2))


def standard_error(one: SummaryStatistics, other: SummaryStatistics) -> Fraction:
    """Give the standard error of the difference of two means, from the pooled deviation.

    Examples
    --------
    >>> round(float(standard_error(SummaryStatistics(63, "26.0", "3.99"), SummaryStatistics(81, "28.6", "3.53"))), 2)
    0.63
    """
    return pooled_deviation(one, other) * root(Fraction(1, one.n) + Fraction(1, other.n))
