"""The structure in all its versions, and the sweep that carries weight up it.

The sweep goes through the structure from the bottom up, one height at a time: by the time a height is handled, all that
can arrive there has arrived. It therefore visits each (row, node) once however many paths lead there, and a row of 60
diamonds with 2**60 paths costs 120 steps.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from itertools import pairwise

import numpy as np
from attrs import field, frozen

from learnperf.metrics.algebra import Merge
from learnperf.metrics.integers import Integers
from learnperf.rollup.arrays import Bools, Ints, expand, lookup, offsets_of
from learnperf.rollup.counting import Counting
from learnperf.rollup.versions import Edges, Versions


@frozen(eq=False)
class Swept:
    """What a sweep found: per (row, version) the amount that arrived, per edge what passed, and what stayed."""

    row: Ints
    node: Ints
    amount: Ints
    edge_row: Ints
    edge_child: Ints
    edge_parent: Ints
    edge_amount: Ints
    kept_row: Ints
    kept_node: Ints
    kept_amount: Ints


@frozen(slots=False, eq=False)
class Upward:
    """Ways up from the versions of units and teams."""

    versions: Versions = field(repr=False)

    @property
    def size(self) -> int:
        """How many versions of units and teams there are."""
        return self.versions.structural

    @property
    def edges(self) -> Edges:
        """Ties between them."""
        return self.versions.upward

    @cached_property
    def height(self) -> Ints:
        """Length of the longest way up from each version."""
        child = np.repeat(np.arange(self.size, dtype=np.int64), np.diff(self.edges.offsets))
        return _heights(child, self.edges.parent, self.size)

    @cached_property
    def by_height(self) -> list[Ints]:
        """Versions by height, from the tops down."""
        offsets = offsets_of(self.height, int(self.height.max(initial=0)) + 1)
        order = np.argsort(self.height, kind="stable")
        return [order[begin:end] for begin, end in pairwise(offsets.tolist())]

    @cached_property
    def is_shifting(self) -> Bools:
        """Which versions reach a node that has several versions, themselves included."""
        versions = self.versions
        shifting: Bools = (np.diff(versions.first) > 1)[versions.node[: self.size]]
        if shifting.any():
            for nodes in self.by_height[1:]:
                place, edge = self.edges.of(nodes)
                shifting[nodes[place[shifting[self.edges.parent[edge]]]]] = True
        return shifting

    def extremes(self, merge: Merge, values: Integers) -> Integers:
        """Carry least or greatest values from versions up to everything above them; values stand in the first axis."""
        result = values.copy()
        choose = np.minimum if merge is Merge.MIN else np.maximum
        for nodes in reversed(self.by_height[1:]):
            place, edge = self.edges.of(nodes)
            choose.at(result, self.edges.parent[edge], result[nodes[place]])
        return result

    def sweep(self, row: Ints, node: Ints, amount: Ints, counting: Counting, *, stop: Bools | None = None) -> Swept:
        """Carry amounts from versions up to everything above them.

        In full counting an amount is 1 wherever a row arrives; in fractional counting amounts add up at a node before
        they are split; in primary counting they follow the chosen edge. Versions marked in ``stop`` pass nothing on.
        """
        waiting: dict[int, list[tuple[Ints, Ints, Ints]]] = defaultdict(list)
        self._sort_in(waiting, row, node, amount)
        arrived: list[tuple[Ints, ...]] = []
        passed: list[tuple[Ints, ...]] = []
        stayed: list[tuple[Ints, ...]] = []
        for height in range(max(waiting, default=-1), -1, -1):
            if height not in waiting:
                continue
            at_row, at_node, at_amount = self._gather(waiting.pop(height), counting)
            arrived.append((at_row, at_node, at_amount))
            if stop is not None:
                going = ~stop[at_node]
                at_row, at_node, at_amount = at_row[going], at_node[going], at_amount[going]
            place, edge, part, kept = self._step(at_node, at_amount, counting)
            parent = self.edges.parent[edge]
            passed.append((at_row[place], at_node[place], parent, part))
            here = np.flatnonzero(kept)
            stayed.append((at_row[here], at_node[here], kept[here]))
            self._sort_in(waiting, at_row[place], parent, part)
        return Swept(*_columns(arrived, 3), *_columns(passed, 4), *_columns(stayed, 3))

    def above(self, node: Ints, *, stop: Bools | None = None) -> tuple[Ints, Ints]:
        """Give (place in ``node``, version) for all versions reached from each, itself included.

        Those marked in ``stop`` are reached and lead no further.
        """
        bases, inverse = np.unique(node, return_inverse=True)
        once = np.ones(len(bases), dtype=np.int64)
        swept = self.sweep(np.arange(len(bases)), bases, once, Counting.FULL, stop=stop)
        return lookup(inverse, swept.row, swept.node, len(bases))

    def _sort_in(self, waiting: dict[int, list[tuple[Ints, Ints, Ints]]], row: Ints, node: Ints, amount: Ints) -> None:
        heights = self.height[node]
        for height in np.unique(heights):
            here = heights == height
            waiting[int(height)].append((row[here], node[here], amount[here]))

    def _gather(self, parts: list[tuple[Ints, Ints, Ints]], counting: Counting) -> tuple[Ints, Ints, Ints]:
        """Put together what arrived at one height, once per row and version."""
        row, node, amount = (np.concatenate(column) for column in zip(*parts, strict=True))
        key, inverse = np.unique(row * self.size + node, return_inverse=True)
        total = np.ones(len(key), dtype=np.int64)
        if counting is Counting.FRACTIONAL:
            total = np.zeros(len(key), dtype=np.int64)
            np.add.at(total, inverse, amount)
        return key // self.size, key % self.size, total

    def _step(self, node: Ints, amount: Ints, counting: Counting) -> tuple[Ints, Ints, Ints, Ints]:
        """Give what each version passes on: (place, edge, amount), and what stays."""
        nothing = np.zeros(len(node), dtype=np.int64)
        if counting is Counting.FRACTIONAL:
            place, edge, part, kept = self.versions.upward_splits.divide(node, amount)
            some = part > 0
            return place[some], edge[some], part[some], kept
        if counting is Counting.PRIMARY:
            chosen = self.versions.upward_splits.chosen[node]
            place = np.flatnonzero(chosen >= 0)
            return place, chosen[place], np.ones(len(place), dtype=np.int64), nothing
        place, edge = self.edges.of(node)
        return place, edge, np.ones(len(place), dtype=np.int64), nothing


def _columns(parts: list[tuple[Ints, ...]], width: int) -> list[Ints]:
    if not parts:
        return [np.empty(0, dtype=np.int64)] * width
    return [np.concatenate(column) for column in zip(*parts, strict=True)]


def _heights(child: Ints, parent: Ints, nodes: int) -> Ints:
    """Longest way up from each node: peel the graph from the top, one height at a time."""
    height = np.zeros(nodes, dtype=np.int64)
    open_parents = np.bincount(child, minlength=nodes).astype(np.int64)
    order = np.argsort(parent, kind="stable")
    below = child[order]
    offsets = offsets_of(parent, nodes)
    # nodes nobody is tied to matter only as parents, so peel from those that are
    front = np.unique(parent[open_parents[parent] == 0]) if len(parent) else parent
    level = 0
    while len(front):
        _, place = expand(offsets[front], offsets[front + 1] - offsets[front])
        children, times = np.unique(below[place], return_counts=True)
        open_parents[children] -= times
        front = children[open_parents[children] == 0]
        level += 1
        height[front] = level
    return height
