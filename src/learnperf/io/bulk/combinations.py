"""The combinations of cells that a table holds, numbered as they are met, each judged once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from attrs import define, field
from numpy.typing import NDArray

from learnperf.io.bulk.arrow import Codes
from learnperf.io.bulk.judging import Judge, Judged
from learnperf.model.evidence import Record

# the codes of a column's cells, and the different cells they stand for
Coded = tuple[Codes, list[object]]
# above as many possible combinations, those there are are sorted out rather than ticked off
_FEW = 2**20


@define(eq=False)
class Combinations:
    """Combinations of the cells of some columns.

    Attributes
    ----------
    cells
        Raw cells of each combination, by column.
    records
        What each amounts to; None where it is bad.
    """

    judge: Judge
    columns: tuple[str, ...]
    cells: list[Mapping[str, object]] = field(factory=list, init=False)
    records: list[Record | None] = field(factory=list, init=False)
    _numbers: dict[tuple[object, ...], int] = field(factory=dict, init=False)

    def numbers(self, coded: Sequence[Coded]) -> Codes:
        """Give the number of each row's combination, given the cells of each column."""
        keys, row_of = _distinct_rows([codes for codes, _ in coded], [len(values) for _, values in coded])
        values = [[found[code] for code in codes] for (_, found), codes in zip(coded, keys, strict=True)]
        known = np.fromiter(map(self._number, zip(*values, strict=True)), dtype=np.int32)
        return known[row_of]

    @property
    def judged(self) -> Judged:
        """All combinations met so far."""
        return Judged(self.judge.conversion.table.record, self.records, {})

    def _number(self, combination: tuple[object, ...]) -> int:
        # 4, 4.0 and True are equal, and are not the same cell
        key = tuple((one.__class__, one) for one in combination)
        try:
            number = self._numbers.setdefault(key, len(self.records))
        except TypeError:
            # a list, which no column of these tables holds
            number = len(self.records)
        if number == len(self.records):
            cells = dict(zip(self.columns, combination, strict=True))
            self.cells.append(cells)
            self.records.append(self.judge.record(cells))
        return number


def _distinct_rows(columns: Sequence[Codes], sizes: Sequence[int]) -> tuple[list[list[int]], NDArray[np.int64]]:
    """Give the different rows of some columns of codes, column by column, and which of them each row is."""
    combined, size = columns[0].astype(np.int64), sizes[0]
    for codes, more in zip(columns[1:], sizes[1:], strict=True):
        if size * more > _FEW:
            _, combined = np.unique(combined, return_inverse=True)
            size = int(combined.max(initial=-1)) + 1
        combined, size = combined * more + codes, size * more
    if size > _FEW:
        _, first, row_of = np.unique(combined, return_index=True, return_inverse=True)
    else:
        last = np.full(size, -1, dtype=np.int64)
        last[combined] = np.arange(len(combined), dtype=np.int64)
        there = np.flatnonzero(last >= 0)
        number = np.empty(size, dtype=np.int64)
        number[there] = np.arange(len(there), dtype=np.int64)
        first, row_of = last[there], number[combined]
    return [codes[first].tolist() for codes in columns], row_of
