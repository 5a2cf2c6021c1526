"""Exact products of a sparse matrix of weights with columns of values."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from learnperf.metrics.integers import LARGEST, Integers, narrowed

_LIMB = 15


def weighted_sums(matrix: sparse.csr_array, values: Sequence[Integers], heaviest: int) -> list[Integers]:
    """Multiply a matrix of weights with columns of values: 64-bit integers where they suffice, wider where not.

    Parameters
    ----------
    matrix
        Targets by rows, weights from 0 to ``heaviest``.
    values
        Columns, one value a row.

    Examples
    --------
    >>> matrix = sparse.csr_array(np.array([[1, 1], [0, 1]]))
    >>> [column.tolist() for column in weighted_sums(matrix, [np.array([2, 3]), np.array([2**62, 2**62])], 1)]
    [[5, 3], [9223372036854775808, 4611686018427387904]]
    """
    plain = [place for place, column in enumerate(values) if _is_safe(column, heaviest)]
    sums: list[Integers] = [np.empty(0, dtype=np.int64)] * len(values)
    if plain:
        together = matrix @ np.column_stack([values[place].astype(np.int64) for place in plain])
        for at, place in enumerate(plain):
            sums[place] = together[:, at]
    for place in sorted(set(range(len(values))) - set(plain)):
        sums[place] = narrowed(_in_limbs(matrix, values[place]))
    return sums


def _is_safe(values: Integers, heaviest: int) -> bool:
    # the rounding of a sum of doubles is far smaller than the half of the range kept free here
    return float(np.abs(values.astype(np.float64)).sum()) * heaviest < LARGEST / 2


def _in_limbs(matrix: sparse.csr_array, values: Integers) -> Integers:
    """Add up 15 bits at a time: each partial sum fits 64 bits with whole millionths and 2**28 rows."""
    rest = values.astype(np.object_)
    total: Integers = np.zeros(matrix.shape[0], dtype=np.object_)
    shift = 0
    while any(value not in {0, -1} for value in rest):
        limb = np.asarray([value & ((1 << _LIMB) - 1) for value in rest], dtype=np.int64)
        total += (matrix @ limb).astype(np.object_) << shift
        rest >>= _LIMB
        shift += _LIMB
    total += (matrix @ rest.astype(np.int64)).astype(np.object_) << shift
    return total
