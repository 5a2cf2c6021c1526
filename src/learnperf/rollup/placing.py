"""Placing: which pieces of evidence count in which periods."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Protocol

import numpy as np
from attrs import field, frozen

from learnperf.rollup.arrays import Ints
from learnperf.rollup.facts import Blocks, FactTable
from learnperf.rollup.periods import placed_in
from learnperf.rollup.request import Period

# pieces gone through at once: enough to pay for the way, few enough to need little memory
TOGETHER = 1 << 20


@frozen(slots=False, eq=False)
class Placed:
    """Pieces of one table that count in a rollup.

    Attributes
    ----------
    chosen
        Their places in the table; None where each piece is placed once, in order.
    day, period
        The day used for ties, and the period.
    """

    table: FactTable
    chosen: Ints | None = field(repr=False)
    day: Ints = field(repr=False)
    period: Ints = field(repr=False)

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.day)

    @cached_property
    def place(self) -> Ints:
        """Their places in the table, spelled out."""
        return np.arange(self.size, dtype=np.int64) if self.chosen is None else self.chosen


class Source(Protocol):
    """What some metrics read, placed in periods."""

    @property
    def size(self) -> int:
        """How many pieces of evidence there are."""
        ...

    def placed(self) -> Iterator[Placed]:
        """Place the pieces, a part at a time."""
        ...

    def whole(self) -> Placed:
        """Place all pieces at once."""
        ...


@frozen(eq=False)
class Roster:
    """The roster as a source: pieces that are made in their places."""

    once: Placed = field(repr=False)

    @property
    def size(self) -> int:
        """How many stays there are."""
        return self.once.size

    def placed(self) -> Iterator[Placed]:
        """Give all at once."""
        yield self.once

    def whole(self) -> Placed:
        """Give all at once."""
        return self.once


@frozen(eq=False)
class Recorded:
    """One kind of evidence as some metrics read it: every piece in the periods it is dated in, or a stock.

    Attributes
    ----------
    blocks
        The evidence.
    periods
        Periods read.
    fixed_day
        Day whose ties are used for all evidence, or None for each piece's own.
    keys
        Of a stock: the columns it is told apart by; only each subject's latest piece so far counts in a period.
    last
        Day a stock is read on where a period is open.
    """

    blocks: Blocks = field(repr=False)
    periods: Sequence[Period]
    fixed_day: int | None
    keys: Sequence[str] | None
    last: int

    @property
    def size(self) -> int:
        """How many pieces of evidence there are."""
        return self.blocks.size

    def placed(self) -> Iterator[Placed]:
        """Place the pieces, a part at a time."""
        if self.keys is not None:
            yield from self._stock(self.keys)
            return
        for table in self.blocks:
            for begin in range(0, table.size, TOGETHER):
                whole = begin == 0 and table.size <= TOGETHER
                yield self._flow(table if whole else table.part(begin, min(begin + TOGETHER, table.size)))

    def whole(self) -> Placed:
        """Place all pieces at once, with all evidence in one table."""
        tables = list(self.blocks)
        if self.keys is None:
            return self._flow(FactTable.together(tables))
        several = list(self._stock(self.keys)) or [self._flow(tables[0].part(0, 0))]
        sizes = [one.table.size for one in several]
        before = np.cumsum([0, *sizes]).tolist()
        return Placed(
            FactTable.together([one.table for one in several]),
            np.concatenate([one.place + first for one, first in zip(several, before, strict=False)]),
            np.concatenate([one.day for one in several]),
            np.concatenate([one.period for one in several]),
        )

    def _flow(self, table: FactTable) -> Placed:
        """Place each piece in every period its day is in; what lies outside all periods is left out."""
        on = table.on
        place: Ints | None = None
        if len(self.periods) == 1 and self._covers(on):
            period = np.broadcast_to(np.int64(0), table.size)
        else:
            place, period = placed_in(self.periods, on)
            on = on[place]
        day = on if self.fixed_day is None else np.broadcast_to(np.int64(self.fixed_day), len(on))
        return Placed(table=table, chosen=place, day=day, period=period)

    def _covers(self, on: Ints) -> bool:
        """Whether the only period has all of some days."""
        (period,) = self.periods
        return not len(on) or (period.first <= int(on.min()) and int(on.max()) < period.after)

    def _stock(self, keys: Sequence[str]) -> Iterator[Placed]:
        """Place, per period, each subject's latest piece so far, on the structure of the period's last day."""
        for period, one in enumerate(self.periods):
            kept: list[FactTable] = []
            for table in self.blocks:
                kept.append(table.take(latest(table, np.flatnonzero(table.on < one.after), keys)))
                if len(kept) > 1:
                    both = FactTable.together(kept)
                    kept = [both.take(latest(both, np.arange(both.size), keys))]
            read_on = self.last if one.until is None else one.after - 1
            table = kept[0]
            yield Placed(
                table=table,
                chosen=None,
                day=np.full(table.size, read_on if self.fixed_day is None else self.fixed_day, dtype=np.int64),
                period=np.full(table.size, period, dtype=np.int64),
            )


def latest(table: FactTable, place: Ints, keys: Sequence[str]) -> Ints:
    """Keep, of some pieces, only the latest per subjects and key columns: by day, then id (a stock's last value)."""
    subject = _told_apart(table)[place]
    cells = [table.columns[key] for key in keys]
    columns = [column[place] for cell in cells for column in (np.where(cell.present, cell.values, 0), cell.present)]
    order = np.lexsort((table.id_rank[place], table.on[place], *columns, subject))
    sorted_keys = [column[order] for column in (subject, *columns)]
    if not len(order):
        return place
    last = np.ones(len(order), dtype=np.bool_)
    last[:-1] = np.any([column[1:] != column[:-1] for column in sorted_keys], axis=0)
    return np.sort(place[order[last]])


def _told_apart(table: FactTable) -> Ints:
    """Give each piece a number that others with the same subjects and credits have, too."""
    if table.is_single:
        return table.subject
    numbers: dict[tuple[tuple[int, ...], tuple[int, ...]], int] = {}
    found = [
        numbers.setdefault(
            (tuple(table.subject[begin:end].tolist()), tuple(table.credit[begin:end].tolist())), len(numbers)
        )
        for begin, end in pairwise(table.offsets.tolist())
    ]
    return np.asarray(found, dtype=np.int64)
