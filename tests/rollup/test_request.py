"""Questions are checked, and periods cut the calendar without gap or overlap."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnperf.errors import InvalidValue
from learnperf.rollup.layers import Counting
from learnperf.rollup.request import Asked, By, Structure, asked, periods_of

DAYS = st.dates(date(2023, 1, 1), date(2026, 12, 31))


def ask(
    *,
    counting: str | Counting = "full",
    structure: str | Structure | date = "as_was",
    since: date | None = None,
    until: date | None = None,
    by: str | By | None = None,
    today: date | None = None,
) -> Asked:
    return asked(counting=counting, structure=structure, since=since, until=until, by=by, today=today)


@given(DAYS, st.integers(1, 900), st.sampled_from(By))
def test_every_day_is_in_exactly_one_period(since: date, length: int, by: By) -> None:
    until = since + timedelta(days=length)
    periods = periods_of(ask(since=since, until=until, by=by), None, None)
    assert periods[0].since == since
    assert periods[-1].until == until
    for before, after in pairwise(periods):
        assert before.until == after.since
    assert len({period.label for period in periods}) == len(periods)


@given(DAYS, DAYS, st.sampled_from(By))
def test_open_ends_are_closed_by_the_evidence(first: date, last: date, by: By) -> None:
    first, last = sorted((first, last))
    periods = periods_of(ask(by=by), first, last)
    assert periods[0].first <= first.toordinal() < periods[0].after
    assert periods[-1].first <= last.toordinal() < periods[-1].after


@pytest.mark.parametrize(
    ("by", "labels"),
    [("month", ["2025-11", "2025-12", "2026-01"]), ("quarter", ["2025-Q4", "2026-Q1"]), ("year", ["2025", "2026"])],
)
def test_periods_are_named_by_the_calendar(by: str, labels: list[str]) -> None:
    periods = periods_of(ask(by=by), date(2025, 11, 30), date(2026, 1, 1))
    assert [period.label for period in periods] == labels


def test_without_a_cut_there_is_one_period() -> None:
    assert [period.label for period in periods_of(ask(), None, None)] == ["all"]
    bounded = ask(since=date(2025, 1, 1), until=date(2026, 1, 1))
    assert [period.label for period in periods_of(bounded, None, None)] == ["2025-01-01..2026-01-01"]


def test_without_evidence_there_is_nothing_to_cut() -> None:
    assert periods_of(ask(by="year"), None, None) == ()


def test_the_last_year_of_the_calendar_is_open() -> None:
    periods = periods_of(ask(by="year"), date(9999, 12, 31), date(9999, 12, 31))
    assert [(period.label, period.since, period.until) for period in periods] == [("9999", date(9999, 1, 1), None)]


def test_a_period_after_all_evidence_is_empty() -> None:
    assert periods_of(ask(since=date(2026, 1, 1), by="year"), date(2024, 1, 1), date(2025, 1, 1)) == ()


def test_as_is_takes_today_and_a_date_is_taken_as_it_is() -> None:
    today = date(2026, 11, 24)
    assert ask(structure="as_is", today=today).structure_date == today
    assert ask(structure=Structure.AS_IS, today=today).structure == "as_is 2026-11-24"
    assert ask(structure=date(2024, 1, 1)).structure_date == date(2024, 1, 1)
    assert ask().structure == "as_was"
    assert ask(structure="as_is").structure_date is not None


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"counting": "all"}, "counting"),
        ({"structure": "was"}, "structure"),
        ({"by": "week"}, "by"),
    ],
)
def test_an_option_that_does_not_exist_is_refused_with_those_that_do(options: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidValue, match="one of") as caught:
        ask(**options)  # type: ignore[arg-type]  # one option at a time, of any name
    assert caught.value.field == field


@pytest.mark.parametrize("until", [date(2025, 1, 1), date(2024, 12, 31)])
def test_a_period_without_a_day_is_refused(until: date) -> None:
    with pytest.raises(InvalidValue, match="until"):
        ask(since=date(2025, 1, 1), until=until)
