"""Agreement: how alike the ratings of one group are, as plain functions on arrays.

Ratings of one item are a list with one number per rater; of several items, a table with a row per rater and a column
per item. NaN and None are ratings not given and are left out, each by itself: a rater who skipped one item still counts
for the others. One rater alone agrees with nobody: that is None, not perfect agreement.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from learnperf.errors import InvalidValue
from learnperf.metrics.nulls import NullDistribution, null_variance
from learnperf.rollup.request import member_of

Null = NullDistribution | float
# one item or several; None and NaN are ratings not given
Ratings = ArrayLike | Sequence[float | None] | Sequence[Sequence[float | None]]


class DeviationFrom(Enum):
    """What deviations are taken from."""

    MEAN = "mean"
    MEDIAN = "median"


def rwg(
    ratings: Ratings, options: int, null: Null = NullDistribution.UNIFORM, *, truncate: bool = True
) -> float | None:
    """Give the within-group agreement on one item: 1 - s² / null variance, with s² over n - 1.

    Parameters
    ----------
    ratings
        One per rater, in steps of 1.
    options
        How many answers the scale has.
    null
        A null distribution, or its variance.
    truncate
        Whether less agreement than by chance reads as 0, as James et al. do; else it is negative.

    Returns
    -------
    float or None
        At most 1; None with fewer than two ratings.

    References
    ----------
    James, Demaree & Wolf (1984), Estimating within-group interrater reliability with and without response bias.

    Examples
    --------
    >>> rwg([4, 4, 5, 3], options=5)
    0.6666666666666667
    >>> rwg([1, 5, None], options=5), rwg([1, 5], options=5, truncate=False), rwg([4], options=5)
    (0.0, -3.0, None)
    """
    return r_star_wg_j(_one_item(ratings), options, null, truncate=truncate)


def rwg_j(ratings: Ratings, options: int, null: Null = NullDistribution.UNIFORM) -> float | None:
    """Give the within-group agreement on J parallel items: J·r / (J·r + 1 - r) with r = 1 - mean s² / null variance.

    It grows with the number of items J whatever people answered: show `r_star_wg_j` or a deviation beside it.

    Returns
    -------
    float or None
        0 to 1; 0 where ratings differ more than by chance, None where no item has two ratings.

    References
    ----------
    James, Demaree & Wolf (1984).

    Examples
    --------
    >>> rwg_j([[4, 3], [4, 5], [5, 4], [3, 4]], options=5)
    0.8
    """
    items = _items(ratings)
    r = r_star_wg_j(items, options, null, truncate=True)
    if r is None:
        return None
    rated = int((_counts(items) > 1).sum())
    return rated * r / (rated * r + 1 - r)


def r_star_wg_j(
    ratings: Ratings, options: int, null: Null = NullDistribution.UNIFORM, *, truncate: bool = False
) -> float | None:
    """Give Lindell's r*wg(J): 1 - mean s² / null variance; it does not grow with the number of items.

    Returns
    -------
    float or None
        At most 1, negative where ratings differ more than by chance; None where no item has two ratings.

    References
    ----------
    Lindell, Brandt & Whitney (1999), A revised index of interrater agreement for multi-item ratings of a single target.

    Examples
    --------
    >>> r_star_wg_j([[4, 3], [4, 5], [5, 4], [3, 4]], options=5)
    0.6666666666666667
    """
    items = _items(ratings)
    several = _counts(items) > 1
    if not several.any():
        return None
    chance = null if isinstance(null, int | float) else float(null_variance(options, null))
    if chance <= 0:
        raise InvalidValue("null", null, "is no variance", "a number above 0, or a NullDistribution")
    r = 1 - float(np.nanvar(items[:, several], axis=0, ddof=1).mean()) / chance
    return max(r, 0.0) if truncate else r


def average_deviation(ratings: Ratings, middle: str | DeviationFrom = DeviationFrom.MEAN) -> float | None:
    """Give the mean absolute deviation from the group's mean or median, in steps; of several items, its mean over them.

    Lower is better; `average_deviation_cutoff` says up to where it passes for agreement in practice.

    Parameters
    ----------
    ratings
        One per rater, or a row per rater and a column per item.
    middle
        ``mean`` or ``median``.

    Returns
    -------
    float or None
        From 0 on; None where no item has two ratings.

    References
    ----------
    Burke, Finkelstein & Dusig (1999), On average deviation indices for estimating interrater agreement.

    Examples
    --------
    >>> average_deviation([4, 4, 5, 3]), average_deviation([2, 3, 2], "median")
    (0.5, 0.3333333333333333)
    """
    items = _items(ratings)
    items = items[:, _counts(items) > 1]
    if not items.size:
        return None
    take = np.nanmean if member_of(DeviationFrom, "middle", middle) is DeviationFrom.MEAN else np.nanmedian
    return float(np.nanmean(np.abs(items - take(items, axis=0)), axis=0).mean())


def average_deviation_cutoff(options: int) -> float:
    """Give the practical limit of the average deviation: a sixth of the number of answers.

    References
    ----------
    Burke & Dunlap (2002), Estimating interrater agreement with the average deviation index: a user's guide.

    Examples
    --------
    >>> average_deviation_cutoff(5)
    0.8333333333333334
    """
    return options / 6


def a_wg(ratings: Ratings, lowest: float, highest: float) -> float | None:
    """Give Brown and Hauenstein's a_wg: agreement relative to the most disagreement possible at the group's own mean.

    1 - 2s² / ([(H + L)M - M² - H·L] · k / (k - 1)) for k raters with mean M on a scale from L to H; of several items,
    the mean over those where it is defined.

    Returns
    -------
    float or None
        -1 to 1; 1 where all chose the lowest or all the highest answer. None where the mean is so near an end,
        outside (L(k - 1) + H) / k <= M <= (H(k - 1) + L) / k, that the index is not defined, and with fewer than two
        ratings.

    References
    ----------
    Brown & Hauenstein (2005), Interrater agreement reconsidered: an alternative to the rwg indices.

    Examples
    --------
    >>> a_wg([4, 4, 5, 3], lowest=1, highest=5)
    0.6666666666666667
    >>> a_wg([5, 5, 5], lowest=1, highest=5), a_wg([5, 5, 4], lowest=1, highest=5)
    (1.0, None)
    """
    found = [_a_wg_of_item(column[~np.isnan(column)], lowest, highest) for column in _items(ratings).T]
    known = [one for one in found if one is not None]
    return sum(known) / len(known) if known else None


def _a_wg_of_item(ratings: NDArray[np.float64], lowest: float, highest: float) -> float | None:
    k = len(ratings)
    if k < 2:  # noqa: PLR2004 -- one rater agrees with nobody
        return None
    mean = float(ratings.mean())
    if mean in {lowest, highest}:
        return 1.0
    if not (lowest * (k - 1) + highest) / k <= mean <= (highest * (k - 1) + lowest) / k:
        return None
    most = ((highest + lowest) * mean - mean**2 - highest * lowest) * k / (k - 1)
    return 1 - 2 * float(ratings.var(ddof=1)) / most


def _one_item(ratings: Ratings) -> NDArray[np.float64]:
    return np.asarray(ratings, dtype=np.float64).reshape(-1, 1)


def _items(ratings: Ratings) -> NDArray[np.float64]:
    """Give a table with a column per item; a plain list is one item."""
    table = np.asarray(ratings, dtype=np.float64)
    return table if table.ndim == 2 else table.reshape(-1, 1)  # noqa: PLR2004 -- a table has two dimensions


def _counts(items: NDArray[np.float64]) -> NDArray[np.int64]:
    """Count the ratings given of each item."""
    return np.asarray((~np.isnan(items)).sum(axis=0), dtype=np.int64)
