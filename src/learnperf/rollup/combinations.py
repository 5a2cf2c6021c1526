"""Combinations: pieces told apart by the few different combinations of values that metrics read of them.

Words, marks and scores repeat: ten million evaluations are a few dozen combinations of level, score and scale. A metric
is lifted once for each combination, not once for each piece.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping

import numpy as np
from attrs import field, frozen

from learnperf.metrics.expressions import Column
from learnperf.metrics.integers import Integers
from learnperf.metrics.metric import Metric
from learnperf.rollup.arrays import Ints
from learnperf.rollup.leaves import columns_read

# combinations in one table: small enough that a look-up stays in the nearest memory
_MOST = 1 << 14


@frozen(eq=False)
class CodedColumn:
    """A column as places in a short list of its values; missing is the place after the last."""

    codes: Integers = field(repr=False)
    entries: Ints
    has_missing: bool

    @property
    def size(self) -> int:
        """How many different values there can be, missing included."""
        return len(self.entries) + self.has_missing

    @classmethod
    def of(cls, column: Column) -> CodedColumn | None:
        """Code a column, or give None where it has too many different values."""
        values, present = _once(column.values), _once(column.present)
        whole = bool(present.all())
        if not whole:
            # what stands at missing places means nothing
            values = np.where(present, values, values[np.argmax(present)])
        least, greatest = (int(values.min()), int(values.max())) if len(values) else (0, 0)
        if greatest - least < _MOST:
            entries = np.arange(least, greatest + 1, dtype=np.int64)
            # places are few, so that what is lost of larger numbers is lost of both
            kind = _kind_of(len(entries))
            codes: Integers = values.astype(kind) - np.int64(least).astype(kind)
        else:
            entries, codes = np.unique(values, return_inverse=True)
            if len(entries) > _MOST:
                return None
        if not whole:
            codes = np.where(present, codes, len(entries))
        return cls(np.broadcast_to(codes, len(column.values)), entries.astype(np.int64, copy=False), not whole)


def _once(values: Integers) -> Integers:
    """Give one of values that are all the same because there is but one in memory."""
    return values[:1] if values.strides == (0,) else values


def _kind_of(size: int) -> type[np.unsignedinteger]:
    """Give the type for places in a list that is not longer than `_MOST`; the place after the last fits, too."""
    return np.uint8 if size <= np.iinfo(np.uint8).max else np.uint16


@frozen(eq=False)
class Combinations:
    """A table with one row for each combination that can occur.

    Attributes
    ----------
    code
        Combination of each piece.
    columns
        Values of each combination.
    size
        How many there are.
    signature
        Equal for equal tables.
    """

    code: Integers = field(repr=False)
    columns: Mapping[str, Column] = field(repr=False)
    size: int
    signature: object = field(repr=False)

    @classmethod
    def of(cls, coded: Mapping[str, CodedColumn], pieces: int) -> Combinations:
        """Combine columns."""
        size = math.prod(column.size for column in coded.values())
        kind = _kind_of(size)
        code: Integers = np.broadcast_to(kind(0), pieces)
        for column in coded.values():
            if column.size > 1:
                code = code * kind(column.size) + column.codes.astype(kind, copy=False)
        columns, step = {}, size
        for name, column in coded.items():
            step //= column.size
            place = np.arange(size) // step % column.size
            present = place < len(column.entries)
            columns[name] = Column(np.append(column.entries, 0)[place], present)
        signature = tuple((name, one.entries.tobytes(), one.has_missing) for name, one in coded.items())
        return cls(code, columns, size, signature)


def grouped(leaves: Collection[Metric], sizes: Mapping[str, int]) -> tuple[list[list[Metric]], list[Metric]]:
    """Group metrics that can be lifted by combination together; give those that cannot as well.

    Parameters
    ----------
    sizes
        How many different values each column has; columns with too many are not in it.
    """
    groups: list[tuple[set[str], list[Metric]]] = []
    others = []
    for leaf in leaves:
        names = columns_read(leaf)
        if leaf.function is not None or not names <= set(sizes) or _size(names, sizes) > _MOST:
            others.append(leaf)
            continue
        for known, several in groups:
            if _size(known | names, sizes) <= _MOST:
                known.update(names)
                several.append(leaf)
                break
        else:
            groups.append((set(names), [leaf]))
    return [several for _, several in groups], others


def _size(names: Collection[str], sizes: Mapping[str, int]) -> int:
    return math.prod(sizes[name] for name in names)


def in_order(names: Collection[str], coded: Mapping[str, CodedColumn]) -> dict[str, CodedColumn]:
    """Choose columns by name, in an order that does not depend on the run."""
    return {name: coded[name] for name in sorted(names)}
