"""Survival: how long people wait for something, with those who still wait or left counted for as long as they waited.

The mean wait of those it happened to is short wherever few were seen for long: whoever is still waiting is left out of
it. The product-limit estimate of Kaplan and Meier (1958) takes everyone for as long as they were seen. It is worked out
in whole numbers here, so that it is the same whatever the order of people.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise

from attrs import field, frozen

from learnperf.errors import InvalidValue
from learnperf.model.ids import how_many

_HALF = Fraction(1, 2)


@frozen
class Step:
    """One day on which it happened to somebody.

    Attributes
    ----------
    day
        Days since the clock started.
    at_risk
        Those seen until then to whom it had not happened.
    events
        Those to whom it happened that day.
    waiting
        Estimated part of all to whom it has not happened by the end of the day.
    """

    day: int
    at_risk: int
    events: int
    waiting: Fraction


@frozen
class Survival:
    """The estimate of Kaplan and Meier (1958) of who still waits, day by day.

    Attributes
    ----------
    steps
        The curve: days with events, in order.
    n, events
        How many were seen, and to how many of them it happened.
    longest
        For how many days anybody was seen.
    """

    steps: tuple[Step, ...] = field(repr=how_many)
    n: int
    events: int
    longest: int

    @classmethod
    def of(cls, waits: Iterable[tuple[int, bool]]) -> Survival:
        """Estimate from (days seen, whether it happened then) of each person.

        Who was seen last on a day on which it happened to others was still waiting when it did.

        Raises
        ------
        InvalidValue
            Days that are no whole number from 0 on.

        Examples
        --------
        >>> found = Survival.of([(1, True), (2, True), (2, False), (4, True), (5, False)])
        >>> [(step.day, str(step.waiting)) for step in found.steps]
        [(1, '4/5'), (2, '3/5'), (4, '3/10')]
        >>> found.median
        4
        """
        seen = list(waits)
        for days, _ in seen:
            if type(days) is not int or days < 0:
                raise InvalidValue("days", days, "is no whole number from 0 on", "count days from the start")
        happened = Counter(days for days, event in seen if event)
        over = Counter(days for days, _ in seen)
        at_risk, waiting = len(seen), Fraction(1)
        steps = []
        for day in sorted(over):
            if day in happened:
                waiting *= Fraction(at_risk - happened[day], at_risk)
                steps.append(Step(day, at_risk, happened[day], waiting))
            at_risk -= over[day]
        return cls(tuple(steps), len(seen), happened.total(), max(over, default=0))

    @property
    def censored(self) -> int:
        """How many were seen without it happening to them: still waiting, or gone."""
        return self.n - self.events

    @property
    def median(self) -> int | None:
        """Days until it has happened to half; None where it has not by the time anybody was seen."""
        return next((step.day for step in self.steps if step.waiting <= _HALF), None)

    def waiting(self, day: int) -> Fraction:
        """Give the part still waiting at the end of a day.

        Examples
        --------
        >>> Survival.of([(1, True), (3, False)]).waiting(2)
        Fraction(1, 2)
        """
        return next((step.waiting for step in reversed(self.steps) if step.day <= day), Fraction(1))

    def restricted_mean(self, horizon: int | None = None) -> Fraction | None:
        """Give the mean days waited up to a horizon: the area under the curve until then.

        Parameters
        ----------
        horizon
            Compare two groups with the same one; left out, it is for how long anybody was seen.

        Returns
        -------
        Fraction or None
            Days, 0 to the horizon (Irwin 1949; Royston & Parmar 2013). None where nobody was seen, or some still wait
            and nobody was seen until the horizon: what comes after is unknown.

        Raises
        ------
        InvalidValue
            A horizon that is not a whole number of days from 1 on.

        Examples
        --------
        >>> Survival.of([(1, True), (3, False)]).restricted_mean(3)
        Fraction(2, 1)
        """
        if horizon is not None and (type(horizon) is not int or horizon < 1):
            raise InvalidValue("horizon", horizon, "is no whole number of days from 1 on", "such as 1461")
        until = self.longest if horizon is None else horizon
        if not self.n or (until > self.longest and self.waiting(self.longest)):
            return None
        inside = [step for step in self.steps if step.day < until]
        days = [0, *(step.day for step in inside), until]
        levels = [Fraction(1), *(step.waiting for step in inside)]
        widths = [after - before for before, after in pairwise(days)]
        return sum((level * width for level, width in zip(levels, widths, strict=True)), Fraction(0))
