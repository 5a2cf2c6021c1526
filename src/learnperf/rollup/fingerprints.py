"""Fingerprints of texts: one number of 64 bits for each, so that many millions are compared without an object for each.

A text is read as words of eight bytes, which are mixed into one number. Texts that differ may share one, which is rare:
among a thousand million, once in tens of times.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from learnperf.rollup.arrays import Ints

Prints = NDArray[np.uint64]


def prints_of(texts: Sequence[str]) -> Prints:
    """Give the fingerprint of each text, the same in every process.

    Examples
    --------
    >>> one, other, again = prints_of(["ani", "budi", "ani"]).tolist()
    >>> one == again, one == other
    (True, False)
    """
    spelled = [text.encode("utf-8", "surrogatepass") for text in texts]
    lengths = np.fromiter(map(len, spelled), dtype=np.int64, count=len(spelled))
    return prints_in(np.frombuffer(b"".join(spelled), dtype=np.uint8), np.cumsum(lengths))


def prints_in(data: NDArray[np.uint8], ends: Ints) -> Prints:
    """Give the fingerprints of texts that stand one after the other, spelled in UTF-8.

    Parameters
    ----------
    data, ends
        All the texts, and where each ends.
    """
    lengths = np.diff(ends, prepend=0)
    return mixed(lengths, words_of(data, ends, lengths))


def words_of(data: NDArray[np.uint8], ends: Ints, lengths: Ints, most: int | None = None) -> Iterator[Prints]:
    """Iterate over words: the first eight bytes of each text, the next eight, and so on, zeros behind the last.

    Parameters
    ----------
    most
        Bytes of a text beyond which no more words are given; without, none are left out.
    """
    # a word more, because the last text is read eight bytes at a time
    padded = np.zeros(len(data) + _WORD, dtype=np.uint8)
    padded[: len(data)] = data
    # every place of the data read as the word that begins there
    view = np.lib.stride_tricks.as_strided(padded[:_WORD].view(np.uint64), shape=(len(data) + 1,), strides=(1,))
    starts, longest = ends - lengths, int(lengths.max(initial=1))
    for place in range(0, longest if most is None else min(longest, most), _WORD):
        yield view[np.minimum(starts + place, len(data))] & _MASKS[np.clip(lengths - place, 0, _WORD)]


def mixed(lengths: Ints, words: Iterable[Prints]) -> Prints:
    """Mix the words of each text and its length into one number."""
    found: Prints = lengths.astype(np.uint64) * _MIX[0]
    for place, word in enumerate(words):
        step = (found ^ word) * _MIX[1]
        step ^= step >> np.uint64(32)
        # a text has one fingerprint, however long the others beside it are
        found = step if place == 0 else np.where(lengths > place * _WORD, step, found)
    found *= _MIX[2]
    found ^= found >> np.uint64(29)
    return found


_WORD = 8
_MASKS = np.asarray([(1 << (8 * held)) - 1 for held in range(_WORD + 1)], dtype=np.uint64)
# odd numbers with their bits well spread, as hash functions use them
_MIX = np.asarray([0x9E3779B97F4A7C15, 0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53], dtype=np.uint64)
