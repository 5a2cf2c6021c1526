"""Row states: what the evidence of each row comes to, for every metric that reads it, before any weight.

Evidence is gone through once, a part at a time, for all metrics that read it. What comes of a part merges with what
came of the parts before, so neither the number of parts nor their order matters, nor where evidence was before: in
records, tables, files or on other machines.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property, partial

import numpy as np
from attrs import define, field, frozen

from learnperf.errors import MetricFailed
from learnperf.metrics.algebra import Merge
from learnperf.metrics.failures import Failures
from learnperf.metrics.integers import Integers, added, group_sums
from learnperf.metrics.metric import Metric
from learnperf.rollup.arrays import Bools, Ints
from learnperf.rollup.combinations import CodedColumn, Combinations, grouped, in_order
from learnperf.rollup.facts import FactTable
from learnperf.rollup.leaves import Leaf, columns_read
from learnperf.rollup.lift import Lifted, lifted, lifted_columns, nothing_lifted
from learnperf.rollup.packing import PackedSums
from learnperf.rollup.reducing import reduced

OBSERVED, OWED = "observed pieces", "owed pieces"
Target = tuple[str, str]
_NOTHING = np.empty(0, dtype=np.int64)


@frozen(eq=False)
class RowStates:
    """States of one metric per row, before weights.

    Attributes
    ----------
    columns
        State columns, as narrow as holds them; what stands where nothing was observed means nothing.
    observed, owed
        How many pieces of each row are observations, and how many were owed one.
    """

    columns: dict[str, Integers]
    observed: Ints
    owed: Ints


@define(eq=False)
class RowSums:
    """Adds up what metrics make of evidence, row by row.

    Parameters
    ----------
    leaves
        Metrics that read the same kind of evidence.
    rows
        How many rows there are.
    failures
        What to do where the code of a metric fails, and where to note it.
    """

    leaves: Sequence[Leaf]
    rows: int
    failures: Failures
    _totals: dict[Target, Integers] = field(init=False, factory=dict)
    _extremes: dict[Target, Integers] = field(init=False, factory=dict)
    _packed: dict[tuple[str, ...], _Packed] = field(init=False, factory=dict)

    def add(self, table: FactTable, place: Ints | None, row: Ints) -> None:
        """Add pieces.

        Parameters
        ----------
        place
            Which pieces of the table, None for all, and the row of each.
        """
        metrics = [leaf for leaf in self.leaves if isinstance(leaf, Metric)]
        names = sorted({name for leaf in metrics if leaf.function is None for name in columns_read(leaf)})
        coded = {name: one for name in names if (one := CodedColumn.of(table.columns[name])) is not None}
        groups, others = grouped(metrics, {name: one.size for name, one in coded.items()})
        for group in groups:
            read = {name for leaf in group for name in columns_read(leaf)}
            others += self._add_coded(group, Combinations.of(in_order(read, coded), table.size), place, row)
        one_by_one: list[Leaf] = [*others, *(leaf for leaf in self.leaves if not isinstance(leaf, Metric))]
        for leaf in one_by_one:
            lift = self.failures.attempt(leaf.name, partial(lifted, leaf, table), partial(nothing_lifted, leaf, table))
            self._add_lifted(leaf, lift, place, row)

    def states(self) -> dict[str, RowStates]:
        """Give the states of every metric."""
        self._settle()
        narrow = {id(values): narrowest(values) for values in self._totals.values()}
        nothing = np.zeros(self.rows, dtype=np.int8)

        def total(leaf: Leaf, name: str) -> Integers:
            values = self._totals.get((leaf.name, name))
            return nothing if values is None else narrow[id(values)]

        found = {}
        for leaf in self.leaves:
            columns = leaf.state.COLUMNS if isinstance(leaf, Metric) else ()
            states = {
                one.name: total(leaf, one.name) if one.merge is Merge.SUM else self._extreme(leaf, one.name, one.merge)
                for one in columns
            }
            found[leaf.name] = RowStates(states, total(leaf, OBSERVED), total(leaf, OWED))
        return found

    def _add_coded(
        self, group: Sequence[Metric], table: Combinations, place: Ints | None, row: Ints
    ) -> Sequence[Metric]:
        """Add pieces by their combinations; give the metrics that have to be lifted one piece at a time."""
        code = table.code if place is None else table.code[place]
        names = tuple(leaf.name for leaf in group)
        if names not in self._packed or self._packed[names].signature != table.signature:
            # other values than before: what was packed by the old ones is done with
            self._settle()
            self._packed[names] = _Packed.of(group, table, self.rows)
        packed = self._packed[names]
        self._add_extremes(packed, code, row)
        packed.sums.add(row, code)
        return packed.left_out

    def _add_extremes(self, packed: _Packed, code: Integers, row: Ints) -> None:
        """Note least and greatest values; nearly always all pieces have the same one, the code of their scale."""
        met = np.bincount(code, minlength=packed.size) > 0 if packed.is_mixed else np.ones(packed.size, dtype=np.bool_)
        for target, merge, observed, values in packed.extremes:
            some = observed & met
            if not some.any():
                continue
            different = np.unique(values[some])
            known = self._extremes.get(target)
            if len(different) == 1 and (known is None or is_constant(known, int(different[0]))):
                self._extremes[target] = np.broadcast_to(different[0], self.rows)
                continue
            here = np.flatnonzero(observed[code])
            self._merge_in(target, merge, row[here], values[code[here]])

    def _add_lifted(self, leaf: Leaf, lift: Lifted, place: Ints | None, row: Ints) -> None:
        owed, observed = (one if place is None else one[place] for one in (lift.owed, lift.observed))
        some = np.flatnonzero(observed)
        at = some if place is None else place[some]
        for name, (merge, values) in lift.columns.items():
            if merge is Merge.SUM:
                self._add_total((leaf.name, name), group_sums(row[some], values[at], self.rows))
            else:
                self._merge_in((leaf.name, name), merge, row[some], values[at])
        self._add_total((leaf.name, OBSERVED), np.bincount(row[some], minlength=self.rows))
        self._add_total((leaf.name, OWED), np.bincount(row[owed], minlength=self.rows))

    def _merge_in(self, target: Target, merge: Merge, row: Ints, values: Integers) -> None:
        known = self._extremes.get(target, np.broadcast_to(np.int64(merge.identity), self.rows))
        if known.strides == (0,):
            self._settle()
            seen = self._totals.get((target[0], OBSERVED), np.zeros(self.rows, dtype=np.int64)) > 0
            known = np.where(seen, known, merge.identity)
        choose = np.minimum if merge is Merge.MIN else np.maximum
        # a least or greatest beyond 64 bits is refused where it is made
        choose.at(known, row, values.astype(np.int64, copy=False))
        self._extremes[target] = known

    def _settle(self) -> None:
        """Take what was packed into the totals."""
        for packed in self._packed.values():
            for targets, total in zip(packed.targets, packed.sums.taken(), strict=True):
                # metrics that count the same pieces share one array
                done: dict[int, Integers] = {}
                for target in targets:
                    before = self._totals.get(target)
                    if id(before) not in done:
                        done[id(before)] = total if before is None else added(before, total)
                    self._totals[target] = done[id(before)]

    def _add_total(self, target: Target, values: Integers) -> None:
        before = self._totals.get(target)
        self._totals[target] = values if before is None else added(before, values)

    def _extreme(self, leaf: Leaf, name: str, merge: Merge) -> Integers:
        return self._extremes.get((leaf.name, name), np.broadcast_to(np.int64(merge.identity), self.rows))


@frozen(slots=False, eq=False)
class _Packed:
    """Metrics lifted once for each combination: what is summed, for whom, and what is a least or greatest."""

    size: int
    signature: object
    sums: PackedSums
    targets: list[list[Target]]
    left_out: Sequence[Metric]
    extremes: Sequence[tuple[Target, Merge, Bools, Integers]]

    @cached_property
    def is_mixed(self) -> bool:
        """Whether a least or greatest value depends on which combinations there are."""
        return any(len(np.unique(values[observed])) > 1 for _, _, observed, values in self.extremes)

    @classmethod
    def of(cls, group: Sequence[Metric], table: Combinations, rows: int) -> _Packed:
        values: dict[bytes, Ints] = {}
        targets: dict[bytes, list[Target]] = {}
        extremes, left_out = [], []

        def summed(target: Target, one: Ints) -> None:
            values.setdefault(one.tobytes(), one)
            targets.setdefault(one.tobytes(), []).append(target)

        for leaf in group:
            try:
                lift = lifted_columns(leaf, table.columns, table.size)
            except MetricFailed:
                # a combination that never occurs may be too large; of a piece that is, the id will be told
                left_out.append(leaf)
                continue
            summed((leaf.name, OBSERVED), lift.observed.astype(np.int64))
            summed((leaf.name, OWED), lift.owed.astype(np.int64))
            for name, (merge, column) in lift.columns.items():
                if merge is Merge.SUM:
                    summed((leaf.name, name), np.where(lift.observed, column, 0))
                else:
                    extremes.append(((leaf.name, name), merge, lift.observed, column))
        sums = PackedSums(list(values.values()), rows)
        return cls(table.size, table.signature, sums, list(targets.values()), left_out, extremes)


def is_constant(values: Integers, value: int | None = None) -> bool:
    """Whether an array says one number everywhere without having it more than once, and whether it is this one."""
    return values.strides == (0,) and (value is None or len(values) == 0 or int(values[0]) == value)


def narrowest(values: Integers) -> Integers:
    """Give whole numbers in the narrowest type that holds them."""
    if values.dtype == np.object_ or values.strides == (0,):
        return values
    least, greatest = int(values.min(initial=0)), int(values.max(initial=0))
    for kind in (np.int8, np.int16, np.int32):
        if np.iinfo(kind).min <= least and greatest <= np.iinfo(kind).max:
            return values.astype(kind)
    return values


def merged(
    leaves: Collection[Leaf], keys: Sequence[Ints], parts: Sequence[Mapping[str, RowStates]]
) -> tuple[Ints, dict[str, RowStates]]:
    """Merge the states of parts of the evidence, each with the keys of its rows; keys come out in order."""
    if len(parts) == 1:
        return keys[0], dict(parts[0])
    together, row = np.unique(np.concatenate([np.empty(0, dtype=np.int64), *keys]), return_inverse=True)
    rows = len(together)
    found = {}
    for leaf in leaves:
        several = [part[leaf.name] for part in parts]
        observed = np.concatenate([_NOTHING, *(one.observed for one in several)])
        owed = np.concatenate([_NOTHING, *(one.owed for one in several)])
        some = np.flatnonzero(observed)
        columns = {}
        for one in leaf.state.COLUMNS if isinstance(leaf, Metric) else ():
            own = [values for states in several if len(values := states.columns[one.name])]
            if one.merge is not Merge.SUM and own and all(is_constant(values, int(own[0][0])) for values in own):
                columns[one.name] = np.broadcast_to(own[0][0], rows)
                continue
            values = np.concatenate([_NOTHING, *own])
            columns[one.name] = reduced(one.merge, row[some], values[some], rows)
            if one.merge is Merge.SUM:
                columns[one.name] = narrowest(columns[one.name])
        found[leaf.name] = RowStates(
            columns, narrowest(group_sums(row, observed, rows)), narrowest(group_sums(row, owed, rows))
        )
    return together, found
