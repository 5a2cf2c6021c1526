"""How long people wait: the curve against scipy, and clocks, pairs and leavers worked by hand."""

from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

import learnperf as lp
from learnperf.inference.roles import Role, roles_of
from learnperf.testing import organization_and_evidence

F = Fraction
BEGIN, END = date(2026, 1, 1), date(2028, 1, 1)
WAITS = st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=40)


def day(number: int) -> date:
    return BEGIN + timedelta(days=number)


@settings(deadline=None)
@given(WAITS)
def test_the_curve_is_scipys(waits: list[tuple[int, bool]]) -> None:
    found = lp.Survival.of(waits)
    events = [days for days, event in waits if event]
    censored = [days for days, event in waits if not event]
    curve = ecdf(CensoredData(uncensored=events, right=censored)).sf
    mine = [float(found.waiting(int(day))) for day in curve.quantiles]
    assert np.allclose(mine, curve.probabilities)
    assert (found.n, found.events, found.censored) == (len(waits), len(events), len(censored))


@settings(deadline=None)
@given(WAITS, st.randoms())
def test_the_order_of_people_changes_nothing(waits: list[tuple[int, bool]], random: Random) -> None:
    shuffled = sorted(waits, key=lambda _: random.random())
    assert lp.Survival.of(shuffled) == lp.Survival.of(waits)


@settings(deadline=None)
@given(WAITS)
def test_the_restricted_mean_is_the_area_under_the_curve(waits: list[tuple[int, bool]]) -> None:
    found = lp.Survival.of(waits)
    daily = [found.waiting(day) for day in range(found.longest)]
    assert found.restricted_mean() == sum(daily, F(0))


@settings(deadline=None)
@given(st.lists(st.integers(0, 40), min_size=1, max_size=40))
def test_without_censoring_it_is_the_plain_mean_and_the_plain_median(waits: list[int]) -> None:
    found = lp.Survival.of((one, True) for one in waits)
    assert found.restricted_mean() == F(sum(waits), len(waits))
    assert found.median == sorted(waits)[(len(waits) - 1) // 2]


def test_the_mean_of_the_promoted_alone_is_shorter_than_the_wait() -> None:
    waits = [(10, True), (20, True), *[(100, False)] * 8]
    found = lp.Survival.of(waits)
    assert found.restricted_mean(100) == F(10 + 20 + 800, 10)
    assert found.median is None


def test_nobody_has_no_curve_and_what_nobody_saw_has_no_mean() -> None:
    nobody = lp.Survival.of([])
    assert (nobody.steps, nobody.median, nobody.restricted_mean()) == ((), None, None)
    assert nobody.waiting(5) == 1
    some = lp.Survival.of([(10, True), (20, False)])
    assert some.restricted_mean(21) is None
    assert some.restricted_mean(20) == 10 + F(10, 2)
    # of those to whom it happened all is known
    assert lp.Survival.of([(10, True)]).restricted_mean(50) == 10


@pytest.mark.parametrize("wrong", [-1, 1.5, True])
def test_days_that_make_no_sense_are_refused(wrong: int) -> None:
    with pytest.raises(lp.InvalidValue, match="whole number from 0 on"):
        lp.Survival.of([(wrong, True)])
    with pytest.raises(lp.InvalidValue, match="whole number of days from 1 on"):
        lp.Survival.of([(1, True)]).restricted_mean(wrong if wrong is not True else 0)


def people(*names: str, **positions: str) -> lp.Organization:
    placed = [lp.Placement(one, "DJP", position=positions.get(one, "auditor"), since=BEGIN) for one in names]
    return lp.Organization.of(
        units=[lp.Unit("MOF"), lp.Unit("DJP")],
        learners=[lp.Learner(one) for one in names],
        ties=[lp.Reporting("DJP", "MOF"), *placed],
    )


def promotion(who: str, after: int) -> lp.CareerMove:
    return lp.CareerMove(f"{who}-{after}", on=day(after), learner=who, marks=[lp.MoveMark.PROMOTION])


def learning(who: str, after: int, activity: str = "c7") -> lp.Participation:
    return lp.Participation(f"{who}-{activity}-{after}", on=day(after), learner=who, activity=activity)


def test_clocks_start_with_the_position_and_those_still_waiting_count() -> None:
    records = lp.Evidence.of([promotion("ani", 100), promotion("ani", 300), promotion("budi", 200)])
    found = lp.time_to_promotion(people("ani", "budi", "citra", "dewi"), records, since=BEGIN, until=END)
    assert (found.n, found.events, found.censored, found.median) == (4, 2, 2, 200)
    assert [(step.day, step.at_risk, step.waiting) for step in found.curve] == [(100, 4, F(3, 4)), (200, 3, F(1, 2))]
    assert found.restricted_mean(730) == 100 + 100 * F(3, 4) + 530 * F(1, 2)
    assert found.claim is lp.Claim.DESCRIPTIVE
    assert found.label == ("Time to promotion, from start in position", "Waktu hingga promosi, sejak menduduki jabatan")


def test_who_leaves_or_changes_position_is_seen_until_then() -> None:
    organization = lp.Organization.of(
        units=[lp.Unit("DJP")],
        learners=[lp.Learner(one) for one in ("ani", "budi", "citra", "dewi")],
        ties=[
            lp.Placement("ani", "DJP", position="auditor", since=BEGIN, until=day(50)),
            lp.Placement("budi", "DJP", position="auditor", since=BEGIN, until=day(60)),
            lp.Placement("budi", "DJP", position="senior", since=day(60)),
            lp.Placement("citra", "DJP", position="auditor"),
            lp.Placement("dewi", "DJP", position="auditor", since=date(2020, 1, 1)),
        ],
    )
    found = lp.time_to_promotion(organization, lp.Evidence.of([promotion("budi", 60)]), since=BEGIN, until=day(100))
    # budi's promotion ends the first role, and is no promotion out of the second
    assert (found.n, found.events, found.began_before) == (3, 1, 2)
    assert [(step.day, step.at_risk) for step in found.curve] == [(60, 1)]


def test_time_before_learning_is_nobodys_wait_and_pairs_waited_as_long() -> None:
    organization = people("ani", "budi", "citra", "dewi", "eka", eka="clerk")
    records = lp.Evidence.of(
        [
            learning("ani", 100),
            promotion("ani", 150),
            # promoted before ani learned: nobody to compare her with
            promotion("budi", 90),
            learning("citra", 120),
            promotion("citra", 400),
            promotion("dewi", 300),
        ]
    )
    question: dict[str, Any] = {"since": BEGIN, "until": END}
    after = lp.time_to_promotion(organization, records, **question, trained=True)
    others = lp.time_to_promotion(organization, records, **question, trained=False)
    # ani is paired with citra, who had not learned by day 100 and is seen until she does; citra with dewi
    assert [(step.day, step.at_risk) for step in after.curve] == [(50, 2), (280, 1)]
    assert [(step.day, step.at_risk) for step in others.curve] == [(180, 1)]
    assert (others.n, others.events, others.censored) == (2, 1, 1)
    assert after.claim is others.claim is lp.Claim.ASSOCIATION
    assert after.label[0] == "Time to promotion, from completed learning (association)"
    assert others.label[1].endswith("tanpa belajar (asosiasi)")


def test_who_learned_with_nobody_alike_is_left_out_and_counted() -> None:
    records = lp.Evidence.of([learning("ani", 10), learning("budi", 10), learning("eka", 10)])
    organization = people("ani", "budi", "citra", "eka", eka="clerk")
    found = lp.time_to_promotion(organization, records, since=BEGIN, until=END, trained=True)
    assert (found.n, found.unmatched) == (1, 2)


def test_some_activities_alone_may_count_as_learning() -> None:
    team = lp.Participation("t1", on=day(5), team=None, learner="citra", activity="c7", completed=False)
    records = lp.Evidence.of([learning("ani", 10), learning("budi", 10, "other"), team])
    organization = people("ani", "budi", "citra")
    found = lp.time_to_promotion(
        organization, records, since=BEGIN, until=END, trained=True, activities={"c7"}, node="DJP"
    )
    assert (found.n, found.unmatched) == (1, 0)
    nobody = lp.time_to_promotion(organization, records, since=BEGIN, until=END, trained=True, activities=set())
    assert (nobody.n, nobody.median) == (0, None)


def test_people_are_those_of_the_node_on_the_day_they_began() -> None:
    organization = lp.Organization.of(
        units=[lp.Unit("MOF"), lp.Unit("DJP"), lp.Unit("DJBC")],
        learners=[lp.Learner("ani"), lp.Learner("budi")],
        ties=[
            lp.Reporting("DJP", "MOF"),
            lp.Reporting("DJBC", "MOF"),
            lp.Placement("ani", "DJP", position="auditor", since=BEGIN, until=day(9)),
            lp.Placement("ani", "DJBC", position="auditor", since=day(9)),
            lp.Placement("budi", "DJBC", position="auditor", since=BEGIN),
        ],
    )
    counts = {
        node: lp.time_to_promotion(organization, lp.Evidence.of(), since=BEGIN, until=END, node=node).n
        for node in ("MOF", "DJP", "DJBC", "ani")
    }
    # the same position elsewhere is the same role
    assert counts == {"MOF": 2, "DJP": 1, "DJBC": 1, "ani": 1}
    assert list(roles_of(organization, "ani")) == [Role("ani", "auditor", BEGIN, None)]


def test_another_move_may_be_waited_for() -> None:
    moved = lp.CareerMove("m1", on=day(7), learner="ani", marks=[lp.MoveMark.ROTATION])
    found = lp.time_to_promotion(
        people("ani"), lp.Evidence.of([moved]), since=BEGIN, until=END, mark=lp.MoveMark.ROTATION
    )
    assert (found.events, found.median, found.label[0]) == (1, 7, "Time to rotation, from start in position")


def test_questions_that_make_no_sense_are_refused() -> None:
    organization = people("ani")
    with pytest.raises(lp.InvalidValue, match="is not after since"):
        lp.time_to_promotion(organization, lp.Evidence.of(), since=END, until=BEGIN)
    with pytest.raises(lp.UnknownName):
        lp.time_to_promotion(organization, lp.Evidence.of(), since=BEGIN, until=END, node="nowhere")
    with pytest.raises(lp.InvalidValue, match="has no records to follow people by"):
        lp.time_to_promotion(organization, since=BEGIN, until=END)


@settings(max_examples=40, deadline=None)
@given(organization_and_evidence(), st.sampled_from([None, True, False]))
def test_whatever_is_given_pairs_are_equal_in_number(
    drawn: tuple[lp.Organization, lp.Evidence],
    trained: bool | None,  # noqa: FBT001 -- drawn
) -> None:
    question: dict[str, Any] = {"since": date(2023, 1, 1), "until": date(2026, 1, 1)}
    found = lp.time_to_promotion(*drawn, **question, trained=trained)
    assert 0 <= found.events <= found.n
    if trained is not None:
        assert found.n == lp.time_to_promotion(*drawn, **question, trained=not trained).n
