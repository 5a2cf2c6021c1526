"""Rows that outlive their organization's numbering: what evidence came to, by node, days and period.

A row of a learner holds several days. It can be placed wherever the first and the last of them are in one version of
the learner; where ties were changed in retrospect so that they are not, nobody can take the row apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import numpy as np
from attrs import field, frozen

from learnperf.errors import StateError, listed
from learnperf.metrics.integers import Integers
from learnperf.rollup.arrays import Ints, expand, offsets_of
from learnperf.rollup.leaves import Leaf
from learnperf.rollup.placing import Source
from learnperf.rollup.pooling import Gathered, Sorted, places_of, row_of_key, structure_key
from learnperf.rollup.rowstates import RowStates, merged
from learnperf.rollup.saved.coverage import Coverage
from learnperf.rollup.versions import Versions

States = tuple[Mapping[str, RowStates], Mapping[str, RowStates], Mapping[str, RowStates]]
# key of each row of a learner, first and last day of its evidence
Spans = tuple[Ints, Ints, Ints]
_FIRST, _LAST = np.iinfo(np.int64).max, np.iinfo(np.int64).min


@frozen(eq=False)
class Rows:
    """Rows of one kind of evidence; nodes are places in a list of nodes, periods in a list of periods.

    Attributes
    ----------
    learners
        Node, first and last day of evidence, period.
    structure
        Of teams and units: node, day, period.
    entries
        Of pieces with several subjects: piece, node, credit, day.
    several_period
        Period of each of those pieces.
    states
        States by metric, of each of the three.
    """

    learners: tuple[Ints, Ints, Ints, Ints] = field(repr=False)
    structure: tuple[Ints, Ints, Ints] = field(repr=False)
    entries: tuple[Ints, Ints, Ints, Ints] = field(repr=False)
    several_period: Ints = field(repr=False)
    states: States = field(repr=False)

    @classmethod
    def of(cls, gathered: Gathered, spans: Iterable[Spans], versions: Versions, periods: int) -> Rows:
        """Say of rows which node, days and period each is about; those without evidence are left out."""
        keys = gathered.learner_keys
        first, last = np.full(len(keys), _FIRST, dtype=np.int64), np.full(len(keys), _LAST, dtype=np.int64)
        for some, begin, end in spans:
            place = places_of(keys, some)
            np.minimum.at(first, place, begin)
            np.maximum.at(last, place, end)
        seen = np.flatnonzero(first <= last)
        version, period = np.divmod(keys[seen], max(periods, 1))
        learners, structure, several = gathered.states
        return cls(
            (versions.node[versions.structural + version], first[seen], last[seen], period),
            row_of_key(gathered.structure_keys, periods),
            gathered.several,
            gathered.several_period,
            (_taken(learners, seen), structure, several),
        )

    def spans(self, versions: Versions, coverage: Coverage, periods: int) -> Spans:
        """Give the days of rows of learners, by their keys in an organization."""
        row, period = coverage.spread(self.learners[3])
        node, first, last = (one[row] for one in self.learners[:3])
        version = versions.at(node, first)
        apart = np.flatnonzero(version != versions.at(node, last))
        if len(apart):
            ids = versions.graph.ids
            where = [f"{ids[node[at]]} from {_day(first[at])} to {_day(last[at])}" for at in apart.tolist()]
            hint = "roll all evidence up again"
            message = f"ties were changed in retrospect, so what was saved together counts apart now: {listed(where)}"
            raise StateError(f"{message} ({hint})")
        return (version - versions.structural) * periods + period, first, last

    def placed(
        self, leaves: Sequence[Leaf], versions: Versions, coverage: Coverage, periods: int, fixed_day: int | None
    ) -> Gathered:
        """Place the rows in an organization and in periods, as if their evidence had been gathered there.

        Parameters
        ----------
        fixed_day
            Day whose ties are used for all evidence, or None for those of each day.
        """
        learner, _ = coverage.spread(self.learners[3])
        at, structure_period = coverage.spread(self.structure[2])
        piece, piece_period = coverage.spread(self.several_period)
        offsets = offsets_of(self.entries[0], len(self.several_period))
        several, entry = expand(offsets[piece], offsets[piece + 1] - offsets[piece])
        _, node, credit, day = (one[entry] for one in self.entries)
        structure_day = self.structure[1][at]
        if fixed_day is not None:
            day, structure_day = np.full_like(day, fixed_day), np.full_like(structure_day, fixed_day)
        learners, structure, pieces = ({leaf.name: part[leaf.name] for leaf in leaves} for part in self.states)
        return Gathered(
            self.spans(versions, coverage, periods)[0],
            structure_key(self.structure[0][at], structure_day, structure_period, periods),
            (_taken(learners, learner), _taken(structure, at), _taken(pieces, piece)),
            (several, node, credit, day),
            piece_period,
        )


def together(leaves: Sequence[Leaf], one: Gathered, other: Gathered) -> Gathered:
    """Add up what two parts of the evidence came to, which may have rows in common."""
    first = len(one.several_period)
    piece = [np.arange(first, dtype=np.int64), first + np.arange(len(other.several_period), dtype=np.int64)]
    keys = ([one.learner_keys, other.learner_keys], [one.structure_keys, other.structure_keys], piece)
    both = [merged(leaves, several, [one.states[at], other.states[at]]) for at, several in enumerate(keys)]
    behind = other.several[0] + first, *other.several[1:]
    columns = [np.concatenate(pair) for pair in zip(one.several, behind, strict=True)]
    return Gathered(
        both[0][0],
        both[1][0],
        (both[0][1], both[1][1], both[2][1]),
        (columns[0], columns[1], columns[2], columns[3]),
        np.concatenate([one.several_period, other.several_period]),
    )


def spans_of(source: Source, versions: Versions, periods: int) -> Iterator[Spans]:
    """Iterate over the days of evidence of learners, by row, as it comes from a source."""
    for placed in source.placed():
        found = Sorted.of(placed, versions, periods)
        place = placed.place if found.learner is None else placed.place[found.learner]
        on = placed.table.on[place].astype(np.int64, copy=False)
        yield found.learner_key, on, on


def _taken(states: Mapping[str, RowStates], rows: Ints) -> dict[str, RowStates]:
    """Take some rows; what metrics share they go on sharing."""
    known: dict[int, Integers] = {}

    def taken(values: Integers) -> Integers:
        if id(values) not in known:
            constant = values.strides == (0,) and len(values) > 0
            known[id(values)] = np.broadcast_to(values[0], len(rows)) if constant else values[rows]
        return known[id(values)]

    return {
        name: RowStates(
            {column: taken(values) for column, values in one.columns.items()}, taken(one.observed), taken(one.owed)
        )
        for name, one in states.items()
    }


def _day(number: np.int64) -> date:
    return date.fromordinal(int(number))
