"""Carrying: from states of rows to states of nodes, period by period.

A row needs few numbers to be in its places: +1 where it enters the structure, -1 where its lines meet (`Flow`), or the
parts it is divided into. The list of all its places is made only for the few rows that need it (`Listing`). Results are
arrays of targets, ``period * nodes + node``, as narrow as holds them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from attrs import field, frozen

from learnperf.metrics.algebra import Merge
from learnperf.metrics.integers import Integers, added
from learnperf.model.nodes import NodeKind
from learnperf.model.ties import WHOLE
from learnperf.rollup.arrays import Bools, Ints, in_a_row, narrow_kind
from learnperf.rollup.atoms import Atoms, Worth
from learnperf.rollup.attribution import part_of
from learnperf.rollup.counting import Counting
from learnperf.rollup.exact import carried
from learnperf.rollup.graph import KIND_CODES
from learnperf.rollup.listing import Listing
from learnperf.rollup.pooling import Pool
from learnperf.rollup.reach import Reach
from learnperf.rollup.rowstates import narrowest

if TYPE_CHECKING:
    from scipy import sparse


@frozen(slots=False, eq=False)
class Carrier:
    """Takes states of rows to nodes."""

    pool: Pool = field(repr=False)

    def sums_and_counts(
        self, sums: Sequence[Integers], counts: Sequence[Integers]
    ) -> tuple[list[Integers], list[Integers]]:
        """Add columns up, each row with its weight; and others wherever a row weighs anything, in full."""
        in_full = self._add_up(self._signs, 1, Listing.counts)
        if self._counting is Counting.FRACTIONAL:
            weighted = self._add_up(self._amounts, WHOLE, Listing.sums)
            return _each_once(sums, weighted), _each_once(counts, in_full)
        found = _each_once([*sums, *counts], in_full)
        return found[: len(sums)], found[len(sums) :]

    def extremes(self, merge: Merge, values: Integers, active: Bools) -> Integers:
        """Give the least or greatest value of the active rows that weigh anything."""
        choose = np.minimum if merge is Merge.MIN else np.maximum
        wide = values if values.dtype == np.object_ else values.astype(np.int64, copy=False)
        flowing = active & ~self._reach.is_listed
        row, target = self._own_places
        some = flowing[row]
        result = np.full(self._planes * self.pool.attribution.graph.size, merge.identity, dtype=wide.dtype)
        choose.at(result, target[some], wide[row[some]])
        row, base = self._bases
        some = flowing[row]
        arrived = np.full((self._reach.flow.size, self._planes), merge.identity, dtype=wide.dtype)
        choose.at(arrived, (base[some], self.pool.period[row[some]]), wide[row[some]])
        rose = self._reach.flow.extremes(merge, arrived)
        choose.at(result.reshape(self._planes, -1).T, self._node_of_version, rose)
        if self._listing is not None:
            rows = self._listed_rows
            result = choose(result, self._listing.extremes(merge, wide[rows], active[rows]))
        return result[: self._targets]

    def people(self, several: Sequence[Bools]) -> list[Integers]:
        """Count the different learners behind active rows, for several choices of rows."""
        return _each_once(several, lambda some: self._different(self._people, some))

    def subjects(self, kind: NodeKind, several: Sequence[Bools]) -> list[Integers]:
        """Count the different subjects of a kind behind active rows."""
        if kind not in self._subjects:
            entries, kinds = self.pool.attribution.entries, self.pool.attribution.graph.kinds
            entry = np.flatnonzero(kinds[entries.subject] == KIND_CODES[kind])
            self._subjects[kind] = _Counted(self._reach, self.pool, entries.subject[entry], entry)
        return _each_once(several, lambda some: self._different(self._subjects[kind], some))

    @property
    def _counting(self) -> Counting:
        return self.pool.attribution.counting

    @property
    def _targets(self) -> int:
        return self.pool.periods * self.pool.attribution.graph.size

    @property
    def _planes(self) -> int:
        """How often the structure is laid out: once for each period, and once where there is none."""
        return max(self.pool.periods, 1)

    @cached_property
    def _reach(self) -> Reach:
        return Reach(self.pool.attribution)

    @cached_property
    def _node_of_version(self) -> Ints:
        return self.pool.attribution.versions.node[: self._reach.flow.size]

    @cached_property
    def _listed_rows(self) -> Ints:
        return np.flatnonzero(self._reach.is_listed)

    @cached_property
    def _listing(self) -> Listing | None:
        rows = self._listed_rows
        if not len(rows):
            return None
        return Listing(part_of(self.pool.attribution, rows)[0], self.pool.period[rows], self.pool.periods)

    @cached_property
    def _own_places(self) -> tuple[Ints, Ints]:
        """Give (row, target) of the learners who are subjects of rows that flow, in order of target."""
        entries, graph = self.pool.attribution.entries, self.pool.attribution.graph
        own = entries.subject >= graph.structure_size
        if len(self._listed_rows):
            own &= ~self._reach.is_listed[entries.row]
        entry = np.flatnonzero(own)
        row = entries.row[entry]
        target = self.pool.period[row] * graph.size + entries.subject[entry]
        if (target[1:] < target[:-1]).any():
            order = np.argsort(target, kind="stable")
            row, target = row[order], target[order]
        return row, target

    @cached_property
    def _own_rows(self) -> slice | Ints:
        return in_a_row(self._own_places[0])

    @cached_property
    def _own_groups(self) -> tuple[Ints, slice | Ints]:
        """Give where the rows of each learner's target begin, and the targets."""
        _, target = self._own_places
        begin = np.flatnonzero(np.diff(target, prepend=-1))
        return begin, in_a_row(target[begin])

    @cached_property
    def _most_own(self) -> int:
        """How many rows the learner who has the most of them has."""
        begin, _ = self._own_groups
        return int(np.diff(begin, append=len(self._own_places[0])).max(initial=0))

    @property
    def _bases(self) -> tuple[Ints, Ints]:
        """Give (row, version) of where rows that flow enter the structure."""
        entry = self._flowing_entries
        place, base = self._reach.bases(self.pool.attribution.entries.version[entry])
        return self.pool.attribution.entries.row[entry][place], base

    @cached_property
    def _flowing_entries(self) -> Ints:
        entries = self.pool.attribution.entries
        if not len(self._listed_rows):
            return np.arange(len(entries.row), dtype=np.int64)
        return np.flatnonzero(~self._reach.is_listed[entries.row])

    @cached_property
    def _signs(self) -> sparse.coo_array:
        """What has to flow for each row to be in its places."""
        row, base = self._bases
        group, version, sign = self._reach.flow.seeds(row, base)
        return self._matrix(version, group, sign, self.pool.period)

    @cached_property
    def _amounts(self) -> sparse.coo_array:
        """Which parts of each row enter the structure where."""
        entry = self._flowing_entries
        row = self.pool.attribution.entries.row[entry]
        place, version, amount = self._reach.amounts(self.pool.attribution.entries.version[entry])
        return self._matrix(version, row[place], amount, self.pool.period)

    def _matrix(self, version: Ints, unit: Ints, value: Ints, period: Ints) -> sparse.coo_array:
        from scipy import sparse  # noqa: PLC0415 - half of the time that importing learnperf would take

        at = version if self._planes == 1 else version.astype(np.int64) * self._planes + period[unit]
        # one entry after the other is added where it belongs, so nothing has to be put in order first
        return sparse.coo_array((value, (at, unit)), shape=(self._reach.flow.size * self._planes, len(period)))

    def _risen(self, arrived: Ints) -> Ints:
        """Let what arrived at versions flow up; give it at the units and teams of each period."""
        flow, graph = self._reach.flow, self.pool.attribution.graph
        risen = flow.added_up(arrived.reshape(flow.size, self._planes))
        if flow.size == graph.structure_size:
            return risen.T
        result = np.zeros((graph.structure_size, self._planes), dtype=np.int64)
        np.add.at(result, self._node_of_version, risen)
        return result.T

    def _together(self, above: Integers, own: Integers, target: slice | Ints) -> Integers:
        """Put what flowed beside what stands at learners."""
        graph = self.pool.attribution.graph
        found = np.zeros((self._planes, graph.size), dtype=np.result_type(above, own))
        found[:, : graph.structure_size] = above.reshape(self._planes, -1)
        found.reshape(-1)[target] = own
        return found.reshape(-1)[: self._targets]

    def _add_up(
        self, matrix: sparse.coo_array, whole: int, listed: Callable[[Listing, Sequence[Integers]], list[Integers]]
    ) -> Callable[[Sequence[Integers]], list[Integers]]:
        """Give a way to add columns up with the weights of a matrix."""
        own_row, begin, target = self._own_rows, *self._own_groups

        def own(values: Ints) -> Ints:
            found = values[own_row] if whole == 1 else values[own_row] * whole
            return np.add.reduceat(found, begin) if len(begin) else found

        def flowed(values: Ints) -> Ints:
            return self._risen(matrix @ values).reshape(-1)

        def both(columns: Sequence[Integers]) -> list[Integers]:
            at_learners = carried(columns, whole, own, self._most_own)
            above = carried(columns, whole, flowed)
            found = [self._together(*each, target) for each in zip(above, at_learners, strict=True)]
            if self._listing is None:
                return found
            others = listed(self._listing, [column[self._listed_rows] for column in columns])
            return [added(one, other) for one, other in zip(found, others, strict=True)]

        return both

    @cached_property
    def _people(self) -> _Counted:
        entry, person = self.pool.attribution.entry_people
        return _Counted(self._reach, self.pool, person, entry)

    @cached_property
    def _subjects(self) -> dict[NodeKind, _Counted]:
        return {}

    def _different(self, counted: _Counted, several: Sequence[Bools]) -> list[Integers]:
        worths = [counted.atoms.worth(active) for active in several]
        rows = self.pool.rows

        def plain(units: Ints) -> Ints:
            arrived: Ints = self._signs @ units[:rows]
            if len(units) > rows:
                arrived += self._others(counted) @ units[rows:]
            return arrived

        # of most people nothing has to be laid out anew, so that all choices of rows can go side by side
        flowed = carried([worth.units for worth in worths], 1, lambda units: self._risen(plain(units)).reshape(-1))
        return [self._counted(*both) for both in zip(flowed, worths, strict=True)]

    def _counted(self, flowed: Integers, worth: Worth) -> Integers:
        version, period, sign = worth.seeds
        graph = self.pool.attribution.graph
        # nobody counts more than once anywhere
        found = np.zeros(self._planes * graph.size, dtype=narrow_kind(graph.size))
        structural = found.reshape(self._planes, graph.size)[:, : graph.structure_size]
        structural += flowed.reshape(self._planes, -1).astype(found.dtype, copy=False)
        if len(version):
            arrived = np.zeros(self._reach.flow.size * self._planes, dtype=np.int64)
            np.add.at(arrived, version.astype(np.int64) * self._planes + period, sign)
            structural += self._risen(arrived).astype(found.dtype, copy=False)
        found[worth.own] = 1
        if len(worth.listed):
            found += np.bincount(worth.listed, minlength=len(found)).astype(found.dtype, copy=False)
        return narrowest(found[: self._targets])

    def _others(self, counted: _Counted) -> sparse.coo_array:
        """Give what has to flow for the units that are no rows, and for unions."""
        if counted.others is None:
            atoms = counted.atoms
            extra = np.arange(len(atoms.extra_version))
            union, version, period = atoms.unions
            group, at, sign = self._reach.seeds(
                np.concatenate([extra, len(extra) + union]), np.concatenate([atoms.extra_version, version])
            )
            counted.others = self._matrix(at, group, sign, np.concatenate([atoms.extra_period, period]))
        return counted.others


class _Counted:
    """People behind rows, with the matrix of the units that only they need."""

    def __init__(self, reach: Reach, pool: Pool, person: Ints, entry: Ints) -> None:
        self.atoms = Atoms.of(reach, pool.period, person, entry)
        self.others: sparse.coo_array | None = None


def _each_once(several: Sequence[Integers], work: Callable[[Sequence[Integers]], list[Integers]]) -> list[Integers]:
    """Do the work once for each different array; metrics that read the same share what comes out."""
    different = {id(one): one for one in several}
    found = dict(zip(different, work(list(different.values())), strict=True))
    return [found[id(one)] for one in several]
