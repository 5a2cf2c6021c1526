"""Outer aggregates of staged metrics: what becomes of one value per grain subject.

Each is a composition model (Chan 1998): the mean is additive, the share at or above a threshold is the realisation
rule, least and greatest are compilation. A subject's weight is 1 in full counting, else the mean weight of its
evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from fractions import Fraction

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

from learnperf.metrics.finalized import nearest_doubles
from learnperf.metrics.integers import Integers, product, reduced, sum_fractions
from learnperf.model.scales import Number, exact

Weighted = Sequence[tuple[Fraction, Fraction]]


class Composition(Enum):
    """How values of subjects compose the value of what they belong to."""

    MEAN = "mean"
    LEAST = "least"
    GREATEST = "greatest"


def _threshold(value: Number) -> Fraction:
    return exact("threshold", value)


@frozen
class AtLeast:
    """The share of subjects whose value is at or above a threshold: a realisation rule.

    Examples
    --------
    >>> AtLeast("0.75").threshold
    Fraction(3, 4)
    """

    threshold: Fraction = field(converter=_threshold)


Outer = Composition | AtLeast


@frozen(eq=False)
class Values:
    """One exact value and weight per subject, as quotients of whole numbers, with the group each belongs to."""

    group: NDArray[np.int64]
    top: Integers
    bottom: Integers
    weight_top: Integers
    weight_bottom: Integers

    def take(self, places: NDArray[np.intp]) -> Values:
        """Give the subjects at some places."""
        return Values(
            self.group[places],
            self.top[places],
            self.bottom[places],
            self.weight_top[places],
            self.weight_bottom[places],
        )


def composed(outer: Outer, several: Weighted) -> Fraction:
    """Compose the values of at least one subject, each with its weight.

    Examples
    --------
    >>> composed(Composition.MEAN, [(Fraction(1), Fraction(1)), (Fraction(4), Fraction(1, 2))])
    Fraction(2, 1)
    """
    if outer is Composition.LEAST:
        return min(value for value, _ in several)
    if outer is Composition.GREATEST:
        return max(value for value, _ in several)
    whole = sum((weight for _, weight in several), Fraction(0))
    if isinstance(outer, AtLeast):
        return sum((weight for value, weight in several if value >= outer.threshold), Fraction(0)) / whole
    return sum((value * weight for value, weight in several), Fraction(0)) / whole


def composed_groups(outer: Outer, values: Values, groups: int) -> tuple[Integers, Integers]:
    """Compose group by group; give numerators and denominators, 0 over 1 for groups without subjects."""
    if outer in {Composition.LEAST, Composition.GREATEST}:
        return _extremes(values, groups, greatest=outer is Composition.GREATEST)
    weight_top, weight_bottom = values.weight_top, values.weight_bottom
    if np.array_equal(weight_top, weight_bottom):
        weight_top = weight_bottom = np.broadcast_to(np.int64(1), len(weight_top))
    if isinstance(outer, AtLeast):
        threshold = outer.threshold
        reached = product(values.top, threshold.denominator) >= product(values.bottom, threshold.numerator)
        top, bottom = np.where(reached, weight_top, 0), weight_bottom
    else:
        top, bottom = product(values.top, weight_top), product(values.bottom, weight_bottom)
    whole_top, whole_bottom = sum_fractions(values.group, weight_top, weight_bottom, groups)
    sum_top, sum_bottom = sum_fractions(values.group, top, bottom, groups)
    some = whole_top != 0
    numerator = np.where(some, product(sum_top, whole_bottom), 0)
    denominator = np.where(some, product(sum_bottom, whole_top), 1)
    return reduced(numerator, denominator)


def _extremes(values: Values, groups: int, *, greatest: bool) -> tuple[Integers, Integers]:
    """Pick the least or greatest value of each group, exactly.

    The order of the nearest doubles is that of the fractions, so that only fractions with the very same double, and
    not equal, are compared as fractions.
    """
    doubles = nearest_doubles(values.top, values.bottom)
    best = np.full(groups, -np.inf if greatest else np.inf)
    (np.maximum if greatest else np.minimum).at(best, values.group, doubles)
    near = np.flatnonzero(doubles == best[values.group])
    group = values.group[near]
    top, bottom = reduced(values.top[near], values.bottom[near])
    chosen = np.full(groups, -1, dtype=np.int64)
    chosen[group] = np.arange(len(near))
    other = chosen[group]
    for place in np.flatnonzero((top != top[other]) | (bottom != bottom[other])).tolist():
        now = int(chosen[group[place]])
        ahead = int(top[place]) * int(bottom[now]) - int(top[now]) * int(bottom[place])
        if ahead > 0 if greatest else ahead < 0:
            chosen[group[place]] = place
    some = chosen >= 0
    best_top, best_bottom = np.zeros(groups, dtype=top.dtype), np.ones(groups, dtype=bottom.dtype)
    best_top[some], best_bottom[some] = top[chosen[some]], bottom[chosen[some]]
    return best_top, best_bottom
