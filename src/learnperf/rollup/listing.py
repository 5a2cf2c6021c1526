"""Listing: states of nodes by the list of all places where rows weigh something, and one sparse product."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from attrs import field, frozen
from scipy import sparse

from learnperf.metrics.algebra import Merge
from learnperf.metrics.integers import Integers
from learnperf.model.nodes import NodeKind
from learnperf.model.ties import WHOLE
from learnperf.rollup.arrays import Bools, Ints
from learnperf.rollup.attribution import Triples
from learnperf.rollup.pooling import Pool
from learnperf.rollup.reducing import reduced
from learnperf.rollup.sums import weighted_sums


@frozen(slots=False, eq=False)
class Listing:
    """Takes states of rows to nodes in any way of counting."""

    pool: Pool = field(repr=False)
    periods: int

    def sums(self, columns: Sequence[Integers]) -> list[Integers]:
        """Add columns up, each row with its weight."""
        return weighted_sums(self._matrix(self.pool.attribution.weight), columns, WHOLE)

    def counts(self, columns: Sequence[Ints]) -> list[Ints]:
        """Add columns up wherever a row weighs anything, in full."""
        ones = np.ones(len(self.pool.attribution.row), dtype=np.int64)
        return weighted_sums(self._matrix(ones), columns, 1)

    def extremes(self, merge: Merge, values: Integers, active: Bools) -> Integers:
        """Give the least or greatest value of the active rows that weigh anything."""
        attribution = self.pool.attribution
        some = np.flatnonzero(active[attribution.row])
        row = attribution.row[some]
        return reduced(merge, self.target(attribution.node[some], row), values[row], self._targets)

    def people(self, active: Bools) -> Ints:
        """Count the different learners behind active rows."""
        return self._different(self._people, active)

    def subjects(self, kind: NodeKind, active: Bools) -> Ints:
        """Count the different subjects of a kind behind active rows."""
        if kind not in self._subjects:
            self._subjects[kind] = self._by_target(self.pool.attribution.subjects_of(kind))
        return self._different(self._subjects[kind], active)

    def target(self, node: Ints, row: Ints) -> Ints:
        """Give the place of the reading that rows at nodes count in."""
        return self.pool.period[row] * self.pool.attribution.graph.size + node

    @property
    def _targets(self) -> int:
        return self.periods * self.pool.attribution.graph.size

    def _matrix(self, weight: Ints) -> sparse.csr_array:
        attribution = self.pool.attribution
        target = self.target(attribution.node, attribution.row)
        return sparse.csr_array((weight, (target, attribution.row)), shape=(self._targets, self.pool.rows))

    @cached_property
    def _people(self) -> tuple[Ints, Ints]:
        return self._by_target(self.pool.attribution.people)

    @cached_property
    def _subjects(self) -> dict[NodeKind, tuple[Ints, Ints]]:
        return {}

    def _by_target(self, triples: Triples) -> tuple[Ints, Ints]:
        """Turn (node, who, row) into (target and who in one number, row), sorted."""
        node, who, row = triples
        key = self.target(node, row) * self.pool.attribution.graph.size + who
        # with one period the triples are in this order already
        order = np.argsort(key, kind="stable") if self.periods > 1 else slice(None)
        return key[order], row[order]

    def _different(self, pairs: tuple[Ints, Ints], active: Bools) -> Ints:
        """Count different people (or other subjects) with an active row, per target."""
        key, row = pairs
        key = key[active[row]]
        first = np.ones(len(key), dtype=np.bool_)
        first[1:] = key[1:] != key[:-1]
        size = self.pool.attribution.graph.size
        return np.bincount(key[first] // size, minlength=self._targets).astype(np.int64)
