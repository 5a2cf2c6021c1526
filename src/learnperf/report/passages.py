"""Passages: by which way each row of evidence came to a unit or team, for many of them at once."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from attrs import field, frozen

from learnperf.model.nodes import NodeKind
from learnperf.rollup.arrays import Ints, expand, offsets_of
from learnperf.rollup.counting import Counting
from learnperf.rollup.memory import Memory

# stands for a child where the evidence is the node's own
OWN = -1


@frozen(eq=False)
class Passage:
    """Rows that came to nodes: each with the direct child it came by (or `OWN`) and the amount it brought."""

    node: Ints
    child: Ints
    row: Ints
    amount: Ints


@frozen(slots=False, eq=False)
class Passages:
    """Looks passages up; agrees with what `learnperf.rollup.explain` finds for one node at a time."""

    engine: Memory = field(repr=False)

    def into(self, nodes: Ints) -> Passage:
        """Give every passage into some units and teams."""
        own, passed = self._own(nodes), self._passed(nodes)
        return Passage(
            *(
                np.concatenate([getattr(own, name), getattr(passed, name)])
                for name in ("node", "child", "row", "amount")
            )
        )

    @cached_property
    def sizes(self) -> Ints:
        """How many rows count at each unit and team."""
        size = self.engine.plan.graph.structure_size
        return np.bincount(self.engine.pool.attribution.node, minlength=size)[:size].astype(np.int64)

    def subjects(self, kind: NodeKind, node: Ints, row: Ints) -> tuple[Ints, Ints]:
        """Give (place among those asked, subject) for every subject of a kind that rows bring to nodes."""
        if kind not in self._subjects:
            at, who, brought = self.engine.pool.attribution.subjects_of(kind)
            key = self._key(at, brought)
            order = np.argsort(key, kind="stable")
            self._subjects[kind] = key[order], who[order]
        key, who = self._subjects[kind]
        wanted = self._key(node, row)
        begin, end = (np.searchsorted(key, wanted, side).astype(np.int64) for side in ("left", "right"))
        place, found = expand(begin, end - begin)
        return place, who[found]

    @cached_property
    def _subjects(self) -> dict[NodeKind, tuple[Ints, Ints]]:
        """Subjects by node and row, of each kind when first asked for."""
        return {}

    def _key(self, node: Ints, row: Ints) -> Ints:
        return node * max(self.engine.pool.rows, 1) + row

    def _own(self, nodes: Ints) -> Passage:
        entries = self.engine.pool.attribution.entries
        order, offsets = self._entries_by_subject
        place, at = expand(offsets[nodes], offsets[nodes + 1] - offsets[nodes])
        entry = order[at]
        amount = self._credit[entry]
        some = amount > 0
        entry, place = entry[some], place[some]
        return Passage(nodes[place], np.full(len(entry), OWN, dtype=np.int64), entries.row[entry], amount[some])

    @cached_property
    def _entries_by_subject(self) -> tuple[Ints, Ints]:
        subject = self.engine.pool.attribution.entries.subject
        return _grouped(subject, self.engine.plan.graph.size)

    @cached_property
    def _credit(self) -> Ints:
        """What each entry begins with: its credit, or all; in primary counting only the first of a row begins."""
        entries, counting = self.engine.pool.attribution.entries, self.engine.plan.question.counting
        if counting is Counting.FRACTIONAL:
            return entries.credit
        credit = np.ones(len(entries.row), dtype=np.int64)
        if counting is Counting.PRIMARY:
            credit[1:] = entries.row[1:] != entries.row[:-1]
        return credit

    def _passed(self, nodes: Ints) -> Passage:
        if self.engine.plan.question.counting is Counting.FULL:
            return self._reached(nodes)
        order, offsets = self._edges_by_parent
        place, at = expand(offsets[nodes], offsets[nodes + 1] - offsets[nodes])
        row, child, _, amount = (column[order[at]] for column in self.engine.pool.attribution.weights.edges)
        return Passage(nodes[place], child, row, amount)

    @cached_property
    def _edges_by_parent(self) -> tuple[Ints, Ints]:
        return _grouped(self.engine.pool.attribution.weights.edges[2], self.engine.plan.graph.size)

    def _reached(self, nodes: Ints) -> Passage:
        """In full counting a child passes on everything that counts at it while its tie is in force."""
        attribution = self.engine.pool.attribution
        child, parent, since, until = self._ties
        order, offsets = self._ties_by_parent
        _, at = expand(offsets[nodes], offsets[nodes + 1] - offsets[nodes])
        tie = order[at]
        begin, end = self._rows_at
        place, at = expand(begin[child[tie]], end[child[tie]] - begin[child[tie]])
        tie, row = tie[place], attribution.row[at]
        day = self._day_of_row[row]
        now = (since[tie] <= day) & (day < until[tie])
        tie, row = tie[now], row[now]
        return Passage(parent[tie], child[tie], row, np.ones(len(row), dtype=np.int64))

    @cached_property
    def _ties(self) -> tuple[Ints, Ints, Ints, Ints]:
        both = (self.engine.plan.graph.structure, self.engine.plan.graph.belonging)
        child, parent, since, until = (
            np.concatenate([getattr(ties, name) for ties in both]) for name in ("child", "parent", "since", "until")
        )
        return child, parent, since, until

    @cached_property
    def _ties_by_parent(self) -> tuple[Ints, Ints]:
        return _grouped(self._ties[1], self.engine.plan.graph.size)

    @cached_property
    def _rows_at(self) -> tuple[Ints, Ints]:
        """Where the rows that count at each node begin and end."""
        offsets = offsets_of(self.engine.pool.attribution.node, self.engine.plan.graph.size)
        return offsets[:-1], offsets[1:]

    @cached_property
    def _day_of_row(self) -> Ints:
        entries = self.engine.pool.attribution.entries
        day = np.zeros(entries.rows, dtype=np.int64)
        day[entries.row] = entries.day
        return day


def _grouped(key: Ints, keys: int) -> tuple[Ints, Ints]:
    """Give the places of values in order of key, and where each key's begin."""
    return np.argsort(key, kind="stable"), offsets_of(key, keys)
