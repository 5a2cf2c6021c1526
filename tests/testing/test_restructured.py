"""Other ties between the same people: what must not change by them does not, and what cannot be done is refused."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import learnperf as lp
from learnperf.errors import InvalidValue
from learnperf.testing import organization_and_evidence
from learnperf.testing.restructured import cut_at, flattened, split_in_two, with_a_pass_through

DAY = date(2024, 5, 1)
UNITS = lp.Organization.of(
    units=[lp.Unit("MOF"), lp.Unit("MOF!"), lp.Unit("DJP")],
    ties=[
        lp.Reporting("MOF!", "MOF"),
        lp.Reporting("DJP", "MOF", until=date(2025, 1, 1)),
        lp.Reporting("DJP", "MOF", since=date(2025, 1, 1), share=0.6),
    ],
)


@settings(max_examples=8)
@given(organization_and_evidence(), st.sampled_from(lp.Counting))
def test_a_stay_written_down_in_two_changes_no_reading(
    drawn: tuple[lp.Organization, lp.Evidence], counting: lp.Counting
) -> None:
    organization, evidence = drawn
    cut = organization
    for tie in organization.ties:
        if tie.in_force(DAY) and tie.since != DAY:
            cut = cut_at(cut, tie, DAY)
    metrics = lp.catalogue("kirkpatrick.behaviour", "innovation", "roster")
    before, after = (lp.rollup(one, evidence, metrics, counting=counting) for one in (organization, cut))
    assert list(before) == list(after)


def test_an_id_that_is_taken_is_not_given_again() -> None:
    other, between = with_a_pass_through(UNITS, "DJP", "MOF")
    assert between == "MOF!!"
    assert other.parents("DJP", on=DAY) == ("MOF!!",)
    assert split_in_two(UNITS, "MOF!", [])[1] == "MOF!!"


def test_a_pass_through_stays_for_as_long_as_there_is_something_to_pass() -> None:
    other, between = with_a_pass_through(UNITS, "DJP", "MOF")
    (tie,) = other.ties_of[between]
    assert (tie.since, tie.until) == (None, None)


def test_what_cannot_be_done_is_refused() -> None:
    with pytest.raises(InvalidValue, match="child: 'MOF' does not report to DJP"):
        with_a_pass_through(UNITS, "MOF", "DJP")
    with pytest.raises(InvalidValue, match="is no day inside the tie"):
        cut_at(UNITS, UNITS.ties[1], date(2025, 1, 1))


def test_flat_keeps_who_is_in_which_team() -> None:
    organization = lp.Organization.of(
        units=[lp.Unit("MOF")],
        teams=[lp.Team("audit")],
        learners=[lp.Learner("ani")],
        ties=[lp.Membership("ani", "audit", share=0.6)],
    )
    assert set(flattened(organization).parents("ani", on=DAY)) == {"MOF", "audit"}
    assert flattened(organization).parents("audit", on=DAY) == ("MOF",)
