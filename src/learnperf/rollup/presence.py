"""Presence: the roster as evidence, so that denominators come from who was there.

One row per node and stretch of a period in which its ties do not change: enough days to see every place the node was
in. Readings count distinct nodes, so several rows of one node are no double count.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

import numpy as np

from learnperf.metrics.columns import Presence
from learnperf.metrics.expressions import Column
from learnperf.model.evidence import CareerMove, Participation
from learnperf.model.nodes import NodeKind
from learnperf.model.ties import WHOLE
from learnperf.rollup.arrays import Bools, Ints, distinct, expand
from learnperf.rollup.facts import FactTable
from learnperf.rollup.graph import AFTER_LAST_DAY, FIRST_DAY, KIND_CODES, Graph
from learnperf.rollup.pooling import Placed
from learnperf.rollup.request import Period


def presence(
    graph: Graph,
    tables: Mapping[type, FactTable],
    periods: Sequence[Period],
    fixed_day: int | None,
    grains: Collection[NodeKind],
) -> Placed:
    """List who and what was in the organization in each period.

    Parameters
    ----------
    fixed_day
        Day whose ties are used for all evidence, or None for those of each day.
    grains
        Kinds of nodes that are counted: what nobody counts is not listed, for every row is carried to all above it.
    """
    counted = np.isin(graph.kinds, [KIND_CODES[grain] for grain in grains])
    parts = [
        _stays(graph, period, counted) if fixed_day is None else _on_one_day(graph, fixed_day, counted)
        for period in periods
    ]
    node = np.concatenate([part[0] for part in parts]) if parts else np.empty(0, dtype=np.int64)
    day = np.concatenate([part[1] for part in parts]) if parts else np.empty(0, dtype=np.int64)
    period = np.repeat(np.arange(len(parts), dtype=np.int64), [len(part[0]) for part in parts])
    learned = _active(graph, tables[Participation], periods, "completed")
    moved = _active(graph, tables[CareerMove], periods, None)
    whole = np.ones(len(node), dtype=np.bool_)
    table = FactTable(
        kind=Presence,
        columns={
            "on": Column(values=day, present=whole),
            "kind": Column(values=graph.kinds[node], present=whole),
            "learned": Column(values=learned[period, node], present=whole),
            "moved": Column(values=moved[period, node], present=whole),
        },
        offsets=np.arange(len(node) + 1, dtype=np.int64),
        subject=node,
        credit=np.full(len(node), WHOLE, dtype=np.int64),
        kinds=graph.kinds,
        ids=_stay_ids(graph, node, day),
    )
    return Placed(table=table, place=np.arange(len(node), dtype=np.int64), day=day, period=period)


def _stay_ids(graph: Graph, node: Ints, day: Ints) -> list[str]:
    """Name each stay by who was there and from which day on, where that is known: ``ani@2026-01-01``."""
    days = {moment: f"@{date.fromordinal(moment)}" if moment > FIRST_DAY else "" for moment in distinct(day).tolist()}
    return [graph.ids[one] + days[moment] for one, moment in zip(node.tolist(), day.tolist(), strict=True)]


def _on_one_day(graph: Graph, day: int, counted: Bools) -> tuple[Ints, Ints]:
    node = np.flatnonzero(counted)
    days = np.full(len(node), day, dtype=np.int64)
    here = graph.is_present(node, days)
    return node[here], days[here]


def _stays(graph: Graph, period: Period, counted: Bools) -> tuple[Ints, Ints]:
    """Give (node, day): the first day of each stretch of a period in which a node is somewhere."""
    node, day = (
        np.concatenate(columns)
        for columns in zip(_learner_days(graph, period), _other_days(graph, period, counted), strict=True)
    )
    node, day = node[counted[node]], day[counted[node]]
    key = np.unique(node * (AFTER_LAST_DAY + 1) + day)
    return key // (AFTER_LAST_DAY + 1), key % (AFTER_LAST_DAY + 1)


def _learner_days(graph: Graph, period: Period) -> tuple[Ints, Ints]:
    """First days of each learner's stints, and of the layers of the structure within them."""
    offsets, _ = graph.stint_ties
    stint = np.flatnonzero(np.diff(offsets) > 0)
    learner, since = graph.stint_starts[stint] >> 22, graph.stint_starts[stint] & ((1 << 22) - 1)
    ends = np.append(graph.stint_starts[1:], 0)[stint]
    until = np.where(ends >> 22 == learner, ends & ((1 << 22) - 1), AFTER_LAST_DAY)
    begin, end = np.maximum(since, period.first), np.minimum(until, period.after)
    some = begin < end
    learner, begin, end = learner[some], begin[some], end[some]
    first = graph.layer_of(begin)
    which, layer = expand(first, graph.layer_of(end - 1) - first + 1)
    starts = np.concatenate([[0], graph.changes])
    return learner[which], np.maximum(begin[which], starts[layer])


def _other_days(graph: Graph, period: Period, counted: Bools) -> tuple[Ints, Ints]:
    """First days of each layer for teams and units, and of their own ties, where they are present."""
    starts = np.concatenate([[0], graph.changes])
    days = np.unique(np.maximum(starts[starts < period.after], period.first))
    days = days[np.append(starts[1:], AFTER_LAST_DAY)[graph.layer_of(days)] > period.first]
    others = np.flatnonzero(counted[: graph.structure_size])
    node, day = np.repeat(others, len(days)), np.tile(days, len(others))
    ties = graph.belonging
    inside = (ties.since < period.after) & (ties.until > period.first)
    node = np.concatenate([node, ties.parent[inside]])
    day = np.concatenate([day, np.maximum(ties.since[inside], period.first)])
    here = graph.is_present(node, day)
    return node[here], day[here]


def _active(graph: Graph, table: FactTable, periods: Sequence[Period], column: str | None) -> Ints:
    """Mark, per period and node, whether it is the subject of a piece of evidence dated in the period."""
    marks = np.zeros((len(periods), graph.size), dtype=np.int64)
    piece = np.repeat(np.arange(table.size, dtype=np.int64), np.diff(table.offsets))
    counts = np.ones(table.size, dtype=np.bool_) if column is None else table.columns[column].values > 0
    for place, period in enumerate(periods):
        inside = (table.on >= period.first) & (table.on < period.after) & counts
        marks[place, table.subject[inside[piece]]] = 1
    return marks
