"""Outcomes: what an engine gives for one metric at every node and period, as arrays."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np
from attrs import evolve, field, frozen

from learnperf.metrics.algebra import Distinct
from learnperf.metrics.finalized import Context, Finalized
from learnperf.metrics.integers import Integers, reduced
from learnperf.metrics.metric import AnyMetric, Index, Metric, RatioOf
from learnperf.metrics.missing import MissingPolicy, MissingReason
from learnperf.model.nodes import NodeKind
from learnperf.rollup.arrays import Ints
from learnperf.rollup.graph import KIND_CODES


@frozen(eq=False)
class States(Mapping[str, Integers]):
    """State columns by name; those that are one number wherever there is anything are made when asked for."""

    columns: Mapping[str, Integers | Callable[[], Integers]]

    def __getitem__(self, name: str) -> Integers:
        """Give a column."""
        column = self.columns[name]
        return column() if callable(column) else column

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names."""
        return iter(self.columns)

    def __len__(self) -> int:
        """Count the columns."""
        return len(self.columns)


@frozen(eq=False)
class Outcome:
    """Readings of one metric at ``period * nodes + node``.

    Attributes
    ----------
    n, heads, due
        Pieces of evidence, distinct learners who are subjects of them, and pieces that were owed.
    value
        Exact rationals with the reason where there is none.
    state
        Named state columns, weighted; empty for metrics made of other metrics' readings.
    """

    n: Ints
    heads: Ints
    due: Ints
    value: Finalized
    state: Mapping[str, Integers] = field(factory=dict, repr=False)


def leaf_value(metric: Metric, state: Mapping[str, Integers], n: Ints, due: Ints, context: Context) -> Finalized:
    """Finalize states, and say why where nothing was observed.

    Where nothing was owed, none of it is 0 for a metric that says so; what was owed and not given is missing, for all
    but distinct counts, in which nobody was seen.
    """
    columns = dict(state)
    parts = [
        _leaf_values(
            metric,
            {name: column[begin : begin + _TOGETHER] for name, column in columns.items()},
            n[begin : begin + _TOGETHER],
            due[begin : begin + _TOGETHER],
            context,
        )
        for begin in range(0, max(len(n), 1), _TOGETHER)
    ]
    return Finalized(
        *(np.concatenate([getattr(part, name) for part in parts]) for name in ("numerator", "denominator", "reason"))
    )


# readings made at once: few enough that numbers beyond 64 bits at some nodes are no burden at all others
_TOGETHER = 1 << 15


def _leaf_values(metric: Metric, state: Mapping[str, Integers], n: Ints, due: Ints, context: Context) -> Finalized:
    empty_is_zero = metric.missing is MissingPolicy.EMPTY_IS_ZERO
    value = metric.finalize(state, context, (n > 0) | (due == 0) if empty_is_zero else n > 0)
    reason = np.where(n > 0, value.reason, why_empty(due))
    if empty_is_zero:
        told = (n == 0) & (due > 0) & (metric.state is not Distinct)
        reason = np.where(told, reason, value.reason)
    found = value if (reason == value.reason).all() else Finalized.of(value.numerator, value.denominator, reason)
    if "O" in {found.numerator.dtype.kind, found.denominator.dtype.kind}:
        # in lowest terms most of them are of ordinary size again
        return Finalized(*reduced(found.numerator, found.denominator), found.reason)
    return found


def failed(size: int) -> Outcome:
    """Give the outcome of a metric whose code failed: nothing was read of it anywhere."""
    none = np.zeros(size, dtype=np.int64)
    return Outcome(n=none, heads=none, due=none, value=Finalized.missing(MissingReason.FAILED, size))


def why_empty(due: Ints) -> Ints:
    """Give the reason for no observation: some were owed, or there was nothing to observe."""
    owed, nothing = np.int8(MissingReason.NOT_OBSERVED), np.int8(MissingReason.NO_EVIDENCE)
    return np.where(due > 0, owed, nothing)


def at_levels(outcome: Outcome, metric: AnyMetric, kinds: Ints) -> Outcome:
    """Blank the readings at nodes of kinds the metric is not read at."""
    if metric.levels == frozenset(NodeKind):
        return outcome
    readable = np.isin(kinds, [KIND_CODES[kind] for kind in metric.levels])
    periods = len(outcome.n) // max(len(kinds), 1)
    value = outcome.value
    reason = np.where(np.tile(readable, periods), value.reason, MissingReason.NOT_AT_THIS_LEVEL)
    return evolve(outcome, value=Finalized.of(value.numerator, value.denominator, reason))


def derive(metric: RatioOf | Index, parts: Mapping[str, Outcome]) -> Outcome:
    """Combine the outcomes of a metric's parts.

    A ratio rests on what it is a share of, so n, heads and due are its denominator's; an index rests on all its parts'
    evidence, and on no more people than its thinnest part.
    """
    value = metric.combine({name: outcome.value for name, outcome in parts.items()})
    if isinstance(metric, RatioOf):
        base = parts[metric.denominator.name]
        return Outcome(n=base.n, heads=base.heads, due=base.due, value=value)
    several = list(parts.values())
    return Outcome(
        n=np.sum([outcome.n for outcome in several], axis=0),
        heads=np.min([outcome.heads for outcome in several], axis=0),
        due=np.sum([outcome.due for outcome in several], axis=0),
        value=value,
    )
