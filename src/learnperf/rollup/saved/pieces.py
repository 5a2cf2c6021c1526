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

_DAYS = AFTER_LAST_DAY + 1
# what the roster says of a node besides that it was there, and the column that says whether a piece counts for it
MARKS: Mapping[type, str | None] = {Participation: "completed", CareerMove: None}


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
        """Say which node had a piece that marks it in which period: one of its days there."""
        name = MARKS[kind]
        found = [np.empty((0, 3), dtype=np.int64)]
        for table in blocks:
            counts = np.ones(table.size, dtype=np.bool_) if name is None else table.columns[name].values > 0
            piece = np.repeat(np.arange(table.size, dtype=np.int64), np.diff(table.offsets))
            for place, period in enumerate(periods):
                inside = (table.on >= period.first) & (table.on < period.after) & counts
                subject, on = table.subject[inside[piece]], table.on[piece][inside[piece]]
                found.append(np.stack([np.full(len(subject), place), subject, on], axis=1).astype(np.int64))
        marked = np.concatenate(found)
        marked = marked[np.lexsort(marked.T[::-1])]
        node_in_period, first = np.unique(marked[:, :2], axis=0, return_index=True)
        size, whole = len(first), np.ones(len(first), dtype=np.bool_)
        columns = {"on": Column(marked[first, 2], whole)}
        if name is not None:
            columns[name] = Column(np.ones(size, dtype=np.int8), whole)
        credit = np.broadcast_to(np.int64(WHOLE), size)
        return cls(kind, columns, np.arange(size + 1, dtype=np.int64), node_in_period[:, 1], credit, [""] * size)

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
