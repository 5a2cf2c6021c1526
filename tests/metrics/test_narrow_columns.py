"""Columns of states come as narrow as holds them, and read the same as wide ones: nothing wraps on the way."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

import learnperf as lp
from learnperf.metrics.finalized import Context, Finalized
from learnperf.metrics.metric import Metric, Staged, Weights

LEAVES = [metric for metric in lp.catalogue() if isinstance(metric, Metric) and metric.state is not lp.Distinct]
STAGED = [metric for metric in lp.catalogue() if isinstance(metric, Staged)]
# states that read one at a time are given Python's numbers, which do not wrap
STATES = sorted(
    {leaf.state for leaf in LEAVES if "finalize" in vars(leaf.state)} | {lp.Variance, lp.Least, lp.Greatest},
    key=lambda one: one.__name__,
)
# every law is asked of a hundred states and metrics
FEW = settings(max_examples=25, deadline=None)
BYTES = st.lists(st.sampled_from([0, 1, 126, 127]) | st.integers(0, 127), min_size=4, max_size=4)


def exact(found: Finalized) -> list[Fraction | lp.Missing]:
    return [found.exact(place) for place in range(len(found))]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
@FEW
@given(data=st.data(), whole=st.sampled_from([1, 1_000_000]))
def test_states_of_bytes_read_as_wide_ones_do(state: type[lp.State], data: st.DataObject, whole: int) -> None:
    columns = {
        column.name: np.asarray(data.draw(BYTES), dtype=np.int8) * (not column.name.startswith("scale"))
        for column in state.COLUMNS
    }
    assert all(values.dtype == np.int8 for values in columns.values())
    wide = {name: values.astype(np.int64) for name, values in columns.items()}
    try:
        expected = exact(state.finalize(wide, Context(whole=whole)))
    except (lp.InvalidValue, ZeroDivisionError):
        # drawn columns need not be those of any evidence: squares may be too few for their sum
        reject()
    assert exact(state.finalize(columns, Context(whole=whole))) == expected


@pytest.mark.parametrize("metric", STAGED, ids=lambda metric: metric.name)
@FEW
@given(tops=BYTES, bottoms=BYTES, weights=BYTES, groups=st.lists(st.integers(0, 1), min_size=4, max_size=4))
def test_compositions_of_bytes_are_those_of_wide_numbers(
    metric: Staged, tops: list[int], bottoms: list[int], weights: list[int], groups: list[int]
) -> None:
    def composed(kind: type[np.signedinteger]) -> Finalized:
        def positive(numbers: list[int]) -> np.ndarray[tuple[int], np.dtype[np.signedinteger]]:
            return np.asarray(numbers, dtype=kind).clip(min=1)

        values = Finalized(np.asarray(tops, dtype=kind), positive(bottoms), np.zeros(4, dtype=np.int8))
        weight = Weights(positive(weights), positive(bottoms[::-1]))
        pooled = Finalized.quotient(np.zeros(2, dtype=kind), 1)
        return metric.aggregate(np.asarray(groups, dtype=kind).astype(np.int64), values, weight, pooled)

    assert exact(composed(np.int8)) == exact(composed(np.int64))
