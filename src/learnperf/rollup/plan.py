"""The plan of a rollup: which pieces of evidence each metric reads, placed in rows of shared attributions.

Both engines start from the same plan, so that they differ in how they carry evidence up and in nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import numpy as np
from attrs import field, frozen

from learnperf.metrics.columns import Presence
from learnperf.metrics.definition import name_problems, parts_of, refuse
from learnperf.metrics.finalized import Context
from learnperf.metrics.metric import AnyMetric, Metric, Opaque
from learnperf.model.collection import Evidence
from learnperf.model.organization import Organization
from learnperf.model.ties import WHOLE
from learnperf.rollup.facts import Facts, FactTable, facts_of
from learnperf.rollup.graph import AFTER_LAST_DAY, Graph
from learnperf.rollup.layers import Counting
from learnperf.rollup.periods import periods_of, placed_in
from learnperf.rollup.pooling import Placed, latest
from learnperf.rollup.presence import presence
from learnperf.rollup.request import Asked, Period

Leaf = Metric | Opaque


@frozen(eq=False)
class Plan:
    """Everything an engine needs.

    Attributes
    ----------
    leaves
        The metrics that read evidence themselves, by name: those asked for and the parts of the others.
    placed
        Pieces each source contributes; a source is the kind of evidence, or (kind, keys) for a stock.
    """

    organization: Organization = field(repr=False)
    evidence: Evidence = field(repr=False)
    graph: Graph = field(repr=False)
    facts: Facts = field(repr=False)
    question: Asked
    periods: tuple[Period, ...]
    metrics: tuple[AnyMetric, ...]
    leaves: Mapping[str, Leaf] = field(repr=False)
    placed: Mapping[object, Placed] = field(repr=False)
    context: Context

    @property
    def targets(self) -> int:
        """How many readings each metric has: periods times nodes."""
        return len(self.periods) * self.graph.size


def source_of(metric: Leaf) -> object:
    """Give the source a metric reads: its kind of evidence, with the keys of a stock."""
    keys = metric.latest_by if isinstance(metric, Metric) else None
    return metric.evidence if keys is None else (metric.evidence, keys)


def make_plan(organization: Organization, evidence: Evidence, metrics: Sequence[AnyMetric], question: Asked) -> Plan:
    """Encode the evidence and place it in periods."""
    refuse("rollup", name_problems(metrics))
    graph = Graph.of(organization)
    days = sorted({record.on for record in evidence})
    periods = periods_of(question, days[0] if days else None, days[-1] if days else None)
    last = _last_day(question, days)
    facts = facts_of(organization, evidence, graph, last)
    everything = [part for metric in metrics for part in parts_of(metric)]
    leaves = {part.name: part for part in everything if isinstance(part, Metric | Opaque)}
    roster = [leaf.grain for leaf in leaves.values() if isinstance(leaf, Metric) and leaf.evidence is Presence]
    placed = {
        source_of(leaf): presence(graph, facts.tables, periods, _fixed_day(question), roster)
        if leaf.evidence is Presence
        else _place(facts.tables[leaf.evidence], leaf, periods, question, last)
        for leaf in _distinct_sources(leaves.values())
    }
    whole = WHOLE if question.counting is Counting.FRACTIONAL else 1
    return Plan(
        organization=organization,
        evidence=evidence,
        graph=graph,
        facts=facts,
        question=question,
        periods=periods,
        metrics=tuple(metrics),
        leaves=leaves,
        placed=placed,
        context=Context(whole=whole, scales=facts.scales),
    )


def _distinct_sources(leaves: Iterable[Leaf]) -> list[Leaf]:
    return list({source_of(leaf): leaf for leaf in leaves}.values())


def _last_day(question: Asked, days: Sequence[date]) -> int:
    """Give the day stocks are read on and assignments are due by: where the period is open, the last of evidence."""
    if question.until is not None:
        return question.until.toordinal() - 1
    return days[-1].toordinal() if days else AFTER_LAST_DAY - 1


def _fixed_day(question: Asked) -> int | None:
    """Give the day whose ties are used for all evidence, where there is one."""
    return None if question.structure_date is None else question.structure_date.toordinal()


def _place(table: FactTable, leaf: Leaf, periods: Sequence[Period], question: Asked, last: int) -> Placed:
    keys = leaf.latest_by if isinstance(leaf, Metric) else None
    if keys is not None:
        return _stock(table, keys, periods, _fixed_day(question), last)
    return _flow(table, periods, _fixed_day(question))


def _flow(table: FactTable, periods: Sequence[Period], fixed: int | None) -> Placed:
    """Place each piece in every period its day is in; what lies outside all periods is left out."""
    place, period = placed_in(periods, table.on)
    day = table.on[place] if fixed is None else np.full(len(place), fixed, dtype=np.int64)
    return Placed(table=table, place=place, day=day, period=period)


def _stock(table: FactTable, keys: Sequence[str], periods: Sequence[Period], fixed: int | None, last: int) -> Placed:
    """Place, per period, each subject's latest piece so far, on the structure of the period's last day."""
    places: list[np.ndarray] = []
    days: list[int] = []
    for period in periods:
        places.append(latest(table, np.flatnonzero(table.on < period.after), keys))
        read_on = last if period.until is None else period.after - 1
        days.append(read_on if fixed is None else fixed)
    counts = [len(place) for place in places]
    return Placed(
        table=table,
        place=np.concatenate([*places, np.empty(0, dtype=np.int64)]).astype(np.int64),
        day=np.repeat(np.asarray(days, dtype=np.int64), counts),
        period=np.repeat(np.arange(len(periods), dtype=np.int64), counts),
    )
