"""Exposure: how many people were there for how long, as headcounts on average or as person-years.

A person who was there for half of a period could be promoted in half of it. Rates that divide by everybody who was
there on any day make such people look passed over; days in the period do not.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np
from attrs import frozen

from learnperf.metrics.finalized import Context, Finalized
from learnperf.metrics.integers import Integers, product
from learnperf.metrics.missing import MissingPolicy
from learnperf.metrics.state import Exact, Merge, State, columns, number

# four calendar years have 1461 days, but for three in four hundred years
_YEARS, _DAYS = 4, 1461


@frozen
class PersonYears(State):
    """Person-days there, read as years of 365.25 days.

    Examples
    --------
    >>> PersonYears(1461).merge(PersonYears(1461)).value(Context())
    Fraction(8, 1)
    """

    COLUMNS = columns(days=Merge.SUM)
    EMPTY = MissingPolicy.EMPTY_IS_ZERO
    days: int = number(Merge.SUM)

    def value(self, context: Context) -> Exact:
        """Give the years."""
        return Fraction(self.days * _YEARS, context.whole * _DAYS)

    @classmethod
    def finalize(cls, columns: Mapping[str, Integers], context: Context) -> Finalized:
        """Read many."""
        return Finalized.quotient(product(columns["days"], _YEARS), context.whole * _DAYS)


@frozen
class AverageHeadcount(State):
    """People there on an average day of the period: person-days by the days of the period.

    Examples
    --------
    >>> AverageHeadcount(90, 90).merge(AverageHeadcount(45, 90)).value(Context())
    Fraction(3, 2)
    """

    COLUMNS = columns(days=Merge.SUM, period_days=Merge.MAX)
    EMPTY = MissingPolicy.EMPTY_IS_ZERO
    days: int = number(Merge.SUM)
    period_days: int = number(Merge.MAX)

    def value(self, context: Context) -> Exact:
        """Give the average; of nobody it is 0."""
        return Fraction(self.days, context.whole * max(self.period_days, 1))

    @classmethod
    def finalize(cls, columns: Mapping[str, Integers], context: Context) -> Finalized:
        """Read many."""
        days = columns["days"]
        bottom = product(np.maximum(columns["period_days"], 1), context.whole)
        return Finalized.of(days, bottom, np.zeros(len(days), dtype=np.int64))
