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
from learnperf.errors import EvidenceError, InputError, InvalidValue
from learnperf.io.bulk.framed import rows as framed_rows
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


def few(*changes: dict[str, Any]) -> Rows:
    return [
        {"id": f"e{place}", "on": "2026-01-01", "learner": "l1", "level": "behaviour", **one}
        for place, one in enumerate(changes)
    ]


def test_columns_that_are_not_there_or_not_known_are_told_as_ever() -> None:
    here, there = (
        tables(ORGANIZATION, today=TODAY, engine=engine, evaluations=pl.LazyFrame(few({"foo": 1}, {"foo": 2})))
        for engine in ("memory", "frames")
    )
    assert there.report == here.report
    assert str(there.report.warnings[0]).endswith("the column 'foo' is unknown and was not read (2 rows)")


def test_rows_beyond_those_that_somebody_would_read_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(framed_rows, "MOST_REPORTED", 1)
    data = tables(
        ORGANIZATION,
        today=TODAY,
        engine="frames",
        evaluations=pl.LazyFrame(few({}, {"level": "x"}, {"level": "y"}, {"on": "-"})),
    )
    (count,) = data.report.tables
    assert (count.read, count.kept, count.rejected) == (4, 1, 3)
    assert [one.id for one in data.report.rejected] == ["e1"]
    assert "2 rows more were set aside" in str(data.report.warnings[0])


def test_too_many_rows_that_depend_on_one_another_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(framed_rows, "MOST_TANGLED", 1)
    with pytest.raises(
        InputError, match=r"2 rows repeat an id, correct a row or have an unusual id; .* at most 1 such"
    ):
        tables(ORGANIZATION, engine="frames", evaluations=pl.LazyFrame(few({}, {"id": "e0"})))


def test_ids_that_are_no_text_and_engines_that_are_none_are_refused() -> None:
    with pytest.raises(InputError, match="the column 'id' holds Float64; ids are text: cast it to text"):
        tables(ORGANIZATION, engine="frames", evaluations=pl.LazyFrame(few({"id": 1.5})))
    with pytest.raises(InvalidValue, match=r"engine: 'spark' is not known .one of memory, frames"):
        tables(ORGANIZATION, engine="spark")
    with pytest.raises(InvalidValue, match=r"needs evaluations that stay in an engine .*learnperf.tables"):
        lp.rollup(ORGANIZATION, engine="frames")


def test_what_other_tables_correct_or_name_is_looked_at_with_them() -> None:
    others: dict[str, Rows] = {
        **OTHERS,
        "corrections": [
            {"id": "k1", "on": "2026-01-01", "unit": "MOF", "because_of": "e0", "supersedes": None},
            {"id": "k2", "on": "2026-01-02", "unit": "MOF", "because_of": "e0; e9", "supersedes": "k1"},
        ],
    }
    rows = [dict.fromkeys(COLUMNS) | row for row in few({}, {"supersedes": "e0"}, {"id": "e9", "level": "x"})]
    here, there = read(to_polars(rows), "memory", others), read(to_duckdb(rows), "frames", others)
    assert not isinstance(here, str)
    assert not isinstance(there, str)
    assert there.report.tables == here.report.tables
    assert by_id(there.report.rejected, rows) == by_id(here.report.rejected, rows)
    assert dict(there.evidence.superseded) == dict(here.evidence.superseded)
