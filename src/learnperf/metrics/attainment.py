"""Attainment: how far a reading came towards its target, in per cent, 100 being on target.

Civil-service performance arithmetic, kept to as it is printed: what is better high is divided by its target, what is
better low loses or gains as much as it is above or below it, and a range as target counts as met anywhere inside, with
the nearer end as the target outside.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from attrs import field, frozen

from learnperf.errors import InvalidValue
from learnperf.metrics.declared import Direction
from learnperf.metrics.missing import Missing, MissingReason
from learnperf.model.scales import Number, exact

# a number, or the two ends of a range
TargetLike = Number | Sequence[Number]
ON_TARGET = Fraction(100)


@frozen
class Target:
    """What a reading should come to: one number, or anything from ``low`` to ``high``.

    Raises
    ------
    InvalidValue
        Below 0, which turns the sense of every ratio round, or a range whose ends are the wrong way round.

    Examples
    --------
    >>> Target.of(4), Target.of([80, 90])
    (Target('4'), Target('80..90'))
    """

    low: Fraction
    high: Fraction

    def __attrs_post_init__(self) -> None:
        """Refuse what no attainment can be measured against."""
        if self.low < 0:
            raise InvalidValue("target", str(self), "is below 0", "measure from a point below which nothing falls")
        if self.low > self.high:
            raise InvalidValue("target", str(self), "has its ends the wrong way round", "least, then greatest")

    @classmethod
    def of(cls, value: Target | TargetLike) -> Target:
        """Read a number, or a pair of them.

        Raises
        ------
        InvalidValue
            Neither one number nor two.
        """
        if isinstance(value, Target):
            return value
        if not isinstance(value, list | tuple):
            # a word is read as the number it spells, and refused where it spells none
            one = exact("target", value)  # type: ignore[arg-type]  # a sequence that is no list is refused there
            return cls(one, one)
        if len(value) != _ENDS:
            raise InvalidValue("target", value, "is not a number or two", "a range has two ends: [80, 90]")
        low, high = (exact("target", end) for end in value)
        return cls(low, high)

    @property
    def is_range(self) -> bool:
        """Whether several values meet it."""
        return self.low < self.high

    def __repr__(self) -> str:
        """Show the numbers, not the fractions they are kept as."""
        return f"Target({str(self)!r})"

    def __str__(self) -> str:
        """Give the target as people write it: ``4`` or ``80..90``."""
        ends = (self.low, self.high) if self.is_range else (self.low,)
        return "..".join(f"{float(end):.12g}" for end in ends)


_ENDS = 2


@frozen
class Attainment:
    """Per cent of a target attained.

    Attributes
    ----------
    percent
        What counts: 100 is on target; at most the cap.
    uncapped
        The same before it was capped.
    """

    percent: Fraction
    uncapped: Fraction = field(repr=False)

    @property
    def capped(self) -> bool:
        """Whether more was attained than counts."""
        return self.percent != self.uncapped


def attainment(
    realised: Number,
    target: Target | TargetLike,
    direction: str | Direction = Direction.HIGHER,
    *,
    cap: Number | None = None,
) -> Attainment | Missing:
    """Measure a value against its target.

    Parameters
    ----------
    realised
        The value, in the unit of the target.
    target
        A number, or a range as a pair: inside it exactly 100 is attained, outside it the nearer end is the target.
    direction
        Which way is better outside: ``higher``, r / t; ``lower``, 1 + (1 - r / t), below 0 for more than twice the
        target; ``target``, the one below the target and the other above it, so that being off either way costs.
    cap
        The most that counts, in per cent, such as 120; the attainment says so where it was cut.

    Returns
    -------
    Attainment or Missing
        In per cent. Missing (`MissingReason.ZERO_TARGET`) where the target is 0: that is undefined, and not 0.

    Raises
    ------
    InvalidValue
        No number, a target below 0, a direction that does not exist, or a cap below 100.

    References
    ----------
    .. [1] Kementerian PANRB (2021). Peraturan Menteri Nomor 8 Tahun 2021 tentang Sistem Manajemen Kinerja PNS. It does
       not say what a value inside a range attains; 100 is the policy here.

    Examples
    --------
    >>> found = attainment(4.02, 4.1)
    >>> round(float(found.percent), 2), found.capped
    (98.05, False)
    >>> round(float(attainment(6.5, [7, 8], "lower").percent), 2), attainment(130, 100, cap=120)
    (107.14, Attainment(percent=Fraction(120, 1)))
    """
    value, aim, better = exact("realised", realised), Target.of(target), direction_of(direction)
    most = None if cap is None else cap_of(cap)
    if aim.low <= value <= aim.high and aim.high > 0:
        percent = ON_TARGET
    else:
        end = aim.low if value < aim.low else aim.high
        if end == 0:
            return Missing(MissingReason.ZERO_TARGET)
        ratio = value / end
        falls = better is Direction.LOWER or (better is Direction.TARGET and value > end)
        percent = ON_TARGET * (2 - ratio if falls else ratio)
    return Attainment(percent if most is None else min(percent, most), percent)


def direction_of(value: str | Direction) -> Direction:
    """Read a direction.

    Raises
    ------
    InvalidValue
        No direction of that name.
    """
    try:
        return Direction(value)
    except ValueError:
        words = ", ".join(one.value for one in Direction)
        hint = "a range is a target, [80, 90], and has a direction too" if value == "range" else f"one of {words}"
        raise InvalidValue("direction", value, "is not known", hint) from None


def cap_of(value: Number) -> Fraction:
    """Read a cap in per cent.

    Raises
    ------
    InvalidValue
        Below 100: not even a target that is met would count in full.
    """
    cap = exact("cap", value)
    if cap < ON_TARGET:
        raise InvalidValue("cap", value, "is below 100 per cent", "write 120 for 120 per cent")
    return cap
