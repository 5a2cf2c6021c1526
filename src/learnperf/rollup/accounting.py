"""Accounting: what became of every piece of evidence a rollup was given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from attrs import field, frozen

from learnperf.metrics.columns import Presence
from learnperf.rollup.arrays import Bools, Ints
from learnperf.rollup.attribution import is_attached
from learnperf.rollup.facts import FactTable
from learnperf.rollup.graph import AFTER_LAST_DAY
from learnperf.rollup.memory import Memory
from learnperf.rollup.placing import Placed
from learnperf.rollup.plan import Plan


@frozen
class Accounting:
    """Pieces of evidence given, and where they went: ``placed + unattached + outside == given``, always.

    Attributes
    ----------
    given
        Pieces in force; what was superseded is not among them.
    placed
        Pieces that count at nodes above their subjects or at a subject that is tied in.
    unattached
        Pieces none of whose subjects has a tie on the day; they count at their subjects only.
    outside
        Pieces dated outside the period.
    unattached_ids
        Ids of the unattached ones; those in saved states that a rollup went on from are counted and not named.
    """

    given: int
    placed: int
    unattached: int
    outside: int
    unattached_ids: tuple[str, ...] = field(default=(), repr=False)


def account(plan: Plan) -> Accounting:
    """Account for every piece of evidence, whatever metrics were asked for."""
    given = outside = 0
    loose: list[str] = []
    for table in (table for blocks in plan.facts.tables.values() for table in blocks):
        inside = _inside(plan, table)
        alone = np.flatnonzero(inside & ~_attached(plan, table))
        given += table.size
        outside += table.size - int(inside.sum())
        loose.extend(table.ids[place] for place in alone.tolist())
    placed = given - outside - len(loose)
    return Accounting(given, placed, len(loose), outside, tuple(sorted(loose)))


def unallocated(engine: Memory) -> Mapping[str, int]:
    """Give the millionths of evidence that stayed at each node because shares leave a rest that nobody takes."""
    row, node, amount = engine.pool.attribution.weights.kept
    pieces = np.zeros(engine.pool.rows, dtype=np.int64)
    for at in _one_source_a_kind(engine):
        pieces += np.bincount(at, minlength=engine.pool.rows)
    total = np.zeros(engine.plan.graph.size, dtype=np.int64)
    np.add.at(total, node, amount * pieces[row])
    ids = engine.plan.graph.ids
    return {ids[place]: int(total[place]) for place in np.flatnonzero(total).tolist()}


def _one_source_a_kind(engine: Memory) -> Iterator[Ints]:
    """Iterate over the rows of recorded evidence, each kind once even where metrics read it in two ways."""
    seen = set[type]()
    for name in engine.pool.sources:
        placed = engine.pool.placed(name)
        if placed.table.kind is not Presence and placed.table.kind not in seen:
            seen.add(placed.table.kind)
            yield engine.pool.row_of(name)[once(placed)]


def once(placed: Placed) -> Ints:
    """Give each piece once for every day whose ties it uses, however many windows it is in."""
    first: Ints = np.unique(placed.place * (AFTER_LAST_DAY + 1) + placed.day, return_index=True)[1]
    return first


def _inside(plan: Plan, table: FactTable) -> Bools:
    inside = np.zeros(table.size, dtype=np.bool_)
    for period in plan.periods:
        inside |= (table.on >= period.first) & (table.on < period.after)
    return inside


def _attached(plan: Plan, table: FactTable) -> Bools:
    """Whether any subject of each piece has a tie on the day whose ties count."""
    row = np.repeat(np.arange(table.size, dtype=np.int64), np.diff(table.offsets))
    fixed = plan.question.structure_date
    day = table.on if fixed is None else np.full(table.size, fixed.toordinal(), dtype=np.int64)
    return is_attached(plan.graph, row, table.subject, day[row], table.size)
