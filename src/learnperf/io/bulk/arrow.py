"""Columns as Arrow holds them, which is what every dataframe library can give.

A column that no type of Arrow holds, such as one of pandas with numbers and text in it, is a list. pyarrow comes
without types, so its arrays go by one name here.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Array = Any  # a pyarrow.Array
Column = Any  # a pyarrow.Array, or a list
Codes = NDArray[np.int32]
Places = NDArray[np.int64]


def is_dictionary(column: Column) -> bool:
    """Whether a column holds each of its values once, and where they stand."""
    return not isinstance(column, list) and bool(pa.types.is_dictionary(column.type))


def as_text(column: Column) -> Array | None:
    """Give a column of ids as text: text as it is, whole numbers as they are written; None where it holds others."""
    if isinstance(column, list):
        return None
    plain = column.dictionary_decode() if is_dictionary(column) else column
    if pa.types.is_integer(plain.type):
        return plain.cast(pa.large_string())
    return plain.cast(pa.large_string()) if _is_text(plain.type) else None


def distinct(column: Column) -> tuple[Codes, list[object]]:
    """Give the distinct values of a column, and for each row which of them it holds.

    Examples
    --------
    >>> codes, values = distinct(pa.array(["a", None, "a"]))
    >>> codes.tolist(), values
    ([0, 1, 0], ['a', None])
    """
    if isinstance(column, list):
        return _distinct_cells(column)
    if not is_dictionary(column):
        try:
            column = column.dictionary_encode(null_encoding="encode")
        except pa.ArrowNotImplementedError:
            return _distinct_cells(column.to_pylist())
    values = column.dictionary.to_pylist()
    codes = pc.fill_null(column.indices.cast(pa.int32()), len(values)).to_numpy(zero_copy_only=False)
    return codes, [*values, None] if column.indices.null_count else values


def cells_at(column: Column, places: Places) -> list[object]:
    """Give the cells at some places, as they were read."""
    if isinstance(column, list):
        return [column[place] for place in places.tolist()]
    return list(column.take(pa.array(places)).to_pylist())


def longest(column: Column) -> int:
    """Give the length in bytes of the longest text of a column, 0 where it holds none."""
    values = column.dictionary if is_dictionary(column) else column
    return (pc.max(pc.binary_length(values)).as_py() or 0) if _is_text(values.type) else 0


def _distinct_cells(cells: list[object]) -> tuple[Codes, list[object]]:
    numbers: dict[object, int] = {}
    codes = np.fromiter((numbers.setdefault(_key(cell), len(numbers)) for cell in cells), np.int32, len(cells))
    values: list[object] = [None] * len(numbers)
    for code, cell in zip(codes.tolist(), cells, strict=True):
        values[code] = cell
    return codes, values


def _key(cell: object) -> object:
    try:
        hash(cell)
    except TypeError:
        # lists and the like, which no column of these tables holds
        return id(cell)
    # 4, 4.0 and True are equal, and are not the same cell
    return cell.__class__, cell


def _is_text(kind: Any) -> bool:  # noqa: ANN401 - pyarrow has no types
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))
