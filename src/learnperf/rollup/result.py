"""Rollup: the question, the answer at every node, and how each number came about."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from attrs import field, frozen

from learnperf.errors import InvalidValue, MetricFailed, StateError, UnknownName
from learnperf.metrics.failures import Failures, OnFailure
from learnperf.metrics.finalized import nearest_double
from learnperf.metrics.metric import AnyMetric, Index, RatioOf, Staged
from learnperf.metrics.missing import Missing, MissingReason
from learnperf.metrics.registry import catalogue
from learnperf.model.collection import Evidence
from learnperf.model.nodes import NodeKind
from learnperf.model.organization import Organization
from learnperf.notebook import ROWS_SHOWN, Card, Shown
from learnperf.rollup import naive
from learnperf.rollup.accounting import Accounting, account, unallocated
from learnperf.rollup.counting import Counting
from learnperf.rollup.explain import Contribution, Explainer, Explanation, note_of
from learnperf.rollup.facts import Tabled
from learnperf.rollup.live.live import Live
from learnperf.rollup.memory import Memory
from learnperf.rollup.outcome import Outcome
from learnperf.rollup.plan import Plan, make_plan
from learnperf.rollup.reading import Reading
from learnperf.rollup.request import Asked, By, Period, Rolling, Structure, Window, asked, member_of
from learnperf.rollup.saved.accounting import account_with_states, unallocated_with_states
from learnperf.rollup.saved.continuing import Continued
from learnperf.rollup.saved.states import SavedStates
from learnperf.rollup.saved.storing import write_states
from learnperf.rollup.tidy import COLUMN_TYPES, Backend, Tidy, frame_of


class Loaded(Protocol):
    """Anything that holds an organization and its evidence, such as a loaded folder."""

    @property
    def organization(self) -> Organization:
        """The organization."""
        ...

    @property
    def evidence(self) -> Evidence | Tabled:
        """Its evidence: records, or tables of any size."""
        ...


def rollup(  # noqa: PLR0913 -- every part of a question has a name, and all but the first three have a default
    data: Organization | Loaded,
    evidence: Evidence | Tabled | None = None,
    metrics: Iterable[AnyMetric] | None = None,
    *,
    counting: str | Counting = Counting.FULL,
    structure: str | Structure | date = Structure.AS_WAS,
    since: date | None = None,
    until: date | None = None,
    by: str | By | Iterable[Period] | None = None,
    window: str | Window | Rolling | int = Window.EACH,
    today: date | None = None,
    engine: str = "memory",
    on_failure: str | OnFailure = OnFailure.RAISE,
    onto: SavedStates | None = None,
) -> Rollup:
    """Carry performance up: learner to team to unit to organization.

    Parameters
    ----------
    data
        An organization, with ``evidence``; or something that holds both, such as what `learnperf.load` gives.
    metrics
        What to read; without them the whole catalogue, and onto saved states the metrics saved.
    counting
        ``full``: in every node a piece of evidence belongs to, once in each; ``fractional``: as one whole, split by
        credit and share; ``primary``: along one line.
    structure
        ``as_was``: the ties of each piece's own day; ``as_is``: those in force today; or those of a date.
    since, until
        The period, half-open: ``until`` is the first day outside.
    by
        ``month``, ``quarter`` or ``year``: one reading for each; or periods of your own, in order of time and without
        overlap, which then say from when until when.
    window
        How many periods one reading covers. ``each``: that one; ``to_date``: all from the first one on; ``Rolling(3)``,
        or 3: the last three, and fewer where there are not so many yet. A window is one stretch of time without a
        break, from the begin of its first period to the end of its last, and its label says which these are:
        ``2025-11..2026-01``. Evidence is counted anew in every window it is in, so time and memory grow with how many
        those are.
    today
        What ``as_is`` takes for today.
    engine
        ``memory``; ``frames``, which leaves evaluations in the engine they stay in (`learnperf.tables` with the same
        option) and has it add them up; or ``naive``, the slow twin that the tests hold every engine to. A result of
        ``frames`` fetches the evaluations where single pieces are asked for: by explanations, for one.
    on_failure
        ``raise``, or ``skip``: a metric whose own code fails has no reading anywhere (`MissingReason.FAILED`), nor has
        what is made of it; the others are read, and `Rollup.failures` says what went wrong.
    onto
        States that `Rollup.save` wrote of other evidence, loaded by `learnperf.load_states`: readings are those of all
        evidence together.

    Raises
    ------
    InvalidValue
        An option that does not exist, or periods that do not stand one after the other; ``frames`` without evaluations
        that stay in an engine.
    EvidenceError
        Evidence about nodes that the organization does not know.
    MetricFailed
        A metric's own code raised; names metric and evidence.
    StateError
        States that cannot be gone on from with these metrics, this structure or these periods.

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
    if engine not in _ENGINES:
        raise InvalidValue("engine", engine, "is not known", f"one of {', '.join(_ENGINES)}")
    if isinstance(data, Organization):
        organization = data
    else:
        organization, evidence = data.organization, data.evidence if evidence is None else evidence
    question = asked(
        counting=counting, structure=structure, since=since, until=until, by=by, window=window, today=today
    )
    failures = Failures(member_of(OnFailure, "on_failure", on_failure))
    given = Evidence.of() if evidence is None else evidence
    if onto is not None:
        if engine != "memory":
            raise InvalidValue("engine", engine, "does not go on from saved states", "leave it out, or leave out onto")
        chosen = onto.of_catalogue() if metrics is None else _chosen(metrics)
        continued = Continued.of(organization, given, chosen, question, failures, onto)
        memory = continued.memory()
        return Rollup(plan=continued.plan, outcomes=memory.outcomes, memory=memory, continued=continued)
    plan = make_plan(organization, given, _chosen(metrics), question, failures)
    if engine == "naive":
        return Rollup(plan=plan, outcomes=naive.evaluate(plan))
    if engine == "frames":
        from learnperf.rollup.frames.engine import framed_memory  # noqa: PLC0415 -- needs a dataframe library

        return Rollup(plan=plan, outcomes=framed_memory(plan).outcomes)
    return _answer(plan)


_ENGINES = ("memory", "frames", "naive")
# columns that a notebook has room for
_METRICS_SHOWN = 5


def _answer(plan: Plan) -> Rollup:
    memory = Memory.of(plan)
    return Rollup(plan=plan, outcomes=memory.outcomes, memory=memory)


def _chosen(metrics: Iterable[AnyMetric] | None) -> tuple[AnyMetric, ...]:
    """Give the metrics asked for, each once."""
    if metrics is None:
        return catalogue()
    hint = "give metrics, such as learnperf.catalogue('kirkpatrick')"
    if isinstance(metrics, str | AnyMetric):
        raise InvalidValue("metrics", metrics, "is one where several may stand", hint)
    several = tuple(dict.fromkeys(metrics))
    for one in several:
        if not isinstance(one, AnyMetric):
            raise InvalidValue("metrics", one, "is not a metric", hint)
    return several


@frozen(slots=False, eq=False, repr=False)
class Rollup(Shown):
    """Readings of every metric at every node and in every period; ``result[node, metric]`` reads one.

    Parameters
    ----------
    plan, outcomes, memory
        What was asked, what came out as arrays, and the engine, which explanations ask.
    continued
        Saved states that it went on from, where it did.
    """

    plan: Plan
    outcomes: Mapping[str, Outcome]
    _memory: Memory | None = field(default=None, alias="memory")
    _continued: Continued | None = field(default=None, alias="continued")

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

    @property
    def failures(self) -> Mapping[str, MetricFailed]:
        """What went wrong in metrics that have no reading because their own code failed, by name."""
        errors = {metric.name: self.plan.failures.of(metric) for metric in self.metrics}
        return {name: error for name, error in errors.items() if error is not None}

    @cached_property
    def accounting(self) -> Accounting:
        """What became of every piece of evidence given."""
        return account(self.plan) if self._continued is None else account_with_states(self._continued)

    @cached_property
    def unallocated(self) -> Mapping[str, int]:
        """Millionths of evidence that stayed at each node because its shares leave a rest that nobody takes."""
        if self._continued is None:
            return unallocated(self.memory)
        return unallocated_with_states(self._continued, self.memory)

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

    def card(self) -> Card:
        """Give what a notebook shows: the first metrics at the first units and teams, in the last period."""
        metrics = self.metrics[:_METRICS_SHOWN]
        several = [node for node, kind in zip(self.nodes, self.kinds, strict=True) if kind is not NodeKind.LEARNER]
        last = self.periods[-1].label
        readings = {node: [self[node, one.name, last] for one in metrics] for node in several[:ROWS_SHOWN]}
        rows = [
            [node, *(one.text if one.value is None else f"{one.text} (n {one.n:,})" for one in those)]
            for node, those in readings.items()
        ]
        left_out = (
            f"{len(metrics)} of {len(self.metrics):,} metrics, {len(rows)} of {len(self.nodes):,} nodes, "
            f"1 of {len(self.periods):,} periods; all of them: to_frame()"
        )
        header = ("node", *(one.titles[0] for one in metrics))
        return Card(
            f"Rollup, {last} ({self.asked.counting.value}, {self.asked.structure})", header, rows, left_out=left_out
        )

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

    def place(self, node: str, period: str | None = None) -> tuple[int, int]:
        """Give the places of a node in `nodes` and of a period in `periods`; fails as `reading` does."""
        return self._node(node), self._period(period)

    def metric(self, name: str) -> AnyMetric:
        """Give one of the metrics read, by name."""
        if name not in self._metrics:
            raise UnknownName("metric", name, self._metrics)
        return self._metrics[name]

    def live(self) -> Live:
        """Begin a result that stays current while single records and ties come and go; this one stays as it is."""
        self.need_all_evidence("live")
        return Live.of(self.plan, self.memory.outcomes, _answer)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Save what the evidence came to, so that a rollup of later evidence can go on from it.

        Evidence is gone through once more. The file has ids of nodes and fingerprints of ids of evidence, and no names.

        Raises
        ------
        StateError
            Metrics whose states cannot be gone on from (`learnperf.continuable` gives the others), or that failed.
        OutputError
            The file cannot be written; what was there before is still there.

        Examples
        --------
        See `learnperf.load_states`, which reads the file.
        """
        write_states((self._continued or Continued(self.plan)).together(), path)

    @property
    def has_all_evidence(self) -> bool:
        """Whether every piece of evidence is known one by one, none only in saved states."""
        return self._continued is None

    def need_all_evidence(self, what: str) -> None:
        """Refuse what looks at single pieces of evidence, where most are in saved states only.

        Raises
        ------
        StateError
            The result went on from saved states; names what was asked.
        """
        if self._continued is not None:
            days = f"{self._continued.states.first_day} to {self._continued.states.last_day}"
            hint = "roll all evidence up for it"
            raise StateError(f"{what} needs every piece of evidence, and those of {days} are saved states ({hint})")

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
        self.need_all_evidence("explain")
        return self._explain(self._read(metric), node, self._period(period))

    def contributions(self, node: str, metric: str, period: str | None = None) -> tuple[Contribution, ...]:
        """Give every single piece of evidence in a reading; of a staged metric, those of its inner metric.

        Raises
        ------
        InvalidValue
            The metric is made of other metrics: ask for one of its parts.
        """
        self.need_all_evidence("contributions")
        chosen = self._read(metric)
        if isinstance(chosen, RatioOf | Index):
            parts = ", ".join(part.name for part in chosen.parts)
            raise InvalidValue("metric", metric, "reads no evidence itself", f"ask for one of its parts: {parts}")
        leaf = chosen.inner if isinstance(chosen, Staged) else chosen
        return self._explainer.contributions(leaf, self._node(node), self._period(period))

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
            Keep only nodes of these kinds, and the metrics of these names.
        only_values
            Leave out readings that have no value.

        Raises
        ------
        UnknownName
            A metric that was not read; names the nearest.
        InvalidValue
            A level that does not exist.
        """
        kept = None if levels is None else {member_of(NodeKind, "levels", level) for level in levels}
        kinds = np.asarray([kept is None or kind in kept for kind in self.kinds], dtype=np.bool_)
        chosen = self.metrics if metrics is None else tuple(self.metric(name) for name in dict.fromkeys(metrics))
        wanted = np.tile(kinds, len(self.periods))
        parts = [self._tidy.rows(one, self.outcomes[one.name], wanted, only_values=only_values) for one in chosen]
        return {name: [cell for part in parts for cell in part[name]] for name in COLUMN_TYPES}

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

        Raises
        ------
        InvalidValue
            A library that is not known or not installed.

        Examples
        --------
        >>> import learnperf as lp
        >>> organization = lp.Organization.of(units=[lp.Unit("MOF")], ties=[])
        >>> frame = rollup(organization, metrics=lp.catalogue("innovation.count")).to_frame("polars")
        >>> frame.select("node", "metric", "value").rows()
        [('MOF', 'innovation.count', 0.0)]
        """
        return frame_of(self.columns(levels=levels, metrics=metrics, only_values=only_values), backend)

    @cached_property
    def _tidy(self) -> Tidy:
        names = [self.organization.node(node).name or node for node in self.nodes]
        return Tidy(nodes=self.nodes, names=names, kinds=self.kinds, periods=self.periods, asked=self.asked)

    @cached_property
    def _explainer(self) -> Explainer:
        return Explainer(self.memory)

    @cached_property
    def _metrics(self) -> Mapping[str, AnyMetric]:
        return {metric.name: metric for metric in self.plan.metrics}

    def _read(self, name: str) -> AnyMetric:
        """Give one of the metrics read; of one that failed there is nothing to explain but its error."""
        metric = self.metric(name)
        error = self.plan.failures.of(metric)
        if error is not None:
            raise error
        return metric

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
        at = self._node(node), period
        return Explanation(reading, self._explainer.lines(leaf, *at), (), note, self._explainer.state(leaf, *at))
