"""Which of the known ids each text is, a million texts at a time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from attrs import field, frozen
from numpy.typing import NDArray

from learnperf.io.bulk.arrow import Codes
from learnperf.io.bulk.texts import Prints, Texts
from learnperf.model.ids import LONGEST_ID
from learnperf.model.scales import MISSING_WORDS
from learnperf.rollup.arrays import Bools

_FREE = np.int32(-1)
_LONGEST_MISSING = max(map(len, MISSING_WORDS))


@frozen(eq=False)
class Lookup:
    """A table that finds known texts by their fingerprints and compares them byte by byte.

    Examples
    --------
    >>> known = Lookup.of(["ani", "budi"])
    >>> known.places(Texts.of(pa.array(["budi", "citra", "ani"]))).tolist()
    [1, -1, 0]
    """

    lengths: NDArray[np.uint8] = field(repr=False)
    words: tuple[Prints, ...] = field(repr=False)
    slots: Codes = field(repr=False)

    @classmethod
    def of(cls, known: Sequence[str]) -> Lookup:
        """Enter known texts, which all differ.

        Those over 200 bytes are not found, nor those that a cell may mean something else by: it is for the rules to say
        what ``'=1`` or ``NA`` is.
        """
        texts = Texts.of(pa.array(known, pa.large_string()))
        found = texts.whole.copy()
        apostrophe = texts.words[0] & np.uint64(0xFF) == ord("'")
        for place in np.flatnonzero(apostrophe | (texts.lengths <= _LONGEST_MISSING)).tolist():
            found[place] = known[place][:1] != "'" and known[place].casefold() not in MISSING_WORDS
        # a third full at most, so that a place is nearly always found at once
        bits = max(4, (3 * len(known)).bit_length())
        # narrow, to stay near the processor; no more than the words hold
        lengths = np.minimum(texts.lengths, LONGEST_ID + 1).astype(np.uint8)
        return cls(lengths, texts.words, _slots(texts, found, bits))

    def places(self, texts: Texts) -> Codes:
        """Give the place of each text among the known ones, -1 where it is not one of them."""
        if not len(self.lengths):
            return np.full(len(texts.lengths), _FREE)
        begin = _begins(texts.prints, self._bits)
        # nearly all are found at once, or are not there
        candidate = self.slots[begin]
        same = (candidate >= 0) & texts.whole & self._equal(candidate, texts)
        found = np.where(same, candidate, _FREE)
        open_ = np.flatnonzero(~same & (candidate >= 0) & texts.whole)
        step = 1
        while len(open_):
            candidate = self.slots[(begin[open_] + step) & (len(self.slots) - 1)]
            same = (candidate >= 0) & self._equal(candidate, texts, open_)
            found[open_[same]] = candidate[same]
            open_ = open_[~same & (candidate >= 0)]
            step += 1
        return found

    def _equal(self, candidate: Codes, texts: Texts, rows: NDArray[np.int64] | slice = slice(None)) -> Bools:
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


def _slots(texts: Texts, found: Bools, bits: int) -> Codes:
    slots = np.full(1 << bits, _FREE)
    begin = _begins(texts.prints, bits)
    waiting = np.flatnonzero(found).astype(np.int32)
    step = 0
    while len(waiting):
        place = (begin[waiting] + step) & (len(slots) - 1)
        free = slots[place] == _FREE
        # of several that want one slot the last gets it, and the others try the next
        slots[place[free]] = waiting[free]
        waiting = waiting[slots[place] != waiting]
        step += 1
    return slots
