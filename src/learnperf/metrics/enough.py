"""Changes of enough ratings: what a few people say of somebody is not read, so that none of them can be guessed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import ClassVar

import attrs
import numpy as np

from learnperf.errors import InvalidValue
from learnperf.metrics.algebra import Attained
from learnperf.metrics.finalized import Context, Finalized
from learnperf.metrics.integers import Integers
from learnperf.metrics.made import Made
from learnperf.metrics.missing import Missing, MissingReason
from learnperf.metrics.state import Exact


class PartChanged(Attained, metaclass=Made):
    """The mean of differences between scores, as a part of the scale; `part_changed` makes its classes."""

    LEAST: ClassVar[int]

    def value(self, context: Context) -> Exact:
        """Give the mean change; fewer ratings than enough have none."""
        found = Attained.value(self, context)
        few = self.n < self.LEAST * context.whole and not isinstance(found, Missing)
        return Missing(MissingReason.TOO_FEW) if few else found

    @classmethod
    def finalize(cls, columns: Mapping[str, Integers], context: Context) -> Finalized:
        """Read many mean changes."""
        found = super().finalize(columns, context)
        few = np.where(columns["n"] < cls.LEAST * context.whole, MissingReason.TOO_FEW, 0)
        return Finalized.of(found.numerator, found.denominator, np.where(found.reason == 0, few, found.reason))


def part_changed(least: int) -> type[PartChanged]:
    """Make the state that reads a mean change of so many ratings at least.

    Raises
    ------
    InvalidValue
        Less than 1.

    Examples
    --------
    >>> from learnperf.metrics.algebra import scale_code
    >>> from learnperf.model.scales import LIKERT_5
    >>> context = Context(scales={scale_code(LIKERT_5): LIKERT_5})
    >>> one = part_changed(2).of_one(2, LIKERT_5)
    >>> one.value(context).reason.label(), one.merge(one).value(context)
    ('too few to compare', Fraction(1, 2))
    """
    if least < 1:
        raise InvalidValue("minimum", least, "is no number of ratings", "1 reads every one")
    return _made(least)


@cache
def _made(least: int) -> type[PartChanged]:
    made: type[PartChanged] = attrs.make_class(
        f"PartChanged({least})",
        {},
        bases=(PartChanged,),
        class_body={"LEAST": least, "MADE_BY": (_made, (least,))},
        frozen=True,
        slots=True,
    )
    return made
