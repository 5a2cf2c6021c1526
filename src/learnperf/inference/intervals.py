"""Intervals: with every mean, share and rate, how far it might have come out otherwise.

An interval speaks of the process that brought the evidence about, as if these learners were some of many whom it could
have been. It says nothing of what no number of observations mends: who answered, what was asked, and why.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import numpy as np
from attrs import field, frozen

from learnperf.errors import InvalidValue
from learnperf.inference.estimates import Estimates, Method, estimates
from learnperf.inference.limits import Limits
from learnperf.inference.notes import Note
from learnperf.metrics.metric import AnyMetric, RatioOf, Staged
from learnperf.metrics.missing import MissingReason
from learnperf.rollup.counting import Counting
from learnperf.rollup.result import Rollup
from learnperf.rollup.tidy import COLUMN_TYPES, Backend, frame_of

_VERY_FEW, _FEW, _NEARLY_ALL = 5, 30, 0.8


@frozen
class Interval:
    """A reading with the limits it is likely to lie between.

    Attributes
    ----------
    value
        The reading; None where there is none.
    low, high
        The limits, within what readings of the metric can be; None where there are none, and `missing` says why.
    confidence
        How often such limits hold what they are about, were everything done anew.
    method
        How they were worked out; None where no interval is known for such a metric.
    n, units
        Pieces of evidence, and the independent units among them: learners where evidence is about learners.
    design_effect
        Of a share: how many times larger its variance is than if pieces were independent; None where they are taken
        to be.
    notes
        What else to know.
    """

    node: str
    metric: str
    period: str
    value: float | None
    low: float | None
    high: float | None
    confidence: float
    method: Method | None
    n: int
    units: float | None
    design_effect: float | None
    missing: MissingReason
    notes: tuple[Note, ...]

    def __str__(self) -> str:
        """Give value, limits and method on one line, and each note on one of its own."""
        return self.said("en")

    def said(self, language: str) -> str:
        """Give the interval as text for people, in English (``en``) or Indonesian (``id``)."""
        if self.low is None or self.high is None:
            limits = self.missing.label(language)
        else:
            limits = f"{self.confidence:.0%} [{self.low:.4g}, {self.high:.4g}]"
        value = "-" if self.value is None else f"{self.value:.4g}"
        lines = [
            f"{self.metric} @ {self.node}: {value} ({limits})",
            *(f"  {note.label(language)}" for note in self.notes),
        ]
        return "\n".join(lines)


@frozen(slots=False, eq=False, repr=False)
class Intervals:
    """Intervals of one metric at every node and period; ``intervals[node]`` reads one."""

    result: Rollup
    metric: AnyMetric
    confidence: float
    estimates: Estimates = field(repr=False)

    def __getitem__(self, key: str | tuple[str, str]) -> Interval:
        """Read one: ``intervals[node]`` or ``intervals[node, period]``.

        Raises
        ------
        UnknownName
            A node or period that does not exist.
        InvalidValue
            No period given where there are several.
        """
        node, period = (key, None) if isinstance(key, str) else key
        return self._at(*self.result.place(node, period))

    def __iter__(self) -> Iterator[Interval]:
        """Iterate over all, period by period."""
        for period in range(len(self.result.periods)):
            for node in range(len(self.result.nodes)):
                yield self._at(node, period)

    def __len__(self) -> int:
        """Count them."""
        return len(self.estimates.value)

    def __repr__(self) -> str:
        """Say what they are of."""
        return f"<Intervals of {self.metric.name}: {len(self)} at {self.confidence:.0%}>"

    def to_frame(self, backend: Backend = "polars") -> Any:  # noqa: ANN401 -- the frame's class follows from the backend
        """Give those with a value as a tidy dataframe, as `Rollup.to_frame` does, with ``low`` and ``high``.

        Raises
        ------
        InvalidValue
            A library that is not known or not installed.
        """
        columns = self.result.columns(metrics=[self.metric.name], only_values=True)
        kept = self.estimates.reason == 0
        for name, values in zip(("low", "high"), self.limits, strict=True):
            columns[name] = [_known(value) for value in values[kept].tolist()]
        return frame_of(columns, backend, {**COLUMN_TYPES, "low": float, "high": float})

    @cached_property
    def limits(self) -> Limits:
        """Lower and upper limits at ``period * nodes + node``; NaN where there are none."""
        return self.estimates.limits(self.confidence)

    @cached_property
    def _arrays(self) -> dict[str, Any]:
        found = self.estimates
        return {"why": found.why(), "effect": found.design_effect()}

    def _at(self, node: int, period: int) -> Interval:
        at, found = period * len(self.result.nodes) + node, self.estimates
        low, high = (_known(one[at]) for one in self.limits)
        return Interval(
            node=self.result.nodes[node],
            metric=self.metric.name,
            period=self.result.periods[period].label,
            value=_known(found.value[at]),
            low=low,
            high=high,
            confidence=self.confidence,
            method=found.method,
            n=int(found.outcome.n[at]),
            units=_known(found.units[at]),
            design_effect=_known(self._arrays["effect"][at]),
            missing=MissingReason(int(self._arrays["why"][at])),
            notes=tuple(self._notes(at)) if found.reason[at] == 0 else (),
        )

    def _notes(self, at: int) -> Iterator[Note]:
        found, metric = self.estimates, self.metric
        if found.method is None:
            yield Note.NO_METHOD
            return
        if found.is_clustered[at]:
            yield Note.CLUSTERED
        elif found.rests_on_pieces and found.outcome.heads[at] == 1:
            yield Note.ONE_LEARNER
        if isinstance(metric, Staged):
            yield Note.SUBJECTS
        if isinstance(metric, RatioOf) and found.method is Method.WILSON:
            yield Note.ROSTER
        if found.method is Method.POISSON:
            yield Note.EVENTS
        yield from self._sizes(at)

    def _sizes(self, at: int) -> Iterator[Note]:
        found, outcome = self.estimates, self.estimates.outcome
        units, due = float(found.units[at]), int(outcome.due[at])
        if found.method is Method.STUDENT and units > 1 and found.error[at] == 0:
            yield Note.ALL_ALIKE
        if found.method is not Method.POISSON and units < _FEW:
            yield Note.VERY_FEW if units < _VERY_FEW else Note.FEW
        if due and outcome.n[at] >= _NEARLY_ALL * due and found.method is not Method.POISSON:
            yield Note.NEARLY_ALL
        if self.result.asked.counting is Counting.FRACTIONAL:
            yield Note.SPLIT


def interval(
    result: Rollup, node: str, metric: str, *, confidence: float = 0.95, period: str | None = None
) -> Interval:
    """Say how far one reading may be off.

    Means have Student's t, shares Wilson's limits, counts and rates exact Poisson ones. Where learners have several
    pieces of evidence each, learners are what is independent: the variance is cluster-robust, with one less degree of
    freedom than there are learners. Evidence split between nodes weighs its part.

    Parameters
    ----------
    result
        A finished rollup.
    confidence
        Between 0 and 1.
    period
        Label; may be left out where there is only one.

    Returns
    -------
    Interval
        Without limits where there is no value, too little to say anything, or no interval for such a metric; never
        with limits that are made up.

    Raises
    ------
    UnknownName
        A node, metric or period that does not exist.
    InvalidValue
        A confidence that is none.
    StateError
        The result went on from saved states: squares need every piece of evidence.

    References
    ----------
    Wilson (1927); Garwood (1936); Franco, Little, Louis & Slud (2019), Comparative study of confidence intervals for
    proportions in complex sample surveys; Fuller (2009), Sampling statistics, on ratios.

    Examples
    --------
    >>> from datetime import date
    >>> import learnperf as lp
    >>> people = ["ani", "budi", "citra", "dewi"]
    >>> organization = lp.Organization.of(
    ...     units=[lp.Unit("MOF")], learners=map(lp.Learner, people), ties=[lp.Placement(who, "MOF") for who in people]
    ... )
    >>> evidence = lp.Evidence.of(
    ...     lp.Evaluation(who, learner=who, level=lp.Level.BEHAVIOUR, score=score, on=date(2026, 6, 30))
    ...     for who, score in zip(people, [4, 4, 5, 3])
    ... )
    >>> found = interval(lp.rollup(organization, evidence), "MOF", "kirkpatrick.behaviour")
    >>> found.value, round(found.low, 3), found.high, found.method.value
    (4.0, 2.701, 5.0, "Student's t")
    """
    return intervals(result, metric, confidence=confidence)[(node, period) if period is not None else node]


def intervals(result: Rollup, metric: str, *, confidence: float = 0.95) -> Intervals:
    """Say how far the readings of a metric may be off, at every node and period at once; see `interval`."""
    check_confidence(confidence)
    result.need_all_evidence("an interval")
    return Intervals(result, result.metric(metric), confidence, estimates(result, metric))


def check_confidence(confidence: float) -> None:
    """Refuse what is no confidence.

    Raises
    ------
    InvalidValue
        Not between 0 and 1.
    """
    if not 0 < confidence < 1:
        raise InvalidValue("confidence", confidence, "is not between 0 and 1", "such as 0.95")


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
