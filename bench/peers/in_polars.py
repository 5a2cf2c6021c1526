"""The work in polars, written the way that was fastest of those tried.

A learner's ties cut time into stints. Evaluations are joined to their stint and added up there, level by level, before
anything is multiplied. Stints are joined to all nodes above their ties, to find where they come to more than once.
Sums go up from the direct parents, and what came more than once is taken off. People with one stint are counted by the
same sums, and only the others by way of the different ones at each node. Steps are collected one by one: left in one
lazy plan, some of them are worked out several times.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from bench.encoded import Encoded
from bench.files import EPOCH, EVALUATIONS
from bench.generate import LEVELS, STEPS
from bench.measuring import Measuring
from bench.peers.answers import COUNTS, EACH_LEVEL, HEADS, SUMS, Answer, answers_of
from learnperf.rollup.graph import AFTER_LAST_DAY, FIRST_DAY


def from_tables(encoded: Encoded) -> tuple[Measuring, list[Answer]]:
    """Start from tables of whole numbers."""
    evaluations = pl.DataFrame(encoded.evaluations)
    ties = pl.DataFrame(encoded.belonging).rename({"child": "node"}).with_columns(learner="node")
    reporting = pl.DataFrame(encoded.structure).rename({"child": "node", "parent": "above"})
    with Measuring() as measured:
        read = readings(evaluations.lazy(), ties, reporting, encoded.sizes.structure)
    return measured, answers_of(encoded.sizes.nodes, {name: read[name].to_numpy() for name in read.columns})


def from_files(folder: Path, *, checked: bool) -> tuple[Measuring, list[Answer]]:
    """Start from evaluations in a Parquet file, with who belongs where in memory, all with text for ids.

    Parameters
    ----------
    checked
        Refuse what no reading should rest on: an id given twice, a learner nobody knows, a cell out of its bounds.
    """
    nodes, ties, reporting = (pl.read_parquet(folder / f"{name}.parquet") for name in ("nodes", "ties", "reporting"))
    structure = len(nodes) - ties["learner"].n_unique()
    numbered = ties.select("learner", "since", "until", node=_number("learner", nodes), parent=_number("parent", nodes))
    upward = reporting.select(node=_number("node", nodes), above=_number("above", nodes))
    given = pl.scan_parquet(folder / EVALUATIONS)
    with Measuring() as measured:
        if checked:
            _check(given, nodes)
        evaluations = given.select("learner", "level", on=pl.col("on").cast(pl.Int32) + EPOCH, steps="score")
        read = readings(evaluations, numbered, upward, structure)
    return measured, answers_of(len(nodes), {name: read[name].to_numpy() for name in read.columns})


def _number(column: str, nodes: pl.DataFrame) -> pl.Expr:
    return pl.col(column).replace_strict(nodes["id"], nodes["node"])


def _check(given: pl.LazyFrame, nodes: pl.DataFrame) -> None:
    known = pl.col("learner").is_in(nodes["id"].implode()).all()
    within = pl.col("level").is_between(1, LEVELS).all() & pl.col("score").is_between(1, STEPS).all()
    found = given.select(known & within & (pl.col("id").n_unique() == pl.len())).collect(engine="streaming")
    assert found.item()


def readings(evaluations: pl.LazyFrame, ties: pl.DataFrame, reporting: pl.DataFrame, structure: int) -> pl.DataFrame:
    """Read all nodes.

    Parameters
    ----------
    evaluations
        ``learner``, ``on``, ``level``, ``steps``.
    ties
        ``learner`` as evaluations name them, their number ``node``, ``parent``, ``since`` and ``until``.
    reporting
        ``node`` and the node ``above`` it.
    structure
        How many units and teams there are.
    """
    up = _closure(reporting, structure)
    stints = _stints(ties)
    pooled = _pooled(evaluations, stints)
    direct = _direct(stints, ties)
    reached = _reached(direct, up, structure)
    present = [(pl.col(n) > 0).cast(pl.Int64).alias(h) for n, h in zip(COUNTS, HEADS, strict=True)]
    several = reached.lazy().join(pooled.lazy().filter("several").select("stint", "own", *COUNTS), on="stint")
    people = several.group_by("node", "own").agg(pl.col(n).sum() for n in COUNTS).with_columns(present)
    counted = people.group_by("node").agg(pl.col(h).sum() for h in HEADS)
    above = _sums(pooled, direct, reached, up).lazy().join(counted, on="node", how="left", suffix="_of_several")
    at_structure = above.select(
        "node", *SUMS, *((pl.col(h) + pl.col(f"{h}_of_several").fill_null(0)).alias(h) for h in HEADS)
    )
    own = pooled.lazy().group_by(node="own").agg(pl.col(name).cast(pl.Int64).sum() for name in SUMS)
    return pl.concat([at_structure.collect(), own.with_columns(present).collect()]).with_columns(_values())


def _closure(reporting: pl.DataFrame, structure: int) -> pl.DataFrame:
    up = step = pl.DataFrame({"node": np.arange(structure, dtype=np.int32)}).with_columns(above="node")
    while step.height:
        step = step.join(reporting, left_on="above", right_on="node").select("node", above="above_right")
        up = pl.concat([up, step])
    return up


def _stints(ties: pl.DataFrame) -> pl.DataFrame:
    bounds = [ties.lazy().select("learner", "node", begin=bound) for bound in ("since", "until")]
    same = pl.col("node").shift(-1) == pl.col("node")
    end = pl.when(same).then(pl.col("begin").shift(-1)).otherwise(AFTER_LAST_DAY).cast(pl.Int32)
    return (
        pl.concat(bounds)
        .filter(pl.col("begin") < AFTER_LAST_DAY)
        .unique(["node", "begin"])
        .sort("node", "begin")
        .with_row_index("stint")
        .with_columns(end=end)
        .with_columns(several=(pl.col("begin") > FIRST_DAY) | (pl.col("end") < AFTER_LAST_DAY))
        .collect()
    )


def _pooled(evaluations: pl.LazyFrame, stints: pl.DataFrame) -> pl.DataFrame:
    in_force = (pl.col("begin") <= pl.col("on")) & (pl.col("on") < pl.col("end"))
    joined = evaluations.join(stints.lazy().select("stint", "learner", "begin", "end"), on="learner").filter(in_force)
    pieces = joined.select("stint", "level", pl.col("steps").cast(pl.Int32)).collect()
    pooled = stints.lazy().select("stint", "several", own="node")
    for level in EACH_LEVEL:
        steps = pl.col("steps")
        sums = (
            pl.len().cast(pl.Int32).alias(f"n{level}"),
            steps.sum().alias(f"s{level}"),
            (steps * steps).sum().alias(f"q{level}"),
        )
        one = pieces.lazy().filter(pl.col("level") == level).group_by("stint").agg(sums)
        pooled = pooled.join(one, on="stint", how="left")
    return pooled.with_columns(pl.col(name).fill_null(0) for name in SUMS).collect()


def _direct(stints: pl.DataFrame, ties: pl.DataFrame) -> pl.DataFrame:
    in_force = (pl.col("since") <= pl.col("begin")) & (pl.col("begin") < pl.col("until"))
    joined = stints.lazy().join(ties.lazy().select("node", "parent", "since", "until"), on="node")
    return joined.filter(in_force).select("stint", "parent").collect()


def _reached(direct: pl.DataFrame, up: pl.DataFrame, structure: int) -> pl.DataFrame:
    """Give all nodes above each stint, each once, and over how many of its ties."""
    # one number for stint and node is grouped by faster than two columns are
    pair = pl.col("stint").cast(pl.Int64) * structure + pl.col("above")
    stint, node = (pl.col("pair") // structure).cast(pl.UInt32), (pl.col("pair") % structure).cast(pl.Int32)
    joined = direct.lazy().join(up.lazy(), left_on="parent", right_on="node")
    counted = joined.select(pair=pair).group_by("pair").agg(ways=pl.len().cast(pl.Int32))
    return counted.select("ways", stint=stint, node=node).collect()


def _sums(pooled: pl.DataFrame, direct: pl.DataFrame, reached: pl.DataFrame, up: pl.DataFrame) -> pl.DataFrame:
    """Add up at direct parents, carry that to all above, and take off what came over more ties than one."""
    single = ((pl.col(n) > 0) & ~pl.col("several") for n in COUNTS)
    marked = pooled.lazy().with_columns(one.cast(pl.Int32).alias(h) for one, h in zip(single, HEADS, strict=True))
    added = [pl.col(name).cast(pl.Int64).sum() for name in (*SUMS, *HEADS)]
    at_parents = direct.lazy().join(marked, on="stint").group_by("parent").agg(added)
    carried = at_parents.join(up.lazy(), left_on="parent", right_on="node").group_by(node="above").agg(added)
    too_many = reached.lazy().filter(pl.col("ways") > 1).join(marked, on="stint")
    taken_off = too_many.with_columns(pl.col(*SUMS, *HEADS) * (1 - pl.col("ways"))).group_by("node").agg(added)
    return pl.concat([carried.collect(), taken_off.collect()]).group_by("node").agg(added)


def _values() -> list[pl.Expr]:
    values = []
    for level in EACH_LEVEL:
        n, s, q = (pl.col(f"{name}{level}") for name in "nsq")
        values.append(pl.when(n > 1).then((q * n - s * s) / (n * (n - 1))).alias(f"v{level}"))
    return values
