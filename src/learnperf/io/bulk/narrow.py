"""Whole numbers kept as narrow as holds them: what millions of rows cost is bytes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from learnperf.metrics.expressions import Column

Whole = NDArray[np.signedinteger[Any]]


def narrowed(values: Whole) -> Whole:
    """Give the same numbers in the narrowest type that holds them all.

    Examples
    --------
    >>> narrowed(np.asarray([1, 200])).dtype
    dtype('int16')
    """
    least, most = (int(values.min()), int(values.max())) if len(values) else (0, 0)
    return values.astype(narrowest(least, most), copy=False)


def narrowest(least: int, most: int) -> type[np.signedinteger[Any]]:
    """Give the narrowest type that holds all numbers from one to another."""
    for kind in (np.int8, np.int16, np.int32):
        if np.iinfo(kind).min <= least and most <= np.iinfo(kind).max:
            return kind
    return np.int64


def column_of(cells: Sequence[int | None]) -> Column:
    """Make a column of numbers, None where there is none.

    Examples
    --------
    >>> column_of([4, None]).values.tolist(), column_of([4, None]).present.tolist()
    ([4, 0], [True, False])
    """
    present = np.fromiter((cell is not None for cell in cells), dtype=np.bool_, count=len(cells))
    values = np.fromiter((cell or 0 for cell in cells), dtype=np.int64, count=len(cells))
    return Column(narrowed(values), present)
