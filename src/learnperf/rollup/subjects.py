"""Subjects: one value per learner, team or unit at every node, before they are composed to one."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from attrs import field, frozen

from learnperf.metrics.algebra import Merge
from learnperf.metrics.finalized import Finalized
from learnperf.metrics.integers import Integers, group_sums, product
from learnperf.metrics.metric import Metric, Weights
from learnperf.model.nodes import NodeKind
from learnperf.rollup.arrays import Ints
from learnperf.rollup.attribution import Attribution
from learnperf.rollup.plan import Plan
from learnperf.rollup.reducing import reduced
from learnperf.rollup.rowstates import RowStates


@frozen(eq=False)
class Subjects:
    """States of a metric by target (``period * nodes + node``) and by the subject whose evidence they are, in order.

    Attributes
    ----------
    subject
        Number of the learner, team or unit.
    state
        Weighted columns.
    weights
        Mean weight of the subject's evidence at the node; 1 in full counting.
    """

    target: Ints
    subject: Ints
    state: Mapping[str, Integers] = field(repr=False)
    weights: Weights = field(repr=False)

    @classmethod
    def of(
        cls,
        plan: Plan,
        period: Ints,
        rows: RowStates,
        attribution: Attribution,
        row_of: Ints,
        inner: Metric,
        grain: NodeKind,
    ) -> Subjects:
        """Merge the states of rows by target and subject.

        Parameters
        ----------
        period
            Period of each row.
        attribution, row_of
            Where the rows in question count, and which of all rows they are.
        """
        node, subject, place = attribution.passing(grain)
        some = rows.observed[row_of[place]] > 0
        node, subject, place = node[some], subject[some], place[some]
        row, size = row_of[place], plan.graph.size
        key, group = np.unique((period[row] * size + node) * size + subject, return_inverse=True)
        weight = attribution.weight_of(place, node)
        observed = rows.observed[row].astype(np.int64)
        state = {}
        for column in inner.state.COLUMNS:
            values = rows.columns[column.name][row]
            weighted = product(values, weight) if column.merge is Merge.SUM else values
            state[column.name] = reduced(column.merge, group, weighted, len(key))
        count = group_sums(group, observed, len(key))
        weights = Weights(group_sums(group, product(observed, weight), len(key)), product(count, plan.context.whole))
        return cls(key // size, key % size, state, weights)

    def values(self, plan: Plan, inner: Metric) -> Finalized:
        """Read each subject's state."""
        return inner.finalize(self.state, plan.context)
