"""Sampled: what the independent units behind a reading add to it, from which follows how far it may be off.

Readings of means and shares are ratios Σy / Σx over pieces of evidence. Several pieces about one learner are not
independent: what is, are learners. So pieces are added up by learner first, and how far learners are from the ratio of
their node says how sure the ratio is, whatever goes on within a learner (the linearised, cluster-robust variance of
survey statistics). Pieces about teams, units or several subjects are units by themselves; so are those of a node of
which one learner is all there is.
"""

from __future__ import annotations

import numpy as np
from attrs import field, frozen

from learnperf.inference.limits import Floats
from learnperf.metrics.finalized import nearest_doubles
from learnperf.metrics.integers import Integers, added, group_sums, product, subtracted
from learnperf.metrics.metric import Metric
from learnperf.model.nodes import NodeKind
from learnperf.rollup.arrays import Bools, Ints
from learnperf.rollup.attribution import Attribution, part_of
from learnperf.rollup.graph import KIND_CODES
from learnperf.rollup.leaves import source_of
from learnperf.rollup.lift import lifted
from learnperf.rollup.memory import Memory


@frozen(eq=False)
class Sums:
    """Sums over units at each target: how many, of x and y, and of their squares and products."""

    units: Ints
    x: Integers
    y: Integers
    xx: Integers
    xy: Integers
    yy: Integers

    def variance(self) -> Floats:
        """Give the variance of Σy / Σx: units / (units - 1) · Σ(y - x Σy / Σx)² / (Σx)²; NaN where there is none."""
        square = product(self.x, self.x)
        crossed = product(product(self.x, self.y), self.xy)
        spread = added(
            subtracted(product(self.yy, square), product(crossed, 2)), product(product(self.y, self.y), self.xx)
        )
        some = (self.units > 1) & (self.x != 0)
        top = product(spread, self.units)
        bottom = product(product(square, square), self.units - 1)
        return np.where(some, nearest_doubles(np.where(some, top, 0), np.where(some, bottom, 1)), np.nan)

    def kish(self) -> Floats:
        """Give how many units of one weight the units are worth: (Σx)² / Σx²."""
        some = self.xx != 0
        top = np.where(some, product(self.x, self.x), 0)
        return nearest_doubles(top, np.where(some, self.xx, 1))


@frozen(eq=False)
class Sampled:
    """Units at every target of a metric.

    Attributes
    ----------
    sums
        Over the independent units.
    pieces
        Over single pieces of evidence, as if each were independent.
    by_person
        Where the units are learners.
    """

    sums: Sums = field(repr=False)
    pieces: Sums = field(repr=False)
    by_person: Bools = field(repr=False)


@frozen(eq=False)
class UnitsAt:
    """The units of one target: what each is, and what it adds to both sums."""

    unit: Ints
    x: Floats
    y: Floats
    by_person: bool

    def residuals(self) -> dict[int, float]:
        """Give how far each unit is from the ratio of all, as it adds to the ratio."""
        whole = self.x.sum()
        if not whole:
            return {}
        left = (self.y - self.x * (self.y.sum() / whole)) / whole
        return dict(zip(self.unit.tolist(), left.tolist(), strict=True))


@frozen(eq=False)
class Placed:
    """Where the observed rows of a metric count: row, target and weight, with the learner each row is about.

    Attributes
    ----------
    person
        Of each place, the learner who is the row's only subject, or -1.
    """

    memory: Memory = field(repr=False)
    leaf: Metric
    row: Ints
    target: Ints
    weight: Ints
    person: Ints

    @classmethod
    def of(cls, memory: Memory, leaf: Metric) -> Placed:
        """Find out where the rows with observations count."""
        rows = np.flatnonzero(memory.rows[leaf.name].observed > 0)
        part = part_of(memory.pool.attribution, rows)[0]
        person = _only_learner(part)[part.row]
        row = rows[part.row]
        target = memory.pool.period[row] * memory.plan.graph.size + part.node
        return cls(memory, leaf, row, target, part.weight, person)

    def take(self, some: Bools) -> Placed:
        """Give some of the places."""
        return Placed(self.memory, self.leaf, self.row[some], self.target[some], self.weight[some], self.person[some])

    def people(self, columns: tuple[str, str]) -> tuple[Ints, Ints, Integers, Integers]:
        """Give (target, learner, x, y) for every learner at every target."""
        some = self.person >= 0
        size = self.memory.plan.graph.size
        key, group = np.unique(self.target[some] * size + self.person[some], return_inverse=True)
        states = self.memory.rows[self.leaf.name].columns
        x, y = (
            group_sums(group, product(states[name][self.row[some]], self.weight[some]), len(key)) for name in columns
        )
        return key // size, key % size, x, y

    def pieces(self, columns: tuple[str, str]) -> tuple[Ints, Ints, Integers, Integers]:
        """Give (number of the piece, row, x, y), unweighted, for every observed piece in any of the rows."""
        rows = np.unique(self.row)
        source = source_of(self.leaf)
        at, row = self.memory.pool.pieces_of(source, rows)
        seen = self.memory.seen(self.leaf)[at]
        at, row = at[seen], row[seen]
        placed = self.memory.pool.placed(source)
        found = lifted(self.leaf, placed.table).columns
        x, y = (found[name][1][placed.place[at]] for name in columns)
        return at, row, x, y


def sampled(memory: Memory, leaf: Metric, columns: tuple[str, str]) -> Sampled:
    """Add up, at every target, what independent units come to.

    Parameters
    ----------
    columns
        Names of the state columns for x and y.
    """
    places, targets = Placed.of(memory, leaf), memory.plan.targets
    target, _, x, y = places.people(columns)
    people = _sums(target, x, y, targets)
    pieces = _by_piece(places, columns, targets)
    own = np.bincount(places.target[places.person < 0], minlength=targets) > 0
    by_person = (people.units > 1) | (own & (people.units > 0))
    mixed = _by_piece(places.take((places.person < 0) & by_person[places.target]), columns, targets)
    several = _joined(people, mixed)
    return Sampled(_where(by_person, several, pieces), pieces, by_person)


def units_at(memory: Memory, leaf: Metric, columns: tuple[str, str], target: int, *, by_person: bool) -> UnitsAt:
    """Give the independent units of one target, one by one."""
    places = Placed.of(memory, leaf)
    places = places.take(places.target == target)
    size = memory.plan.graph.size
    several = []
    if by_person:
        _, unit, x, y = places.people(columns)
        several.append((unit, x, y))
        places = places.take(places.person < 0)
    at, row, x, y = places.pieces(columns)
    order = np.argsort(places.row)
    weight = places.weight[order][np.searchsorted(places.row[order], row)]
    # numbers of pieces follow those of nodes
    several.append((at + size, product(x, weight), product(y, weight)))
    unit, x, y = (np.concatenate(one) for one in zip(*several, strict=True))
    return UnitsAt(unit, x.astype(np.float64), y.astype(np.float64), by_person)


def _only_learner(part: Attribution) -> Ints:
    """Give the learner who is the only subject of each row, -1 where there is none."""
    entries, offsets = part.entries, part.entry_offsets
    alone = np.diff(offsets) == 1
    subject = entries.subject[offsets[:-1]]
    learner = part.graph.kinds[subject] == KIND_CODES[NodeKind.LEARNER]
    return np.where(alone & learner, subject, -1)


def _by_piece(places: Placed, columns: tuple[str, str], targets: int) -> Sums:
    """Add single pieces up by row first, because a row counts at many targets."""
    _, row, x, y = places.pieces(columns)
    rows, inverse = np.unique(row, return_inverse=True)
    count = np.bincount(inverse, minlength=len(rows))
    by_row = [group_sums(inverse, values, len(rows)) for values in (x, y, product(x, x), product(x, y), product(y, y))]
    at, target, weight = np.searchsorted(rows, places.row), places.target, places.weight
    square = product(weight, weight)
    weights = (weight, weight, square, square, square)
    sums = [group_sums(target, product(values[at], one), targets) for values, one in zip(by_row, weights, strict=True)]
    return Sums(group_sums(target, count[at], targets), *sums)


def _sums(target: Ints, x: Integers, y: Integers, targets: int) -> Sums:
    several = (x, y, product(x, x), product(x, y), product(y, y))
    return Sums(np.bincount(target, minlength=targets), *(group_sums(target, values, targets) for values in several))


_NAMES = ("units", "x", "y", "xx", "xy", "yy")


def _joined(left: Sums, right: Sums) -> Sums:
    return Sums(*(added(getattr(left, name), getattr(right, name)) for name in _NAMES))


def _where(condition: Bools, left: Sums, right: Sums) -> Sums:
    return Sums(*(np.where(condition, getattr(left, name), getattr(right, name)) for name in _NAMES))
