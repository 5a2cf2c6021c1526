"""The structure as the map draws it: units and teams with the ties of one day, and how many people sit where."""

from __future__ import annotations

from datetime import date

import numpy as np
from attrs import field, frozen

from learnperf.model.nodes import NodeKind
from learnperf.rollup.arrays import Ints
from learnperf.rollup.graph import AFTER_LAST_DAY, KIND_CODES, Graph, Ties
from learnperf.rollup.request import Period
from learnperf.rollup.result import Rollup

# a day after every change of a tie, and no day that anybody should read
_END = AFTER_LAST_DAY - 1


@frozen(eq=False)
class Structure:
    """Units and teams on one day.

    Attributes
    ----------
    day
        The day whose ties these are; None after the last day on which any tie changes.
    root
        Number of the unit at the top.
    child, parent
        The ties, children of one parent together: units first, then by id.
    people
        Learners tied directly to each unit or team that day.
    """

    day: date | None
    root: int
    child: Ints = field(repr=False)
    parent: Ints = field(repr=False)
    people: Ints = field(repr=False)


def structure_of(result: Rollup, period: Period) -> Structure:
    """Give the structure that a period's readings are shown on: that asked for, else that of its last day."""
    graph = result.plan.graph
    fixed = result.asked.structure_date
    day = _last_day(result, period) if fixed is None else fixed.toordinal()
    ties = _in_force(graph.structure, day)
    order = np.lexsort((graph.rank[ties.child], -graph.kinds[ties.child], ties.parent))
    belonging = _in_force(graph.belonging, day)
    return Structure(
        day=date.fromordinal(day) if day < _END else None,
        root=_root(graph, ties),
        child=ties.child[order],
        parent=ties.parent[order],
        people=np.bincount(belonging.parent, minlength=graph.structure_size).astype(np.int64),
    )


def _last_day(result: Rollup, period: Period) -> int:
    if period.until is not None:
        return period.after - 1
    days = result.plan.days
    # evidence from before a period says nothing of its days
    return _END if days is None else max(days[1], period.first)


def _in_force(ties: Ties, day: int) -> Ties:
    return ties.take((ties.since <= day) & (day < ties.until))


def _root(graph: Graph, ties: Ties) -> int:
    """Give the unit that reports to nobody on the day: the one others report to, else one that never reports."""
    reports, reported_to, ever = (np.zeros(graph.structure_size, dtype=np.bool_) for _ in range(3))
    reports[ties.child] = True
    reported_to[ties.parent] = True
    ever[graph.structure.child] = True
    units = graph.kinds[: graph.structure_size] == KIND_CODES[NodeKind.UNIT]
    return int(np.argmax(np.where(units & ~reports, 1 + 2 * reported_to + ~ever, 0)))
