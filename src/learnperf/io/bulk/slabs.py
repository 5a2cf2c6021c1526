"""Several blocks as one, and their rows, ids and records by place: made when somebody asks for one of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import TypeVar, overload

import numpy as np
from attrs import define, field

from learnperf.io.bulk.arrow import Places
from learnperf.io.bulk.blocks import Block
from learnperf.io.bulk.encoder import Encoder
from learnperf.io.bulk.ids import Packed
from learnperf.io.bulk.narrow import Whole
from learnperf.io.bulk.reading import NONE
from learnperf.model.evidence import Record

_Thing = TypeVar("_Thing")


class ByPlace(Sequence[_Thing]):
    """Things made when they are asked for.

    Examples
    --------
    >>> list(ByPlace(3, lambda place: place * place))
    [0, 1, 4]
    """

    def __init__(self, size: int, make: Callable[[int], _Thing]) -> None:
        """Keep how each is made of its place."""
        self._places = range(size)
        self._make = make

    @overload
    def __getitem__(self, place: int) -> _Thing: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[_Thing]: ...
    def __getitem__(self, place: int | slice) -> _Thing | Sequence[_Thing]:
        """Make one, or several."""
        if isinstance(place, slice):
            return [self._make(one) for one in self._places[place]]
        return self._make(self._places[place])

    def __len__(self) -> int:
        """Count them."""
        return len(self._places)


@define(eq=False)
class Slab:
    """Rows of several blocks, those that do not count left out."""

    encoder: Encoder
    blocks: Sequence[Block]
    ends: Sequence[int] = field(init=False)
    _values: dict[str, Whole] = field(factory=dict, init=False)
    _latest: tuple[Block, Places, Packed] | None = field(default=None, init=False)

    def __attrs_post_init__(self) -> None:
        """Say where the rows of each block end."""
        self.ends = list(accumulate(block.count for block in self.blocks))

    @property
    def size(self) -> int:
        """How many rows there are."""
        return sum(self.ends[-1:])

    def values(self, name: str) -> Whole:
        """Give what stands in each row."""
        if name not in self._values:
            parts = [block.column(name) for block in self.blocks] or [np.empty(0, dtype=np.int8)]
            self._values[name] = parts[0] if len(parts) == 1 else np.concatenate(parts)
        return self._values[name]

    @property
    def subject(self) -> Whole:
        """Number of the node each row is about: the learner, or the team where it took part as one."""
        learner = self.values("learner")
        alone = not any("team" in block.columns for block in self.blocks)
        return learner if alone else np.where(learner == NONE, self.values("team"), learner)

    @property
    def ids(self) -> Sequence[str]:
        """Ids of the rows."""
        return ByPlace(self.size, self._id_at)

    @property
    def records(self) -> Sequence[Record]:
        """Records of the rows."""
        return ByPlace(self.size, self._record_at)

    def _id_at(self, place: int) -> str:
        _, row, ids = self._row(place)
        return ids.at(row)

    def _record_at(self, place: int) -> Record:
        block, row, _ = self._row(place)
        return self.encoder.record(block, row)

    def _row(self, place: int) -> tuple[Block, int, Packed]:
        at = bisect_right(self.ends, place)
        block = self.blocks[at]
        if self._latest is None or self._latest[0] is not block:
            # who asks for one row often asks for its neighbours
            self._latest = block, block.places(), block.ids()
        _, places, ids = self._latest
        return block, int(places[place - (self.ends[at - 1] if at else 0)]), ids
