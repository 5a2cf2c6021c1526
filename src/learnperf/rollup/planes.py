"""Planes: the structure once for each stretch of time without changes in each period, and how rows flow through it."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from attrs import field, frozen
from scipy import sparse

from learnperf.metrics.integers import Integers
from learnperf.rollup.arrays import Ints, distinct
from learnperf.rollup.flow import Flow
from learnperf.rollup.layers import Layers
from learnperf.rollup.pooling import Pool


@frozen(slots=False, eq=False)
class Planes:
    """The structure per layer and period in use; a planed node is ``plane * size + node``."""

    pool: Pool = field(repr=False)
    periods: int

    @cached_property
    def keys(self) -> Ints:
        """Layers with their periods, as ``layer * periods + period``, in order."""
        return distinct(self._key_of_entries)

    @cached_property
    def layers(self) -> Layers:
        """The structure, laid out once per plane."""
        return Layers.of(self.pool.attribution.graph, self.keys // max(self.periods, 1))

    @cached_property
    def flow(self) -> Flow:
        """How numbers flow up it."""
        return Flow(self.layers)

    @cached_property
    def bases(self) -> Ints:
        """Planed nodes at which entries enter the structure, in the order of the attribution's bases."""
        attribution = self.pool.attribution
        plane = np.searchsorted(self.keys, self._key_of_entries[attribution.base_entry])
        return plane * self.size + attribution.base % self.size

    @cached_property
    def seeds(self) -> sparse.csr_array:
        """Planed nodes by rows: what has to flow for each row to be in its places."""
        attribution = self.pool.attribution
        row, planed, sign = self.flow.seeds(attribution.entries.row[attribution.base_entry], self.bases)
        return sparse.csr_array((sign, (planed, row)), shape=(len(self.keys) * self.size, self.pool.rows))

    @property
    def size(self) -> int:
        """Nodes of one plane."""
        return self.pool.attribution.graph.structure_size

    @property
    def targets(self) -> int:
        """Readings of one metric."""
        return self.periods * self.pool.attribution.graph.size

    def period_of(self, planed: Ints) -> Ints:
        """Give the period of planed nodes."""
        return self.keys[planed // self.size] % max(self.periods, 1)

    def gathered(self, own: Integers, risen: Integers) -> Integers:
        """Put what rose in the structure beside what stands at learners, adding up the planes of each period."""
        dtype = np.result_type(own.dtype, risen.dtype)
        result = own.astype(dtype).reshape(self.periods, self.pool.attribution.graph.size)
        np.add.at(result[:, : self.size], self.keys % max(self.periods, 1), risen.astype(dtype).reshape(-1, self.size))
        return result.reshape(-1)

    @cached_property
    def _key_of_entries(self) -> Ints:
        entries, graph = self.pool.attribution.entries, self.pool.attribution.graph
        return graph.layer_of(entries.day) * self.periods + self.pool.period[entries.row]
