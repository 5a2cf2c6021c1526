"""Reducing values by group, as a column merges."""

from __future__ import annotations

from learnperf.metrics.algebra import Merge
from learnperf.metrics.integers import Integers, group_extremes, group_sums
from learnperf.rollup.arrays import Ints


def reduced(merge: Merge, group: Ints, values: Integers, groups: int) -> Integers:
    """Reduce values by group with the column's own merge; groups without values hold its identity."""
    if merge is Merge.SUM:
        return group_sums(group, values, groups)
    return group_extremes(group, values, groups, greatest=merge is Merge.MAX)
