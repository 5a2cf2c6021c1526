"""Flowing: states of nodes in full counting, by letting the states of rows flow up the structure.

A row needs few numbers to be in its places: +1 where it enters the structure, -1 where its lines meet (`Flow`). The
list of all its places is never made.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from attrs import field, frozen
from scipy import sparse

from learnperf.metrics.algebra import Merge
from learnperf.metrics.integers import Integers
from learnperf.model.nodes import NodeKind
from learnperf.rollup.arrays import Bools, Ints
from learnperf.rollup.different import Different
from learnperf.rollup.graph import KIND_CODES
from learnperf.rollup.planes import Planes
from learnperf.rollup.pooling import Pool
from learnperf.rollup.sums import weighted_sums

# columns that go through together: enough to pay for the way, few enough to fit into memory
_TOGETHER = 16


@frozen(slots=False, eq=False)
class Flowing:
    """Takes states of rows to nodes in full counting."""

    pool: Pool = field(repr=False)
    periods: int

    def sums(self, columns: Sequence[Integers]) -> list[Integers]:
        """Add columns up in every place of each row."""
        found: list[Integers] = []
        for begin in range(0, len(columns), _TOGETHER):
            some = columns[begin : begin + _TOGETHER]
            own, arrived = weighted_sums(self._own, some, 1), weighted_sums(self._planes.seeds, some, 1)
            rose = [self._planes.flow.added_up(column) for column in arrived]
            found += [self._planes.gathered(*both) for both in zip(own, rose, strict=True)]
        return found

    def counts(self, columns: Sequence[Ints]) -> list[Ints]:
        """Add columns up: in full counting there is no other weight."""
        return self.sums(columns)

    def extremes(self, merge: Merge, values: Integers, active: Bools) -> Integers:
        """Give the least or greatest value of the active rows in their places."""
        choose = np.minimum if merge is Merge.MIN else np.maximum
        planes, attribution = self._planes, self.pool.attribution
        row, target = self._own_places
        some = active[row]
        result = np.full(planes.targets, merge.identity, dtype=values.dtype)
        choose.at(result, target[some], values[row[some]])
        row = attribution.entries.row[attribution.base_entry]
        some = active[row]
        arrived = np.full(len(planes.keys) * planes.size, merge.identity, dtype=values.dtype)
        choose.at(arrived, planes.bases[some], values[row[some]])
        rose = planes.layers.extremes(merge, arrived).reshape(-1, planes.size)
        structure = result.reshape(self.periods, attribution.graph.size)[:, : planes.size]
        choose.at(structure, planes.keys % max(self.periods, 1), rose)
        return result

    def people(self, active: Bools) -> Ints:
        """Count the different learners behind active rows."""
        return self._people.count(active)

    def subjects(self, kind: NodeKind, active: Bools) -> Ints:
        """Count the different subjects of a kind behind active rows."""
        if kind not in self._subjects:
            entries, kinds = self.pool.attribution.entries, self.pool.attribution.graph.kinds
            entry = np.flatnonzero(kinds[entries.subject] == KIND_CODES[kind])
            self._subjects[kind] = Different.of(self._planes, entry, entries.subject[entry])
        return self._subjects[kind].count(active)

    @cached_property
    def _planes(self) -> Planes:
        return Planes(self.pool, self.periods)

    @cached_property
    def _people(self) -> Different:
        return Different.of(self._planes, *self.pool.attribution.entry_people)

    @cached_property
    def _subjects(self) -> dict[NodeKind, Different]:
        return {}

    @cached_property
    def _own_places(self) -> tuple[Ints, Ints]:
        """Give (row, target) of the learners who are subjects of each row."""
        entries, graph = self.pool.attribution.entries, self.pool.attribution.graph
        learner = np.flatnonzero(entries.subject >= graph.structure_size)
        row = entries.row[learner]
        return row, self.pool.period[row] * graph.size + entries.subject[learner]

    @cached_property
    def _own(self) -> sparse.csr_array:
        row, target = self._own_places
        shape = (self._planes.targets, self.pool.rows)
        return sparse.csr_array((np.ones(len(row), dtype=np.int64), (target, row)), shape=shape)
