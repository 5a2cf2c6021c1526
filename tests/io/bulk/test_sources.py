"""Whatever holds a table can be given: frames of every library, Parquet files, and streams of either."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import narwhals as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import learnperf as lp
from learnperf.errors import InputError, InvalidValue, MissingExtra, UnknownName
from learnperf.io import parquet_file
from learnperf.io.bulk import chunks
from learnperf.io.bulk.tables import Tables, tables

TODAY = date(2026, 11, 24)
DAY = date(2026, 6, 30)
WHO: dict[str, list[dict[str, Any]]] = {"units": [{"id": "MOF"}], "learners": [{"id": "7"}, {"id": "ani"}]}
ORGANIZATION = lp.read_tables(WHO).organization
ROWS: dict[str, list[Any]] = {
    "id": [f"e{place}" for place in range(10)],
    "on": [DAY] * 10,
    "learner": ["ani", "7"] * 5,
    "level": ["behaviour"] * 10,
    "score": [4, 5, 9, 2, 1] * 2,
    "rater": ["peer", None] * 5,
}


def read(given: object, **options: object) -> Tables:
    several: dict[str, Any] = {"evaluations": given, **options}
    return tables(ORGANIZATION, today=TODAY, **several)


def relation() -> object:
    return duckdb.sql("select * from shown", connection=_connected())


def _connected() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.register("shown", pa.table(ROWS))
    return connection


GIVEN: dict[str, Callable[[], object]] = {
    "polars": lambda: pl.DataFrame(ROWS),
    "polars lazy": lambda: pl.LazyFrame(ROWS),
    "polars categories": lambda: pl.DataFrame(ROWS).with_columns(pl.col("learner", "level").cast(pl.Categorical)),
    "pandas": lambda: pd.DataFrame(ROWS),
    "pandas categories": lambda: pd.DataFrame(ROWS).astype({"level": "category", "learner": "category"}),
    "pyarrow": lambda: pa.table(ROWS),
    "pyarrow batch": lambda: pa.table(ROWS).to_batches()[0],
    "pyarrow reader": lambda: pa.table(ROWS).to_reader(3),
    "DuckDB": relation,
    "narwhals": lambda: nw.from_native(pl.DataFrame(ROWS)),
    "list": lambda: [pl.DataFrame(ROWS)[:4], pd.DataFrame(ROWS)[4:]],
    "generator": lambda: (pl.DataFrame(ROWS)[begin : begin + 3] for begin in range(0, 10, 3)),
}


@pytest.mark.parametrize("size", [1, 7, 100])
@pytest.mark.parametrize("name", GIVEN)
def test_a_table_is_read_from_whatever_holds_it(name: str, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "ROWS", size)
    found = read(GIVEN[name]())
    assert [(one.row, one.field, one.value) for one in found.report.rejected] == [(3, "score", "9"), (8, "score", "9")]
    assert [str(count) for count in found.report.tables] == ["evaluations: 10 read = 8 kept + 2 rejected"]
    records = found.evidence.records().records
    assert sorted(records) == ["e0", "e1", "e3", "e4", "e5", "e6", "e8", "e9"]
    assert records["e1"] == lp.Evaluation("e1", on=DAY, learner="7", level=lp.Level.BEHAVIOUR, score=5)


def test_a_lazy_frame_of_a_library_without_batches_is_pulled_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(pl.LazyFrame, "collect_batches")
    assert read(pl.LazyFrame(ROWS)).report.read == 10


def test_files_are_read_with_the_lines_they_have(tmp_path: Path) -> None:
    path = tmp_path / "evaluations.parquet"
    pq.write_table(pa.table({**ROWS, "remark": ["x"] * 10}), path, row_group_size=4)
    report = read(path).report
    assert [str(one) for one in report.rejected] == [
        f"evaluations.parquet row {row}: score: '9' is outside the scale 1..5 by 1 (check the scale or the score)"
        for row in (4, 9)
    ]
    assert [str(one) for one in report.warnings] == [
        "evaluations.parquet: the column 'remark' is unknown and was not read (10 rows)"
    ]
    assert report == read(str(path)).report


def test_files_called_alike_are_told_apart(tmp_path: Path) -> None:
    paths = []
    for part in ("a", "b"):
        paths.append(tmp_path / part / "evaluations.parquet")
        paths[-1].parent.mkdir()
        pq.write_table(pa.table({**ROWS, "id": [f"{part}{place}" for place in range(10)]}), paths[-1])
    report = read(paths).report
    assert [count.file for count in report.tables] == ["evaluations.parquet", str(paths[1])]
    assert [(one.file, one.row) for one in report.rejected] == [
        (file, row) for file in ("evaluations.parquet", str(paths[1])) for row in (4, 9)
    ]


def test_a_table_without_rows_or_columns_is_nothing(tmp_path: Path) -> None:
    pq.write_table(pa.table(ROWS).schema.empty_table(), tmp_path / "none.parquet")
    several: list[object] = [pl.DataFrame(), pl.DataFrame(ROWS)[:0], [], tmp_path / "none.parquet"]
    for nothing in several:
        found = read(nothing)
        assert found.report.read == 0
        assert len(found.evidence) == 0
        assert found.evidence.days is None
    assert lp.rollup(read([]), metrics=lp.catalogue("kirkpatrick.behaviour")).accounting.given == 0


def test_50_a_moment_at_midnight_is_a_day_and_other_moments_are_none() -> None:
    moments = [datetime(2026, 6, 30)] * 9 + [datetime(2026, 6, 30, 9)]  # noqa: DTZ001 - moments without a zone
    rejected = read(pa.table({**ROWS, "on": moments, "score": [4.0] * 10})).report.rejected
    assert [(one.row, one.field, one.rule) for one in rejected] == [(10, "on", "is a moment, not a day")]


def test_days_that_the_calendar_has_not_are_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "evaluations.parquet"
    pq.write_table(pa.table({**ROWS, "on": pa.array([1] * 9 + [None], pa.int32()).cast(pa.date32())}), path)
    rejected = read(path).report.rejected
    assert [(one.row, one.field, one.rule) for one in rejected if one.field == "on"] == [(11, "on", "is missing")]


@pytest.mark.parametrize("content", [b"", b"id\nx\n"])
def test_50_what_is_not_parquet_is_an_error_that_names_it(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "evaluations.parquet"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"cannot read .*evaluations.parquet"):
        read(path)


@pytest.mark.parametrize("begin", [4, 60])
def test_50_a_file_damaged_inside_is_an_error_that_names_it(tmp_path: Path, begin: int) -> None:
    path = tmp_path / "evaluations.parquet"
    pq.write_table(pa.table(ROWS), path, compression=None)
    whole = path.read_bytes()
    path.write_bytes(whole[:begin] + b"\xff" * 300 + whole[begin + 300 :])
    with pytest.raises(InputError, match=r"cannot read .*evaluations.parquet"):
        read(path)


def test_50_a_column_damaged_inside_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "evaluations.parquet"
    pq.write_table(pa.table(ROWS), path, compression=None)
    whole = path.read_bytes()
    column = pq.ParquetFile(path).metadata.row_group(0).column(list(ROWS).index("score"))
    begin = column.dictionary_page_offset
    path.write_bytes(whole[:begin] + b"\xff" * 30 + whole[begin + 30 :])
    with pytest.raises(InputError, match=r"cannot read .*evaluations.parquet"):
        read(path)


def test_52_a_cell_that_unfolds_beyond_the_limit_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "evaluations.parquet"
    for name in ("learner", "rater"):
        long = pa.array(["x" * (parquet_file.LONGEST_CELL + 1)] * 10).dictionary_encode()
        pq.write_table(pa.table({**ROWS, name: long}), path)
        with pytest.raises(InputError, match=f"a cell of '{name}' has 1048577 bytes; the limit is 1048576"):
            read(path)


def test_paths_must_be_of_parquet_files_that_are_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"tables of any size are Parquet files"):
        read(tmp_path / "evaluations.csv")
    with pytest.raises(InputError, match=r"cannot read .*none.parquet"):
        read(tmp_path / "none.parquet")


def test_what_is_no_table_is_an_error() -> None:
    for wrong in (7, [7], {"id": ["e1"]}):
        with pytest.raises(InputError, match=r"table evaluations: (int|dict) is no table; give a frame"):
            read(wrong)


def test_a_column_that_mixes_types_is_read_cell_by_cell() -> None:
    cells: dict[str, list[Any]] = {
        "id": ["e0", "e1", 12, *ROWS["id"][3:]],
        "learner": ["ani", 7, *ROWS["learner"][2:]],
        "score": [[4], "4", 4.0, None, *ROWS["score"][4:]],
        "activity": ["7", 7] * 5,
    }
    mixed = {name: pd.Series(several, dtype=object) for name, several in cells.items()}
    found = read(pd.DataFrame({**ROWS, **mixed}))
    assert [(one.row, one.field, one.rule) for one in found.report.rejected] == [
        (1, "score", "is a list"),
        (8, "score", "is outside the scale 1..5 by 1"),
    ]
    activities = {one.activity for one in found.evidence.records() if isinstance(one, lp.Evaluation)}
    assert ("12" in found.evidence.records().records, activities) == (True, {"7"})


def test_a_header_that_lacks_a_column_or_has_one_twice_is_an_error() -> None:
    with pytest.raises(InputError, match=r"table evaluations: the column 'level' is missing; it has id, on"):
        read(pl.DataFrame(ROWS).drop("level"))
    with pytest.raises(InputError, match=r"table evaluations: the column 'Level' must be written 'level'"):
        read(pl.DataFrame(ROWS).rename({"level": "Level"}))
    twice = pa.Table.from_arrays([pa.array(["e1"])] * 2, names=["id", "id"])
    with pytest.raises(InputError, match=r"table evaluations: a column is there twice; .*'id' 2 times"):
        read(twice)


def test_a_table_that_does_not_exist_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="unknown table 'evaluation'; nearest: evaluations"):
        read([], evaluation=[])
    with pytest.raises(InvalidValue, match="'units' is no table of evidence"):
        read([], units=[])


def test_without_pyarrow_reading_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtra, match=r"reading tables of any size needs.*learnperf\[files\]"):
        read(pl.DataFrame(ROWS))


def test_progress_is_told_chunk_by_chunk() -> None:
    told: list[tuple[str, int, int | None]] = []
    tables(ORGANIZATION, progress=lambda *words: told.append(words), evaluations=pl.DataFrame(ROWS))
    assert ("evaluations", 10, None) in told


def test_the_day_it_is_decides_what_is_in_the_future() -> None:
    later = pl.DataFrame(ROWS).with_columns(on=pl.lit(date(9999, 12, 31)))
    given: dict[str, Any] = {"evaluations": later}
    messages = [one.message for one in tables(ORGANIZATION, **given).report.warnings]
    assert messages[0].startswith("8 rows are dated after today, ")


def test_50_ids_that_are_whole_numbers_read_as_text_however_they_are_kept() -> None:
    organization = lp.Organization.of(
        units=[lp.Unit("MOF")],
        learners=[lp.Learner("7"), lp.Learner("8")],
        ties=[lp.Placement("7", "MOF"), lp.Placement("8", "MOF")],
    )
    learner = pa.array([7, 8, 7, 9])
    for one in (learner, learner.dictionary_encode()):
        table = pa.table(
            {
                "id": ["e1", "e2", "e3", "e4"],
                "on": [date(2026, 6, 30)] * 4,
                "learner": one,
                "level": ["behaviour"] * 4,
                "score": [3, 4, 5, 1],
            }
        )
        data = tables(organization, evaluations=table)
        assert lp.rollup(data, metrics=lp.catalogue("kirkpatrick.behaviour"))["7", "kirkpatrick.behaviour"].value == 4
        assert [(one.row, one.field) for one in data.report.rejected] == [(4, "learner")]
