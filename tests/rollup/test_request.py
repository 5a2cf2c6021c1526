"""Questions are checked, and periods cut the calendar without gap or overlap."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnperf.errors import InvalidValue
from learnperf.rollup.counting import Counting
from learnperf.rollup.periods import periods_of
from learnperf.rollup.request import Asked, By, Period, Rolling, Structure, Window, asked

DAYS = st.dates(date(2023, 1, 1), date(2026, 12, 31))


def ask(
    *,
    counting: str | Counting = "full",
    structure: str | Structure | date = "as_was",
    since: date | None = None,
    until: date | None = None,
    by: str | By | Iterable[Period] | None = None,
    window: str | Window | Rolling | int = "each",
    today: date | None = None,
) -> Asked:
    return asked(counting=counting, structure=structure, since=since, until=until, by=by, window=window, today=today)


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
        ({"by": 3}, "by"),
        ({"by": "year", "window": "all"}, "window"),
    ],
)
def test_an_option_that_does_not_exist_is_refused_with_those_that_do(options: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidValue, match="one of") as caught:
        ask(**options)
    assert caught.value.field == field


@pytest.mark.parametrize("until", [date(2025, 1, 1), date(2024, 12, 31)])
def test_a_period_without_a_day_is_refused(until: date) -> None:
    with pytest.raises(InvalidValue, match="until"):
        ask(since=date(2025, 1, 1), until=until)


WAVES = (
    Period("wave 1", date(2025, 1, 1), date(2025, 3, 1)),
    Period("wave 2", date(2025, 3, 1), date(2025, 4, 1)),
    Period("wave 3", date(2025, 9, 1), date(2025, 12, 1)),
)


def test_periods_given_are_kept_and_say_from_when_until_when() -> None:
    question = ask(by=iter(WAVES))
    assert question.by == WAVES
    assert (question.since, question.until) == (date(2025, 1, 1), date(2025, 12, 1))
    assert periods_of(question, None, None) == WAVES


def test_the_first_and_last_period_given_may_be_open() -> None:
    before, after = Period("before", None, date(2025, 1, 1)), Period("after", date(2025, 1, 1), None)
    question = ask(by=[before, after])
    assert (question.since, question.until) == (None, None)
    assert periods_of(question, None, None) == (before, after)


@pytest.mark.parametrize(
    ("periods", "said"),
    [
        ([], "has no period"),
        ([*WAVES, "wave 4"], "'wave 4' is not a period"),
        ([WAVES[1], WAVES[0]], "'wave 1' comes before wave 2"),
        ([WAVES[0], Period("more", date(2025, 2, 28), date(2025, 5, 1))], "'more' overlaps wave 1"),
        ([WAVES[0], Period("more", None, date(2025, 5, 1))], "'more' overlaps wave 1"),
        ([Period("open", date(2025, 1, 1), None), WAVES[2]], "'wave 3' overlaps open"),
        ([WAVES[0], Period("wave 1", date(2025, 6, 1), None)], "'wave 1' names two periods"),
    ],
)
def test_periods_that_do_not_stand_one_after_the_other_are_refused_by_name(periods: list[Any], said: str) -> None:
    with pytest.raises(InvalidValue, match=said) as caught:
        ask(by=periods)
    assert caught.value.field == "by"


@pytest.mark.parametrize("until", [date(2025, 1, 1), date(2024, 12, 31)])
def test_a_period_given_without_a_day_is_refused_by_name(until: date) -> None:
    with pytest.raises(InvalidValue, match="'wave 1' has no day from 2025-01-01 to before 202"):
        Period("wave 1", date(2025, 1, 1), until)


@pytest.mark.parametrize(
    ("label", "since", "until", "field"),
    [
        (1, None, None, "label"),
        ("", None, None, "label"),
        ("wave 1", "2025-01-01", None, "since"),
        ("wave 1", None, datetime(2025, 1, 1), "until"),  # noqa: DTZ001 -- with or without a zone, it is no day
    ],
)
def test_a_period_has_a_label_and_days(label: Any, since: Any, until: Any, field: str) -> None:  # noqa: ANN401 -- wrong
    with pytest.raises(InvalidValue) as caught:
        Period(label, since, until)
    assert caught.value.field == field


@pytest.mark.parametrize("field", ["since", "until"])
def test_periods_given_have_days_of_their_own(field: str) -> None:
    with pytest.raises(InvalidValue, match="leave it out") as caught:
        ask(by=WAVES, **{field: date(2025, 1, 1)})  # type: ignore[arg-type]  # one of two names
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("window", "kept"),
    [
        ("each", Window.EACH),
        ("to_date", Window.TO_DATE),
        (Window.TO_DATE, Window.TO_DATE),
        (3, Rolling(3)),
        (Rolling(3), Rolling(3)),
    ],
)
def test_a_window_is_named_or_a_number_of_periods(window: Any, kept: Window | Rolling) -> None:  # noqa: ANN401 -- any way
    assert ask(by="month", window=window).window == kept


@pytest.mark.parametrize("window", [0, -1, True])
def test_a_window_over_no_whole_number_of_periods_is_refused(window: int) -> None:
    with pytest.raises(InvalidValue, match="is not a number of periods"):
        ask(by="month", window=window)


@pytest.mark.parametrize("periods", [0, 1.5, "3", None, True])
def test_a_window_rolls_over_a_whole_number_of_periods(periods: Any) -> None:  # noqa: ANN401 -- what is refused
    with pytest.raises(InvalidValue, match="is not a number of periods"):
        Rolling(periods)


@pytest.mark.parametrize("window", ["to_date", 2, Rolling(1)])
def test_a_window_needs_periods_to_cover(window: str | Rolling | int) -> None:
    with pytest.raises(InvalidValue, match="has no periods to cover") as caught:
        ask(window=window)
    assert caught.value.field == "window"
