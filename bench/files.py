"""What was generated as tables with text for ids: evaluations as the native table has them, and who belongs where."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from bench.generate import Columns, Made
from bench.records import names

EVALUATIONS = "evaluations.parquet"
# what a day number is more than the number of days since 1970
EPOCH = date(1970, 1, 1).toordinal()
_DIGITS = 9


def save(made: Made, folder: Path) -> int:
    """Write the files, and give the size of that of evaluations in bytes."""
    ids = pl.Series("id", names(made.sizes))
    nodes = pl.DataFrame({"id": ids}).with_row_index("node").with_columns(pl.col("node").cast(pl.Int32))
    learner, parent, node, above = (
        ids.gather(columns[name]) for columns in (made.belonging, made.structure) for name in ("child", "parent")
    )
    days = {name: made.belonging[name] for name in ("since", "until")}
    nodes.write_parquet(folder / "nodes.parquet")
    pl.DataFrame({"learner": learner, "parent": parent, **days}).write_parquet(folder / "ties.parquet")
    pl.DataFrame({"node": node, "above": above}).write_parquet(folder / "reporting.parquet")
    table_of(made.evaluations, ids).write_parquet(folder / EVALUATIONS, compression="snappy")
    return (folder / EVALUATIONS).stat().st_size


def table_of(evaluations: Columns, ids: pl.Series, first: int = 0) -> pl.DataFrame:
    """Give evaluations as a native table; their own ids are numbered from ``first`` on."""
    number = pl.int_range(first, first + pl.len()).cast(pl.String)
    return pl.DataFrame(evaluations).select(
        id=pl.lit("e") + number.str.zfill(_DIGITS),
        learner=ids.gather(evaluations["learner"]),
        level=pl.col("level").cast(pl.Int64),
        score=pl.col("steps").cast(pl.Int64) + 1,
        on=(pl.col("on") - EPOCH).cast(pl.Date),
    )
