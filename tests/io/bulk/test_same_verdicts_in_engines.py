"""Evaluations judged in their engine are told the same as evaluations read here, by id instead of number."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import learnperf as lp
from learnperf.errors import EvidenceError
from learnperf.io.bulk.tables import Tables, tables
from learnperf.io.report import Rejected
from learnperf.io.tables import TABLES

TODAY = date(2026, 11, 24)
Rows = list[dict[str, Any]]
COLUMNS = TABLES["evaluations"].columns
ORGANIZATION = lp.read_tables(
    {
        "units": [{"id": "MOF"}],
        "teams": [{"id": "t1"}],
        "learners": [{"id": "l1"}, {"id": "l2"}, {"id": "'=x"}],
        "placements": [{"learner": "l1", "unit": "MOF"}, {"learner": "l2", "unit": "MOF"}],
    }
).organization
SLIPS: dict[str, list[Any]] = {
    "id": ["e1", "e2", "p1", "a\u0301", "á", "\u0430", "a", "a" * 201, "", None, "'=1", "NA", " e1", "7"],
    "on": ["2027-03-01", "2026-02-30", "", None, "2026-01-01T10:00"],
    "learner": ["l1", "l2", "t1", "MOF", "l9", "", None, "'=x", "''=x", "l1 "],
    "activity": ["c1", "c9", None, "NA"],
    "level": ["3", "results", "perilaku", "x", None],
    "score": ["1", "4,5", "9", "", "-"],
    "scale": ["likert-5", "percent", "x"],
    "scale_step": ["0.5", "0"],
    "rater": ["peer", "bos"],
    "phase": ["pre", "post"],
    "wave": ["baseline", "6m"],
    "supersedes": ["e1", "e2", "e0", "p1", "k1", "zz", "NA", " - "],
}
OTHERS: dict[str, Rows] = {
    "activities": [{"id": "c1", "provider": "bppk"}, {"id": "e2"}],
    "participations": [{"id": "p1", "on": "2026-01-01", "learner": "l1", "activity": "c1", "supersedes": None}],
    "corrections": [{"id": "k1", "on": "2026-01-01", "unit": "MOF", "because_of": "e2; c1", "supersedes": None}],
}


@st.composite
def with_slips(draw: st.DrawFn) -> Rows:
    rows = []
    for place in range(draw(st.integers(0, 7))):
        row = dict.fromkeys(COLUMNS) | {"id": f"e{place}", "on": "2026-01-01", "learner": "l1", "level": "behaviour"}
        for name in draw(st.lists(st.sampled_from(sorted(SLIPS)), max_size=2)):
            row[name] = draw(st.sampled_from(SLIPS[name]))
        rows.append(row)
    # of rows that contradict each other the later goes, which in an engine is the greater
    return sorted(rows, key=lambda row: [str(cell) for cell in row.values()])


def to_polars(rows: Rows) -> pl.LazyFrame:
    return pl.LazyFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String))


def to_duckdb(rows: Rows) -> duckdb.DuckDBPyRelation:
    return duckdb.connect().from_arrow(to_polars(rows).collect().to_arrow())


def read(evaluations: object, engine: str, others: dict[str, Rows]) -> Tables | str:
    given: dict[str, Any] = {name: pl.DataFrame(rows, infer_schema_length=None) for name, rows in others.items()}
    try:
        return tables(ORGANIZATION, today=TODAY, engine=engine, evaluations=evaluations, **given)
    except EvidenceError as error:
        return re.sub(r"evaluations (row \d+|'[^']*')", "evaluations", str(error))


def by_id(reasons: tuple[Rejected, ...], rows: Rows) -> list[tuple[str, ...]]:
    """Give reasons with ids in the place of the numbers of rows."""

    def named(text: str) -> str:
        return re.sub(r"evaluations row (\d+)", lambda found: f"evaluations {named_by(int(found[1]))!r}", text)

    def named_by(row: int) -> str:
        cell = rows[row - 1]["id"]
        return "" if cell is None else str(cell) if len(str(cell)) <= 80 else f"{cell[:79]}…"

    return sorted(
        (
            one.table,
            one.id or (named_by(one.row) if one.row and one.table == "evaluations" else ""),
            one.field,
            one.value,
            named(one.rule),
            named(one.hint),
        )
        for one in reasons
    )


@pytest.mark.parametrize("send", [to_polars, to_duckdb])
@pytest.mark.parametrize("others", [{}, OTHERS])
@settings(max_examples=8)
@given(rows=with_slips())
def test_evaluations_in_an_engine_are_told_the_same(
    send: Callable[[Rows], object], others: dict[str, Rows], rows: Rows
) -> None:
    here, there = read(to_polars(rows), "memory", others), read(send(rows), "frames", others)
    if isinstance(here, str) or isinstance(there, str):
        assert there == here
        return
    assert there.report.tables == here.report.tables
    assert by_id(there.report.rejected, rows) == by_id(here.report.rejected, rows)
    assert there.report.warnings == here.report.warnings
    assert (len(there.evidence), there.evidence.days) == (len(here.evidence), here.evidence.days)
    assert dict(there.evidence.records().records) == dict(here.evidence.records().records)
