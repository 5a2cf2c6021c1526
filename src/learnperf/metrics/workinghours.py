"""Working hours: what people's time there comes to, by the hours of a working week."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np
from attrs import frozen

from learnperf.metrics.finalized import Context, Finalized
from learnperf.metrics.integers import Integers, product
from learnperf.metrics.missing import MissingPolicy
from learnperf.metrics.state import Exact, Merge, State, columns, number

# days of a week, times the parts of an hour that a working week is said in
_PARTS = 7 * 100


@frozen
class WorkingHours(State):
    """Person-days there, each of which counts for the seventh part of a working week.

    Attributes
    ----------
    days
        Days of the calendar.
    weekly
        Hundredths of the hours of a working week; the greatest met, so that nothing at all has none.

    Examples
    --------
    >>> WorkingHours(7, 3750).merge(WorkingHours(7, 3750)).value(Context())
    Fraction(75, 1)
    """

    COLUMNS = columns(days=Merge.SUM, weekly=Merge.MAX)
    EMPTY = MissingPolicy.EMPTY_IS_ZERO
    days: int = number(Merge.SUM)
    weekly: int = number(Merge.MAX)

    def value(self, context: Context) -> Exact:
        """Give the hours; of nobody they are 0."""
        return Fraction(self.days * max(self.weekly, 0), context.whole * _PARTS)

    @classmethod
    def finalize(cls, columns: Mapping[str, Integers], context: Context) -> Finalized:
        """Read many."""
        return Finalized.quotient(product(columns["days"], np.maximum(columns["weekly"], 0)), context.whole * _PARTS)
