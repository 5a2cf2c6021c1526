"""Moves linked to learning: windows, several pieces of learning, and how many moves would be linked anyway."""

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import learnperf as lp
from learnperf.metrics.linkage import METRICS
from learnperf.rollup.learned import days_after_learning

F = Fraction
BEGIN, END = date(2025, 1, 1), date(2026, 1, 1)
DAY = date(2025, 7, 1)


def rolled(
    metrics: Iterable[lp.AnyMetric], learned: Iterable[int], *, moved: Iterable[date] = (DAY,), topics: str = "audit"
) -> lp.Rollup:
    organization = lp.Organization.of(
        units=[lp.Unit("DJP")],
        learners=[lp.Learner("ani")],
        competencies=[lp.Competency("audit")],
        positions=[lp.Position("senior", standard=lp.CompetencyStandard({"audit": 4}))],
        ties=[lp.Placement("ani", "DJP", position="senior")],
    )
    records: list[lp.Record] = [
        *(
            lp.Participation(f"p{place}", on=DAY - timedelta(days=before), learner="ani", activity="c7")
            for place, before in enumerate(learned)
        ),
        *(
            lp.CareerMove(f"m{place}", on=on, learner="ani", marks=[lp.MoveMark.PROMOTION], to_position="senior")
            for place, on in enumerate(moved)
        ),
    ]
    activities = [lp.LearningActivity("c7", competencies=frozenset({topics}))]
    evidence = lp.Evidence.of(records, activities=activities)
    return lp.rollup(organization, evidence, list(metrics), since=BEGIN, until=END)


@pytest.mark.parametrize(
    ("after", "within", "before", "linked"),
    [
        (0, 365, 1, 1),
        (0, 365, 365, 1),
        (0, 365, 366, 0),
        (0, 365, 0, 0),
        (30, 90, 30, 0),
        (30, 90, 31, 1),
        (30, 90, 90, 1),
    ],
)
def test_windows_are_open_at_their_near_end_and_closed_at_their_far_end(
    after: int, within: int, before: int, linked: int
) -> None:
    metric = lp.linkage_of(after=after, within=within)
    assert rolled([metric], [before])["DJP", metric.name].exact == linked


def test_several_pieces_of_learning_link_one_move_once() -> None:
    reading = rolled([lp.linkage_of()], [1, 2, 3])["DJP", "career.linked_moves"]
    assert (reading.exact, reading.n) == (F(1), 1)


def test_learning_about_something_else_is_learning_and_no_link() -> None:
    result = rolled([lp.linkage_of(), lp.after_learning_of()], [5], topics="cooking")
    assert result["DJP", "career.linked_moves"].exact == 0
    assert result["DJP", "career.moves_after_learning"].exact == 1


def test_time_after_learning_counts_each_day_once_and_stands_beside_the_link() -> None:
    result = rolled([lp.time_after_learning_of(within=30), *METRICS], [100, 90, 10])
    # days 1 to 40 after the first, and days 1 to 30 after the third
    assert result["DJP", "career.time_after_learning.0_30"].exact == F(40 + 30, 365)
    assert result["DJP", "career.time_after_learning"].exact == F((END - DAY).days + 99, 365)


def test_rates_with_and_without_learning_share_out_moves_and_time() -> None:
    metrics = [
        lp.learning_rate_of(learned=True, within=30),
        lp.learning_rate_of(learned=False, within=30),
        lp.rate_ratio_of(within=30),
    ]
    result = rolled(metrics, [10], moved=[DAY, DAY + timedelta(days=100), DAY + timedelta(days=120)])
    with_learning, without, ratio = (result["DJP", metric.name].exact for metric in metrics)
    assert with_learning == F(1, 30) * F(1461, 4)
    assert without == F(2, 335) * F(1461, 4)
    assert ratio == F(335, 60)
    assert all(metric.claim is lp.Claim.ASSOCIATION for metric in metrics)


@settings(deadline=None)
@given(st.lists(st.integers(0, 60), max_size=6), st.integers(0, 40), st.integers(0, 40))
def test_days_after_learning_are_those_on_which_a_move_would_follow_it(
    learning: list[int], after: int, within: int
) -> None:
    days = [day for day in range(10, 80) if any(after < day - one <= within for one in learning)]
    assert days_after_learning(learning, 10, 80, after, within) == len(days)


def test_the_same_question_is_the_same_metric_however_it_is_asked() -> None:
    assert lp.linkage_of() is lp.linkage_of(None, after=0, within=365)
    assert lp.rate_ratio_of().numerator is lp.learning_rate_of()
    assert lp.rate_of(denominator="average") is lp.rate_of(None, denominator=lp.Denominator.AVERAGE, persons=True)


def test_names_and_labels_say_the_window_and_the_kind_of_move() -> None:
    metric = lp.linkage_of(lp.MoveMark.TRANSFER, after=30, within=90)
    assert metric.name == "career.linked_moves.transfer.30_90"
    assert metric.label[0] == "Transfers linked to learning (more than 30 and at most 90 days before)"
    assert lp.after_learning_of(lp.MoveMark.TRANSFER).label[1].startswith("Alih tugas setelah")
