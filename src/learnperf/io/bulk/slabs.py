"""Several blocks as one, and their rows, ids and records by place: made when somebody asks for one of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import TypeVar, overload

import numpy as np
import pyarrow as pa
from attrs import define, field

from learnperf.io.bulk.arrow import Places
from learnperf.io.bulk.blocks import Block
from learnperf.io.bulk.encoder import Encoder
from learnperf.io.bulk.ids import Packed
from learnperf.io.bulk.narrow import Whole
from learnperf.io.bulk.reading import NONE
from learnperf.model.evidence import Record
from learnperf.rollup.fingerprints import Prints, prints_in

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
    _at_hand: dict[int, tuple[Places, Packed]] = field(factory=dict, init=False)

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
        return _Ids(self)

    @property
    def records(self) -> Sequence[Record]:
        """Records of the rows."""
        return ByPlace(self.size, self._record_at)

    def id_at(self, place: int) -> str:
        """Give the id of one row."""
        _, row, ids = self._row(place)
        return ids.at(row)

    def _record_at(self, place: int) -> Record:
        return self.encoder.record(*self._row(place))

    def _row(self, place: int) -> tuple[Block, int, Packed]:
        at = bisect_right(self.ends, place)
        if at not in self._at_hand:
            # who asks for one row often asks for others, and not only for its neighbours
            if len(self._at_hand) == _AT_HAND:
                del self._at_hand[next(iter(self._at_hand))]
            self._at_hand[at] = self.blocks[at].places(), self.blocks[at].ids()
        places, ids = self._at_hand[at]
        return self.blocks[at], int(places[place - (self.ends[at - 1] if at else 0)]), ids


class _Ids(ByPlace[str]):
    """Ids of the rows of a slab, which are many where somebody goes through them all."""

    def __init__(self, slab: Slab) -> None:
        super().__init__(slab.size, slab.id_at)
        self._blocks = slab.blocks

    def __iter__(self) -> Iterator[str]:
        for block in self._blocks:
            yield from block.ids().array().take(pa.array(block.places())).to_pylist()

    def prints(self) -> Prints:
        """Give the fingerprint of each, without making a text of it."""
        parts = [np.empty(0, dtype=np.uint64)]
        for block in self._blocks:
            ids = block.ids()
            parts.append(np.delete(prints_in(ids.data, ids.ends), block.left_out))
        return np.concatenate(parts)


_AT_HAND = 16
