"""Ids of rows: read, checked, fingerprinted, put by, and given again when somebody asks which row it was."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from attrs import field, frozen
from numpy.typing import NDArray

from learnperf.errors import InvalidValue
from learnperf.io.bulk.arrow import Array, Column, as_text, cells_at
from learnperf.io.bulk.judging import Judge
from learnperf.io.bulk.texts import Prints, Texts, joined, prints_of
from learnperf.model.ids import check_id
from learnperf.rollup.arrays import Bools, Ints


@frozen(eq=False)
class Ids:
    """The ids of some rows.

    Attributes
    ----------
    texts
        The ids; an empty text where there is no good one.
    good
        Whether each is an id.
    prints
        Their fingerprints, the same for ids that are equal or look alike.
    """

    texts: Texts = field(repr=False)
    good: Bools = field(repr=False)
    prints: Prints = field(repr=False)

    @classmethod
    def read(cls, column: Column, judge: Judge) -> Ids:
        """Read a column of ids: what is plain at a glance is taken, the rest is put before the rules one by one."""
        text = as_text(column)
        texts = Texts.of(pa.nulls(len(column), pa.large_string()) if text is None else text)
        odd = np.flatnonzero(~texts.plain)
        good = np.ones(len(column), dtype=np.bool_)
        if len(odd):
            read = [_id_of(cell, judge) for cell in cells_at(column, odd)]
            good[odd] = [one is not None for one in read]
            all_of_them = texts.array().to_numpy(zero_copy_only=False)
            all_of_them[odd] = [one or "" for one in read]
            texts = Texts.of(pa.array(all_of_them, pa.large_string()))
        return cls(texts, good, prints_in(texts))


def prints_in(texts: Texts) -> Prints:
    """Give the fingerprints of good ids, the same for those that look alike."""
    prints = texts.prints
    unlike = np.flatnonzero(~texts.plain & (texts.lengths > 0))
    if len(unlike):
        prints = prints.copy()
        prints[unlike] = prints_of(texts.array().take(pa.array(unlike)).to_pylist())
    return prints


def _id_of(cell: object, judge: Judge) -> str | None:
    if isinstance(cell, str) and cell[:1].isalnum():
        # neither missing nor escaped: it is the id itself
        try:
            check_id("id", cell)
        except InvalidValue:
            return None
        return cell
    record = judge.record({"id": cell})
    return None if record is None else record.id


@frozen(eq=False)
class Packed:
    """Texts one after the other, and how long each is."""

    data: NDArray[np.uint8] = field(repr=False)
    ends: Ints = field(repr=False)

    def array(self) -> Array:
        """Give the texts as a column."""
        return joined(self.data, self.ends)

    def at(self, place: int) -> str:
        """Give one of the texts.

        Examples
        --------
        >>> Packed(np.frombuffer(b"anibudi", dtype=np.uint8), np.asarray([3, 7])).at(1)
        'budi'
        """
        begin = int(self.ends[place - 1]) if place else 0
        return self.data[begin : int(self.ends[place])].tobytes().decode("utf-8", "surrogatepass")
