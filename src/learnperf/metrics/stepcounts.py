"""Step counts: how many scores lie on each step of one scale, from which medians and other quantiles are exact.

A quantile does not follow from the quantiles of parts, but counts add up. A state has a column for each step, so its
class is made for the scale it counts on, and for the share of scores that the quantile leaves below it.
"""

from __future__ import annotations

import copyreg
from bisect import bisect_left
from fractions import Fraction
from functools import cache
from itertools import accumulate
from typing import ClassVar

import attrs

from learnperf.errors import InvalidValue
from learnperf.metrics.finalized import Context
from learnperf.metrics.missing import Missing, MissingReason
from learnperf.metrics.state import Exact, Kind, Merge, State, columns, number
from learnperf.model.scales import Number, Scale, ScaleType, exact

# a column for each step is right for ratings and marks, not for measurements
MOST_STEPS = 100
MEDIAN = Fraction(1, 2)


class _Made(type):
    """The class of classes that are made for a scale and a share, by which they travel between processes."""

    SCALE: Scale
    SHARE: Fraction


class StepCounts(State, metaclass=_Made):
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
        ranks = self.SCALE.type in {ScaleType.ORDINAL, ScaleType.NOMINAL}
        between = below[place] == wanted and place + 1 < len(given) and not ranks
        step = given[place][0]
        return self.SCALE.score(Fraction(step + given[place + 1][0], 2) if between else step)


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
        class_body={"COLUMNS": columns(**dict.fromkeys(names, Merge.SUM)), "SCALE": scale, "SHARE": share},
        frozen=True,
        slots=True,
    )
    return made


def _reduced(kind: type[StepCounts]) -> str | tuple[object, tuple[Scale, Fraction]]:
    return kind.__qualname__ if kind is StepCounts else (_made, (kind.SCALE, kind.SHARE))


copyreg.pickle(_Made, _reduced)  # type: ignore[arg-type]  # a class is an instance of its metaclass
