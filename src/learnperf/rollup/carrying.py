"""Carrying: from states of rows to states of nodes, period by period.

A row needs few numbers to be in its places: +1 where it enters the structure, -1 where its lines meet (`Flow`), or the
parts it is divided into. The list of all its places is made only for the few rows that need it (`Listing`). Results are
arrays of targets, ``period * nodes + node``, as narrow as holds them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from attrs import field, frozen

from learnperf.metrics.algebra import Merge
from learnperf.metrics.integers import Integers, added
from learnperf.model.nodes import NodeKind
from learnperf.model.ties import WHOLE
from learnperf.rollup.arrays import Bools, Ints, in_a_row, joined, narrow_kind
from learnperf.rollup.atoms import Atoms, Worth
from learnperf.rollup.attribution import part_of
from learnperf.rollup.counting import Counting
from learnperf.rollup.exact import carried
from learnperf.rollup.flow import Flow
from learnperf.rollup.graph import KIND_CODES
from learnperf.rollup.listing import Listing
from learnperf.rollup.pooling import Pool
from learnperf.rollup.reach import Reach
from learnperf.rollup.rowstates import narrowest

if TYPE_CHECKING:
    from scipy import sparse

_Asked = TypeVar("_Asked")
_Found = TypeVar("_Found")


@frozen(slots=False, eq=False)
class Carrier:
    """Takes states of rows to nodes."""

    pool: Pool = field(repr=False)
    flow: Flow = field(repr=False)

    def prepare(self) -> None:
        """Find where rows enter the structure, before sums are asked for."""
        _ = self._signs
        if self._counting is Counting.FRACTIONAL:
            _ = self._amounts

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
        arrived = np.full((self.flow.size, self._planes), merge.identity, dtype=wide.dtype)
        choose.at(arrived, (base[some], self.pool.period[row[some]]), wide[row[some]])
        rose = self.flow.extremes(merge, arrived)
        choose.at(result.reshape(self._planes, -1).T, self._node_of_version, rose)
        if self._listing is not None:
            rows = self._listed_rows
            result = choose(result, self._listing.extremes(merge, wide[rows], active[rows]))
        return result[: self._targets]

    def worths(self, several: Sequence[Bools]) -> list[Worth]:
        """Say what the learners behind active rows are worth, for several choices of rows."""
        _ = self._people.others
        return _each_once(several, self._people.worths)

    def people(self, worths: Sequence[Worth]) -> list[Integers]:
        """Count the different learners who are worth something."""
        return _each_once(worths, partial(self._different, self._people))

    def subjects(self, kind: NodeKind, several: Sequence[Bools]) -> list[Integers]:
        """Count the different subjects of a kind behind active rows."""
        if kind not in self._subjects:
            entries, kinds = self.pool.attribution.entries, self.pool.attribution.graph.kinds
            entry = np.flatnonzero(kinds[entries.subject] == KIND_CODES[kind])
            self._subjects[kind] = _Counted.of(self._reach, self.pool, entries.subject[entry], entry)
        counted = self._subjects[kind]
        return _each_once(several, lambda some: self._different(counted, counted.worths(some)))

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
        return Reach(self.pool.attribution, self.flow)

    @cached_property
    def _node_of_version(self) -> Ints:
        return self.pool.attribution.versions.node[: self.flow.size]

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
        group, version, sign = self.flow.seeds(row, base)
        return _matrix(self.flow.size, self._planes, version, group, sign, self.pool.period)

    @cached_property
    def _amounts(self) -> sparse.coo_array:
        """Which parts of each row enter the structure where."""
        entry = self._flowing_entries
        row = self.pool.attribution.entries.row[entry]
        place, version, amount = self._reach.amounts(self.pool.attribution.entries.version[entry])
        return _matrix(self.flow.size, self._planes, version, row[place], amount, self.pool.period)

    def _risen(self, arrived: Ints) -> Ints:
        """Let what arrived at versions flow up; give it at the units and teams of each period."""
        flow, graph = self.flow, self.pool.attribution.graph
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
        return _Counted.of(self._reach, self.pool, person, entry)

    @cached_property
    def _subjects(self) -> dict[NodeKind, _Counted]:
        return {}

    def _different(self, counted: _Counted, worths: Sequence[Worth]) -> list[Integers]:
        rows = self.pool.rows

        def plain(units: Ints) -> Ints:
            arrived: Ints = self._signs @ units[:rows]
            if len(units) > rows:
                arrived += counted.others @ units[rows:]
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
            arrived = np.zeros(self.flow.size * self._planes, dtype=np.int64)
            np.add.at(arrived, version.astype(np.int64) * self._planes + period, sign)
            structural += self._risen(arrived).astype(found.dtype, copy=False)
        found[worth.own] = 1
        if len(worth.listed):
            found += np.bincount(worth.listed, minlength=len(found)).astype(found.dtype, copy=False)
        return narrowest(found[: self._targets])


@frozen(slots=False, eq=False)
class _Counted:
    """People behind rows, with the matrix of the units that only they need."""

    atoms: Atoms
    planes: int

    @classmethod
    def of(cls, reach: Reach, pool: Pool, person: Ints, entry: Ints) -> _Counted:
        return cls(Atoms.of(reach, pool.period, person, entry), max(pool.periods, 1))

    def worths(self, several: Sequence[Bools]) -> list[Worth]:
        return [self.atoms.worth(active) for active in several]

    @cached_property
    def others(self) -> sparse.coo_array:
        """What has to flow for the units that are no rows, and for unions."""
        atoms, reach = self.atoms, self.atoms.reach
        extra = np.arange(len(atoms.extra_version))
        union, version, period = atoms.unions
        group, at, sign = reach.seeds(joined([extra, len(extra) + union]), joined([atoms.extra_version, version]))
        return _matrix(reach.flow.size, self.planes, at, group, sign, joined([atoms.extra_period, period]))


def _matrix(size: int, planes: int, version: Ints, unit: Ints, value: Ints, period: Ints) -> sparse.coo_array:
    """Give the map from units to what arrives at versions, period by period."""
    from scipy import sparse  # noqa: PLC0415 - half of the time that importing learnperf would take

    at = version if planes == 1 else version.astype(np.int64) * planes + period[unit]
    # one entry after the other is added where it belongs, so nothing has to be put in order first
    return sparse.coo_array((value, (at, unit)), shape=(size * planes, len(period)))


def _each_once(several: Sequence[_Asked], work: Callable[[Sequence[_Asked]], list[_Found]]) -> list[_Found]:
    """Do the work once for each different array; metrics that read the same share what comes out."""
    different = {id(one): one for one in several}
    found = dict(zip(different, work(list(different.values())), strict=True))
    return [found[id(one)] for one in several]
