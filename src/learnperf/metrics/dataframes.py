"""Expressions for dataframe engines: the same computation as a narwhals expression, for polars, DuckDB and Spark.

Engines differ in what they do with gaps in comparisons and logic, so each part is translated as two expressions: its
value, with gaps filled, and whether it is there.
"""

from __future__ import annotations

from functools import singledispatch

import narwhals as nw

from learnperf.metrics.expressions import ColumnOf, Constant, Expression, IsIn, IsPresent, Joined, Not, When
from learnperf.metrics.operators import APPLY

Pair = tuple[nw.Expr, nw.Expr]


def to_narwhals(expression: Expression) -> nw.Expr:
    """Give an expression for any dataframe engine, null where missing.

    Examples
    --------
    >>> from learnperf.metrics.expressions import col
    >>> frame = nw.from_dict({"score": [3, None]}, backend="polars")
    >>> frame.select(above=to_narwhals(col("score") > 2))["above"].to_list()
    [1, None]
    """
    value, present = pair(expression)
    return nw.when(present).then(value)


@singledispatch
def pair(expression: Expression) -> Pair:
    """Give value and presence as narwhals expressions; the value means nothing where not present."""
    raise TypeError(f"{type(expression).__name__} has no translation for dataframe engines")


@pair.register
def _column(expression: ColumnOf) -> Pair:
    # gaps filled, so that engines that tell null from NaN compute alike
    column = nw.col(expression.name)
    return column.fill_null(0).cast(nw.Int64()), ~column.is_null()


@pair.register
def _constant(expression: Constant) -> Pair:
    return nw.lit(expression.value, nw.Int64()), _yes()


@pair.register
def _joined(expression: Joined) -> Pair:
    (left, has_left), (right, has_right) = pair(expression.left), pair(expression.right)
    return APPLY[expression.operator](left, right).cast(nw.Int64()), has_left & has_right


@pair.register
def _not(expression: Not) -> Pair:
    value, present = pair(expression.inner)
    return (value == 0).cast(nw.Int64()), present


@pair.register
def _is_present(expression: IsPresent) -> Pair:
    _, present = pair(expression.inner)
    return present.cast(nw.Int64()), _yes()


@pair.register
def _is_in(expression: IsIn) -> Pair:
    value, present = pair(expression.inner)
    return value.is_in([constant.value for constant in expression.constants]).cast(nw.Int64()), present


@pair.register
def _when(expression: When) -> Pair:
    (condition, known), (then, has_then), (otherwise, has_otherwise) = (pair(part) for part in expression.children())
    yes = condition != 0
    value = nw.when(yes).then(then).otherwise(otherwise)
    return value, known & ((yes & has_then) | (~yes & has_otherwise))


def _yes() -> nw.Expr:
    return nw.lit(True)  # noqa: FBT003  # the literal is the point
