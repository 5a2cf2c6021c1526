"""Shelves: the records of one kind that were there in the beginning, found by whom they are about or by their id.

They stay what they are, in the arrays they came in; a record is taken off the shelf when somebody asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate, filterfalse

import numpy as np
from attrs import define, field

from learnperf.metrics.expressions import Expression
from learnperf.metrics.metric import Metric
from learnperf.model.evidence import Record
from learnperf.model.nodes import NodeKind
from learnperf.rollup.arrays import Bools, Ints
from learnperf.rollup.facts import FactTable
from learnperf.rollup.graph import KIND_CODES


@define(slots=False, eq=False)
class Shelf:
    """Records of one kind; a place counts through all blocks.

    Parameters
    ----------
    nodes
        How many nodes there are.
    """

    blocks: Sequence[FactTable]
    nodes: int
    _starts: list[int] = field(init=False, repr=False)
    _seen: dict[str, Bools] = field(factory=dict, init=False, repr=False)

    @_starts.default
    def _starts_of_blocks(self) -> list[int]:
        return list(accumulate((block.size for block in self.blocks), initial=0))

    @property
    def size(self) -> int:
        """How many records there are."""
        return self._starts[-1]

    @cached_property
    def on(self) -> Ints:
        """Day number of each record."""
        return _joined([block.on for block in self.blocks])

    @cached_property
    def is_about_teams(self) -> bool:
        """Whether any is about a team."""
        team = KIND_CODES[NodeKind.TEAM]
        return any(bool((block.kinds[block.subject] == team).any()) for block in self.blocks)

    def places(self, node: int) -> Ints:
        """Give the places of the records about a node."""
        offsets, places = self._by_subject
        return places[offsets[node] : offsets[node + 1]]

    def id(self, place: int) -> str:
        """Give the id of a record."""
        block, at = self._block(place)
        return block.ids[at]

    def record(self, place: int) -> Record:
        """Take a record off the shelf."""
        return self._records(place)

    def place(self, record: str) -> int | None:
        """Give the place of a record by its id; None where it is not on this shelf."""
        prints, places, _ = self._by_print
        wanted = hash(record)
        begin = int(prints.searchsorted(wanted))
        met = begin < len(prints) and prints[begin] == wanted
        end = int(prints.searchsorted(wanted, side="right")) if met else begin
        found = [place for place in places[begin:end].tolist() if self.id(place) == record]
        return found[0] if found else None

    @property
    def odd_ids(self) -> list[str]:
        """Ids that are not plain ASCII."""
        return self._by_print[2]

    def seen(self, leaf: Metric) -> Bools:
        """Say which records are observations of a metric that is made of expressions."""
        if leaf.name not in self._seen:
            self._seen[leaf.name] = _joined([_seen(leaf, block) for block in self.blocks]).astype(np.bool_)
        return self._seen[leaf.name]

    @cached_property
    def _records(self) -> Callable[[int], Record]:
        """The taking of records, some of which are made then and there, with a memory of the last few."""

        def take(place: int) -> Record:
            block, at = self._block(place)
            return block.records[at]

        return lru_cache(maxsize=_TAKEN)(take)

    def _block(self, place: int) -> tuple[FactTable, int]:
        at = int(np.searchsorted(self._starts, place, side="right")) - 1 if len(self.blocks) > 1 else 0
        return self.blocks[at], place - self._starts[at]

    @cached_property
    def _by_subject(self) -> tuple[Ints, Ints]:
        """Give (offsets by node, places), in order of node."""
        subject = _joined([block.subject for block in self.blocks])
        order = np.argsort(subject, kind="stable")
        offsets = np.concatenate([[0], np.cumsum(np.bincount(subject, minlength=self.nodes))]).astype(np.int64)
        if all(len(block.subject) == block.size for block in self.blocks):
            return offsets, order
        counts = np.concatenate([np.diff(block.offsets) for block in self.blocks])
        return offsets, np.repeat(np.arange(len(counts), dtype=np.int64), counts)[order]

    @cached_property
    def _by_print(self) -> tuple[Ints, Ints, list[str]]:
        """Give (hashes of ids in order, places, ids that are not plain ASCII): in one pass, for there may be many."""
        prints: list[Ints] = []
        odd: list[str] = []
        for block in self.blocks:
            ids = list(block.ids)
            prints.append(np.fromiter(map(hash, ids), dtype=np.int64, count=len(ids)))
            odd.extend(filterfalse(str.isascii, ids))
        together = _joined(prints)
        order = np.argsort(together, kind="stable")
        return together[order], order, odd


def _seen(leaf: Metric, table: FactTable) -> Bools:
    seen = np.ones(table.size, dtype=np.bool_)
    for truth in (leaf.where, leaf.observed):
        if truth is not None:
            column = truth.evaluate(table.columns, table.size)
            seen &= column.present & (column.values != 0)
    lift: Iterable[Expression] = (leaf.lift or {}).values()
    for expression in lift:
        seen &= expression.evaluate(table.columns, table.size).present
    return seen


def _joined(several: Sequence[Ints | Bools]) -> Ints:
    if len(several) == 1:
        return several[0]  # type: ignore[return-value]  # bools and ints alike
    return np.concatenate(several) if several else np.empty(0, dtype=np.int64)


_TAKEN = 10_000
