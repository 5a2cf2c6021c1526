"""Tables in chunks of some hundred thousand rows: frames of any library, Parquet files, or a stream of either."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import narwhals as nw
import pyarrow as pa
from attrs import field, frozen
from narwhals.exceptions import DuplicateError

from learnperf.errors import InputError
from learnperf.io.bulk.arrow import Column, longest
from learnperf.io.fields import FieldType, Table
from learnperf.io.folder import check_header, check_place
from learnperf.io.organization_tables import NODE_TABLES
from learnperf.io.parquet_file import LONGEST_CELL, open_parquet
from learnperf.io.rows import Opened
from learnperf.io.sheet import Source, check_columns

# rows at a time: few enough to stay near the processor, enough to make a step of Python between them cheap
ROWS = 2**18
# bytes of a text up to which a chunk of them is of ordinary size
_ORDINARY = 2**10


@frozen(eq=False)
class Chunk:
    """Some rows of a table, column by column.

    Attributes
    ----------
    file
        Name of the file as shown to people; None for rows given through the API.
    first
        Number of its first row: in a file that of the line, the header being line 1; else the place, from 1.
    size
        How many rows it has.
    columns
        Cells as they were read, by the name of their column.
    unread
        Columns that the table does not have.
    """

    file: str | None
    first: int
    size: int
    columns: Mapping[str, Column] = field(repr=False)
    unread: tuple[str, ...] = ()


def chunks_of(table: Table, given: object) -> Iterator[Opened | Chunk]:
    """Go through what was given for a table.

    Parameters
    ----------
    given
        A frame of any library that narwhals knows, eager or lazy, what pyarrow holds tables in, the path of a Parquet
        file, or an iterable of those.

    Raises
    ------
    InputError
        Something else; a file that cannot be read; a column that is missing, or there twice.
    """
    row = 1
    files: set[str] = set()
    for part in _parts(table, given):
        if isinstance(part, str | os.PathLike):
            path = Path(part)
            # files of several folders may be called alike
            name = str(path) if path.name in files else path.name
            files.add(name)
            yield from _of_file(table, path, name)
            continue
        yield Opened(table.name, None)
        for frame in _frames(table, part):
            for chunk in _of_frame(table, frame, row):
                row += chunk.size
                yield chunk


def _parts(table: Table, given: object) -> Iterator[object]:
    # frames can be gone through as well, and would give their columns
    whole = isinstance(_framed(table, given), nw.DataFrame | nw.LazyFrame)
    if whole or not isinstance(given, Iterable) or isinstance(given, str | Mapping | pa.RecordBatch):
        yield given
    else:
        yield from given


def _frames(table: Table, part: object) -> Iterator[nw.DataFrame[Any]]:
    """Give what is one part as frames that hold their rows."""
    if isinstance(part, pa.RecordBatch):
        part = pa.Table.from_batches([part])
    frame = _framed(table, part)
    if isinstance(frame, nw.DataFrame):
        yield frame
    elif isinstance(frame, nw.LazyFrame):
        yield from (nw.from_native(one, eager_only=True) for one in _pulled(frame))
    else:
        expected = "a frame, the path of a Parquet file, or several of them"
        raise InputError(f"table {table.name}: {type(part).__name__} is no table; give {expected}")


def _framed(table: Table, given: object) -> object:
    """Give a frame as narwhals sees it, and anything else as it is."""
    try:
        framed: object = nw.from_native(given, pass_through=True)
    except DuplicateError as error:
        reason = " ".join(str(error).split())
        raise InputError(f"table {table.name}: a column is there twice; remove or rename one ({reason})") from error
    return framed


def _pulled(frame: nw.LazyFrame[Any]) -> Iterator[Any]:
    """Give a lazy frame batch by batch where its library can, or at once."""
    native = frame.to_native()
    if frame.implementation.is_polars() and hasattr(native, "collect_batches"):
        yield from native.collect_batches(chunk_size=ROWS)
    elif frame.implementation.is_duckdb():
        yield from map(_as_table, pa.RecordBatchReader.from_stream(native))
    else:
        yield frame.collect("pyarrow").to_native()


def _as_table(batch: Any) -> Any:  # noqa: ANN401 - pyarrow has no types
    return pa.Table.from_batches([batch])


def _of_frame(table: Table, frame: nw.DataFrame[Any], first: int) -> Iterator[Chunk]:
    names = tuple(frame.columns)
    if names:
        check_header(f"table {table.name}", table, names)
    known, unread = _sorted_out(table, names)
    for begin in range(0, len(frame), ROWS):
        part = frame[begin : begin + ROWS]
        yield Chunk(None, first + begin, len(part), {name: _column(part[name]) for name in known}, unread)


def _column(series: nw.Series[Any]) -> Column:
    try:
        return series.to_arrow()
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return series.to_list()


def _of_file(table: Table, path: Path, name: str) -> Iterator[Opened | Chunk]:
    if path.suffix != ".parquet":
        raise InputError(f"{path}: tables of any size are Parquet files; learnperf.load reads folders of others too")
    check_place(path)
    source = Source(path, name, table.name)
    file = open_parquet(source, _spelled(table, source))
    names = check_columns(source, file.schema_arrow.names)
    check_header(path, table, names)
    yield Opened(table.name, name, file.metadata.num_rows)
    known, unread = _sorted_out(table, names)
    row = 2
    try:
        for batch in file.iter_batches(ROWS, columns=known):
            columns = dict(zip(batch.schema.names, batch.columns, strict=True))
            _check_cells(path, columns)
            yield Chunk(name, row, len(batch), columns, unread)
            row += len(batch)
    except (pa.ArrowException, OSError) as error:
        raise source.unreadable(error) from error


def _sorted_out(table: Table, names: Iterable[str]) -> tuple[list[str], tuple[str, ...]]:
    """Give the names of the columns that are read, and of those that the table does not have."""
    known = [name for name in names if name in table.known or table.names_a_text(name)]
    return known, tuple(name for name in names if name not in known)


def _check_cells(path: Path, columns: Mapping[str, Column]) -> None:
    for name, column in columns.items():
        size = longest(column)
        if size > LONGEST_CELL:
            raise InputError(f"{path}: a cell of {name!r} has {size} bytes; the limit is {LONGEST_CELL}")


def _spelled(table: Table, source: Source) -> list[str]:
    """Name the columns whose texts mostly differ, unless a few long ones would unfold beyond measure."""
    names = [one.name for one in table.fields if one.name == "id" or _names_a_node(one.type, one.refers)]
    file = open_parquet(source)
    there = [name for name in names if name in file.schema_arrow.names]
    try:
        for group in range(file.metadata.num_row_groups if there else 0):
            # the dictionary of a group comes whole with its first row
            for batch in islice(file.iter_batches(1, row_groups=[group], columns=there), 1):
                if any(longest(column) > _ORDINARY for column in batch.columns):
                    return []
    except (pa.ArrowException, OSError) as error:
        raise source.unreadable(error) from error
    return there


def _names_a_node(kind: FieldType, refers: tuple[str, ...]) -> bool:
    return kind is FieldType.ID and bool(set(refers) & set(NODE_TABLES))
