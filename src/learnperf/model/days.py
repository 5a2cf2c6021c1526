"""Days: dates without a time of day, and intervals of them that end on the first day outside."""

from __future__ import annotations

from datetime import date, datetime

from attrs import Attribute

from learnperf.errors import InvalidValue


def check_day(name: str, value: object) -> None:
    """Refuse what is not a day; a moment is none, because which day it is depends on where one stands.

    Raises
    ------
    InvalidValue
        A moment with a time of day, or no date at all.
    """
    if isinstance(value, datetime):
        raise InvalidValue(name, value, "is a moment, not a day", "choose the day, such as moment.date()")
    if not isinstance(value, date):
        raise InvalidValue(name, value, "is not a date", "write 2026-11-24 in files, date(2026, 11, 24) in Python")


def day_field(instance: object, attribute: Attribute[date], value: date) -> None:
    """Validate a day (an attrs validator)."""
    del instance
    check_day(attribute.name, value)


def optional_day_field(instance: object, attribute: Attribute[date | None], value: date | None) -> None:
    """Validate a day that may be absent (an attrs validator)."""
    del instance
    if value is not None:
        check_day(attribute.name, value)


def check_interval(since: date | None, until: date | None) -> None:
    """Refuse a half-open interval that holds no day.

    Raises
    ------
    InvalidValue
        `until` is the same day as `since`, or before it.
    """
    if since is not None and until is not None and since >= until:
        rule = f"is an empty interval since {since}" if since == until else f"ends before it begins on {since}"
        raise InvalidValue("until", until.isoformat(), rule, "until is the first day outside")


def when(since: date | None, until: date | None) -> str:
    """Say a half-open interval in words.

    Examples
    --------
    >>> when(date(2024, 1, 1), None)
    'from 2024-01-01 on'
    >>> when(None, date(2024, 1, 1))
    'until 2024-01-01'
    >>> when(date(2024, 1, 1), date(2025, 1, 1)), when(None, None)
    ('from 2024-01-01 until 2025-01-01', 'on every day')
    """
    begin = "" if since in {None, date.min} else f"from {since}"
    if until is None:
        return f"{begin} on" if begin else "on every day"
    return f"{begin} until {until}".strip()
