"""Differences among people who are alike: weights, strata without anybody to compare with, and what is not known."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import learnperf as lp

F = Fraction
BEGIN, END = date(2026, 1, 1), date(2027, 1, 1)


@st.composite
def strata(draw: st.DrawFn) -> list[lp.Stratum]:
    found = []
    for place in range(draw(st.integers(0, 5))):
        trained, others = draw(st.integers(0, 6)), draw(st.integers(0, 6))
        events = draw(st.integers(0, trained)), draw(st.integers(0, others))
        found.append(lp.Stratum(f"s{place}", trained, events[0], others, events[1]))
    return found


@settings(deadline=None)
@given(strata())
def test_the_difference_lies_between_those_of_the_strata(several: list[lp.Stratum]) -> None:
    found = lp.StratifiedDifference.of(several)
    parts = [one.difference for one in several if one.difference is not None]
    if parts:
        assert found.difference is not None
        assert min(parts) <= found.difference <= max(parts)
    else:
        assert found.difference is None
    assert len(found.kept) + len(found.dropped) == len(several)


@settings(deadline=None)
@given(strata())
def test_one_stratum_of_everybody_is_the_plain_difference(several: list[lp.Stratum]) -> None:
    everybody = lp.StratifiedDifference.of(several).crude
    assert lp.StratifiedDifference.of([everybody]).difference == everybody.difference


def test_a_difference_that_is_one_of_strata_goes_away_within_them() -> None:
    several = [lp.Stratum("head", 8, 4, 2, 1), lp.Stratum("clerk", 2, 0, 8, 0)]
    found = lp.StratifiedDifference.of(several)
    assert found.crude.difference == F(4, 10) - F(1, 10)
    assert found.crude.ratio == 4
    assert found.difference == 0


def test_strata_with_nobody_to_compare_with_are_dropped_and_said() -> None:
    found = lp.StratifiedDifference.of([lp.Stratum("a", 2, 1, 2, 0), lp.Stratum("b", 5, 5, 0, 0)])
    assert found.difference == F(1, 2)
    assert [one.name for one in found.dropped] == ["b"]
    assert found.crude == lp.Stratum("everybody", 7, 6, 2, 0)
    assert (found.dropped[0].difference, found.dropped[0].ratio, found.crude.ratio) == (None, None, None)
    assert found.claim is lp.Claim.ADJUSTED_ASSOCIATION
    assert all(text.endswith(")") for text in found.label)


@pytest.mark.parametrize("counts", [(-1, 0, 0, 0), (1, 2, 0, 0), (0, 0, 1, 2), (1.0, 0, 0, 0), (True, 0, 0, 0)])
def test_counts_that_make_no_sense_are_refused(counts: tuple[int, int, int, int]) -> None:
    with pytest.raises(lp.InvalidValue):
        lp.Stratum("a", *counts)


def an_organization() -> lp.Organization:
    return lp.Organization.of(
        units=[lp.Unit("MOF"), lp.Unit("DJP"), lp.Unit("DJBC")],
        learners=[lp.Learner(one) for one in ("ani", "budi", "citra", "dewi", "eka", "fitri", "gita")],
        positions=[
            lp.Position("auditor", career_pattern="audit", grade=1),
            lp.Position("head", career_pattern="audit", grade=2),
            lp.Position("clerk"),
        ],
        ties=[
            lp.Reporting("DJP", "MOF"),
            lp.Reporting("DJBC", "MOF"),
            *(lp.Placement(one, "DJP", position="auditor") for one in ("ani", "budi", "citra")),
            lp.Placement("dewi", "DJP", position="head"),
            lp.Placement("eka", "DJBC", position="clerk"),
            lp.Placement("fitri", "DJBC"),
            # not there yet
            lp.Placement("gita", "DJP", position="auditor", since=date(2026, 2, 1)),
        ],
    )


def records() -> lp.Evidence:
    promotion, rotation = [lp.MoveMark.PROMOTION], [lp.MoveMark.ROTATION]
    return lp.Evidence.of(
        [
            lp.Participation("p1", on=date(2025, 12, 31), learner="ani", activity="c7"),
            lp.Participation("p2", on=date(2025, 1, 1), learner="dewi", activity="c8"),
            # too early, on the first day, not completed
            lp.Participation("p3", on=date(2024, 12, 31), learner="budi", activity="c7"),
            lp.Participation("p4", on=BEGIN, learner="citra", activity="c7"),
            lp.Participation("p5", on=date(2025, 6, 1), learner="eka", activity="c7", completed=False),
            lp.CareerMove("m1", on=BEGIN, learner="ani", marks=promotion),
            lp.CareerMove("m2", on=date(2026, 12, 31), learner="budi", marks=promotion),
            lp.CareerMove("m3", on=date(2026, 3, 1), learner="budi", marks=promotion),
            lp.CareerMove("m4", on=END, learner="citra", marks=promotion),
            lp.CareerMove("m5", on=date(2026, 3, 1), learner="dewi", marks=rotation),
        ]
    )


@pytest.mark.parametrize(
    ("by", "kept", "dropped", "unknown"),
    [
        ("position", ["auditor"], ["clerk", "head"], 1),
        ("job family", ["audit"], [], 2),
        ("grade", ["1"], ["2"], 2),
        ("unit", ["DJP"], ["DJBC"], 0),
    ],
)
def test_people_are_alike_by_what_they_are_on_the_first_day(
    by: str, kept: list[str], dropped: list[str], unknown: int
) -> None:
    found = lp.stratified_difference(an_organization(), records(), since=BEGIN, until=END, by=by)
    assert [one.name for one in found.kept] == kept
    assert [one.name for one in found.dropped] == dropped
    assert found.unknown == unknown
    assert by in found.label[0]


def test_who_learned_is_settled_before_anybody_is_followed() -> None:
    found = lp.stratified_difference(an_organization(), records(), since=BEGIN, until=END)
    assert found.kept == (lp.Stratum("auditor", trained=1, trained_events=1, others=2, others_events=1),)
    assert found.difference == F(1, 2)


def test_a_node_some_activities_and_another_move_may_be_asked_for() -> None:
    found = lp.stratified_difference(
        an_organization(), records(), since=BEGIN, until=END, by=lp.Strata.UNIT, node="DJP", activities={"c8"},
        mark=lp.MoveMark.ROTATION,
    )  # fmt: skip
    assert found.kept == (lp.Stratum("DJP", 1, 1, 3, 0),)
    assert found.label[0].startswith("Share with rotation")


def test_people_in_teams_alone_have_no_unit_to_be_alike_in() -> None:
    organization = lp.Organization.of(
        units=[lp.Unit("MOF")], teams=[lp.Team("t")], learners=[lp.Learner("ani")],
        ties=[lp.Sponsorship("t", "MOF"), lp.Membership("ani", "t")],
    )  # fmt: skip
    found = lp.stratified_difference(organization, lp.Evidence.of(), since=BEGIN, until=END, by="unit")
    assert (found.unknown, found.difference) == (1, None)


def test_questions_about_strata_that_make_no_sense_are_refused() -> None:
    organization = an_organization()
    with pytest.raises(lp.InvalidValue, match="is not after since"):
        lp.stratified_difference(organization, lp.Evidence.of(), since=END, until=BEGIN)
    with pytest.raises(lp.InvalidValue, match="whole number of days from 1 on"):
        lp.stratified_difference(organization, lp.Evidence.of(), since=BEGIN, until=END, within=0)
    with pytest.raises(ValueError, match="colour"):
        lp.stratified_difference(organization, lp.Evidence.of(), since=BEGIN, until=END, by="colour")
