"""Partial pooling: readings of small units pulled towards their parent, as far as chance may explain how they differ.

The best and the worst of many small units are mostly those of which little is known. An empirical Bayes estimate
weighs each unit's own reading by how sure it is against how much units differ at all. It is no reading: show it beside
the raw value, labelled as pooled.
"""

from __future__ import annotations

import numpy as np
from attrs import frozen
from numpy.typing import ArrayLike

from learnperf.errors import InvalidValue
from learnperf.inference.limits import Floats

# of fewer, nothing says how much units differ
FEWEST = 3


@frozen(eq=False)
class Shrinkage:
    """Values pulled towards a centre.

    Attributes
    ----------
    values
        The pooled values.
    weights
        How much of each is its own raw value, from 0 to 1; the rest is the centre.
    center
        What they are pulled towards.
    between
        How much units differ beyond chance: of means the variance between them, of shares the intra-class correlation.
    """

    values: Floats
    weights: Floats
    center: float
    between: float


def shrink_means(values: ArrayLike, variances: ArrayLike, center: float | None = None) -> Shrinkage:
    """Pool means with known sampling variances: normal-normal, the variance between them by the method of moments.

    Parameters
    ----------
    values, variances
        Of at least three units; variances above 0.
    center
        What to pull towards; left out, the mean weighed by precision.

    Raises
    ------
    InvalidValue
        Fewer than three units, or a variance that is not above 0.

    References
    ----------
    DerSimonian & Laird (1986), Meta-analysis in clinical trials; Efron & Morris (1975), Data analysis using Stein's
    estimator and its generalizations.

    Examples
    --------
    >>> found = shrink_means([1.0, 3.0, 8.0], [1.0, 1.0, 1.0])
    >>> found.center, round(found.between, 3), found.weights.round(3).tolist()
    (4.0, 12.0, [0.923, 0.923, 0.923])
    """
    y, v = np.asarray(values, dtype=np.float64), np.asarray(variances, dtype=np.float64)
    _check_enough(y)
    if not (v > 0).all():
        raise InvalidValue("variances", v.min(), "is not above 0", "leave units out of which nothing says how sure")
    precision = 1 / v
    middle = (precision * y).sum() / precision.sum()
    spread = (precision * (y - middle) ** 2).sum()
    free = precision.sum() - (precision**2).sum() / precision.sum()
    between = max(0.0, float((spread - (len(y) - 1)) / free))
    weights = between / (between + v)
    total = 1 / (between + v)
    towards = float((total * y).sum() / total.sum()) if center is None else center
    return Shrinkage(towards + weights * (y - towards), weights, towards, between)


def shrink_shares(reached: ArrayLike, trials: ArrayLike, center: float | None = None) -> Shrinkage:
    """Pool shares: beta-binomial, the correlation within units by the method of moments.

    Parameters
    ----------
    reached, trials
        Of at least three units; trials above 0, which need not be whole.
    center
        What to pull towards; left out, the pooled share.

    Raises
    ------
    InvalidValue
        Fewer than three units, or trials that are not above 0.

    References
    ----------
    Kleinman (1973), Proportions with extraneous variance: single and independent samples.

    Examples
    --------
    >>> found = shrink_shares([2, 5, 9], [10, 10, 10])
    >>> round(found.center, 3), found.weights.round(3).tolist(), found.values.round(3).tolist()
    (0.533, [0.887, 0.887, 0.887], [0.238, 0.504, 0.859])
    """
    n = np.asarray(trials, dtype=np.float64)
    _check_enough(n)
    if not (n > 0).all():
        raise InvalidValue("trials", n.min(), "is not above 0", "leave units without evidence out")
    share, whole = np.asarray(reached, dtype=np.float64) / n, n.sum()
    pooled = float((share * n).sum() / whole)
    chance = pooled * (1 - pooled)
    free = whole - (n**2).sum() / whole - (len(n) - 1)
    spread = (n * (share - pooled) ** 2).sum()
    # one trial each, or all alike, say nothing of how units differ
    within = float((spread / chance - (len(n) - 1)) / free) if chance > 0 and free > 0 else 0.0
    within = min(max(within, 0.0), 1.0)
    weights = n * within / (n * within + 1 - within)
    towards = pooled if center is None else center
    return Shrinkage(towards + weights * (share - towards), weights, towards, within)


def _check_enough(values: Floats) -> None:
    if len(values) < FEWEST:
        raise InvalidValue("values", len(values), "are too few to say how units differ", f"at least {FEWEST} units")
