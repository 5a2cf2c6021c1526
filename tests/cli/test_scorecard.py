"""Scorecards on the command line: printed, written, and shown in the report."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

import learnperf as lp

Command = Callable[..., CompletedProcess[str]]
CARD = """
label = ["Card", "Kartu"]
[[indicator]]
metric = "kirkpatrick.behaviour"
target = 5
weight = 60
[[indicator]]
metric = "assignment.on_time"
target = 0.9
weight = 40
"""


@pytest.fixture
def card(tmp_path: Path) -> Path:
    path = tmp_path / "card.toml"
    path.write_text(CARD, encoding="utf-8")
    return path


def _island(page: Path) -> Any:  # noqa: ANN401 -- the page's own JSON
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page.read_text("utf-8"), re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def test_a_line_for_each_unit_is_printed(command: Command, folder: Path, card: Path) -> None:
    ran = command("scorecard", folder, card)
    assert ran.returncode == 0
    lines = ran.stdout.splitlines()
    assert lines[0].split() == ["Node", "Period", "Composite", "Covers"]
    assert [line.split()[-5:-1] for line in lines[1:]] == [["all", "90.0", "60.0", "%"], ["all", "90.0", "60.0", "%"]]


def test_the_whole_of_some_nodes_in_each_period_is_printed(command: Command, folder: Path, card: Path) -> None:
    options = ["--node", "MOF", "--node", "DJP", "--by", "month", "--since", "2026-03-01", "--until", "2026-05-01"]
    out = command("scorecard", folder, card, *options, "--language", "id").stdout
    assert out.count("Kartu: 90,0, mencakup 60,0 % dari bobot") == 2
    assert out.count("dikecualikan: tidak ada bukti") == 2 + 2 * 2
    assert "Ministry · MOF · unit kerja · 2026-04" in out


def test_every_indicator_is_written_and_nothing_stays_nothing(
    command: Command, folder: Path, card: Path, tmp_path: Path
) -> None:
    command("scorecard", folder, card, "--out", tmp_path / "card.csv")
    with (tmp_path / "card.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["node"], row["indicator"]) for row in rows][:2] == [
        ("DJP", "kirkpatrick.behaviour"),
        ("DJP", "assignment.on_time"),
    ]
    cells = [(row["score"], row["band"], row["missing"]) for row in rows[:2]]
    assert cells == [("90.0", "", ""), ("", "", "no evidence")]


def test_strict_and_mistakes_have_their_exit_codes(command: Command, folder: Path, card: Path) -> None:
    assert command("scorecard", folder, card, "--strict").returncode == 1
    card.write_text(CARD.replace("behaviour", "behavior"), encoding="utf-8")
    ran = command("scorecard", folder, card)
    assert ran.returncode == 2
    assert "error: 1 problem in the scorecard:" in ran.stderr
    assert "card.toml, indicator 1 (kirkpatrick.behavior): unknown metric" in ran.stderr
    assert command("scorecard", folder, folder / "none.toml").returncode == 2
    card.write_text(CARD, encoding="utf-8")
    ran = command("scorecard", folder, card, "--node", "DJPP")
    assert (ran.returncode, ran.stderr) == (2, "error: unknown node 'DJPP'; nearest: DJP\n")


def test_a_report_shows_the_scorecard_named(command: Command, folder: Path, card: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    ran = command("report", folder, "--out", page, "--scorecard", card, "--metric", "roster")
    assert ran.returncode == 0
    island = _island(page)
    assert island["scorecard"]["label"] == ["Card", "Kartu"]
    # its metrics are read although others were asked for
    assert {one["name"] for one in island["metrics"]} >= {"roster.learners", "kirkpatrick.behaviour"}


def test_a_report_shows_the_scorecard_that_lies_with_the_tables(
    command: Command, folder: Path, card: Path, tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    command("report", folder, "--out", page)
    assert _island(page)["scorecard"] is None
    card.rename(folder / "scorecard.toml")
    command("report", folder, "--out", page)
    assert _island(page)["scorecard"]["label"] == ["Card", "Kartu"]


def test_the_demo_shows_a_scorecard_for_each_unit_and_team(command: Command, tmp_path: Path) -> None:
    into = tmp_path / "demo"
    assert command("demo", "--into", into, "--learners", "200", "--quiet").returncode == 0
    island = _island(into / "report" / "report.html")
    part = island["scorecard"]
    assert part["label"] == ["Balanced scorecard", "Kartu skor berimbang"]
    assert "invented" in part["source"][0]
    assert [one["role"] for one in part["perspectives"]] == ["weighted"] * 3 + ["beside"]
    values = island["columns"][part["periods"][0]["whole"]["value"]]
    organization = lp.load(into).organization
    assert len(values) == len(organization.units) + len(organization.teams)
    top = values[island["trees"][0]["root"]]
    assert 70 < top < 110
