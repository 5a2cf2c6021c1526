"""Bands: a table that turns per cent of a target into points, straight lines between the ends of each band."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from fractions import Fraction
from itertools import pairwise

from attrs import field, frozen

from learnperf.errors import InvalidValue
from learnperf.metrics.missing import Missing, MissingReason
from learnperf.model.scales import Number, exact


class Gaps(Enum):
    """What a value between two bands takes: the end below, the nearer end (the one above from the middle on), none."""

    FLOOR = "floor"
    ROUND = "round"
    ERROR = "error"


def gaps_of(value: str | Gaps) -> Gaps:
    """Read a rule for gaps.

    Raises
    ------
    InvalidValue
        No rule of that name.
    """
    try:
        return Gaps(value)
    except ValueError:
        words = ", ".join(one.value for one in Gaps)
        raise InvalidValue("gaps", value, "is not known", f"one of {words}") from None


def _end(value: Number | None) -> Fraction | None:
    return None if value is None else exact("band", value)


def _points(value: Number) -> Fraction:
    return exact("points", value)


def _label(value: str | tuple[str, str]) -> tuple[str, str]:
    return (value, value) if isinstance(value, str) else (value[0], value[1])


@frozen
class Band:
    """One band: from ``low`` to ``high``, worth from ``at_low`` to ``at_high`` points, in a straight line.

    Parameters
    ----------
    low, high
        Its ends, both in it; without one it goes on for ever, and is worth the same throughout.
    at_low, at_high
        Points at its ends; ``at_high`` is as ``at_low`` if left out.
    label
        Its name, in English and Indonesian.

    Raises
    ------
    InvalidValue
        Ends the wrong way round, an open band that is worth more at one end, or a single value worth two numbers.

    Examples
    --------
    >>> Band(80, 99, 70, 89, ("Fair", "Cukup")).points(Fraction(98))
    Fraction(88, 1)
    """

    low: Fraction | None = field(converter=_end)
    high: Fraction | None = field(converter=_end)
    at_low: Fraction = field(converter=_points)
    at_high: Fraction = field(converter=_points)
    label: tuple[str, str] = field(default=("", ""), converter=_label)

    @at_high.default
    def _the_same_throughout(self) -> Fraction:
        return self.at_low

    def __attrs_post_init__(self) -> None:
        """Refuse a band without a line through it."""
        if self.low is not None and self.high is not None and self.low > self.high:
            raise InvalidValue("band", str(self), "has its ends the wrong way round", "least, then greatest")
        if (self.low is None or self.high is None or self.low == self.high) and self.at_low != self.at_high:
            raise InvalidValue("band", str(self), "has no two ends to draw a line between", "give one number of points")

    def points(self, value: Fraction) -> Fraction:
        """Give the points of a value in the band."""
        if self.low is None or self.high is None or self.low == self.high:
            return self.at_low
        return self.at_low + (self.at_high - self.at_low) * (value - self.low) / (self.high - self.low)

    def __str__(self) -> str:
        """Give the ends as people write them."""
        return "..".join("" if end is None else f"{float(end):.12g}" for end in (self.low, self.high))


def _in_order(value: Iterable[Band]) -> tuple[Band, ...]:
    return tuple(sorted(value, key=lambda band: (band.low is not None, band.low or 0)))


@frozen
class Bands:
    """Bands in order, and what becomes of values between them.

    Parameters
    ----------
    bands
        In any order. Where one ends on the value the next begins with, that value is the next one's.
    gaps
        The rule for values between two bands. Beyond the outermost ends there is no neighbour to take from: leave a
        band open where values beyond them are possible.

    Raises
    ------
    InvalidValue
        No band, or two that overlap.

    Examples
    --------
    >>> table = Bands([Band(60, 79, 50, 69), Band(80, 99, 70, 89)], "floor")
    >>> table.points(Fraction("79.6")), table.points(Fraction(40))
    (Fraction(69, 1), Missing(reason=<MissingReason.NO_BAND: 13>))
    """

    bands: tuple[Band, ...] = field(converter=_in_order)
    gaps: Gaps = field(default=Gaps.ERROR, converter=gaps_of)

    def __attrs_post_init__(self) -> None:
        """Refuse bands that leave a value two numbers of points."""
        if not self.bands:
            raise InvalidValue("bands", [], "holds no band", "give one at least")
        for below, above in pairwise(self.bands):
            if above.low is None or below.high is None or above.low < below.high or above.low == below.low:
                raise InvalidValue("bands", f"{below} and {above}", "overlap", "let one end where the next begins")

    def band(self, value: Fraction) -> Band | None:
        """Give the band a value falls into, by the rule for gaps where it falls between two."""
        found = self._place(value)
        return None if found is None else found[0]

    def points(self, value: Fraction) -> Fraction | Missing:
        """Give the points of a value, or `MissingReason.NO_BAND`."""
        found = self._place(value)
        return Missing(MissingReason.NO_BAND) if found is None else found[0].points(found[1])

    def _place(self, value: Fraction) -> tuple[Band, Fraction] | None:
        """Give the band, and the value in it whose points count."""
        below = [band for band in self.bands if band.low is None or band.low <= value]
        if not below:
            return None
        band, end = below[-1], below[-1].high
        if end is None or value <= end:
            return band, value
        if len(below) == len(self.bands) or self.gaps is Gaps.ERROR:
            return None
        above = self.bands[len(below)]
        # bands in order have ends everywhere but outside
        begin = above.low if above.low is not None else value
        nearer_above = begin - value <= value - end
        return (above, begin) if self.gaps is Gaps.ROUND and nearer_above else (band, end)


def piecewise_score(value: Number, bands: Iterable[Band] | Bands, gaps: str | Gaps = Gaps.ERROR) -> Fraction:
    """Turn a value, such as per cent of a target, into points: a straight line within each band.

    Parameters
    ----------
    value
        In the unit of the bands.
    gaps
        ``floor``, ``round`` or ``error`` for a value between two bands; `Bands` bring their own.

    Returns
    -------
    Fraction
        Points, exactly.

    Raises
    ------
    InvalidValue
        Bands that overlap, or a value that falls between two where no rule was given, or beyond all of them.

    References
    ----------
    .. [1] Kementerian PANRB (2021). Peraturan Menteri Nomor 8 Tahun 2021 tentang Sistem Manajemen Kinerja PNS.

    Examples
    --------
    >>> piecewise_score(98, [Band(80, 99, 70, 89), Band(100, 100, 109)])
    Fraction(88, 1)
    """
    table = bands if isinstance(bands, Bands) else Bands(bands, gaps)
    points = table.points(exact("value", value))
    if isinstance(points, Missing):
        known = ", ".join(str(band) for band in table.bands)
        raise InvalidValue("value", value, f"falls into none of the bands {known}", "say what gaps take, or add a band")
    return points
