"""Ties hold on half-open intervals and carry whole millionths."""

from datetime import date

import pytest

from learnperf.errors import InvalidValue
from learnperf.model.ties import Membership

DAY = date(2026, 1, 1)


def test_until_is_outside() -> None:
    tie = Membership("ani", "audit-1", since=date(2025, 1, 1), until=DAY)
    assert tie.in_force(date(2025, 12, 31))
    assert not tie.in_force(DAY)


@pytest.mark.parametrize("share", [0, -0.1, 1.1, float("nan"), float("inf"), "60%"])
def test_share_outside_zero_to_one_is_refused(share: float | str) -> None:
    with pytest.raises(InvalidValue, match="share"):
        Membership("ani", "audit-1", share=share)


@pytest.mark.parametrize("until", [DAY, date(2025, 1, 1)])
def test_interval_without_a_day_is_refused(until: date) -> None:
    with pytest.raises(InvalidValue, match="until"):
        Membership("ani", "audit-1", since=DAY, until=until)
