"""Bounds hold whatever an expression is, and no engine is asked for what would wrap."""

import operator
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from learnperf.errors import MetricFailed
from learnperf.metrics.expressions import Constant, Expression, IsIn, Joined, col, when
from learnperf.metrics.operators import Operator
from learnperf.rollup.frames.bounds import Bounds, bounds_of, is_safe

NUMBERS = st.sampled_from([0, 1, -1, 3, 2**31, 2**62, -(2**62), 2**63 - 1, -(2**63)])
NAMES = ("a", "b")
EXPRESSIONS = st.recursive(
    st.sampled_from(NAMES).map(col) | NUMBERS.map(Constant),
    lambda inner: st.one_of(
        st.builds(Joined, st.sampled_from(Operator), inner, inner),
        st.builds(operator.invert, inner),
        st.builds(Expression.is_present, inner),
        st.builds(IsIn, inner, st.lists(NUMBERS, max_size=2)),
        st.builds(when, inner, inner, inner),
    ),
    max_leaves=6,
)


@given(EXPRESSIONS, st.lists(NUMBERS, min_size=1, max_size=3), st.lists(NUMBERS, min_size=1, max_size=3))
def test_no_value_passes_the_bounds_and_nothing_safe_passes_64_bits(
    expression: Expression, first: list[int], second: list[int]
) -> None:
    columns = {"a": Bounds.over(first), "b": Bounds.over(second)}
    found = bounds_of(expression, columns)
    for a, b in product([*first, None], [*second, None]):
        try:
            value = expression.of_row({"a": a, "b": b})
        except MetricFailed:
            assert not is_safe(expression, columns)
        else:
            assert value is None or found.least <= value <= found.most


def test_a_safe_part_does_not_make_a_whole_safe() -> None:
    columns = {"a": Bounds(0, 2**40)}
    inner = col("a") * col("a")
    assert is_safe(col("a") + 2**62, columns)
    assert not is_safe(inner.is_present(), columns)
    assert Bounds(-5, 3).peak == 5
