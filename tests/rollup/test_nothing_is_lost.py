"""No piece of evidence is lost: placed + unattached + outside = given, and what shares leave over is reported."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import learnperf as lp
from learnperf.model.ties import WHOLE
from learnperf.rollup.naive_walk import Walk
from learnperf.testing import organization_and_evidence
from learnperf.testing.timeline import DAYS

Drawn = tuple[lp.Organization, lp.Evidence]

COUNTED = lp.catalogue("innovation.count", "kirkpatrick.behaviour", "roster")
PERIODS = st.tuples(st.sampled_from([None, date(2024, 1, 1)]), st.sampled_from([None, date(2025, 1, 1)]))
FEW = settings(max_examples=30, deadline=None)


@FEW
@given(
    organization_and_evidence(),
    st.sampled_from(lp.Counting),
    PERIODS,
    st.sampled_from([None, "quarter"]),
    st.sampled_from(["as_was", *DAYS[:3]]),
)
def test_placed_and_unattached_and_outside_are_what_was_given(
    drawn: Drawn,
    counting: lp.Counting,
    period: tuple[date | None, date | None],
    by: str | None,
    structure: str | date,
) -> None:
    organization, evidence = drawn
    since, until = period
    result = lp.rollup(
        organization, evidence, COUNTED, counting=counting, since=since, until=until, by=by, structure=structure
    )
    found = result.accounting
    assert found.placed + found.unattached + found.outside == found.given == len(evidence)
    outside = [one for one in evidence if (since and one.on < since) or (until and one.on >= until)]
    assert found.outside == len(outside)
    walk = Walk(organization, counting)
    fixed = structure if isinstance(structure, date) else None
    loose = sorted(
        one.id
        for one in evidence
        if one not in outside and not any(walk.is_present(who, fixed or one.on) for who, _ in one.subjects)
    )
    assert list(found.unattached_ids) == loose
    assert found.unattached == len(loose)


@FEW
@given(organization_and_evidence())
def test_unallocated_is_what_no_top_of_the_day_received(drawn: Drawn) -> None:
    organization, evidence = drawn
    result = lp.rollup(organization, evidence, lp.catalogue("innovation.count"), counting="fractional")
    walk = Walk(organization, lp.Counting.FRACTIONAL)
    kept = 0
    for piece in evidence.of_kind(lp.Innovation):
        weights = walk.weights(piece.subjects, piece.on)
        kept += WHOLE - sum(weight for node, weight in weights.items() if not organization.parents(node, on=piece.on))
    assert sum(result.unallocated.values()) == kept
    assert all(amount > 0 for amount in result.unallocated.values())


@FEW
@given(organization_and_evidence(), st.sampled_from([lp.Counting.FULL, lp.Counting.PRIMARY]))
def test_only_fractional_counting_leaves_anything_unallocated(drawn: Drawn, counting: lp.Counting) -> None:
    assert lp.rollup(*drawn, COUNTED, counting=counting).unallocated == {}


def test_shares_under_one_leave_a_rest_at_the_child_that_is_reported() -> None:
    thirds = [lp.Membership("ani", team, share="0.333333") for team in ("red", "green", "blue")]
    organization = lp.Organization.of(
        units=[lp.Unit("MOF")],
        teams=[lp.Team("red"), lp.Team("green"), lp.Team("blue")],
        learners=[lp.Learner("ani")],
        ties=[*thirds, *(lp.Sponsorship(team, "MOF") for team in ("red", "green", "blue"))],
    )
    evidence = lp.Evidence.of(lp.Innovation(f"i{day}", contributors=["ani"], on=date(2026, 1, day)) for day in (1, 2))
    # two metrics read the same evidence, which is reported once
    result = lp.rollup(organization, evidence, lp.catalogue("innovation"), counting="fractional")
    assert result.unallocated == {"ani": 2}
    assert result["MOF", "innovation.count"].exact == 2 - Fraction(2, WHOLE)
    assert result["ani", "innovation.count"].exact == 2


def test_a_stock_read_in_several_periods_is_unallocated_in_each() -> None:
    organization = lp.Organization.of(
        units=[lp.Unit("MOF")], learners=[lp.Learner("ani")], ties=[lp.Placement("ani", "MOF", share=0.75)]
    )
    judged = lp.ConditionJudgement(
        "j1", subject="ani", condition="E1.1", fulfilment=lp.Fulfilment.MET, on=date(2025, 1, 1)
    )
    result = lp.rollup(
        organization,
        lp.Evidence.of([judged]),
        lp.catalogue("conditions.individual"),
        counting="fractional",
        since=date(2025, 1, 1),
        until=date(2025, 7, 1),
        by="quarter",
    )
    assert result.unallocated == {"ani": 500_000}
    assert result.accounting == lp.rollup(organization, lp.Evidence.of([judged])).accounting


@pytest.mark.parametrize("counting", lp.Counting)
def test_unattached_evidence_stays_at_its_subjects(counting: lp.Counting) -> None:
    organization = lp.Organization.of(
        units=[lp.Unit("MOF")],
        learners=[lp.Learner("ani"), lp.Learner("budi")],
        ties=[lp.Placement("ani", "MOF", until=date(2026, 1, 1)), lp.Placement("budi", "MOF")],
    )
    evidence = lp.Evidence.of(
        lp.Innovation(name, contributors=who, on=on)
        for name, who, on in [
            ("before", ["ani"], date(2025, 12, 31)),
            ("on-until", ["ani"], date(2026, 1, 1)),
            ("shared", ["ani", "budi"], date(2026, 1, 1)),
        ]
    )
    result = lp.rollup(organization, evidence, lp.catalogue("innovation.count"), counting=counting)
    accounting = result.accounting
    assert (accounting.given, accounting.placed, accounting.unattached, accounting.outside) == (3, 2, 1, 0)
    assert accounting.unattached_ids == ("on-until",)
    assert result["ani", "innovation.count"].n == 3
    at_the_top = {one.evidence for one in result.contributions("MOF", "innovation.count")}
    assert at_the_top == ({"before"} if counting is lp.Counting.PRIMARY else {"before", "shared"})
