"""Stays: what the roster says of each stretch of a period in which a node is there, worked out when it is asked for.

The stays of a learner follow one another without a day in common, and every day of a period on which the learner is
somewhere is in one of them. So their days add up: a person-day counts once at a node, whatever the ways to it, and is
split with the learner where evidence is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

import numpy as np
from attrs import field, frozen

from learnperf.metrics.arguments import Argument, base_name, split_name
from learnperf.metrics.expressions import Column
from learnperf.model.evidence import CareerMove, Participation, Record
from learnperf.model.nodes import NodeKind
from learnperf.model.organization import Organization
from learnperf.model.ties import Placement
from learnperf.model.vocabulary import MoveMark
from learnperf.rollup.arrays import Bools, Ints, expand, offsets_of
from learnperf.rollup.facts import Blocks
from learnperf.rollup.graph import AFTER_LAST_DAY, FIRST_DAY, KIND_CODES, Graph, day_number
from learnperf.rollup.learned import learned_days, window_of
from learnperf.rollup.people import OF_PEOPLE, column_of_people
from learnperf.rollup.request import Period
from learnperf.rollup.versions import Versions

# columns that say whether a node had evidence of some kind in the period, and the column that tells which pieces count
MARKS: Mapping[str, tuple[type[Record], str | None]] = {
    "learned": (Participation, "completed"),
    "moved": (CareerMove, None),
    "promoted": (CareerMove, MoveMark.PROMOTION.value),
    "demoted": (CareerMove, MoveMark.DEMOTION.value),
    "rotated": (CareerMove, MoveMark.ROTATION.value),
    "transferred": (CareerMove, MoveMark.TRANSFER.value),
}


@frozen(slots=False, eq=False)
class Stays:
    """Who was there, stretch by stretch, and what the columns of the roster say of each.

    Attributes
    ----------
    tables
        Participations and career moves, which stays are marked by.
    fixed_day
        Day whose ties are used throughout, or None for those of each day.
    node, day, period
        Of each stay: who, its first day in the period, and the place of the period.
    """

    organization: Organization = field(repr=False)
    graph: Graph = field(repr=False)
    versions: Versions = field(repr=False)
    tables: Mapping[type, Blocks] = field(repr=False)
    periods: Sequence[Period]
    fixed_day: int | None
    node: Ints = field(repr=False)
    day: Ints = field(repr=False)
    period: Ints = field(repr=False)

    def column(self, name: str) -> Column:
        """Work one column out."""
        if name in MARKS:
            kind, column = MARKS[name]
            return _whole(active(self.graph, self.tables[kind], self.periods, column)[self.period, self.node])
        if base_name(name) in OF_PEOPLE:
            return column_of_people(
                self.organization, name, (self.graph.ids[one] for one in self.node.tolist()), self.day
            )
        if base_name(name) == "learned_days":
            return self._learned_days(*split_name(name)[1])
        if name in {"has_standard", "has_career_pattern"}:
            jobs = self._jobs
            return _whole(jobs.standard if name == "has_standard" else jobs.pattern)
        made: dict[str, Callable[[], Column]] = {
            "on": lambda: _whole(self.day),
            "kind": lambda: _whole(self.graph.kinds[self.node]),
            "at_start": self._at_start,
            "at_end": self._at_end,
            "days": self._days,
            "period_days": lambda: Column(self._length, self._is_bounded),
        }
        return made[name]()

    @cached_property
    def _ends(self) -> tuple[Ints, Ints]:
        """Give the first and the day after the last of each stay's period."""
        first = np.asarray([one.first for one in self.periods], dtype=np.int64)
        after = np.asarray([one.after for one in self.periods], dtype=np.int64)
        return first[self.period], after[self.period]

    @cached_property
    def _after(self) -> Ints:
        """Give the day after the last of each stay, in its period."""
        if self.fixed_day is not None:
            return self._ends[1]
        until = self.versions.until[self.versions.at(self.node, self.day)]
        return np.minimum(until, self._ends[1])

    @property
    def _is_learner(self) -> Bools:
        learner: Bools = self.graph.kinds[self.node] == KIND_CODES[NodeKind.LEARNER]
        return learner

    @property
    def _is_bounded(self) -> Bools:
        first, after = self._ends
        bounded: Bools = (first > FIRST_DAY) & (after < AFTER_LAST_DAY)
        return bounded

    @property
    def _length(self) -> Ints:
        return np.where(self._is_bounded, self._ends[1] - self._ends[0], 0)

    def _at_start(self) -> Column:
        first, _ = self._ends
        here = self.day == first if self.fixed_day is None else np.ones(len(first), dtype=np.bool_)
        return Column(here.astype(np.int64), first > FIRST_DAY)

    def _at_end(self) -> Column:
        return Column((self._after == self._ends[1]).astype(np.int64), self._is_learner)

    def _days(self) -> Column:
        begin = self.day if self.fixed_day is None else self._ends[0]
        there = self._is_learner & self._is_bounded
        return Column(np.where(there, self._after - begin, 0), there)

    def _learned_days(self, *asked: Argument) -> Column:
        after, within = window_of(asked)
        begin = self.day if self.fixed_day is None else self._ends[0]
        there = self._is_learner & self._is_bounded
        days = learned_days(self.tables[Participation], self.node, begin, self._after, after, within)
        return Column(np.where(there, days, 0), there)

    @cached_property
    def _jobs(self) -> _Jobs:
        return _Jobs.of(self.organization, self.graph, self.node, self.day)


@frozen(eq=False)
class _Jobs:
    """Whether the position held on each stay's first day has a standard, and is placed in a career pattern."""

    standard: Ints
    pattern: Ints

    @classmethod
    def of(cls, organization: Organization, graph: Graph, node: Ints, day: Ints) -> _Jobs:
        """Find, of the placements in force, the one that says the position, as `Organization.position_of` does."""
        placements = [one for one in organization.ties if isinstance(one, Placement) and one.position is not None]
        placements.sort(key=lambda one: (graph.number[one.learner], not one.primary, one.unit))
        held = [organization.positions.get(one.position or "") for one in placements]
        columns = np.asarray(
            [
                (
                    graph.number[one.learner],
                    day_number(one.since, FIRST_DAY),
                    day_number(one.until, AFTER_LAST_DAY),
                    position is not None and position.standard is not None,
                    position is not None and position.career_pattern is not None,
                )
                for one, position in zip(placements, held, strict=True)
            ],
            dtype=np.int64,
        ).reshape(len(placements), 5)
        learner, since, until, standard, pattern = columns.T
        offsets = offsets_of(learner, graph.size)
        stay, tie = expand(offsets[node], offsets[node + 1] - offsets[node])
        inside = (since[tie] <= day[stay]) & (day[stay] < until[tie])
        first, at = np.unique(stay[inside], return_index=True)
        chosen = tie[inside][at]
        found = np.zeros((2, len(node)), dtype=np.int64)
        found[0, first], found[1, first] = standard[chosen], pattern[chosen]
        return cls(*found)


def active(graph: Graph, blocks: Blocks, periods: Sequence[Period], column: str | None) -> Ints:
    """Mark, per period and node, whether it is the subject of a piece of evidence dated in the period."""
    marks = np.zeros((len(periods), graph.size), dtype=np.int64)
    for table in blocks:
        piece = np.repeat(np.arange(table.size, dtype=np.int64), np.diff(table.offsets))
        counts = np.ones(table.size, dtype=np.bool_) if column is None else table.columns[column].values > 0
        for place, period in enumerate(periods):
            inside = (table.on >= period.first) & (table.on < period.after) & counts
            marks[place, table.subject[inside[piece]]] = 1
    return marks


def _whole(values: Ints) -> Column:
    return Column(values, np.ones(len(values), dtype=np.bool_))
