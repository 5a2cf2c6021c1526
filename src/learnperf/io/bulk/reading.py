"""Columns read into whole numbers: nodes, learning activities, days and what a row supersedes.

What is good at a glance, for nearly all rows at once, is taken; every other distinct cell is put before the rules that
rows of files go through.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from weakref import WeakKeyDictionary

import numpy as np
import pyarrow as pa
from attrs import define, field, frozen

from learnperf.io.bulk.arrow import Codes, Column, as_text, distinct, is_dictionary
from learnperf.io.bulk.judging import Judge
from learnperf.io.bulk.lookup import Lookup
from learnperf.io.bulk.texts import Texts
from learnperf.io.fields import Field
from learnperf.model.evidence import Record
from learnperf.model.nodes import NodeKind
from learnperf.model.organization import Organization
from learnperf.rollup.arrays import Bools, Ints
from learnperf.rollup.graph import KIND_CODES, Graph, graph_of

NONE, BAD = -1, -2


@frozen(slots=False, eq=False)
class Nodes:
    """Nodes of an organization, to be found by the million.

    Attributes
    ----------
    ids
        Units, teams and learners, each in order of id.
    kinds
        Code of each one's kind.
    number
        Number of each by its id.
    """

    ids: tuple[str, ...] = field(repr=False)
    kinds: Ints = field(repr=False)
    lookup: Lookup = field(repr=False)
    number: Mapping[str, int] = field(repr=False)

    @classmethod
    def of(cls, organization: Organization) -> Nodes:
        """Give each node of an organization the number that its graph has for it."""
        graph = graph_of(organization)
        if graph not in _NODES:
            _NODES[graph] = cls(graph.ids, graph.kinds, Lookup.of(graph.ids), graph.number)
        return _NODES[graph]


# entered once for as long as the organization is in use
_NODES: WeakKeyDictionary[Graph, Nodes] = WeakKeyDictionary()


@define(eq=False)
class NodeColumn:
    """Reads a column that names nodes."""

    declared: Field
    nodes: Nodes
    judge: Judge
    _fits: Bools = field(init=False)
    _ruled: Ruled = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Say which kinds of node the column may name."""
        kinds = [KIND_CODES[kind] for kind, table in _TABLE_OF_KIND.items() if table in self.declared.refers]
        self._fits = np.isin(self.nodes.kinds, kinds)
        self._ruled = Ruled(self.judge, self.declared.name)

    def read(self, column: Column) -> Codes:
        """Give the number of the node each cell names, NONE where it names none, BAD where it must not stand there."""
        if is_dictionary(column):
            codes, values = distinct(column)
            if _all_text(values):
                return self.read(pa.array(values, pa.large_string()))[codes]
            return self._ruled.of(column, self._named)
        text = as_text(column)
        if text is None:
            return self._ruled.of(column, self._named)
        found = self.nodes.lookup.places(Texts.of(text))
        found[(found >= 0) & ~self._fits[found]] = BAD
        open_ = np.flatnonzero(found == NONE)
        if len(open_):
            found[open_] = self._ruled.of(column.take(pa.array(open_)), self._named)
        return found

    def _named(self, record: Record) -> int:
        name = getattr(record, self.declared.attribute)
        if name is None:
            return NONE
        number = self.nodes.number.get(name, BAD)
        return number if number >= 0 and self._fits[number] else BAD


@define(eq=False)
class Activities:
    """Reads the column of learning activities, numbering them as they are met.

    Attributes
    ----------
    declared
        Those there are; None where no list of them was given.
    names
        Those met.
    """

    judge: Judge
    declared: Collection[str] | None
    names: list[str] = field(factory=list, init=False)
    _numbers: dict[str, int] = field(factory=dict, init=False)
    _ruled: Ruled = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Make what remembers the cells met."""
        self._ruled = Ruled(self.judge, "activity")

    def read(self, column: Column) -> Codes:
        """Give the number of the activity each cell names, NONE where it names none, BAD where there is none such."""
        return self._ruled.of(column, self._named)

    def _named(self, record: Record) -> int:
        name = getattr(record, "activity")  # noqa: B009 - records of two classes have one
        if name is None:
            return NONE
        if self.declared is not None and name not in self.declared:
            return BAD
        number = self._numbers.setdefault(name, len(self.names))
        if number == len(self.names):
            self.names.append(name)
        return number


@define(eq=False)
class Ruled:
    """Puts the distinct cells of a column before the rules, each once."""

    judge: Judge
    name: str
    _known: dict[tuple[type, object], int] = field(factory=dict, init=False)

    def of(self, column: Column, number: Callable[[Record], int]) -> Codes:
        """Give the number of each cell, BAD where the rules refuse it.

        Parameters
        ----------
        number
            Gives the number that stands for what a good cell was read as. It is handed in and not kept: it keeps this,
            and two that keep each other outlive their use.
        """
        codes, values = distinct(column)
        numbers = np.fromiter((self._of_cell(value, number) for value in values), dtype=np.int32, count=len(values))
        return numbers[codes]

    def _of_cell(self, value: object, number: Callable[[Record], int]) -> int:
        try:
            known = self._known.get((value.__class__, value))
        except TypeError:
            # a list, which no such column holds
            return BAD
        if known is None:
            record = self.judge.record({self.name: value})
            known = self._known[value.__class__, value] = BAD if record is None else number(record)
        return known


def day_numbers(ruled: Ruled, column: Column) -> Codes:
    """Give the day number of each cell, BAD where it is no day."""
    if isinstance(column, list) or not pa.types.is_date32(column.type):
        return ruled.of(column, _day_of)
    days = column.cast(pa.int32()).fill_null(_NO_DAY).to_numpy() + _EPOCH
    # days of years that the calendar of Python has not are none of ours
    return np.where((days >= 1) & (days <= _LAST_DAY), days, BAD).astype(np.int32)


def _day_of(record: Record) -> int:
    return record.on.toordinal()


def _all_text(values: Sequence[object]) -> bool:
    return all(value is None or isinstance(value, str) for value in values)


_TABLE_OF_KIND = {NodeKind.UNIT: "units", NodeKind.TEAM: "teams", NodeKind.LEARNER: "learners"}
# what Arrow counts days from, as the calendar counts it
_EPOCH = 719_163
_LAST_DAY = 3_652_059
_NO_DAY = -_EPOCH
