"""What innovations, adoptions and corrections read from other records stays current, whatever changes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import learnperf as lp
from learnperf.metrics.expressions import Expression
from learnperf.metrics.pipeline import stage_reached_within
from learnperf.testing import organization_and_evidence

# laws are after answers: other tests run every line, and following them here would double the time
pytestmark = pytest.mark.no_cover

PLAIN = {"scale_low": 0, "scale_high": 0}


def _sum_of(evidence: type[lp.Record], column: Expression, name: str) -> lp.Metric:
    return lp.Metric(
        f"mine.{name}",
        label=name,
        unit="points",
        evidence=evidence,
        state=lp.Mean,
        lift={"n": 1, "total": column, **PLAIN},
    )


METRICS = (
    *lp.catalogue("adoption", "correction"),
    *lp.catalogue("innovation.from_learning", "innovation.days_from_learning", "innovation.implemented_within_365"),
    stage_reached_within(lp.Stage.IMPLEMENTED, 30),
    _sum_of(lp.Innovation, lp.col("adoptions"), "adoptions"),
    _sum_of(lp.Innovation, lp.col("eligible"), "eligible"),
    _sum_of(lp.Innovation, lp.col("in_use_elsewhere"), "in_use_elsewhere"),
    _sum_of(lp.Innovation, lp.col("days_from_learning"), "days_from_learning"),
    _sum_of(lp.Adoption, lp.col("days_after", lp.Stage.PILOT), "days_after"),
)
QUESTIONS = st.fixed_dictionaries(
    {
        "counting": st.sampled_from(lp.Counting),
        "by": st.sampled_from([None, lp.By.YEAR]),
        "until": st.sampled_from([None, None, date(2025, 1, 1), date(2026, 1, 1)]),
    }
)


def _in_order(evidence: lp.Evidence) -> list[lp.Record]:
    """Give records as they were told: each after those it speaks of."""
    known = {**evidence.superseded, **evidence.records}
    return sorted(known.values(), key=lambda one: int(one.id.rpartition("e")[2]))


def _same(live: lp.Live, readings: list[lp.Reading]) -> None:
    assert [live[one.node, one.metric, one.period] for one in readings] == readings


@settings(max_examples=25, deadline=None)
@given(organization_and_evidence(max_records=16), QUESTIONS, st.integers(0, 16), st.booleans())
def test_records_that_come_and_go_leave_what_a_rollup_reads(
    drawn: tuple[lp.Organization, lp.Evidence],
    question: dict[str, Any],
    first: int,
    declared: bool,  # noqa: FBT001
) -> None:
    organization, told = drawn
    records, activities = _in_order(told), told.activities.values() if declared else ()

    def full(several: list[lp.Record]) -> list[lp.Reading]:
        return list(lp.rollup(organization, lp.Evidence.of(several, activities=activities), METRICS, **question))

    live = lp.rollup(organization, lp.Evidence.of(records[:first], activities=activities), METRICS, **question).live()
    for place in range(first, len(records)):
        live.add(records[place])
        _same(live, full(records[: place + 1]))
    for place in reversed(range(len(records))):
        live.remove(records[place].id)
        _same(live, full(records[:place]))


@settings(max_examples=20, deadline=None)
@given(organization_and_evidence(max_records=16), QUESTIONS, st.data())
def test_ties_that_go_and_come_back_leave_what_a_rollup_reads(
    drawn: tuple[lp.Organization, lp.Evidence], question: dict[str, Any], data: st.DataObject
) -> None:
    organization, told = drawn
    loose = [tie for tie in organization.ties if not isinstance(tie, lp.Reporting)]
    live = lp.rollup(organization, told, METRICS, **question).live()
    for tie in data.draw(st.lists(st.sampled_from(loose), max_size=3, unique=True)) if loose else []:
        live.untie(tie)
        others = [one for one in organization.ties if one != tie]
        without = lp.Organization.of(
            units=organization.units.values(),
            teams=organization.teams.values(),
            learners=organization.learners.values(),
            positions=organization.positions.values(),
            competencies=organization.competencies.values(),
            ties=others,
        )
        readings = list(lp.rollup(without, told, METRICS, **question))
        _same(live, readings)
        live.tie(tie)
    readings = list(lp.rollup(organization, told, METRICS, **question))
    _same(live, readings)


@pytest.fixture
def organization() -> lp.Organization:
    return lp.Organization.of(
        units=[lp.Unit("top"), lp.Unit("left"), lp.Unit("late", since=date(2026, 6, 1))],
        learners=[lp.Learner("ani"), lp.Learner("budi")],
        ties=[lp.Reporting("left", "top"), lp.Reporting("late", "top"), lp.Placement("ani", "left")],
    )


@pytest.mark.parametrize("last", [date(2026, 5, 31), date(2026, 6, 1), date(2026, 12, 31), date(2027, 1, 1)])
def test_later_evidence_moves_the_day_of_the_report_for_what_was_there(
    organization: lp.Organization, last: date
) -> None:
    idea = lp.Innovation(
        "i", on=date(2026, 1, 1), contributors=["ani"], stages={lp.Stage.IMPLEMENTED: date(2026, 2, 1)}
    )
    adoption = lp.Adoption("a", on=date(2026, 3, 1), unit="late", innovation="i", until=date(2026, 12, 31))
    publication = lp.Publication("n", on=last, unit="left")
    live = lp.rollup(organization, lp.Evidence.of([idea, adoption]), METRICS).live()
    live.add(publication)
    readings = list(lp.rollup(organization, lp.Evidence.of([idea, adoption, publication]), METRICS))
    _same(live, readings)
    more: list[lp.Record] = [
        lp.Innovation("later", on=date(2025, 6, 1), contributors=["budi"]),
        lp.Adoption("again", on=date(2026, 3, 1), unit="top", innovation="later", until=date(2026, 5, 31)),
    ]
    for record in more:
        live.add(record)
    live.remove("n")
    readings = list(lp.rollup(organization, lp.Evidence.of([idea, adoption, *more]), METRICS))
    _same(live, readings)
