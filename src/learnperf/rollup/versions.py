"""Versions: every node once for each stretch of time in which neither its ties nor anything above it changes.

A structure that changes over time is several structures that share what does not change. A unit that is moved makes a
new version of itself and of all that is below it, and of nothing else, so 200 reorganizations cost what they move and
not 200 organizations. Everything a version reaches it reaches on all its days; that is why evidence is added up per
version before it is carried up.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from attrs import field, frozen

from learnperf.rollup.arrays import Bools, Ints, distinct, expand, lookup, narrow_kind, offsets_of
from learnperf.rollup.graph import AFTER_LAST_DAY, FIRST_DAY, Graph, Ties, day_key
from learnperf.rollup.splits import Splits, make_splits

_DAY = (1 << 22) - 1


@frozen(eq=False)
class Edges:
    """Ties between versions, grouped by child and in order of parent id within each.

    Attributes
    ----------
    offsets
        Edges of child ``i`` are ``offsets[i]:offsets[i + 1]``; children are counted from the first of their kind.
    parent, tie
        Per edge: the parent's version, and the tie it comes from.
    """

    offsets: Ints
    parent: Ints
    tie: Ints

    def of(self, children: Ints) -> tuple[Ints, Ints]:
        """Give (place in ``children``, edge) for every edge of some children."""
        return expand(self.offsets[children], self.offsets[children + 1] - self.offsets[children])


@frozen(slots=False, eq=False)
class Versions:
    """All nodes of an organization over time; versions are numbered by node, then by day.

    Attributes
    ----------
    starts
        Keys ``node << 22 | day`` of the day each version begins on, in order.
    """

    graph: Graph = field(repr=False)
    starts: Ints = field(repr=False)

    @classmethod
    def of(cls, graph: Graph) -> Versions:
        """Find the days on which something changes for each node."""
        structure = _own_changes(graph.structure)
        everything = structure
        while len(structure):
            structure = np.setdiff1d(_passed_down(graph.structure, structure), everything, assume_unique=True)
            everything = np.concatenate([everything, structure])
        belonging = [_own_changes(graph.belonging), _passed_down(graph.belonging, np.sort(everything))]
        return cls(graph, _with_begins(graph.size, distinct(np.concatenate([everything, *belonging]))))

    @cached_property
    def node(self) -> Ints:
        """Node of each version."""
        return self.starts >> 22

    @cached_property
    def since(self) -> Ints:
        """Day each version begins on."""
        return self.starts & _DAY

    @cached_property
    def until(self) -> Ints:
        """First day after each version."""
        until = np.full(len(self.starts), AFTER_LAST_DAY, dtype=np.int64)
        same = np.flatnonzero(self.node[1:] == self.node[:-1])
        until[same] = self.since[same + 1]
        return until

    @cached_property
    def first(self) -> Ints:
        """First version of each node, and how many versions there are."""
        return offsets_of(self.node, self.graph.size).astype(narrow_kind(len(self.starts)))

    @property
    def structural(self) -> int:
        """How many versions units and teams have; those of learners come after them."""
        return int(self.first[self.graph.structure_size])

    def at(self, nodes: Ints, days: Ints) -> Ints:
        """Give the version of each node on a day."""
        return self.narrowly_at(nodes, days).astype(np.int64, copy=False)

    def narrowly_at(self, nodes: Ints, days: Ints) -> Ints:
        """Give the version of each node on a day, as narrow as holds it."""
        if len(self.starts) == self.graph.size:
            return nodes
        found: Ints = self._only.take(nodes)
        # most have one version, whatever the day
        several = np.flatnonzero(found < 0)
        found[several] = self._among(nodes[several].astype(np.int64, copy=False), days[several])
        return found

    def _among(self, nodes: Ints, days: Ints) -> Ints:
        """Give the version on a day of nodes that have several; few have more than two."""
        found = self._first_and_second[nodes]
        later = days >= (found & _DAY)
        found >>= 22
        found += later
        if self._has_three:
            several = np.flatnonzero(self.first[nodes + 1] - self.first[nodes] > _TWO)
            keys = day_key(nodes[several], days[several].astype(np.int64))
            found[several] = np.searchsorted(self.starts, keys, side="right") - 1
        return found

    @cached_property
    def _only(self) -> Ints:
        """Give each node's only version, -1 where it has several."""
        only: Ints = np.where(np.diff(self.first) == 1, self.first[:-1], -1).astype(narrow_kind(len(self.starts)))
        return only

    @cached_property
    def _is_one_of_several(self) -> Bools:
        """Which versions share their node with others."""
        same = self.node[1:] == self.node[:-1]
        several = np.zeros(len(self.starts), dtype=np.bool_)
        several[1:] |= same
        several[:-1] |= same
        return several

    @cached_property
    def _first_and_second(self) -> Ints:
        """Give each node's first version and the day its second one begins in one number: one look-up for both."""
        second = np.full(self.graph.size, AFTER_LAST_DAY, dtype=np.int64)
        several = np.flatnonzero(np.diff(self.first) > 1)
        second[several] = self.since[self.first[several] + 1]
        return day_key(self.first[:-1], second)

    @cached_property
    def _has_three(self) -> bool:
        return bool((np.diff(self.first) > _TWO).any())

    @cached_property
    def upward(self) -> Edges:
        """Ties from versions of units and teams."""
        return self._edges(self.graph.structure, 0, self.structural)

    @cached_property
    def belonging(self) -> Edges:
        """Ties from versions of learners; children are counted from the first version of a learner."""
        return self._edges(self.graph.belonging, self.structural, len(self.starts))

    @cached_property
    def upward_splits(self) -> Splits:
        """How each version of a unit or team divides among its parents."""
        return self._splits(self.graph.structure, self.upward)

    @cached_property
    def belonging_splits(self) -> Splits:
        """How each version of a learner divides among direct parents."""
        return self._splits(self.graph.belonging, self.belonging)

    def _edges(self, ties: Ties, begin: int, end: int) -> Edges:
        first, after = self.first[:-1].take(ties.child), self.first[1:].take(ties.child)
        later = np.flatnonzero(ties.since > FIRST_DAY)
        first[later] = self.at(ties.child[later], ties.since[later])
        ended = np.flatnonzero(ties.until < AFTER_LAST_DAY)
        after[ended] = self.at(ties.child[ended], ties.until[ended])
        tie, child = expand(first, after - first)
        # ties stand in order of child and of parent id, which versions of one child mix
        mixed = np.flatnonzero(self._is_one_of_several[child])
        order = mixed[np.argsort(child[mixed], kind="stable")]
        tie[mixed], child[mixed] = tie[order], child[order]
        parent = ties.parent[tie].astype(np.int64, copy=False)
        if self.structural > self.graph.structure_size:
            parent = self.at(parent, self.since[child])
        return Edges(offsets_of(child - begin, end - begin), parent, tie)

    def _splits(self, ties: Ties, edges: Edges) -> Splits:
        tie = edges.tie
        return make_splits(
            offsets=edges.offsets,
            parent=edges.parent,
            share=ties.share[tie],
            primary=ties.primary[tie],
            placement=ties.placement[tie],
        )


_TWO = 2


def _with_begins(size: int, changes: Ints) -> Ints:
    """Put the day on which each node begins, before all others, among keys of later days that are in order."""
    starts = np.empty(size + len(changes), dtype=np.int64)
    is_begin = np.ones(len(starts), dtype=np.bool_)
    at = (changes >> 22) + np.arange(1, len(changes) + 1)
    is_begin[at] = False
    starts[at] = changes
    starts[is_begin] = day_key(np.arange(size, dtype=np.int64), np.broadcast_to(np.int64(FIRST_DAY), size))
    return starts


def _own_changes(ties: Ties) -> Ints:
    """Give keys of the days on which a child's own ties begin or end."""
    begins, ends = ties.since > FIRST_DAY, ties.until < AFTER_LAST_DAY
    return distinct(
        np.concatenate([day_key(ties.child[begins], ties.since[begins]), day_key(ties.child[ends], ties.until[ends])])
    )


def _passed_down(ties: Ties, changes: Ints) -> Ints:
    """Give keys of the changes that children share with a parent: those while they are tied to it."""
    if not len(changes):
        return changes
    node, day = changes >> 22, changes & _DAY
    size = int(max(ties.parent.max(initial=0), node.max())) + 1
    touched = np.zeros(size, dtype=np.bool_)
    touched[node] = True
    some = np.flatnonzero(touched[ties.parent])
    place, tie = lookup(node, ties.parent[some], some, size)
    during = (ties.since[tie] < day[place]) & (day[place] < ties.until[tie])
    return distinct(day_key(ties.child[tie[during]], day[place[during]]))
