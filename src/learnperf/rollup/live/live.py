"""Live: a result that stays current while single records and ties come and go.

The figures an engine found are kept as they are, and beside them what has been added since. A change takes what it
touches out as it was, happens, and puts it back in as it is: the nodes above it are visited and no others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from operator import methodcaller
from typing import TYPE_CHECKING

from learnperf.errors import InvalidValue, UnknownName
from learnperf.metrics.algebra import scale_code
from learnperf.metrics.finalized import nearest_double
from learnperf.metrics.metric import AnyMetric
from learnperf.metrics.missing import Missing, MissingReason
from learnperf.model.evidence import Adoption, Assignment, Evaluation, Innovation, Record
from learnperf.model.judgements import ConditionJudgement
from learnperf.model.organization import Organization
from learnperf.model.scales import Scale
from learnperf.model.ties import Tie
from learnperf.rollup.live.checks import check_added, check_removed, check_ties
from learnperf.rollup.live.records import LiveRecords
from learnperf.rollup.live.standing import Standing
from learnperf.rollup.live.ties import LiveTies, is_structural
from learnperf.rollup.live.touched import Touching
from learnperf.rollup.memory import Memory
from learnperf.rollup.outcome import Outcome
from learnperf.rollup.plan import Plan, make_plan
from learnperf.rollup.reading import Reading
from learnperf.rollup.request import Period

if TYPE_CHECKING:
    from learnperf.rollup.result import Rollup


class Live:
    """A result that stays current under single changes; `Rollup.live` begins one.

    After any sequence of changes every reading is what a rollup of the records and ties there are by then would give. A
    change costs in proportion to what it touches: a record, the nodes above it; a learner's tie, the evidence about
    that learner and about the team; a tie of a team or unit, all evidence below it. What is refused changes nothing.

    Some changes move the question itself: the first evidence in a new month of ``by="month"``, or, where the period is
    open, evidence of a later day than any before, if due dates or ties change in between and some metric looks at
    them. Then everything is counted anew, as a rollup would.

    Examples
    --------
    >>> from datetime import date
    >>> import learnperf as lp
    >>> organization = lp.Organization.of(
    ...     units=[lp.Unit("MOF")], learners=[lp.Learner("ani")], ties=[lp.Placement("ani", "MOF")]
    ... )
    >>> first = lp.Evaluation("e1", learner="ani", level=lp.Level.BEHAVIOUR, score=3, on=date(2026, 6, 30))
    >>> live = lp.rollup(organization, lp.Evidence.of([first])).live()
    >>> live.add(lp.Evaluation("e2", learner="ani", level=lp.Level.BEHAVIOUR, score=4, on=date(2026, 6, 30)))
    >>> live["MOF", "kirkpatrick.behaviour"].value
    3.5
    >>> live.remove("e1")
    >>> live["MOF", "kirkpatrick.behaviour"].value
    4.0
    """

    def __init__(self, standing: Standing, answer: Callable[[Plan], Rollup]) -> None:
        """Keep what is known so far, and how a result is made of a plan."""
        self._standing = standing
        self._answer = answer
        # the last scale met: most scores are on one, and looking a scale up takes longer than this
        self._scale: Scale | None = None

    @classmethod
    def of(cls, plan: Plan, outcomes: Mapping[str, Outcome], answer: Callable[[Plan], Rollup]) -> Live:
        """Begin with what an engine found for a plan.

        Parameters
        ----------
        answer
            Makes a result of a plan.
        """
        return cls(Standing.of(plan, outcomes), answer)

    @property
    def metrics(self) -> tuple[AnyMetric, ...]:
        """Metrics read."""
        return self._plan.metrics

    @property
    def nodes(self) -> tuple[str, ...]:
        """Ids of all nodes: units, teams, learners, each in order of id."""
        return self._plan.graph.ids

    @property
    def periods(self) -> tuple[Period, ...]:
        """Periods read now, in order."""
        return self._plan.periods

    @property
    def organization(self) -> Organization:
        """The organization as it is now, put together anew each time it is asked for."""
        return self._ties.whole()

    def __reduce__(self) -> tuple[Callable[[Rollup], Live], tuple[Rollup]]:
        """Travel between processes, and be copied, as a full result with which a live one begins again."""
        return methodcaller("live"), (self.result(),)

    def __repr__(self) -> str:
        """Say how much there is to read."""
        return f"<Live {len(self.metrics)} metrics x {len(self.nodes)} nodes x {len(self.periods)} periods>"

    def __getitem__(self, key: tuple[str, str] | tuple[str, str, str]) -> Reading:
        """Read one metric at one node: ``live[node, metric]`` or ``live[node, metric, period]``."""
        return self.reading(*key)

    def reading(self, node: str, metric: str, period: str | None = None) -> Reading:
        """Read one metric at one node, as a rollup of what there is now would give it.

        Raises
        ------
        UnknownName
            A node, metric or period that does not exist; names the nearest.
        InvalidValue
            No period given where there are several.
        """
        chosen = self._metrics.get(metric)
        if chosen is None:
            raise UnknownName("metric", metric, self._metrics)
        number = self._plan.graph.number.get(node)
        if number is None:
            raise UnknownName("node", node, self.nodes)
        at = self._period(period)
        figure = self._standing.read(chosen, at, number)
        missing = figure.value if isinstance(figure.value, Missing) else None
        exact = None if isinstance(figure.value, Missing) else figure.value
        return Reading(
            node=node,
            metric=metric,
            period=self.periods[at].label,
            value=None if exact is None else nearest_double(exact.numerator, exact.denominator),
            missing=MissingReason.NONE if missing is None else missing.reason,
            exact=exact,
            n=figure.n,
            heads=figure.heads,
            due=figure.due,
            unit=chosen.unit,
            version=str(chosen.version),
            counting=self._plan.question.counting.value,
            structure=self._plan.question.structure,
        )

    def add(self, record: Record) -> None:
        """Take in one piece of evidence, which may supersede another; the very same one twice is taken once.

        Raises
        ------
        EvidenceError
            It does not fit: an id used for another record, an unknown id, a node of the wrong kind, an adoption before
            its idea, or two that supersede one.
        MetricFailed
            A metric's own code raised.
        """
        records = self._records
        if records.given(record.id) == record:
            return
        check_added(records, self._ties.organization, record)
        replaced = None if record.supersedes is None else records.given(record.supersedes)
        changed = [record] if replaced is None else [record, replaced]
        self._learn_scale(record)
        self._change_records(changed, lambda: records.add(record, replaced), lambda: records.remove(record, replaced))

    def supersede(self, record: Record) -> None:
        """Take in a piece of evidence that corrects another, which it names.

        Raises
        ------
        InvalidValue
            It supersedes nothing.
        EvidenceError, MetricFailed
            As for `add`.
        """
        if record.supersedes is None:
            raise InvalidValue("supersedes", None, "is missing", "say which record it corrects, or add it")
        self.add(record)

    def remove(self, record: str) -> None:
        """Take away one piece of evidence, by its id; what it superseded holds again.

        Raises
        ------
        UnknownName
            There is none of that id; names the nearest.
        EvidenceError
            Other evidence names it: a correction of it, or an adoption.
        MetricFailed
            A metric's own code raised.
        """
        records = self._records
        gone = check_removed(records, record)
        back = None if gone.supersedes is None else records.given(gone.supersedes)
        changed = [gone] if back is None else [gone, back]
        self._change_records(changed, lambda: records.remove(gone, back), lambda: records.add(gone, back))

    def tie(self, tie: Tie) -> None:
        """Add a tie; the very same one twice is taken once.

        Raises
        ------
        OrganizationError
            It does not fit: an unknown node, a cycle, no root or two, shares over 1, an overlap.
        MetricFailed
            A metric's own code raised.
        """
        self.retie(new=[tie])

    def untie(self, tie: Tie) -> None:
        """Take a tie away, given as it was made.

        Raises
        ------
        InvalidValue
            There is no such tie.
        OrganizationError, MetricFailed
            As for `tie`.
        """
        self.retie(gone=[tie])

    def retie(self, gone: Iterable[Tie] = (), new: Iterable[Tie] = ()) -> None:
        """Take ties away and add others in one step, such as the two by which a unit comes to report elsewhere.

        Raises
        ------
        InvalidValue, OrganizationError, MetricFailed
            As for `tie` and `untie`.

        Examples
        --------
        >>> from datetime import date
        >>> import learnperf as lp
        >>> here, there = lp.Reporting("audit", "north"), lp.Reporting("audit", "south")
        >>> organization = lp.Organization.of(
        ...     units=[lp.Unit("MOF"), lp.Unit("north"), lp.Unit("south"), lp.Unit("audit")],
        ...     ties=[lp.Reporting("north", "MOF"), lp.Reporting("south", "MOF"), here],
        ... )
        >>> published = lp.Publication("p1", unit="audit", on=date(2026, 6, 30))
        >>> live = lp.rollup(organization, lp.Evidence.of([published])).live()
        >>> live.retie(gone=[here], new=[there])
        >>> live["north", "publication.count"].value, live["south", "publication.count"].value
        (0.0, 1.0)
        """
        ties, reach = self._ties, self._standing.pieces.reach
        away = list(dict.fromkeys(gone))
        come = [tie for tie in dict.fromkeys(new) if tie in away or tie not in ties.of(tie.child)]
        check_ties(ties, away, come)
        away, come = [tie for tie in away if tie not in come], [tie for tie in come if tie not in away]
        structural = any(is_structural(tie) for tie in (*away, *come))

        def change(take: list[Tie], give: list[Tie]) -> None:
            ties.change(take, give)
            if structural:
                reach.forget()

        touching, standing = self._touching, self._standing
        touched = touching.by_ties([*away, *come])
        change(away, come)
        touched.join(touching.by_ties([*away, *come]))
        change(come, away)
        tally = standing.before(touched)
        change(away, come)
        try:
            standing.after(tally, touched, moved=True)
        except BaseException:
            change(come, away)
            raise
        standing.moment.note((), come)

    def reorganize(self, organization: Organization) -> None:
        """Take on an organization as a whole: people who came, units that were merged or split, other ties.

        Where ties alone differ, those are changed as by `retie`. Where nodes do, everything is counted anew.

        Raises
        ------
        EvidenceError
            There is evidence about nodes that are not in it.
        MetricFailed
            A metric's own code raised.

        Examples
        --------
        >>> from datetime import date
        >>> import learnperf as lp
        >>> organization = lp.Organization.of(units=[lp.Unit("MOF")])
        >>> live = lp.rollup(organization).live()
        >>> live.reorganize(
        ...     lp.Organization.of(
        ...         units=[lp.Unit("MOF")], learners=[lp.Learner("ani")], ties=[lp.Placement("ani", "MOF")]
        ...     )
        ... )
        >>> idea = lp.Innovation("i1", contributors=["ani"], on=date(2026, 6, 30))
        >>> live.add(idea)
        >>> live["MOF", "innovation.count"].value
        1.0
        """
        now = self.organization
        if _besides_ties(now) == _besides_ties(organization):
            before, after = dict.fromkeys(now.ties), dict.fromkeys(organization.ties)
            self.retie([tie for tie in before if tie not in after], [tie for tie in after if tie not in before])
        else:
            self._begin_again(make_plan(organization, self._records.whole(), self.metrics, self._plan.question))

    def result(self) -> Rollup:
        """Give a full result of what there is now, counted anew: to explain, to compare, to hand on."""
        return self._answer(self._plan_anew())

    def _change_records(self, changed: list[Record], apply: Callable[[], None], undo: Callable[[], None]) -> None:
        """Let records come and go; count everything anew where that moves the question."""
        standing, records, touching = self._standing, self._records, self._touching
        moment, rows = standing.moment, standing.pieces.rows
        touched = touching.by_records(changed)
        if any(isinstance(record, Innovation | Adoption) for record in changed):
            # who speaks of an idea depends on what corrects it
            apply()
            touched.join(touching.by_records(changed))
            undo()
        tally = standing.before(touched)
        report_day = rows.report_day
        moment.note(changed, ())
        apply()
        try:
            if moment.is_another(records.span):
                self._begin_again(self._plan_anew())
            else:
                rows.report_on(moment.report_day(records.span))
                standing.after(tally, touched, moved=False)
        except BaseException:
            undo()
            rows.report_on(report_day)
            raise
        moment.keep(records.span)

    def _begin_again(self, plan: Plan) -> None:
        self._standing = Standing.of(plan, Memory.of(plan).outcomes)
        self._scale = None

    def _plan_anew(self) -> Plan:
        return make_plan(self._ties.whole(), self._records.whole(), self.metrics, self._plan.question)

    def _learn_scale(self, record: Record) -> None:
        """Let scores on a scale that was not there before be read."""
        if isinstance(record, Evaluation | Assignment | ConditionJudgement) and record.scale is not self._scale:
            self._scale = record.scale
            self._standing.scales[scale_code(record.scale)] = record.scale

    @property
    def _plan(self) -> Plan:
        return self._standing.plan

    @property
    def _records(self) -> LiveRecords:
        return self._standing.pieces.records

    @property
    def _ties(self) -> LiveTies:
        return self._standing.pieces.reach.ties

    @property
    def _touching(self) -> Touching:
        return Touching(self._standing.pieces, self._standing.roster)

    @cached_property
    def _metrics(self) -> Mapping[str, AnyMetric]:
        return {metric.name: metric for metric in self.metrics}

    def _period(self, label: str | None) -> int:
        labels = [period.label for period in self.periods]
        if label is None and len(labels) == 1:
            return 0
        if label is None:
            raise InvalidValue("period", None, "is needed, there is not exactly one", f"periods: {', '.join(labels)}")
        if label not in labels:
            raise UnknownName("period", label, labels)
        return labels.index(label)


def _besides_ties(organization: Organization) -> list[Mapping[str, object]]:
    return [
        organization.units,
        organization.teams,
        organization.learners,
        organization.positions,
        organization.competencies,
    ]
