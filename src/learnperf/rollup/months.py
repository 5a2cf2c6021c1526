"""Months: the day on which so many calendar months have passed."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def months_after(day: date, months: int) -> int:
    """Give the number of the day some months later: the same day of the month, or the last where there is none such.

    Examples
    --------
    >>> date.fromordinal(months_after(date(2026, 11, 30), 3))
    datetime.date(2027, 2, 28)
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    # beyond the last year there is, which no report reaches
    if year > date.max.year:
        return date.max.toordinal() + 1
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])).toordinal()
