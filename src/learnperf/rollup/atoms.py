"""Atoms: who comes with which rows, so that different people are counted once wherever they are.

An atom is one person (or team, or unit) who comes with an entry of a row. Whoever has one atom is worth 1 wherever it
counts: a sum like any other. Of several atoms, one alone is worth its own places, and all together are worth the places
of their union, which is laid out once; only where some of several come is their union laid out anew.

Some people are listed: those whose atoms reach a node in more than one of its versions, where a union of versions is no
union of nodes, and those who come with rows that are listed themselves.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from attrs import field, frozen

from learnperf.metrics.integers import Integers
from learnperf.rollup.arrays import Bools, Ints, lookup, once
from learnperf.rollup.attribution import part_of
from learnperf.rollup.counting import Counting
from learnperf.rollup.reach import Reach


@frozen(eq=False)
class Worth:
    """What the active ones among the people are worth.

    Attributes
    ----------
    units
        How many people each unit (`Atoms.unit_version`) is worth; rows come first.
    seeds
        (version, period, sign) of people of whom some of several atoms are active.
    listed
        Target of each listed person at each place.
    own
        Targets of the people themselves, once for each of their atoms.
    """

    units: Integers
    seeds: tuple[Ints, Ints, Ints]
    listed: Ints
    own: Ints


@frozen(slots=False, eq=False)
class Atoms:
    """People behind rows, in order of person.

    Attributes
    ----------
    who
        Of each atom the person, as ``period * nodes + person``.
    entry
        The entry it comes with.
    """

    reach: Reach = field(repr=False)
    period: Ints = field(repr=False)
    who: Ints = field(repr=False)
    entry: Ints = field(repr=False)

    @classmethod
    def of(cls, reach: Reach, period: Ints, person: Ints, entry: Ints) -> Atoms:
        """Make atoms of (person, entry)."""
        row = reach.attribution.entries.row[entry]
        who = period[row] * reach.attribution.graph.size + person
        if (who[1:] < who[:-1]).any():
            order = np.argsort(who, kind="stable")
            who, entry = who[order], entry[order]
        return cls(reach, period, who, entry)

    @cached_property
    def row(self) -> Ints:
        """Row of each atom."""
        return self.reach.attribution.entries.row[self.entry]

    @cached_property
    def extra_version(self) -> Ints:
        """Versions of the units that are no rows: atoms of rows with several subjects, each by itself."""
        return self._entry_version[self.entry[self._is_extra]]

    @cached_property
    def extra_period(self) -> Ints:
        """Periods of these units."""
        return self.period[self.row[self._is_extra]]

    @cached_property
    def unions(self) -> tuple[Ints, Ints, Ints]:
        """Give (union, version) of the atoms of people with several, and the period of each union."""
        begin, _ = self._segments
        union = np.repeat(np.arange(len(begin)), np.diff(begin, append=len(self._several)))
        atoms = self._several
        return union, self._entry_version[self.entry[atoms]], self.period[self.row[atoms[begin]]]

    def worth(self, active: Bools) -> Worth:
        """Say what people with active rows are worth."""
        here = active if self._is_each_row else active[self.row]
        begin, length = self._segments
        several = here[self._several]
        times = np.add.reduceat(several, begin, dtype=np.int64) if len(begin) else begin
        counted = here & self._is_alone
        counted[self._of_persons(several, times == 1)] = True
        some = self._of_persons(several, (times > 1) & (times < length))
        if self._is_each_row:
            units: Integers = counted
        else:
            units = np.bincount(self._unit[counted], minlength=len(active) + len(self.extra_version))
        listed_key, listed_atom = self._listed
        listed = once(listed_key[here[listed_atom]])
        return Worth(
            np.concatenate([units, times == length], dtype=np.int8 if units is counted else np.int64),
            self._laid_out(some),
            listed // max(self._people, 1),
            self.who[here & self._is_own],
        )

    def _of_persons(self, active: Bools, chosen: Bools) -> Ints:
        """Give the active ones among the several atoms of some people, most often of nobody."""
        if not chosen.any():
            return self._several[:0]
        return self._several[active & np.repeat(chosen, self._segments[1])]

    def _laid_out(self, atoms: Ints) -> tuple[Ints, Ints, Ints]:
        """Lay out unions of some atoms of people who have more."""
        group, version, sign = self.reach.seeds(self.who[atoms], self._entry_version[self.entry[atoms]])
        return version, group // self.reach.attribution.graph.size, sign

    @property
    def _entry_version(self) -> Ints:
        return self.reach.attribution.entries.version

    @cached_property
    def _is_extra(self) -> Bools:
        extra: Bools = self.reach.is_several[self.row] & ~self._is_far
        return extra

    @cached_property
    def _unit(self) -> Ints:
        """Unit of each atom: its row, or one of its own."""
        unit = self.row.copy()
        unit[self._is_extra] = self.reach.attribution.entries.rows + np.arange(int(self._is_extra.sum()))
        return unit

    @cached_property
    def _is_each_row(self) -> bool:
        """Whether the atoms are the rows, one by one, as where all evidence is about one learner each."""
        rows = self.reach.attribution.entries.rows
        return len(self.row) == rows and bool((self._unit == np.arange(rows)).all())

    @cached_property
    def _is_own(self) -> Bools:
        """Which atoms are of learners who are subjects themselves, and so count at themselves."""
        entries, graph = self.reach.attribution.entries, self.reach.attribution.graph
        own: Bools = (entries.subject[self.entry] == self.who % graph.size) & (
            entries.subject[self.entry] >= graph.structure_size
        )
        return own & ~self._is_far

    @cached_property
    def _begin(self) -> Ints:
        """Where the atoms of each person begin."""
        return np.flatnonzero(np.diff(self.who, prepend=-1))

    @cached_property
    def _times(self) -> Ints:
        """How many atoms the person of each atom has."""
        length = np.diff(self._begin, append=len(self.who))
        return np.repeat(length, length)

    @cached_property
    def _is_far(self) -> Bools:
        """Which atoms are of listed people."""
        listed = self.reach.is_listed[self.row]
        shifting = self.reach.attribution.upward.is_shifting
        if shifting.any():
            some = np.flatnonzero(self._times > 1)
            place, base = self.reach.bases(self._entry_version[self.entry[some]])
            listed[some[place[shifting[base]]]] = True
        if listed.any():
            listed = np.repeat(np.logical_or.reduceat(listed, self._begin), np.diff(self._begin, append=len(self.who)))
        return listed

    @cached_property
    def _is_alone(self) -> Bools:
        alone: Bools = (self._times == 1) & ~self._is_far
        return alone

    @cached_property
    def _several(self) -> Ints:
        """Atoms of people who have several and are not listed."""
        return np.flatnonzero((self._times > 1) & ~self._is_far)

    @cached_property
    def _segments(self) -> tuple[Ints, Ints]:
        """Give where the several atoms of each person begin, and how many they are."""
        begin = np.flatnonzero(np.diff(self.who[self._several], prepend=-1))
        return begin, np.diff(begin, append=len(self._several))

    @property
    def _people(self) -> int:
        return int(self.who[-1]) + 1 if len(self.who) else 0

    @cached_property
    def _listed(self) -> tuple[Ints, Ints]:
        """Give (target and person in one number, atom) for every place of every listed person, in order."""
        atoms = np.flatnonzero(self._is_far)
        attribution, entry_of = part_of(self.reach.attribution, np.unique(self.row[atoms]))
        entry, node = attribution.reach
        if attribution.counting is not Counting.FULL:
            kept = attribution.keeps(attribution.entries.row[entry], node)
            entry, node = entry[kept], node[kept]
        wanted = np.searchsorted(entry_of, self.entry[atoms])
        place, found = lookup(wanted, entry, node, len(entry_of))
        target = self.period[self.row[atoms[place]]] * attribution.graph.size + found
        key = target * self._people + self.who[atoms[place]]
        order = np.argsort(key, kind="stable")
        return key[order], atoms[place][order]
