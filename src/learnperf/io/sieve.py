"""What has passed so far: records with the place each came from, and what was set aside and why.

Every check takes a sieve, and sets aside what it finds wrong; counting what came in and what went out happens here
and nowhere else, which is why ``read = kept + rejected`` cannot fail to hold.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, cast

from attrs import Factory, define, field

from learnperf.errors import InvalidValue
from learnperf.io.cells import shown
from learnperf.io.conversion import Conversion
from learnperf.io.fields import Table
from learnperf.io.report import Caution, Rejected, TableCount, place_of
from learnperf.io.rows import Opened, Passed, RawRow, SetAside, StreamItem
from learnperf.io.tables import TABLES

Progress = Callable[[str, int, int | None], None]


@define
class Batch:
    """The rows of one table: records, None where set aside or taken before, and where each came from."""

    table: Table
    records: list[Any] = Factory(list)  # Any: each table makes records of its own class
    files: list[str | None] = Factory(list)
    rows: list[int] = Factory(list)
    origins: list[Mapping[str, str]] = Factory(list)
    unnumbered: dict[int, str] = Factory(dict)

    def __iter__(self) -> Iterator[tuple[int, Any]]:  # Any: as above
        """Give the records that are still in, each with its place."""
        for place, record in enumerate(self.records):
            if record is not None:
                yield place, record

    def alive(self) -> list[Any]:  # Any: as above
        """Give the records that are still in."""
        return [record for record in self.records if record is not None]

    def where(self, place: int) -> str:
        """Say where a row came from."""
        return place_of(self.files[place] or self.table.name, self.rows[place], self.unnumbered.get(place, ""))


@define
class _Tally:
    """Counts of one table in one file."""

    read: int = 0
    rejected: int = 0
    duplicates: int = 0


@define
class Sieve:
    """Takes a stream of rows, converts them, and keeps account of every one.

    Attributes
    ----------
    batches
        The rows of every native table.
    lost
        Per table, the ids of rows set aside, and where those rows are.
    broken
        Innovations a contributor of which was set aside, and where that row is.
    passed
        Per table, rows that came through without being looked at here.
    """

    progress: Progress | None = None
    batches: Mapping[str, Batch] = Factory(lambda: {name: Batch(table) for name, table in TABLES.items()})
    rejected: list[Rejected] = Factory(list)
    cautions: list[Caution] = Factory(list)
    lost: dict[str, dict[str, str]] = Factory(lambda: {name: {} for name in TABLES})
    broken: dict[str, str] = Factory(dict)
    passed: dict[str, list[Passed]] = Factory(lambda: {name: [] for name in TABLES})
    _held: set[str] = Factory(set)
    _tallies: dict[tuple[str, str | None], _Tally] = Factory(dict)
    _unknown: Counter[tuple[str, str | None, str]] = Factory(Counter)
    _conversions: dict[str, Conversion] = field(factory=dict, init=False)

    def take(self, stream: Iterable[StreamItem]) -> None:
        """Take all rows of a stream."""
        rows: Counter[str] = Counter()
        total: dict[str, int | None] = {}
        for item in stream:
            # no isinstance: this is asked a million times
            if type(item) is RawRow:
                self._row(item)
            elif type(item) is SetAside:
                self._set_aside(item)
            elif type(item) is Opened:
                total[item.table] = item.rows
                self._tally(item.table, item.file)
                self._tell(item.table, rows[item.table], item.rows)
                continue
            elif type(item) is Passed:
                self.passed[item.table].append(item)
                tally = self._tally(item.table, item.file)
                tally.read += item.rows + item.set_aside
                tally.rejected += item.set_aside
                continue
            else:
                self.cautions.append(cast("Caution", item))
                continue
            rows[item.table] += 1
            if rows[item.table] % _STEP == 0:
                self._tell(item.table, rows[item.table], total.get(item.table))
        for table, done in rows.items():
            self._tell(table, done, done)
        for (name, file, column), times in self._unknown.items():
            message = f"the column {shown(column)!r} is unknown and was not read ({times} rows)"
            self.cautions.append(Caution(file or name, message))

    def hold(self, table: str, records: Sequence[object]) -> None:
        """Take records that others may name, and that are not accounted for here: they are those of an organization."""
        batch, count = self.batches[table], len(records)
        batch.records.extend(records)
        batch.files.extend([None] * count)
        batch.rows.extend([0] * count)
        batch.origins.extend([{}] * count)
        if records:
            self._held.add(table)

    def unread(self, table: str, file: str | None, column: str, rows: int = 1) -> None:
        """Note that rows have a column that is unknown and was not read."""
        key = (table, file, column)
        # rows of JSON may each have columns of their own
        many = key not in self._unknown and len(self._unknown) >= _MOST_UNKNOWN
        self._unknown[(table, file, "…") if many else key] += rows

    def given(self, table: str) -> bool:
        """Whether any row of a table was read, or its records are held."""
        return table in self._held or any(name == table and tally.read for (name, _), tally in self._tallies.items())

    def reject(self, batch: Batch, place: int, problem: InvalidValue) -> None:
        """Set a row aside that had passed so far."""
        record = batch.records[place]
        batch.records[place] = None
        row = RawRow(batch.table.name, batch.files[place], batch.rows[place], {}, batch.origins[place])
        key = _KEYS.get(batch.table.name, "id")
        self._refuse(row, getattr(record, key, None), [problem])

    def repeat(self, batch: Batch, place: int) -> None:
        """Count a row as repeating an earlier one, which is taken once."""
        batch.records[place] = None
        self._tally(batch.table.name, batch.files[place]).duplicates += 1

    def counts(self) -> tuple[TableCount, ...]:
        """Give what became of the rows of each table and file."""
        return tuple(
            TableCount(table, file, tally.read, tally.read - tally.rejected, tally.rejected, tally.duplicates)
            for (table, file), tally in self._tallies.items()
        )

    def reasons(self) -> tuple[Rejected, ...]:
        """Give every reason for which a row was set aside, in the order in which the rows were read."""
        order: dict[str, int] = {}
        for table, file in self._tallies:
            order.setdefault(file or table, len(order))
        return tuple(sorted(self.rejected, key=lambda one: (order.get(one.file or one.table, 0), one.row)))

    def _row(self, row: RawRow) -> None:
        batch = self.batches[row.table]
        self._tally(row.table, row.file).read += 1
        problems = [] if batch.table.known.issuperset(row.cells) else self._strangers(batch.table, row)
        try:
            record = self._conversion(batch.table).record(row.cells)
        except ExceptionGroup as error:
            problems += self._conversion(batch.table).problems(error, row.cells)
        if problems:
            self._refuse(row, row.cells.get(_KEYS.get(row.table, "id")), problems)
            return
        if not row.row:
            batch.unnumbered[len(batch.records)] = str(row.cells.get("id"))
        batch.records.append(record)
        batch.files.append(row.file)
        batch.rows.append(row.row)
        batch.origins.append(row.origins)

    def _set_aside(self, row: SetAside) -> None:
        tally = self._tally(row.table, row.problems[0].file)
        tally.read += 1
        tally.rejected += 1
        self.rejected.extend(row.problems)

    def _refuse(self, row: RawRow, key: object, problems: Iterable[InvalidValue]) -> None:
        self._tally(row.table, row.file).rejected += 1
        name = "" if row.row else shown(key)
        where = place_of(row.file or row.table, row.row, name)
        lost = self.broken if row.table == "contributors" else self.lost[row.table]
        # nothing but text and numbers can be named by other rows, and of other things the text has no bounds
        lost.setdefault(key if isinstance(key, str) else shown(key), where)
        for one in problems:
            column = row.origins.get(one.field, one.field)
            self.rejected.append(
                Rejected(row.file, row.row, column, shown(one.value), one.rule, one.hint, table=row.table, id=name)
            )

    def _strangers(self, table: Table, row: RawRow) -> list[InvalidValue]:
        """Note the columns a table does not have; one that has only been written otherwise is an error of the row."""
        found: list[InvalidValue] = []
        for given in row.cells:
            if given in table.known or table.names_a_text(given):
                continue
            column = str(given)
            meant = table.same_but_for_case(column)
            if meant is None:
                self.unread(row.table, row.file, column)
            else:
                found.append(InvalidValue(column, shown(row.cells[given]), "is not a column", f"write {meant}"))
        return found

    def _tally(self, table: str, file: str | None) -> _Tally:
        tally = self._tallies.get((table, file))
        if tally is None:
            tally = self._tallies[table, file] = _Tally()
        return tally

    def _conversion(self, table: Table) -> Conversion:
        conversion = self._conversions.get(table.name)
        if conversion is None:
            conversion = self._conversions[table.name] = Conversion.of(table)
        return conversion

    def _tell(self, table: str, done: int, total: int | None) -> None:
        if self.progress is not None:
            self.progress(table, done, total)


@contextmanager
def few_collections() -> Iterator[None]:
    """Look for garbage rarely while millions of records come in: none of them is, and looking costs a third."""
    before = gc.get_threshold()
    gc.set_threshold(_RARELY, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


_RARELY = 500_000
_MOST_UNKNOWN = 100
# what the rows of a table are known by, where that is not their own id
_KEYS = {"contributors": "innovation"}
# rows between two words to whoever watches the progress
_STEP = 10_000
