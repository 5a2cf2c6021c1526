"""Attribution: where each piece of evidence counts, as a sparse table (row, node, weight).

Evidence about the same version of a subject counts in the same places, so it is pooled into one *row* first: a version
of a single subject, or one piece of evidence with several subjects. Weights are found once per row, not once per piece
of evidence.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np
from attrs import field, frozen

from learnperf.model.nodes import NodeKind
from learnperf.rollup.arrays import Bools, Ints, distinct, joined, lookup
from learnperf.rollup.counting import Counting
from learnperf.rollup.entries import Entries
from learnperf.rollup.graph import KIND_CODES, Graph
from learnperf.rollup.upward import Upward
from learnperf.rollup.versions import Versions
from learnperf.rollup.weights import Weights, carried_up

Triples = tuple[Ints, Ints, Ints]


@frozen(slots=False, eq=False)
class Attribution:
    """Weights of rows at nodes.

    The list of all places where rows weigh something is made only when somebody asks for it: most sums need none
    (`learnperf.rollup.flow`).
    """

    upward: Upward = field(repr=False)
    counting: Counting
    entries: Entries = field(repr=False)

    @property
    def versions(self) -> Versions:
        """All nodes over time."""
        return self.upward.versions

    @property
    def graph(self) -> Graph:
        """Nodes and ties."""
        return self.upward.versions.graph

    @cached_property
    def bases(self) -> tuple[Ints, Ints]:
        """Give (entry, version) of where entries enter the structure: their subject, or the parents of a learner."""
        version, structural = self.entries.version, self.versions.structural
        itself, learner = np.flatnonzero(version < structural), np.flatnonzero(version >= structural)
        place, edge = self.versions.belonging.of(version[learner] - structural)
        return (
            np.concatenate([itself, learner[place]]),
            np.concatenate([version[itself], self.versions.belonging.parent[edge]]),
        )

    @cached_property
    def weights(self) -> Weights:
        """Every (row, node) with a weight above 0."""
        if self.counting is not Counting.FULL:
            return carried_up(self.upward, self.entries, self.counting)
        entry, reached = self.reach
        rows = max(self.entries.rows, 1)
        key = distinct(reached * rows + self.entries.row[entry])
        none = np.empty(0, dtype=np.int64)
        ones = np.ones(len(key), dtype=np.int64)
        return Weights(key % rows, key // rows, ones, (none, none, none, none), (none, none, none))

    @cached_property
    def reach(self) -> tuple[Ints, Ints]:
        """Give (entry, node), each once: everything an entry's subject reaches, itself included."""
        base_entry, base = self.bases
        place, reached = self.upward.above(base)
        learner = np.flatnonzero(self.entries.subject >= self.graph.structure_size)
        entry = np.concatenate([base_entry[place], learner])
        size = self.graph.size
        key = distinct(entry * size + np.concatenate([self.versions.node[reached], self.entries.subject[learner]]))
        return key // size, key % size

    @property
    def row(self) -> Ints:
        """Row of each weight."""
        return self.weights.row

    @property
    def node(self) -> Ints:
        """Node of each weight."""
        return self.weights.node

    @property
    def weight(self) -> Ints:
        """The weights."""
        return self.weights.weight

    @cached_property
    def pair_key(self) -> Ints:
        """Key ``node * rows + row`` of every (row, node), in order."""
        return self.node * max(self.entries.rows, 1) + self.row

    def keeps(self, row: Ints, node: Ints) -> Bools:
        """Whether rows have a weight above 0 at nodes."""
        key = node * max(self.entries.rows, 1) + row
        place = np.searchsorted(self.pair_key, key)
        place[place == len(self.pair_key)] = 0
        return self.pair_key[place] == key if len(self.pair_key) else np.zeros(len(key), dtype=np.bool_)

    def weight_of(self, row: Ints, node: Ints) -> Ints:
        """Give the weight of rows at nodes where they are known to have one."""
        found: Ints = self.weight[np.searchsorted(self.pair_key, node * max(self.entries.rows, 1) + row)]
        return found

    @cached_property
    def entry_offsets(self) -> Ints:
        """Where each row's entries begin: one more than there are rows."""
        return np.searchsorted(self.entries.row, np.arange(self.entries.rows + 1)).astype(np.int64)

    def passed_to(self, node: int) -> tuple[Ints, Ints, Ints]:
        """Give (row, child, amount) of what each direct child passes to a node."""
        if self.counting is Counting.FULL:
            return self._reached_through(node)
        order, parents = self._edges_by_parent
        begin, end = np.searchsorted(parents, [node, node + 1])
        row, child, _, amount = (column[order[begin:end]] for column in self.weights.edges)
        return row, child, amount

    @cached_property
    def _edges_by_parent(self) -> tuple[Ints, Ints]:
        order = np.argsort(self.weights.edges[2], kind="stable")
        return order, self.weights.edges[2][order]

    def _reached_through(self, node: int) -> tuple[Ints, Ints, Ints]:
        """In full counting a child passes on everything that counts at it while its tie is in force."""
        rows, children = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
        for ties in (self.graph.structure, self.graph.belonging):
            for tie in np.flatnonzero(ties.parent == node).tolist():
                begin, end = np.searchsorted(self.node, [ties.child[tie], ties.child[tie] + 1])
                row = self.row[begin:end]
                day = self._row_day[row]
                row = row[(ties.since[tie] <= day) & (day < ties.until[tie])]
                rows.append(row)
                children.append(np.full(len(row), ties.child[tie], dtype=np.int64))
        row = np.concatenate(rows)
        return row, np.concatenate(children), np.ones(len(row), dtype=np.int64)

    @cached_property
    def people(self) -> Triples:
        """Give (node, learner, row), sorted: the learners each row brings to each node."""
        return self._brought(*self.entry_people)

    @cached_property
    def entry_people(self) -> tuple[Ints, Ints]:
        """Give (entry, learner): the subject itself, or everyone in a subject team on the day."""
        return _people(self.upward, self.entries)

    def subjects_of(self, kind: NodeKind) -> Triples:
        """Give (node, subject, row), sorted: subjects of one kind that each row brings to each node."""
        return self._once("subjects", kind, self._subjects_of)

    def passing(self, kind: NodeKind) -> Triples:
        """Give (node, grain node, row), sorted: nodes of one kind a row counts at, with every node those reach."""
        return self.subjects_of(kind) if kind is NodeKind.LEARNER else self._once("passing", kind, self._passing)

    def _once(self, name: str, kind: NodeKind, find: Callable[[NodeKind], Triples]) -> Triples:
        """Find triples for the first metric that asks; others share them."""
        if (name, kind) not in self._known:
            self._known[name, kind] = find(kind)
        return self._known[name, kind]

    @cached_property
    def _known(self) -> dict[tuple[str, NodeKind], Triples]:
        return {}

    def _subjects_of(self, kind: NodeKind) -> Triples:
        entry = np.flatnonzero(self.graph.kinds[self.entries.subject] == KIND_CODES[kind])
        return self._brought(entry, self.entries.subject[entry])

    def _passing(self, kind: NodeKind) -> Triples:
        here = np.flatnonzero(self.graph.kinds[self.node] == KIND_CODES[kind])
        row, grain = self.row[here], self.node[here]
        place, above = self.upward.above(self.versions.at(grain, self._row_day[row]))
        node, grain, row = self.versions.node[above], grain[place], row[place]
        some = self.keeps(row, node)
        return _sorted_triples(node[some], grain[some], row[some])

    @cached_property
    def _row_day(self) -> Ints:
        day = np.zeros(self.entries.rows, dtype=np.int64)
        day[self.entries.row] = self.entries.day
        return day

    def _brought(self, entry: Ints, brought: Ints) -> Triples:
        place, node = lookup(entry, *self.reach, len(self.entries.row))
        who, row = brought[place], self.entries.row[entry[place]]
        if self.counting is Counting.FULL:
            # everything a subject reaches counts in full
            return _sorted_triples(node, who, row)
        some = self.keeps(row, node)
        return _sorted_triples(node[some], who[some], row[some])


def part_of(attribution: Attribution, rows: Ints) -> tuple[Attribution, Ints]:
    """Give the attribution of some rows alone, numbered anew in order, and which entries they have."""
    entries = attribution.entries
    place = np.full(entries.rows, -1, dtype=np.int64)
    place[rows] = np.arange(len(rows))
    some = np.flatnonzero(place[entries.row] >= 0)
    chosen = Entries(
        rows=len(rows),
        row=place[entries.row[some]],
        subject=entries.subject[some],
        credit=entries.credit[some],
        day=entries.day[some],
        version=entries.version[some],
    )
    return Attribution(attribution.upward, attribution.counting, chosen), some


def is_attached(graph: Graph, row: Ints, subject: Ints, day: Ints, rows: int) -> Bools:
    """Whether any subject of each row has a tie on its day; the unit that never reports always has its place."""
    attached = np.zeros(rows, dtype=np.bool_)
    np.logical_or.at(attached, row, graph.is_present(subject, day))
    return attached


def _people(upward: Upward, entries: Entries) -> tuple[Ints, Ints]:
    graph = upward.versions.graph
    learner = np.flatnonzero(entries.subject >= graph.structure_size)
    team = np.flatnonzero(graph.kinds[entries.subject] == KIND_CODES[NodeKind.TEAM])
    entry, member = _members(upward, team, entries)
    return joined([learner, entry]), joined([entries.subject[learner], member])


def _members(upward: Upward, entry: Ints, entries: Entries) -> tuple[Ints, Ints]:
    """Give (entry, learner), each once: who is in a team, or in a team within it, on a day."""
    if not len(entry):
        return entry, entry
    versions, graph = upward.versions, upward.versions.graph
    team = graph.kinds[versions.node[: upward.size]] == KIND_CODES[NodeKind.TEAM]
    below, above = upward.above(np.flatnonzero(team))
    part = np.flatnonzero(team)[below]
    wanted, inverse = np.unique(entries.version[entry], return_inverse=True)
    asked = np.zeros(upward.size, dtype=np.bool_)
    asked[wanted] = True
    some = asked[above]
    place, team_part = lookup(inverse, np.searchsorted(wanted, above[some]), part[some], len(wanted))
    # a part of a team has versions of its own: the one of the day counts
    day = entries.day[entry[place]]
    now = (versions.since[team_part] <= day) & (day < versions.until[team_part])
    place, team_part = place[now], versions.node[team_part[now]]
    order = np.argsort(graph.belonging.parent, kind="stable")
    found, tie = lookup(team_part, graph.belonging.parent[order], order, graph.size)
    place = place[found]
    day = entries.day[entry[place]]
    now = (graph.belonging.since[tie] <= day) & (day < graph.belonging.until[tie])
    key = distinct(entry[place[now]] * graph.size + graph.belonging.child[tie[now]])
    return key // graph.size, key % graph.size


def _sorted_triples(node: Ints, who: Ints, row: Ints) -> Triples:
    order = np.lexsort((row, who, node))
    return node[order], who[order], row[order]
