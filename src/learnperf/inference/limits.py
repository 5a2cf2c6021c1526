"""Limits of intervals, as plain functions on arrays: what the textbooks give, for any number of nodes at once.

Counts need not be whole here: evidence that is split between nodes weighs a part of one, and a design with clusters
makes many pieces worth fewer.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Limits = tuple[Floats, Floats]


def normal_quantile(confidence: float) -> float:
    """Give how many standard errors hold the middle part of a normal distribution.

    Examples
    --------
    >>> round(normal_quantile(0.95), 4)
    1.96
    """
    from scipy.special import ndtri  # noqa: PLC0415 -- slow to load, and counting needs none of it

    return float(ndtri((1 + confidence) / 2))


def t_quantile(freedom: ArrayLike, confidence: float) -> Floats:
    """Give how many standard errors hold the middle part of Student's t, by degrees of freedom.

    Examples
    --------
    >>> t_quantile([1, 10], 0.95).round(3).tolist()
    [12.706, 2.228]
    """
    from scipy.special import stdtrit  # noqa: PLC0415 -- slow to load, and counting needs none of it

    return np.asarray(stdtrit(np.asarray(freedom, dtype=np.float64), (1 + confidence) / 2), dtype=np.float64)


def wilson(share: ArrayLike, n: ArrayLike, confidence: float = 0.95) -> Limits:
    """Give Wilson's score limits of shares, each of n trials.

    References
    ----------
    Wilson (1927), Probable inference, the law of succession, and statistical inference.

    Examples
    --------
    >>> low, high = wilson([0.0, 0.5], [10, 10])
    >>> low.round(4).tolist(), high.round(4).tolist()
    ([0.0, 0.2366], [0.2775, 0.7634])
    """
    p, size, z = np.asarray(share, dtype=np.float64), np.asarray(n, dtype=np.float64), normal_quantile(confidence)
    whole = size + z * z
    middle = (p * size + z * z / 2) / whole
    half = z / whole * np.sqrt(p * (1 - p) * size + z * z / 4)
    # at the ends the limit is the end itself, which rounding may miss
    low = np.where(p <= 0, 0.0, np.maximum(middle - half, 0))
    return low, np.where(p >= 1, 1.0, np.minimum(middle + half, 1))


def student(value: ArrayLike, error: ArrayLike, freedom: ArrayLike, confidence: float = 0.95) -> Limits:
    """Give the limits of means with their standard errors, by Student's t.

    Examples
    --------
    >>> low, high = student(4.0, 0.5, 9)
    >>> low.round(3).item(), high.round(3).item()
    (2.869, 5.131)
    """
    middle = np.asarray(value, dtype=np.float64)
    half = t_quantile(freedom, confidence) * np.asarray(error, dtype=np.float64)
    return middle - half, middle + half


def poisson(count: ArrayLike, confidence: float = 0.95) -> Limits:
    """Give the exact limits of the expected number of events of which so many were counted.

    References
    ----------
    Garwood (1936), Fiducial limits for the Poisson distribution.

    Examples
    --------
    >>> low, high = poisson([0, 10])
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.0, 4.795], [3.689, 18.39])
    """
    from scipy.special import gammaincinv  # noqa: PLC0415 -- slow to load, and counting needs none of it

    seen, rest = np.asarray(count, dtype=np.float64), (1 - confidence) / 2
    # no events have no lower limit but 0, where the gamma distribution has no shape
    low = np.where(seen > 0, gammaincinv(np.where(seen > 0, seen, 1), rest), 0.0)
    return low, np.asarray(gammaincinv(seen + 1, 1 - rest), dtype=np.float64)


def difference_of(
    first: tuple[float, float, float], second: tuple[float, float, float], correlation: float = 0.0
) -> tuple[float, float]:
    """Give the limits of a difference, first less second, from each one's own value and limits.

    Of Wilson limits that is Newcombe's hybrid score interval; ``correlation`` of the two estimates is 0 where they
    rest on different people.

    References
    ----------
    Newcombe (1998), Interval estimation for the difference between independent proportions, method 10; Zou & Donner
    (2008), Construction of confidence limits about effect measures: a general approach.

    Examples
    --------
    >>> low, high = difference_of((0.7, 0.5834, 0.7961), (0.6, 0.4904, 0.7009))
    >>> round(low, 3), round(high, 3)
    (-0.054, 0.246)
    """
    (one, low, high), (other, least, most) = first, second

    def away(left: float, right: float) -> float:
        # rounding may take a little too much away where both are the same
        return float(np.sqrt(max(left * left - 2 * correlation * left * right + right * right, 0.0)))

    return one - other - away(one - low, most - other), one - other + away(high - one, other - least)


def welch_freedom(variances: tuple[float, float], freedom: tuple[float, float]) -> float:
    """Give the degrees of freedom of a difference of two means that vary differently (Welch-Satterthwaite).

    Examples
    --------
    >>> welch_freedom((1.0, 1.0), (9, 9))
    18.0
    """
    (one, other), (own, others) = variances, freedom
    return (one + other) ** 2 / (one * one / own + other * other / others)
