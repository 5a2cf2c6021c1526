"""The benchmark runs: everyone comes to the same answer, and the figures that the page speaks of are there."""

from __future__ import annotations

import importlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from learnperf.rollup.graph import Graph

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "performance.md"
CONTESTANTS = ("ours", "polars", "duckdb", "pandas", "scipy", "floor", "from_records", "catalogue")
COMMAND = re.compile(r"<!-- begin (.*?) -->\n(.*?)<!-- end \1 -->", re.DOTALL)


@pytest.fixture(autouse=True)
def _at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """The benchmark is a folder of scripts beside the package, and is not installed."""
    monkeypatch.syspath_prepend(str(ROOT))


def _run(*words: str) -> str:
    command = [sys.executable, "-m", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 -- our own module
    assert done.returncode == 0, done.stderr
    return done.stdout


def _of_bench(name: str) -> Any:  # noqa: ANN401 -- a module that only a run from the root can import
    return importlib.import_module(f"bench.{name}")


def test_records_are_what_the_arrays_say() -> None:
    """Who starts from tables and who starts from records is timed on one organization."""
    made = _of_bench("generate").generate(300)
    organization, evidence = _of_bench("records").records(made)
    graph, encoded = Graph.of(organization), _of_bench("encoded").Encoded.of(made).graph()
    assert graph.ids == encoded.ids
    for name in ("kinds", "rank"):
        assert np.array_equal(getattr(graph, name), getattr(encoded, name)), name
    for ties in ("structure", "belonging"):
        for name in ("child", "parent", "since", "until", "share", "primary", "placement"):
            assert np.array_equal(getattr(getattr(graph, ties), name), getattr(getattr(encoded, ties), name)), name
    # 300 // 20 innovations and 300 // 10 moves beside ten evaluations each
    assert len(evidence) == 3_000 + 15 + 30


def test_all_contestants_agree_and_every_promised_figure_is_printed() -> None:
    """A disagreement ends the benchmark with an error, so figures mean that the readings were the same."""
    for name in ("polars", "duckdb", "pandas"):
        pytest.importorskip(name)
    figures: dict[str, Any] = json.loads(
        _run("bench.rollup", "--learners", "500", "--runs", "1", "--records", "--json")
    )
    # 500 // 27 units and 500 // 10 teams
    assert (figures["learners"], figures["nodes"], figures["runs"]) == (500, 68, 1)
    assert (figures["evaluations"], figures["readings"]) == (5_000, 4 * (500 + 68))
    # learner and day in 32 bits, level and steps in 8
    assert figures["input_bytes"] > 5_000 * (4 + 4 + 1 + 1)
    for name in CONTESTANTS:
        assert figures[f"{name}_s"] > 0, name
        assert figures[f"{name}_peak_bytes"] > 0, name
        assert figures[f"{name}_beyond_bytes"] >= 0, name
    for name in CONTESTANTS[1:]:
        assert figures[f"{name}_over_ours"] == figures[f"{name}_s"] / figures["ours_s"]
    assert figures["best_over_ours"] == min(figures["polars_over_ours"], figures["duckdb_over_ours"])
    assert figures["ours_over_floor"] == figures["ours_s"] / figures["floor_s"]


def test_from_files_everyone_agrees_too() -> None:
    """Polars and DuckDB read the file twice: trusting it, and looking for what learnperf would refuse."""
    for name in ("polars", "duckdb", "pyarrow"):
        pytest.importorskip(name)
    figures: dict[str, Any] = json.loads(_run("bench.parquet", "--learners", "300", "--runs", "1", "--json"))
    assert (figures["learners"], figures["evaluations"]) == (300, 3_000)
    for name in ("ours", "polars", "duckdb", "polars_checked", "duckdb_checked"):
        assert figures[f"{name}_s"] > 0, name
        assert figures[f"{name}_over_ours"] == figures[f"{name}_s"] / figures["ours_s"], name
    assert figures["best_s"] == min(figures["polars_s"], figures["duckdb_s"])
    assert figures["best_checked_s"] == min(figures["polars_checked_s"], figures["duckdb_checked_s"])


def test_every_figure_that_was_set_is_measured() -> None:
    """The sizes are too small for any of them to mean something."""
    for name in ("polars", "duckdb", "pandas", "pyarrow"):
        pytest.importorskip(name)
    parts = ("live", "chunks", "questions", "import")
    lines = _run("bench.figures", "--quick", "--only", *parts).splitlines()
    rows = [[cell.strip() for cell in line.split("|")] for line in lines if line.startswith("| ")]
    chosen = [row.what for row in _of_bench("figures").ROWS if row.part in parts]
    # the first two lines are the heading and the rule below it
    assert [row[1] for row in rows[2:]] == chosen
    assert all(row[4] in {"yes", "no"} for row in rows[2:])


@pytest.mark.parametrize(("what", "start"), [("spent", "tables"), ("held", "files")])
def test_time_and_memory_are_told_module_by_module(what: str, start: str) -> None:
    """Modules are named with what they say of themselves."""
    for name in ("polars", "pyarrow"):
        pytest.importorskip(name)
    figures: dict[str, float] = json.loads(_run(f"bench.{what}", "--from", start, "--learners", "2000", "--json"))
    assert any(name.startswith("`learnperf.") for name in figures)
    assert sum(figures.values()) > 0


def test_a_shape_is_measured_in_every_way_of_counting() -> None:
    """The reading at the top is compared with what it must be before a time is printed."""
    figures: dict[str, Any] = json.loads(_run("bench.shapes", "--only", "diamonds", "--json"))
    assert list(figures) == ["diamonds"]
    assert list(figures["diamonds"]) == ["full", "fractional", "primary"]
    for one in figures["diamonds"].values():
        assert one["seconds"] > 0
        assert one["peak_bytes"] > 0


def test_every_table_of_the_page_names_the_command_that_wrote_it() -> None:
    """A reader can make each figure anew; the command stands in the page as something to paste."""
    text = PAGE.read_text("utf-8")
    tables = dict(COMMAND.findall(text))
    sizes = {
        f"bench.{name} --learners {learners}" for name in ("rollup", "parquet") for learners in (100_000, 1_000_000)
    }
    profiles = {f"bench.{what} --from {start}" for what in ("spent", "held") for start in ("tables", "files")}
    assert set(tables) == {"bench.figures", "bench.rollup --learners 10000", *sizes, "bench.shapes", *profiles}
    commands = _run("bench.page", "--list")
    for command, table in tables.items():
        assert f"python -m {command} " in commands, command
        assert table.count("\n| ") > 3
        assert "Measured on " in table
