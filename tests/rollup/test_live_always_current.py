"""A live result reads what a rollup of what there is by then reads, along one long story of changes of every kind.

Stories made by chance are told in `histories.py`.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve

import learnperf as lp

from .asking import METRICS

# laws are after answers: other tests run every line, and following them here would double the time
pytestmark = pytest.mark.no_cover

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
