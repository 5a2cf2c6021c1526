"""Parquet: other types of column where they are exact, and nothing that is damaged or unfolds beyond measure."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from learnperf.errors import InputError, MissingExtra, OutputError, UnknownName
from learnperf.io import load, parquet_file, read_tables, save
from learnperf.model.evidence import CareerMove, Evaluation

from .table import Way, shows

TODAY = date(2026, 11, 24)
DAY = datetime(2026, 6, 30)  # noqa: DTZ001 - columns of moments without a zone are the point
EVALUATIONS: dict[str, Any] = {
    "id": pa.array([1, 2, 3], pa.int32()),
    "on": pa.array([DAY, DAY, datetime(2026, 6, 30, 9)], pa.timestamp("us")),  # noqa: DTZ001 - as above
    "learner": pa.array(["7", "7", "7"]),
    "level": pa.array([3.0, 4.0, 3.0]),
    "score": pa.array([4.0, None, 2.0]),
    "rater": pa.array(["peer", None, "self"]),
}


def folder_with(path: Path, table: dict[str, Any], name: str = "evaluations") -> Path:
    (path / "units.csv").write_text("id\nMOF\n")
    (path / "learners.csv").write_text("id\n7\n")
    pq.write_table(pa.table(table), path / f"{name}.parquet")
    return path


@shows(50, "int ids", "timestamp dates", "float scores", way=Way.FILES)
def test_other_types_of_column_are_read_where_they_are_exact(tmp_path: Path) -> None:
    found = load(folder_with(tmp_path, EVALUATIONS), today=TODAY)
    records = found.evidence.of_kind(Evaluation)
    assert [(one.id, one.on, one.level.value, one.score) for one in records] == [
        ("1", date(2026, 6, 30), 3, 4),
        ("2", date(2026, 6, 30), 4, None),
    ]
    assert [(one.row, one.field, one.rule) for one in found.report.rejected] == [(4, "on", "is a moment, not a day")]


def test_lists_are_read(tmp_path: Path) -> None:
    moves = {"id": ["m"], "on": [date(2026, 1, 1)], "learner": ["7"], "marks": [["promosi", "transfer"]]}
    (move,) = load(folder_with(tmp_path, moves, "career_moves"), today=TODAY).evidence.of_kind(CareerMove)
    assert len(move.marks) == 2


def test_a_file_without_rows_is_read(tmp_path: Path) -> None:
    nothing = {"id": pa.array([], pa.string()), "name": pa.array([], pa.large_string())}
    report = load(folder_with(tmp_path, nothing, "teams")).report
    assert [count.read for count in report.tables if count.table == "teams"] == [0]


@shows(50, "truncated Parquet", way=Way.FILES)
def test_a_truncated_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    folder_with(tmp_path, EVALUATIONS)
    path = tmp_path / "evaluations.parquet"
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(InputError, match=r"cannot read .*evaluations.parquet"):
        load(tmp_path)


def test_a_file_damaged_inside_is_an_error_that_names_it(tmp_path: Path) -> None:
    folder_with(tmp_path, {"id": [f"t{place}" for place in range(1_000)]}, "teams")
    path = tmp_path / "teams.parquet"
    whole = path.read_bytes()
    # the header of the first page, which is looked at when its rows are asked for
    path.write_bytes(whole[:4] + b"\xff" * 30 + whole[34:])
    with pytest.raises(InputError, match=r"cannot read .*teams.parquet: .*page header"):
        load(tmp_path)


@shows(50, "not Parquet", way=Way.FILES)
@pytest.mark.parametrize("content", [b"", b"id\nx\n"])
def test_what_is_not_parquet_is_an_error_that_names_it(tmp_path: Path, content: bytes) -> None:
    folder_with(tmp_path, EVALUATIONS)
    (tmp_path / "evaluations.parquet").write_bytes(content)
    with pytest.raises(InputError, match=r"cannot read .*evaluations.parquet"):
        load(tmp_path)


@shows(52, "file that unfolds 1000-fold", way=Way.FILES)
def test_a_cell_that_unfolds_beyond_the_limit_is_an_error(tmp_path: Path) -> None:
    long = pa.DictionaryArray.from_arrays(
        pa.array([1] * 50_000), pa.array(["a", "x" * (parquet_file.LONGEST_CELL + 1)])
    )
    folder = folder_with(tmp_path, EVALUATIONS)
    pq.write_table(pa.table({"id": [f"t{place}" for place in range(50_000)], "name": long}), folder / "teams.parquet")
    assert (folder / "teams.parquet").stat().st_size < 2_000_000
    with pytest.raises(InputError, match=r"teams.parquet: a cell of 'name' has 1048577 bytes; the limit is 1048576"):
        load(folder)


@shows(52, "file that unfolds 1000-fold", way=Way.FILES)
def test_a_group_of_rows_that_unfolds_beyond_the_limit_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet_file, "LARGEST_ROW_GROUP", 100)
    with pytest.raises(
        InputError, match=r"evaluations.parquet: a group of rows unfolds to \d+ bytes; the limit is 100"
    ):
        load(folder_with(tmp_path, EVALUATIONS))


def test_without_pyarrow_reading_and_writing_say_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder_with(tmp_path, EVALUATIONS)
    loaded = read_tables({"units": [{"id": "MOF"}]})
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtra, match=r"reading evaluations.parquet needs.*learnperf\[files\]"):
        load(tmp_path)
    with pytest.raises(MissingExtra, match=r"writing Parquet needs.*learnperf\[files\]"):
        save(loaded.organization, loaded.evidence, tmp_path / "out", format="parquet")
    assert not (tmp_path / "out").exists()


def test_an_unknown_format_is_told_with_the_nearest(tmp_path: Path) -> None:
    loaded = read_tables({"units": [{"id": "MOF"}]})
    with pytest.raises(UnknownName, match="format 'jsonlines'; nearest: jsonl"):
        save(loaded.organization, loaded.evidence, tmp_path, format="jsonlines")


def test_a_folder_with_a_mapping_is_not_written_into(tmp_path: Path) -> None:
    (tmp_path / "learnperf.toml").write_text("")
    loaded = read_tables({"units": [{"id": "MOF"}]})
    with pytest.raises(OutputError, match=r"has learnperf.toml"):
        save(loaded.organization, loaded.evidence, tmp_path)
