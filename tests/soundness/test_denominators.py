"""Case 4: what a share is of comes from who was there, not from who happened to have events."""

from datetime import date

import pytest

import learnperf as lp


@pytest.fixture
def office() -> lp.Organization:
    learners = ["ani", "budi", "citra"]
    return lp.Organization.of(
        units=[lp.Unit("top")],
        learners=[lp.Learner(learner) for learner in learners],
        ties=[lp.Placement(learner, "top") for learner in learners],
    )


def _learned(*learners: str) -> lp.Evidence:
    return lp.Evidence.of(
        lp.Participation(f"p-{learner}", learner=learner, activity="c7", on=date(2026, 3, 1)) for learner in learners
    )


@pytest.mark.parametrize(("learners", "share"), [(["ani"], 1 / 3), ([], 0), (["ani", "budi", "citra"], 1)])
def test_those_without_events_are_in_the_denominator(
    office: lp.Organization, learners: list[str], share: float
) -> None:
    reading = lp.rollup(office, _learned(*learners), until=date(2027, 1, 1))["top", "learning.continuity"]
    # the mistake: 1 of the 1 who learned, and "nobody yet" that can never be read
    assert reading.value == pytest.approx(share)
    assert reading.n == 3


def test_those_who_had_events_and_were_not_there_are_in_neither(office: lp.Organization) -> None:
    gone = lp.Organization.of(
        units=office.units.values(),
        learners=[*office.learners.values(), lp.Learner("dewi")],
        ties=[*office.ties, lp.Placement("dewi", "top", until=date(2025, 1, 1))],
    )
    reading = lp.rollup(gone, _learned("dewi", "ani"), since=date(2026, 1, 1))["top", "learning.continuity"]
    assert reading.value == pytest.approx(1 / 3)


def test_a_rate_by_people_counts_people_and_not_their_ties() -> None:
    organization = lp.Organization.of(
        units=[lp.Unit("top")],
        teams=[lp.Team("red"), lp.Team("blue")],
        learners=[lp.Learner("ani"), lp.Learner("budi")],
        ties=[
            lp.Sponsorship("red", "top"),
            lp.Sponsorship("blue", "top"),
            lp.Membership("ani", "red"),
            lp.Membership("ani", "blue"),
            lp.Membership("budi", "red"),
        ],
    )
    idea = lp.Innovation("i1", contributors=["budi"], on=date(2026, 1, 1))
    reading = lp.rollup(organization, lp.Evidence.of([idea]))["top", "innovation.innovator_rate"]
    assert (reading.value, reading.n) == (0.5, 2)
