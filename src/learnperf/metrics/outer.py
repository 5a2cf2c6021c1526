"""Outer aggregates of staged metrics: what becomes of one value per grain subject.

Each follows a composition model (Chan 1998), which says what a reading of a whole means in terms of its parts. A
subject's weight is 1 in full counting, else the mean weight of its evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from fractions import Fraction
from functools import reduce

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

from learnperf.errors import InvalidValue
from learnperf.metrics.finalized import Finalized, nearest_doubles
from learnperf.metrics.integers import Integers, product, reduced, sum_fractions
from learnperf.metrics.missing import Missing, MissingReason
from learnperf.metrics.roots import root
from learnperf.metrics.state import Exact
from learnperf.model.scales import Number, exact

Weighted = Sequence[tuple[Fraction, Fraction]]


class CompositionModel(Enum):
    """What a reading of a whole means in terms of its parts (Chan 1998; Kozlowski & Klein 2000)."""

    ADDITIVE = "additive"
    DIRECT_CONSENSUS = "direct consensus"
    REFERENT_SHIFT = "referent shift"
    DISPERSION = "dispersion"
    COMPILATION = "compilation"

    def label(self, language: str = "en") -> str:
        """Give the model for people, in English (``en``) or Indonesian (``id``).

        Examples
        --------
        >>> CompositionModel.DIRECT_CONSENSUS.label("id")
        'konsensus langsung'
        """
        return _INDONESIAN[self] if language == "id" else self.value


_INDONESIAN = {
    CompositionModel.ADDITIVE: "aditif",
    CompositionModel.DIRECT_CONSENSUS: "konsensus langsung",
    CompositionModel.REFERENT_SHIFT: "konsensus dengan pergeseran acuan",
    CompositionModel.DISPERSION: "dispersi",
    CompositionModel.COMPILATION: "kompilasi",
}


class Composition(Enum):
    """How values of subjects compose the value of what they belong to.

    The mean is additive: it asks for no agreement. Variance and standard deviation are dispersion: how far apart
    subjects are is itself what is read. Least and greatest are compilation: one subject speaks for all.
    """

    MEAN = "mean"
    LEAST = "least"
    GREATEST = "greatest"
    VARIANCE = "variance"
    STANDARD_DEVIATION = "standard deviation"

    @property
    def model(self) -> CompositionModel:
        """The composition model."""
        if self is Composition.MEAN:
            return CompositionModel.ADDITIVE
        return CompositionModel.DISPERSION if self in _DISPERSIONS else CompositionModel.COMPILATION


_DISPERSIONS = {Composition.VARIANCE, Composition.STANDARD_DEVIATION}
_EXTREMES = {Composition.LEAST, Composition.GREATEST}


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

    @property
    def model(self) -> CompositionModel:
        """The composition model: everyone adds 1 or 0."""
        return CompositionModel.ADDITIVE


def _cutoff(value: Number) -> Fraction:
    found = exact("cutoff", value)
    if not 0 <= found <= 1:
        raise InvalidValue("cutoff", str(value), "is no agreement from 0 to 1", "0.7 is usual for rwg")
    return found


@frozen
class Consensus:
    """The mean of subjects, meant to speak for all of them: it does so where they agree.

    The mean is given in any case, and the agreement is read beside it (`learnperf.may_aggregate`): a cut-off is a
    custom, so nothing is withheld for it.

    Parameters
    ----------
    cutoff
        From which agreement (rwg) on the mean is said to speak for all.
    referent_shift
        Whether people were asked about the whole ("our team ...") and not about themselves.

    Raises
    ------
    InvalidValue
        A cut-off outside 0 to 1.

    Examples
    --------
    >>> Consensus("0.7", referent_shift=True).model.value
    'referent shift'
    """

    cutoff: Fraction = field(default=Fraction(7, 10), converter=_cutoff)
    referent_shift: bool = field(default=False, kw_only=True)

    @property
    def model(self) -> CompositionModel:
        """The composition model."""
        return CompositionModel.REFERENT_SHIFT if self.referent_shift else CompositionModel.DIRECT_CONSENSUS


Outer = Composition | AtLeast | Consensus


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


def composed(outer: Outer, several: Weighted) -> Exact:
    """Compose the values of at least one subject, each with its weight.

    Returns
    -------
    Fraction or Missing
        `MissingReason.TOO_FEW` for the dispersion of one subject.

    Examples
    --------
    >>> composed(Composition.MEAN, [(Fraction(1), Fraction(1)), (Fraction(4), Fraction(1, 2))])
    Fraction(2, 1)
    >>> composed(Composition.VARIANCE, [(Fraction(score), Fraction(1)) for score in (4, 4, 5, 3)])
    Fraction(2, 3)
    """
    if outer is Composition.LEAST:
        return min(value for value, _ in several)
    if outer is Composition.GREATEST:
        return max(value for value, _ in several)
    return of_sums(outer, reduce(plus, (terms(outer, *one) for one in several)))


def keeps_extremes(outer: Outer) -> bool:
    """Whether it picks one of the values, so that no sums say what it gives."""
    return outer in _EXTREMES


def terms(outer: Outer, value: Fraction, weight: Fraction) -> tuple[Fraction, ...]:
    """Give what one subject adds to the sums from which values are composed: its weight, and more."""
    if isinstance(outer, AtLeast):
        return weight, weight * (value >= outer.threshold)
    if outer in _DISPERSIONS:
        return weight, weight * value, weight * weight, weight * value * value
    return weight, weight * value


def plus(left: tuple[Fraction, ...], right: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
    """Add sums up."""
    return tuple(one + other for one, other in zip(left, right, strict=True))


def of_sums(outer: Outer, sums: tuple[Fraction, ...]) -> Exact:
    """Compose the values of at least one subject, given the sums of their `terms`.

    Variance is that of a sample: with weights w its divisor is Σw - Σw² / Σw, which is n - 1 where all weigh 1, and is
    the same for all weights twice as large.
    """
    whole, total, *squares = sums
    if not squares:
        return total / whole
    heavy, spread = squares
    free = whole * whole - heavy
    if not free:
        return Missing(MissingReason.TOO_FEW)
    variance = (spread * whole - total * total) / free
    return root(variance) if outer is Composition.STANDARD_DEVIATION else variance


def composed_groups(outer: Outer, values: Values, groups: int) -> Finalized:
    """Compose group by group; a group without subjects has no evidence."""
    known = np.bincount(values.group, minlength=groups) > 0
    reason = np.where(known, 0, MissingReason.NO_EVIDENCE)
    if outer in _EXTREMES:
        return Finalized.of(*_extremes(values, groups, greatest=outer is Composition.GREATEST), reason)
    sums = term_sums(outer, values, groups)
    if outer in _DISPERSIONS:
        fractions = zip(*(_fractions(*one) for one in sums), strict=True)
        some = [of_sums(outer, one) if any(one) else _NOBODY for one in fractions]
        return Finalized.from_exact(some)
    (whole_top, whole_bottom), (sum_top, sum_bottom) = sums
    numerator = np.where(known, product(sum_top, whole_bottom), 0)
    denominator = np.where(known, product(sum_bottom, whole_top), 1)
    return Finalized.of(*reduced(numerator, denominator), reason)


_NOBODY = Missing(MissingReason.NO_EVIDENCE)


def term_sums(outer: Outer, values: Values, groups: int) -> list[tuple[Integers, Integers]]:
    """Add the `terms` of subjects up by group, each sum as numerators and denominators."""
    heavy, parts = values.weight_top, values.weight_bottom
    if np.array_equal(heavy, parts):
        heavy = parts = np.broadcast_to(np.int64(1), len(heavy))
    if isinstance(outer, AtLeast):
        threshold = outer.threshold
        reached = product(values.top, threshold.denominator) >= product(values.bottom, threshold.numerator)
        found = [(heavy, parts), (np.where(reached, heavy, 0), parts)]
    else:
        weighted = product(values.top, heavy), product(values.bottom, parts)
        found = [(heavy, parts), weighted]
        if outer in _DISPERSIONS:
            found.append((product(heavy, heavy), product(parts, parts)))
            found.append((product(weighted[0], values.top), product(weighted[1], values.bottom)))
    return [sum_fractions(values.group, top, bottom, groups) for top, bottom in found]


def _fractions(top: Integers, bottom: Integers) -> list[Fraction]:
    return [Fraction(*pair) for pair in zip(top.tolist(), bottom.tolist(), strict=True)]


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
