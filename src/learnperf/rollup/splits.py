"""Splitting whole units among parents: in proportion to share, in whole numbers, nothing lost.

A child's explicit shares are in millionths; ties without a share divide equally what the explicit ones leave. Every
entitlement is therefore a whole number over one common total per child, and an amount is split by largest remainder:
each parent gets the whole part of its entitlement, and the units left over go to the largest remainders, ties by
parent id. What nobody is entitled to stays at the child (*unallocated*) and takes part in the division as if it were a
last parent.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from attrs import frozen

from learnperf.metrics.integers import group_sums
from learnperf.model.ties import WHOLE
from learnperf.rollup.arrays import Bools, Ints, expand


@frozen(slots=False, eq=False)
class Splits:
    """Edges from children to parents, grouped by child, with each edge's entitlement.

    Attributes
    ----------
    offsets
        Edges of child ``i`` are ``offsets[i]:offsets[i + 1]``, in order of parent id.
    parent, entitled
        Per edge: the parent, and its part of the child's ``total``.
    total, unallocated
        Per child: the sum of all entitlements, and the part of it that belongs to nobody.
    preferred
        Per edge: more for one that comes first in choosing the primary line.
    """

    offsets: Ints
    parent: Ints
    entitled: Ints
    total: Ints
    unallocated: Ints
    preferred: Ints

    @cached_property
    def chosen(self) -> Ints:
        """Per child: the edge of its primary line, or -1: the most preferred, of several the first by parent id."""
        chosen = np.full(len(self.total), -1, dtype=np.int64)
        some = np.flatnonzero(np.diff(self.offsets) > 0)
        if len(some):
            most = np.maximum.reduceat(self.preferred, self.offsets[some])
            best = np.flatnonzero(self.preferred == np.repeat(most, np.diff(self.offsets)[some]))
            chosen[some] = best[np.searchsorted(best, self.offsets[some])]
        return chosen

    def edges_of(self, children: Ints) -> tuple[Ints, Ints]:
        """Give (place in ``children``, edge) for every edge of some children."""
        return expand(self.offsets[children], self.offsets[children + 1] - self.offsets[children])

    def divide(self, children: Ints, amounts: Ints) -> tuple[Ints, Ints, Ints, Ints]:
        """Split an amount at each child; give (place in ``children``, edge, amount) and what stays at each child."""
        place, edge = self.edges_of(children)
        has_parents = self.offsets[children + 1] > self.offsets[children]
        product = amounts[place] * self.entitled[edge]
        whole, remainder = np.divmod(product, self.total[children[place]])
        rest = amounts * self.unallocated[children]
        kept, kept_remainder = np.divmod(rest, np.maximum(self.total[children], 1))
        left = amounts - kept - group_sums(place, whole, len(children))
        left[~has_parents] = 0
        self._give_rest(place, whole, remainder, kept, kept_remainder, left)
        kept[~has_parents] = 0
        return place, edge, whole, kept

    @staticmethod
    def _give_rest(place: Ints, whole: Ints, remainder: Ints, kept: Ints, kept_remainder: Ints, left: Ints) -> None:
        """Hand the units left over to the largest remainders, in place."""
        short = np.flatnonzero(left > 0)
        if not len(short):
            return
        at = np.flatnonzero(left[place] > 0)
        # what stays at the child competes as one more entry after all parents
        owner = np.concatenate([place[at], short])
        size = np.concatenate([remainder[at], kept_remainder[short]])
        late = np.concatenate([np.arange(len(at)), np.full(len(short), len(place))])
        order = np.lexsort((late, -size, owner))
        sorted_owner = owner[order]
        begins = np.flatnonzero(np.concatenate([[True], sorted_owner[1:] != sorted_owner[:-1]]))
        position = np.arange(len(order)) - np.repeat(begins, np.diff(np.concatenate([begins, [len(order)]])))
        lucky = order[position < left[sorted_owner]]
        edges = lucky[lucky < len(at)]
        whole[at[edges]] += 1
        stays = lucky[lucky >= len(at)] - len(at)
        kept[short[stays]] += 1


def make_splits(offsets: Ints, parent: Ints, share: Ints, primary: Bools, placement: Bools) -> Splits:
    """Work out entitlements for edges already grouped by child and sorted by parent id.

    Parameters
    ----------
    offsets
        Where each child's edges begin, one more than there are children.
    parent, share, primary, placement
        Per edge; share in millionths or -1 where none is stated.
    """
    children = len(offsets) - 1
    child = np.repeat(np.arange(children, dtype=np.int64), np.diff(offsets))
    implicit = share < 0
    stated = group_sums(child, np.where(implicit, 0, share), children)
    sharers = np.bincount(child[implicit], minlength=children).astype(np.int64)
    parts = np.maximum(sharers, 1)
    entitled = np.where(implicit, (WHOLE - stated)[child], np.where(implicit, 0, share) * parts[child])
    return Splits(
        offsets=offsets,
        parent=parent,
        entitled=entitled,
        total=parts * WHOLE,
        unallocated=np.where(sharers > 0, 0, WHOLE - stated),
        # the primary line: the marked tie, else a placement, else the largest share, then id
        preferred=entitled + placement * _PLACED + primary * _MARKED,
    )


# far above every entitlement, which is at most a million for each tie of a child
_PLACED, _MARKED = np.int64(1 << 60), np.int64(1 << 61)
