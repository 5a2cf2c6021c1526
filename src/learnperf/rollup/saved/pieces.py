"""Pieces of evidence that are saved themselves: the latest ones of a stock, and who learned or moved when.

Of a stock it is not enough to know what the latest pieces came to: a later one takes their place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from attrs import evolve, field, frozen

from learnperf.metrics.expressions import Column
from learnperf.model.evidence import CareerMove, Participation
from learnperf.model.ties import WHOLE
from learnperf.rollup.arrays import Ints, distinct
from learnperf.rollup.facts import Blocks, FactTable
from learnperf.rollup.graph import AFTER_LAST_DAY
from learnperf.rollup.placing import latest
from learnperf.rollup.request import Period
from learnperf.rollup.stays import MARKS as STAY_MARKS

_DAYS = AFTER_LAST_DAY + 1
# what the roster says of a node besides that it was there: of each kind, the columns it looks at
MARKS: Mapping[type, tuple[str, ...]] = {
    kind: tuple(column for other, column in STAY_MARKS.values() if other is kind and column is not None)
    for kind in (Participation, CareerMove)
}


@frozen(eq=False)
class Pieces:
    """Some pieces of one kind, with those of their columns that metrics read; nodes are places in a list of nodes."""

    kind: type
    columns: Mapping[str, Column] = field(repr=False)
    offsets: Ints = field(repr=False)
    subject: Ints = field(repr=False)
    credit: Ints = field(repr=False)
    ids: Sequence[str] = field(repr=False)

    @classmethod
    def latest(cls, blocks: Blocks, keys: Sequence[str], columns: Iterable[str], periods: Sequence[Period]) -> Pieces:
        """Choose the pieces of a stock that are a subject's latest at the end of any period, or of all time."""
        ends = [*(period.after for period in periods), AFTER_LAST_DAY]
        # the latest of all is the latest of its block
        table = FactTable.together([_latest(one, keys, ends) for one in blocks])
        table = _latest(table, keys, ends)
        return cls(
            table.kind,
            {name: table.columns[name] for name in sorted({"on", *keys, *columns})},
            table.offsets,
            table.subject,
            table.credit,
            list(table.ids),
        )

    @classmethod
    def marks(cls, kind: type, blocks: Blocks, periods: Sequence[Period]) -> Pieces:
        """Say which node had pieces that mark it alike in which period: one of their days there."""
        names = MARKS[kind]
        found = [np.empty((0, 3 + len(names)), dtype=np.int64)]
        for table in blocks:
            flags = [table.columns[name].values > 0 for name in names]
            piece = np.repeat(np.arange(table.size, dtype=np.int64), np.diff(table.offsets))
            for place, period in enumerate(periods):
                inside = np.flatnonzero(((table.on >= period.first) & (table.on < period.after))[piece])
                subject, of = table.subject[inside], piece[inside]
                marks = [np.full(len(of), place), subject, *(flag[of] for flag in flags), table.on[of]]
                found.append(np.stack(marks, axis=1).astype(np.int64))
        marked = np.concatenate(found)
        marked = marked[np.lexsort(marked.T[::-1])]
        alike, first = np.unique(marked[:, :-1], axis=0, return_index=True)
        size, whole = len(first), np.ones(len(first), dtype=np.bool_)
        columns = {"on": Column(marked[first, -1], whole)}
        for place, name in enumerate(names, start=2):
            columns[name] = Column(alike[:, place].astype(np.int8), whole)
        credit = np.broadcast_to(np.int64(WHOLE), size)
        return cls(kind, columns, np.arange(size + 1, dtype=np.int64), alike[:, 1], credit, [""] * size)

    def table(self, kinds: Ints) -> FactTable:
        """Give the pieces as facts, once their nodes are those of a graph."""
        return FactTable(self.kind, self.columns, self.offsets, self.subject, self.credit, kinds, self.ids)


@frozen(eq=False)
class Behind:
    """Evidence with saved pieces behind it; records go unsaid, for saved pieces have none."""

    blocks: Blocks
    saved: FactTable

    @property
    def size(self) -> int:
        """How many pieces there are."""
        return self.blocks.size + self.saved.size

    def __iter__(self) -> Iterator[FactTable]:
        """Give the evidence, then what was saved."""
        for table in self.blocks:
            yield evolve(table, records=())
        yield self.saved


def _latest(table: FactTable, keys: Sequence[str], ends: Iterable[int]) -> FactTable:
    parts = [latest(table, np.flatnonzero(table.on < end), keys) for end in ends]
    return table.take(distinct(np.concatenate(parts)))
