"""Tallies: what a change takes away and adds, to be put into effect at once or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from attrs import Factory, define

from learnperf.metrics.algebra import Merge
from learnperf.model.evidence import Record
from learnperf.model.nodes import NodeKind
from learnperf.rollup.live.lifting import Lifted
from learnperf.rollup.live.rows import Row

Merges = Sequence[tuple[str, Merge]]
Counts = dict[int, int]


@define(eq=False)
class Cell:
    """Pieces of evidence added up: everything in it can be taken away again.

    Attributes
    ----------
    due, n, weight
        Pieces owed, pieces observed, and the weights of these.
    sums
        Per column of the state the weighted sum; 0 for one that keeps the least or greatest.
    bags
        Per column that keeps the least or greatest, by its place, how often each value was seen.
    """

    due: int = 0
    n: int = 0
    weight: int = 0
    sums: dict[int, int] = Factory(dict)
    bags: dict[int, Counts] = Factory(dict)

    def add(self, piece: Lifted, weight: int, sign: int) -> None:
        """Add a piece, or take it away where the sign is -1."""
        self.due += sign
        if piece.observed:
            self.n += sign
            weight *= sign
            self.weight += weight
            for at, value in piece.sums:
                self.sums[at] = self.sums.get(at, 0) + weight * value
            for at, value in piece.extremes:
                bag = self.bags.setdefault(at, {})
                bag[value] = bag.get(value, 0) + sign

    @property
    def is_nothing(self) -> bool:
        """Whether what came and what went cancel out."""
        if self.due or self.n or self.weight:
            return False
        return not any(self.sums.values()) and not any(any(bag.values()) for bag in self.bags.values())

    def plus(self, other: Cell, sign: int = 1) -> Cell:
        """Give both together, or what is left without the other."""
        both = Cell(self.due + sign * other.due, self.n + sign * other.n, self.weight + sign * other.weight)
        both.sums = added(self.sums, other.sums, sign)
        both.bags = {
            place: added(self.bags.get(place, {}), other.bags.get(place, {}), sign)
            for place in self.bags.keys() | other.bags.keys()
        }
        return both


def added(one: Counts, other: Counts, sign: int = 1) -> Counts:
    """Add counts up, or take them away; what comes to nothing is left out.

    Examples
    --------
    >>> added({1: 2, 2: 1}, {1: 2, 3: 1}, -1)
    {2: 1, 3: -1}
    """
    both = dict(one)
    for key, count in other.items():
        both[key] = both.get(key, 0) + sign * count
    return {key: count for key, count in both.items() if count}


@define(eq=False)
class Present:
    """Nodes on the roster that are counted, and owed to be counted, and learners that counted ones stand for."""

    counted: int = 0
    owed: int = 0
    heads: int = 0


def _counts() -> defaultdict[tuple[int, str], Counts]:
    return defaultdict(dict)


@define(eq=False)
class Tally:
    """Differences a change makes. A place is a period and a node in one number; a metric is its place among several.

    Attributes
    ----------
    pieces
        By metric, where pieces count, with what weight, what they are, and whether they come (1) or go (-1).
    people, subjects
        By metric and learner, or metric and counted subject: how many pieces reach each place through them.
    passing
        By metric, grain and subject of that grain: the cell of each place.
    roster
        By metric and place, who and what is there.
    rows
        By kind and id, rows of records that the change itself does not change.
    records
        By metric and place, of metrics that are called with records: those that come (1) or go (-1).
    """

    pieces: list[tuple[int, Mapping[int, int], Lifted, int]] = Factory(list)
    people: defaultdict[tuple[int, str], Counts] = Factory(_counts)
    subjects: defaultdict[tuple[int, str], Counts] = Factory(_counts)
    passing: defaultdict[tuple[int, NodeKind, str], dict[int, Cell]] = Factory(lambda: defaultdict(dict))
    roster: defaultdict[tuple[int, int], Present] = Factory(lambda: defaultdict(Present))
    rows: defaultdict[type, dict[str, Row]] = Factory(lambda: defaultdict(dict))
    records: defaultdict[tuple[int, int], dict[str, tuple[Record, int]]] = Factory(lambda: defaultdict(dict))
