"""What was generated as files: evaluations in Parquet with text for ids, as the native table, and who belongs where."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from bench.generate import Made
from bench.records import names

EVALUATIONS = "evaluations.parquet"
# what a day number is more than the number of days since 1970
EPOCH = date(1970, 1, 1).toordinal()


def save(made: Made, folder: Path) -> int:
    """Write the files, and give the size of that of evaluations in bytes."""
    nodes = pl.DataFrame({"id": names(made.sizes)}).with_row_index("node").with_columns(pl.col("node").cast(pl.Int32))
    nodes.write_parquet(folder / "nodes.parquet")
    ties = pl.DataFrame(made.belonging)
    ties.select(
        learner=_named("child", nodes), parent=_named("parent", nodes), since="since", until="until"
    ).write_parquet(folder / "ties.parquet")
    reporting = pl.DataFrame(made.structure)
    reporting.select(node=_named("child", nodes), above=_named("parent", nodes)).write_parquet(
        folder / "reporting.parquet"
    )
    evaluations = pl.DataFrame(made.evaluations)
    digits = len(str(len(evaluations)))
    evaluations.select(
        id=pl.lit("e") + pl.int_range(pl.len()).cast(pl.String).str.zfill(digits),
        learner=_named("learner", nodes),
        level=pl.col("level").cast(pl.Int64),
        score=pl.col("steps").cast(pl.Int64) + 1,
        on=(pl.col("on") - EPOCH).cast(pl.Date),
    ).write_parquet(folder / EVALUATIONS, compression="snappy")
    return (folder / EVALUATIONS).stat().st_size


def _named(column: str, nodes: pl.DataFrame) -> pl.Expr:
    return pl.lit(nodes["id"]).gather(pl.col(column))
