"""Accounting for saved pieces: how many there were and whether they count anywhere, by row and without their ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from attrs import evolve

from learnperf.metrics.columns import Presence
from learnperf.rollup.accounting import Accounting, account, once
from learnperf.rollup.arrays import Bools, Ints
from learnperf.rollup.attribution import is_attached
from learnperf.rollup.leaves import by_source, keys_of
from learnperf.rollup.memory import Memory
from learnperf.rollup.pooling import Pool
from learnperf.rollup.saved.continuing import Continued, pieces_of


def account_with_states(continued: Continued) -> Accounting:
    """Account for the evidence added and for what is in saved states; ids are known of what was added only."""
    added = account(continued.plan)
    inside = unattached = 0
    for kind in continued.plan.facts.tables:
        for pieces, attached in _saved_pieces(continued, kind):
            inside += int(pieces.sum())
            unattached += int(pieces[~attached].sum())
    return evolve(
        added,
        given=added.given + continued.states.size,
        placed=added.placed + inside - unattached,
        unattached=added.unattached + unattached,
        outside=added.outside + continued.states.size - inside,
    )


def unallocated_with_states(continued: Continued, engine: Memory) -> Mapping[str, int]:
    """Give the millionths of evidence, saved or added, that stayed at each node because nobody takes the rest."""
    plan = continued.plan
    total = np.zeros(plan.graph.size, dtype=np.int64)
    seen = set[type]()
    for name, leaves in by_source(plan.leaves.values()).items():
        kind = leaves[0].evidence
        if kind is Presence or kind in seen:
            continue
        seen.add(kind)
        if keys_of(leaves[0]) is None:
            gathered = continued.once(kind)
            pool = Pool.of(plan.upward, plan.question.counting, len(continued.periods), {}, {kind: gathered})
            pieces = pool.states[pieces_of(kind).name].observed.astype(np.int64)
        else:
            pool = engine.pool
            pieces = np.bincount(pool.row_of(name)[once(pool.placed(name))], minlength=pool.rows)
        row, node, amount = pool.attribution.weights.kept
        np.add.at(total, node, amount * pieces[row])
    return {plan.graph.ids[place]: int(total[place]) for place in np.flatnonzero(total).tolist()}


def _saved_pieces(continued: Continued, kind: type) -> Iterator[tuple[Ints, Bools]]:
    """Iterate over (how many pieces, whether they are attached) of saved rows that are in any period of now."""
    rows = continued.saved(kind)
    graph, fixed = continued.plan.graph, continued.fixed_day
    inside = np.zeros(len(continued.states.periods), dtype=np.bool_)
    inside[continued.coverage(continued.plan.periods).saved] = True
    counts = [part[pieces_of(kind).name].observed.astype(np.int64) for part in rows.states]

    def day_of(days: Ints) -> Ints:
        return days if fixed is None else np.full_like(days, fixed)

    piece, subject, _, moment = rows.entries
    for count, period, attached in (
        (counts[0], rows.learners[3], graph.is_present(rows.learners[0], day_of(rows.learners[1]))),
        (counts[1], rows.structure[2], graph.is_present(rows.structure[0], day_of(rows.structure[1]))),
        (counts[2], rows.several_period, is_attached(graph, piece, subject, day_of(moment), len(rows.several_period))),
    ):
        yield count[inside[period]], attached[inside[period]]
