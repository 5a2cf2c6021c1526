"""Attribution: where each piece of evidence counts, as a sparse table (row, node, weight).

Evidence whose subjects have the same ties on its day counts in the same places, so it is pooled into one *row* first:
a stint of a single subject in a layer of the structure, or one piece of evidence with several subjects. Weights are
found once per row, not once per piece of evidence.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np
from attrs import field, frozen

from learnperf.model.nodes import NodeKind
from learnperf.rollup.arrays import Bools, Ints, distinct, expand, lookup
from learnperf.rollup.entries import Entries
from learnperf.rollup.graph import KIND_CODES, Graph
from learnperf.rollup.layers import Counting, Layers
from learnperf.rollup.weights import Weights, carried_up

Triples = tuple[Ints, Ints, Ints]


@frozen(slots=False, eq=False)
class Attribution:
    """Weights of rows at nodes.

    In full counting a weight is 1 wherever a subject of a row reaches, and the list of all such places is made only
    when somebody asks for it: sums need none (`learnperf.rollup.flow`).

    Attributes
    ----------
    layers
        The structure in the stretches of time in use.
    base_entry, base
        The layered nodes at which each entry enters the structure: its subject, or the parents of a learner.
    """

    graph: Graph
    counting: Counting
    entries: Entries = field(repr=False)
    layers: Layers = field(repr=False)
    base_entry: Ints = field(repr=False)
    base: Ints = field(repr=False)

    @cached_property
    def weights(self) -> Weights:
        """Every (row, node) with a weight above 0."""
        if self.counting is not Counting.FULL:
            return carried_up(self.graph, self.entries, self.layers, self.counting)
        entry, reached = self.reach
        rows = max(self.entries.rows, 1)
        key = distinct(reached * rows + self.entries.row[entry])
        none = np.empty(0, dtype=np.int64)
        ones = np.ones(len(key), dtype=np.int64)
        return Weights(key % rows, key // rows, ones, (none, none, none, none), (none, none, none))

    @cached_property
    def reach(self) -> tuple[Ints, Ints]:
        """Give (entry, node), each once: everything an entry's subject reaches, itself included."""
        place, reached = self.layers.above(self.base)
        learner = np.flatnonzero(self.entries.subject >= self.graph.structure_size)
        entry = np.concatenate([self.base_entry[place], learner])
        size, structural = self.graph.size, reached % self.graph.structure_size
        key = distinct(entry * size + np.concatenate([structural, self.entries.subject[learner]]))
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
        return _people(self.graph, self.entries)

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
        layers, layered = _layers_of(self.graph, grain, self._row_day[row])
        place, above = layers.above(layered)
        node, grain, row = above % layers.size, grain[place], row[place]
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


def attribute(graph: Graph, entries: Entries, counting: Counting) -> Attribution:
    """Find where rows enter the structure; what follows from it is worked out when asked for."""
    layers, base_entry, base = _bases(graph, entries)
    return Attribution(graph, counting, entries, layers, base_entry, base)


def is_attached(graph: Graph, entries: Entries) -> Bools:
    """Whether any subject of each row has a tie on its day; the unit that never reports always has its place."""
    attached = np.zeros(entries.rows, dtype=np.bool_)
    np.logical_or.at(attached, entries.row, graph.is_present(entries.subject, entries.day))
    return attached


def _layers_of(graph: Graph, node: Ints, day: Ints) -> tuple[Layers, Ints]:
    layer = graph.layer_of(day)
    layers = Layers.of(graph, distinct(layer))
    return layers, layers.layered(node, layer)


def _bases(graph: Graph, entries: Entries) -> tuple[Layers, Ints, Ints]:
    """Give the layers in use and, per entry, the layered nodes it enters the structure at."""
    layer = graph.layer_of(entries.day)
    layers = Layers.of(graph, distinct(layer))
    structural = np.flatnonzero(entries.subject < graph.structure_size)
    entry, tie = _stint_ties(graph, entries)
    base_entry = np.concatenate([structural, entry])
    node = np.concatenate([entries.subject[structural], graph.belonging.parent[tie]])
    return layers, base_entry, layers.layered(node, layer[base_entry])


def _stint_ties(graph: Graph, entries: Entries) -> tuple[Ints, Ints]:
    """Give (entry, tie) for the ties of subject learners in force on the entry's day."""
    learner = np.flatnonzero(entries.subject >= graph.structure_size)
    stint = graph.stint_of(entries.subject[learner], entries.day[learner])
    offsets, ties = graph.stint_ties
    place, at = expand(offsets[stint], offsets[stint + 1] - offsets[stint])
    return learner[place], ties[at]


def _people(graph: Graph, entries: Entries) -> tuple[Ints, Ints]:
    learner = np.flatnonzero(entries.subject >= graph.structure_size)
    team = np.flatnonzero(graph.kinds[entries.subject] == KIND_CODES[NodeKind.TEAM])
    entry, member = _members(graph, team, entries.subject[team], entries.day[team])
    return np.concatenate([learner, entry]), np.concatenate([entries.subject[learner], member])


def _members(graph: Graph, entry: Ints, team: Ints, day: Ints) -> tuple[Ints, Ints]:
    """Give (entry, learner), each once: who is in a team or a team within it on a day."""
    if not len(entry):
        return entry, entry
    layers, layered = _layers_of(graph, team, day)
    teams = np.flatnonzero(graph.kinds == KIND_CODES[NodeKind.TEAM])
    bases = np.concatenate([place * layers.size + teams for place in range(len(layers.used))])
    below, above = layers.above(bases)
    place, part = lookup(layered, above, bases[below] % layers.size, len(layers.height))
    order = np.argsort(graph.belonging.parent, kind="stable")
    found, tie = lookup(part, graph.belonging.parent[order], order, graph.size)
    place = place[found]
    now = (graph.belonging.since[tie] <= day[place]) & (day[place] < graph.belonging.until[tie])
    key = distinct(entry[place[now]] * graph.size + graph.belonging.child[tie[now]])
    return key // graph.size, key % graph.size


def _sorted_triples(node: Ints, who: Ints, row: Ints) -> Triples:
    order = np.lexsort((row, who, node))
    return node[order], who[order], row[order]
