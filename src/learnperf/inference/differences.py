"""Differences: how far apart two readings are, and how sure that is.

Two units, or one unit in two periods, often rest on some of the same people. Those move together, which makes a
difference surer than two intervals side by side suggest; so what each learner adds to both is taken into account.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt

from attrs import frozen

from learnperf.errors import InvalidValue
from learnperf.inference.estimates import Estimates, Method, units_of
from learnperf.inference.intervals import Interval, Intervals, check_confidence, intervals
from learnperf.inference.limits import difference_of, student, welch_freedom
from learnperf.inference.notes import Note
from learnperf.inference.sampled import UnitsAt
from learnperf.metrics.missing import MissingReason
from learnperf.rollup.result import Rollup

Where = str | tuple[str, str]


@frozen
class Difference:
    """The first reading less the second, with the limits it is likely to lie between.

    Attributes
    ----------
    first, second
        The readings with limits of their own.
    value
        None where one of them has no value.
    low, high
        None where there are none, and `missing` says why.
    shared
        Independent units behind both, mostly learners; None where they are not known one by one.
    notes
        What else to know.
    """

    first: Interval
    second: Interval
    value: float | None
    low: float | None
    high: float | None
    confidence: float
    shared: int | None
    missing: MissingReason
    notes: tuple[Note, ...]

    def __str__(self) -> str:
        """Give the difference on one line, and each note on one of its own."""
        return self.said("en")

    def said(self, language: str) -> str:
        """Give the difference as text for people, in English (``en``) or Indonesian (``id``)."""
        value = "-" if self.value is None else f"{self.value:+.4g}"
        limits = self.missing.label(language)
        if self.low is not None and self.high is not None:
            limits = f"{self.confidence:.0%} [{self.low:+.4g}, {self.high:+.4g}]"
        ends = [one.node if one.period == other.period else f"{one.node} {one.period}" for one, other in self._both]
        lines = [f"{self.first.metric} {ends[0]} - {ends[1]}: {value} ({limits})"]
        return "\n".join([*lines, *(f"  {note.label(language)}" for note in self.notes)])

    @property
    def _both(self) -> tuple[tuple[Interval, Interval], tuple[Interval, Interval]]:
        return (self.first, self.second), (self.second, self.first)


def difference(result: Rollup, first: Where, second: Where, metric: str, *, confidence: float = 0.95) -> Difference:
    """Say how far apart two readings of a metric are.

    Means by Welch's t, shares by Newcombe's hybrid score interval, rates by the same from exact Poisson limits. People
    behind both readings are taken into account where they are known one by one; with the same people once in each it
    is the paired t. It describes; it says nothing of why.

    Parameters
    ----------
    first, second
        A node, or a node and a period: ``"DJP"``, ``("DJP", "2026")``.

    Raises
    ------
    UnknownName
        A node, metric or period that does not exist.
    InvalidValue
        The same reading twice, a confidence that is none, or no period given where there are several.
    StateError
        The result went on from saved states.

    References
    ----------
    Welch (1947); Newcombe (1998), Interval estimation for the difference between independent proportions, method 10;
    Zou & Donner (2008), Construction of confidence limits about effect measures.

    Examples
    --------
    >>> from datetime import date
    >>> import learnperf as lp
    >>> scores = {"tax": [4, 4, 5, 3, 4], "audit": [2, 3, 2, 3, 1]}
    >>> people = {f"{unit}-{at}": (unit, score) for unit, several in scores.items() for at, score in enumerate(several)}
    >>> organization = lp.Organization.of(
    ...     units=[lp.Unit("MOF"), lp.Unit("tax"), lp.Unit("audit")], learners=map(lp.Learner, people),
    ...     ties=[lp.Reporting("tax", "MOF"), lp.Reporting("audit", "MOF"),
    ...           *(lp.Placement(who, unit) for who, (unit, _) in people.items())],
    ... )
    >>> evidence = lp.Evidence.of(
    ...     lp.Evaluation(who, learner=who, level=lp.Level.BEHAVIOUR, score=score, on=date(2026, 6, 30))
    ...     for who, (_, score) in people.items()
    ... )
    >>> print(difference(lp.rollup(organization, evidence), "tax", "audit", "kirkpatrick.behaviour"))
    kirkpatrick.behaviour tax - audit: +1.8 (95% [+0.6648, +2.935])
      fewer than 30 independent observations: limits are rough unless values are roughly normal
      nearly everything due was observed: for these people themselves the reading is surer than the limits say
    """
    check_confidence(confidence)
    found = intervals(result, metric, confidence=confidence)
    one, other = found[first], found[second]
    places = [_target(result, where) for where in (first, second)]
    if places[0] == places[1]:
        raise InvalidValue("second", second, "is the first reading again", "compare two nodes or two periods")
    known = found.estimates
    sides = [units_of(result, metric, at, by_person=bool(known.by_person[at])) for at in places]
    shared, correlation = _shared(*sides)
    why = _why(known, places)
    value = None if one.value is None or other.value is None else one.value - other.value
    limits = None if why else _limits(found, places, correlation)
    notes = dict.fromkeys([*one.notes, *other.notes, *_overlap(shared)])
    return Difference(
        first=one,
        second=other,
        value=value,
        low=limits[0] if limits else None,
        high=limits[1] if limits else None,
        confidence=confidence,
        shared=shared,
        missing=why or (MissingReason.NONE if limits else MissingReason.TOO_FEW),
        notes=tuple(notes),
    )


def _target(result: Rollup, where: Where) -> int:
    node, period = result.place(*((where,) if isinstance(where, str) else where))
    return period * len(result.nodes) + node


def _why(known: Estimates, places: list[int]) -> MissingReason:
    """Give why there is no difference, or nothing to say of it; one side may well be all alike."""
    for at in places:
        if known.reason[at]:
            return MissingReason(int(known.reason[at]))
    alone = known.method is Method.STUDENT and bool((known.units[places] < _TWO).any())
    return MissingReason.TOO_FEW if alone or known.method is None else MissingReason.NONE


def _overlap(shared: int | None) -> Iterator[Note]:
    if shared is None:
        yield Note.OVERLAP_UNKNOWN
    elif shared:
        yield Note.OVERLAP


def _shared(one: UnitsAt | None, other: UnitsAt | None) -> tuple[int | None, float]:
    """Give how many units both readings share, and how far their estimates move together."""
    if one is None or other is None or one.by_person != other.by_person:
        return None, 0.0
    left, right = one.residuals(), other.residuals()
    both = left.keys() & right.keys()
    spread = sqrt(sum(away * away for away in left.values()) * sum(away * away for away in right.values()))
    if not both or not spread:
        return len(both), 0.0
    together = sum(left[unit] * right[unit] for unit in sorted(both)) / spread
    return len(both), min(max(together, -1.0), 1.0)


def _limits(found: Intervals, places: list[int], correlation: float) -> tuple[float, float] | None:
    """Give the limits, within what a difference can be; None where nothing says how sure it is."""
    known, (one, other) = found.estimates, places
    if known.method is Method.STUDENT:
        limits = _of_means(known, places, correlation, found.confidence)
    else:
        sides = [(float(known.value[at]), float(found.limits[0][at]), float(found.limits[1][at])) for at in places]
        limits = difference_of(sides[0], sides[1], correlation)
    if limits is None:
        return None
    least, most = known.low[one] - known.high[other], known.high[one] - known.low[other]
    return float(max(limits[0], least)), float(min(limits[1], most))


def _of_means(known: Estimates, places: list[int], correlation: float, confidence: float) -> tuple[float, float] | None:
    value = known.value[places[0]] - known.value[places[1]]
    (left, right), (free, freed) = known.error[places].tolist(), (known.units[places] - 1).tolist()
    apart = left * left + right * right
    variance = apart - 2 * correlation * left * right
    if variance <= _NOTHING * apart:
        # everyone differs by the same, up to rounding
        return None
    freedom = min(free, freed) if correlation else welch_freedom((left * left, right * right), (free, freed))
    low, high = student(value, sqrt(variance), freedom, confidence)
    return float(low), float(high)


_NOTHING = 1e-12
_TWO = 2
