"""Step counts: how many scores lie on each step of one scale, from which medians and other quantiles are exact.

A quantile does not follow from the quantiles of parts, but counts add up. A state has a column for each step, so its
class is made for the scale it counts on, and for the share of scores that the quantile leaves below it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from itertools import accumulate
from typing import ClassVar

import attrs
import numpy as np

from learnperf.errors import InvalidValue
from learnperf.metrics.finalized import Context, Finalized
from learnperf.metrics.integers import Integers, added, product
from learnperf.metrics.made import Made
from learnperf.metrics.missing import Missing, MissingReason
from learnperf.metrics.state import Exact, Kind, Merge, State, columns, number
from learnperf.model.scales import Number, Scale, ScaleType, exact

# a column for each step is right for ratings and marks, not for measurements
MOST_STEPS = 100
MEDIAN = Fraction(1, 2)


class StepCounts(State, metaclass=Made):
    """Counts of scores by step, read as a quantile; `step_counts` makes its classes."""

    KIND = Kind.HOLISTIC
    SCALE: ClassVar[Scale]
    SHARE: ClassVar[Fraction]

    def value(self, context: Context) -> Exact:
        """Give the least score at or below which the share of all scores lies.

        Where exactly the share lies there, the middle between it and the next score that was given, as for a median of
        an even number; on a scale that only ranks, the lower of both.
        """
        del context
        given = [(step, count) for step, column in enumerate(self.COLUMNS) if (count := getattr(self, column.name))]
        if not given:
            return Missing(MissingReason.NO_EVIDENCE)
        below = list(accumulate(count for _, count in given))
        wanted = self.SHARE * below[-1]
        place = bisect_left(below, wanted)
        between = below[place] == wanted and place + 1 < len(given) and not self._ranks()
        step = given[place][0]
        return self.SCALE.score(Fraction(step + given[place + 1][0], 2) if between else step)

    @classmethod
    def finalize(cls, columns: Mapping[str, Integers], context: Context) -> Finalized:
        """Read many quantiles."""
        del context
        # as wide as their sums: no count is below 0, so the last sum is the largest of all
        below = list(accumulate((columns[one.name] for one in cls.COLUMNS), added))
        reached = np.asarray([product(one, cls.SHARE.denominator) for one in below])
        wanted = product(below[-1], cls.SHARE.numerator)
        sums, several = np.asarray(below), np.arange(len(wanted))
        step = ((reached >= wanted) & (sums > 0)).argmax(axis=0)
        beyond = sums > sums[step, several]
        between = (reached[step, several] == wanted) & beyond.any(axis=0) & (not cls._ranks())
        doubled = 2 * step + np.where(between, beyond.argmax(axis=0) - step, 0)
        low, high = cls.SCALE.minimum, cls.SCALE.step / 2
        top = added(product(doubled, high.numerator * low.denominator), low.numerator * high.denominator)
        bottom = np.full(len(top), low.denominator * high.denominator)
        return Finalized.of(top, bottom, np.where(below[-1] == 0, MissingReason.NO_EVIDENCE, 0))

    @classmethod
    def _ranks(cls) -> bool:
        """Whether scores are ranks, between which nothing lies."""
        return cls.SCALE.type in {ScaleType.ORDINAL, ScaleType.NOMINAL}


def step_counts(scale: Scale, share: Number = MEDIAN) -> type[StepCounts]:
    """Make the state that reads a quantile of scores on a scale.

    Parameters
    ----------
    scale
        Of at most 100 steps.
    share
        Part of the scores at or below the quantile, from 0 (the least) to 1 (the greatest); a half is the median.

    Raises
    ------
    InvalidValue
        A scale of more steps, or a share outside 0 and 1.

    Examples
    --------
    >>> from learnperf.model.scales import LIKERT_5
    >>> Median = step_counts(LIKERT_5)
    >>> Median(at_2=1, at_3=2).merge(Median(at_4=3)).value(Context())
    Fraction(9, 2)
    """
    part = exact("share", share)
    if not 0 <= part <= 1:
        raise InvalidValue("share", share, "is not a part from 0 to 1", "such as 0.5 for the median")
    if scale.top > MOST_STEPS:
        raise InvalidValue("scale", str(scale), f"has over {MOST_STEPS} steps", "count on a coarser scale")
    return _made(scale, part)


@cache
def _made(scale: Scale, share: Fraction) -> type[StepCounts]:
    names = [f"at_{step}" for step in range(scale.top + 1)]
    made: type[StepCounts] = attrs.make_class(
        # by this name saved states know which state they are of
        f"StepCounts({scale}, {scale.type.value}, {share})",
        {name: number(Merge.SUM) for name in names},
        bases=(StepCounts,),
        class_body={
            "COLUMNS": columns(**dict.fromkeys(names, Merge.SUM)),
            "SCALE": scale,
            "SHARE": share,
            "MADE_BY": (_made, (scale, share)),
        },
        frozen=True,
        slots=True,
    )
    return made
