"""What a rollup is asked: how evidence counts, on which structure, over which periods."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import Enum
from itertools import pairwise
from typing import TypeVar

from attrs import Attribute, field, frozen

from learnperf.errors import InvalidValue
from learnperf.model.days import check_day, optional_day_field
from learnperf.model.ids import id_field
from learnperf.rollup.counting import Counting
from learnperf.rollup.graph import AFTER_LAST_DAY, FIRST_DAY, day_number

_Option = TypeVar("_Option", bound=Enum)
_HALF_OPEN = "until is the first day outside"


class By(Enum):
    """Calendar periods a rollup can be cut into."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Structure(Enum):
    """Which ties are used for a piece of evidence: those of its own day, or those in force today."""

    AS_WAS = "as_was"
    AS_IS = "as_is"


class Window(Enum):
    """How many periods one reading covers: each on its own, or from the first one on."""

    EACH = "each"
    TO_DATE = "to_date"


def _some_periods(instance: object, attribute: Attribute[int], value: object) -> None:
    del instance, attribute
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise InvalidValue("window", value, "is not a number of periods", "a whole number from 1 on")


@frozen
class Rolling:
    """A window over the last few periods; fewer where not so many have gone by."""

    periods: int = field(validator=_some_periods)


@frozen
class Period:
    """A half-open stretch of time, ``[since, until)``; None is open on that side.

    Raises
    ------
    InvalidValue
        A label that is no text, a moment where a day belongs, or no day inside.

    Examples
    --------
    >>> Period("wave 1", date(2026, 1, 12), date(2026, 4, 3)).label
    'wave 1'
    """

    label: str = field(validator=id_field)
    since: date | None = field(validator=optional_day_field)
    until: date | None = field(validator=optional_day_field)

    def __attrs_post_init__(self) -> None:
        """Refuse a period without a day."""
        if self.first >= self.after:
            raise InvalidValue("period", self.label, f"has no day from {self.since} to before {self.until}", _HALF_OPEN)

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
        Calendar periods it is cut into, or the periods given; None for one period.
    window
        How many of them each reading covers.
    """

    counting: Counting
    structure_date: date | None
    since: date | None
    until: date | None
    by: By | tuple[Period, ...] | None
    window: Window | Rolling

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
    by: str | By | Iterable[Period] | None,
    window: str | Window | Rolling | int,
    today: date | None,
) -> Asked:
    """Check the options of a rollup.

    Raises
    ------
    InvalidValue
        An option that does not exist, a moment where a day belongs, a period without a day, given periods that are not
        one after the other or stand beside a ``since`` or ``until``, or a window over nothing.
    """
    for name, day in (("since", since), ("until", until), ("today", today)):
        if day is not None:
            check_day(name, day)
    if since is not None and until is not None and since >= until:
        raise InvalidValue("until", until.isoformat(), "is not after since", _HALF_OPEN)
    if isinstance(structure, date):
        check_day("structure", structure)
        structure_date: date | None = structure
    elif member_of(Structure, "structure", structure) is Structure.AS_IS:
        structure_date = today or datetime.now().astimezone().date()
    else:
        structure_date = None
    cut = _cut(by)
    if isinstance(cut, tuple):
        for name, day in (("since", since), ("until", until)):
            if day is not None:
                raise InvalidValue(name, day.isoformat(), "stands beside periods that have their own", "leave it out")
        since, until = cut[0].since, cut[-1].until
    return Asked(
        counting=member_of(Counting, "counting", counting),
        structure_date=structure_date,
        since=since,
        until=until,
        by=cut,
        window=_window(window, cut),
    )


def told_apart(periods: Iterable[Period]) -> tuple[Period, ...]:
    """Refuse periods of which a label would name two.

    Raises
    ------
    InvalidValue
        Names the label.
    """
    by_label: dict[str, Period] = {}
    for period in periods:
        if period.label in by_label:
            raise InvalidValue("by", period.label, "names two periods", "give each a label of its own")
        by_label[period.label] = period
    return tuple(by_label.values())


def _cut(by: str | By | Iterable[Period] | None) -> By | tuple[Period, ...] | None:
    if by is None:
        return None
    return _given(by) if isinstance(by, Iterable) and not isinstance(by, str) else member_of(By, "by", by)


def _given(periods: Iterable[Period]) -> tuple[Period, ...]:
    """Check periods that somebody made: told apart by label, one after the other."""
    several = tuple(periods)
    if not several:
        raise InvalidValue("by", [], "has no period", "leave it out for one reading of everything")
    for one in several:
        if not isinstance(one, Period):
            raise InvalidValue("by", one, "is not a period", 'such as learnperf.Period("wave 1", since, until)')
    for before, after in pairwise(several):
        if after.first < before.after:
            rule = "comes before" if after.after <= before.first else "overlaps"
            hint = f"periods stand in order of time; {_HALF_OPEN}"
            raise InvalidValue("by", after.label, f"{rule} {before.label}", hint)
    return told_apart(several)


def _window(window: str | Window | Rolling | int, cut: object) -> Window | Rolling:
    last_few = Rolling(window) if isinstance(window, int) else window
    chosen = last_few if isinstance(last_few, Rolling) else member_of(Window, "window", last_few)
    if cut is None and chosen is not Window.EACH:
        raise InvalidValue("window", window, "has no periods to cover", "say which, such as by='month'")
    return chosen


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
