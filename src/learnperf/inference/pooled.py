"""Pooled readings: each unit's own beside the one pulled towards its parent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
from attrs import frozen

from learnperf.inference.estimates import Estimates, Method, estimates
from learnperf.inference.limits import Floats
from learnperf.inference.shrinkage import FEWEST, shrink_means, shrink_shares
from learnperf.metrics.missing import MissingReason
from learnperf.model.ties import Reporting, Sponsorship
from learnperf.rollup.arrays import Ints
from learnperf.rollup.result import Rollup


@frozen
class Shrunken:
    """A reading, and what it comes to when pulled towards the parent.

    Attributes
    ----------
    parent
        The node it is pulled towards; a unit with two parents is pooled once under each.
    raw
        The reading itself.
    pooled
        The empirical Bayes estimate; None where there is none, and `missing` says why.
    weight
        How much of it is the unit's own, from 0 to 1.
    center
        The parent's reading.
    n
        Pieces of evidence behind the reading.
    """

    node: str
    parent: str
    metric: str
    raw: float | None
    pooled: float | None
    weight: float | None
    center: float | None
    n: int
    missing: MissingReason

    def __str__(self) -> str:
        """Give both on one line, with the parent named."""
        return self.said("en")

    def said(self, language: str) -> str:
        """Give both for people, in English (``en``) or Indonesian (``id``)."""
        raw = "-" if self.raw is None else f"{self.raw:.4g}"
        if self.pooled is None or self.center is None or self.weight is None:
            return f"{self.metric} @ {self.node}: {raw} ({self.missing.label(language)})"
        words = "ditarik ke arah" if language == "id" else "pooled towards"
        return (
            f"{self.metric} @ {self.node}: {raw}, {words} {self.parent} ({self.center:.4g}): {self.pooled:.4g} "
            f"({self.weight:.0%})"
        )


def shrunken(result: Rollup, metric: str, *, period: str | None = None) -> tuple[Shrunken, ...]:
    """Pull the readings of teams and units towards their parent's, as far as chance may explain how they differ.

    Units of one parent, and teams of one parent, are pooled among themselves; it takes three with a value. Means are
    pooled as normal, with the variance within units taken to be the same for all; shares as beta-binomial.

    Parameters
    ----------
    period
        Label; may be left out where there is only one.

    Returns
    -------
    tuple of Shrunken
        In order of parent and id; without a pooled value, and with the reason, where there are too few, or no interval
        is known for such a metric (`learnperf.interval`).

    Raises
    ------
    UnknownName
        A metric or period that does not exist.
    StateError
        The result went on from saved states.

    References
    ----------
    DerSimonian & Laird (1986); Kleinman (1973); Efron & Morris (1975).

    Examples
    --------
    >>> from datetime import date
    >>> import learnperf as lp
    >>> units = {"tax": [4, 4, 5, 3, 4, 4, 3, 5], "audit": [2, 3, 2, 3, 1], "data": [5, 4]}
    >>> people = {f"{unit}-{at}": (unit, score) for unit, several in units.items() for at, score in enumerate(several)}
    >>> organization = lp.Organization.of(
    ...     units=[lp.Unit("MOF"), *map(lp.Unit, units)], learners=map(lp.Learner, people),
    ...     ties=[*(lp.Reporting(unit, "MOF") for unit in units),
    ...           *(lp.Placement(who, unit) for who, (unit, _) in people.items())],
    ... )
    >>> evidence = lp.Evidence.of(
    ...     lp.Evaluation(who, learner=who, level=lp.Level.BEHAVIOUR, score=score, on=date(2026, 6, 30))
    ...     for who, (_, score) in people.items()
    ... )
    >>> for one in shrunken(lp.rollup(organization, evidence), "kirkpatrick.behaviour"):
    ...     print(one)
    kirkpatrick.behaviour @ audit: 2.2, pooled towards MOF (3.467): 2.31 (91%)
    kirkpatrick.behaviour @ data: 4.5, pooled towards MOF (3.467): 4.301 (81%)
    kirkpatrick.behaviour @ tax: 4, pooled towards MOF (3.467): 3.97 (94%)
    """
    result.need_all_evidence("pooling")
    known, kinds = estimates(result, metric), dict(zip(result.nodes, result.kinds, strict=True))
    _, at = result.place(result.nodes[0], period)
    groups: dict[tuple[str, str], set[str]] = defaultdict(set)
    for tie in result.organization.ties:
        if isinstance(tie, Reporting | Sponsorship):
            groups[tie.parent, kinds[tie.child].value].add(tie.child)
    found: list[Shrunken] = []
    for (parent, _), several in sorted(groups.items()):
        found.extend(_of_parent(result, known, metric, at, parent, sorted(several)))
    return tuple(found)


def _of_parent(
    result: Rollup, known: Estimates, metric: str, period: int, parent: str, several: list[str]
) -> Iterator[Shrunken]:
    """Pool the children of one parent."""
    label = result.periods[period].label
    places = np.asarray([period * len(result.nodes) + result.place(node, label)[0] for node in [parent, *several]])
    center, places = float(known.value[places[0]]), places[1:]
    values, weights = _pooled(known, places, center)
    for node, at, value, weight in zip(several, places.tolist(), values.tolist(), weights.tolist(), strict=True):
        reason = int(known.reason[at]) or (MissingReason.TOO_FEW if np.isnan(value) else MissingReason.NONE)
        yield Shrunken(
            node=node,
            parent=parent,
            metric=metric,
            raw=_known(known.value[at]),
            pooled=_known(value),
            weight=_known(weight),
            center=_known(center),
            n=int(known.outcome.n[at]),
            missing=MissingReason(reason),
        )


def _pooled(known: Estimates, places: Ints, center: float) -> tuple[Floats, Floats]:
    """Give pooled values and weights of some readings; NaN where there are none."""
    values, weights = np.full(len(places), np.nan), np.full(len(places), np.nan)
    some = (known.reason[places] == 0) & (known.units[places] > 0) & (not np.isnan(center))
    at = places[some]
    found = None
    if len(at) >= FEWEST and known.method is Method.WILSON:
        trials = known.trials()[at]
        found = shrink_shares(known.value[at] * trials, trials, center)
    elif len(at) >= FEWEST and known.method is Method.STUDENT:
        # too few of one unit say how far its people differ, so all of them together do
        units, freedom = known.units[at], known.units[at] - 1
        within = np.nansum(known.error[at] ** 2 * units * freedom) / max(freedom.sum(), 1)
        found = shrink_means(known.value[at], within / units, center) if within > 0 else None
    if found is not None:
        values[some], weights[some] = found.values, found.weights
    return values, weights


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
