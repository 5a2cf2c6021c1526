"""Listing: states of nodes by the list of all places where rows weigh something, and one sparse product."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from attrs import field, frozen

from learnperf.metrics.algebra import Merge
from learnperf.metrics.integers import Integers
from learnperf.model.ties import WHOLE
from learnperf.rollup.arrays import Bools, Ints
from learnperf.rollup.attribution import Attribution
from learnperf.rollup.exact import carried
from learnperf.rollup.reducing import reduced

if TYPE_CHECKING:
    from scipy import sparse


@frozen(slots=False, eq=False)
class Listing:
    """Takes states of rows to nodes in any way of counting.

    Attributes
    ----------
    period
        Period of each row.
    """

    attribution: Attribution = field(repr=False)
    period: Ints = field(repr=False)
    periods: int

    def sums(self, columns: Sequence[Integers]) -> list[Integers]:
        """Add columns up, each row with its weight."""
        matrix = self._matrix(self.attribution.weight)
        return carried(columns, WHOLE, lambda values: matrix @ values)

    def counts(self, columns: Sequence[Integers]) -> list[Integers]:
        """Add columns up wherever a row weighs anything, in full."""
        matrix = self._matrix(np.ones(len(self.attribution.row), dtype=np.int64))
        return carried(columns, 1, lambda values: matrix @ values)

    def extremes(self, merge: Merge, values: Integers, active: Bools) -> Integers:
        """Give the least or greatest value of the active rows that weigh anything."""
        some = np.flatnonzero(active[self.attribution.row])
        row = self.attribution.row[some]
        return reduced(merge, self._target(self.attribution.node[some], row), values[row], self._targets)

    def _target(self, node: Ints, row: Ints) -> Ints:
        """Give the place of the reading that rows at nodes count in."""
        return self.period[row] * self.attribution.graph.size + node

    @property
    def _targets(self) -> int:
        return self.periods * self.attribution.graph.size

    def _matrix(self, weight: Ints) -> sparse.csr_array:
        from scipy import sparse  # noqa: PLC0415 - half of the time that importing learnperf would take

        target = self._target(self.attribution.node, self.attribution.row)
        return sparse.csr_array((weight, (target, self.attribution.row)), shape=(self._targets, len(self.period)))
