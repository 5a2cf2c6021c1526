"""What a rollup is asked: how evidence counts, on which structure, over which periods."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from enum import Enum
from typing import TypeVar

from attrs import frozen

from learnperf.errors import InvalidValue
from learnperf.model.days import check_day
from learnperf.rollup.graph import AFTER_LAST_DAY, FIRST_DAY, day_number
from learnperf.rollup.layers import Counting

_Option = TypeVar("_Option", bound=Enum)


class By(Enum):
    """Calendar periods a rollup can be cut into."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Structure(Enum):
    """Which ties are used for a piece of evidence: those of its own day, or those in force today."""

    AS_WAS = "as_was"
    AS_IS = "as_is"


@frozen
class Period:
    """A half-open stretch of time, ``[since, until)``; None is open on that side."""

    label: str
    since: date | None
    until: date | None

    @property
    def first(self) -> int:
        """Day number of the first day inside."""
        return day_number(self.since, FIRST_DAY)

    @property
    def after(self) -> int:
        """Day number of the first day outside."""
        return day_number(self.until, AFTER_LAST_DAY)


@frozen
class Asked:
    """What a rollup was asked with; goes with every reading.

    Attributes
    ----------
    counting
        Full, fractional or primary.
    structure_date
        None for as_was; else the one day whose ties are used for all evidence.
    since, until
        The period covered, half-open.
    by
        Calendar periods it is cut into; None for one period.
    """

    counting: Counting
    structure_date: date | None
    since: date | None
    until: date | None
    by: By | None

    @property
    def structure(self) -> str:
        """Name of the structure used: ``as_was``, or the day whose ties are used."""
        return Structure.AS_WAS.value if self.structure_date is None else f"as_is {self.structure_date}"


def asked(
    *,
    counting: str | Counting,
    structure: str | Structure | date,
    since: date | None,
    until: date | None,
    by: str | By | None,
    today: date | None,
) -> Asked:
    """Check the options of a rollup.

    Raises
    ------
    InvalidValue
        An option that does not exist, a moment where a day belongs, or a period without a day.
    """
    for name, day in (("since", since), ("until", until), ("today", today)):
        if day is not None:
            check_day(name, day)
    if since is not None and until is not None and since >= until:
        raise InvalidValue("until", until.isoformat(), "is not after since", "until is the first day outside")
    if isinstance(structure, date):
        check_day("structure", structure)
        structure_date: date | None = structure
    elif member_of(Structure, "structure", structure) is Structure.AS_IS:
        structure_date = today or datetime.now().astimezone().date()
    else:
        structure_date = None
    return Asked(
        counting=member_of(Counting, "counting", counting),
        structure_date=structure_date,
        since=since,
        until=until,
        by=None if by is None else member_of(By, "by", by),
    )


def periods_of(question: Asked, first: date | None, last: date | None) -> tuple[Period, ...]:
    """Give the periods a rollup covers; open ends are closed by the first and last day of evidence.

    Examples
    --------
    >>> question = asked(counting="full", structure="as_was", since=None, until=None, by="quarter", today=None)
    >>> [period.label for period in periods_of(question, date(2025, 11, 3), date(2026, 1, 7))]
    ['2025-Q4', '2026-Q1']
    """
    if question.by is None:
        return (
            Period(
                "all" if question.since is None and question.until is None else _span(question),
                question.since,
                question.until,
            ),
        )
    begin = question.since or first
    final = question.until - timedelta(days=1) if question.until is not None else last
    if begin is None or final is None or begin > final:
        return ()
    return tuple(
        Period(label, max(start, question.since or start), _earlier(stop, question.until))
        for label, start, stop in _calendar(question.by, begin, final)
    )


def _earlier(day: date | None, other: date | None) -> date | None:
    """Give the earlier of two days, of which None is never."""
    known = [one for one in (day, other) if one is not None]
    return min(known, default=None)


def _span(question: Asked) -> str:
    return f"{question.since or ''}..{question.until or ''}"


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


def member_of(options: type[_Option], name: str, value: str | _Option) -> _Option:
    """Give one of a closed list of options, which may be named by its word.

    Raises
    ------
    InvalidValue
        Not one of them; names those there are.
    """
    if isinstance(value, options):
        return value
    for option in options:
        if option.value == value:
            return option
    raise InvalidValue(name, value, "is not known", "one of " + ", ".join(str(option.value) for option in options))
