"""Pooling: evidence that counts in the same places is added up in one row, and rows are what is carried up.

A row is a version of a learner in a period; a team or unit on a day in a period, because who is in a team may change
daily; or one piece of evidence with several subjects.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np
from attrs import define, field, frozen

from learnperf.metrics.failures import Failures
from learnperf.model.ties import WHOLE
from learnperf.rollup.arrays import Ints, distinct, expand, joined, offsets_of
from learnperf.rollup.attribution import Attribution
from learnperf.rollup.counting import Counting
from learnperf.rollup.entries import Entries
from learnperf.rollup.graph import AFTER_LAST_DAY
from learnperf.rollup.leaves import Leaf
from learnperf.rollup.placing import TOGETHER, Placed, Source
from learnperf.rollup.rowstates import RowStates, RowSums, is_constant, merged
from learnperf.rollup.threads import ahead
from learnperf.rollup.upward import Upward
from learnperf.rollup.versions import Versions

_NOTHING = np.empty(0, dtype=np.int64)
# rows of learners are numbered without gaps as long as not far more could be than there are pieces
_GAPS = 4
_FEW_ROWS = 1 << 16
_DAYS = AFTER_LAST_DAY + 1


@frozen(eq=False)
class Sorted:
    """Placed pieces by what makes their row: one learner, one team or unit, or several subjects."""

    learner: Ints | None
    learner_key: Ints
    structure: Ints
    structure_key: Ints
    several: Ints

    @classmethod
    def of(cls, placed: Placed, versions: Versions, periods: int) -> Sorted:
        """Sort placed pieces; ``learner`` is None where all are about one learner each."""
        table, size = placed.table, versions.graph.structure_size
        if table.is_single:
            subject = table.subject if placed.chosen is None else table.subject[placed.chosen]
            if not len(subject) or int(subject.min()) >= size:
                return cls(None, _learner_key(versions, placed, None, subject, periods), _NOTHING, _NOTHING, _NOTHING)
            several = _NOTHING
            single = np.arange(placed.size)
        else:
            counts = np.diff(table.offsets)[placed.place]
            single, several = np.flatnonzero(counts == 1), np.flatnonzero(counts != 1)
            subject = table.subject[table.offsets[placed.place[single]]]
        is_learner = subject >= size
        learner, structure = single[is_learner], single[~is_learner]
        return cls(
            learner,
            _learner_key(versions, placed, learner, subject[is_learner], periods),
            structure,
            structure_key(subject[~is_learner], placed.day[structure], placed.period[structure], periods),
            several,
        )


def _learner_key(versions: Versions, placed: Placed, some: Ints | None, subject: Ints, periods: int) -> Ints:
    """Give ``version * periods + period``; versions are counted from the first of a learner."""
    day, period = (one if some is None else one[some] for one in (placed.day, placed.period))
    key = versions.narrowly_at(subject, day) - versions.structural
    if periods == 1:
        return key
    return key.astype(np.int64, copy=False) * periods + period


def structure_key(node: Ints, day: Ints, period: Ints, periods: int) -> Ints:
    """Give the key of the row of a team or unit on a day (`Gathered.structure_keys`)."""
    return (node.astype(np.int64, copy=False) * _DAYS + day) * max(periods, 1) + period


def row_of_key(keys: Ints, periods: int) -> tuple[Ints, Ints, Ints]:
    """Give what `structure_key` made keys of: node, day and period."""
    moment, period = np.divmod(keys, max(periods, 1))
    node, day = np.divmod(moment, _DAYS)
    return node, day, period


@frozen(eq=False)
class Gathered:
    """What one source comes to, by row.

    Attributes
    ----------
    learner_keys, structure_keys
        Keys of its rows, in order.
    states
        For learners, for teams and units, and for pieces with several subjects: states by metric.
    several
        Subjects of the pieces with several: (piece, subject, credit, day); and the period of each piece.
    """

    learner_keys: Ints = field(repr=False)
    structure_keys: Ints = field(repr=False)
    states: tuple[Mapping[str, RowStates], Mapping[str, RowStates], Mapping[str, RowStates]] = field(repr=False)
    several: tuple[Ints, Ints, Ints, Ints] = field(repr=False)
    several_period: Ints = field(repr=False)


@define(eq=False)
class Gathering:
    """Goes through a source and adds up its evidence by row."""

    versions: Versions
    periods: int
    leaves: Sequence[Leaf]
    failures: Failures
    _dense: RowSums | None = field(init=False, default=None)
    _learners: list[tuple[Ints, Mapping[str, RowStates]]] = field(init=False, factory=list)
    _structure: list[tuple[Ints, Mapping[str, RowStates]]] = field(init=False, factory=list)
    _several: list[tuple[tuple[Ints, Ints, Ints, Ints], Ints, Mapping[str, RowStates]]] = field(
        init=False, factory=list
    )

    def of(self, source: Source) -> Gathered:
        """Add a source up."""
        if self._learner_rows <= max(_GAPS * source.size, _FEW_ROWS):
            self._dense = RowSums(self.leaves, self._learner_rows, self.failures)
        for placed, found in self._sorted(source):
            self._add(placed, found)
        if self._dense is not None:
            self._learners.append((np.arange(self._learner_rows, dtype=np.int64), self._dense.states()))
        learner_keys, learners = self._merged(self._learners)
        structure_keys, structure = self._merged(self._structure)
        pieces = [len(period) for _, period, _ in self._several]
        before = np.cumsum([0, *pieces])
        numbers = [np.arange(first, first + many) for first, many in zip(before.tolist(), pieces, strict=False)]
        _, several = merged(self.leaves, numbers, [states for _, _, states in self._several])
        entries = [(own[0] + first, *own[1:]) for (own, _, _), first in zip(self._several, before, strict=False)]
        columns = [np.concatenate([_NOTHING, *(one[place] for one in entries)]) for place in range(4)]
        return Gathered(
            learner_keys,
            structure_keys,
            (learners, structure, several),
            (columns[0], columns[1], columns[2], columns[3]),
            np.concatenate([_NOTHING, *(period for _, period, _ in self._several)]),
        )

    @property
    def _learner_rows(self) -> int:
        return (len(self.versions.starts) - self.versions.structural) * self.periods

    def _merged(self, parts: list[tuple[Ints, Mapping[str, RowStates]]]) -> tuple[Ints, dict[str, RowStates]]:
        return merged(self.leaves, [keys for keys, _ in parts], [states for _, states in parts])

    def _sorted(self, source: Source) -> Iterator[tuple[Placed, Sorted]]:
        def sort(placed: Placed) -> tuple[Placed, Sorted]:
            return placed, Sorted.of(placed, self.versions, self.periods)

        return (ahead if source.size > TOGETHER else map)(sort, source.placed())

    def _add(self, placed: Placed, found: Sorted) -> None:
        place = placed.chosen
        if found.learner is not None:
            place = placed.place[found.learner]
        if self._dense is not None:
            self._dense.add(placed.table, place, found.learner_key)
        else:
            self._learners.append(self._summed(placed, place, found.learner_key))
        if len(found.structure):
            self._structure.append(self._summed(placed, placed.place[found.structure], found.structure_key))
        if len(found.several):
            places = placed.place[found.several]
            piece = np.arange(len(places), dtype=np.int64)
            _, states = self._summed(placed, places, piece)
            self._several.append(
                (_entries_of(placed, found.several), placed.period[found.several].astype(np.int64), states)
            )

    def _summed(self, placed: Placed, place: Ints | None, key: Ints) -> tuple[Ints, Mapping[str, RowStates]]:
        keys, row = np.unique(key, return_inverse=True)
        sums = RowSums(self.leaves, len(keys), self.failures)
        sums.add(placed.table, place, row)
        return keys, sums.states()


def _entries_of(placed: Placed, some: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Give (piece, subject, credit, day) of every subject of some placed pieces."""
    places, offsets = placed.place[some], placed.table.offsets
    piece, at = expand(offsets[places], offsets[places + 1] - offsets[places])
    return piece, placed.table.subject[at], placed.table.credit[at], placed.day[some][piece]


@frozen(slots=False, eq=False)
class Pool:
    """Rows of all sources together, and where each counts.

    Attributes
    ----------
    attribution
        Where rows count.
    period
        Period of each row.
    sources
        Evidence by name of source.
    states
        States of each metric, by row.
    """

    attribution: Attribution = field(repr=False)
    periods: int
    period: Ints = field(repr=False)
    sources: Mapping[object, Source] = field(repr=False)
    states: Mapping[str, RowStates] = field(repr=False)
    _learner_keys: Ints = field(repr=False)
    _structure_keys: Ints = field(repr=False)
    _several_from: Mapping[object, int] = field(repr=False)

    @classmethod
    def of(
        cls,
        upward: Upward,
        counting: Counting,
        periods: int,
        sources: Mapping[object, Source],
        gathered: Mapping[object, Gathered],
    ) -> Pool:
        """Put what was gathered from each source into common rows."""
        learner_keys = _together([one.learner_keys for one in gathered.values()])
        structure_keys = _together([one.structure_keys for one in gathered.values()])
        begin = len(learner_keys) + len(structure_keys)
        several_from: dict[object, int] = {}
        for name, one in gathered.items():
            several_from[name] = begin
            begin += len(one.several_period)
        states: dict[str, RowStates] = {}
        for name, one in gathered.items():
            rows = (
                places_of(learner_keys, one.learner_keys),
                len(learner_keys) + places_of(structure_keys, one.structure_keys),
                several_from[name] + np.arange(len(one.several_period)),
            )
            states |= {leaf: _spread(leaf, one.states, rows, begin) for leaf in _leaves_of(one)}
        keys = learner_keys, structure_keys
        entries, period = _entries(upward.versions, periods, keys, gathered, several_from, begin)
        return cls(
            Attribution(upward, counting, entries),
            periods,
            period,
            sources,
            states,
            learner_keys,
            structure_keys,
            several_from,
        )

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.period)

    def placed(self, name: object) -> Placed:
        """Give all placed pieces of a source at once."""
        return self._found(name)[0]

    def row_of(self, name: object) -> Ints:
        """Give the row of each of a source's placed pieces."""
        return self._found(name)[1]

    def pieces_of(self, name: object, rows: Ints) -> tuple[Ints, Ints]:
        """Give (place among the placed pieces, row) of every piece in some rows."""
        if name not in self._by_row:
            row_of = self.row_of(name)
            self._by_row[name] = np.argsort(row_of, kind="stable"), offsets_of(row_of, self.rows)
        order, offsets = self._by_row[name]
        place, at = expand(offsets[rows], offsets[rows + 1] - offsets[rows])
        return order[at], rows[place]

    def _found(self, name: object) -> tuple[Placed, Ints]:
        if name not in self._known:
            placed = self.sources[name].whole()
            found = Sorted.of(placed, self.attribution.versions, self.periods)
            row = np.empty(placed.size, dtype=np.int64)
            learner = slice(None) if found.learner is None else found.learner
            row[learner] = places_of(self._learner_keys, found.learner_key)
            row[found.structure] = len(self._learner_keys) + places_of(self._structure_keys, found.structure_key)
            row[found.several] = self._several_from[name] + np.arange(len(found.several))
            self._known[name] = placed, row
        return self._known[name]

    @cached_property
    def _known(self) -> dict[object, tuple[Placed, Ints]]:
        return {}

    @cached_property
    def _by_row(self) -> dict[object, tuple[Ints, Ints]]:
        return {}


def _leaves_of(one: Gathered) -> Iterator[str]:
    return iter(one.states[0])


def _together(keys: Sequence[Ints]) -> Ints:
    """Give all keys in order, each once."""
    some = [one for one in keys if len(one)]
    if len(some) == 1:
        return some[0]
    return distinct(np.concatenate([_NOTHING, *some]))


def places_of(keys: Ints, wanted: Ints) -> Ints:
    """Give the place of keys that are known to be there."""
    if len(keys) and len(keys) == int(keys[-1]) + 1:
        return wanted
    return np.searchsorted(keys, wanted).astype(np.int64)


def _spread(leaf: str, parts: Sequence[Mapping[str, RowStates]], rows: Sequence[Ints], size: int) -> RowStates:
    """Put the states of a metric's rows where all rows are."""
    several = [part[leaf] for part in parts]

    def spread(values: Sequence[np.ndarray]) -> np.ndarray:
        some = [one for one in values if len(one)]
        if some and all(is_constant(one, int(some[0][0])) for one in some):
            return np.broadcast_to(some[0][0], size)
        if len(some) == 1 and len(some[0]) == size:
            return some[0]
        whole = np.zeros(size, dtype=np.result_type(np.int8, *values))
        for place, one in zip(rows, values, strict=True):
            whole[place] = one
        return whole

    return RowStates(
        {name: spread([one.columns[name] for one in several]) for name in several[0].columns},
        spread([one.observed for one in several]),
        spread([one.owed for one in several]),
    )


def _entries(
    versions: Versions,
    periods: int,
    keys: tuple[Ints, Ints],
    gathered: Mapping[object, Gathered],
    several_from: Mapping[object, int],
    rows: int,
) -> tuple[Entries, Ints]:
    """Give the subjects of all rows, and the period of each row."""
    many = max(periods, 1)
    learner_keys, structure_keys = keys
    learner_version = versions.structural + (learner_keys if many == 1 else learner_keys // many)
    node, day, structure_period = row_of_key(structure_keys, periods)
    several = [joined([one.several[place] for one in gathered.values()]) for place in range(4)]
    single = len(learner_keys) + len(structure_keys)
    first = np.repeat(
        np.asarray(list(several_from.values()), dtype=np.int64), [len(one.several[0]) for one in gathered.values()]
    )
    entries = Entries(
        rows=rows,
        row=joined([np.arange(single), first + several[0]]),
        subject=joined([versions.node[learner_version], node, several[1]]),
        credit=joined([np.broadcast_to(np.int64(WHOLE), single), several[2]]),
        day=joined([versions.since[learner_version], day, several[3]]),
        version=joined([learner_version, versions.at(node, day), versions.at(several[1], several[3])]),
    )
    learner_period = np.broadcast_to(np.int64(0), len(learner_keys)) if many == 1 else learner_keys % many
    return entries, joined([learner_period, structure_period, *(one.several_period for one in gathered.values())])
