"""Expressions compute the same for one record, for a table of arrays, and on any dataframe engine."""

import operator
from collections.abc import Callable, Sequence
from enum import Enum

import attrs
import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learnperf.errors import InvalidValue, MetricFailed
from learnperf.metrics.expressions import (
    Column,
    Constant,
    Expression,
    IsIn,
    Joined,
    Row,
    as_expression,
    col,
    when,
)
from learnperf.metrics.literals import code_of
from learnperf.metrics.operators import ARITHMETIC, Operator
from learnperf.model.vocabulary import Level, Rater

NAMES = ("a", "b", "c")
LARGEST, SMALLEST = 2**63 - 1, -(2**63)
FEW = st.integers(-3, 3)
WIDE = st.sampled_from([LARGEST, SMALLEST, LARGEST - 1, 2**62, -(2**62), 2**32, 3, 0, -1])


def _trees(numbers: st.SearchStrategy[int]) -> st.SearchStrategy[Expression]:
    leaves = st.sampled_from(NAMES).map(col) | numbers.map(Constant)
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.builds(Joined, st.sampled_from(Operator), inner, inner),
            st.builds(operator.invert, inner),
            st.builds(Expression.is_present, inner),
            st.builds(Expression.is_missing, inner),
            st.builds(IsIn, inner, st.lists(numbers, max_size=3)),
            st.builds(when, inner, inner, inner),
        ),
        max_leaves=8,
    )


def _rows(numbers: st.SearchStrategy[int]) -> st.SearchStrategy[list[Row]]:
    return st.lists(st.fixed_dictionaries(dict.fromkeys(NAMES, st.none() | numbers)), max_size=5)


def table_of(rows: Sequence[Row], *, behind_missing: int = 0) -> dict[str, Column]:
    """Give rows as arrays, with any number standing where one is missing."""
    return {
        name: Column(
            np.asarray([behind_missing if row[name] is None else row[name] for row in rows], dtype=np.int64),
            np.asarray([row[name] is not None for row in rows], dtype=np.bool_),
        )
        for name in NAMES
    }


def evaluated(expression: Expression, rows: Sequence[Row], behind_missing: int = 0) -> list[int | None]:
    found = expression.evaluate(table_of(rows, behind_missing=behind_missing), len(rows))
    return [int(value) if present else None for value, present in zip(*attrs.astuple(found), strict=True)]


def of_rows(expression: Expression, rows: Sequence[Row]) -> list[int | None]:
    return [expression.of_row(row) for row in rows]


@settings(deadline=None)
@given(_trees(FEW), _rows(FEW), FEW)
def test_arrays_and_records_agree_whatever_stands_behind_a_missing_value(
    expression: Expression, rows: list[Row], behind: int
) -> None:
    assert evaluated(expression, rows, behind) == of_rows(expression, rows)


ARITHMETIC_OF_WIDE = st.recursive(
    st.sampled_from(NAMES).map(col) | WIDE.map(Constant),
    lambda inner: st.builds(Joined, st.sampled_from(sorted(ARITHMETIC, key=str)), inner, inner),
    max_leaves=4,
)


@settings(max_examples=200, deadline=None)
@given(_trees(WIDE) | ARITHMETIC_OF_WIDE, _rows(WIDE))
def test_arrays_and_records_refuse_the_same_overflows(expression: Expression, rows: list[Row]) -> None:
    try:
        expected = of_rows(expression, rows)
    except MetricFailed:
        with pytest.raises(MetricFailed, match="passes 64 bits"):
            evaluated(expression, rows, LARGEST)
    else:
        assert evaluated(expression, rows, LARGEST) == expected


@pytest.mark.parametrize(
    ("expression", "left", "right"),
    [
        (col("a") * col("b"), 2**32, 2**31),
        (col("a") * col("b"), SMALLEST, -1),
        (col("a") + col("b"), LARGEST, 1),
        (col("a") - col("b"), SMALLEST, 1),
        (1 - col("a"), SMALLEST, 0),
        (~(col("a") + col("b")), LARGEST, LARGEST),
    ],
)
def test_a_result_beyond_64_bits_is_refused_and_never_wraps(expression: Expression, left: int, right: int) -> None:
    rows: list[Row] = [{"a": 1, "b": 1, "c": None}, {"a": left, "b": right, "c": None}]
    for use in (evaluated, of_rows):
        with pytest.raises(MetricFailed, match="passes 64 bits: use smaller factors"):
            use(expression, rows)


def _polars(rows: Sequence[Row]) -> pl.DataFrame:
    return pl.DataFrame({name: [row[name] for row in rows] for name in NAMES}, schema=dict.fromkeys(NAMES, pl.Int64))


def _pyarrow(rows: Sequence[Row]) -> pa.Table:
    return pa.table({name: pa.array([row[name] for row in rows], pa.int64()) for name in NAMES})


def _nullable_pandas(rows: Sequence[Row]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.array([row[name] for row in rows], dtype="Int64") for name in NAMES})


def _plain_pandas(rows: Sequence[Row]) -> pd.DataFrame:
    """Give the frames pandas makes by itself, where a missing whole number turns its column into floats with NaN."""
    return pd.DataFrame({name: pd.Series([row[name] for row in rows], dtype=float) for name in NAMES})


@pytest.mark.parametrize("frame_of", [_polars, _pyarrow, _nullable_pandas, _plain_pandas])
@settings(max_examples=60, deadline=None)
@given(expression=_trees(FEW), rows=_rows(FEW).filter(bool))
def test_every_dataframe_engine_agrees(
    frame_of: Callable[[Sequence[Row]], pl.DataFrame], expression: Expression, rows: list[Row]
) -> None:
    frame = nw.from_native(frame_of(rows), eager_only=True)
    found = frame.with_columns(found=expression.to_narwhals())["found"].to_list()
    assert [None if pd.isna(value) else int(value) for value in found] == of_rows(expression, rows)


@pytest.mark.parametrize(
    ("build", "expected"),
    [
        (lambda a, b: a == b, 0),
        (lambda a, b: a != b, 1),
        (lambda a, b: a < b, 1),
        (lambda a, b: a <= b, 1),
        (lambda a, b: a > b, 0),
        (lambda a, b: a >= b, 0),
        (lambda a, b: a + b, 5),
        (lambda a, b: a - b, -1),
        (lambda a, b: a * b, 6),
        (lambda a, _: 10 + a, 12),
        (lambda a, _: 10 - a, 8),
        (lambda a, _: 10 * a, 20),
        (lambda a, b: (a > b) & (b > 0), 0),
        (lambda a, b: (a > b) | (b > 0), 1),
        (lambda a, b: ~(a > b), 1),
        (lambda a, _: a.is_in([1, 2]), 1),
        (lambda a, _: a.is_in([]), 0),
        (lambda a, _: a.is_missing(), 0),
        (lambda a, b: when(a < b, a, b), 2),
        (lambda a, _: a > 1, 1),
        (lambda a, _: a == Level.LEARNING, 1),
        (lambda a, _: a == Rater.PEER, 1),
    ],
)
def test_operators_mean_what_they_look_like(
    build: Callable[[Expression, Expression], Expression], expected: int
) -> None:
    expression = build(col("a"), col("b"))
    row = {"a": 2, "b": 3, "c": None}
    assert expression.of_row(row) == expected
    assert evaluated(expression, [row]) == [expected]


@pytest.mark.parametrize("refused", [bool, lambda one: one and 1, lambda one: not one, lambda one: 0 < one < 4])
def test_and_or_not_and_chains_are_refused(refused: Callable[[Expression], object]) -> None:
    with pytest.raises(TypeError, match="no truth value"):
        refused(col("a") > 1)


def test_expressions_are_not_values_to_compare_but_can_be_kept_in_sets() -> None:
    one, other = col("a"), col("a")
    assert isinstance(one == other, Joined)
    assert len({one, other, one}) == 2


@pytest.mark.parametrize("wrong", [0.5, None, float("nan"), 2**63, -(2**63) - 1, [1]])
def test_a_literal_is_a_whole_number_of_64_bits_a_word_or_a_text(wrong: object) -> None:
    with pytest.raises(InvalidValue, match="literal"):
        as_expression(wrong)


def test_words_have_the_codes_of_their_list_and_numbered_words_their_numbers() -> None:
    assert [code_of(rater) for rater in Rater] == [0, 1, 2, 3, 4]
    assert [code_of(level) for level in Level] == [1, 2, 3, 4]
    assert (code_of(SMALLEST), code_of(LARGEST)) == (SMALLEST, LARGEST)


def test_literals_remember_which_list_their_word_is_from() -> None:
    words: list[type[Enum | str] | None] = [Constant(one).words for one in (Level.RESULTS, Rater.SELF, 3)]
    assert words == [Level, Rater, None]


def test_an_expression_says_which_columns_it_reads() -> None:
    expression = when(col("a") > 1, col("b").is_in([1]), ~col("c").is_present())
    assert expression.columns == {"a", "b", "c"}
    assert Constant(1).columns == frozenset()


def test_a_number_behind_a_missing_value_cannot_make_an_overflow() -> None:
    rows: list[Row] = [{"a": None, "b": 3, "c": 1}, {"a": 2, "b": 4, "c": 1}]
    assert evaluated(col("a") * col("b"), rows, LARGEST) == [None, 8]


def test_an_overflow_that_does_not_happen_is_no_overflow() -> None:
    rows: list[Row] = [{"a": 2**62, "b": 1, "c": 0}, {"a": 1, "b": 2**62, "c": 0}]
    assert evaluated(col("a") * col("b"), rows) == [2**62, 2**62]
    assert evaluated(col("a") + col("b"), rows) == [2**62 + 1, 2**62 + 1]


@pytest.mark.parametrize("narrow", [np.int8, np.int16, np.int32])
def test_columns_as_narrow_as_holds_them_do_not_wrap(narrow: type[np.signedinteger]) -> None:
    most = int(np.iinfo(narrow).max)
    table = {"a": Column(np.asarray([most, -most], dtype=narrow), np.asarray([True, True]))}
    for expression, expected in [
        (col("a"), [most, -most]),
        (col("a") + col("a"), [2 * most, -2 * most]),
        (col("a") * col("a"), [most**2, most**2]),
        (col("a") - 1 - most, [-1, -1 - 2 * most]),
        (when(col("a") > 0, col("a"), 1) * 3, [3 * most, 3]),
    ]:
        values, _ = attrs.astuple(expression.evaluate(table, 2))
        assert values.dtype == np.int64
        assert values.tolist() == expected


def test_expressions_need_their_parts() -> None:
    plain = Expression()
    for use in (lambda: plain.evaluate({}, 0), lambda: plain.of_row({})):
        with pytest.raises(NotImplementedError):
            use()
    with pytest.raises(TypeError, match="Expression has no translation for dataframe engines"):
        plain.to_narwhals()
    assert plain.children() == ()
    assert Operator.PLUS in ARITHMETIC
