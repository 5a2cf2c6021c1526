"""Packing: columns of cells made small for a page, each different column kept once.

A large organization has many readings that are alike: metrics that read the same evidence have the same people, and a
count of a rare event is 0 almost everywhere. So a column is kept once however often it is used, and one whose cells
are mostly alike keeps only the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from attrs import define, field

from learnperf.metrics.integers import Integers, peak

Cell = int | float | str | None
Packed = list[Cell] | dict[str, object]

# integers beyond this are not exact in a browser's numbers: they travel as text
_EXACT = 2**53


@define
class Columns:
    """Columns of a page, each different one once.

    Examples
    --------
    >>> columns = Columns()
    >>> columns.add([1, 2, 3]), columns.add([0, 0, 0, 0, 7]), columns.add([1, 2, 3])
    (0, 1, 0)
    >>> columns.packed[1]
    {'size': 5, 'fill': 0, 'gaps': [5], 'values': [7]}
    """

    packed: list[Packed] = field(factory=list)
    _places: dict[tuple[Cell, ...], int] = field(factory=dict)

    def add(self, cells: Sequence[Cell]) -> int:
        """Keep a column and give its place."""
        # 1 and 1.0 are equal as keys, and read alike too
        place = self._places.setdefault(tuple(cells), len(self.packed))
        if place == len(self.packed):
            self.packed.append(_pack(cells))
        return place

    def add_whole(self, numbers: Integers) -> int:
        """Keep a column of whole numbers of any size."""
        cells = numbers.tolist()
        if peak(numbers) > _EXACT:
            cells = [str(number) if abs(number) > _EXACT else number for number in cells]
        return self.add(cells)


def _pack(cells: Sequence[Cell]) -> Packed:
    """Keep only what differs from the commonest cell, with the gap before it, where that is shorter."""
    fill, times = max(Counter(cells).items(), key=lambda one: one[1], default=(None, 0))
    if times * 2 <= len(cells):
        return list(cells)
    places = [place for place, cell in enumerate(cells) if cell != fill]
    gaps = [place - before for place, before in zip(places, [-1, *places], strict=False)]
    return {"size": len(cells), "fill": fill, "gaps": gaps, "values": [cells[place] for place in places]}
