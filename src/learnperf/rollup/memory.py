"""The in-process engine: states as integer columns, carried up by one sparse product for all metrics together."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from attrs import field, frozen

from learnperf.metrics.algebra import Distinct, Merge
from learnperf.metrics.columns import Presence
from learnperf.metrics.definition import parts_of
from learnperf.metrics.integers import Integers, group_sums, product
from learnperf.metrics.metric import AnyMetric, Metric, Opaque, Staged, Weights
from learnperf.rollup.arrays import Bools, Ints
from learnperf.rollup.carrying import Carrier, carrier_of
from learnperf.rollup.lift import lifted
from learnperf.rollup.opaque import opaque_value
from learnperf.rollup.outcome import Outcome, at_levels, derive, leaf_value
from learnperf.rollup.plan import Leaf, Plan, source_of
from learnperf.rollup.pooling import Pool, pool
from learnperf.rollup.reducing import reduced


@frozen(eq=False)
class RowStates:
    """States of one metric per row, before weights.

    Attributes
    ----------
    columns
        State columns.
    observed, owed
        How many pieces of each row are observations, and how many were owed one.
    seen
        Which of the placed pieces are observations.
    """

    columns: dict[str, Integers]
    observed: Ints
    owed: Ints
    seen: Bools


@frozen(slots=False, eq=False)
class Memory:
    """Evaluates a plan.

    Attributes
    ----------
    pool
        Rows of evidence that counts in the same places, and where those are.
    rows
        Per metric that reads evidence, the states of all rows.
    """

    plan: Plan = field(repr=False)
    pool: Pool = field(repr=False)
    rows: dict[str, RowStates] = field(repr=False)

    @classmethod
    def of(cls, plan: Plan) -> Memory:
        """Pool the evidence of a plan and lift it."""
        shared = pool(plan.graph, plan.question.counting, plan.placed, len(plan.periods))
        return cls(plan=plan, pool=shared, rows={leaf.name: _row_states(leaf, shared) for leaf in plan.leaves.values()})

    @cached_property
    def outcomes(self) -> dict[str, Outcome]:
        """Evaluate every metric, and those it is made of, at every node and period."""
        leaves = self._leaf_outcomes()
        kinds = self.plan.graph.kinds
        everything = {part.name: part for metric in self.plan.metrics for part in parts_of(metric)}
        return {name: at_levels(self._outcome(one, leaves), one, kinds) for name, one in everything.items()}

    @cached_property
    def carrier(self) -> Carrier:
        """How states of rows get to nodes."""
        return carrier_of(self.pool, len(self.plan.periods))

    def _leaf_outcomes(self) -> dict[str, Outcome]:
        leaves = list(self.plan.leaves.values())
        weighted = self._weighted(leaves)
        counted = self._counted(leaves)
        return {leaf.name: self._leaf_outcome(leaf, weighted, counted) for leaf in leaves}

    def _outcome(self, metric: AnyMetric, leaves: dict[str, Outcome]) -> Outcome:
        if isinstance(metric, Metric | Opaque):
            return leaves[metric.name]
        if isinstance(metric, Staged):
            return self._staged(metric, leaves[metric.inner.name])
        return derive(metric, {part.name: self._outcome(part, leaves) for part in metric.parts})

    def _weighted(self, leaves: Sequence[Leaf]) -> dict[tuple[str, str], Integers]:
        """Add up every column of every metric that adds up."""
        names = [
            (leaf.name, column.name)
            for leaf in leaves
            if isinstance(leaf, Metric)
            for column in leaf.state.COLUMNS
            if column.merge is Merge.SUM and column.name in self.rows[leaf.name].columns
        ]
        columns = [self.rows[leaf].columns[column] for leaf, column in names]
        return dict(zip(names, self.carrier.sums(columns), strict=True))

    def _counted(self, leaves: Sequence[Leaf]) -> dict[tuple[str, str], Ints]:
        """Count pieces observed and owed at each target: whole pieces, whatever their weight."""
        names = [(leaf.name, kind) for leaf in leaves for kind in ("observed", "owed")]
        columns = [getattr(self.rows[leaf], kind) for leaf, kind in names]
        return dict(zip(names, self.carrier.counts(columns), strict=True))

    def _leaf_outcome(
        self, leaf: Leaf, weighted: dict[tuple[str, str], Integers], counted: dict[tuple[str, str], Ints]
    ) -> Outcome:
        n, due = counted[leaf.name, "observed"], counted[leaf.name, "owed"]
        active = self.rows[leaf.name].observed > 0
        heads = self.carrier.people(active)
        if isinstance(leaf, Opaque):
            return Outcome(n=n, heads=heads, due=due, value=opaque_value(leaf, self.pool, self.plan, due))
        state = {column: values for (name, column), values in weighted.items() if name == leaf.name}
        state |= self._extremes(leaf, active)
        if leaf.state is Distinct:
            state["distinct"] = self.carrier.subjects(leaf.grain, active)
            if leaf.evidence is Presence:
                # the roster has a row per stretch of time; what was counted, and owed, are its nodes
                owed = self.rows[leaf.name].owed > 0
                n, due = state["distinct"], self.carrier.subjects(leaf.grain, owed)
        return Outcome(n=n, heads=heads, due=due, value=leaf_value(leaf, state, n, due, self.plan.context), state=state)

    def _extremes(self, leaf: Metric, active: Bools) -> dict[str, Integers]:
        """Carry up the columns that merge by least or greatest: weight decides only whether a row is in."""
        columns = [column for column in leaf.state.COLUMNS if column.merge is not Merge.SUM]
        values = self.rows[leaf.name].columns
        return {one.name: self.carrier.extremes(one.merge, values[one.name], active) for one in columns}

    def _staged(self, metric: Staged, inner: Outcome) -> Outcome:
        rows = self.rows[metric.inner.name]
        node, grain, row = self.pool.attribution.passing(metric.grain)
        some = rows.observed[row] > 0
        node, grain, row = node[some], grain[some], row[some]
        size = self.plan.graph.size
        target = self.pool.period[row] * size + node
        key, group = np.unique(target * size + grain, return_inverse=True)
        weight = self.pool.attribution.weight_of(row, node)
        state = {}
        for column in metric.inner.state.COLUMNS:
            values = rows.columns[column.name][row]
            weighted = product(values, weight) if column.merge is Merge.SUM else values
            state[column.name] = reduced(column.merge, group, weighted, len(key))
        count = group_sums(group, rows.observed[row], len(key))
        value = metric.aggregate(
            key // self.plan.graph.size,
            metric.inner.finalize(state, self.plan.context),
            Weights(
                group_sums(group, product(rows.observed[row], weight), len(key)),
                product(count, self.plan.context.whole),
            ),
            inner.value,
        )
        return Outcome(n=inner.n, heads=inner.heads, due=inner.due, value=value)


def _row_states(leaf: Leaf, shared: Pool) -> RowStates:
    """Lift a metric's evidence and reduce it to one state per row."""
    placed = shared.placed[source_of(leaf)]
    row = shared.row_of[source_of(leaf)]
    lift = lifted(leaf, placed.table)
    owed, observed = lift.owed[placed.place], lift.observed[placed.place]
    some = row[observed]
    return RowStates(
        columns={
            name: reduced(merge, some, values[placed.place[observed]], shared.rows)
            for name, (merge, values) in lift.columns.items()
        },
        observed=np.bincount(some, minlength=shared.rows).astype(np.int64),
        owed=np.bincount(row[owed], minlength=shared.rows).astype(np.int64),
        seen=observed,
    )
