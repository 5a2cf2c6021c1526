"""Integer arithmetic on arrays that never wraps.

Sums of weighted scores stay below 64 bits almost always, and products of two such sums almost never. Every operation
here looks at the largest values first and stays with 64-bit integers where the result fits, else goes on with Python's
own integers (dtype object), so that no reading depends on how much evidence there is.
"""

from __future__ import annotations

from collections.abc import Callable
from math import lcm
from operator import add, mul
from typing import Any

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[Any]
LARGEST = int(np.iinfo(np.int64).max)
SMALLEST = int(np.iinfo(np.int64).min)
# a common denominator beyond this makes every numerator a big integer: then sums are taken group by group
_MOST_COMMON = 2**62
# bits of the lower half of a number
_HALF = 31


def peak(values: Integers) -> int:
    """Give the largest absolute value, 0 for an empty array."""
    return 0 if values.size == 0 else max(abs(int(values.max())), abs(int(values.min())))


def _bound(values: Integers) -> int:
    """Give what no absolute value is beyond: by the type alone, where that is a narrow one, else by looking."""
    if values.dtype.itemsize < np.dtype(np.int64).itemsize:
        return 1 << (8 * values.dtype.itemsize - 1)
    return peak(values)


def _fits(left: Integers, right: Integers, combined: Callable[[int, int], int]) -> bool:
    """Whether whatever is combined of two columns fits 64 bits."""
    if not _narrow(left, right):
        return False
    return any(combined(size(left), size(right)) <= LARGEST for size in (_bound, peak))


def _narrow(*several: Integers) -> bool:
    # a number beyond 64 bits becomes an array of objects or of unsigned integers, and both would spread
    return all(one.dtype.kind in "ib" for one in several)


def product(left: Integers, right: Integers | int) -> Integers:
    """Multiply exactly; what is multiplied by the number 1 comes back as it is, so do not change it in place.

    Examples
    --------
    >>> product(np.array([2**40]), np.array([2**40]))[0] == 2**80
    True
    """
    other = np.asarray(right)
    for one, several in ((other, left), (left, other)):
        if one.ndim == 0 and one == 1 and several.dtype == np.int64:
            return several
    if _fits(left, other, mul):
        # columns may be of narrower integers, whose products would wrap
        return np.asarray(np.multiply(left, other, dtype=np.int64))
    return np.asarray(left.astype(object) * other.astype(object))


def added(left: Integers, right: Integers | int) -> Integers:
    """Add exactly."""
    other = np.asarray(right)
    if _fits(left, other, add):
        return np.asarray(np.add(left, other, dtype=np.int64))
    return np.asarray(left.astype(object) + other.astype(object))


def subtracted(left: Integers, right: Integers | int) -> Integers:
    """Subtract exactly."""
    other = np.asarray(right)
    if _fits(left, other, add):
        return np.asarray(np.subtract(left, other, dtype=np.int64))
    return np.asarray(left.astype(object) - other.astype(object))


def widened(values: Integers) -> Integers:
    """Give integers of any width as 64-bit ones, and larger ones as they are."""
    return values.astype(np.int64, copy=False) if _narrow(values) else values


def narrowed(values: Integers) -> Integers:
    """Return to 64-bit integers where all values fit."""
    if values.dtype == object and peak(values) <= LARGEST:
        return values.astype(np.int64)
    return values


def reduced(numerator: Integers, denominator: Integers) -> tuple[Integers, Integers]:
    """Bring fractions with positive denominators to lowest terms, so that equal values look equal."""
    numerator, denominator = widened(numerator), widened(denominator)
    if not _narrow(numerator, denominator):
        numerator, denominator = numerator.astype(object), denominator.astype(object)
    divisor = np.gcd(numerator, denominator)
    return narrowed(numerator // divisor), narrowed(denominator // divisor)


def group_sums(group: NDArray[np.int64], values: Integers, groups: int) -> Integers:
    """Add values up per group, exactly.

    Examples
    --------
    >>> group_sums(np.array([0, 1, 0]), np.array([1, 2, 3]), 2).tolist()
    [4, 2]
    """
    if not _narrow(values):
        wide = np.full(groups, 0, dtype=object)
        np.add.at(wide, group, values.astype(object))
        return narrowed(wide)
    if peak(values) * values.size <= LARGEST:
        return _narrow_sums(group, values, groups)
    # halves of numbers add up without wrapping, and only the sums of groups need more than 64 bits
    high, low = (_narrow_sums(group, half, groups) for half in (values >> _HALF, values & (2**_HALF - 1)))
    return narrowed(high.astype(object) * 2**_HALF + low)


def _narrow_sums(group: NDArray[np.int64], values: Integers, groups: int) -> Integers:
    sums = np.zeros(groups, dtype=np.int64)
    np.add.at(sums, group, values.astype(np.int64, copy=False))
    return sums


def group_extremes(group: NDArray[np.int64], values: Integers, groups: int, *, greatest: bool) -> Integers:
    """Give the least or greatest value per group; groups without values hold the identity of the operation."""
    identity = SMALLEST if greatest else LARGEST
    choose = np.maximum if greatest else np.minimum
    wide = widened(values)
    result = np.full(groups, identity, dtype=wide.dtype)
    choose.at(result, group, wide)
    return result


def common_denominator(denominators: Integers) -> int | None:
    """Give one denominator for all of these, or None where it would be unreasonably large."""
    common = 1
    for denominator in np.unique(denominators).tolist():
        common = lcm(common, int(denominator))
        if common > _MOST_COMMON:
            return None
    return common


def sum_fractions(
    group: NDArray[np.int64], numerator: Integers, denominator: Integers, groups: int
) -> tuple[Integers, Integers]:
    """Add fractions up per group, exactly, in lowest terms.

    Examples
    --------
    >>> n, d = sum_fractions(np.array([0, 0, 1]), np.array([1, 1, 3]), np.array([2, 3, 6]), 2)
    >>> n.tolist(), d.tolist()
    ([5, 1], [6, 2])
    """
    numerator, denominator = widened(numerator), widened(denominator)
    if denominator.size and denominator.min() == denominator.max():
        sums = group_sums(group, numerator, groups)
        return reduced(sums, np.full(groups, denominator[0], dtype=denominator.dtype))
    common = common_denominator(denominator)
    if common is None:
        numerator, denominator = reduced(numerator, denominator)
        common = common_denominator(denominator)
    if common is None:
        return _sum_uncommon(group, numerator, denominator, groups)
    # whole parts apart, so that what is brought to the common denominator stays below it
    whole = numerator // denominator
    rest = product(numerator - whole * denominator, common // denominator)
    top = added(product(group_sums(group, whole, groups), common), group_sums(group, rest, groups))
    return reduced(top, np.full(groups, common, dtype=np.int64))


def _sum_uncommon(
    group: NDArray[np.int64], numerator: Integers, denominator: Integers, groups: int
) -> tuple[Integers, Integers]:
    """Add fractions whose denominators have little in common: equal ones first, then in pairs.

    So large integers meet seldom.
    """
    bottoms, kind = np.unique(denominator, return_inverse=True)
    pairs, pair = np.unique(widened(group) * len(bottoms) + kind, return_inverse=True)
    place, kind = np.divmod(pairs, len(bottoms))
    terms: list[list[tuple[int, int]]] = [[] for _ in range(groups)]
    tops = group_sums(pair, numerator, len(pairs))
    for at, top, bottom in zip(place.tolist(), tops.tolist(), bottoms[kind].tolist(), strict=True):
        terms[at].append((top, bottom))
    sums = [_pairwise(several) for several in terms]
    return reduced(
        np.array([top for top, _ in sums], dtype=object), np.array([bottom for _, bottom in sums], dtype=object)
    )


def _pairwise(terms: list[tuple[int, int]]) -> tuple[int, int]:
    while len(terms) > 1:
        odd = terms[-1:] if len(terms) % 2 else []
        pairs = zip(terms[0::2], terms[1::2], strict=False)
        terms = [_sum_of_two(*left, *right) for left, right in pairs] + odd
    return terms[0] if terms else (0, 1)


def _sum_of_two(top: int, bottom: int, other_top: int, other_bottom: int) -> tuple[int, int]:
    common = lcm(bottom, other_bottom)
    return top * (common // bottom) + other_top * (common // other_bottom), common
