"""Tables are judged as rows are: the same rows are kept, the same set aside, with the same reasons and numbers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import learnperf as lp
from learnperf.errors import EvidenceError
from learnperf.io.bulk.tables import Tables, tables
from learnperf.io.tables import TABLES

TODAY = date(2026, 11, 24)
Rows = list[dict[str, Any]]
Read = TypeVar("Read")
WHO: dict[str, Rows] = {
    "units": [{"id": "MOF"}, {"id": "u1"}],
    "reporting": [{"unit": "u1", "parent": "MOF"}],
    "teams": [{"id": "t1"}],
    "learners": [{"id": "l1"}, {"id": "l2"}, {"id": "'=x"}, {"id": "NA"}],
}
ORGANIZATION = lp.read_tables(WHO).organization

NODES = ["l1", "l2", "t1", "MOF", "l9", "", None, "'=x", "''=x", "'NA", "NA", "l1 ", "l\x00"]
OTHER_ID = ["a1", "b1", "e1", "p2", "a\u0301", "á", "\u0430", "a" * 201, "", None, "'=1", "NA", " e1", "7"]
SLIPS: dict[str, list[Any]] = {
    "id": OTHER_ID,
    "on": ["2027-03-01", "2026-02-30", "", None, "45000", "2026-01-01T10:00"],
    "learner": NODES,
    "team": NODES,
    "unit": NODES,
    "activity": ["c1", "c2", "c9", None, "NA", "'NA"],
    "level": ["3", "results", "perilaku", "x", None],
    "score": ["1", "4", "4,5", "9", "", "-"],
    "scale": ["likert-5", "percent", "x"],
    "scale_step": ["0.5", "0"],
    "rater": ["peer", "bos"],
    "phase": ["pre", "post"],
    "wave": ["baseline", "6m"],
    "completed": ["ya", "false", "maybe"],
    "hours": ["2", "2,5"],
    "supersedes": ["e1", "e2", "p1", "e0", "k1", "zz", "e\u0301", "NA"],
    "because_of": ["e1; c1", "e2", "c9", "p1; k1"],
    "competencies": ["audit"],
}
SOUND: dict[str, dict[str, Any]] = {
    "activities": {},
    "participations": {"on": "2026-01-01", "learner": "l1", "activity": "c1"},
    "evaluations": {"on": "2026-01-01", "learner": "l1", "level": "behaviour", "score": "4"},
    "corrections": {"on": "2026-01-01", "unit": "u1"},
    "publications": {"on": "2026-01-01", "unit": "u1"},
}


@st.composite
def rows_with_slips(draw: st.DrawFn, table: str) -> Rows:
    letter = {"activities": "c", "corrections": "k"}.get(table, table[0])
    names = [name for name in TABLES[table].columns if name in SLIPS]
    rows = []
    for place in range(draw(st.integers(1, 7))):
        row = dict.fromkeys(TABLES[table].columns) | {"id": f"{letter}{place}", **SOUND[table]}
        for name in draw(st.lists(st.sampled_from(names), max_size=2)):
            row[name] = draw(st.sampled_from(SLIPS[name]))
        rows.append(row)
    if draw(st.booleans()):
        rows.append(draw(st.sampled_from(rows)))
    return rows


@st.composite
def tables_with_slips(draw: st.DrawFn) -> dict[str, Rows]:
    chosen = draw(st.sets(st.sampled_from(sorted(SOUND)))) | {"evaluations"}
    return {name: draw(rows_with_slips(name)) for name in TABLES if name in chosen}


def frame(table: str, rows: Rows) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=dict.fromkeys(TABLES[table].columns, pl.String))


def parts(table: str, rows: Rows, size: int) -> list[pl.DataFrame]:
    return [frame(table, rows[begin : begin + size]) for begin in range(0, len(rows), size)]


def as_tables(rows: dict[str, Rows], size: int) -> Tables:
    given: dict[str, Any] = {name: parts(name, some, size) for name, some in rows.items()}
    return tables(ORGANIZATION, today=TODAY, **given)


def told(read: Callable[[], Read]) -> Read | str:
    """Give what is read, or what is said of what cannot be trusted as a whole."""
    try:
        return read()
    except EvidenceError as error:
        return str(error)


def check_same(rows: dict[str, Rows], size: int) -> None:
    loaded = told(lambda: lp.read_tables({**WHO, **rows}, today=TODAY))
    found = told(lambda: as_tables(rows, size))
    if isinstance(loaded, str) or isinstance(found, str):
        assert found == loaded
        return
    assert found.report.tables == tuple(count for count in loaded.report.tables if count.table in rows)
    assert found.report.rejected == loaded.report.rejected
    assert found.report.warnings == loaded.report.warnings
    assert all(count.read == count.kept + count.rejected for count in found.report.tables)
    assert dict(found.evidence.records().records) == dict(loaded.evidence.records)
    assert dict(found.evidence.records().activities) == dict(loaded.evidence.activities)
    assert len(found.evidence) == len(loaded.evidence)


@settings(max_examples=150)
@given(tables_with_slips(), st.sampled_from([1, 3, 100]))
def test_tables_with_slips_are_told_the_same_as_rows(rows: dict[str, Rows], size: int) -> None:
    check_same(rows, size)


def evaluations(*changes: dict[str, Any]) -> dict[str, Rows]:
    blank = dict.fromkeys(TABLES["evaluations"].columns)
    return {
        "evaluations": [blank | SOUND["evaluations"] | {"id": f"e{place}"} | one for place, one in enumerate(changes)]
    }


@pytest.mark.parametrize(
    "rows",
    [
        evaluations({}, {"id": "e0"}, {"id": "e0", "score": "5"}),
        evaluations({}, {"supersedes": "e0"}, {"supersedes": "e1"}, {}),
        evaluations({}, {"supersedes": "e0"}, {"supersedes": "e0"}),
        evaluations({"supersedes": "e1"}, {"supersedes": "e0"}),
        evaluations({}, {"supersedes": "e9"}, {"supersedes": "e1"}),
        evaluations({"id": "a\u0301"}, {"id": "á"}),
        evaluations({"id": "ani"}, {"id": "\u0430ni"}, {"id": "budi"}),
        evaluations({"learner": "t1"}, {"learner": "u1"}, {"learner": "'=x"}, {"learner": "''=x"}, {"learner": "NA"}),
        evaluations({"on": "2027-01-01"}, {"on": "2027-01-02", "level": "x"}, {"activity": "c7"}),
        {
            "participations": [{"id": "e0", "on": "2026-01-01", "learner": "l1", "activity": "c1", "team": None}],
            **evaluations({}, {"supersedes": "e0"}),
        },
    ],
)
@pytest.mark.parametrize("size", [1, 2, 100])
def test_rows_that_have_to_do_with_each_other_are_told_the_same_as_rows(rows: dict[str, Rows], size: int) -> None:
    check_same(rows, size)


@pytest.mark.parametrize(
    "values",
    [
        {"id": [1, 2, -3], "learner": ["l1"] * 3},
        {"id": [1.5, 2.0, None], "learner": ["l1"] * 3},
        {"id": [True, False, None], "learner": ["l1"] * 3},
        {"score": [4.0, float("nan"), 3.5]},
        {"score": [4, 9, 10**18]},
        {"score": [1e300, 1e19, 4.0]},
        {"score": [-0.0, 5e-324, float("inf")]},
        {"level": [3.0, 3.5, None]},
        {"on": [date(2026, 1, 1), date(1, 1, 1), date(9999, 12, 31)]},
        {"learner": [7, 8, 9]},
        {"learner": [[7], [8], [9]]},
        {"supersedes": [["e0"], None, None]},
    ],
)
@pytest.mark.parametrize("make", [pl.DataFrame, pd.DataFrame, pa.table])
def test_50_57_other_types_of_column_and_numbers_out_of_range_are_told_the_same_as_rows(
    values: dict[str, list[Any]], make: Callable[[dict[str, list[Any]]], object]
) -> None:
    whole = {
        "id": ["e0", "e1", "e2"],
        "on": ["2026-01-01"] * 3,
        "learner": ["l1"] * 3,
        "level": ["behaviour"] * 3,
        **values,
    }
    rows = [dict(zip(whole, row, strict=True)) for row in zip(*whole.values(), strict=True)]
    loaded = lp.read_tables({**WHO, "evaluations": rows}, today=TODAY)
    found = tables(ORGANIZATION, today=TODAY, evaluations=make(whole))
    assert [(one.row, one.field, one.rule) for one in found.report.rejected] == [
        (one.row, one.field, one.rule) for one in loaded.report.rejected
    ]
    assert dict(found.evidence.records().records) == dict(loaded.evidence.records)
