"""Bounds: between which numbers an expression stays, so that no engine is asked for what it would silently wrap.

Arrays are looked at before they are added or multiplied, and what passes 64 bits is refused. A dataframe engine is not
looked into: there, the least and greatest of every column bound what any expression over them can be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import singledispatch
from itertools import product

from attrs import frozen

from learnperf.metrics.expressions import ColumnOf, Constant, Expression, Joined, When
from learnperf.metrics.integers import LARGEST, SMALLEST
from learnperf.metrics.operators import APPLY, ARITHMETIC


@frozen
class Bounds:
    """The least and the greatest a number can be."""

    least: int
    most: int

    @classmethod
    def over(cls, values: Iterable[int]) -> Bounds:
        """Give the bounds of some numbers and 0, which stands where one is missing."""
        known = {0, *values}
        return cls(min(known), max(known))

    @property
    def peak(self) -> int:
        """How far from 0 a number can be."""
        return max(abs(self.least), abs(self.most))

    @property
    def fit(self) -> bool:
        """Whether all within takes 64 bits at most."""
        return self.least >= SMALLEST and self.most <= LARGEST


def is_safe(expression: Expression, columns: Mapping[str, Bounds]) -> bool:
    """Whether neither an expression nor anything it is made of can pass 64 bits.

    Examples
    --------
    >>> from learnperf.metrics.expressions import col
    >>> columns = {"score": Bounds(0, 2**32)}
    >>> is_safe(col("score") + 1, columns), is_safe(col("score") * col("score"), columns)
    (True, False)
    """
    return all(bounds_of(part, columns).fit for part in expression.walk())


@singledispatch
def bounds_of(expression: Expression, columns: Mapping[str, Bounds]) -> Bounds:
    """Give the bounds of an expression; what only answers yes or no is 0 or 1.

    Examples
    --------
    >>> from learnperf.metrics.expressions import col
    >>> bounds_of(2 - col("score"), {"score": Bounds(0, 4)})
    Bounds(least=-2, most=2)
    """
    del expression, columns
    return Bounds(0, 1)


@bounds_of.register
def _column(expression: ColumnOf, columns: Mapping[str, Bounds]) -> Bounds:
    return columns[expression.name]


@bounds_of.register
def _constant(expression: Constant, columns: Mapping[str, Bounds]) -> Bounds:
    del columns
    return Bounds(expression.value, expression.value)


@bounds_of.register
def _joined(expression: Joined, columns: Mapping[str, Bounds]) -> Bounds:
    if expression.operator not in ARITHMETIC:
        return Bounds(0, 1)
    left, right = (bounds_of(part, columns) for part in expression.children())
    corners = product((left.least, left.most), (right.least, right.most))
    # sums, differences and products are least and greatest at corners of what their sides can be
    ends = [int(APPLY[expression.operator](*corner)) for corner in corners]
    return Bounds(min(ends), max(ends))


@bounds_of.register
def _when(expression: When, columns: Mapping[str, Bounds]) -> Bounds:
    then, otherwise = (bounds_of(part, columns) for part in expression.children()[1:])
    return Bounds(min(then.least, otherwise.least), max(then.most, otherwise.most))
