"""Single changes to a live result, worked by hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from attrs import frozen

import learnperf as lp
from learnperf.metrics.finalized import Context
from learnperf.metrics.state import Merge, columns, number

DAY = date(2026, 6, 30)
BEHAVIOUR = "kirkpatrick.behaviour"
INTO_LEFT = lp.Placement("ani", "left")
LEFT_UNDER_TOP = lp.Reporting("left", "top")


def _score(name: str, learner: str = "ani", score: int | None = 3, **fields: Any) -> lp.Evaluation:  # noqa: ANN401 -- of any field
    options: dict[str, Any] = {"level": lp.Level.BEHAVIOUR, "on": DAY, **fields}
    return lp.Evaluation(name, learner=learner, score=score, **options)


@pytest.fixture
def organization() -> lp.Organization:
    """Give two units under one, a team of the left one, and three people."""
    return lp.Organization.of(
        units=[lp.Unit("top"), lp.Unit("left"), lp.Unit("right")],
        teams=[lp.Team("audit")],
        learners=[lp.Learner("ani"), lp.Learner("budi"), lp.Learner("citra")],
        ties=[
            LEFT_UNDER_TOP,
            lp.Reporting("right", "top"),
            lp.Sponsorship("audit", "left"),
            INTO_LEFT,
            lp.Placement("budi", "left"),
            lp.Placement("citra", "right"),
        ],
    )


def _live(
    organization: lp.Organization,
    records: Iterable[lp.Record] = (),
    metrics: Iterable[lp.AnyMetric] | None = None,
    **question: Any,  # noqa: ANN401 -- of any option
) -> lp.Live:
    evidence = lp.Evidence.of(records)
    return lp.rollup(organization, evidence, metrics, **question).live()


def test_a_score_more_is_in_the_mean_of_every_node_above(organization: lp.Organization) -> None:
    live = _live(organization, [_score("e1", score=2)])
    live.add(_score("e2", "budi", 5))
    read = [(live[node, BEHAVIOUR].value, live[node, BEHAVIOUR].heads) for node in ("budi", "left", "right", "top")]
    assert read == [(5.0, 1), (3.5, 2), (None, 0), (3.5, 2)]


def test_a_correction_takes_the_place_of_what_it_corrects_and_gives_it_back(organization: lp.Organization) -> None:
    live = _live(organization, [_score("e1", score=2)])
    live.supersede(_score("e2", score=4, supersedes="e1"))
    assert live["top", BEHAVIOUR].value == 4.0
    live.remove("e2")
    assert (live["top", BEHAVIOUR].value, live["top", BEHAVIOUR].n) == (2.0, 1)


def test_the_same_record_or_tie_twice_is_taken_once(organization: lp.Organization) -> None:
    live = _live(organization, [_score("e1")])
    live.add(_score("e1"))
    live.tie(INTO_LEFT)
    assert live["top", BEHAVIOUR].n == 1
    assert len(live.result().organization.ties) == len(organization.ties)


def test_a_record_may_come_back_after_it_went(organization: lp.Organization) -> None:
    live = _live(organization, [_score("e1", score=2)])
    live.remove("e1")
    assert live["top", BEHAVIOUR].missing is lp.MissingReason.NO_EVIDENCE
    live.add(_score("e1", score=4))
    assert live["top", BEHAVIOUR].value == 4.0


def test_the_least_that_goes_leaves_the_next(organization: lp.Organization) -> None:
    (least,) = (
        lp.Metric(
            "mine.least",
            label="least",
            unit="score",
            evidence=lp.Evaluation,
            state=lp.Least,
            lift={"n": 1, "extreme": lp.col("score"), "scale_low": lp.col("scale"), "scale_high": lp.col("scale")},
        ),
    )
    live = _live(organization, [_score(f"e{score}", score=score) for score in (1, 2, 4)], [least])
    live.remove("e1")
    assert live["top", "mine.least"].value == 2.0
    assert live["top", "mine.least"].n == 2
    live.remove("e2")
    live.add(_score("e3", "budi", 3))
    assert [live[node, "mine.least"].value for node in ("ani", "budi", "top")] == [4.0, 3.0, 3.0]
    live.remove("e3")
    live.remove("e4")
    assert live["top", "mine.least"].value is None


@frozen
class Days(lp.State):
    """How many days lie between the first and the last."""

    COLUMNS = columns(first=Merge.MIN, last=Merge.MAX)
    first: int = number(Merge.MIN)
    last: int = number(Merge.MAX)

    def value(self, context: Context) -> Fraction:
        """Count the days; between none there are none."""
        del context
        return Fraction(max(0, self.last - self.first))


def test_what_is_nothing_of_nothing_is_so_again(organization: lp.Organization) -> None:
    options: dict[str, Any] = {
        "missing": lp.MissingPolicy.EMPTY_IS_ZERO,
        "lift": {"first": lp.col("on"), "last": lp.col("on")},
    }
    days = lp.Metric("mine.days", label="x", unit="days", evidence=lp.Publication, state=Days, **options)
    live = _live(organization, [lp.Publication("n1", unit="left", on=DAY)], [days])
    live.add(lp.Publication("n2", unit="right", on=date(2026, 7, 2)))
    assert live["top", "mine.days"].value == 2.0
    live.remove("n1")
    live.remove("n2")
    assert live["top", "mine.days"].value == 0.0


def test_scores_on_another_scale_leave_no_mean_until_they_go(organization: lp.Organization) -> None:
    live = _live(organization, [_score("e1")])
    live.add(_score("e2", "budi", 60, scale=lp.PERCENT))
    assert live["top", BEHAVIOUR].missing is lp.MissingReason.MIXED_SCALES
    assert live["budi", BEHAVIOUR].value == 60.0
    live.remove("e2")
    assert live["top", BEHAVIOUR].value == 3.0
    live.add(_score("e3", "budi", 60, scale=lp.PERCENT))
    live.remove("e1")
    assert live["top", BEHAVIOUR].value == 60.0


def test_a_membership_gives_the_team_what_its_member_did(organization: lp.Organization) -> None:
    live = _live(organization, [_score("e1", "citra", 5)])
    membership = lp.Membership("citra", "audit", since=DAY)
    live.tie(membership)
    assert [live[node, BEHAVIOUR].value for node in ("audit", "left", "right")] == [5.0, 5.0, 5.0]
    assert live["left", "roster.learners"].value == 3.0
    live.untie(membership)
    assert live["left", BEHAVIOUR].value is None


def test_a_member_more_is_a_head_more_of_what_the_team_did_as_one(organization: lp.Organization) -> None:
    live = _live(organization, [lp.Innovation("i1", contributors=["audit"], on=DAY)])
    assert live["left", "innovation.count"].heads == 0
    live.tie(lp.Membership("ani", "audit"))
    assert live["left", "innovation.count"].heads == 1


def test_a_unit_that_moves_takes_all_below_it_along(organization: lp.Organization) -> None:
    live = _live(organization, [_score("e1", score=2), _score("e2", "citra", 4)])
    live.retie([LEFT_UNDER_TOP], [lp.Reporting("left", "right")])
    assert [live[node, BEHAVIOUR].value for node in ("left", "right", "top")] == [2.0, 3.0, 3.0]


def test_a_baseline_that_comes_later_changes_what_was_there(organization: lp.Organization) -> None:
    live = _live(organization, [_score("e1", score=4)])
    live.add(_score("before", score=1, wave=lp.Wave.BASELINE, on=date(2026, 1, 1)))
    assert live["top", "kirkpatrick.behaviour.change"].value == 3.0


def test_an_idea_that_a_unit_takes_up_is_adopted(organization: lp.Organization) -> None:
    live = _live(organization, [lp.Innovation("i1", contributors=["ani"], on=DAY)])
    live.add(lp.Adoption("a1", unit="right", innovation="i1", on=DAY))
    assert live["top", "adoption.share"].value == 1.0
    assert live["right", "adoption.from_elsewhere"].value == 1.0
    live.tie(lp.Placement("ani", "right"))
    assert live["right", "adoption.from_elsewhere"].value == 0.0


def test_an_idea_is_adopted_by_any_of_its_names(organization: lp.Organization) -> None:
    mended = lp.Innovation("i2", contributors=["ani"], on=DAY, supersedes="i1")
    live = _live(organization, [lp.Innovation("i1", contributors=["ani"], on=DAY), mended])
    live.add(lp.Adoption("a1", unit="right", innovation="i1", on=DAY))
    assert live["top", "adoption.share"].value == 1.0
    live.supersede(lp.Adoption("a2", unit="left", innovation="i2", on=DAY, supersedes="a1"))
    assert live["left", "adoption.from_elsewhere"].value == 0.0


def test_learning_before_a_move_links_to_it(organization: lp.Organization) -> None:
    move = lp.CareerMove("m1", learner="ani", marks=[lp.MoveMark.PROMOTION], on=DAY)
    live = _live(organization, [move])
    assert live["top", "career.mover_rate_others"].exact == live["top", "career.mover_rate"].exact
    live.add(lp.Participation("p1", learner="ani", activity="course", on=date(2026, 3, 1)))
    assert live["top", "career.mover_rate_learned"].value == 1.0


def test_what_a_team_learned_is_not_what_its_people_did(organization: lp.Organization) -> None:
    live = _live(organization, [_score("e1")], lp.catalogue("learning.learners_active"))
    live.add(lp.Participation("p1", team="audit", activity="course", on=DAY))
    assert live["top", "learning.learners_active"].value == 0.0


def test_evidence_of_a_new_month_makes_a_new_period(organization: lp.Organization) -> None:
    live = _live(organization, [_score("e1")], by="month")
    live.add(_score("e2", "budi", 5, on=date(2026, 8, 1)))
    assert [period.label for period in live.periods] == ["2026-06", "2026-07", "2026-08"]
    assert live["top", BEHAVIOUR, "2026-08"].value == 5.0
    live.remove("e2")
    assert [period.label for period in live.periods] == ["2026-06"]


def test_evidence_outside_the_period_changes_no_reading(organization: lp.Organization) -> None:
    live = _live(organization, [_score("e1")], since=date(2026, 1, 1), until=date(2027, 1, 1))
    live.add(_score("e2", on=date(2027, 1, 1)))
    assert live["top", BEHAVIOUR].n == 1
    assert live.result().accounting.outside == 1


def test_the_first_evidence_of_all_is_as_good_as_any(organization: lp.Organization) -> None:
    live = _live(organization)
    live.add(_score("e1"))
    assert live["top", BEHAVIOUR].value == 3.0


def test_what_is_due_by_the_last_day_moves_with_it(organization: lp.Organization) -> None:
    live = _live(organization, [lp.Assignment("a1", team="audit", on=DAY, due=date(2026, 7, 31))])
    assert live["left", "assignment.on_time"].value is None
    live.add(_score("e1", on=date(2026, 8, 1)))
    assert live["left", "assignment.on_time"].value == 0.0


def test_learning_becomes_overdue_as_the_last_day_moves(organization: lp.Organization) -> None:
    learning = lp.Participation("p1", learner="ani", activity="course", on=DAY, completed=False, due=date(2026, 7, 31))
    live = _live(organization, [learning])
    assert live["ani", "measure.on_time_completion"].value is None
    live.add(_score("e1", on=date(2026, 8, 1)))
    assert live["ani", "measure.on_time_completion"].value == 0.0


def test_the_result_of_now_can_be_explained(organization: lp.Organization) -> None:
    live = _live(organization, [_score("e1")])
    live.add(_score("e2", "citra", 5))
    lines = live.result().explain("top", BEHAVIOUR).lines
    assert [(line.source, line.n) for line in lines] == [("left", 1), ("right", 1)]


def test_a_live_result_of_the_slow_twin_is_the_same(organization: lp.Organization) -> None:
    live = lp.rollup(organization, lp.Evidence.of([_score("e1")]), engine="naive").live()
    live.add(_score("e2", "budi", 5))
    assert live["left", BEHAVIOUR].value == 4.0


def test_it_says_how_much_there_is_to_read(organization: lp.Organization) -> None:
    live = _live(organization, metrics=lp.catalogue("kirkpatrick.behaviour.change"))
    assert repr(live) == "<Live 1 metrics x 7 nodes x 1 periods>"
    assert live.nodes[:3] == ("left", "right", "top")
    assert [metric.name for metric in live.metrics] == ["kirkpatrick.behaviour.change"]


def test_one_who_moved_is_one_head_wherever_they_were(organization: lp.Organization) -> None:
    began = date(2026, 6, 1)
    live = _live(
        lp.Organization.of(
            units=organization.units.values(),
            learners=organization.learners.values(),
            ties=[
                lp.Reporting("left", "top"),
                lp.Reporting("right", "top"),
                lp.Placement("ani", "left", until=began),
                lp.Placement("ani", "right", since=began),
            ],
        ),
        [_score("e1", on=date(2026, 1, 5)), _score("e2")],
    )
    live.add(_score("e3"))
    live.add(_score("e4", "budi"))
    assert [live[node, BEHAVIOUR].heads for node in ("left", "right", "top", "budi")] == [1, 1, 1, 1]
