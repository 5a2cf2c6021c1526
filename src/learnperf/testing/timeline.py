"""The calendar of generated organizations: five days on which anything may change.

A calendar this small is the point: begins, ends and evidence meet on the same days all the time, and that is where
rollups go wrong. The days are a month's, a quarter's and a year's first day and a leap day.
"""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

CUTS = (date(2024, 1, 1), date(2024, 2, 29), date(2024, 7, 1), date(2025, 1, 1), date(2026, 1, 1))

# a span (begin, end) counts boundaries: 0 is open to the past, 1..5 are the cuts, 6 is open to the future
Span = tuple[int, int]
PAST, FLIP, FUTURE = 0, 3, len(CUTS) + 1
ALWAYS: Span = (PAST, FUTURE)

# spans without a gap between them: how long a unit exists, and when its reporting changes; the plain one comes first
LIVES: tuple[tuple[Span, ...], ...] = (
    (ALWAYS,),
    ((0, 3), (3, 6)),
    ((0, 1), (1, 4), (4, 6)),
    ((2, 6),),
    ((0, 4),),
    ((1, 3), (3, 5)),
)
# spans with gaps and returns: people and teams come and go
STAYS: tuple[tuple[Span, ...], ...] = (
    (ALWAYS,),
    (),
    ((0, 3),),
    ((3, 6),),
    ((0, 3), (3, 6)),
    ((0, 2), (4, 6)),
    ((1, 2), (2, 5)),
    ((1, 3), (3, 4), (5, 6)),
)

_NEAR = tuple(cut + timedelta(days=step) for cut in CUTS for step in (-1, 0, 1))
DAYS = (date(2024, 3, 15), *_NEAR, date(2023, 6, 30), date(2024, 9, 1), date(2026, 5, 20))


def days() -> st.SearchStrategy[date]:
    """Give days on and around those on which generated ties begin and end.

    Examples
    --------
    >>> from hypothesis import find
    >>> find(days(), lambda day: day.year == 2025)
    datetime.date(2025, 1, 1)
    """
    return _DAYS


def boundary(place: int) -> date | None:
    """Give the day of a boundary, None where time is open."""
    return CUTS[place - 1] if PAST < place < FUTURE else None


def covers(outer: Span, inner: Span) -> bool:
    """Whether one span holds all of another."""
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def hull(spans: tuple[Span, ...]) -> Span:
    """Give the span from the first begin to the last end."""
    return spans[0][0], spans[-1][1]


def split_at_flip(span: Span) -> tuple[Span, ...]:
    """Cut a span where the order of units is turned over."""
    begin, end = span
    return ((begin, FLIP), (FLIP, end)) if begin < FLIP < end else (span,)


_DAYS = st.sampled_from(DAYS)
