"""The same work in polars and in DuckDB, written the way that was fastest of those tried.

Both do what someone who knows them well would do. A learner's ties cut time into stints; evaluations are joined to
their stint and added up there, a column for each sum of each level, before anything is multiplied; stints are joined to
all nodes above their ties, each once; sums go by node; and heads are counted by way of the different learners at each.
The list of everything above each node is made once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.encoded import METRICS, Encoded
from bench.measuring import Measuring
from learnperf.rollup.graph import AFTER_LAST_DAY

# whole numbers, as narrow as they come
_Table = dict[str, NDArray[np.signedinteger[Any]]]

LEVELS = range(1, len(METRICS) + 1)

# per level the pieces, the sum of their steps above the lowest score, and the heads, at every node
Answer = list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]]


def with_polars(encoded: Encoded) -> tuple[Measuring, Answer]:
    """Lazy frames, collected once."""
    import polars as pl  # noqa: PLC0415 -- in this contestant's process only

    evaluations, ties, reporting = (pl.DataFrame(table) for table in _tables(encoded))
    sums = [pl.col(f"{name}{level}").sum() for level in LEVELS for name in "ns"]
    with Measuring() as measured:
        up = step = pl.DataFrame({"node": np.arange(encoded.structure_size, dtype=np.int32)}).with_columns(above="node")
        while step.height:
            step = step.join(reporting, left_on="above", right_on="node").select("node", above="above_right")
            up = pl.concat([up, step])
        bounds = [ties.lazy().select("learner", begin=bound) for bound in ("since", "until")]
        stints = (
            pl.concat(bounds)
            .unique()
            .sort("learner", "begin")
            .with_row_index("stint")
            .with_columns(end=pl.col("begin").shift(-1).over("learner").fill_null(AFTER_LAST_DAY))
        )
        pooled = (
            evaluations.lazy()
            .join(stints, on="learner")
            .filter((pl.col("begin") <= pl.col("on")) & (pl.col("on") < pl.col("end")))
            .group_by("stint")
            .agg(
                pl.col("learner").first(),
                *((pl.col("level") == level).sum().alias(f"n{level}") for level in LEVELS),
                *(
                    pl.col("steps").filter(pl.col("level") == level).cast(pl.Int64).sum().alias(f"s{level}")
                    for level in LEVELS
                ),
            )
        )
        places = (
            stints.join(ties.lazy(), on="learner")
            .filter((pl.col("since") <= pl.col("begin")) & (pl.col("begin") < pl.col("until")))
            .join(up.unique().lazy(), left_on="parent", right_on="node")
            .select("stint", node="above")
            .unique()
        )
        own = pooled.with_columns(node="learner")
        placed = pooled.join(places, on="stint").select(own.collect_schema().names())
        read = (
            pl.concat([placed, own])
            .group_by("node", "learner")
            .agg(sums)
            .group_by("node")
            .agg(*sums, *((pl.col(f"n{level}") > 0).sum().alias(f"h{level}") for level in LEVELS))
            .collect()
        )
    return measured, _answer(encoded.size, {name: read[name].to_numpy() for name in read.columns})


def with_duckdb(encoded: Encoded) -> tuple[Measuring, Answer]:
    """One query over tables in memory."""
    import duckdb  # noqa: PLC0415 -- in this contestant's process only

    connection = duckdb.connect()
    for name, table in zip(("evaluations", "ties", "reporting"), _tables(encoded), strict=True):
        connection.register("given", table)
        connection.execute(f"create table {name} as select * from given")  # noqa: S608 -- our own names
    with Measuring() as measured:
        read = connection.execute(_query(encoded.structure_size)).fetchnumpy()
    return measured, _answer(encoded.size, read)


def _query(structure_size: int) -> str:
    pooled = ", ".join(
        f"count(*) filter (level = {level}) as n{level}, "
        f"coalesce(sum(steps) filter (level = {level}), 0)::bigint as s{level}"
        for level in LEVELS
    )
    sums = ", ".join(f"sum(n{level})::bigint as n{level}, sum(s{level})::bigint as s{level}" for level in LEVELS)
    heads = ", ".join(f"count(distinct learner) filter (n{level} > 0) as h{level}" for level in LEVELS)
    columns = ", ".join(f"n{level}, s{level}" for level in LEVELS)
    return f"""
        with recursive up(node, above) as (
            select range::integer, range::integer from range({structure_size})
            union
            select up.node, reporting.above from up join reporting on up.above = reporting.node
        ),
        bounds as (
            select learner, since as first from ties union select learner, until from ties
        ),
        stints as materialized (
            select row_number() over () as stint, learner, first,
                lead(first, 1, {AFTER_LAST_DAY}) over (partition by learner order by first) as after
            from bounds
        ),
        pooled as materialized (
            select stint, any_value(stints.learner) as learner, {pooled}
            from evaluations join stints on evaluations.learner = stints.learner
                and stints.first <= evaluations."on" and evaluations."on" < stints.after
            group by stint
        ),
        places as (
            select distinct stint, up.above as node
            from stints
                join ties on ties.learner = stints.learner and ties.since <= stints.first and stints.first < ties.until
                join up on up.node = ties.parent
        )
        select node, {sums}, {heads}
        from (
            select node, learner, {columns} from pooled join places using (stint)
            union all
            select learner, learner, {columns} from pooled
        )
        group by node
    """  # noqa: S608 -- names and numbers of our own


def _tables(encoded: Encoded) -> list[_Table]:
    """Give evaluations, ties of learners and ties of the structure in the narrowest types, which suits both."""
    evaluations: _Table = {
        "learner": encoded["evaluation.learner"].astype(np.int32),
        "on": encoded["evaluation.on"].astype(np.int32),
        "level": encoded["evaluation.level"].astype(np.int8),
        "steps": encoded["evaluation.score"].astype(np.int8),
    }
    names = {"learner": "child", "parent": "parent", "since": "since", "until": "until"}
    ties: _Table = {name: encoded[f"belonging.{column}"].astype(np.int32) for name, column in names.items()}
    reporting: _Table = {
        "node": encoded["structure.child"].astype(np.int32),
        "above": encoded["structure.parent"].astype(np.int32),
    }
    return [evaluations, ties, reporting]


def _answer(size: int, read: Mapping[str, NDArray[np.int64]]) -> Answer:
    answer = []
    for level in LEVELS:
        n, steps, heads = (np.zeros(size, dtype=np.int64) for _ in range(3))
        for filled, name in ((n, "n"), (steps, "s"), (heads, "h")):
            filled[read["node"]] = read[f"{name}{level}"]
        answer.append((n, steps, heads))
    return answer
