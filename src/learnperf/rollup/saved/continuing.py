"""Going on: a rollup of saved states and later evidence, and the states of both together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from importlib.metadata import version

import numpy as np
from attrs import evolve, field, frozen

from learnperf.errors import StateError, listed
from learnperf.metrics.algebra import Count
from learnperf.metrics.columns import EvidenceKind, Presence
from learnperf.metrics.failures import Failures
from learnperf.metrics.metric import AnyMetric, Metric
from learnperf.model.collection import Evidence
from learnperf.model.organization import Organization
from learnperf.rollup.arrays import Ints, distinct
from learnperf.rollup.facts import Blocks, Tabled
from learnperf.rollup.leaves import Leaf, by_source, columns_kept, keys_of
from learnperf.rollup.memory import Memory
from learnperf.rollup.periods import periods_of
from learnperf.rollup.placing import Recorded, Source
from learnperf.rollup.plan import Plan, encoded, last_day, plan_of
from learnperf.rollup.pooling import Gathered, Gathering
from learnperf.rollup.presence import presence
from learnperf.rollup.request import Asked, Period, Window
from learnperf.rollup.saved.continuable import refuse_what_needs_all
from learnperf.rollup.saved.coverage import Coverage, check_ends
from learnperf.rollup.saved.identities import prints_met, refuse_met_twice
from learnperf.rollup.saved.pieces import MARKS, Behind, Pieces
from learnperf.rollup.saved.rows import Rows, Spans, spans_of, together
from learnperf.rollup.saved.states import NOTHING_SAVED, Definition, SavedStates


@frozen(slots=False, eq=False)
class Continued:
    """A plan for evidence, and the states it is added to.

    Attributes
    ----------
    plan
        Of what is added; its periods and its last day know of both.
    states
        What came before; nothing, unless said.
    """

    plan: Plan
    states: SavedStates = field(default=NOTHING_SAVED)

    @classmethod
    def of(
        cls,
        organization: Organization,
        evidence: Evidence | Tabled,
        metrics: Sequence[AnyMetric],
        question: Asked,
        failures: Failures,
        states: SavedStates,
    ) -> Continued:
        """Plan going on.

        Raises
        ------
        StateError
            The states are of other metrics, nodes, ties or periods.
        EvidenceError
            Evidence that is in the states already.
        """
        graph, facts, span = encoded(organization, evidence, question, states.span)
        refuse_met_twice(evidence, facts, states.prints)
        facts = evolve(facts, scales={**states.scales, **facts.scales})
        plan = plan_of(organization, evidence, graph, facts, span, metrics, question, failures)
        refuse_what_needs_all(metrics, Failures())
        _check_definitions(plan.leaves.values(), states)
        if states.is_of_one_day and question.structure_date is None:
            hint = "ask for the structure of a day, or roll all evidence up"
            raise StateError(f"saved with the ties of one day, which says nothing of those of each day ({hint})")
        found = cls(plan, states)
        found.coverage(plan.periods)
        return cls(evolve(plan, sources=dict(found._sources())), states)

    def memory(self) -> Memory:
        """Go through the evidence and add it to the states."""
        plan = self.plan
        several = by_source(plan.leaves.values()).items()
        gathered = {name: self._gathered(plan.sources[name], leaves, plan.periods) for name, leaves in several}
        return Memory.from_gathered(plan, gathered)

    def together(self) -> SavedStates:
        """Give the states of what came before and what was added.

        Raises
        ------
        StateError
            Metrics whose states could not be gone on from, or that failed.
        """
        plan, before = self.plan, self.states
        refuse_what_needs_all(plan.metrics, plan.failures)
        periods = self.periods
        tables = [table for blocks in plan.facts.tables.values() for table in blocks]
        flows: dict[type, list[Leaf]] = {kind: [pieces_of(kind)] for kind in plan.facts.tables}
        stocks, marks = {}, {}
        for leaves in by_source(plan.leaves.values()).values():
            kind, keys = leaves[0].evidence, keys_of(leaves[0])
            if kind is Presence:
                marks = {mark.__name__: Pieces.marks(mark, self._marked(mark), periods) for mark in MARKS}
            elif keys is None:
                flows[kind] += leaves
            else:
                read = {name for leaf in leaves if isinstance(leaf, Metric) for name in columns_kept(leaf)}
                stocks[kind.__name__, keys] = Pieces.latest(self._stock(kind, keys), keys, read, periods)
        prints = np.concatenate([before.prints, prints_met(plan.evidence, plan.facts)])
        return SavedStates(
            metrics={metric.name: metric.version for metric in plan.metrics},
            definitions={leaf.name: Definition.of(leaf) for leaf in plan.leaves.values() if isinstance(leaf, Metric)},
            periods=periods,
            is_of_one_day=plan.question.structure_date is not None,
            days=distinct(np.concatenate([before.days, *(_days_on(table.on) for table in tables)])),
            size=before.size + sum(table.size for table in tables),
            written_by=version("learnperf"),
            scales=plan.facts.scales,
            nodes=plan.graph.ids,
            kinds=plan.graph.kinds,
            prints=np.sort(prints),
            rows={kind.__name__: self._rows(kind, leaves, periods) for kind, leaves in flows.items()},
            stocks=stocks,
            marks=marks,
        )

    def once(self, kind: type) -> Gathered:
        """Add up how many pieces there are, saved and added, each once however many windows it is in."""
        source = self._recorded(self.plan.facts.tables[kind], self.periods, None)
        return self._gathered(source, [pieces_of(kind)], self.periods)

    def saved(self, kind: type) -> Rows:
        """Give saved rows of a kind of evidence with nodes as they are numbered now."""
        rows = self.states.rows[kind.__name__]
        piece, node, credit, day = rows.entries
        return evolve(
            rows,
            learners=(self._renumbered(rows.learners[0]), *rows.learners[1:]),
            structure=(self._renumbered(rows.structure[0]), *rows.structure[1:]),
            entries=(piece, self._renumbered(node), credit, day),
        )

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """The periods of the question, without windows over them."""
        return periods_of(evolve(self.plan.question, window=Window.EACH), *_dates(self.plan.days))

    def _sources(self) -> Iterator[tuple[object, Source]]:
        """Iterate over the sources of the plan, with what was saved of stocks and of the roster behind them."""
        plan = self.plan
        for name, leaves in by_source(plan.leaves.values()).items():
            kind, keys = leaves[0].evidence, keys_of(leaves[0])
            if kind is Presence:
                tables = {**plan.facts.tables, **{mark: self._marked(mark) for mark in MARKS}}
                grains = [leaf.grain for leaf in leaves if isinstance(leaf, Metric)]
                yield (
                    name,
                    presence(plan.organization, plan.upward.versions, tables, plan.periods, self.fixed_day, grains),
                )
            elif keys is None:
                yield name, plan.sources[name]
            else:
                check_ends(self.states.periods, self.states.days, plan.periods)
                yield name, self._recorded(self._stock(kind, keys), plan.periods, keys)

    def _gathered(self, source: Source, leaves: Sequence[Leaf], periods: Sequence[Period]) -> Gathered:
        """Add up a source, in some periods, with what was saved of it."""
        kind, keys = leaves[0].evidence, keys_of(leaves[0])
        versions = self.plan.upward.versions
        added = Gathering(versions, len(periods), leaves, self.plan.failures).of(source)
        if keys is not None or kind.__name__ not in self.states.rows:
            return added
        coverage = self.coverage(periods)
        placed = self.saved(kind).placed(leaves, versions, coverage, len(periods), self.fixed_day)
        return together(leaves, added, placed)

    def _rows(self, kind: type, leaves: Sequence[Leaf], periods: Sequence[Period]) -> Rows:
        source = self._recorded(self.plan.facts.tables[kind], periods, None)
        return Rows.of(
            self._gathered(source, leaves, periods),
            self._spans(kind, source, periods),
            self.plan.upward.versions,
            len(periods),
        )

    def _spans(self, kind: type, source: Source, periods: Sequence[Period]) -> Iterator[Spans]:
        versions = self.plan.upward.versions
        yield from spans_of(source, versions, len(periods))
        if kind.__name__ in self.states.rows:
            yield self.saved(kind).spans(versions, self.coverage(periods), len(periods))

    def _recorded(self, blocks: Blocks, periods: Sequence[Period], keys: Sequence[str] | None) -> Recorded:
        return Recorded(blocks, periods, self.fixed_day, keys, last_day(self.plan.question, self.plan.days))

    def _stock(self, kind: type, keys: tuple[str, ...]) -> Blocks:
        return self._behind(kind, self.states.stocks.get((kind.__name__, keys)))

    def _marked(self, kind: type) -> Blocks:
        return self._behind(kind, self.states.marks.get(kind.__name__))

    def _behind(self, kind: type, pieces: Pieces | None) -> Blocks:
        blocks = self.plan.facts.tables[kind]
        if pieces is None:
            return blocks
        known = evolve(pieces, subject=self._renumbered(pieces.subject))
        return Behind(blocks, known.table(self.plan.graph.kinds))

    def coverage(self, periods: Sequence[Period]) -> Coverage:
        """Say which saved periods are part of which of some others."""
        return Coverage.of(self.states.periods, self.states.days, periods)

    @property
    def fixed_day(self) -> int | None:
        """Day whose ties are used for all evidence, None for those of each day."""
        day = self.plan.question.structure_date
        return None if day is None else day.toordinal()

    def _renumbered(self, nodes: Ints) -> Ints:
        found = self._numbers[nodes]
        gone = distinct(nodes[found < 0])
        if len(gone):
            hint = "keep nodes that evidence is about, or roll all evidence up"
            names = listed([self.states.nodes[node] for node in gone.tolist()])
            raise StateError(f"states were saved of nodes that the organization does not have: {names} ({hint})")
        return found

    @cached_property
    def _numbers(self) -> Ints:
        """Number that each saved node has now; below 0 where there is none of its id and kind."""
        graph, states = self.plan.graph, self.states
        if graph.ids == states.nodes:
            found = np.arange(graph.size, dtype=np.int64)
        else:
            found = np.asarray([graph.number.get(node, -1) for node in states.nodes], dtype=np.int64)
        return np.where(graph.kinds[found] == states.kinds, found, -1)


def pieces_of(kind: EvidenceKind) -> Metric:
    """Give a metric that counts every piece of a kind of evidence: what accounting asks of rows."""
    name = f"saved.pieces.{kind.__name__.lower()}"
    return Metric(name, label="pieces", unit="pieces", evidence=kind, state=Count, lift={"count": 1})


def _check_definitions(leaves: Iterable[Leaf], states: SavedStates) -> None:
    """Refuse metrics that are not in states as they are defined now; all at once."""
    wrong = []
    for leaf in leaves:
        saved = states.definitions.get(leaf.name)
        if saved is None:
            wrong.append(f"{leaf.name} was not saved")
        elif saved.version != leaf.version:
            wrong.append(f"{leaf.name} was saved in version {saved.version} and is in version {leaf.version} now")
        elif isinstance(leaf, Metric) and saved != Definition.of(leaf):
            wrong.append(f"{leaf.name} was saved by another definition of the same version")
    if wrong:
        raise StateError(f"states that cannot be gone on from: {listed(wrong, '; ')} (roll all evidence up again)")


def _dates(days: tuple[int, int] | None) -> tuple[date | None, date | None]:
    return (None, None) if days is None else (date.fromordinal(days[0]), date.fromordinal(days[1]))


def _days_on(on: Ints) -> Ints:
    """Give different days in order: there are far fewer than pieces, so each is marked in the calendar."""
    if not len(on):
        return np.empty(0, dtype=np.int64)
    low = int(on.min())
    return np.flatnonzero(np.bincount(np.subtract(on, low, dtype=np.int64))) + low
