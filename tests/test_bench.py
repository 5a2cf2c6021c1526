"""The benchmark runs: everyone comes to the same answer, and the figures that the page speaks of are there."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "performance.md"
CONTESTANTS = ("ours", "engine", "polars", "duckdb", "floor", "catalogue")
COMMAND = re.compile(r"<!-- begin (.*?) -->\n(.*?)<!-- end \1 -->", re.DOTALL)


def _run(*words: str) -> str:
    command = [sys.executable, "-m", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 -- our own module
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_all_contestants_agree_and_every_promised_figure_is_printed() -> None:
    """A disagreement ends the benchmark with an error, so figures mean that the readings were the same."""
    pytest.importorskip("polars")
    pytest.importorskip("duckdb")
    figures: dict[str, Any] = json.loads(_run("bench.rollup", "--learners", "500", "--runs", "1", "--json"))
    # 500 // 27 units and 500 // 10 teams
    assert (figures["learners"], figures["nodes"], figures["runs"]) == (500, 68, 1)
    assert (figures["evaluations"], figures["readings"]) == (5_000, 4 * (500 + 68))
    for name in CONTESTANTS:
        assert figures[f"{name}_s"] > 0, name
        assert figures[f"{name}_peak_bytes"] > 0, name
        assert figures[f"{name}_beyond_bytes"] >= 0, name
    for name in ("polars", "duckdb", "floor"):
        assert figures[f"{name}_over_engine"] == figures[f"{name}_s"] / figures["engine_s"]
    assert figures["best_over_engine"] == min(figures["polars_over_engine"], figures["duckdb_over_engine"])
    assert figures["engine_over_floor"] == figures["engine_s"] / figures["floor_s"]


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
    assert set(tables) == {"bench.rollup --learners 10000", "bench.rollup --learners 100000", "bench.shapes"}
    for command, table in tables.items():
        assert f"python -m {command}" in text
        assert table.count("\n| ") > 3
        assert "Measured on " in table
