"""Pooling: evidence that counts in the same places shares one row of the attribution."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
from attrs import field, frozen

from learnperf.model.ties import WHOLE
from learnperf.rollup.arrays import Ints, expand, offsets_of
from learnperf.rollup.attribution import Attribution, attribute
from learnperf.rollup.entries import Entries
from learnperf.rollup.facts import FactTable
from learnperf.rollup.graph import AFTER_LAST_DAY, Graph
from learnperf.rollup.layers import Counting


@frozen(eq=False)
class Placed:
    """Pieces of one table that count in a rollup: their places in the table, the day used for ties, the period."""

    table: FactTable
    place: Ints
    day: Ints
    period: Ints


@frozen(slots=False, eq=False)
class Pool:
    """Attribution shared by several tables.

    Attributes
    ----------
    row_of
        Per name, the row of each of its placed pieces.
    period
        Period of each row.
    """

    attribution: Attribution = field(repr=False)
    placed: Mapping[object, Placed] = field(repr=False)
    row_of: Mapping[object, Ints] = field(repr=False)
    period: Ints = field(repr=False)

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.period)

    def pieces_of(self, name: object, rows: Ints) -> tuple[Ints, Ints]:
        """Give (place among the placed pieces, row) of every piece in some rows."""
        if name not in self._by_row:
            self._by_row[name] = np.argsort(self.row_of[name], kind="stable"), offsets_of(self.row_of[name], self.rows)
        order, offsets = self._by_row[name]
        place, at = expand(offsets[rows], offsets[rows + 1] - offsets[rows])
        return order[at], rows[place]

    @cached_property
    def _by_row(self) -> dict[object, tuple[Ints, Ints]]:
        return {}


def pool(graph: Graph, counting: Counting, placed: Mapping[object, Placed], periods: int) -> Pool:
    """Pool the pieces of several tables into rows and work out where the rows count."""
    names = list(placed)
    parts = [_pieces(graph, placed[name], periods) for name in names]
    nothing = np.empty(0, dtype=np.int64)
    single_key = np.concatenate([nothing, *(part.single_key for part in parts)])
    keys, first, inverse = np.unique(single_key, return_index=True, return_inverse=True)
    several = [len(part.several) for part in parts]
    rows = len(keys) + sum(several)
    both = list(zip(placed.values(), parts, strict=True))
    day = np.concatenate([nothing, *(one.day[part.single] for one, part in both)])[first]
    subject = np.concatenate([nothing, *(part.single_subject for part in parts)])[first]
    single_period = np.concatenate([nothing, *(one.period[part.single] for one, part in both)])[first]
    period = np.concatenate([single_period, *(one.period[part.several] for one, part in both)])
    columns: list[tuple[Ints, Ints, Ints, Ints]] = [
        (np.arange(len(keys), dtype=np.int64), subject, np.full(len(keys), WHOLE, dtype=np.int64), day)
    ]
    row_of: dict[object, Ints] = {}
    begin, at = len(keys), 0
    for name, part in zip(names, parts, strict=True):
        one = placed[name]
        row = np.empty(len(one.place), dtype=np.int64)
        row[part.single] = inverse[at : at + len(part.single)]
        row[part.several] = begin + np.arange(len(part.several))
        columns.append(_entries_of(one, part.several, row))
        row_of[name] = row
        at, begin = at + len(part.single), begin + len(part.several)
    entries = Entries(rows, *(np.concatenate(column) for column in zip(*columns, strict=True)))
    return Pool(attribution=attribute(graph, entries, counting), placed=placed, row_of=row_of, period=period)


@frozen(eq=False)
class _Pieces:
    """Placed pieces told apart: those with one subject, with the key of their row, and those with several."""

    single: Ints
    single_subject: Ints
    single_key: Ints
    several: Ints


def _pieces(graph: Graph, one: Placed, periods: int) -> _Pieces:
    counts = np.diff(one.table.offsets)[one.place]
    single, several = np.flatnonzero(counts == 1), np.flatnonzero(counts != 1)
    subject = one.table.subject[one.table.offsets[one.place[single]]]
    day = one.day[single]
    learner = subject >= graph.structure_size
    # a learner's row holds while neither their own ties nor the structure change; who is in a team may change daily
    attachment = np.where(learner, graph.stint_of(subject, day) + graph.structure_size, subject)
    moment = np.where(learner, graph.layer_of(day), len(graph.changes) + 1 + day)
    moments = len(graph.changes) + 2 + AFTER_LAST_DAY
    key = (attachment * moments + moment) * max(periods, 1) + one.period[single]
    return _Pieces(single=single, single_subject=subject, single_key=key, several=several)


def _entries_of(one: Placed, several: Ints, row: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    places = one.place[several]
    offsets = one.table.offsets
    piece, at = expand(offsets[places], offsets[places + 1] - offsets[places])
    return row[several][piece], one.table.subject[at], one.table.credit[at], one.day[several][piece]


def latest(table: FactTable, place: Ints, keys: Sequence[str]) -> Ints:
    """Keep, of some pieces, only the latest per subject and key columns: by day, then id (a stock's last value)."""
    subject = table.subject[table.offsets[place]]
    cells = [table.columns[key] for key in keys]
    columns = [column[place] for cell in cells for column in (np.where(cell.present, cell.values, 0), cell.present)]
    order = np.lexsort((table.id_rank[place], table.on[place], *columns, subject))
    sorted_keys = [column[order] for column in (subject, *columns)]
    if not len(order):
        return place
    last = np.ones(len(order), dtype=np.bool_)
    last[:-1] = np.any([column[1:] != column[:-1] for column in sorted_keys], axis=0)
    return np.sort(place[order[last]])
