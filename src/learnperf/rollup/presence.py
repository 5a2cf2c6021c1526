"""Presence: the roster as evidence, so that denominators come from who was there.

One row per node and stretch of a period in which nothing above it changes: enough days to see every place the node was
in. Readings count distinct nodes, so several rows of one node are no double count, or add up the days of the stretches,
which do not overlap.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import overload

import numpy as np
from attrs import frozen

from learnperf.metrics.columns import Presence, column_names
from learnperf.model.nodes import NodeKind
from learnperf.model.organization import Organization
from learnperf.model.ties import WHOLE
from learnperf.rollup.arrays import Bools, Ints, distinct
from learnperf.rollup.facts import Blocks, FactTable
from learnperf.rollup.graph import AFTER_LAST_DAY, FIRST_DAY, KIND_CODES, Graph, graph_of
from learnperf.rollup.on_demand import OnDemand
from learnperf.rollup.placing import Placed, Roster
from learnperf.rollup.request import Period
from learnperf.rollup.stays import Stays
from learnperf.rollup.versions import Versions


def presence(
    organization: Organization,
    versions: Versions,
    tables: Mapping[type, Blocks],
    periods: Sequence[Period],
    fixed_day: int | None,
    grains: Collection[NodeKind],
) -> Roster:
    """List who and what was in the organization in each period.

    Parameters
    ----------
    versions
        Of the organization's graph, or where a day is fixed, of its graph on that day.
    fixed_day
        Day whose ties are used for all evidence, or None for those of each day.
    grains
        Kinds of nodes that are counted: what nobody counts is not listed, for every row is carried to all above it.
    """
    graph = versions.graph
    counted = np.isin(graph.kinds, [KIND_CODES[grain] for grain in grains])
    # what has no tie on one day may have others on other days, and is then no unit at the top
    always = graph_of(organization)
    parts = [
        _stays(versions, period, counted) if fixed_day is None else _on_one_day(always, fixed_day, counted)
        for period in periods
    ]
    node = np.concatenate([part[0] for part in parts]) if parts else np.empty(0, dtype=np.int64)
    day = np.concatenate([part[1] for part in parts]) if parts else np.empty(0, dtype=np.int64)
    period = np.repeat(np.arange(len(parts), dtype=np.int64), [len(part[0]) for part in parts])
    stays = Stays(organization, graph, versions, tables, periods, fixed_day, node, day, period)
    table = FactTable(
        kind=Presence,
        columns=OnDemand(column_names(Presence), stays.column),
        offsets=np.arange(len(node) + 1, dtype=np.int64),
        subject=node,
        credit=np.full(len(node), WHOLE, dtype=np.int64),
        kinds=graph.kinds,
        ids=_StayIds(graph.ids, node, day),
    )
    return Roster(Placed(table=table, chosen=None, day=day, period=period))


@frozen(eq=False)
class _StayIds(Sequence[str]):
    """Names each stay by who was there and from which day on, where that is known: ``ani@2026-01-01``."""

    nodes: tuple[str, ...]
    node: Ints
    day: Ints

    @overload
    def __getitem__(self, place: int) -> str: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...

    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        if isinstance(place, slice):
            return _StayIds(self.nodes, self.node[place], self.day[place])
        day = int(self.day[place])
        return self.nodes[int(self.node[place])] + (f"@{date.fromordinal(day)}" if day > FIRST_DAY else "")

    def __len__(self) -> int:
        return len(self.node)


def _on_one_day(graph: Graph, day: int, counted: Bools) -> tuple[Ints, Ints]:
    node = np.flatnonzero(counted)
    days = np.full(len(node), day, dtype=np.int64)
    here = graph.is_present(node, days)
    return node[here], days[here]


def _stays(versions: Versions, period: Period, counted: Bools) -> tuple[Ints, Ints]:
    """Give (node, day): the first day of each stretch of a period in which a node is somewhere."""
    version = np.flatnonzero(counted[versions.node])
    begin = np.maximum(versions.since[version], period.first)
    some = begin < np.minimum(versions.until[version], period.after)
    node, day = _with_first_members(versions.graph, period, counted, versions.node[version[some]], begin[some])
    here = versions.graph.is_present(node, day)
    return node[here], day[here]


def _with_first_members(graph: Graph, period: Period, counted: Bools, node: Ints, day: Ints) -> tuple[Ints, Ints]:
    """Add the days on which teams and units get members or parts: some are there for those alone."""
    structural = np.flatnonzero(counted[: graph.structure_size])
    if not len(structural):
        return node, day
    parents, sinces = [], []
    for ties in (graph.belonging, graph.structure):
        inside = (ties.since < period.after) & (ties.until > period.first) & counted[ties.parent]
        parents.append(ties.parent[inside])
        sinces.append(np.maximum(ties.since[inside], period.first))
    key = distinct(np.concatenate([node, *parents]) * (AFTER_LAST_DAY + 1) + np.concatenate([day, *sinces]))
    return key // (AFTER_LAST_DAY + 1), key % (AFTER_LAST_DAY + 1)
