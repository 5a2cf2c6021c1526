"""Which of the known ids each text is, a million texts at a time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from attrs import field, frozen
from numpy.typing import NDArray

from learnperf.io.bulk.arrow import Codes
from learnperf.io.bulk.texts import Prints, Texts
from learnperf.rollup.arrays import Bools

_FREE = np.int32(-1)


@frozen(eq=False)
class Lookup:
    """A table that finds known texts by their fingerprints and compares them byte by byte.

    Examples
    --------
    >>> known = Lookup.of(["ani", "budi"])
    >>> known.places(Texts.of(pa.array(["budi", "citra", "ani"]))).tolist()
    [1, -1, 0]
    """

    lengths: NDArray[np.int64] = field(repr=False)
    words: tuple[Prints, ...] = field(repr=False)
    slots: Codes = field(repr=False)

    @classmethod
    def of(cls, known: Sequence[str]) -> Lookup:
        """Enter known texts, which all differ; those over 200 bytes are not found."""
        texts = Texts.of(pa.array(known, pa.large_string()))
        # a third full at most, so that a place is nearly always found at once
        bits = max(4, (3 * len(known)).bit_length())
        return cls(texts.lengths, texts.words, _slots(texts, bits))

    def places(self, texts: Texts) -> Codes:
        """Give the place of each text among the known ones, -1 where it is not one of them."""
        begin = _begins(texts.prints, self._bits)
        found = np.full(len(begin), -1, dtype=np.int32)
        open_ = np.flatnonzero(texts.whole)
        step = 0
        while len(open_):
            candidate = self.slots[(begin[open_] + step) & (len(self.slots) - 1)]
            same = (candidate >= 0) & self._equal(candidate, texts, open_)
            found[open_[same]] = candidate[same]
            open_ = open_[~same & (candidate >= 0)]
            step += 1
        return found

    def _equal(self, candidate: Codes, texts: Texts, rows: NDArray[np.int64]) -> Bools:
        if not len(self.lengths):
            return np.zeros(len(rows), dtype=np.bool_)
        same: Bools = self.lengths[candidate] == texts.lengths[rows]
        # of equal length, both have as many words, and any more are zero
        for mine, theirs in zip(self.words, texts.words, strict=False):
            same &= mine[candidate] == theirs[rows]
        return same

    @property
    def _bits(self) -> int:
        return len(self.slots).bit_length() - 1


def _begins(prints: Prints, bits: int) -> NDArray[np.int64]:
    return (prints >> np.uint64(64 - bits)).astype(np.int64)


def _slots(texts: Texts, bits: int) -> Codes:
    slots = np.full(1 << bits, _FREE)
    begin = _begins(texts.prints, bits)
    waiting = np.flatnonzero(texts.whole).astype(np.int32)
    step = 0
    while len(waiting):
        place = (begin[waiting] + step) & (len(slots) - 1)
        free = slots[place] == _FREE
        # of several that want one slot the last gets it, and the others try the next
        slots[place[free]] = waiting[free]
        waiting = waiting[slots[place] != waiting]
        step += 1
    return slots
