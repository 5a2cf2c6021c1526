"""Money: sums of amounts that are never added across currencies.

A state remembers the currency as it remembers a scale: as the least and the greatest code met. Where the two differ,
amounts in different currencies were mixed, and there is no sum.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np
from attrs import frozen

from learnperf.metrics.expressions import Expression, as_expression, col, when
from learnperf.metrics.finalized import Context, Finalized
from learnperf.metrics.integers import Integers, added, product
from learnperf.metrics.literals import text_code
from learnperf.metrics.missing import Missing, MissingReason
from learnperf.metrics.state import Exact, Merge, State, columns, number

HUNDREDTHS = 100
# what is left of an adjusted amount below a hundredth, in parts of it
PARTS = 10**12


@frozen
class Money(State):
    """A sum of amounts in one currency, in hundredths and parts of them; mixed currencies have no sum.

    Examples
    --------
    >>> one, other = Money.of_one(1250, "IDR"), Money.of_one(50, "IDR")
    >>> one.merge(other).value(Context())
    Fraction(13, 1)
    >>> one.merge(Money.of_one(50, "USD")).value(Context()).reason.label()
    'amounts in different currencies'
    """

    COLUMNS = columns(total=Merge.SUM, rest=Merge.SUM, currency_low=Merge.MIN, currency_high=Merge.MAX)
    total: int = number(Merge.SUM)
    rest: int = number(Merge.SUM)
    currency_low: int = number(Merge.MIN)
    currency_high: int = number(Merge.MAX)

    @classmethod
    def of_one(cls, hundredths: int, currency: str) -> Money:
        """Give the state of one amount."""
        code = text_code(currency)
        return cls(total=hundredths, rest=0, currency_low=code, currency_high=code)

    def value(self, context: Context) -> Exact:
        """Give the sum, in units of the currency."""
        if self.currency_low != self.currency_high:
            nothing = self.currency_low > self.currency_high
            return Missing(MissingReason.NO_EVIDENCE if nothing else MissingReason.MIXED_CURRENCIES)
        return Fraction(self.total * PARTS + self.rest, context.whole * HUNDREDTHS * PARTS)

    @classmethod
    def finalize(cls, columns: Mapping[str, Integers], context: Context) -> Finalized:
        """Read many sums."""
        low, high = columns["currency_low"], columns["currency_high"]
        top = added(product(columns["total"], PARTS), columns["rest"])
        mixed = np.where(low < high, MissingReason.MIXED_CURRENCIES, 0)
        reason = np.where(low > high, MissingReason.NO_EVIDENCE, mixed)
        return Finalized.of(top, np.full(len(low), context.whole * HUNDREDTHS * PARTS), reason)


def money_in(currency: str, amount: Expression, rest: Expression | int = 0) -> dict[str, Expression]:
    """Lift an amount of a record that has a ``currency``, to be read in one currency only.

    Parameters
    ----------
    currency
        Code of the only currency in which there is a sum; amounts in any other are mixed with it, and seen to be.
    amount, rest
        Hundredths, and parts of a hundredth.
    """
    code, given = text_code(currency), col("currency")
    return {
        "total": amount,
        "rest": as_expression(rest),
        "currency_low": when(given < code, given, code),
        "currency_high": when(given > code, given, code),
    }
