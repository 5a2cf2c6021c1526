"""The in-process engine: states as integer columns by row, carried up together for all metrics."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial

import numpy as np
from attrs import evolve, field, frozen

from learnperf.metrics.algebra import Distinct, Merge
from learnperf.metrics.columns import Presence
from learnperf.metrics.definition import parts_of
from learnperf.metrics.finalized import Finalized
from learnperf.metrics.integers import Integers
from learnperf.metrics.metric import AnyMetric, Metric, Opaque, Staged
from learnperf.metrics.missing import MissingPolicy
from learnperf.model.nodes import NodeKind
from learnperf.rollup.arrays import Bools, Ints
from learnperf.rollup.attribution import Attribution, part_of
from learnperf.rollup.carrying import Carrier
from learnperf.rollup.graph import KIND_CODES
from learnperf.rollup.leaves import Leaf, by_source, source_of
from learnperf.rollup.lift import lifted
from learnperf.rollup.opaque import opaque_value
from learnperf.rollup.outcome import Outcome, States, at_levels, derive, failed, leaf_value
from learnperf.rollup.plan import Plan
from learnperf.rollup.pooling import Gathered, Gathering, Pool
from learnperf.rollup.rowstates import RowStates, is_constant
from learnperf.rollup.subjects import Subjects
from learnperf.rollup.threads import both


@frozen(slots=False, eq=False)
class Memory:
    """Evaluates a plan.

    Attributes
    ----------
    pool
        Rows of evidence that counts in the same places, where those are, and what the rows come to.
    """

    plan: Plan = field(repr=False)
    pool: Pool = field(repr=False)

    @classmethod
    def of(cls, plan: Plan) -> Memory:
        """Go through the evidence of a plan."""
        size = plan.graph.size + sum(source.size for source in plan.sources.values())
        gathered, _ = both(size, partial(_gathered, plan), plan.flow.prepare)
        return cls.from_gathered(plan, gathered)

    @classmethod
    def from_gathered(cls, plan: Plan, gathered: Mapping[object, Gathered]) -> Memory:
        """Go on from what the evidence of each source came to by row, wherever that was worked out."""
        return cls(plan, Pool.of(plan.upward, plan.question.counting, len(plan.periods), plan.sources, gathered))

    @cached_property
    def outcomes(self) -> dict[str, Outcome]:
        """Evaluate every metric, and those it is made of, at every node and period."""
        # what states are carried by is of no use afterwards, and large
        leaves = self._leaf_outcomes(Carrier(self.pool, self.plan.flow))
        kinds = self.plan.graph.kinds
        everything = {part.name: part for metric in self.plan.metrics for part in parts_of(metric)}
        return {name: at_levels(self._outcome(one, leaves), one, kinds) for name, one in everything.items()}

    @cached_property
    def rows(self) -> Mapping[str, RowStates]:
        """States of rows by metric; a distinct count, and what reads the roster, have to do with their grain alone."""
        return {name: self._about(self.plan.leaves[name], states) for name, states in self.pool.states.items()}

    @cached_property
    def _composed(self) -> tuple[Attribution, Ints]:
        """Give where the rows count that staged metrics compose, and which these are: no others need a list."""
        inner = {
            part.inner.name for metric in self.plan.metrics for part in parts_of(metric) if isinstance(part, Staged)
        }
        seen = np.zeros(self.pool.rows, dtype=np.bool_)
        for name in inner:
            seen |= self.rows[name].observed > 0
        rows = np.flatnonzero(seen)
        return part_of(self.pool.attribution, rows)[0], rows

    def seen(self, leaf: Leaf) -> Bools:
        """Say which of the placed pieces of a metric's source are observations."""
        placed = self.pool.placed(source_of(leaf))
        observed: Bools = lifted(leaf, placed.table).observed[placed.place]
        return observed

    def _about(self, leaf: Leaf, states: RowStates) -> RowStates:
        if not isinstance(leaf, Metric) or (leaf.state is not Distinct and leaf.evidence is not Presence):
            return states
        entries, kinds = self.pool.attribution.entries, self.plan.graph.kinds
        about = np.zeros(entries.rows, dtype=np.bool_)
        about[entries.row[kinds[entries.subject] == KIND_CODES[leaf.grain]]] = True
        if about.all():
            return states
        return RowStates(states.columns, states.observed * about, states.owed * about)

    def _leaf_outcomes(self, carrier: Carrier) -> dict[str, Outcome]:
        leaves = list(self.plan.leaves.values())
        summed = [
            (leaf.name, column.name)
            for leaf in leaves
            if isinstance(leaf, Metric)
            for column in leaf.state.COLUMNS
            if column.merge is Merge.SUM
        ]
        sums = [self.rows[leaf].columns[column] for leaf, column in summed]
        counts = [getattr(self.rows[leaf.name], kind) for kind in ("observed", "owed") for leaf in leaves]
        actives, rows = self._actives(leaves), self.pool.rows
        _, worths = both(rows, carrier.prepare, partial(carrier.worths, actives))
        (added_up, counted), heads = both(
            rows, partial(carrier.sums_and_counts, sums, counts), partial(carrier.people, worths)
        )
        weighted = dict(zip(summed, added_up, strict=True))
        found = {}
        for place, leaf in enumerate(leaves):
            outcome = Outcome(n=counted[place], heads=heads[place], due=counted[len(leaves) + place], value=_NO_VALUE)
            state = {column: values for (name, column), values in weighted.items() if name == leaf.name}
            work = partial(self._leaf_outcome, carrier, leaf, outcome, state, actives[place])
            found[leaf.name] = self.plan.failures.attempt(leaf.name, work, partial(failed, self.plan.targets))
        return found

    def _actives(self, leaves: Sequence[Leaf]) -> list[Bools]:
        """Give, for each metric, the rows with observations; metrics that observe the same share one array."""
        known: dict[int, Bools] = {}
        observed = [self.rows[leaf.name].observed for leaf in leaves]
        return [known.setdefault(id(one), one > 0) for one in observed]

    def _leaf_outcome(
        self, carrier: Carrier, leaf: Leaf, found: Outcome, state: dict[str, Integers], active: Bools
    ) -> Outcome:
        if isinstance(leaf, Opaque):
            return evolve(found, value=opaque_value(leaf, self.pool, self.plan, found.due))
        columns: dict[str, Integers | Callable[[], Integers]] = {**state}
        everywhere: dict[str, Integers] = {}
        for one in leaf.state.COLUMNS:
            if one.merge is not Merge.SUM:
                values = self.rows[leaf.name].columns[one.name]
                # nearly always all have one scale, and a column for it would say nothing
                if is_constant(values) and len(values) > 0:
                    columns[one.name] = partial(_where_seen, found.n, int(values[0]), one.merge)
                    everywhere[one.name] = np.broadcast_to(values[0], self.plan.targets)
                else:
                    columns[one.name] = carrier.extremes(one.merge, values, active)
        n, due = found.n, found.due
        if leaf.state is Distinct:
            (distinct,) = carrier.subjects(leaf.grain, [active])
            columns["distinct"] = distinct
        if leaf.evidence is Presence:
            # the roster has a row per stretch of time; what was counted, and owed, are its nodes
            n, due = carrier.subjects(leaf.grain, [active, self.rows[leaf.name].owed > 0])
        # where nothing was seen nobody looks at the scale, unless nothing is a value
        told = columns if leaf.missing is MissingPolicy.EMPTY_IS_ZERO else {**columns, **everywhere}
        value = leaf_value(leaf, States(told), n, due, self.plan.context)
        return Outcome(n=n, heads=found.heads, due=due, value=value, state=States(columns))

    def _outcome(self, metric: AnyMetric, leaves: dict[str, Outcome]) -> Outcome:
        if self.plan.failures.of(metric):
            return failed(self.plan.targets)
        if isinstance(metric, Metric | Opaque):
            return leaves[metric.name]
        if isinstance(metric, Staged):
            return self._staged(metric, leaves[metric.inner.name])
        return derive(metric, {part.name: self._outcome(part, leaves) for part in metric.parts})

    def subjects(self, inner: Metric, grain: NodeKind) -> Subjects:
        """Give the states of a metric by target and subject."""
        rows = np.flatnonzero(self.rows[inner.name].observed > 0)
        return self._subjects(inner, grain, part_of(self.pool.attribution, rows)[0], rows)

    def _subjects(self, inner: Metric, grain: NodeKind, attribution: Attribution, row_of: Ints) -> Subjects:
        return Subjects.of(self.plan, self.pool.period, self.rows[inner.name], attribution, row_of, inner, grain)

    def _staged(self, metric: Staged, inner: Outcome) -> Outcome:
        found = self._subjects(metric.inner, metric.grain, *self._composed)
        value = metric.aggregate(found.target, found.values(self.plan, metric.inner), found.weights, inner.value)
        return Outcome(n=inner.n, heads=inner.heads, due=inner.due, value=value)


def _gathered(plan: Plan) -> Mapping[object, Gathered]:
    """Go through all evidence of a plan."""
    return {
        name: Gathering(plan.upward.versions, len(plan.periods), leaves, plan.failures).of(plan.sources[name])
        for name, leaves in by_source(plan.leaves.values()).items()
    }


_NO_VALUE = Finalized.from_exact([])


def _where_seen(n: Ints, value: int, merge: Merge) -> Integers:
    """Give a column that has one value wherever there is any evidence."""
    found: Integers = np.where(n > 0, value, merge.identity)
    return found
