"""Null distributions: how far raters would differ if nobody agreed on anything.

Agreement is how much less people differ than that. Which null distribution is right is a judgement about the answers
people tend to give, so an index says with which one it was worked out.
"""

from __future__ import annotations

from enum import Enum
from fractions import Fraction

from learnperf.errors import InvalidValue


class NullDistribution(Enum):
    """What answers without any agreement would look like."""

    UNIFORM = "uniform"
    SLIGHT_SKEW = "slight skew"
    MODERATE_SKEW = "moderate skew"
    HEAVY_SKEW = "heavy skew"
    TRIANGULAR = "triangular"
    NORMAL = "normal"
    MAXIMUM_DISSENSUS = "maximum dissensus"


def null_variance(options: int, distribution: NullDistribution = NullDistribution.UNIFORM) -> Fraction:
    """Give the variance of answers without any agreement, in squared steps of the scale.

    Parameters
    ----------
    options
        How many answers the scale has, A; 5 on a scale of 1..5.
    distribution
        ``UNIFORM``: (A² - 1) / 12. ``MAXIMUM_DISSENSUS``: ((A - 1) / 2)², half at either end. The others are tabled for
        5 to 11 options.

    Raises
    ------
    InvalidValue
        Fewer than 2 options, or a tabled distribution without an entry for so many.

    References
    ----------
    LeBreton & Senter (2008), Answers to 20 questions about interrater reliability and interrater agreement, table 2;
    James, Demaree & Wolf (1984), Estimating within-group interrater reliability with and without response bias.

    Examples
    --------
    >>> null_variance(5), null_variance(7), null_variance(5, NullDistribution.MAXIMUM_DISSENSUS)
    (Fraction(2, 1), Fraction(4, 1), Fraction(4, 1))
    >>> float(null_variance(5, NullDistribution.SLIGHT_SKEW))
    1.34
    """
    if options < 2:  # noqa: PLR2004 -- with one answer nobody can differ
        raise InvalidValue(
            "options", options, "leave nothing to differ on", "how many answers the scale has, from 2 on"
        )
    if distribution is NullDistribution.UNIFORM:
        return Fraction(options**2 - 1, 12)
    if distribution is NullDistribution.MAXIMUM_DISSENSUS:
        return Fraction((options - 1) ** 2, 4)
    if options not in _TABLED:
        known = f"{min(_TABLED)} to {max(_TABLED)}"
        raise InvalidValue("options", options, f"have no {distribution.value} variance", f"it is tabled for {known}")
    return Fraction(_TABLED[options][_COLUMNS.index(distribution)])


_COLUMNS = (
    NullDistribution.SLIGHT_SKEW,
    NullDistribution.MODERATE_SKEW,
    NullDistribution.HEAVY_SKEW,
    NullDistribution.TRIANGULAR,
    NullDistribution.NORMAL,
)
_TABLED = {
    5: ("1.34", "0.90", "0.44", "1.32", "1.04"),
    6: ("1.85", "1.26", "0.69", "1.45", "1.25"),
    7: ("2.90", "2.14", "1.39", "2.10", "1.40"),
    8: ("3.47", "2.79", "2.35", "2.81", "1.73"),
    9: ("5.66", "4.73", "3.16", "3.00", "1.58"),
    10: ("6.30", "5.09", "3.46", "2.89", "1.45"),
    11: ("7.31", "6.32", "4.02", "3.32", "1.40"),
}
