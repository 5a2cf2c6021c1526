"""Shipping: small tables sent to the engine that holds the evidence, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import narwhals as nw
import numpy as np

from learnperf.errors import InvalidValue, MissingExtra
from learnperf.rollup.arrays import Ints

# a frame of whichever library: narwhals names the class of the frame underneath, and here it may be any
Frame = nw.LazyFrame[Any]
Shipped = Ints | Sequence[str]


def lazy(table: object) -> Frame:
    """Take a table of an engine that computes when asked.

    Raises
    ------
    InvalidValue
        Anything else; says which engines there are.

    Examples
    --------
    >>> import polars as pl
    >>> lazy(pl.DataFrame({"id": ["e1"]}).lazy()).collect_schema().names()
    ['id']
    """
    frame = nw.from_native(table, pass_through=True)
    if not isinstance(frame, nw.LazyFrame) or _engine(frame) is None:
        kind = type(table).__name__
        raise InvalidValue("table", kind, "is of no engine that evidence can stay in", f"one of {', '.join(_ENGINES)}")
    return frame


def ship(columns: Mapping[str, Shipped], beside: Frame) -> Frame:
    """Send columns of whole numbers or text to the engine of a frame, to be joined with it.

    Examples
    --------
    >>> import polars as pl
    >>> there = lazy(pl.LazyFrame({"subject": ["ani"]}))
    >>> ship({"subject": ["ani"], "since": np.array([5])}, there).collect().to_dict(as_series=False)
    {'subject': ['ani'], 'since': [5]}
    """
    schema = {name: nw.Int64() if isinstance(cells, np.ndarray) else nw.String() for name, cells in columns.items()}
    try:
        here = nw.from_dict(dict(columns), schema, backend="polars" if beside.implementation.is_polars() else "pyarrow")
    except ModuleNotFoundError as error:
        raise MissingExtra(f"sending tables to {_engine(beside)}", "files") from error
    return sent(here, beside)


def sent(table: nw.DataFrame[Any], beside: Frame) -> Frame:
    """Send a table, as an engine gave it, back to the engine of a frame."""
    if beside.implementation.is_polars():
        return table.lazy()
    there, here = beside.to_native(), table.to_native()
    if beside.implementation.is_duckdb():
        return lazy(_beside(there, here))
    return lazy(there.sparkSession.createDataFrame(here))


def fetched(frame: Frame) -> dict[str, nw.Series[Any]]:
    """Run a frame's plan and give its columns."""
    table = frame.collect()
    return {name: table[name] for name in table.columns}


def whole_numbers(column: nw.Series[Any], missing: int = 0) -> Ints:
    """Give a fetched column as an array, with a number where there is none."""
    filled = column.fill_null(missing) if column.null_count() else column
    return filled.to_numpy().astype(np.int64, copy=False)


def _engine(frame: Frame) -> str | None:
    kind = frame.implementation
    if kind.is_polars():
        return "polars"
    if kind.is_duckdb():
        return "DuckDB"
    return "Spark" if kind.is_pyspark() or kind.is_pyspark_connect() else None


# Any: a DuckDB relation, of a library that may not be installed
def _beside(relation: Any, shipped: object) -> object:  # noqa: ANN401, ARG001 -- see above; DuckDB finds it by name
    """Put a table on the connection of a relation, for only what is on one connection can be joined."""
    return relation.query("beside", "SELECT * FROM shipped")


_ENGINES = ("polars (lazy)", "DuckDB", "Spark")
