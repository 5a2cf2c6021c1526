"""Ids as whole numbers: texts cut into words of eight bytes, so that a million are compared without an object for each.

Words are padded with zeros; with its length they say exactly which text it is. A fingerprint mixes them into one number
of 64 bits: texts that differ may share one, which is rare, and whoever relies on it looks again.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from hashlib import blake2b

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from attrs import field, frozen
from numpy.typing import NDArray

from learnperf.io.bulk.arrow import Array
from learnperf.model.ids import LONGEST_ID, skeleton
from learnperf.rollup.arrays import Bools
from learnperf.rollup.fingerprints import Prints, mixed, words_of

__all__ = ["Prints", "Texts", "joined", "prints_of"]


@frozen(slots=False, eq=False)
class Texts:
    """Texts as words.

    Attributes
    ----------
    lengths
        In bytes.
    words
        The first eight bytes of each text, the next eight, and so on up to 200 bytes.
    data, ends
        All texts one after the other, and where each ends there.
    """

    lengths: NDArray[np.int64] = field(repr=False)
    words: tuple[Prints, ...] = field(repr=False)
    data: NDArray[np.uint8] = field(repr=False)
    ends: NDArray[np.int64] = field(repr=False)

    @classmethod
    def of(cls, array: Array) -> Texts:
        """Cut a column of text into words; what is missing becomes empty."""
        filled = array.cast(pa.large_string())
        if filled.null_count:
            filled = pc.fill_null(filled, "")
        _, offsets, data = filled.buffers()
        places = np.frombuffer(offsets or bytes(8), dtype=np.int64)[filled.offset : filled.offset + len(filled) + 1]
        begin, end = int(places[0]), int(places[-1])
        spelled = np.frombuffer(data or b"", dtype=np.uint8)[begin:end]
        ends, lengths = places[1:] - begin, np.diff(places)
        return cls(lengths, tuple(words_of(spelled, ends, lengths, LONGEST_ID)), spelled, ends)

    def array(self) -> Array:
        """Give the texts as a column again."""
        return joined(self.data, self.ends)

    @cached_property
    def whole(self) -> Bools:
        """Whether the words hold all of each text."""
        whole: Bools = self.lengths <= LONGEST_ID
        return whole

    @cached_property
    def plain(self) -> Bools:
        """Whether each text is an id that needs no closer look: printable ASCII that begins with a letter or digit."""
        first = self.words[0] & np.uint64(0xFF)
        last = self.data[np.maximum(self.ends - 1, 0)] if len(self.data) else np.zeros(len(self.ends), dtype=np.uint8)
        plain: Bools = self.whole & _ALNUM[first.astype(np.intp)] & (last != _SPACE)
        odd = np.flatnonzero((self.data < _SPACE) | (self.data > _TILDE))
        plain[np.searchsorted(self.ends, odd, side="right")] = False
        return plain

    @cached_property
    def prints(self) -> Prints:
        """Fingerprint of each text; of those longer than the words hold it means nothing."""
        return mixed(self.lengths, self.words)


def joined(data: NDArray[np.uint8], ends: NDArray[np.int64]) -> Array:
    """Give texts that stand one after the other as a column."""
    offsets = np.concatenate([np.zeros(1, dtype=np.int64), ends])
    return pa.LargeStringArray.from_buffers(len(ends), pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(data)))


def prints_of(texts: Sequence[str]) -> Prints:
    """Give the fingerprints of texts as a reader sees them: what looks alike has the same one.

    Examples
    --------
    >>> len(set(prints_of(["ani", "\u0430ni", "budi"]).tolist()))
    2
    """
    forms = [skeleton(text) for text in texts]
    found = Texts.of(pa.array(forms, pa.large_string()))
    prints = found.prints
    for place in np.flatnonzero(~found.whole).tolist():
        digest = blake2b(forms[place].encode("utf-8", "surrogatepass"), digest_size=_WORD).digest()
        prints[place] = int.from_bytes(digest, "little")
    return prints


_WORD = 8
_SPACE, _TILDE = ord(" "), ord("~")
_ALNUM = np.fromiter((chr(code).isalnum() and code < 128 for code in range(256)), dtype=np.bool_, count=256)  # noqa: PLR2004 - ASCII
