"""Expressions over columns: how a metric says, once, what every engine computes.

An expression is a small frozen tree over whole numbers. It reads a table of columns (numpy), one record (plain
Python, the independent form that tests hold the first one to), or becomes a narwhals expression for any dataframe
engine. Missing in, missing out, for comparisons and logic too: where something must be said about missing values, say
it with `is_missing`, `is_present` and `when`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

from learnperf.errors import MetricFailed
from learnperf.metrics.arguments import column_name
from learnperf.metrics.integers import LARGEST, SMALLEST, Integers, peak
from learnperf.metrics.literals import Literal, code_of
from learnperf.metrics.operators import APPLY, ARITHMETIC, Operator

if TYPE_CHECKING:
    import narwhals as nw

Row = Mapping[str, int | None]


@frozen(eq=False)
class Column:
    """Values of one column and which of them are there; what stands at a missing place means nothing.

    Values may be of any signed integer type, as narrow as holds them: expressions widen before they compute.
    """

    values: Integers
    present: NDArray[np.bool_]


Table = Mapping[str, Column]


class TooLarge(MetricFailed):
    """A result that passes 64 bits; `place` is the row it was found in."""

    def __init__(self, operator: Operator, place: int = 0) -> None:
        """Remember the row, by which whoever knows the evidence can name it."""
        self.operator = operator
        self.place = place
        super().__init__(f"a result of {operator.value} passes 64 bits: use smaller factors")

    def __reduce__(self) -> tuple[type, tuple[Operator, int]]:
        """Travel between processes with the row."""
        return type(self), (self.operator, self.place)


class Expression:
    """A computation over the columns of one record; build it from `col`, literals, operators and `when`."""

    __slots__ = ()

    def evaluate(self, table: Table, size: int) -> Column:
        """Compute for all rows of a table at once.

        Raises
        ------
        TooLarge
            A result passes 64 bits.
        """
        raise NotImplementedError

    def of_row(self, row: Row) -> int | None:
        """Compute for one record; None is missing."""
        raise NotImplementedError

    def children(self) -> tuple[Expression, ...]:
        """Give the expressions this one is made of."""
        return ()

    def walk(self) -> Iterator[Expression]:
        """Iterate over this expression and all it is made of."""
        yield self
        for child in self.children():
            yield from child.walk()

    @property
    def columns(self) -> frozenset[str]:
        """Names of the columns it reads."""
        return frozenset(part.name for part in self.walk() if isinstance(part, ColumnOf))

    def to_narwhals(self) -> nw.Expr:
        """Give the same computation for any dataframe engine, null where missing.

        Engines wrap silently where a result passes 64 bits and `evaluate` refuses: whoever runs it there looks at the
        greatest and least of the columns first.
        """
        from learnperf.metrics.dataframes import to_narwhals  # noqa: PLC0415 -- arrays need no dataframe library

        return to_narwhals(self)

    def is_in(self, values: Collection[Literal]) -> Expression:
        """Whether the value is one of these."""
        return IsIn(self, values)

    def is_missing(self) -> Expression:
        """Whether there is no value."""
        return Not(IsPresent(self))

    def is_present(self) -> Expression:
        """Whether there is a value."""
        return IsPresent(self)

    def __bool__(self) -> bool:
        """Refuse: `and`, `or`, `not` and chained comparisons would silently drop half of the expression."""
        raise TypeError("an expression has no truth value: use &, | and ~")

    def __eq__(self, other: object) -> Expression:  # type: ignore[override]  # builds an expression, as dataframes do
        """Equal."""
        return Joined(Operator.EQUAL, self, other)

    def __ne__(self, other: object) -> Expression:  # type: ignore[override]  # builds an expression, as dataframes do
        """Not equal."""
        return Joined(Operator.UNEQUAL, self, other)

    __hash__ = object.__hash__

    def __lt__(self, other: Expression | Literal) -> Expression:
        """Less than."""
        return Joined(Operator.LESS, self, other)

    def __le__(self, other: Expression | Literal) -> Expression:
        """At most."""
        return Joined(Operator.AT_MOST, self, other)

    def __gt__(self, other: Expression | Literal) -> Expression:
        """More than."""
        return Joined(Operator.MORE, self, other)

    def __ge__(self, other: Expression | Literal) -> Expression:
        """At least."""
        return Joined(Operator.AT_LEAST, self, other)

    def __add__(self, other: Expression | Literal) -> Expression:
        """Sum."""
        return Joined(Operator.PLUS, self, other)

    def __radd__(self, other: Literal) -> Expression:
        """Sum."""
        return Joined(Operator.PLUS, other, self)

    def __sub__(self, other: Expression | Literal) -> Expression:
        """Difference."""
        return Joined(Operator.MINUS, self, other)

    def __rsub__(self, other: Literal) -> Expression:
        """Difference."""
        return Joined(Operator.MINUS, other, self)

    def __mul__(self, other: Expression | Literal) -> Expression:
        """Multiply."""
        return Joined(Operator.TIMES, self, other)

    def __rmul__(self, other: Literal) -> Expression:
        """Multiply."""
        return Joined(Operator.TIMES, other, self)

    def __and__(self, other: Expression | Literal) -> Expression:
        """Both."""
        return Joined(Operator.AND, self, other)

    def __or__(self, other: Expression | Literal) -> Expression:
        """At least one of both."""
        return Joined(Operator.OR, self, other)

    def __invert__(self) -> Expression:
        """Not."""
        return Not(self)


def as_expression(value: object) -> Expression:
    """Take an expression as it is and a literal as its code."""
    return value if isinstance(value, Expression) else Constant(value)


@frozen(eq=False)
class ColumnOf(Expression):
    """The value of a column."""

    name: str

    def evaluate(self, table: Table, size: int) -> Column:
        """Look the column up, and widen it: columns come as narrow as holds them, and their sums would wrap."""
        del size
        column = table[self.name]
        return Column(column.values.astype(np.int64, copy=False), column.present)

    def of_row(self, row: Row) -> int | None:
        """Look the field up."""
        return row[self.name]


@frozen(eq=False, init=False)
class Constant(Expression):
    """A literal; a word remembers which list it is from, so that definitions can be checked, and a text that it is."""

    value: int
    words: type[Enum] | type[str] | None

    def __init__(self, value: object) -> None:
        """Keep the code and the list."""
        object.__setattr__(self, "value", code_of(value))
        words = type(value) if isinstance(value, Enum) else str if isinstance(value, str) else None
        object.__setattr__(self, "words", words)

    def evaluate(self, table: Table, size: int) -> Column:
        """Repeat the value."""
        del table
        return Column(np.broadcast_to(np.int64(self.value), size), np.broadcast_to(np.True_, size))

    def of_row(self, row: Row) -> int | None:
        """Give the value."""
        del row
        return self.value


@frozen(eq=False)
class Joined(Expression):
    """Two expressions joined by an operator."""

    operator: Operator
    left: Expression = field(converter=as_expression)
    right: Expression = field(converter=as_expression)

    def evaluate(self, table: Table, size: int) -> Column:
        """Compute both sides and join them where both are there."""
        left, right = self.left.evaluate(table, size), self.right.evaluate(table, size)
        present = left.present & right.present
        if self.operator in ARITHMETIC:
            left, right = self._checked(left, right, present)
        values = APPLY[self.operator](left.values, right.values)
        return Column(values.astype(np.int64, copy=False), present)

    def _checked(self, left: Column, right: Column, present: NDArray[np.bool_]) -> tuple[Column, Column]:
        """Make sure that no result can pass 64 bits."""
        if self._fits(peak(left.values), peak(right.values)):
            return left, right
        # what stands at missing places means nothing and may be large
        first, second = np.where(present, left.values, 0), np.where(present, right.values, 0)
        if not self._fits(peak(first), peak(second)):
            exact = APPLY[self.operator](first.astype(object), second.astype(object))
            wide = np.flatnonzero((exact > LARGEST) | (exact < SMALLEST))
            if wide.size:
                raise TooLarge(self.operator, int(wide[0]))
        return Column(first, present), Column(second, present)

    def _fits(self, left: int, right: int) -> bool:
        return (left * right if self.operator is Operator.TIMES else left + right) <= LARGEST

    def of_row(self, row: Row) -> int | None:
        """Compute both sides and join them if both are there."""
        left, right = self.left.of_row(row), self.right.of_row(row)
        if left is None or right is None:
            return None
        value = int(APPLY[self.operator](left, right))
        if not SMALLEST <= value <= LARGEST:
            raise TooLarge(self.operator)
        return value

    def children(self) -> tuple[Expression, ...]:
        """Give both sides."""
        return (self.left, self.right)


@frozen(eq=False)
class Not(Expression):
    """The opposite: 1 for 0 and 0 for everything else."""

    inner: Expression

    def evaluate(self, table: Table, size: int) -> Column:
        """Turn each value round."""
        inner = self.inner.evaluate(table, size)
        return Column((inner.values == 0).astype(np.int64), inner.present)

    def of_row(self, row: Row) -> int | None:
        """Turn the value round."""
        value = self.inner.of_row(row)
        return None if value is None else int(value == 0)

    def children(self) -> tuple[Expression, ...]:
        """Give what is turned round."""
        return (self.inner,)


@frozen(eq=False)
class IsPresent(Expression):
    """Whether there is a value; itself never missing."""

    inner: Expression

    def evaluate(self, table: Table, size: int) -> Column:
        """Give the mask as numbers."""
        present = self.inner.evaluate(table, size).present
        return Column(present.astype(np.int64), np.broadcast_to(np.True_, size))

    def of_row(self, row: Row) -> int | None:
        """Say whether there is a value."""
        return int(self.inner.of_row(row) is not None)

    def children(self) -> tuple[Expression, ...]:
        """Give what is looked at."""
        return (self.inner,)


def _constants(values: Collection[Literal]) -> tuple[Constant, ...]:
    return tuple(Constant(value) for value in values)


@frozen(eq=False)
class IsIn(Expression):
    """Whether the value is one of several literals."""

    inner: Expression
    constants: tuple[Constant, ...] = field(converter=_constants)

    def evaluate(self, table: Table, size: int) -> Column:
        """Look each value up."""
        inner = self.inner.evaluate(table, size)
        return Column(np.isin(inner.values, self._codes()).astype(np.int64), inner.present)

    def of_row(self, row: Row) -> int | None:
        """Look the value up."""
        value = self.inner.of_row(row)
        return None if value is None else int(value in self._codes())

    def children(self) -> tuple[Expression, ...]:
        """Give what is looked up, and the literals."""
        return (self.inner, *self.constants)

    def _codes(self) -> list[int]:
        return [constant.value for constant in self.constants]


@frozen(eq=False)
class When(Expression):
    """One of two values, as a condition decides; missing where the condition or the chosen value is."""

    condition: Expression = field(converter=as_expression)
    then: Expression = field(converter=as_expression)
    otherwise: Expression = field(converter=as_expression)

    def evaluate(self, table: Table, size: int) -> Column:
        """Choose row by row."""
        condition, then = self.condition.evaluate(table, size), self.then.evaluate(table, size)
        otherwise = self.otherwise.evaluate(table, size)
        yes = condition.values != 0
        present = condition.present & np.where(yes, then.present, otherwise.present)
        return Column(np.where(yes, then.values, otherwise.values), present)

    def of_row(self, row: Row) -> int | None:
        """Choose."""
        condition, then, otherwise = (part.of_row(row) for part in self.children())
        if condition is None:
            return None
        return then if condition else otherwise

    def children(self) -> tuple[Expression, ...]:
        """Give condition and both values."""
        return (self.condition, self.then, self.otherwise)


def col(name: str, *arguments: Literal) -> Expression:
    """Read a column; `learnperf.metrics.columns.COLUMNS` has their names, and what they take.

    Parameters
    ----------
    arguments
        What the column is asked with, such as the days of a window: whole numbers, texts or words.

    Examples
    --------
    >>> expression = (col("level") == 3) & col("score").is_present()
    >>> expression.of_row({"level": 3, "score": None})
    0
    >>> sorted(col("attribute", "gender").columns)
    ['attribute("gender")']
    """
    return ColumnOf(column_name(name, arguments))


def when(condition: Expression, then: Expression | Literal, otherwise: Expression | Literal) -> Expression:
    """Choose between two values.

    Examples
    --------
    >>> when(col("score").is_missing(), 0, 1).of_row({"score": 3})
    1
    """
    return When(condition, then, otherwise)
