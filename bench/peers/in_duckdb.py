"""The work in DuckDB, written the way that was fastest of those tried.

The steps are those of `bench.peers.in_polars`. Each makes a table, because in one query DuckDB works several of them
out again, and the order of rows is given up, which lets it use all cores for making tables.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from bench.encoded import Encoded
from bench.files import EPOCH, EVALUATIONS
from bench.generate import LEVELS, STEPS
from bench.measuring import Measuring
from bench.peers.answers import COUNTS, EACH_LEVEL, HEADS, SUMS, Answer, answers_of
from learnperf.rollup.graph import AFTER_LAST_DAY, FIRST_DAY

_Table = dict[str, NDArray[np.signedinteger]]


def from_tables(encoded: Encoded) -> tuple[Measuring, list[Answer]]:
    """Start from tables of whole numbers in DuckDB's own memory."""
    connection = connect()
    child, tie = encoded.belonging["child"], encoded.belonging
    ties: _Table = {"learner": child, "node": child} | {name: tie[name] for name in ("parent", "since", "until")}
    reporting: _Table = {"node": encoded.structure["child"], "above": encoded.structure["parent"]}
    for name, table in (("evaluations", encoded.evaluations), ("ties", ties), ("reporting", reporting)):
        connection.register("given", table)
        connection.execute(f"create table {name} as select * from given")
    with Measuring() as measured:
        read = readings(connection, encoded.sizes.structure)
    return measured, answers_of(encoded.sizes.nodes, read)


def from_files(folder: Path, *, checked: bool) -> tuple[Measuring, list[Answer]]:
    """Start from evaluations in a Parquet file, with who belongs where in memory, as in `bench.peers.in_polars`."""
    connection = connect()
    for name in ("nodes", "ties", "reporting"):
        connection.execute(f"create table {name}_given as from '{folder / name}.parquet'")
    count, structure = connection.execute(
        "select count(*), count(*) - (select count(distinct learner) from ties_given) from nodes_given"
    ).fetchall()[0]
    connection.execute(
        """create table ties as
        select learner, below.node, above.node as parent, since, until from ties_given
            join nodes_given as below on below.id = learner join nodes_given as above on above.id = parent"""
    )
    connection.execute(
        """create table reporting as
        select lower.node, upper.node as above from reporting_given as given
            join nodes_given as lower on lower.id = given.node
            join nodes_given as upper on upper.id = given.above"""
    )
    evaluations = f"'{folder / EVALUATIONS}'"
    with Measuring() as measured:
        if checked:
            assert connection.execute(_check(evaluations)).fetchall() == [(True,)]
        connection.execute(
            f"""create view evaluations as
            select learner, level, score as steps, "on" - date '1970-01-01' + {EPOCH} as "on" from {evaluations}"""
        )
        read = readings(connection, structure)
    return measured, answers_of(count, read)


def _check(evaluations: str) -> str:
    return f"""
        select min(level) >= 1 and max(level) <= {LEVELS} and min(score) >= 1 and max(score) <= {STEPS}
            and count(*) = (select count(*) from (select distinct id from {evaluations}))
            and not exists (
                from (select distinct learner from {evaluations}) anti join nodes_given on nodes_given.id = learner
            )
        from {evaluations}"""


def connect() -> duckdb.DuckDBPyConnection:
    """Open a database in memory."""
    connection = duckdb.connect()
    connection.execute("set preserve_insertion_order = false")
    return connection


def readings(connection: duckdb.DuckDBPyConnection, structure: int) -> dict[str, NDArray[np.generic]]:
    """Read all nodes.

    Parameters
    ----------
    connection
        Has evaluations, ties and reporting, with columns as in `bench.peers.in_polars.readings`.
    structure
        How many units and teams there are.
    """
    *steps, last = _steps(structure)
    for step in steps:
        connection.execute(step)
    return connection.execute(last).fetchnumpy()


def _steps(structure: int) -> list[str]:
    return [
        f"""create table up as
            with recursive up(node, above) as (
                select range::integer, range::integer from range({structure})
                union all
                select up.node, reporting.above from up join reporting on up.above = reporting.node
            )
            select * from up""",
        f"""create table stints as
            select
                (row_number() over ())::integer as stint, *,
                first > {FIRST_DAY} or after < {AFTER_LAST_DAY} as several
            from (
                select *, lead(first, 1, {AFTER_LAST_DAY}) over (partition by node order by first)::integer as after
                from (select learner, node, since as first from ties union select learner, node, until from ties)
            )
            where first < {AFTER_LAST_DAY}""",
        """create table pieces as
            select stint, level, steps from evaluations join stints on evaluations.learner = stints.learner
                and stints.first <= evaluations."on" and evaluations."on" < stints.after""",
        f"create table sums as select stint, {', '.join(map(_sums, EACH_LEVEL))} from pieces group by stint",
        f"""create table pooled as
            select sums.*, node as own, several,
                {", ".join(f"({n} > 0 and not several)::integer as {h}" for n, h in _BOTH)}
            from sums join stints using (stint)""",
        """create table direct as
            select stint, parent from stints
                join ties on ties.node = stints.node and ties.since <= stints.first and stints.first < ties.until""",
        f"""create table reached as
            select (pair // {structure})::integer as stint, (pair % {structure})::integer as node, ways
            from (
                select stint::bigint * {structure} + above as pair, count(*)::integer as ways
                from direct join up on up.node = parent group by pair
            )""",
        f"""create table counted as
            select node, {", ".join(f"count(*) filter (some{h}) as {h}" for h in HEADS)}
            from (
                select node, own, {", ".join(f"bool_or({n} > 0) as some{h}" for n, h in _BOTH)}
                from reached join pooled using (stint) where several group by node, own
            )
            group by node""",
        f"""create table above as
            select node, {", ".join(f"sum({name})::bigint as {name}" for name in _ADDED)}
            from (
                select above as node, {", ".join(_ADDED)}
                from (
                    select parent, {", ".join(f"sum({name})::bigint as {name}" for name in _ADDED)}
                    from direct join pooled using (stint) group by parent
                ) join up on up.node = parent
                union all
                select reached.node, {", ".join(f"(1 - ways) * {name} as {name}" for name in _ADDED)}
                from reached join pooled using (stint) where ways > 1
            )
            group by node""",
        f"""select node, {", ".join((*COUNTS, *HEADS))}, {", ".join(map(_value, EACH_LEVEL))}
            from (
                select above.node, {", ".join(SUMS)},
                    {", ".join(f"above.{h} + coalesce(counted.{h}, 0) as {h}" for h in HEADS)}
                from above left join counted using (node)
                union all
                select own as node, {_TOTALS}, {", ".join(f"(sum({n}) > 0)::integer as {h}" for n, h in _BOTH)}
                from pooled group by own
            )""",
    ]


_BOTH = tuple(zip(COUNTS, HEADS, strict=True))
_ADDED = (*SUMS, *HEADS)
_TOTALS = ", ".join(f"sum({name})::bigint as {name}" for name in SUMS)


def _sums(level: int) -> str:
    of_level = f"filter (level = {level})"
    return (
        f"count(*) {of_level} as n{level}, coalesce(sum(steps) {of_level}, 0)::integer as s{level}, "
        f"coalesce(sum(steps::integer * steps) {of_level}, 0)::integer as q{level}"
    )


def _value(level: int) -> str:
    n, s, q = f"n{level}", f"s{level}", f"q{level}"
    return f"case when {n} > 1 then ({q} * {n} - {s} * {s}) / ({n} * ({n} - 1)) end as v{level}"
