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
from learnperf.rollup.graph import KIND_CODES, Graph
from learnperf.rollup.layers import Counting, Layers, Swept

Triples = tuple[Ints, Ints, Ints]


@frozen(eq=False)
class Entries:
    """Subjects of rows: (row, subject, credit in millionths, day); entries of one row stand together, first first."""

    rows: int
    row: Ints
    subject: Ints
    credit: Ints
    day: Ints


@frozen(slots=False, eq=False)
class Attribution:
    """Weights of rows at nodes.

    Attributes
    ----------
    row, node, weight
        One place per (row, node) with a weight above 0, in order of node, then row.
    reach_entry, reach_node
        Which entry reaches which node, ties alone considered.
    entry_person_entry, entry_person
        The learners an entry stands for: the subject, or the members of a subject team that day.
    edges, kept
        In fractional and primary counting, what each row passes along each tie as (row, child, parent, amount), and
        what stays for want of a taker as (row, node, amount).
    """

    graph: Graph
    counting: Counting
    entries: Entries = field(repr=False)
    row: Ints = field(repr=False)
    node: Ints = field(repr=False)
    weight: Ints = field(repr=False)
    reach_entry: Ints = field(repr=False)
    reach_node: Ints = field(repr=False)
    entry_person_entry: Ints = field(repr=False)
    entry_person: Ints = field(repr=False)
    edges: tuple[Ints, Ints, Ints, Ints] = field(repr=False)
    kept: tuple[Ints, Ints, Ints] = field(repr=False)

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
        row, child, _, amount = (column[order[begin:end]] for column in self.edges)
        return row, child, amount

    @cached_property
    def _edges_by_parent(self) -> tuple[Ints, Ints]:
        order = np.argsort(self.edges[2], kind="stable")
        return order, self.edges[2][order]

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
        return self._brought(self.entry_person_entry, self.entry_person)

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
        base, inverse = np.unique(layered, return_inverse=True)
        swept = layers.sweep(np.arange(len(base)), base, np.ones(len(base), dtype=np.int64), Counting.FULL)
        place, above = lookup(inverse, swept.row, swept.node % layers.size, len(base))
        node, grain, row = above, grain[place], row[place]
        some = self.keeps(row, node)
        return _sorted_triples(node[some], grain[some], row[some])

    @cached_property
    def _row_day(self) -> Ints:
        day = np.zeros(self.entries.rows, dtype=np.int64)
        day[self.entries.row] = self.entries.day
        return day

    def _brought(self, entry: Ints, brought: Ints) -> Triples:
        order = np.argsort(self.reach_entry, kind="stable")
        place, node = lookup(entry, self.reach_entry[order], self.reach_node[order], len(self.entries.row))
        who, row = brought[place], self.entries.row[entry[place]]
        if self.counting is Counting.FULL:
            # everything a subject reaches counts in full
            return _sorted_triples(node, who, row)
        some = self.keeps(row, node)
        return _sorted_triples(node[some], who[some], row[some])


def attribute(graph: Graph, entries: Entries, counting: Counting) -> Attribution:
    """Work out where rows count."""
    layers, base_entry, base = _bases(graph, entries)
    reach_entry, reach_node = _reach(graph, entries, layers, base_entry, base)
    if counting is Counting.FULL:
        row, node, weight, edges, kept = _full(graph, entries, (reach_entry, reach_node))
    else:
        row, node, weight, edges, kept = _swept(graph, entries, layers, counting)
    # a credit or share too small for one millionth counts nowhere
    some = weight > 0
    row, node, weight = row[some], node[some], weight[some]
    order = np.lexsort((row, node))
    person_entry, person = _people(graph, entries)
    return Attribution(
        graph=graph,
        counting=counting,
        entries=entries,
        row=row[order],
        node=node[order],
        weight=weight[order],
        reach_entry=reach_entry,
        reach_node=reach_node,
        entry_person_entry=person_entry,
        entry_person=person,
        edges=edges,
        kept=kept,
    )


def is_attached(graph: Graph, entries: Entries) -> Bools:
    """Whether any subject of each row has a tie on its day; the unit that never reports always has its place."""
    reporting = np.zeros(graph.size, dtype=np.bool_)
    reporting[graph.structure.child] = True
    top = (graph.kinds[entries.subject] == KIND_CODES[NodeKind.UNIT]) & ~reporting[entries.subject]
    attached = np.zeros(entries.rows, dtype=np.bool_)
    np.logical_or.at(attached, entries.row, top | graph.is_tied(entries.subject, entries.day))
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


def _reach(graph: Graph, entries: Entries, layers: Layers, base_entry: Ints, base: Ints) -> tuple[Ints, Ints]:
    """Give (entry, node), each once: everything an entry's subject reaches, itself included."""
    bases, inverse = np.unique(base, return_inverse=True)
    closure = layers.sweep(np.arange(len(bases)), bases, np.ones(len(bases), dtype=np.int64), Counting.FULL)
    place, node = lookup(inverse, closure.row, closure.node % max(layers.size, 1), len(bases))
    learner = np.flatnonzero(entries.subject >= graph.structure_size)
    entry = np.concatenate([base_entry[place], learner])
    key = distinct(entry * graph.size + np.concatenate([node, entries.subject[learner]]))
    return key // graph.size, key % graph.size


_Weights = tuple[Ints, Ints, Ints, tuple[Ints, Ints, Ints, Ints], tuple[Ints, Ints, Ints]]


def _full(graph: Graph, entries: Entries, reach: tuple[Ints, Ints]) -> _Weights:
    """Full counting: 1 wherever any entry of a row reaches; edges are left to those who explain."""
    key = distinct(entries.row[reach[0]] * graph.size + reach[1])
    none = np.empty(0, dtype=np.int64)
    weight = np.ones(len(key), dtype=np.int64)
    return key // graph.size, key % graph.size, weight, (none, none, none, none), (none, none, none)


def _swept(graph: Graph, entries: Entries, layers: Layers, counting: Counting) -> _Weights:
    """Fractional and primary counting: amounts start at the subjects and are carried up."""
    if counting is Counting.PRIMARY:
        first = np.concatenate([[True], entries.row[1:] != entries.row[:-1]]) if entries.rows else entries.row > 0
        kept_entries = np.flatnonzero(first)
        credit = np.ones(len(kept_entries), dtype=np.int64)
    else:
        kept_entries = np.arange(len(entries.row))
        credit = entries.credit
    row, subject, day = entries.row[kept_entries], entries.subject[kept_entries], entries.day[kept_entries]
    layer = graph.layer_of(day)
    own = subject < graph.structure_size
    stint = graph.stint_of(subject[~own], day[~own])
    place, tie, part, stayed = _from_learners(graph, stint, credit[~own], counting)
    start_row = np.concatenate([row[own], row[~own][place]])
    start_node = np.concatenate(
        [
            layers.layered(subject[own], layer[own]),
            layers.layered(graph.belonging.parent[tie], layer[~own][place]),
        ]
    )
    swept = layers.sweep(start_row, start_node, np.concatenate([credit[own], part]), counting)
    return _gathered(graph, layers, swept, (row[~own], subject[~own], credit[~own]), (place, tie, part, stayed))


def _from_learners(graph: Graph, stint: Ints, credit: Ints, counting: Counting) -> tuple[Ints, Ints, Ints, Ints]:
    """Give what learners pass to their direct parents: (place, tie, amount), and what stays with each."""
    splits = graph.stint_splits
    _, ties = graph.stint_ties
    if counting is Counting.PRIMARY:
        chosen = splits.chosen[stint]
        place = np.flatnonzero(chosen >= 0)
        return place, ties[chosen[place]], np.ones(len(place), dtype=np.int64), np.zeros(len(stint), dtype=np.int64)
    place, edge, part, kept = splits.divide(stint, credit)
    some = part > 0
    return place[some], ties[edge[some]], part[some], kept


def _gathered(
    graph: Graph,
    layers: Layers,
    swept: Swept,
    learners: tuple[Ints, Ints, Ints],
    given: tuple[Ints, Ints, Ints, Ints],
) -> _Weights:
    """Put what stands at learners beside what was carried up the structure."""
    row, subject, credit = learners
    place, tie, part, stayed = given
    size = max(layers.size, 1)
    edges = (
        np.concatenate([row[place], swept.edge_row]),
        np.concatenate([subject[place], swept.edge_child % size]),
        np.concatenate([graph.belonging.parent[tie], swept.edge_parent % size]),
        np.concatenate([part, swept.edge_amount]),
    )
    here = np.flatnonzero(stayed)
    kept = (
        np.concatenate([row[here], swept.kept_row]),
        np.concatenate([subject[here], swept.kept_node % size]),
        np.concatenate([stayed[here], swept.kept_amount]),
    )
    all_rows = np.concatenate([row, swept.row])
    all_nodes = np.concatenate([subject, swept.node % size])
    return all_rows, all_nodes, np.concatenate([credit, swept.amount]), edges, kept


def _people(graph: Graph, entries: Entries) -> tuple[Ints, Ints]:
    """Give (entry, learner): the subject itself, or everyone in a subject team on the day."""
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
    upward = layers.sweep(np.arange(len(bases)), bases, np.ones(len(bases), dtype=np.int64), Counting.FULL)
    place, part = lookup(layered, upward.node, bases[upward.row] % layers.size, len(layers.height))
    order = np.argsort(graph.belonging.parent, kind="stable")
    found, tie = lookup(part, graph.belonging.parent[order], order, graph.size)
    place = place[found]
    now = (graph.belonging.since[tie] <= day[place]) & (day[place] < graph.belonging.until[tie])
    key = distinct(entry[place[now]] * graph.size + graph.belonging.child[tie[now]])
    return key // graph.size, key % graph.size


def _sorted_triples(node: Ints, who: Ints, row: Ints) -> Triples:
    order = np.lexsort((row, who, node))
    return node[order], who[order], row[order]
