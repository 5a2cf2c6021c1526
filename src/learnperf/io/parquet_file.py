"""Parquet, through pyarrow: read in batches, and refused where it would unfold beyond measure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from learnperf.errors import InputError, MissingExtra
from learnperf.io.rows import RawRow, SetAside
from learnperf.io.sheet import Sheet, Source, check_columns

LARGEST_ROW_GROUP = 2**30
LONGEST_CELL = 2**20
_BATCH = 10_000


def read_parquet(source: Source) -> Sheet:
    """Open a Parquet file.

    Raises
    ------
    MissingExtra
        pyarrow is not installed.
    InputError
        Not Parquet, damaged, or of groups of rows that unfold to over a gigabyte; names the file.
    """
    file = open_parquet(source)
    return Sheet(check_columns(source, file.schema_arrow.names), _rows(source, file), file.metadata.num_rows)


def open_parquet(source: Source, spelled: Collection[str] = ()) -> Any:  # noqa: ANN401 - pyarrow has no types
    """Open a Parquet file for reading texts that repeat by way of a dictionary.

    Parameters
    ----------
    spelled
        Columns of text that are read text by text all the same.

    Raises
    ------
    MissingExtra, InputError
        As for `read_parquet`.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra
        import pyarrow.parquet as pq  # noqa: PLC0415 - an extra
    except ImportError:
        raise MissingExtra(f"reading {source.name}", "files") from None
    try:
        # opened by us: pyarrow would take some paths for addresses of other file systems
        file = pq.ParquetFile(pa.memory_map(str(source.path)))
        schema = file.schema_arrow
        texts = [
            field.name
            for field in schema
            if field.name not in spelled and (pa.types.is_string(field.type) or pa.types.is_large_string(field.type))
        ]
        file = pq.ParquetFile(pa.memory_map(str(source.path)), read_dictionary=texts)
    except (pa.ArrowException, OSError) as error:
        raise source.unreadable(error) from error
    for group in range(file.metadata.num_row_groups):
        size = file.metadata.row_group(group).total_byte_size
        if size > LARGEST_ROW_GROUP:
            raise InputError(
                f"{source.path}: a group of rows unfolds to {size} bytes; the limit is {LARGEST_ROW_GROUP}"
            )
    return file


def _rows(source: Source, file: Any) -> Iterator[RawRow | SetAside]:  # noqa: ANN401 - pyarrow has no types
    import pyarrow as pa  # noqa: PLC0415 - an extra

    names = file.schema_arrow.names
    number = 1
    try:
        for batch in file.iter_batches(batch_size=_BATCH):
            columns = [_values(source, name, column) for name, column in zip(names, batch.columns, strict=True)]
            for cells in zip(*columns, strict=True):
                number += 1
                yield RawRow(source.table, source.name, number, dict(zip(names, cells, strict=True)))
    except (pa.ArrowException, OSError) as error:
        raise source.unreadable(error) from error


def _values(source: Source, name: str, column: Any) -> list[object]:  # noqa: ANN401 - pyarrow has no types
    import pyarrow as pa  # noqa: PLC0415 - an extra
    import pyarrow.compute as pc  # noqa: PLC0415 - an extra

    if not pa.types.is_dictionary(column.type):
        return list(column.to_pylist())
    # texts that repeat are kept once, however often a small file says them
    longest = pc.max(pc.binary_length(column.dictionary)).as_py()
    if longest is not None and longest > LONGEST_CELL:
        raise InputError(f"{source.path}: a cell of {name!r} has {longest} bytes; the limit is {LONGEST_CELL}")
    texts = column.dictionary.to_pylist()
    return [None if place is None else texts[place] for place in column.indices.to_pylist()]
