"""A table in an engine as it was given: the cells of its known columns, and nothing converted yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import narwhals as nw
from attrs import field, frozen

from learnperf.errors import InputError
from learnperf.io.fields import FieldType, Table
from learnperf.io.folder import check_header
from learnperf.io.sheet import Source, check_columns
from learnperf.rollup.frames.shipping import Frame, lazy

Cells = Mapping[str, object]


@frozen(eq=False)
class Raw:
    """A table as it was given.

    Attributes
    ----------
    frame
        Its known columns, each under its name with ``raw_`` before it, so that encoded columns can stand beside them.
    names
        Which columns those are, without the prefix.
    unknown
        Columns that were not read.
    size
        How many rows there are.
    """

    table: Table = field(repr=False)
    frame: Frame = field(repr=False)
    names: tuple[str, ...]
    unknown: tuple[str, ...]
    size: int

    @classmethod
    def of(cls, table: Table, given: object) -> Raw:
        """Take a table of an engine.

        Raises
        ------
        InvalidValue
            Anything but a table of polars (lazy), DuckDB or Spark.
        InputError
            A column that is missing, there twice, or written in another case; ids that are no text.
        """
        frame = lazy(given)
        schema = frame.collect_schema()
        where = Source(Path(f"table {table.name}"), "", table.name)
        there = check_columns(where, schema.names())
        check_header(where.path, table, there)
        names = tuple(name for name in table.columns if name in there)
        ids = {one.name for one in table.fields if one.type is FieldType.ID}
        for name in names:
            if name in ids and not _can_be_ids(schema[name]):
                raise InputError(
                    f"{where.path}: the column {name!r} holds {schema[name]}; ids are text: cast it to text"
                )
        known = frame.select(*(_cell(name, schema[name], is_id=name in ids) for name in names))
        size = int(frame.select(nw.len().alias("rows")).collect()["rows"].item())
        return cls(table, known, names, tuple(name for name in there if name not in names), size)

    def cells_of(self, frame: Frame) -> list[Cells]:
        """Fetch rows whole, as cells by the names of their columns."""
        rows = frame.select(*map(raw, self.names)).collect().rows(named=True)
        return [{name: row[raw(name)] for name in self.names} for row in rows]


def raw(name: str) -> str:
    """Give the name under which a column's cells stand in the engine."""
    return f"raw_{name}"


def raws(names: Iterable[str]) -> list[str]:
    """Give several such names."""
    return [raw(name) for name in names]


def _cell(name: str, kind: nw.dtypes.DType, *, is_id: bool) -> nw.Expr:
    column = nw.col(name)
    if is_id or isinstance(kind, nw.Categorical | nw.Enum):
        # whole numbers are ids as they are written
        column = column.cast(nw.String())
    return column.alias(raw(name))


def _can_be_ids(kind: nw.dtypes.DType) -> bool:
    # a column in which every cell is null may have no type of its own
    return kind.is_integer() or isinstance(kind, nw.String | nw.Categorical | nw.Enum | nw.Unknown)
