"""Flow: full counting without spelling out who is above whom.

In a tree everything above a node is one line. So what counts in full at the parents of a person, and at all above
them, needs no list of all those places: put +1 at each parent, put -1 where two lines meet (the lowest common ancestor
of neighbours in depth-first order), and let the numbers flow up the tree once. At every node the ones that arrive less
the ones taken back are 1 where anything arrives and 0 elsewhere, however many parents there are.

Where a node has several parents at once, and below it, there is no such shortcut: there every place is listed, up to
where the lines are single again.
"""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise

import numpy as np
from attrs import field, frozen

from learnperf.metrics.algebra import Merge
from learnperf.metrics.integers import Integers
from learnperf.rollup.arrays import Bools, Ints, distinct, joined, narrow_kind, once
from learnperf.rollup.counting import Counting
from learnperf.rollup.meeting import meetings
from learnperf.rollup.upward import Upward


@frozen(slots=False, eq=False)
class Flow:
    """Versions of units and teams as a forest with its preorder, beside those that are not in it.

    A version is *chained* if all that counts at it goes up one line; chained versions make the forest. In full counting
    that is so where every way up is one line. In fractional counting the line must pass on all of what it received; in
    primary counting every version has one line, the primary one.
    """

    upward: Upward = field(repr=False)
    counting: Counting

    @property
    def size(self) -> int:
        """How many versions there are."""
        return self.upward.size

    def prepare(self) -> None:
        """Work out at once what does not depend on evidence, and is else worked out when it is asked for."""
        _ = self._above, self._end_in_order, self.upward.versions.belonging

    @cached_property
    def _line(self) -> tuple[Bools, Ints]:
        """Give where a version passes things on to one parent or to none, and which parent, -1 for none."""
        edges = self.upward.edges
        if self.counting is Counting.FULL:
            parents = np.diff(edges.offsets)
            edge = np.where(parents == 1, edges.offsets[:-1], -1)
            one = parents <= 1
        elif self.counting is Counting.PRIMARY:
            edge = self.upward.versions.upward_splits.chosen
            one = np.ones(len(edge), dtype=np.bool_)
        else:
            splits = self.upward.versions.upward_splits
            child = np.repeat(np.arange(self.upward.size, dtype=np.int64), np.diff(edges.offsets))
            whole = np.flatnonzero(splits.entitled == splits.total[child])
            edge = np.full(self.upward.size, -1, dtype=np.int64)
            edge[child[whole]] = whole
            one = (edge >= 0) | (np.diff(edges.offsets) == 0)
        return one, np.where(edge >= 0, edges.parent[np.maximum(edge, 0)] if len(edges.parent) else -1, -1)

    @cached_property
    def chained(self) -> Bools:
        """Which versions have one line above them."""
        one, parent = self._line
        chained = one.copy()
        for nodes in self.upward.by_height[1:]:
            below = nodes[parent[nodes] >= 0]
            chained[below] &= chained[parent[below]]
        return chained

    @cached_property
    def up(self) -> Ints:
        """Parent of each chained version, -1 at a top and outside the forest."""
        up: Ints = np.where(self.chained, self._line[1], -1).astype(np.int64)
        return up

    @cached_property
    def start(self) -> Ints:
        """Place of each chained version in preorder; what is below it follows."""
        start = np.full(self.size, -1, dtype=np.int64)
        tops, *lower = self._forest_by_height or [np.empty(0, dtype=np.int64)]
        start[tops] = np.cumsum(self._sizes[tops]) - self._sizes[tops]
        for level in lower:
            nodes = level[np.argsort(self.up[level], kind="stable")]
            above = self.up[nodes]
            before = np.cumsum(self._sizes[nodes]) - self._sizes[nodes]
            start[nodes] = start[above] + 1 + before - before[np.searchsorted(above, above)]
        return start

    @cached_property
    def _end_in_order(self) -> Ints:
        """Place after the last node below each chained version; these in preorder."""
        return np.arange(len(self.order)) + self._sizes[self.order]

    @property
    def _bits(self) -> int:
        """Bits that a place in preorder needs."""
        return max(self.size.bit_length(), 1)

    @cached_property
    def order(self) -> Ints:
        """Chained versions in preorder."""
        nodes = np.flatnonzero(self.chained)
        order = np.empty(len(nodes), dtype=narrow_kind(self.size))
        order[self.start[nodes]] = nodes
        return order

    @cached_property
    def _above(self) -> Ints:
        """Place in preorder of the parent of each place, -1 at a top."""
        parent = self.up[self.order]
        above: Ints = np.where(parent >= 0, self.start[parent], -1).astype(self.order.dtype)
        return above

    def seeds(self, group: Ints, node: Ints) -> tuple[Ints, Ints, Ints]:
        """Give (group, version, sign) that flow up to 1 wherever a group's nodes reach, and to 0 elsewhere."""
        in_forest = self.chained[node]
        listed_group, listed = np.empty(0, dtype=group.dtype), np.empty(0, dtype=node.dtype)
        if not in_forest.all():
            listed_group, listed, *entering = self._through(group[~in_forest], node[~in_forest])
            group, node = (
                np.concatenate([one[in_forest], other]) for one, other in zip((group, node), entering, strict=True)
            )
        key = group.astype(np.int64)
        key <<= self._bits
        key |= self.start.take(node)
        key.sort()
        key = once(key)
        who = (key >> self._bits).astype(narrow_kind(int(group.max(initial=0))))
        place = (key & ((1 << self._bits) - 1)).astype(self._above.dtype)
        same = np.flatnonzero(who[1:] == who[:-1])
        meeting = meetings(self._above, place[same], place[same + 1])
        met = meeting >= 0
        if not met.all():
            same, meeting = same[met], meeting[met]
        sign = np.ones(len(listed) + len(who) + len(same), dtype=np.int64)
        sign[len(sign) - len(same) :] = -1
        return (
            np.concatenate([listed_group.astype(who.dtype), who, who[same]]),
            joined([listed.astype(self.order.dtype), self.order.take(np.concatenate([place, meeting]))]),
            sign,
        )

    def added_up(self, totals: Ints) -> Ints:
        """Let sums flow up: give, for each version, the sum over itself and all chained versions below it.

        Parameters
        ----------
        totals
            One for each version, in the first axis.
        """
        result = totals.copy()
        # in preorder what is below a node stands together, so its sum is a difference of two running sums
        running = np.zeros((len(self.order) + 1, *totals.shape[1:]), dtype=totals.dtype)
        np.cumsum(totals.take(self.order, axis=0), axis=0, out=running[1:])
        result[self.order] = running.take(self._end_in_order, axis=0) - running[:-1]
        return result

    def extremes(self, merge: Merge, values: Integers) -> Integers:
        """Let least or greatest values rise to everything they count at; versions stand in the first axis."""
        if self.counting is Counting.FULL:
            return self.upward.extremes(merge, values)
        result = values.copy()
        choose = np.minimum if merge is Merge.MIN else np.maximum
        for nodes in reversed(self._forest_by_height[1:]):
            choose.at(result, self.up[nodes], result[nodes])
        return result

    def _through(self, group: Ints, node: Ints) -> tuple[Ints, Ints, Ints, Ints]:
        """List where groups reach outside the forest, and where they enter it from there."""
        place, reached = self.upward.above(node, stop=self.chained)
        nodes = self.upward.size
        key = distinct(group[place] * nodes + reached)
        who, where = key // nodes, key % nodes
        entering = self.chained[where]
        return who[~entering], where[~entering], who[entering], where[entering]

    @cached_property
    def _forest_by_height(self) -> list[Ints]:
        """Chained versions by how far they are from the top of their line."""
        depth = np.where(self.chained, 0, -1)
        for nodes in self.upward.by_height[1:]:
            below = nodes[self.up[nodes] >= 0]
            depth[below] = depth[self.up[below]] + 1
        order = np.argsort(depth, kind="stable")
        offsets = np.searchsorted(depth[order], np.arange(depth.max(initial=-1) + 2))
        return [order[begin:end] for begin, end in pairwise(offsets.tolist())]

    @cached_property
    def _sizes(self) -> Ints:
        """How many chained versions each chained version has below it, itself included."""
        sizes = self.chained.astype(np.int64)
        for nodes in reversed(self._forest_by_height[1:]):
            np.add.at(sizes, self.up[nodes], sizes[nodes])
        return sizes
