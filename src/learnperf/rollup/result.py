"""Rollup: the question, the answer at every node, and how each number came about."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any, Literal, Protocol

import narwhals as nw
import numpy as np
from attrs import field, frozen

from learnperf.errors import InvalidValue, UnknownName
from learnperf.metrics.finalized import nearest_double
from learnperf.metrics.metric import AnyMetric, Index, RatioOf, Staged
from learnperf.metrics.missing import Missing, MissingReason
from learnperf.metrics.registry import catalogue
from learnperf.model.collection import Evidence
from learnperf.model.nodes import NodeKind
from learnperf.model.organization import Organization
from learnperf.rollup import naive
from learnperf.rollup.accounting import Accounting, account, unallocated
from learnperf.rollup.explain import Contribution, Explainer, Explanation, note_of
from learnperf.rollup.layers import Counting
from learnperf.rollup.memory import Memory
from learnperf.rollup.outcome import Outcome
from learnperf.rollup.plan import Plan, make_plan
from learnperf.rollup.reading import Reading
from learnperf.rollup.request import Asked, By, Period, Structure, asked

# libraries a frame can be had of
Backend = Literal["polars", "pandas", "pyarrow"]


class Loaded(Protocol):
    """Anything that holds an organization and its evidence, such as a loaded folder."""

    @property
    def organization(self) -> Organization:
        """The organization."""
        ...

    @property
    def evidence(self) -> Evidence:
        """Its evidence."""
        ...


def rollup(
    data: Organization | Loaded,
    evidence: Evidence | None = None,
    metrics: Iterable[AnyMetric] | None = None,
    *,
    counting: str | Counting = Counting.FULL,
    structure: str | Structure | date = Structure.AS_WAS,
    since: date | None = None,
    until: date | None = None,
    by: str | By | None = None,
    today: date | None = None,
    engine: str = "memory",
) -> Rollup:
    """Carry performance up: learner to team to unit to organization.

    Parameters
    ----------
    data
        An organization, with ``evidence``; or something that holds both, such as what `learnperf.load` gives.
    metrics
        What to read; without them the whole catalogue.
    counting
        ``full``: in every node a piece of evidence belongs to, once in each; ``fractional``: as one whole, split by
        credit and share; ``primary``: along one line.
    structure
        ``as_was``: the ties of each piece's own day; ``as_is``: those in force today; or those of a date.
    since, until
        The period, half-open: ``until`` is the first day outside.
    by
        ``month``, ``quarter`` or ``year``: one reading for each.
    today
        What ``as_is`` takes for today.
    engine
        ``memory``, or ``naive``: the slow twin that the tests hold every engine to.

    Raises
    ------
    InvalidValue
        An option that does not exist.
    EvidenceError
        Evidence about nodes that the organization does not know.
    MetricFailed
        A metric's own code raised; names metric and evidence.

    Examples
    --------
    >>> import learnperf as lp
    >>> organization = lp.Organization.of(
    ...     units=[lp.Unit("MOF"), lp.Unit("DJP")],
    ...     learners=[lp.Learner("ani"), lp.Learner("budi")],
    ...     ties=[lp.Reporting("DJP", "MOF"), lp.Placement("ani", "DJP"), lp.Placement("budi", "DJP")],
    ... )
    >>> evidence = lp.Evidence.of(
    ...     lp.Evaluation(f"e{place}", learner=learner, level=lp.Level.BEHAVIOUR, score=score, on=date(2026, 6, 30))
    ...     for place, (learner, score) in enumerate([("ani", 4), ("budi", 5), ("budi", None)])
    ... )
    >>> reading = rollup(organization, evidence)["MOF", "kirkpatrick.behaviour"]
    >>> reading.value, reading.n, reading.heads, reading.due
    (4.5, 2, 2, 3)
    """
    if isinstance(data, Organization):
        organization = data
    else:
        organization, evidence = data.organization, data.evidence if evidence is None else evidence
    question = asked(counting=counting, structure=structure, since=since, until=until, by=by, today=today)
    chosen = catalogue() if metrics is None else tuple(metrics)
    plan = make_plan(organization, Evidence.of() if evidence is None else evidence, chosen, question)
    if engine == "naive":
        return Rollup(plan=plan, outcomes=naive.evaluate(plan))
    if engine != "memory":
        raise InvalidValue("engine", engine, "is not known", "one of memory, naive")
    memory = Memory.of(plan)
    return Rollup(plan=plan, outcomes=memory.outcomes, memory=memory)


@frozen(slots=False, eq=False, repr=False)
class Rollup:
    """Readings of every metric at every node and in every period; ``result[node, metric]`` reads one.

    Parameters
    ----------
    plan, outcomes, memory
        What was asked, what came out as arrays, and the engine, which explanations ask.
    """

    plan: Plan
    outcomes: Mapping[str, Outcome]
    _memory: Memory | None = field(default=None, alias="memory")

    @property
    def asked(self) -> Asked:
        """How evidence counts, on which structure, over which period."""
        return self.plan.question

    @property
    def organization(self) -> Organization:
        """The organization asked about."""
        return self.plan.organization

    @property
    def nodes(self) -> tuple[str, ...]:
        """Ids of all nodes: units, teams, learners, each in order of id."""
        return self.plan.graph.ids

    @cached_property
    def kinds(self) -> tuple[NodeKind, ...]:
        """Kind of each node."""
        kinds = list(NodeKind)
        return tuple(kinds[code] for code in self.plan.graph.kinds.tolist())

    @property
    def metrics(self) -> tuple[AnyMetric, ...]:
        """Metrics read."""
        return self.plan.metrics

    @property
    def periods(self) -> tuple[Period, ...]:
        """Periods read, in order."""
        return self.plan.periods

    @cached_property
    def accounting(self) -> Accounting:
        """What became of every piece of evidence given."""
        return account(self.plan)

    @cached_property
    def unallocated(self) -> Mapping[str, int]:
        """Millionths of evidence that stayed at each node because its shares leave a rest that nobody takes."""
        return unallocated(self.memory)

    @cached_property
    def memory(self) -> Memory:
        """The engine that explanations ask."""
        return self._memory or Memory.of(self.plan)

    def __getitem__(self, key: tuple[str, str] | tuple[str, str, str]) -> Reading:
        """Read one metric at one node: ``result[node, metric]`` or ``result[node, metric, period]``."""
        return self.reading(*key)

    def __iter__(self) -> Iterator[Reading]:
        """Iterate over all readings."""
        for metric in self.metrics:
            for period in self.periods:
                for node in self.nodes:
                    yield self.reading(node, metric.name, period.label)

    def __repr__(self) -> str:
        """Say how much there is to read."""
        question = f"{self.asked.counting.value}, {self.asked.structure}"
        sizes = f"{len(self.metrics)} metrics x {len(self.nodes)} nodes x {len(self.periods)} periods"
        return f"<Rollup {sizes} ({question})>"

    def reading(self, node: str, metric: str, period: str | None = None) -> Reading:
        """Read one metric at one node.

        Parameters
        ----------
        period
            Label of a period; may be left out where there is only one.

        Raises
        ------
        UnknownName
            A node, metric or period that does not exist; names the nearest.
        InvalidValue
            No period given where there are several.
        """
        return self._reading(self.metric(metric), self.outcomes[metric], node, self._period(period))

    def metric(self, name: str) -> AnyMetric:
        """Give one of the metrics read, by name."""
        if name not in self._metrics:
            raise UnknownName("metric", name, self._metrics)
        return self._metrics[name]

    def explain(self, node: str, metric: str, period: str | None = None) -> Explanation:
        """Explain a reading: own evidence, each child's contribution, and the overlap taken back.

        Examples
        --------
        >>> import learnperf as lp
        >>> organization = lp.Organization.of(units=[lp.Unit("MOF")], learners=[lp.Learner("ani")],
        ...     ties=[lp.Placement("ani", "MOF")])
        >>> idea = lp.Innovation("i1", contributors=["ani", "MOF"], kind=lp.InnovationKind.PROCESS, on=date(2026, 1, 1))
        >>> explanation = rollup(organization, lp.Evidence.of([idea])).explain("MOF", "innovation.count")
        >>> [(line.kind.value, line.source, line.n) for line in explanation.lines]
        [('own', 'MOF', 1), ('child', 'ani', 1), ('overlap', 'MOF', -1)]
        """
        return self._explain(self.metric(metric), node, self._period(period))

    def contributions(self, node: str, metric: str, period: str | None = None) -> tuple[Contribution, ...]:
        """Give every single piece of evidence in a reading; of a staged metric, those of its inner metric.

        Raises
        ------
        InvalidValue
            The metric is made of other metrics: ask for one of its parts.
        """
        chosen = self.metric(metric)
        if isinstance(chosen, RatioOf | Index):
            parts = ", ".join(part.name for part in chosen.parts)
            raise InvalidValue("metric", metric, "reads no evidence itself", f"ask for one of its parts: {parts}")
        leaf = chosen.inner if isinstance(chosen, Staged) else chosen
        return Explainer(self.memory).contributions(leaf, self._node(node), self._period(period))

    def columns(
        self,
        *,
        levels: Collection[NodeKind] | None = None,
        metrics: Collection[str] | None = None,
        only_values: bool = False,
    ) -> dict[str, list[Any]]:
        """Give the readings as tidy columns, one row per metric, period and node.

        Parameters
        ----------
        levels, metrics
            Keep only nodes of these kinds, and these metrics.
        only_values
            Leave out readings that have no value.
        """
        kinds = np.asarray([levels is None or kind in levels for kind in self.kinds], dtype=np.bool_)
        chosen = [metric for metric in self.metrics if metrics is None or metric.name in metrics]
        parts = [self._table(metric, np.tile(kinds, len(self.periods)), only_values=only_values) for metric in chosen]
        return {name: [cell for part in parts for cell in part[name]] for name in _COLUMNS}

    def to_frame(
        self,
        backend: Backend = "polars",
        *,
        levels: Collection[NodeKind] | None = None,
        metrics: Collection[str] | None = None,
        only_values: bool = False,
    ) -> Any:  # noqa: ANN401 -- the frame's class follows from the backend named, which no annotation can say
        """Give the readings as a tidy dataframe of an installed library: polars, pandas or pyarrow.

        Parameters
        ----------
        levels, metrics, only_values
            As for `columns`.

        Examples
        --------
        >>> import learnperf as lp
        >>> organization = lp.Organization.of(units=[lp.Unit("MOF")], ties=[])
        >>> frame = rollup(organization, metrics=lp.catalogue("innovation.count")).to_frame("polars")
        >>> frame.select("node", "metric", "value").rows()
        [('MOF', 'innovation.count', 0.0)]
        """
        columns = self.columns(levels=levels, metrics=metrics, only_values=only_values)
        return nw.from_dict(columns, schema=_SCHEMA, backend=backend).to_native()

    @cached_property
    def _metrics(self) -> Mapping[str, AnyMetric]:
        return {metric.name: metric for metric in self.plan.metrics}

    def _node(self, node: str) -> int:
        number = self.plan.graph.number.get(node)
        if number is None:
            raise UnknownName("node", node, self.nodes)
        return number

    def _period(self, label: str | None) -> int:
        labels = [period.label for period in self.periods]
        if label is None and len(labels) == 1:
            return 0
        if label is None:
            raise InvalidValue("period", None, "is needed, there is not exactly one", f"periods: {', '.join(labels)}")
        if label not in labels:
            raise UnknownName("period", label, labels)
        return labels.index(label)

    def _reading(self, metric: AnyMetric, outcome: Outcome, node: str, at: int) -> Reading:
        place = at * len(self.nodes) + self._node(node)
        exact = outcome.value.exact(place)
        number = None if isinstance(exact, Missing) else exact
        return Reading(
            node=node,
            metric=metric.name,
            period=self.periods[at].label,
            value=None if number is None else nearest_double(number.numerator, number.denominator),
            missing=exact.reason if isinstance(exact, Missing) else MissingReason.NONE,
            exact=number,
            n=int(outcome.n[place]),
            heads=int(outcome.heads[place]),
            due=int(outcome.due[place]),
            unit=metric.unit,
            version=str(metric.version),
            counting=self.asked.counting.value,
            structure=self.asked.structure,
        )

    def _explain(self, metric: AnyMetric, node: str, period: int) -> Explanation:
        note = note_of(metric, self.asked.counting)
        reading = self._reading(metric, self.memory.outcomes[metric.name], node, period)
        if isinstance(metric, RatioOf | Index):
            parts = tuple(self._explain(part, node, period) for part in metric.parts)
            return Explanation(reading, (), parts, note)
        leaf = metric.inner if isinstance(metric, Staged) else metric
        return Explanation(reading, Explainer(self.memory).lines(leaf, self._node(node), period), (), note)

    def _table(self, metric: AnyMetric, wanted: np.ndarray, *, only_values: bool) -> dict[str, list[Any]]:
        outcome = self.outcomes[metric.name]
        keep = wanted & (outcome.value.reason == 0) if only_values else wanted
        place = np.flatnonzero(keep)
        period, node = (part.tolist() for part in np.divmod(place, max(len(self.nodes), 1)))
        reason = outcome.value.reason[place].tolist()
        n, due = outcome.n[place].tolist(), outcome.due[place].tolist()
        values = outcome.value.values()[place].tolist()
        words = [code.label() for code in MissingReason]
        size = len(place)
        return {
            "node": [self.nodes[one] for one in node],
            "kind": [self.kinds[one].value for one in node],
            "name": [self._names[one] for one in node],
            "metric": [metric.name] * size,
            "label": [metric.label[0]] * size,
            "period": [self.periods[one].label for one in period],
            "since": [self.periods[one].since for one in period],
            "until": [self.periods[one].until for one in period],
            "value": [None if why else value for value, why in zip(values, reason, strict=True)],
            "missing": [words[why] for why in reason],
            "n": n,
            "heads": outcome.heads[place].tolist(),
            "due": due,
            "coverage": [seen / owed if owed else None for seen, owed in zip(n, due, strict=True)],
            "unit": [metric.unit] * size,
            "version": [str(metric.version)] * size,
            "counting": [self.asked.counting.value] * size,
            "structure": [self.asked.structure] * size,
        }

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(self.organization.node(node).name or node for node in self.nodes)


_SCHEMA = {
    **dict.fromkeys(("node", "kind", "name", "metric", "label", "period"), nw.String()),
    **dict.fromkeys(("since", "until"), nw.Date()),
    "value": nw.Float64(),
    "missing": nw.String(),
    **dict.fromkeys(("n", "heads", "due"), nw.Int64()),
    "coverage": nw.Float64(),
    **dict.fromkeys(("unit", "version", "counting", "structure"), nw.String()),
}
_COLUMNS = tuple(_SCHEMA)
