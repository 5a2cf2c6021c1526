"""Estimates: of each reading its standard error and what it rests on, before a confidence is chosen."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from fractions import Fraction
from math import inf

import numpy as np
from attrs import field, frozen

from learnperf.inference.limits import Floats, Limits, normal_quantile, poisson, student, t_quantile, wilson
from learnperf.inference.sampled import Sampled, UnitsAt, sampled, units_at
from learnperf.metrics.algebra import Count, Distinct, Mean, Ratio
from learnperf.metrics.finalized import Context, nearest_doubles
from learnperf.metrics.integers import product
from learnperf.metrics.metric import AnyMetric, Metric, RatioOf, Staged
from learnperf.metrics.missing import MissingReason
from learnperf.metrics.outer import AtLeast, Composition, Consensus
from learnperf.metrics.scaled import Rule
from learnperf.metrics.state import State
from learnperf.rollup.arrays import Bools, Ints
from learnperf.rollup.memory import Memory
from learnperf.rollup.outcome import Outcome
from learnperf.rollup.result import Rollup
from learnperf.rollup.subjects import Subjects


class Method(Enum):
    """How limits were worked out."""

    WILSON = "Wilson"
    STUDENT = "Student's t"
    POISSON = "exact Poisson"


@frozen(eq=False)
class Estimates:
    """Estimates of one metric at every target (``period * nodes + node``).

    Attributes
    ----------
    method
        None where no interval is known for such a metric.
    value
        The readings, NaN where missing.
    reason
        Why there is none, as codes of `MissingReason`.
    error
        Standard error; NaN where there is none.
    units
        Independent units behind a reading: learners, pieces, subjects, people of the roster, or events.
    worth
        Of a share: how many trials of one weight its pieces are worth, were each independent.
    is_clustered, by_person
        Where units have several pieces, and where they are learners.
    rests_on_pieces
        Whether units are learners, or pieces of evidence where there is one learner or none.
    exposure
        Of a rate: what events were counted against.
    low, high
        The least and the greatest reading possible.
    """

    method: Method | None
    value: Floats
    reason: Ints
    outcome: Outcome = field(repr=False)
    error: Floats
    units: Floats
    worth: Floats
    is_clustered: Bools
    by_person: Bools
    rests_on_pieces: bool
    exposure: Floats
    low: Floats
    high: Floats

    def limits(self, confidence: float) -> Limits:
        """Give the limits of all readings; NaN where there are none."""
        known = (self.reason == 0) & self._is_told
        value = np.where(known, self.value, 0.0)
        if self.method is Method.POISSON:
            exposure = np.where(known, self.exposure, 1.0)
            low, high = (one / exposure for one in poisson(value * exposure, confidence))
        elif self.method is Method.WILSON:
            low, high = wilson(value, np.where(known, self.effective(confidence), 1.0), confidence)
        else:
            low, high = student(value, np.where(known, self.error, 0.0), np.where(known, self.units - 1, 1), confidence)
        return tuple(np.where(known, np.clip(one, self.low, self.high), np.nan) for one in (low, high))  # type: ignore[return-value]  # two of them

    @property
    def _is_told(self) -> Bools:
        """Where there is enough to say anything."""
        if self.method is Method.STUDENT:
            told: Bools = (self.units > 1) & (self.error > 0)
            return told
        return np.full(len(self.value), self.method is not None)

    def why(self) -> Ints:
        """Give why there are no limits, as codes of `MissingReason`; 0 where there are some."""
        found: Ints = np.where(self.reason != 0, self.reason, np.where(self._is_told, 0, MissingReason.TOO_FEW))
        return found

    def design_effect(self) -> Floats:
        """Give how many times larger the variance of a share is than with independent pieces; NaN where unknown."""
        chance = self.value * (1 - self.value)
        some = (self.worth > 0) & (chance > 0) & self.is_clustered
        return np.where(some, self.error**2 * self.worth / np.where(some, chance, 1), np.nan)

    def trials(self) -> Floats:
        """Give how many independent trials of one weight a share rests on, and never more than there are pieces.

        Where learners have several pieces each: the trials whose variance would be the cluster-robust one; where all
        are alike, each learner is one trial.
        """
        effect = self.design_effect()
        several = np.where(effect > 0, np.minimum(self.worth / np.where(effect > 0, effect, 1), self.worth), self.units)
        return np.where(self.is_clustered, several, self.worth)

    def effective(self, confidence: float) -> Floats:
        """Give `trials`, fewer where few learners say little of how learners differ (Franco et al. 2019)."""
        freedom = np.maximum(self.units - 1, 1)
        fewer = (normal_quantile(confidence) / t_quantile(freedom, confidence)) ** 2
        known = self.is_clustered & (self.design_effect() > 0)
        return self.trials() * np.where(known, fewer, 1)


def estimates(result: Rollup, name: str) -> Estimates:
    """Estimate every reading of a metric."""
    metric, memory = result.metric(name), result.memory
    outcome = memory.outcomes[name]
    if memory.plan.failures.of(metric) is None:
        for kind, make in _MAKERS.items():
            if isinstance(metric, kind):
                return make(memory, metric, outcome)
    return _nothing(outcome)


def units_of(result: Rollup, name: str, target: int, *, by_person: bool) -> UnitsAt | None:
    """Give the independent units of one reading one by one; None where they are not known one by one."""
    metric, memory = result.metric(name), result.memory
    if isinstance(metric, Metric) and _columns(metric.state) is not None:
        return units_at(memory, metric, _columns(metric.state) or ("", ""), target, by_person=by_person)
    if isinstance(metric, Staged):
        found, values, weight = _subject_values(memory, metric)
        here = (found.target == target) & ~np.isnan(values)
        return UnitsAt(found.subject[here], weight[here], weight[here] * values[here], by_person)
    return None


def _columns(state: type[State]) -> tuple[str, str] | None:
    """Give the columns whose sums a state divides, the one below first; None where it does something else."""
    if issubclass(state, Mean) and state.value is Mean.value:
        return "n", "total"
    if issubclass(state, Ratio) and state.value is Ratio.value:
        return "denominator", "numerator"
    return None


def _of_metric(memory: Memory, metric: Metric, outcome: Outcome) -> Estimates:
    columns = _columns(metric.state)
    if issubclass(metric.state, Count) and metric.state.value is Count.value:
        return _counted(outcome, np.ones(len(outcome.n)))
    if columns is None:
        return _nothing(outcome)
    found = sampled(memory, metric, columns)
    factor, low, high = _steps(metric, outcome, memory.plan.context)
    is_share = columns[0] == "denominator" and _is_share(metric)
    return _estimated(
        outcome,
        Method.WILSON if is_share else Method.STUDENT,
        error=np.sqrt(found.sums.variance()) * factor,
        units=found.sums.units.astype(np.float64),
        worth=found.pieces.kish(),
        sampled=found,
        low=low,
        high=high,
    )


def _of_staged(memory: Memory, metric: Staged, outcome: Outcome) -> Estimates:
    if not (metric.outer is Composition.MEAN or isinstance(metric.outer, AtLeast | Consensus)):
        return _nothing(outcome)
    subjects, values, weight = _subject_values(memory, metric)
    known = ~np.isnan(values)
    target = subjects.target[known]
    x, y, targets = weight[known], weight[known] * values[known], memory.plan.targets

    def summed(one: Floats) -> Floats:
        return np.bincount(target, weights=one, minlength=targets).astype(np.float64)

    units = np.bincount(target, minlength=targets).astype(np.float64)
    whole = summed(x)
    ratio = summed(y) / np.where(whole > 0, whole, 1)
    left = y - x * ratio[target]
    some = units > 1
    variance = units / np.where(some, units - 1, 1) * summed(left * left) / np.where(some, whole, 1) ** 2
    _, low, high = _steps(metric.inner, memory.outcomes[metric.inner.name], memory.plan.context)
    share = isinstance(metric.outer, AtLeast)
    return _estimated(
        outcome,
        Method.WILSON if share else Method.STUDENT,
        error=np.where(some, np.sqrt(variance), np.nan),
        units=units,
        worth=whole**2 / np.where(units > 0, summed(x * x), 1),
        low=np.zeros(targets) if share else low,
        high=np.ones(targets) if share else high,
    )


def _of_ratio(memory: Memory, metric: RatioOf, outcome: Outcome) -> Estimates:
    base = memory.outcomes[metric.denominator.name].value.values()
    counted = [isinstance(one, Metric) and issubclass(one.state, Count | Distinct) for one in metric.parts]
    if not all(counted):
        return _nothing(outcome)
    if not _is_share(metric):
        return _counted(outcome, base)
    return _estimated(outcome, Method.WILSON, units=base, worth=base)


def _counted(outcome: Outcome, exposure: Floats) -> Estimates:
    events = outcome.value.values() * exposure
    return _estimated(outcome, Method.POISSON, units=events, exposure=exposure, low=np.zeros(len(events)))


def _nothing(outcome: Outcome) -> Estimates:
    return _estimated(outcome, None)


_MAKERS: dict[type, Callable[..., Estimates]] = {Metric: _of_metric, Staged: _of_staged, RatioOf: _of_ratio}


def _estimated(
    outcome: Outcome,
    method: Method | None,
    *,
    error: Floats | None = None,
    units: Floats | None = None,
    worth: Floats | None = None,
    exposure: Floats | None = None,
    sampled: Sampled | None = None,
    low: Floats | None = None,
    high: Floats | None = None,
) -> Estimates:
    size = len(outcome.n)
    unknown, nothing = np.full(size, np.nan), np.zeros(size, dtype=np.bool_)
    found_units = unknown if units is None else units
    return Estimates(
        method=method,
        value=outcome.value.values(),
        reason=outcome.value.reason.astype(np.int64),
        outcome=outcome,
        error=unknown if error is None else error,
        units=found_units,
        worth=unknown if worth is None else worth,
        is_clustered=nothing if sampled is None else sampled.by_person & (sampled.pieces.units > found_units),
        by_person=nothing if sampled is None else sampled.by_person,
        rests_on_pieces=sampled is not None,
        exposure=unknown if exposure is None else exposure,
        low=np.full(size, -inf) if low is None else low,
        high=np.full(size, inf) if high is None else high,
    )


def _is_share(metric: AnyMetric) -> bool:
    return metric.bounds == (Fraction(0), Fraction(1))


def _subject_values(memory: Memory, metric: Staged) -> tuple[Subjects, Floats, Floats]:
    """Give subjects with each one's value (of a threshold: whether it was reached) and weight."""
    found = memory.subjects(metric.inner, metric.grain)
    finalized = found.values(memory.plan, metric.inner)
    values = finalized.values()
    if isinstance(metric.outer, AtLeast):
        threshold = metric.outer.threshold
        least = product(finalized.denominator, threshold.numerator)
        reached = product(finalized.numerator, threshold.denominator) >= least
        values = np.where(np.isnan(values), np.nan, reached)
    return found, values, nearest_doubles(found.weights.top, found.weights.bottom)


def _steps(metric: Metric, outcome: Outcome, context: Context) -> tuple[Floats, Floats, Floats]:
    """Give what one step is worth at each target, and the least and greatest reading possible there."""
    size = len(outcome.n)
    low, high = (
        np.full(size, end if one is None else float(one)) for one, end in zip(metric.bounds, (-inf, inf), strict=True)
    )
    factor = np.ones(size)
    if not (issubclass(metric.state, Mean) and outcome.state):
        return factor, low, high
    rule, codes = metric.state.RULE, outcome.state["scale_low"]
    for code in np.unique(codes[outcome.n > 0]).tolist():
        scale = context.scale(code)
        if scale is not None:
            here = codes == code
            offset, worth = (float(one) for one in rule.of(scale))
            factor[here] = worth
            first = -scale.top if rule is Rule.DIFFERENCE else 0
            low[here] = np.maximum(low[here], offset + worth * first)
            high[here] = np.minimum(high[here], offset + worth * scale.top)
    return factor, low, high
