"""Rows as whole numbers: which node, which day, which activity, which combination of the other cells.

This is all that is kept of a row beside its id, some ten bytes; what it was read as can be made of it again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from attrs import define, field

from learnperf.io.bulk.arrow import Codes, Places
from learnperf.io.bulk.ids import Ids, Packed
from learnperf.io.bulk.narrow import Whole, narrowed
from learnperf.io.bulk.spool import Kept, Spool
from learnperf.io.bulk.texts import Prints, Texts
from learnperf.model.evidence import Record
from learnperf.rollup.arrays import Bools


@define(eq=False)
class Block:
    """The rows of one chunk.

    Attributes
    ----------
    file, first, size
        As of the chunk.
    columns
        What stands in each row, by what it is; where it is the same in all rows, that one number.
    left_out
        Places of the rows that do not count from here: they are bad, or were looked at one by one.
    records
        The rows as records, where they were made already.
    """

    file: str | None
    first: int
    size: int
    columns: Mapping[str, Kept | int] = field(repr=False)
    left_out: Places = field(repr=False)
    _spool: Spool = field(repr=False)
    _id_data: Kept = field(repr=False)
    _id_lengths: Kept | int = field(repr=False)
    records: Sequence[Record] = field(default=(), kw_only=True, repr=False)

    @classmethod
    def put(cls, spool: Spool, chunk: tuple[str | None, int], ids: Ids, columns: Mapping[str, Codes]) -> Block:
        """Put the rows of a chunk by."""
        kept = {name: _put(spool, codes) for name, codes in columns.items()}
        bad = np.flatnonzero(~ids.good)
        data, lengths = spool.put(ids.texts.data), _put(spool, ids.texts.lengths)
        return cls(*chunk, len(ids.good), kept, bad, spool, data, lengths)

    @property
    def count(self) -> int:
        """How many rows count from here."""
        return self.size - len(self.left_out)

    def leave_out(self, places: Places) -> None:
        """Leave out more rows."""
        self.left_out = np.union1d(self.left_out, places)

    def column(self, name: str) -> Whole:
        """Give what stands in the rows that count."""
        whole = self.whole(self.columns[name])
        return np.delete(whole, self.left_out) if len(self.left_out) else whole

    def places(self) -> Places:
        """Give the places of the rows that count."""
        return np.delete(np.arange(self.size, dtype=np.int64), self.left_out)

    def whole(self, kept: Kept | int) -> Whole:
        """Give what stands in all rows."""
        return np.full(self.size, kept, dtype=np.int32) if isinstance(kept, int) else self._spool.get(kept)

    def ids(self) -> Packed:
        """Give the ids of all rows."""
        lengths = self.whole(self._id_lengths)
        return Packed(self._spool.get(self._id_data), np.cumsum(lengths, dtype=np.int64))

    def texts(self) -> Texts:
        """Give the ids of all rows as texts."""
        return Texts.of(self.ids().array())


def _put(spool: Spool, codes: Whole) -> Kept | int:
    if len(codes) and (codes == codes[0]).all():
        return int(codes[0])
    return spool.put(narrowed(codes))


def is_among(prints: Prints, some: Prints) -> Bools:
    """Say which fingerprints are among some, which are in order."""
    place = np.searchsorted(some, prints)
    found: Bools = np.append(some, some[-1:])[place] == prints
    return found
