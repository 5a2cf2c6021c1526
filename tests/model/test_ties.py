"""Ties hold on half-open intervals and carry whole millionths."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnperf.errors import InvalidValue
from learnperf.model.nodes import Unit
from learnperf.model.ties import WHOLE, Membership, Placement, Reporting, Sponsorship, share_of

DAY = date(2026, 1, 1)


def test_until_is_outside() -> None:
    tie = Membership("ani", "audit-1", since=date(2025, 1, 1), until=DAY)
    assert tie.in_force(date(2025, 12, 31))
    assert not tie.in_force(DAY)
    assert not tie.in_force(date(2024, 12, 31))


def test_an_open_tie_holds_on_the_first_and_the_last_day_of_the_calendar() -> None:
    tie = Reporting("DJP", "MOF")
    assert tie.in_force(date.min)
    assert tie.in_force(date.max)


@pytest.mark.parametrize(
    "tie", [Membership("a", "b"), Placement("a", "b"), Sponsorship("a", "b"), Reporting("a", "b")], ids=repr
)
def test_every_tie_leads_from_child_to_parent(tie: Membership | Placement | Sponsorship | Reporting) -> None:
    assert (tie.child, tie.parent) == ("a", "b")


@pytest.mark.parametrize("share", [0, -0.1, 1.1, 1.0000001, 1e-9, float("nan"), float("inf"), "60%", "", True])
def test_share_outside_zero_to_one_is_refused(share: float | str) -> None:
    with pytest.raises(InvalidValue, match="share"):
        Membership("ani", "audit-1", share=share)


def test_one_share_in_many_ties_is_one_fraction() -> None:
    assert share_of(0.6) is share_of(0.6)
    assert share_of(1) == share_of(1.0) == share_of("1") == share_of(Decimal(1)) == 1
    truth = True
    with pytest.raises(InvalidValue, match="True is not a number"):
        share_of(truth)


def test_a_percentage_is_refused_with_what_to_write() -> None:
    with pytest.raises(InvalidValue, match=r"write 0\.6 for 60%"):
        share_of("60%")


@given(st.integers(1, WHOLE))
def test_a_share_comes_back_as_the_millionths_it_was(millionths: int) -> None:
    tie = Membership("ani", "audit-1", share=Fraction(millionths, WHOLE))
    assert tie.share_millionths == millionths
    assert share_of(tie.share) == tie.share


@given(st.fractions(Fraction(1, WHOLE), 1))
def test_a_share_is_the_nearest_millionth(share: Fraction) -> None:
    found = share_of(share)
    assert found is not None
    assert abs(found - share) <= Fraction(1, 2 * WHOLE)


def test_no_share_takes_an_equal_part() -> None:
    assert Membership("ani", "audit-1").share_millionths is None


@pytest.mark.parametrize(
    ("until", "rule"), [(DAY, "is an empty interval"), (date(2025, 1, 1), "ends before it begins")]
)
def test_interval_without_a_day_is_refused(until: date, rule: str) -> None:
    with pytest.raises(InvalidValue, match=rule):
        Membership("ani", "audit-1", since=DAY, until=until)
    with pytest.raises(InvalidValue, match=rule):
        Unit("DJP", since=DAY, until=until)


@pytest.mark.parametrize("wrong", [datetime(2026, 1, 1, tzinfo=UTC), "2026-01-01", 45000])
def test_a_moment_or_a_text_is_no_day(wrong: object) -> None:
    with pytest.raises(InvalidValue, match="since"):
        Membership("ani", "audit-1", since=wrong)  # type: ignore[arg-type]  # the mistake under test


def test_primary_is_yes_or_no() -> None:
    with pytest.raises(InvalidValue, match="primary"):
        Membership("ani", "audit-1", primary="yes")  # type: ignore[arg-type]  # the mistake under test
