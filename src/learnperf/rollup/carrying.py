"""Carrying: from states of rows to states of nodes, period by period.

One way for each way of counting. In full counting a weight is 1 or 0, and states flow up the structure; where amounts
are split, every place a row weighs something is listed. Both give arrays of targets, ``period * nodes + node``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from learnperf.metrics.algebra import Merge
from learnperf.metrics.integers import Integers
from learnperf.model.nodes import NodeKind
from learnperf.rollup.arrays import Bools, Ints
from learnperf.rollup.flowing import Flowing
from learnperf.rollup.layers import Counting
from learnperf.rollup.listing import Listing
from learnperf.rollup.pooling import Pool


class Carrier(Protocol):
    """Takes states of rows to nodes."""

    def sums(self, columns: Sequence[Integers]) -> list[Integers]:
        """Add columns up, each row with its weight."""
        ...

    def counts(self, columns: Sequence[Ints]) -> list[Ints]:
        """Add columns up wherever a row weighs anything, in full."""
        ...

    def extremes(self, merge: Merge, values: Integers, active: Bools) -> Integers:
        """Give the least or greatest value of the active rows that weigh anything."""
        ...

    def people(self, active: Bools) -> Ints:
        """Count the different learners behind active rows."""
        ...

    def subjects(self, kind: NodeKind, active: Bools) -> Ints:
        """Count the different subjects of a kind behind active rows."""
        ...


def carrier_of(pool: Pool, periods: int) -> Carrier:
    """Choose the way that fits how evidence counts."""
    full = pool.attribution.counting is Counting.FULL
    return Flowing(pool, periods) if full else Listing(pool, periods)
