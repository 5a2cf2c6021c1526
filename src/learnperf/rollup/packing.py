"""Packing: several small sums side by side in one 64-bit integer, so that one addition adds them all.

A sum of a row is small: a person has few evaluations, each worth few steps. Each sum gets as many bits as it can need
for the most pieces that a row has room for. Nothing is rounded, and nothing that ran over is kept: pieces are counted
in the same addition, and where a row got more than there is room for, they are taken off again and room is made.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from attrs import define, field, frozen

from learnperf.metrics.integers import Integers, added, group_sums, product
from learnperf.rollup.arrays import Ints

BITS = 62
# room for this many pieces in every row, before anybody has more
_ROOM = 63
# pieces that are added before somebody looks whether there was room, and bits that hold all that can be there by then
_AT_ONCE = 1 << 20
_COUNT_BITS = 22
_COUNT = (1 << _COUNT_BITS) - 1
# pieces whose values are looked up together: few enough that these stay in the nearest memory
_NEAR = 1 << 16


@frozen(eq=False)
class Field:
    """Where one sum stands: its word, the bits below it, and its width."""

    word: int
    shift: int
    bits: int

    def read(self, words: Sequence[Ints]) -> Integers:
        """Take the sum out of its word, in the narrowest type that holds it."""
        taken = words[self.word] >> self.shift
        taken &= (1 << self.bits) - 1
        return taken.astype(signed_of(self.bits), copy=False)


def signed_of(bits: int) -> type[np.signedinteger]:
    """Give the narrowest signed integer for numbers from 0 of so many bits."""
    kinds = (np.int8, np.int16, np.int32, np.int64)
    return next(kind for kind in kinds if bits < np.iinfo(kind).bits)


def laid_out(greatest: Sequence[int], kept: int = 0) -> tuple[list[Field], int]:
    """Give each sum a place for values from 0 up to its greatest, which fit one word; and how many words that takes.

    Parameters
    ----------
    kept
        The lowest bits of the first word, which no sum gets; 0 where there need be no word.
    """
    fields: dict[int, Field] = {}
    used = [kept] if kept else []
    for place in sorted(range(len(greatest)), key=lambda place: -greatest[place]):
        bits = max(greatest[place].bit_length(), 1)
        word = next((word for word, so_far in enumerate(used) if so_far + bits <= BITS), len(used))
        if word == len(used):
            used.append(0)
        fields[place] = Field(word, used[word], bits)
        used[word] += bits
    return [fields[place] for place in range(len(greatest))], len(used)


@define(eq=False)
class PackedSums:
    """Adds up several values of each piece by row; a piece is known by its combination, which says the values.

    The first word counts the pieces of each row in its lowest bits, where nothing that runs over can change them.

    Parameters
    ----------
    values
        One array for each sum: its value for each combination.
    rows
        How many rows there are.
    """

    values: list[Ints]
    rows: int
    _totals: dict[int, Integers] = field(init=False, factory=dict)
    _least: list[int] = field(init=False)
    _fields: dict[int, Field] = field(init=False, factory=dict)
    _tables: list[Ints] = field(init=False, factory=list)
    _words: list[Ints] = field(init=False, factory=list)
    _room: int = field(init=False, default=_ROOM)

    def __attrs_post_init__(self) -> None:
        """Begin with nothing."""
        self._least = [min(int(one.min(initial=0)), 0) for one in self.values]

    def add(self, row: Ints, code: Integers) -> None:
        """Add pieces, each to its row."""
        if not self.values:
            return
        if not self._words:
            self._lay_out()
        for begin in range(0, len(row), _AT_ONCE):
            self._add(row[begin : begin + _AT_ONCE], code[begin : begin + _AT_ONCE])

    def taken(self) -> list[Integers]:
        """Take the sums away, and begin anew."""
        if self._words:
            self._settle()
        nothing = np.zeros(self.rows, dtype=np.int8)
        totals = [self._totals.get(place, nothing) for place in range(len(self.values))]
        self._totals = {}
        return totals

    def _add(self, row: Ints, code: Integers) -> None:
        # evidence in order of people touches few rows at a time
        begin, end = int(row.min()), int(row.max()) + 1
        self._scatter(np.add, row, code)
        if int((self._words[0][begin:end] & _COUNT).max()) > self._room:
            self._scatter(np.subtract, row, code)
            self._settle()
            self._room = max(self._room, 2 * int(np.bincount(row - begin).max()))
            self._lay_out()
            self._scatter(np.add, row, code)
        for place in set(range(len(self.values))) - set(self._fields):
            self._put(place, group_sums(row, self.values[place][code], self.rows))

    def _scatter(self, change: np.ufunc, row: Ints, code: Integers) -> None:
        # so few pieces at a time that what is looked up is still near when it is used
        for begin in range(0, len(row), _NEAR):
            rows, codes = (one[begin : begin + _NEAR].astype(np.int64, copy=False) for one in (row, code))
            for word, table in zip(self._words, self._tables, strict=True):
                change.at(word, rows, table.take(codes))

    def _settle(self) -> None:
        """Take the sums out of their words."""
        pieces = self._words[0] & _COUNT
        for place, one in self._fields.items():
            total = one.read(self._words)
            if self._least[place]:
                # values were moved up so that none is below 0
                total = added(total, product(pieces, self._least[place]))
            self._put(place, total)
        for word in self._words:
            word[:] = 0

    def _put(self, place: int, total: Integers) -> None:
        before = self._totals.get(place)
        self._totals[place] = total if before is None else added(before, total)

    def _lay_out(self) -> None:
        """Give each sum room for the most pieces."""
        moved = [int(one.max(initial=0)) - least for one, least in zip(self.values, self._least, strict=True)]
        fitting = [place for place, one in enumerate(moved) if one * self._room < 1 << BITS]
        fields, words = laid_out([moved[place] * self._room for place in fitting], _COUNT_BITS)
        self._fields = dict(zip(fitting, fields, strict=True))
        self._tables = [np.zeros(len(self.values[0]), dtype=np.int64) for _ in range(words)]
        self._tables[0] += 1
        for place, one in self._fields.items():
            self._tables[one.word] += (self.values[place] - self._least[place]) << one.shift
        self._words = [np.zeros(self.rows, dtype=np.int64) for _ in range(words)]
