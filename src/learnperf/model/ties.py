"""Ties: dated links from child to parent, each with an optional share of the child.

Validity is half-open, ``[since, until)``; None is open on that side. A share is kept as whole millionths, so that
what is split always adds up again.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from functools import lru_cache

from attrs import field, frozen

from learnperf.errors import InvalidValue
from learnperf.model.days import check_interval, optional_day_field
from learnperf.model.fields import is_a
from learnperf.model.ids import id_field, optional_id_field
from learnperf.model.scales import Number, exact

WHOLE = 1_000_000


def share_of(value: Number | None) -> Fraction | None:
    """Give a share in (0, 1], rounded to whole millionths.

    Raises
    ------
    InvalidValue
        Not a number, not above 0 and at most 1, or below half a millionth.

    Examples
    --------
    >>> share_of(0.6)
    Fraction(3, 5)
    """
    if value is None:
        return None
    # few different shares among millions of ties: each is read once, and the same fraction stands in all of them
    return _shares(value) if isinstance(value, float | int | str | Fraction) else _read(value)


def _read(value: Number) -> Fraction:
    if isinstance(value, str) and value.strip().endswith("%"):
        raise InvalidValue("share", value, "is a percentage", "write 0.6 for 60%")
    written = exact("share", value)
    if not 0 < written <= 1:
        raise InvalidValue("share", value, "is not above 0 and at most 1", "leave it out to share equally")
    whole = round(written * WHOLE)
    if whole == 0:
        raise InvalidValue("share", value, "is not even one millionth", "leave the tie out")
    return Fraction(whole, WHOLE)


# typed, because True is no share and 1 is
_shares = lru_cache(maxsize=1024, typed=True)(_read)


@frozen
class _Validity:
    """The fields every tie has after its child and parent."""

    since: date | None = field(default=None, kw_only=True, validator=optional_day_field)
    until: date | None = field(default=None, kw_only=True, validator=optional_day_field)
    share: Fraction | None = field(default=None, kw_only=True, converter=share_of)
    primary: bool = field(default=False, kw_only=True, validator=is_a(bool))

    def __attrs_post_init__(self) -> None:
        """Refuse an interval that holds no day."""
        check_interval(self.since, self.until)

    @property
    def share_millionths(self) -> int | None:
        """Share of the child in whole millionths, or None where it takes an equal part of what others leave."""
        # shares are whole millionths, so the denominator divides: no fraction is made
        return None if self.share is None else self.share.numerator * (WHOLE // self.share.denominator)

    def in_force(self, on: date) -> bool:
        """Whether the tie holds on a day."""
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)


@frozen
class Membership(_Validity):
    """A learner in a team (keanggotaan tim).

    Examples
    --------
    >>> Membership("ani", "audit-1", share=0.6).share
    Fraction(3, 5)
    """

    learner: str = field(validator=id_field)
    team: str = field(validator=id_field)

    @property
    def child(self) -> str:
        """The learner."""
        return self.learner

    @property
    def parent(self) -> str:
        """The team."""
        return self.team


@frozen
class Placement(_Validity):
    """A learner in a unit, in a position (penempatan)."""

    learner: str = field(validator=id_field)
    unit: str = field(validator=id_field)
    position: str | None = field(default=None, validator=optional_id_field)

    @property
    def child(self) -> str:
        """The learner."""
        return self.learner

    @property
    def parent(self) -> str:
        """The unit."""
        return self.unit


@frozen
class Sponsorship(_Validity):
    """A team under a unit that sponsors it, or under the team it is a part of."""

    team: str = field(validator=id_field)
    sponsor: str = field(validator=id_field)

    @property
    def child(self) -> str:
        """The team."""
        return self.team

    @property
    def parent(self) -> str:
        """The unit or the larger team."""
        return self.sponsor


@frozen
class Reporting(_Validity):
    """A unit under a unit."""

    unit: str = field(validator=id_field)
    parent_unit: str = field(validator=id_field)

    @property
    def child(self) -> str:
        """The lower unit."""
        return self.unit

    @property
    def parent(self) -> str:
        """The upper unit."""
        return self.parent_unit


Tie = Membership | Placement | Sponsorship | Reporting
# the kinds that tie the structure together, for `isinstance`: a tuple, which is asked twice as fast as a union
STRUCTURAL = (Sponsorship, Reporting)


def held(ties: Iterable[Tie], on: date) -> str | None:
    """Give the position held on a day by the learner whose ties these are, None where there is none.

    Of several placements with a position it is that of the primary one, else of the first by unit.

    Examples
    --------
    >>> held([Placement("ani", "DJP", position="auditor"), Placement("ani", "DJBC")], date(2026, 1, 1))
    'auditor'
    """
    placements = [tie for tie in ties if isinstance(tie, Placement) and tie.position is not None and tie.in_force(on)]
    first = min(placements, key=lambda tie: (not tie.primary, tie.unit), default=None)
    return None if first is None else first.position
