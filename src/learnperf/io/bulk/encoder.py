"""One large table on its way in: every row is either encoded, or looked at one by one with all small tables.

A row is encoded where it is sound by itself. It is looked at one by one, in the same sieve as rows of files, where it
is not, or where another row has something to do with it: one with its id, or one that supersedes it or is superseded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from typing import cast

import numpy as np
from attrs import define, field, frozen

from learnperf.io.bulk.arrow import Codes, Column, Places, cells_at, distinct
from learnperf.io.bulk.blocks import Block, is_among
from learnperf.io.bulk.chunks import Chunk
from learnperf.io.bulk.combinations import Coded, Combinations
from learnperf.io.bulk.ids import Ids, Packed, prints_in
from learnperf.io.bulk.judging import Judge
from learnperf.io.bulk.prints import Met
from learnperf.io.bulk.reading import BAD, NONE, Activities, NodeColumn, Nodes, Ruled, day_numbers
from learnperf.io.bulk.spool import Spool
from learnperf.io.bulk.texts import Prints
from learnperf.io.escapes import escaped
from learnperf.io.fields import SCALE_COLUMNS, Table
from learnperf.io.organization_tables import NODE_TABLES
from learnperf.io.rows import Passed, RawRow
from learnperf.io.written_rows import cell_reader
from learnperf.model.evidence import Record
from learnperf.rollup.arrays import Bools


class Group(Enum):
    """Columns whose cells are judged together."""

    SCORE = "score"
    WORDS = "words"


@frozen(eq=False)
class Context:
    """What all large tables share.

    Attributes
    ----------
    activities
        Learning activities declared; None where no list of them was given.
    """

    nodes: Nodes
    activities: frozenset[str] | None
    spool: Spool


@frozen(eq=False)
class Prepared:
    """A chunk whose ids and nodes have been found."""

    chunk: Chunk
    ids: Ids
    nodes: Mapping[str, Codes]


@define(eq=False)
class Encoder:
    """Encodes the rows of one table.

    Attributes
    ----------
    blocks
        Rows encoded.
    looked_at
        Rows to be looked at one by one.
    superseded
        What rows supersede, as far as it is an id.
    """

    table: Table
    context: Context
    blocks: list[Block] = field(factory=list, init=False)
    looked_at: list[RawRow] = field(factory=list, init=False)
    superseded: set[str] = field(factory=set, init=False)
    judge: Judge = field(init=False)
    groups: Mapping[Group, Combinations] = field(init=False)
    activities: Activities = field(init=False)
    _nodes: Mapping[str, NodeColumn] = field(init=False)
    _days: Ruled = field(init=False)
    _supersedes: Ruled = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Sort the columns of the table by how they are read."""
        self.judge = judge = Judge.of(self.table)
        nodes = [one for one in self.table.fields if set(one.refers) & set(NODE_TABLES)]
        self._nodes = {one.name: NodeColumn(one, self.context.nodes, judge) for one in nodes}
        self.activities = Activities(judge, self.context.activities)
        self._days = Ruled(judge, "on")
        self._supersedes = Ruled(judge, "supersedes")
        score = [self.table.score, *SCALE_COLUMNS] if self.table.score else []
        plain = {"id", "on", "activity", "supersedes", *score}
        # whether there is a node is judged with the words: there may be none where another column has one
        words = [name for name in self.table.columns if name not in plain and not self._always_there(name)]
        columns = {Group.SCORE: score, Group.WORDS: words}
        self.groups = {group: Combinations(judge, tuple(names)) for group, names in columns.items() if names}

    def prepared(self, chunk: Chunk) -> Prepared:
        """Find the ids and nodes of a chunk, which is most of the work and can be done for several at once."""
        nodes = {one: _read(reader.read, chunk.columns.get(one), chunk.size) for one, reader in self._nodes.items()}
        return Prepared(chunk, Ids.read(chunk.columns["id"], self.judge), nodes)

    def take(self, prepared: Prepared, met: Met) -> None:
        """Encode the rows of a chunk, and keep apart those to be looked at; note which ids were met."""
        chunk, ids = prepared.chunk, prepared.ids
        columns, good = self._encoded(prepared)
        good &= ids.good & self._supersedes_nothing(chunk)
        met.add(ids.prints[ids.good])
        block = Block.put(self.context.spool, (chunk.file, chunk.first), ids, columns)
        block.leave_out(np.flatnonzero(~good))
        self.blocks.append(block)
        self.looked_at.extend(rows_of(self.table, chunk, block.left_out))

    def add(self, records: Sequence[Record]) -> None:
        """Encode records that have passed all checks, as the rows that would be written of them."""
        names = [one for one in self.table.fields if one.name != "supersedes"]
        readers = {one.name: cell_reader(self.table, one) for one in names}
        columns: dict[str, Column] = {name: list(map(read, records)) for name, read in readers.items()}
        prepared = self.prepared(Chunk(None, 1, len(records), columns))
        block = Block.put(self.context.spool, (None, 1), prepared.ids, self._encoded(prepared)[0])
        block.records = records
        self.blocks.append(block)

    def pull(self, wanted: Prints) -> None:
        """Take out of the blocks the rows whose ids have some fingerprints, to be looked at one by one."""
        for block in self.blocks:
            places = np.setdiff1d(np.flatnonzero(is_among(prints_in(block.texts()), wanted)), block.left_out)
            self.looked_at.extend(self._rows_again(block, places))
            block.leave_out(places)

    def cells(self, block: Block, places: Iterable[int], ids: Packed | None = None) -> Iterator[dict[str, object]]:
        """Give cells that the rows at some places could have had: they are read as what those were read as.

        Parameters
        ----------
        ids
            Those of the block, where they are at hand.
        """
        ids = ids or block.ids()
        columns = {name: block.whole(kept) for name, kept in block.columns.items()}
        for place in places:
            cells: dict[str, object] = {"id": escaped(ids.at(place)), "on": date.fromordinal(int(columns["on"][place]))}
            for group, combinations in self.groups.items():
                cells |= combinations.cells[columns[group.value][place]]
            for name in self._nodes:
                cells[name] = _named(self.context.nodes.ids, int(columns[name][place]))
            cells["activity"] = _named(self.activities.names, int(columns["activity"][place]))
            yield cells

    @property
    def stand_in(self) -> Record:
        """A record of this table with an example in every column that needs something."""
        return cast("Record", self.judge.record({}))

    def record(self, block: Block, place: int, ids: Packed | None = None) -> Record:
        """Make the record of a row that was encoded; see `cells`."""
        if block.records:
            return block.records[place]
        return cast("Record", self.judge.conversion.record(next(self.cells(block, [place], ids))))

    def passed(self, today: date, *, with_ids: bool) -> Iterator[Passed]:
        """Account for the rows that count from here, file by file."""
        for block in self.blocks:
            ids = block.ids()
            yield Passed(
                self.table.name,
                block.file,
                block.count,
                later=int(np.count_nonzero(block.column("on") > today.toordinal())),
                naming={"activity": int(np.count_nonzero(block.column("activity") != NONE))},
                ids=tuple(ids.at(place) for place in block.places().tolist()) if with_ids else (),
            )

    def records(self) -> Iterator[Record]:
        """Make the records of all rows that count from here."""
        for block in self.blocks:
            yield from (self.record(block, place) for place in block.places().tolist())

    def _rows_again(self, block: Block, places: Places) -> Iterator[RawRow]:
        for place, cells in zip(places.tolist(), self.cells(block, places.tolist()), strict=True):
            yield RawRow(self.table.name, block.file, block.first + place, cells)

    def _encoded(self, prepared: Prepared) -> tuple[dict[str, Codes], Bools]:
        chunk, columns = prepared.chunk, dict(prepared.nodes)
        given = chunk.columns
        columns["activity"] = _read(self.activities.read, given.get("activity"), chunk.size)
        columns["on"] = day_numbers(self._days, given["on"])
        good = np.ones(chunk.size, dtype=np.bool_)
        for codes in columns.values():
            good &= codes > BAD
        for group, combinations in self.groups.items():
            coded = [self._coded(name, chunk, columns) for name in combinations.columns]
            numbers = combinations.numbers(coded)
            columns[group.value] = numbers
            good &= combinations.judged.good[numbers]
        return columns, good

    def _coded(self, name: str, chunk: Chunk, columns: Mapping[str, Codes]) -> Coded:
        if name in self._nodes:
            return (columns[name] != NONE).astype(np.int32), [None, self.table.field(name).example]
        if name not in chunk.columns:
            return np.zeros(chunk.size, dtype=np.int32), [None]
        return distinct(chunk.columns[name])

    def _always_there(self, name: str) -> bool:
        return name in self._nodes and self.table.field(name).required

    def _supersedes_nothing(self, chunk: Chunk) -> Bools:
        column = chunk.columns.get("supersedes")
        if column is None:
            return np.ones(chunk.size, dtype=np.bool_)
        nothing: Bools = self._supersedes.of(column, self._note_superseded) == NONE
        return nothing

    def _note_superseded(self, record: Record) -> int:
        if record.supersedes is None:
            return NONE
        self.superseded.add(record.supersedes)
        return 0


def rows_of(table: Table, chunk: Chunk, places: Places) -> Iterator[RawRow]:
    """Give some rows of a chunk as rows of files are given."""
    named = [name for name in chunk.columns if table.names_a_text(name)]
    names = [*(name for name in table.columns if name in chunk.columns), *named]
    cells = [cells_at(chunk.columns[name], places) for name in names]
    for place, row in zip(places.tolist(), zip(*cells, strict=True), strict=True):
        yield RawRow(table.name, chunk.file, chunk.first + place, dict(zip(names, row, strict=True)))


def _read(read: Callable[[Column], Codes], column: Column | None, size: int) -> Codes:
    return np.full(size, NONE, dtype=np.int32) if column is None else read(column)


def _named(names: Sequence[str], number: int) -> str | None:
    return None if number == NONE else escaped(names[number])
