"""Square roots of fractions, rounded once and alike everywhere.

Most roots are no fractions, and what a library of floats gives for them differs in the last bit from one machine to
another. Here the root is worked out in whole numbers and rounded once, to the 53 significant bits of a double, so that
standard deviations and standardised differences are as bit-identical as means are.
"""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

from learnperf.errors import InvalidValue

# significant bits of a double, and two more by which what lies beyond them is told apart
_BITS = 53
_GUARDED = _BITS + 2


def root(value: Fraction) -> Fraction:
    """Give the square root rounded to 53 significant bits, half to even: the double nearest to it, as a fraction.

    Parameters
    ----------
    value
        0 or more, of any size; beyond the range of doubles the root keeps its 53 bits.

    Returns
    -------
    Fraction
        The exact root where that has at most 53 significant bits, such as of 9/16.

    Raises
    ------
    InvalidValue
        Less than 0.

    Examples
    --------
    >>> root(Fraction(9, 16)), float(root(Fraction(2)))
    (Fraction(3, 4), 1.4142135623730951)
    """
    top, bottom = value.numerator, value.denominator
    if top < 0:
        raise InvalidValue("root", value, "is below 0 and has no root", "check what is under the root")
    # so many quarters that the whole part of the root has enough bits
    shift = _GUARDED + (bottom.bit_length() - top.bit_length()) // 2 + 1
    if shift < 0:
        bottom <<= -2 * shift
    else:
        top <<= 2 * shift
    whole = isqrt(top // bottom)
    # an odd last bit says that there is more to come, so that rounding never takes a near half for a half
    whole |= whole * whole * bottom != top
    spare = max(0, whole.bit_length() - _BITS)
    rounded = round(Fraction(whole, 1 << spare)) << spare
    return Fraction(rounded, 1) / Fraction(2) ** shift
