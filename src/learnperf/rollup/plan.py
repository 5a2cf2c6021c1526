"""The plan of a rollup: which pieces of evidence each metric reads, placed in rows of shared attributions.

Both engines start from the same plan, so that they differ in how they carry evidence up and in nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

from attrs import field, frozen

from learnperf.metrics.columns import Presence
from learnperf.metrics.definition import name_problems, parts_of, refuse
from learnperf.metrics.failures import Failures
from learnperf.metrics.finalized import Context
from learnperf.metrics.metric import AnyMetric, Metric, Opaque
from learnperf.model.collection import Evidence
from learnperf.model.organization import Organization
from learnperf.model.ties import WHOLE
from learnperf.rollup.counting import Counting
from learnperf.rollup.facts import Facts, Tabled, facts_of
from learnperf.rollup.flow import Flow
from learnperf.rollup.graph import AFTER_LAST_DAY, Graph, graph_of
from learnperf.rollup.leaves import Leaf, by_source, keys_of
from learnperf.rollup.periods import periods_of
from learnperf.rollup.placing import Recorded, Source
from learnperf.rollup.presence import presence
from learnperf.rollup.request import Asked, Period
from learnperf.rollup.upward import Upward
from learnperf.rollup.versions import Versions


@frozen(slots=False, eq=False)
class Plan:
    """Everything an engine needs.

    Attributes
    ----------
    days
        Numbers of the first and the last day of evidence.
    leaves
        The metrics that read evidence themselves, by name: those asked for and the parts of the others.
    sources
        What each source contributes; a source is the kind of evidence, or (kind, keys) for a stock.
    """

    organization: Organization = field(repr=False)
    evidence: Evidence | Tabled = field(repr=False)
    graph: Graph = field(repr=False)
    upward: Upward = field(repr=False)
    facts: Facts = field(repr=False)
    days: tuple[int, int] | None
    question: Asked
    periods: tuple[Period, ...]
    metrics: tuple[AnyMetric, ...]
    leaves: Mapping[str, Leaf] = field(repr=False)
    sources: Mapping[object, Source] = field(repr=False)
    context: Context
    failures: Failures = field(factory=Failures, repr=False)

    @cached_property
    def flow(self) -> Flow:
        """How numbers flow up the structure."""
        return Flow(self.upward, self.question.counting)

    @property
    def targets(self) -> int:
        """How many readings each metric has: periods times nodes."""
        return len(self.periods) * self.graph.size


def make_plan(
    organization: Organization,
    evidence: Evidence | Tabled,
    metrics: Sequence[AnyMetric],
    question: Asked,
    failures: Failures | None = None,
) -> Plan:
    """Encode the evidence and place it in periods."""
    graph, facts, span = encoded(organization, evidence, question)
    return plan_of(organization, evidence, graph, facts, span, metrics, question, failures)


def encoded(
    organization: Organization, evidence: Evidence | Tabled, question: Asked, before: tuple[int, int] | None = None
) -> tuple[Graph, Facts, tuple[int, int] | None]:
    """Encode the evidence; gives it with its graph and with the first and the last day.

    Parameters
    ----------
    before
        First and last day of evidence that is not given, because what it came to is known.
    """
    graph = graph_of(organization)
    own = [record.on.toordinal() for record in evidence] if isinstance(evidence, Evidence) else evidence.days
    days = [*(own or ()), *(before or ())]
    span = (min(days), max(days)) if days else None
    if isinstance(evidence, Evidence):
        facts = facts_of(organization, evidence, graph, last_day(question, span))
    else:
        facts = evidence.facts(graph, last_day(question, span))
    return graph, facts, span


def plan_of(
    organization: Organization,
    evidence: Evidence | Tabled,
    graph: Graph,
    facts: Facts,
    days: tuple[int, int] | None,
    metrics: Sequence[AnyMetric],
    question: Asked,
    failures: Failures | None = None,
) -> Plan:
    """Plan a rollup of evidence that is encoded already.

    Parameters
    ----------
    days
        Numbers of the first and the last day of evidence; None where there is no evidence.
    """
    refuse("rollup", name_problems(metrics))
    first, final = (None, None) if days is None else (date.fromordinal(days[0]), date.fromordinal(days[1]))
    periods = periods_of(question, first, final)
    last = last_day(question, days)
    fixed = None if question.structure_date is None else question.structure_date.toordinal()
    upward = Upward(Versions.of(graph if fixed is None else graph.on(fixed)))
    everything = [part for metric in metrics for part in parts_of(metric)]
    leaves = {part.name: part for part in everything if isinstance(part, Metric | Opaque)}
    roster = [leaf.grain for leaf in leaves.values() if isinstance(leaf, Metric) and leaf.evidence is Presence]
    sources: dict[object, Source] = {}
    for name, several in by_source(leaves.values()).items():
        kind, keys = several[0].evidence, keys_of(several[0])
        if kind is Presence:
            sources[name] = presence(organization, upward.versions, facts.tables, periods, fixed, roster)
        else:
            sources[name] = Recorded(facts.tables[kind], periods, fixed, keys, last)
    return Plan(
        organization=organization,
        evidence=evidence,
        graph=graph,
        upward=upward,
        facts=facts,
        days=days,
        question=question,
        periods=periods,
        metrics=tuple(metrics),
        leaves=leaves,
        sources=sources,
        context=Context(whole=WHOLE if question.counting is Counting.FRACTIONAL else 1, scales=facts.scales),
        failures=failures or Failures(),
    )


def last_day(question: Asked, days: tuple[int, int] | None) -> int:
    """Give the day stocks are read on and assignments are due by: where the period is open, the last of evidence."""
    if question.until is not None:
        return question.until.toordinal() - 1
    return AFTER_LAST_DAY - 1 if days is None else days[1]
