"""Which ids were met more than once, among any number of them, in little memory.

Fingerprints are spread over parts by their high bits; ids that are equal are in one part, so each part is sorted and
looked through by itself.
"""

from __future__ import annotations

import numpy as np
from attrs import Factory, define, field

from learnperf.io.bulk.spool import Kept, Spool
from learnperf.io.bulk.texts import Prints

_PARTS = 64
_SHIFT = np.uint64(58)
_IN_MEMORY = 32 * 2**20


@define(eq=False)
class Met:
    """Fingerprints met so far.

    Examples
    --------
    >>> met = Met()
    >>> met.add(np.asarray([7, 9], dtype=np.uint64))
    >>> met.add(np.asarray([9, 8], dtype=np.uint64))
    >>> met.again().tolist()
    [9]
    """

    _spool: Spool = field(factory=lambda: Spool(_IN_MEMORY))
    _parts: list[list[Kept]] = Factory(lambda: [[] for _ in range(_PARTS)])

    def add(self, prints: Prints) -> None:
        """Add fingerprints."""
        ordered = np.sort(prints)
        ends = np.searchsorted(ordered >> _SHIFT, np.arange(_PARTS + 1, dtype=np.uint64))
        for part, begin, end in zip(self._parts, ends[:-1].tolist(), ends[1:].tolist(), strict=True):
            if begin < end:
                part.append(self._spool.put(ordered[begin:end]))

    def again(self) -> Prints:
        """Give those met more than once, in order."""
        found = [np.empty(0, dtype=np.uint64)]
        for part in self._parts:
            if part:
                ordered = np.sort(np.concatenate([self._spool.get(one) for one in part]))
                found.append(np.unique(ordered[1:][ordered[1:] == ordered[:-1]]))
        return np.concatenate(found)
