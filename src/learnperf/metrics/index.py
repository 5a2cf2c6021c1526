"""Indexes: the weighted mean of several readings that share a unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from attrs import field, frozen

from learnperf.metrics.declared import Declared
from learnperf.metrics.definition import index_problems, name_problems, refuse
from learnperf.metrics.finalized import Finalized
from learnperf.metrics.integers import Integers, added, product, reduced
from learnperf.metrics.missing import Missing, MissingReason
from learnperf.metrics.state import Exact, Kind

if TYPE_CHECKING:
    from learnperf.metrics.metric import AnyMetric  # noqa: TC004 -- it has Index in it, and no one asks at run time


def _places(value: Iterable[int]) -> frozenset[int]:
    return frozenset(value)


def _weights(value: Mapping[AnyMetric, int] | Sequence[AnyMetric]) -> tuple[tuple[AnyMetric, int], ...]:
    return tuple(value.items()) if isinstance(value, Mapping) else tuple((part, 1) for part in value)


@frozen(kw_only=True, eq=False)
class Index(Declared):
    """The weighted mean of readings that share a unit.

    Parameters
    ----------
    weights
        Parts with their weights, positive whole numbers; a plain list weighs all alike.
    renormalise
        Whether a missing part is left out and the others weigh more; else a missing part leaves no index.
    never_alone
        Places of parts, from 0 on, that give no index where no others are known beside them.
    """

    weights: tuple[tuple[AnyMetric, int], ...] = field(converter=_weights)
    renormalise: bool = False
    never_alone: frozenset[int] = field(default=frozenset(), converter=_places)

    def __attrs_post_init__(self) -> None:
        """Refuse definitions that make no sense, all reasons at once."""
        refuse(self.name, [*self.declaration_problems(), *index_problems(self), *name_problems([self])])

    @property
    def kind(self) -> Kind:
        """How it re-aggregates."""
        return Kind.DERIVED

    @property
    def parts(self) -> tuple[AnyMetric, ...]:
        """The parts, in order."""
        return tuple(part for part, _ in self.weights)

    def of_parts(self, values: Mapping[str, Exact]) -> Exact:
        """Take the weighted mean."""
        several = [(place, values[part.name], weight) for place, (part, weight) in enumerate(self.weights)]
        known = [(place, value, weight) for place, value, weight in several if not isinstance(value, Missing)]
        if self.never_alone.issuperset(place for place, _, _ in known):
            return Missing(MissingReason.PART_MISSING)
        if len(known) < len(several) and not self.renormalise:
            return Missing(MissingReason.PART_MISSING)
        return sum((value * weight for _, value, weight in known), Fraction(0)) / sum(weight for *_, weight in known)

    def combine(self, values: Mapping[str, Finalized]) -> Finalized:
        """Take many weighted means at once."""
        size = len(values[self.parts[0].name])
        top: Integers = np.zeros(size, dtype=np.int64)
        bottom: Integers = np.ones(size, dtype=np.int64)
        whole, known = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
        supported = np.zeros(size, dtype=np.bool_)
        for place, (part, weight) in enumerate(self.weights):
            value = values[part.name]
            here = value.reason == 0
            whole += here * weight
            known += here
            supported |= here & (place not in self.never_alone)
            # missing values are 0 over 1 here, and add nothing
            top = added(product(top, value.denominator), product(product(value.numerator, weight), bottom))
            bottom = product(bottom, value.denominator)
            top, bottom = reduced(top, bottom)
        enough = supported & (self.renormalise | (known == len(self.weights)))
        return Finalized.of(
            top, np.where(enough, product(bottom, np.where(enough, whole, 1)), 1),
            np.where(enough, 0, MissingReason.PART_MISSING),
        )  # fmt: skip
