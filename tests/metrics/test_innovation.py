"""Innovations are counted once however many made them, and followed from idea to use with the base named."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import learnperf as lp
from learnperf.metrics.innovation import innovations_weighted
from learnperf.metrics.pipeline import stage_conversion, stage_reached_within
from learnperf.testing import organization_and_evidence

F = Fraction
IDEA, PILOT, IMPLEMENTED, ADOPTED, REPLICATED = lp.Stage
START = date(2025, 1, 1)
Drawn = tuple[lp.Organization, lp.Evidence]


def _day(days: int) -> date:
    return START + timedelta(days=days)


def _organization() -> lp.Organization:
    return lp.Organization.of(
        units=[lp.Unit("MOF"), lp.Unit("DJP"), lp.Unit("DJBC")],
        teams=[lp.Team("audit-1")],
        learners=[lp.Learner("ani"), lp.Learner("budi"), lp.Learner("citra")],
        ties=[
            lp.Reporting("DJP", "MOF"),
            lp.Reporting("DJBC", "MOF"),
            lp.Sponsorship("audit-1", "DJP"),
            lp.Membership("ani", "audit-1"),
            lp.Membership("budi", "audit-1"),
            lp.Placement("citra", "DJBC"),
        ],
    )


def _idea(name: str, *, by: list[str], stages: dict[lp.Stage, int] | None = None, on: int = 0) -> lp.Innovation:
    reached = {stage: _day(days) for stage, days in (stages or {}).items()}
    return lp.Innovation(name, on=_day(on), contributors=by, stages=reached)


# one of each fate: untried, tried, skipped the pilot, gone all the way, and back at the pilot after use
STORY = [
    _idea("untried", by=["ani"]),
    _idea("tried", by=["audit-1"], stages={PILOT: 10}),
    _idea("skipped", by=["ani", "audit-1"], stages={IMPLEMENTED: 20}),
    _idea("far", by=["budi"], stages={PILOT: 10, IMPLEMENTED: 100, ADOPTED: 400, REPLICATED: 500}),
    _idea("back", by=["citra"], stages={IMPLEMENTED: 40, PILOT: 90}),
]


@pytest.fixture(scope="module")
def result() -> lp.Rollup:
    return lp.rollup(_organization(), lp.Evidence.of(STORY), lp.catalogue("innovation"), until=_day(1000))


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("count", 5),
        ("implemented", 2),
        *((f"reached_{stage}", n) for stage, n in (("pilot", 4), ("implemented", 3), ("adopted", 1))),
        *((f"at_{stage}", n) for stage, n in (("idea", 1), ("pilot", 2), ("implemented", 1), ("adopted", 0))),
        ("at_replicated", 1),
        ("pilot_of_idea", F(4, 5)),
        ("implemented_of_pilot", F(3, 4)),
        ("implemented_of_idea", F(3, 5)),
        ("adopted_of_implemented", F(1, 3)),
        ("adopted_of_idea", F(1, 5)),
        ("replicated_of_adopted", 1),
        ("replicated_of_idea", F(1, 5)),
        ("pilot_within_365", F(4, 5)),
        ("implemented_within_365", F(3, 5)),
        ("adopted_within_365", 0),
        ("days_to_pilot", F(10 + 20 + 10 + 40, 4)),
        ("days_to_implemented", F(20 + 100 + 40, 3)),
        ("days_to_adopted", 400),
        ("went_back", 1),
        # one is by ani and her team, and is one
        ("by_people", 4),
        ("by_teams", 2),
        ("innovators", 3),
        ("innovating_teams", 1),
        ("team_rate", 1),
        ("unit_rate", 0),
        ("from_learning", 0),
    ],
)
def test_a_metric_reads_what_was_worked_by_hand(result: lp.Rollup, name: str, reading: object) -> None:
    assert result["MOF", f"innovation.{name}"].exact == reading


def test_a_teams_own_stands_beside_its_members_and_both_are_counted_once(result: lp.Rollup) -> None:
    team = {name: result["audit-1", f"innovation.{name}"].exact for name in ("count", "by_teams", "by_people")}
    assert team == {"count": 4, "by_teams": 2, "by_people": 3}
    assert result["ani", "innovation.count"].exact == 2


@settings(max_examples=40, deadline=None)
@given(organization_and_evidence(), st.sampled_from(lp.Counting))
def test_a_funnel_only_narrows_and_its_shares_multiply(drawn: Drawn, counting: lp.Counting) -> None:
    result = lp.rollup(*drawn, lp.catalogue("innovation"), counting=counting)
    for node in result.nodes:
        reached = [result[node, f"innovation.reached_{lp.label(stage)}"].exact or 0 for stage in list(lp.Stage)[1:]]
        counts = [result[node, "innovation.count"].exact or 0, *reached]
        assert counts == sorted(counts, reverse=True)
        at = [result[node, f"innovation.at_{lp.label(stage)}"].exact or 0 for stage in lp.Stage]
        assert sum(at) == counts[0]
        for place in range(2, 5):
            of_idea = result[node, f"innovation.{lp.label(lp.Stage(place + 1))}_of_idea"]
            assert of_idea.exact == (F(counts[place]) / counts[0] if counts[0] else None)


@settings(max_examples=40, deadline=None)
@given(organization_and_evidence())
def test_innovations_of_people_and_of_teams_are_together_no_more_than_those_of_both(drawn: Drawn) -> None:
    organization, told = drawn
    result = lp.rollup(organization, told, lp.catalogue("innovation"))
    kinds = organization.kinds
    for node in result.nodes:
        both = sum(
            {lp.NodeKind.LEARNER, lp.NodeKind.TEAM} <= {kinds[one] for one in idea.contributors}
            for idea in told.of_kind(lp.Innovation)
            if node in {above for one in idea.contributors for above in {one, *organization.ancestors(one, on=idea.on)}}
        )
        people = result[node, "innovation.by_people"].exact or 0
        teams = result[node, "innovation.by_teams"].exact
        if teams is not None:
            assert people + teams - both <= (result[node, "innovation.count"].exact or 0)


def test_ideas_whose_time_is_not_over_are_due_and_not_observed_even_if_they_were_quick() -> None:
    old, quick, slow = (
        _idea("old", by=["ani"], stages={IMPLEMENTED: 50}),
        _idea("quick", by=["ani"], stages={IMPLEMENTED: 310}, on=300),
        _idea("slow", by=["ani"], on=0),
    )
    in_100 = stage_reached_within(IMPLEMENTED, 100)
    result = lp.rollup(_organization(), lp.Evidence.of([old, quick, slow]), [in_100], until=_day(400))
    reading = result["MOF", "innovation.implemented_within_100"]
    assert (reading.exact, reading.n, reading.due) == (F(1, 2), 2, 3)
    # the hundredth day of the quick one is the first that is known of it
    later = lp.rollup(_organization(), lp.Evidence.of([old, quick, slow]), [in_100], until=_day(401))
    assert later["MOF", "innovation.implemented_within_100"].exact == F(2, 3)


def test_what_is_reached_on_the_last_day_is_in_time_and_a_day_later_is_not() -> None:
    in_100 = stage_reached_within(PILOT, 100)
    ideas = [_idea("in", by=["ani"], stages={PILOT: 100}), _idea("out", by=["budi"], stages={PILOT: 101})]
    result = lp.rollup(_organization(), lp.Evidence.of(ideas), [in_100], until=_day(500))
    assert [result[who, "innovation.pilot_within_100"].exact for who in ("ani", "budi")] == [1, 0]


def test_a_stage_dated_before_the_idea_has_no_days() -> None:
    strange = lp.Innovation("i", on=_day(50), contributors=["ani"], stages={PILOT: _day(10)})
    result = lp.rollup(_organization(), lp.Evidence.of([strange]), lp.catalogue("innovation"), until=_day(1000))
    reading = result["MOF", "innovation.days_to_pilot"]
    assert (reading.missing, reading.due) == (lp.MissingReason.NOT_OBSERVED, 1)
    assert result["MOF", "innovation.went_back"].exact == 1


def test_an_innovation_is_an_idea_from_the_day_of_the_idea_on() -> None:
    lift = {"n": 1, "total": lp.col("days_to", IDEA), "scale_low": 0, "scale_high": 0}
    days = lp.Metric("mine.days", label="days", unit="days", evidence=lp.Innovation, state=lp.Mean, lift=lift)
    result = lp.rollup(_organization(), lp.Evidence.of(STORY), [days])
    assert (result["MOF", "mine.days"].exact, result["MOF", "mine.days"].n) == (Fraction(0), 5)


def test_weights_of_stages_are_a_policy_with_a_name() -> None:
    mine = innovations_weighted({IMPLEMENTED: 2, REPLICATED: 10}, "mine.in_use")
    result = lp.rollup(_organization(), lp.Evidence.of(STORY), [mine, *lp.catalogue("innovation.weighted")])
    assert result["MOF", "mine.in_use"].exact == 2 + 10
    assert result["MOF", "innovation.weighted"].exact == 1 + 2 + 3 + 5 + 2
    assert mine.bounds[0] == 0
    assert innovations_weighted({IDEA: -1}, "mine.less").bounds[0] is None


def test_a_weight_for_no_stage_and_a_base_that_comes_later_are_refused() -> None:
    with pytest.raises(lp.MetricDefinitionError, match=r"mine\.none: no stage has a weight"):
        innovations_weighted({}, "mine.none")
    with pytest.raises(lp.MetricDefinitionError, match="adopted does not come before pilot"):
        stage_conversion(PILOT, ADOPTED)


def test_days_from_learning_are_those_of_a_contributors_own_learning() -> None:
    learned = [
        lp.Participation("p1", on=_day(0), learner="ani", activity="c1"),
        lp.Participation("p2", on=_day(30), learner="ani", activity="c1"),
        lp.Participation("p3", on=_day(35), learner="ani", activity="c1", completed=False),
        lp.Participation("p4", on=_day(39), learner="citra", activity="c1"),
        lp.Participation("p5", on=_day(90), learner="ani", activity="c1"),
    ]
    ideas = [
        lp.Innovation("of-c1", on=_day(40), contributors=["ani"], because_of="c1"),
        lp.Innovation("of-c2", on=_day(40), contributors=["budi"], because_of="c2"),
        lp.Innovation("of-nothing", on=_day(40), contributors=["budi"]),
    ]
    result = lp.rollup(_organization(), lp.Evidence.of([*learned, *ideas]), lp.catalogue("innovation"))
    reading = result["MOF", "innovation.days_from_learning"]
    assert (reading.exact, reading.n, reading.due) == (F(10), 1, 2)
    assert result["MOF", "innovation.from_learning"].exact == F(2, 3)
