"""Breakdowns: the lines of every explanation a page shows, worked out for all units, teams and metrics at once.

They are the lines of `Rollup.explain` (a test holds them to it), found by one sparse product for a few hundred nodes at
a time instead of one search per node and metric, and with children beyond the largest put together in one line, so that
the lines still add up exactly.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from attrs import field, frozen
from scipy import sparse

from learnperf.metrics.algebra import Distinct, Merge, StateColumn
from learnperf.metrics.columns import Presence
from learnperf.metrics.integers import Integers, group_sums, subtracted
from learnperf.metrics.metric import AnyMetric, Metric
from learnperf.report.passages import OWN, Passage, Passages
from learnperf.rollup.arrays import Ints
from learnperf.rollup.exact import carried
from learnperf.rollup.leaves import Leaf
from learnperf.rollup.memory import Memory
from learnperf.rollup.outcome import leaf_value
from learnperf.rollup.reducing import reduced

# what a line is, as the page's code numbers it
OWN_LINE, CHILD_LINE, MORE_LINE, OVERLAP_LINE = range(4)
# rows handled at once: bounds memory, and is past where larger batches gain time
_BATCH = 300_000


@frozen(eq=False)
class Lines:
    """Lines of one metric, group by group; a group is ``node * periods + period``.

    Attributes
    ----------
    group
        Group of each line, in order.
    kind
        Own evidence, a child, more children together, or the overlap taken back.
    source
        Number of the child; how many children where there are more.
    n, value
        Pieces of evidence, and what they alone would read as (NaN where nothing).
    state
        Named state columns.
    """

    group: Ints
    kind: Ints
    source: Ints
    n: Ints
    value: np.ndarray
    state: Mapping[str, Integers] = field(repr=False)


def break_down(engine: Memory, *, largest: int, most: int) -> dict[str, Lines]:
    """Break the readings of all metrics that read evidence down into lines, for the largest nodes first.

    Parameters
    ----------
    largest
        How many children get a line of their own; units and teams come before learners, then by evidence.
    most
        About how many lines to make in all: nodes are left out once there are so many.
    """
    parts: dict[str, list[Lines]] = {name: [] for name in engine.plan.leaves}
    made = 0
    for batch in _batches(Passages(engine)):
        for leaf in engine.plan.leaves.values():
            lines = batch.lines(leaf, largest)
            parts[leaf.name].append(lines)
            made += len(lines.group)
        if made >= most:
            break
    return {name: _joined(several) for name, several in parts.items() if any(len(one.group) for one in several)}


def adding_columns(leaf: AnyMetric) -> list[str]:
    """Give the columns of a metric's state that add up over its lines: sizes of sets do, with the overlap."""
    if isinstance(leaf, Metric) and leaf.state is Distinct:
        return ["distinct"]
    return weighted_columns(leaf)


def weighted_columns(leaf: AnyMetric) -> list[str]:
    """Give the columns of a metric's state that carry the weight of evidence: sums do, extremes and sets do not."""
    return [one.name for one in _columns(leaf, sums=True)]


def _batches(passages: Passages) -> Iterator[_Batch]:
    """Iterate over batches of nodes, those with the most evidence first."""
    busy = np.flatnonzero(passages.sizes)
    order = busy[np.argsort(-passages.sizes[busy], kind="stable")]
    sizes = np.cumsum(passages.sizes[order]) // _BATCH
    for nodes in np.split(order, np.flatnonzero(np.diff(sizes)) + 1):
        yield _Batch.of(passages, nodes)


def _joined(several: Sequence[Lines]) -> Lines:
    """Put the lines of several batches in order of group."""
    order = np.argsort(np.concatenate([one.group for one in several]), kind="stable")
    return Lines(
        group=np.concatenate([one.group for one in several])[order],
        kind=np.concatenate([one.kind for one in several])[order],
        source=np.concatenate([one.source for one in several])[order],
        n=np.concatenate([one.n for one in several])[order],
        value=np.concatenate([one.value for one in several])[order],
        state={name: np.concatenate([one.state[name] for one in several])[order] for name in several[0].state},
    )


@frozen(eq=False)
class _Batch:
    """Passages into some nodes, with those of one child, period and node as one raw line.

    Attributes
    ----------
    line
        Raw line of each passage.
    group, child
        Of each raw line.
    sums, counts
        Per metric, its summed columns and its pieces of evidence for each raw line.
    """

    engine: Memory = field(repr=False)
    passages: Passages = field(repr=False)
    passage: Passage = field(repr=False)
    line: Ints
    group: Ints
    child: Ints
    sums: Mapping[tuple[str, str], Integers]
    counts: Mapping[str, Ints]

    @classmethod
    def of(cls, passages: Passages, nodes: Ints) -> _Batch:
        """Add up every column of every metric over the passages of each raw line."""
        engine, passage = passages.engine, passages.into(nodes)
        size = engine.plan.graph.size
        group = passage.node * len(engine.plan.periods) + engine.pool.period[passage.row]
        keys, line = np.unique(group * (size + 1) + passage.child + 1, return_inverse=True)
        rows, column = np.unique(passage.row, return_inverse=True)
        shape = (len(keys), len(rows))
        weights = sparse.csr_array((passage.amount, (line, column)), shape=shape)
        ones = sparse.csr_array((np.ones(len(line), dtype=np.int64), (line, column)), shape=shape)
        names = [(leaf.name, one.name) for leaf in engine.plan.leaves.values() for one in _columns(leaf, sums=True)]
        values = [engine.rows[leaf].columns[name][rows] for leaf, name in names]
        observed = [engine.rows[name].observed[rows] for name in engine.plan.leaves]
        return cls(
            engine=engine,
            passages=passages,
            passage=passage,
            line=line,
            group=keys // (size + 1),
            child=keys % (size + 1) - 1,
            sums=dict(zip(names, carried(values, engine.plan.context.whole, weights.dot), strict=True)),
            counts=dict(zip(engine.plan.leaves, carried(observed, 1, ones.dot), strict=True)),
        )

    def lines(self, leaf: Leaf, largest: int) -> Lines:
        """Give the lines of one metric: own, largest children, more, overlap."""
        chosen = self._chosen(leaf, largest)
        n = group_sums(chosen.final, self.counts[leaf.name][chosen.raw], len(chosen.group)).astype(np.int64)
        state = self._state(leaf, chosen)
        if isinstance(leaf, Metric) and leaf.evidence is Presence:
            n = self._distinct(leaf, chosen)
        value = np.full(len(n), np.nan)
        if isinstance(leaf, Metric):
            value = leaf_value(leaf, state, n, n, self.engine.plan.context).values()
        return self._with_overlap(leaf, Lines(chosen.group, chosen.kind, chosen.source, n, value, state))

    def _chosen(self, leaf: Leaf, largest: int) -> _Chosen:
        """Choose which raw lines stand alone: the node's own, and its largest children."""
        graph, counts = self.engine.plan.graph, self.counts[leaf.name]
        raw = np.flatnonzero(counts > 0)
        group, child = self.group[raw], self.child[raw]
        learner = child >= graph.structure_size
        order = np.lexsort((graph.rank[child], -counts[raw], learner, child != OWN, group))
        raw, group, child = raw[order], group[order], child[order]
        slot = _place_in_group(group)
        # the node's own line takes no place from the children
        has_own = np.isin(group, group[child == OWN])
        slot = np.where(has_own, slot, slot + 1)
        slot = np.minimum(slot, largest + 1)
        key, first, final = np.unique(group * (largest + 2) + slot, return_index=True, return_inverse=True)
        kind = np.where(key % (largest + 2) > largest, MORE_LINE, np.where(child[first] == OWN, OWN_LINE, CHILD_LINE))
        times = np.bincount(final, minlength=len(key))
        source = np.select([kind == MORE_LINE, kind == CHILD_LINE], [times, child[first]], 0)
        return _Chosen(raw, final, key // (largest + 2), kind.astype(np.int64), source.astype(np.int64))

    def _state(self, leaf: Leaf, chosen: _Chosen) -> dict[str, Integers]:
        """Merge the states of the raw lines that are one line."""
        if isinstance(leaf, Metric) and leaf.state is Distinct:
            return {"distinct": self._distinct(leaf, chosen)}
        size = len(chosen.group)
        state: dict[str, Integers] = {
            one.name: group_sums(chosen.final, self.sums[leaf.name, one.name][chosen.raw], size)
            for one in _columns(leaf, sums=True)
        }
        final, row, _ = self._seen(leaf, chosen)
        values = self.engine.rows[leaf.name].columns
        for one in _columns(leaf, sums=False):
            state[one.name] = reduced(one.merge, final, values[one.name][row], size)
        return state

    def _seen(self, leaf: Leaf, chosen: _Chosen) -> tuple[Ints, Ints, Ints]:
        """Give (line, row, passage) of every passage that brings an observation."""
        final_of = np.full(len(self.group), -1, dtype=np.int64)
        final_of[chosen.raw] = chosen.final
        passage = np.flatnonzero(self.engine.rows[leaf.name].observed[self.passage.row] > 0)
        return final_of[self.line[passage]], self.passage.row[passage], passage

    def _distinct(self, leaf: Metric, chosen: _Chosen) -> Ints:
        """Count the different subjects that passages bring to each line."""
        final, row, passage = self._seen(leaf, chosen)
        child = self.passage.child[passage]
        source = np.where(child == OWN, self.passage.node[passage], child)
        place, who = self.passages.subjects(leaf.grain, source, row)
        size = self.engine.plan.graph.size
        different = np.unique(final[place] * size + who)
        return np.bincount(different // size, minlength=len(chosen.group)).astype(np.int64)

    def _with_overlap(self, leaf: Leaf, lines: Lines) -> Lines:
        """Add the line that takes back what came by more than one way, where something did."""
        total = self.engine.outcomes[leaf.name]
        groups, place = np.unique(lines.group, return_inverse=True)
        node, period = np.divmod(groups, len(self.engine.plan.periods))
        target = period * self.engine.plan.graph.size + node
        n = total.n[target] - group_sums(place, lines.n, len(groups))
        over = {
            name: subtracted(total.state[name][target], group_sums(place, lines.state[name], len(groups)))
            for name in adding_columns(leaf)
        }
        some = np.flatnonzero(np.any([n != 0, *(values != 0 for values in over.values())], axis=0))
        blank = np.zeros(len(some), dtype=np.int64)
        taken_back = Lines(
            groups[some],
            np.full(len(some), OVERLAP_LINE, dtype=np.int64),
            blank,
            n[some],
            np.full(len(some), np.nan),
            {name: over[name][some] if name in over else blank for name in lines.state},
        )
        return _joined([lines, taken_back])


@frozen(eq=False)
class _Chosen:
    """Raw lines of one metric, and the line each becomes, with what those are."""

    raw: Ints
    final: Ints
    group: Ints
    kind: Ints
    source: Ints


def _columns(leaf: AnyMetric, *, sums: bool) -> list[StateColumn]:
    """Give the columns of a metric's state that merge by sum, or the others."""
    if not isinstance(leaf, Metric):
        return []
    return [one for one in leaf.state.COLUMNS if (one.merge is Merge.SUM) is sums]


def _place_in_group(group: Ints) -> Ints:
    """Give each value's place within its group, from 0; groups stand together."""
    first = np.ones(len(group), dtype=np.bool_)
    first[1:] = group[1:] != group[:-1]
    places = np.arange(len(group), dtype=np.int64)
    return places - np.maximum.accumulate(np.where(first, places, 0))
