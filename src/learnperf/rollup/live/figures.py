"""Figures: the state of one metric at every place, as what there was in the beginning and what was added since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from fractions import Fraction

from attrs import Factory, define, field, frozen

from learnperf.metrics.algebra import Distinct, Exact, Merge
from learnperf.metrics.columns import Presence
from learnperf.metrics.finalized import Context
from learnperf.metrics.integers import Integers
from learnperf.metrics.metric import Metric
from learnperf.metrics.missing import Missing, MissingPolicy, MissingReason
from learnperf.rollup.live.lifting import Lifted
from learnperf.rollup.live.tally import Cell, Counts, Merges, Present
from learnperf.rollup.outcome import Outcome


@frozen
class Figure:
    """A value with the figures that go with it."""

    value: Exact
    n: int
    heads: int
    due: int


def _counts() -> defaultdict[int, int]:
    return defaultdict(int)


@define(eq=False)
class Since:
    """What has changed since the beginning, by place.

    Attributes
    ----------
    cells
        Pieces that came, less those that went.
    heads, counted, owed
        Learners, counted subjects, and those on the roster that were owed to be counted.
    """

    cells: dict[int, Cell] = Factory(dict)
    heads: defaultdict[int, int] = Factory(_counts)
    counted: defaultdict[int, int] = Factory(_counts)
    owed: defaultdict[int, int] = Factory(_counts)

    def enter(self, places: Mapping[int, int], piece: Lifted, sign: int) -> None:
        """Let a piece come or go, wherever it counts."""
        cells = self.cells
        for place, weight in places.items():
            cell = cells.get(place)
            if cell is None:
                cell = cells[place] = Cell()
            cell.add(piece, weight, sign)

    def add(self, place: int, present: Present) -> None:
        """Put a difference on the roster into effect."""
        self.heads[place] += present.heads
        self.counted[place] += present.counted
        self.owed[place] += present.owed


@define(eq=False)
class Figures:
    """Figures of one metric that adds its evidence up.

    Parameters
    ----------
    base
        In the beginning.
    gather
        Adds up everything that counts at a place now; asked where the least or greatest went away and nobody knows
        what comes next.
    """

    leaf: Metric
    merges: Merges
    base: Outcome
    gather: Callable[[int], Cell]
    since: Since = field(factory=Since, init=False, repr=False)
    _gathered: dict[int, Cell] = field(factory=dict, init=False, repr=False)
    _first: dict[str, Integers] = field(factory=dict, init=False, repr=False)

    def enter(self, places: Mapping[int, int], piece: Lifted, sign: int) -> None:
        """Let a piece come or go, wherever it counts."""
        self.since.enter(places, piece, sign)
        for place in self._gathered.keys() & places.keys():
            self._gathered[place].add(piece, places[place], sign)

    def read(self, place: int, context: Context) -> Figure:
        """Read the metric at a place."""
        since = self.since
        cell = since.cells.get(place, _NOTHING)
        n, due = int(self.base.n[place]) + cell.n, int(self.base.due[place]) + cell.due
        heads = int(self.base.heads[place]) + since.heads.get(place, 0)
        if self.leaf.evidence is Presence:
            # a node on the roster counts once, however many stays it has
            n, due = (
                int(begun[place]) + steps.get(place, 0)
                for begun, steps in ((self.base.n, since.counted), (self.base.due, since.owed))
            )
        if self.leaf.state is Distinct:
            counted = self._begun("distinct", place) + since.counted.get(place, 0)
            empty = not counted and self.leaf.missing is MissingPolicy.EMPTY_IS_MISSING
            return Figure(nothing_of(due) if empty else Fraction(counted), n, heads, due)
        if not n and (due or self.leaf.missing is MissingPolicy.EMPTY_IS_MISSING):
            return Figure(nothing_of(due), n, heads, due)
        value = self.leaf.value(self.leaf.state(**self._state(place, cell, n)), context)
        return Figure(value, n, heads, due)

    def _state(self, place: int, cell: Cell, n: int) -> dict[str, int]:
        return {
            name: self._begun(name, place) + cell.sums.get(at, 0)
            if merge is Merge.SUM
            else self._extreme(place, at, cell.bags.get(at, {}), n)
            for at, (name, merge) in enumerate(self.merges)
        }

    def _extreme(self, place: int, at: int, bag: Counts, n: int) -> int:
        name, merge = self.merges[at]
        if not n:
            return merge.identity
        if place in self._gathered:
            return extreme_of(merge, _there(self._gathered[place].bags[at]))
        some = _there(bag)
        if not self.base.n[place]:
            return extreme_of(merge, some)
        first = self._begun(name, place)
        # what a roster keeps the greatest or least of is the same in all of a period
        if bag.get(first, 0) >= 0 or self.leaf.evidence is Presence:
            return extreme_of(merge, [first, *some])
        if self._is_all_there_was(place, name):
            left = int(self.base.n[place]) + bag[first] > 0
            return extreme_of(merge, [first, *some] if left else some)
        self._gathered[place] = self.gather(place)
        return extreme_of(merge, _there(self._gathered[place].bags[at]))

    def _is_all_there_was(self, place: int, name: str) -> bool:
        """Whether every piece of the beginning was on the same scale, as it nearly always is."""
        return name in _SCALE and self._begun(_SCALE[0], place) == self._begun(_SCALE[1], place)

    def _begun(self, name: str, place: int) -> int:
        """Give a column of the state in the beginning; an engine may work it out when it is asked for."""
        if name not in self._first:
            self._first[name] = self.base.state[name]
        return int(self._first[name][place])


def _there(bag: Counts) -> list[int]:
    return [value for value, count in bag.items() if count > 0]


def extreme_of(merge: Merge, values: Counts | list[int]) -> int:
    """Give the least or greatest of some values."""
    return min(values) if merge is Merge.MIN else max(values)


def state_of(cell: Cell, merges: Merges) -> Mapping[str, int]:
    """Give the state of a cell that holds everything, and something."""
    return {
        name: cell.sums.get(at, 0) if merge is Merge.SUM else extreme_of(merge, cell.bags[at])
        for at, (name, merge) in enumerate(merges)
    }


def nothing_of(due: int) -> Missing:
    """Give the reason for no observation: some were owed, or there was nothing to observe."""
    return Missing(MissingReason.NOT_OBSERVED if due else MissingReason.NO_EVIDENCE)


_NOTHING = Cell()
_SCALE = ("scale_low", "scale_high")
