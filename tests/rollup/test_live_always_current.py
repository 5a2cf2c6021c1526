"""After any sequence of changes a live result reads what a rollup of what there is by then reads, to the last bit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from attrs import evolve
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

import learnperf as lp
from learnperf.metrics.money import money_in
from learnperf.testing import evidence, organizations
from learnperf.testing.timeline import CUTS, DAYS

# laws are after answers: other tests run every line, and following them here would double the time
pytestmark = pytest.mark.no_cover

SCORE = {"n": 1, "total": lp.col("score"), "scale_low": lp.col("scale"), "scale_high": lp.col("scale")}
EXTREME = {"n": 1, "extreme": lp.col("score"), "scale_low": lp.col("scale"), "scale_high": lp.col("scale")}
PLAIN = {"scale_low": 0, "scale_high": 0}


def _metric(name: str, **options: Any) -> lp.Metric:  # noqa: ANN401 -- any of the options of a metric
    return lp.Metric(f"mine.{name}", label=name, **{"unit": "points", **options})


def _mean_by_function(record: lp.Evaluation) -> lp.Mean | lp.Missing | None:
    if record.level == lp.Level.REACTION:
        return None
    return lp.Missing() if record.steps is None else lp.Mean.of_one(record.steps, record.scale)


def _least_credit(records: Sequence[lp.Innovation]) -> Fraction | lp.Missing:
    if len(records) > 3:
        return lp.Missing(lp.MissingReason.TOO_FEW)
    return Fraction(min(credit for record in records for _, credit in record.subjects), len(records))


INNER = (
    _metric("score", evidence=lp.Evaluation, state=lp.Mean, lift=SCORE),
    _metric("least", evidence=lp.Evaluation, state=lp.Least, lift=EXTREME),
    _metric("attained", evidence=lp.Evaluation, state=lp.Attained, lift=SCORE),
    _metric("by_function", evidence=lp.Evaluation, state=lp.Mean, function=_mean_by_function),
    _metric("stage", evidence=lp.Innovation, state=lp.Greatest, lift={"n": 1, "extreme": lp.col("stage"), **PLAIN}),
    _metric(
        "fulfilled",
        evidence=lp.ConditionJudgement,
        state=lp.Greatest,
        lift={"n": 1, "extreme": lp.col("fulfilment"), **PLAIN},
        latest_by=("condition",),
    ),
    _metric(
        "late",
        evidence=lp.Assignment,
        state=lp.Mean,
        lift={"n": 1, "total": lp.col("weight"), **PLAIN},
        observed=lp.col("on_time") == 0,
    ),
)
OUTER: tuple[lp.Composition | lp.AtLeast | lp.Consensus, ...] = (
    lp.Composition.MEAN,
    lp.Composition.LEAST,
    lp.Composition.GREATEST,
    lp.Composition.STANDARD_DEVIATION,
    lp.AtLeast("0.5"),
)


def _staged() -> list[lp.Staged]:
    return [
        lp.Staged(
            f"{inner.name}.by_{grain.value}_{place}", label="x", unit="points", inner=inner, grain=grain, outer=outer
        )
        for inner, grain, (place, outer) in product(INNER, lp.NodeKind, enumerate(OUTER))
        if not isinstance(outer, lp.AtLeast) or inner.state is lp.Attained
    ]


OPAQUE = lp.Opaque("mine.opaque", label="opaque", unit="points", evidence=lp.Innovation, function=_least_credit)
METRICS: tuple[lp.AnyMetric, ...] = (
    *lp.catalogue(),
    *INNER,
    *_staged(),
    *(
        _metric(f"distinct_{kind.__name__.lower()}_{grain.value}", evidence=kind, state=lp.Distinct, grain=grain)
        for kind, grain in product((lp.Innovation, lp.Evaluation, lp.Presence), lp.NodeKind)
    ),
    _metric("day", evidence=lp.Publication, state=lp.Mean, lift={"n": 1, "total": lp.col("on"), **PLAIN}),
    _metric(
        "linked_soon",
        evidence=lp.CareerMove,
        state=lp.Ratio,
        lift={"numerator": lp.col("linked", 30, 365), "denominator": lp.col("linked", 0, 365)},
    ),
    _metric(
        "of_auditors",
        evidence=lp.Evaluation,
        state=lp.Mean,
        lift=SCORE,
        where=(lp.col("job_family") == "tax") | (lp.col("attribute", "generation") == "x"),
        observed=lp.col("activity_attribute", "topic").is_missing() | (lp.col("grade") == 2),
    ),
    _metric(
        "seniors",
        evidence=lp.Presence,
        state=lp.Distinct,
        where=(lp.col("position") == "senior") | (lp.col("attribute", "generation") == "z"),
    ),
    _metric(
        "adjusted",
        evidence=lp.LearningBenefit,
        state=lp.Money,
        lift=money_in("IDR", lp.col("adjusted"), lp.col("adjusted_rest")),
    ),
    _metric("last_score", evidence=lp.Evaluation, state=lp.Mean, lift=SCORE, latest_by=("activity", "rater")),
    _metric(
        "no_zero",
        evidence=lp.Innovation,
        state=lp.Count,
        lift={"count": 1},
        missing=lp.MissingPolicy.EMPTY_IS_MISSING,
    ),
    OPAQUE,
    lp.Opaque(
        "mine.of_units",
        label="x",
        unit="points",
        evidence=lp.Innovation,
        function=_least_credit,
        levels=[lp.NodeKind.UNIT],
    ),
    lp.Index("mine.loose", label="loose", unit="points", weights=[*INNER[:2], OPAQUE], renormalise=True),
    lp.RatioOf("mine.ratio", label="ratio", unit="x", numerator=INNER[0], denominator=INNER[4], base="of stages"),
)
QUESTIONS = st.fixed_dictionaries(
    {
        "counting": st.sampled_from(lp.Counting),
        "structure": st.sampled_from([lp.Structure.AS_WAS, lp.Structure.AS_WAS, *DAYS[:4]]),
        "by": st.sampled_from([None, None, lp.By.YEAR, lp.By.QUARTER]),
        "since": st.sampled_from([None, None, date(2024, 1, 1), date(2024, 2, 29)]),
        "until": st.sampled_from([None, None, date(2025, 1, 1), date(2025, 1, 2), date(2026, 1, 1)]),
    }
)
WINDOWS: st.SearchStrategy[Any] = st.sampled_from([lp.Window.EACH, lp.Window.EACH, lp.Window.TO_DATE, 2])
SHARES = (None, None, None, Fraction(1, 2), Fraction(1, 3))
SPANS = [
    (since, until) for since, until in product([None, *CUTS], [*CUTS, None]) if not (since and until and since >= until)
]
TIES: dict[tuple[lp.NodeKind, lp.NodeKind], Any] = {
    (lp.NodeKind.LEARNER, lp.NodeKind.TEAM): lp.Membership,
    (lp.NodeKind.LEARNER, lp.NodeKind.UNIT): lp.Placement,
    (lp.NodeKind.TEAM, lp.NodeKind.UNIT): lp.Sponsorship,
    (lp.NodeKind.TEAM, lp.NodeKind.TEAM): lp.Sponsorship,
    (lp.NodeKind.UNIT, lp.NodeKind.UNIT): lp.Reporting,
}


def _renamed(record: lp.Record) -> lp.Record:
    """Give a record from another telling, with names that do not clash with those of this one."""
    changes: dict[str, Any] = {"id": f"new {record.id}"}
    if record.supersedes is not None:
        changes["supersedes"] = f"new {record.supersedes}"
    if isinstance(record, lp.Adoption):
        changes["innovation"] = f"new {record.innovation}"
    return evolve(record, **changes)


class AlwaysCurrent(RuleBasedStateMachine):
    """A live result, and beside it the plain lists of records and ties that a rollup is made of."""

    @initialize(
        data=st.data(), organization=organizations(max_units=4, max_teams=3, max_learners=4), question=QUESTIONS
    )
    def begin(self, data: st.DataObject, organization: lp.Organization, question: dict[str, Any]) -> None:
        """Begin with some organization, some evidence and some metrics."""
        first, second = (data.draw(evidence(organization, max_records=most)) for most in (8, 14))
        self.organization = organization
        self.question = question | {"window": data.draw(WINDOWS) if question["by"] else lp.Window.EACH}
        self.metrics = data.draw(st.lists(st.sampled_from(METRICS), min_size=6, max_size=14, unique=True))
        self.activities = list(first.activities.values()) if data.draw(st.booleans()) else []
        self.records = [*first.superseded.values(), *first.records.values()]
        self.more = [_renamed(record) for record in (*second.superseded.values(), *second.records.values())]
        self.ties = list(organization.ties)
        self.live = self.full().live()

    def full(self) -> lp.Rollup:
        """Roll everything up anew."""
        organization = lp.Organization.of(
            units=self.organization.units.values(),
            teams=self.organization.teams.values(),
            learners=self.organization.learners.values(),
            positions=self.organization.positions.values(),
            competencies=self.organization.competencies.values(),
            ties=self.ties,
        )
        found = lp.Evidence.of(self.records, activities=self.activities)
        return lp.rollup(organization, found, self.metrics, **self.question)

    def attempt(self, change: Any, records: list[lp.Record], ties: list[lp.Tie]) -> None:  # noqa: ANN401 -- a call of any kind
        """Change the live result and the lists alike: both take it, or both refuse it for the same reason."""
        before = self.records, self.ties
        self.records, self.ties = records, ties
        reason = self.refused()
        if reason is None:
            change()
        else:
            self.records, self.ties = before
            with pytest.raises(type(reason), match=re.escape(str(reason))):
                change()

    def refused(self) -> lp.LearnperfError | None:
        """Give the reason why nothing can be rolled up, None where it can."""
        try:
            self.full()
        except lp.LearnperfError as error:
            return error
        return None

    @rule(data=st.data())
    def add(self, data: st.DataObject) -> None:
        """Add a record, whether what it speaks of is there or not."""
        if self.more:
            record = self.more.pop(data.draw(st.integers(0, len(self.more) - 1)))
            self.attempt(lambda: self.live.add(record), [*self.records, record], self.ties)

    @rule(data=st.data())
    def supersede(self, data: st.DataObject) -> None:
        """Correct a record by one of its kind."""
        pairs = [(old, new) for old in self.records for new in self.more if type(old) is type(new)]
        if pairs:
            old, new = data.draw(st.sampled_from(pairs))
            record = evolve(new, supersedes=old.id)
            self.more.remove(new)
            self.attempt(lambda: self.live.supersede(record), [*self.records, record], self.ties)

    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        """Take a record away, which others may speak of."""
        if self.records:
            gone = data.draw(st.sampled_from(self.records))
            others = [record for record in self.records if record is not gone]
            self.attempt(lambda: self.live.remove(gone.id), others, self.ties)

    @rule(data=st.data())
    def tie(self, data: st.DataObject) -> None:
        """Tie two nodes, where it fits and where it does not."""
        child, parent = (data.draw(st.sampled_from(list(self.organization))) for _ in range(2))
        kind = TIES.get((self.organization.kind(child), self.organization.kind(parent)))
        if kind is not None:
            since, until = data.draw(st.sampled_from(SPANS))
            share = data.draw(st.sampled_from(SHARES))
            tie = kind(child, parent, since=since, until=until, share=share, primary=data.draw(st.booleans()))
            self.attempt(lambda: self.live.tie(tie), self.records, [*self.ties, tie])

    @rule(data=st.data())
    def untie(self, data: st.DataObject) -> None:
        """Take a tie away."""
        if self.ties:
            gone = data.draw(st.sampled_from(self.ties))
            self.attempt(lambda: self.live.untie(gone), self.records, [tie for tie in self.ties if tie != gone])

    @rule(data=st.data())
    def move(self, data: st.DataObject) -> None:
        """Let a node hang on another parent of the same kind, in one step."""
        if self.ties:
            gone = data.draw(st.sampled_from(self.ties))
            kind = self.organization.kind(gone.parent)
            parents = [node for node in self.organization if self.organization.kind(node) is kind]
            parent = data.draw(st.sampled_from(parents))
            elsewhere: dict[str, Any] = {_PARENT[type(gone)]: parent}
            new: lp.Tie = evolve(gone, **elsewhere)
            ties = [*(tie for tie in self.ties if tie != gone), new]
            self.attempt(lambda: self.live.retie([gone], [new]), self.records, ties)

    @invariant()
    def reads_what_a_rollup_reads(self) -> None:
        """Compare every reading."""
        full = self.full()
        assert self.live.periods == full.periods
        for reading in full:
            assert self.live[reading.node, reading.metric, reading.period] == reading


_PARENT: dict[type[lp.Tie], str] = {
    lp.Membership: "team",
    lp.Placement: "unit",
    lp.Sponsorship: "sponsor",
    lp.Reporting: "parent_unit",
}

TestAlwaysCurrent = AlwaysCurrent.TestCase
TestAlwaysCurrent.settings = settings(max_examples=25, stateful_step_count=12, deadline=None)


JUNE, JULY = date(2026, 6, 30), date(2026, 7, 31)
WHOLE_STORY = lp.Organization.of(
    units=[lp.Unit("top"), lp.Unit("left"), lp.Unit("right"), lp.Unit("low")],
    teams=[lp.Team("audit"), lp.Team("core")],
    learners=[lp.Learner("ani"), lp.Learner("budi"), lp.Learner("citra")],
    positions=[lp.Position("senior", standard=lp.CompetencyStandard({"data": 3}))],
    competencies=[lp.Competency("data")],
    ties=[
        lp.Reporting("left", "top"),
        lp.Reporting("right", "top"),
        lp.Reporting("low", "left", share=Fraction(1, 3)),
        lp.Reporting("low", "right"),
        lp.Sponsorship("audit", "low"),
        lp.Sponsorship("core", "audit", since=date(2026, 2, 1)),
        lp.Placement("ani", "left", "senior"),
        lp.Membership("ani", "core", share=Fraction(3, 10)),
        lp.Placement("budi", "right", share=Fraction(3, 10)),
        lp.Membership("budi", "audit", until=JUNE, primary=True),
        lp.Placement("citra", "low"),
    ],
)
MOVE_OF_LOW = [lp.Reporting("low", "left", share=Fraction(1, 3))], [lp.Sponsorship("core", "left", until=JULY)]


def _score(name: str, learner: str, score: int | None, **fields: Any) -> lp.Evaluation:  # noqa: ANN401 -- of any field
    options: dict[str, Any] = {"level": lp.Level.BEHAVIOUR, "on": JUNE, "rater": lp.Rater.PEER, **fields}
    return lp.Evaluation(name, learner=learner, score=score, **options)


def _judged(name: str, subject: str, fulfilment: lp.Fulfilment | None, on: date = JUNE) -> lp.ConditionJudgement:
    return lp.ConditionJudgement(name, on=on, subject=subject, condition=lp.Condition.E1_1, fulfilment=fulfilment)


BEFORE: tuple[lp.Record, ...] = (
    _score("e1", "ani", 2),
    _score("e2", "ani", 4, activity="course"),
    _score("e3", "budi", None),
    _score("e4", "audit", 5),
    _score("e5", "citra", 50, scale=lp.PERCENT),
    _score("e6", "core", None),
    lp.Innovation("i1", contributors={"ani": 0.5, "audit": 0.5}, on=JUNE, stages={lp.Stage.PILOT: JUNE}),
    lp.Innovation("i2", contributors=["budi", "core", "low"], on=JUNE, stages={lp.Stage.ADOPTED: JUNE}),
    lp.Adoption("a1", unit="right", innovation="i1", on=JUNE),
    lp.Participation("p1", learner="ani", activity="course", on=date(2026, 3, 1)),
    lp.Participation("p2", team="audit", activity="course", on=date(2026, 3, 1)),
    lp.CareerMove("m1", learner="ani", marks=[lp.MoveMark.PROMOTION], to_position="senior", on=JUNE),
    lp.ProficiencyAssessment("q1", learner="ani", competency="data", level=1, on=date(2026, 1, 5)),
    lp.Assignment("w1", team="audit", on=JUNE, due=JULY),
    lp.Assignment("w2", team="core", on=JUNE, due=JUNE, completed=JUNE, quality=4),
    lp.Publication("n1", unit="low", on=JUNE),
    lp.Correction("c1", unit="left", because_of=["course"], on=JUNE),
    _judged("j1", "ani", lp.Fulfilment.MET),
    _judged("j2", "budi", None, date(2026, 1, 5)),
)
STORY: tuple[Any, ...] = (
    _score("e7", "ani", 1, wave=lp.Wave.BASELINE, on=date(2026, 1, 5)),
    _score("e8", "ani", 3, activity="course", supersedes="e2"),
    _score("é9", "core", 60, scale=lp.PERCENT),
    "e5",
    "e1",
    "é9",
    _score("e10", "budi", 2, level=lp.Level.RESULTS),
    lp.Innovation("i3", contributors=["citra"], on=JUNE, supersedes="i1", stages={lp.Stage.IMPLEMENTED: JUNE}),
    lp.Adoption("a2", unit="left", innovation="i1", on=JUNE),
    lp.ProficiencyAssessment("q2", learner="ani", competency="data", level=3, on=date(2026, 2, 5)),
    lp.Participation("p3", learner="budi", activity="course", on=date(2026, 3, 2)),
    lp.CareerMove("m2", learner="budi", marks=[lp.MoveMark.TRANSFER], on=JUNE),
    ([], [lp.Membership("citra", "audit")]),
    ([], [lp.Membership("citra", "core", since=JUNE, share=Fraction(1, 7))]),
    MOVE_OF_LOW,
    ([], [lp.Sponsorship("audit", "top", until=JUNE)]),
    "p1",
    "p2",
    "i2",
    _judged("j3", "ani", lp.Fulfilment.NOT_MET, JULY),
    _judged("j4", "ani", lp.Fulfilment.PARTLY),
    "j3",
    lp.Assignment("w3", team="audit", on=JUNE, supersedes="w1", due=date(2026, 9, 1), completed=JULY, quality=2),
    _score("e11", "citra", 4, on=date(2027, 1, 1)),
    MOVE_OF_LOW[::-1],
    "e11",
)


@pytest.mark.parametrize(
    ("counting", "question"),
    [
        ("full", {}),
        ("fractional", {"until": date(2027, 1, 1)}),
        ("primary", {"by": "quarter", "window": 2, "until": date(2027, 1, 1)}),
        ("full", {"structure": JUNE, "by": "year"}),
    ],
)
def test_a_long_story_is_current_at_every_turn(counting: str, question: dict[str, Any]) -> None:
    course = lp.LearningActivity("course", competencies=["data"], hours=2)
    known, ties = {record.id: record for record in BEFORE}, list(WHOLE_STORY.ties)
    live = lp.rollup(
        WHOLE_STORY, lp.Evidence.of(BEFORE, activities=[course]), METRICS, counting=counting, **question
    ).live()
    for turn, change in enumerate(STORY):
        if isinstance(change, str):
            live.remove(change)
            del known[change]
        elif isinstance(change, tuple):
            gone, new = change
            live.retie(gone, new)
            ties = [tie for tie in ties if tie not in gone] + new
        else:
            live.add(change)
            known[change.id] = change
        # now and then is enough: what was wrong once stays wrong
        if turn % 4 == 0:
            evidence = lp.Evidence.of(known.values(), activities=[course])
            organization = evolve(WHOLE_STORY, ties=tuple(ties))
            full = lp.rollup(organization, evidence, METRICS, counting=counting, **question)
            wrong = [one for one in full if live[one.node, one.metric, one.period] != one]
            assert not wrong, (turn, change, wrong[0], live[wrong[0].node, wrong[0].metric, wrong[0].period])
