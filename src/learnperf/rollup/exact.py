"""Exact products of weights with columns of values: several columns in one word where they fit, wider where not."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from learnperf.metrics.integers import Integers, narrowed, peak
from learnperf.rollup.arrays import Ints
from learnperf.rollup.packing import laid_out
from learnperf.rollup.rowstates import narrowest

_LIMB = 15
_MOST = 2**62


def carried(
    columns: Sequence[Integers], whole: int, plain: Callable[[Ints], Ints], most: int | None = None
) -> list[Integers]:
    """Carry several columns side by side in 64-bit words where they fit, else alone, else in parts.

    Parameters
    ----------
    columns
        Values of rows.
    whole
        The heaviest weight.
    plain
        Carries one column of 64-bit integers, in which no sum passes them: a linear map.
    most
        The most rows that come together in one place, where that is known.

    Examples
    --------
    >>> twice = lambda values: np.array([values.sum(), values[0]])
    >>> [column.tolist() for column in carried([np.array([2, 3]), np.array([2**62, 2**62])], 1, twice)]
    [[5, 2], [9223372036854775808, 4611686018427387904]]
    """
    found: list[Integers] = [np.empty(0, dtype=np.int64)] * len(columns)
    bounds = [_bound(column, most) * whole for column in columns]
    small = []
    for place, (column, bound) in enumerate(zip(columns, bounds, strict=True)):
        if bound >= _MOST:
            found[place] = _in_limbs(column, plain)
        elif int(column.min(initial=0)) < 0:
            found[place] = narrowest(plain(column.astype(np.int64, copy=False)))
        else:
            small.append(place)
    fields, words = laid_out([bounds[place] for place in small])
    together = [np.zeros(len(columns[0]), dtype=np.int64) for _ in range(words)]
    for place, one in zip(small, fields, strict=True):
        word = columns[place].astype(np.int64)
        word <<= one.shift
        together[one.word] += word
    words_at = [plain(word) for word in together]
    for place, one in zip(small, fields, strict=True):
        found[place] = one.read(words_at)
    return found


def _bound(column: Integers, most: int | None) -> int:
    """Give what no sum is beyond: that of all absolute values, or of as many of the greatest as come together."""
    if most is not None:
        return most * peak(column)
    if column.dtype == np.object_:
        return int(np.abs(column).sum())
    return int(np.abs(column, dtype=np.float64).sum()) + 1


def _in_limbs(values: Integers, plain: Callable[[Ints], Ints]) -> Integers:
    """Add up 15 bits at a time: each partial sum fits 64 bits with whole millionths and 2**28 rows."""
    rest = values.astype(np.object_)
    total: Integers = np.zeros(1, dtype=np.object_)
    shift = 0
    while any(value not in {0, -1} for value in rest):
        limb = np.asarray([value & ((1 << _LIMB) - 1) for value in rest], dtype=np.int64)
        total = total + (plain(limb).astype(np.object_) << shift)
        rest >>= _LIMB
        shift += _LIMB
    return narrowed(total + (plain(rest.astype(np.int64)).astype(np.object_) << shift))
