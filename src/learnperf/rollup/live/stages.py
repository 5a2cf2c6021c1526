"""Metrics in two stages, kept current: one subject's value is taken out and its new value put in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

import numpy as np
from attrs import define, evolve, field, frozen
from numpy.typing import NDArray

from learnperf.metrics.algebra import Exact
from learnperf.metrics.finalized import Context, Finalized
from learnperf.metrics.integers import Integers
from learnperf.metrics.metric import Staged, Weights
from learnperf.metrics.missing import Missing, MissingReason
from learnperf.metrics.outer import Composition, keeps_extremes, of_sums, plus, term_sums, terms
from learnperf.metrics.outer import Values as Subjects
from learnperf.model.nodes import NodeKind
from learnperf.rollup.leaves import source_of
from learnperf.rollup.live.figures import state_of
from learnperf.rollup.live.tally import Cell, Merges
from learnperf.rollup.memory import Memory
from learnperf.rollup.plan import Plan

# a subject's value and weight at a place; None where it has no value
Weighted = tuple[Fraction, Fraction] | None
Key = tuple[int, NodeKind, str]
Cells = Mapping[int, Cell]


@frozen(eq=False)
class Values:
    """Values of subjects by place, with their weights."""

    place: NDArray[np.int64]
    value: tuple[Integers, Integers]
    weight: tuple[Integers, Integers]
    places: int


@frozen(kw_only=True, eq=False)
class _Listening(Staged):
    """A metric in two stages that keeps the values it is given instead of composing them."""

    heard: list[Values] = field(factory=list)

    def __attrs_post_init__(self) -> None:
        """Let everything pass: it was checked as the metric it stands for."""

    def aggregate(self, group: NDArray[np.int64], values: Finalized, weight: Weights, pooled: Finalized) -> Finalized:
        """Keep the values."""
        some = np.flatnonzero(values.reason == 0)
        numbers = values.numerator[some], values.denominator[some]
        self.heard.append(Values(group[some], numbers, (weight.top[some], weight.bottom[some]), len(pooled)))
        return pooled


def values_of_subjects(plan: Plan, metrics: Sequence[Staged]) -> list[Values]:
    """Let the engine work out the values of subjects that metrics in two stages compose."""
    if not metrics:
        return []
    asked = [
        _Listening(f"heard.at_{place}", label="heard", unit=one.unit, inner=one.inner, grain=one.grain, outer=one.outer)
        for place, one in enumerate(metrics)
    ]
    leaves = {one.inner.name: one.inner for one in metrics}
    sources = {source: plan.sources[source] for source in map(source_of, leaves.values())}
    told = Memory.of(evolve(plan, metrics=tuple(asked), leaves=leaves, sources=sources)).outcomes
    return [one.heard[0] for one in asked if one.name in told]


@define(eq=False)
class Stage:
    """Values of subjects at every place, composed: sums of weights and values, or how often each value was seen."""

    metric: Staged
    base: Values
    _sums: dict[int, tuple[Fraction, ...]] = field(factory=dict, init=False, repr=False)
    _bags: dict[int, dict[Fraction, int]] = field(factory=dict, init=False, repr=False)
    _terms: Sequence[tuple[Integers, Integers]] = field(init=False, repr=False)
    _order: NDArray[np.int64] = field(init=False, repr=False)
    _starts: NDArray[np.int64] = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Add weights and values up, and find out where those of each place are."""
        base = self.base
        values = Subjects(base.place, *base.value, *base.weight)
        self._terms = term_sums(self.metric.outer, values, base.places)
        self._order = np.argsort(base.place, kind="stable")
        self._starts = np.searchsorted(base.place[self._order], np.arange(base.places + 1))

    def change(self, place: int, before: Weighted, now: Weighted) -> None:
        """Take the value a subject had at a place out, and put the one it has in."""
        if self._keeps_extremes:
            bag = self._bag(place)
            for weighted, sign in ((before, -1), (now, 1)):
                if weighted is not None:
                    bag[weighted[0]] = bag.get(weighted[0], 0) + sign
            self._bags[place] = {value: count for value, count in bag.items() if count}
            return
        sums = self._sum(place)
        for weighted, sign in ((before, -1), (now, 1)):
            if weighted is not None:
                sums = plus(sums, tuple(sign * one for one in terms(self.metric.outer, *weighted)))
        self._sums[place] = sums

    def read(self, place: int, pooled: Exact) -> Exact:
        """Compose the values at a place; what the inner metric reads there may forbid it."""
        # of no subjects at all the metric says what stands in the way, if anything does
        empty = self.metric.of_subjects((), pooled)
        if not isinstance(empty, Missing) or empty.reason is not MissingReason.NO_EVIDENCE:
            return empty
        if self._keeps_extremes:
            choose = min if self.metric.outer is Composition.LEAST else max
            return choose(self._bag(place), default=empty)
        sums = self._sum(place)
        return of_sums(self.metric.outer, sums) if sums[0] else empty

    @property
    def _keeps_extremes(self) -> bool:
        return keeps_extremes(self.metric.outer)

    def _sum(self, place: int) -> tuple[Fraction, ...]:
        known = self._sums.get(place)
        if known is not None:
            return known
        return tuple(Fraction(int(top[place]), int(bottom[place])) for top, bottom in self._terms)

    def _bag(self, place: int) -> dict[Fraction, int]:
        known = self._bags.get(place)
        if known is None:
            known = {}
            here = self._order[self._starts[place] : self._starts[place + 1]]
            tops, bottoms = (several[here].tolist() for several in self.base.value)
            for top, bottom in zip(tops, bottoms, strict=True):
                value = Fraction(top, bottom)
                known[value] = known.get(value, 0) + 1
            self._bags[place] = known
        return known


@frozen(eq=False)
class Step:
    """A subject's value at a place before and after a change."""

    stage: Stage
    place: int
    before: Weighted
    now: Weighted


@define(eq=False)
class Passing:
    """What passes through each subject on its way to each place, for those looked at so far.

    Parameters
    ----------
    collect
        Gives everything of one metric that passes through one subject of a grain now.
    stages
        Metrics in two stages by the inner metric and the grain.
    merges
        How the states of each metric merge.
    """

    collect: Callable[[int, NodeKind, str], dict[int, Cell]]
    stages: Mapping[tuple[int, NodeKind], Sequence[Stage]]
    merges: Sequence[Merges]
    _known: dict[Key, dict[int, Cell]] = field(factory=dict, init=False, repr=False)

    def after(
        self, differences: Mapping[Key, Cells], context: Context
    ) -> tuple[dict[Key, dict[int, Cell]], list[Step]]:
        """Give the cells after some differences, which have already happened to what is collected, and what they do."""
        found: dict[Key, dict[int, Cell]] = {}
        taken: list[Step] = []
        for key, cells in differences.items():
            some = {place: cell for place, cell in cells.items() if not cell.is_nothing}
            if some:
                known = self._known.get(key)
                now = self.collect(*key) if known is None else {**known, **_plus(known, some, 1)}
                before = _plus(now, some, -1)
                found[key] = now
                taken.extend(self._steps(key, before, now, context))
        return found, taken

    def keep(self, found: Mapping[Key, dict[int, Cell]], taken: Sequence[Step]) -> None:
        """Remember the cells after a change, and put values in the place of others."""
        self._known.update(found)
        for step in taken:
            step.stage.change(step.place, step.before, step.now)

    def _steps(self, key: Key, before: Cells, now: Cells, context: Context) -> Iterator[Step]:
        metric, grain, _ = key
        for stage in self.stages[metric, grain]:
            for place, cell in before.items():
                old, new = (_weighted(stage, one, self.merges[metric], context) for one in (cell, now.get(place)))
                if old != new:
                    yield Step(stage, place, old, new)


def _plus(known: Cells, some: Cells, sign: int) -> dict[int, Cell]:
    """Give the cells of some places with a difference added or taken away."""
    return {place: known.get(place, _NOTHING).plus(cell, sign) for place, cell in some.items()}


def _weighted(stage: Stage, cell: Cell | None, merges: Merges, context: Context) -> Weighted:
    """Read a subject's own value and weight from what passes through it."""
    if cell is None or not cell.n:
        return None
    inner = stage.metric.inner
    value = inner.value(inner.state(**state_of(cell, merges)), context)
    return None if isinstance(value, Missing) else (value, Fraction(cell.weight, cell.n * context.whole))


_NOTHING = Cell()
