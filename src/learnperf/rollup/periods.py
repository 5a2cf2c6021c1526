"""Periods: the stretches of time a rollup gives readings for, and which of them each day is in.

A window over several periods is one longer period without a break, so it overlaps the next: a day may be in several.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import numpy as np

from learnperf.rollup.arrays import Ints
from learnperf.rollup.graph import AFTER_LAST_DAY, FIRST_DAY
from learnperf.rollup.request import Asked, By, Period, Rolling, Window, told_apart


def periods_of(question: Asked, first: date | None, last: date | None) -> tuple[Period, ...]:
    """Give the periods a rollup has readings for; open ends of the calendar are closed by the days of evidence.

    Raises
    ------
    InvalidValue
        Two windows that would have the same label.

    Examples
    --------
    >>> from learnperf.rollup.request import asked
    >>> options = {"counting": "full", "structure": "as_was", "since": None, "until": None, "today": None}
    >>> for window in ("each", "to_date"):
    ...     question = asked(by="quarter", window=window, **options)
    ...     print([period.label for period in periods_of(question, date(2025, 11, 3), date(2026, 1, 7))])
    ['2025-Q4', '2026-Q1']
    ['2025-Q4', '2025-Q4..2026-Q1']
    """
    if question.by is None:
        bounded = question.since is not None or question.until is not None
        label = f"{question.since or ''}..{question.until or ''}" if bounded else "all"
        return (Period(label, question.since, question.until),)
    cut = _of_calendar(question, question.by, first, last) if isinstance(question.by, By) else question.by
    return told_apart(_windows(cut, question.window))


def placed_in(periods: Sequence[Period], days: Ints) -> tuple[Ints, Ints]:
    """Give (place in ``days``, place in ``periods``) for every period each day is in.

    Parameters
    ----------
    periods
        None begins or ends before the one before it, so a day is in neighbours only.
    """
    low = int(days.min(initial=AFTER_LAST_DAY))
    # there are far fewer days than pieces: each day of the calendar is looked up once
    calendar = np.arange(low, days.max(initial=FIRST_DAY) + 1)
    begun, over = (
        np.searchsorted(np.asarray(ends, dtype=np.int64), calendar, side="right").astype(np.int64)
        for ends in ([period.first for period in periods], [period.after for period in periods])
    )
    held, at = begun - over, days - low
    # one step for what is in any period, one more for what is in a second one: only windows overlap
    steps = range(max(int(held.max(initial=0)), 1))
    places = [np.flatnonzero((held > step)[at]) for step in steps]
    return np.concatenate(places), np.concatenate([over[at[place]] + step for step, place in enumerate(places)])


def _windows(periods: Sequence[Period], window: Window | Rolling) -> Iterator[Period]:
    """Iterate over one window per period, which it ends with."""
    longest = {Window.EACH: 1, Window.TO_DATE: len(periods)}
    most = window.periods if isinstance(window, Rolling) else longest[window]
    for end, last in enumerate(periods, start=1):
        first = periods[max(end - most, 0)]
        yield last if first is last else Period(f"{first.label}..{last.label}", first.since, last.until)


def _of_calendar(question: Asked, by: By, first: date | None, last: date | None) -> tuple[Period, ...]:
    """Cut the calendar from one day to another."""
    begin = question.since or first
    final = question.until - timedelta(days=1) if question.until is not None else last
    if begin is None or final is None or begin > final:
        return ()
    return tuple(
        Period(label, max(start, question.since or start), _earlier(stop, question.until))
        for label, start, stop in _calendar(by, begin, final)
    )


def _earlier(day: date | None, other: date | None) -> date | None:
    """Give the earlier of two days, of which None is never."""
    known = [one for one in (day, other) if one is not None]
    return min(known, default=None)


def _calendar(by: By, first: date, last: date) -> Iterator[tuple[str, date, date | None]]:
    """Iterate over the calendar's periods from one day to another; the calendar's last one is open."""
    months = {By.MONTH: 1, By.QUARTER: 3, By.YEAR: 12}[by]
    index = (first.year * 12 + first.month - 1) // months * months
    start: date | None = date(index // 12, index % 12 + 1, 1)
    while start is not None and start <= last:
        index += months
        stop = date(index // 12, index % 12 + 1, 1) if index // 12 <= date.max.year else None
        yield _label(by, start), start, stop
        start = stop


def _label(by: By, start: date) -> str:
    if by is By.YEAR:
        return f"{start.year:04}"
    if by is By.QUARTER:
        return f"{start.year:04}-Q{(start.month + 2) // 3}"
    return f"{start.year:04}-{start.month:02}"
