"""Each command does what it says, counts add up, and files are whole or not there."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

import learnperf as lp
from learnperf.metrics.registry import register, unregister

Command = Callable[..., CompletedProcess[str]]


def test_check_says_what_became_of_every_row(command: Command, folder: Path) -> None:
    ran = command("check", folder)
    assert ran.returncode == 0
    assert "evaluations.csv: 3 read = 2 kept + 1 rejected" in ran.stdout
    assert "total: 10 read = 9 kept + 1 rejected" in ran.stdout
    assert "set aside: evaluations.csv row 4: score: '9' is outside the scale" in ran.stdout


def test_strict_exits_with_1_where_rows_were_set_aside(command: Command, folder: Path) -> None:
    assert command("check", folder, "--strict").returncode == 1
    assert command("report", folder, "--strict", "--out", folder / "out" / "page.html").returncode == 1
    assert (folder / "out" / "page.html").exists()


def test_strict_exits_with_0_where_none_was(command: Command, folder: Path) -> None:
    (folder / "evaluations.csv").unlink()
    assert command("check", folder, "--strict").returncode == 0


def test_quiet_says_problems_only(command: Command, folder: Path) -> None:
    ran = command("check", folder, "--quiet")
    assert ran.stdout.splitlines() == [line for line in ran.stdout.splitlines() if line.startswith("set aside: ")]
    assert command("report", folder, "-q", "--out", folder / "page.html").stdout == ""


def test_check_shows_the_first_rows_set_aside_and_writes_all(command: Command, folder: Path, tmp_path: Path) -> None:
    rows = "".join(f"x{place},2026-03-01,ani,3,77\n" for place in range(60))
    (folder / "evaluations.csv").write_text("id,on,learner,level,score\n" + rows, encoding="utf-8")
    ran = command("check", folder, "--rejects", tmp_path / "rejects.csv")
    assert ran.stdout.count("set aside: ") == 50
    assert "... and 10 more: --rejects FILE.csv writes them all" in ran.stdout
    with (tmp_path / "rejects.csv").open(encoding="utf-8", newline="") as file:
        written = list(csv.DictReader(file))
    assert len(written) == 60
    assert written[0]["file"] == "evaluations.csv"
    assert written[0]["value"] == "77"


def test_rejects_cannot_run_as_formulas(command: Command, folder: Path, tmp_path: Path) -> None:
    (folder / "evaluations.csv").write_text("id,on,learner,level,score\ne1,2026-03-01,ani,3,=1+1\n", encoding="utf-8")
    command("check", folder, "--rejects", tmp_path / "rejects.csv")
    with (tmp_path / "rejects.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.DictReader(file))["value"] == "'=1+1"


def test_report_writes_a_page_and_its_readings(command: Command, folder: Path, tmp_path: Path) -> None:
    page = tmp_path / "new" / "folder" / "page.html"
    ran = command("report", folder, "--out", page, "--title", "Taxes", "--language", "id")
    assert ran.returncode == 0
    assert "evidence: 2 given = 2 placed + 0 unattached + 0 outside the period" in ran.stdout
    assert [f"written: {page.with_name(name)}" in ran.stdout for name in ("page.html", "readings.csv")] == [True, True]
    assert "Taxes" in page.read_text(encoding="utf-8")


def test_report_asks_the_question_given(command: Command, folder: Path, tmp_path: Path) -> None:
    options = ["--counting", "fractional", "--by", "month", "--since", "2026-03-01", "--until", "2026-05-01"]
    chosen = ["--metric", "kirkpatrick.behaviour", "--metric", "roster", "--structure", "2026-03-15"]
    command("report", folder, "--out", tmp_path / "page.html", *options, *chosen)
    with (tmp_path / "readings.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["metric"].split(".")[0] for row in rows} == {"kirkpatrick", "roster"}
    assert {row["period"] for row in rows} == {"2026-03", "2026-04"}
    assert {(row["counting"], row["structure"]) for row in rows} == {("fractional", "as_is 2026-03-15")}


def test_report_reads_what_people_ask_first_and_everything_if_asked(
    command: Command, folder: Path, tmp_path: Path
) -> None:
    def read(*options: str) -> set[str]:
        command("report", folder, "--out", tmp_path / "page.html", *options)
        with (tmp_path / "readings.csv").open(encoding="utf-8", newline="") as file:
            return {row["metric"] for row in csv.DictReader(file)}

    assert read() == {metric.name for metric in lp.headlines()}
    assert read("--metric", "all") == {metric.name for metric in lp.catalogue()}


def test_report_cuts_what_has_the_column(command: Command, folder: Path, tmp_path: Path) -> None:
    command("report", folder, "--out", tmp_path / "page.html", "--metric", "kirkpatrick.behaviour", "--cut", "rater")
    with (tmp_path / "readings.csv").open(encoding="utf-8", newline="") as file:
        found = {row["metric"] for row in csv.DictReader(file)}
    assert {"kirkpatrick.behaviour", "kirkpatrick.behaviour.by_rater.supervisor"} <= found


def test_demo_writes_reads_and_reports(command: Command, tmp_path: Path) -> None:
    ran = command("demo", "--into", tmp_path / "demo", "--learners", "200")
    assert ran.returncode == 0
    assert (tmp_path / "demo" / "report" / "report.html").stat().st_size > 1_000_000
    data = lp.load(tmp_path / "demo")
    read, people = data.report, lp.rollup(data, by="year")["MOF", "roster.learners", "2025"]
    assert f"total: {read.read} read = {read.kept} kept + {read.rejected_count} rejected" in ran.stdout
    assert f"MOF 2025: People: {people.value:g} people (n={people.n}, people={people.heads})" in ran.stdout
    again = command("demo", "--into", tmp_path / "demo", "--learners", "200", "--quiet")
    assert (again.returncode, again.stdout) == (0, "")


def test_demo_leaves_a_folder_that_is_not_its_own(command: Command, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    ran = command("demo", "--into", tmp_path)
    assert ran.returncode == 2
    assert "holds other files" in ran.stderr
    assert [one.name for one in tmp_path.iterdir()] == ["mine.txt"]


def test_metrics_lists_the_catalogue(command: Command) -> None:
    lines = command("metrics").stdout.splitlines()
    assert len(lines) == 1 + len(lp.catalogue())
    assert lines[0].split()[:2] == ["name", "label"]
    assert any(line.startswith("kirkpatrick.behaviour ") and line.endswith("learnperf") for line in lines)


def test_metrics_tells_everything_about_one(command: Command) -> None:
    out = command("metrics", "career.linked_moves").stdout
    assert f"label (id): {lp.catalogue('career.linked_moves')[0].label[1]}" in out
    assert "bounds:     0 to 1" in out
    assert "read at:    learner, team, unit" in out
    assert "kind:       algebraic" in out


def test_metrics_tells_what_a_metric_is_made_of(command: Command) -> None:
    out = command("metrics", "innovation.innovator_rate").stdout
    assert "made of:    innovation.innovators, roster.learners" in out


def test_metrics_tells_of_which_type_a_measure_of_learning_is_and_of_what_is_none_nothing(command: Command) -> None:
    for name, kind in (("measure.reach", "efficiency"), ("phillips.roi", "effectiveness")):
        assert re.search(rf"^measure of: +{kind}$", command("metrics", name).stdout, re.MULTILINE)
    assert json.loads(command("metrics", "kirkpatrick.results", "--json").stdout)[0]["measure of"] == "outcome"
    assert "measure of" not in command("metrics", "career.linked_moves").stdout


def test_metrics_as_json_for_programs(command: Command) -> None:
    found = json.loads(command("metrics", "correction", "--json").stdout)
    assert [one["name"] for one in found] == [one.name for one in lp.catalogue("correction")]


def test_metrics_by_row_names_what_serves_each_row_and_the_test_that_shows_it(command: Command) -> None:
    lines = command("metrics", "--by-row").stdout.splitlines()
    at = lines.index("T1    teams complete the tasks or projects given to them")
    assert lines[at + 1].startswith("      metrics: assignment.")
    assert any(line.startswith("      shown by: tests/domain/test_team.py::") for line in lines[at : at + 9])
    rows = json.loads(command("metrics", "assignment", "--by-row", "--json").stdout)
    assert [one["row"] for one in rows if one["metrics"]] == ["T1"]


def test_metrics_of_a_row_or_a_level(command: Command) -> None:
    rows = json.loads(command("metrics", "--row", "O4", "--json").stdout)
    assert [one["name"] for one in rows] == [one.name for one in lp.catalogue(row="O4")]
    rows = json.loads(command("metrics", "--level", "team", "--json").stdout)
    assert [one["name"] for one in rows] == [one.name for one in lp.catalogue(level="team")]


def test_a_metric_registered_here_is_listed(command: Command) -> None:
    mine = lp.Metric(
        "mine.ideas", label="My ideas", unit="ideas", evidence=lp.Innovation, state=lp.Count, lift={"count": 1}
    )
    register(mine)
    try:
        assert "mine.ideas" in command("metrics").stdout
    finally:
        unregister("mine.ideas")


def test_schema_prints_the_tables(command: Command, tmp_path: Path) -> None:
    printed = json.loads(command("schema").stdout)
    assert printed == lp.data_package()
    assert command("schema", "--out", tmp_path / "datapackage.json").stdout == ""
    assert json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8")) == printed


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["check", "nowhere"], "cannot read the folder nowhere: there is no such folder"),
        (["metrics", "--row", "T9"], "unknown row 'T9'; nearest: T"),
        (["metrics", "--level", "teams"], "unknown level 'teams'; nearest: team"),
        (["metrics", "kirkpatric"], "unknown metric 'kirkpatric'; nearest: kirkpatrick"),
        (["report", "nowhere", "--metric", "innovatoin"], "unknown metric 'innovatoin'; nearest: innovation"),
        (["report", "nowhere", "--since", "31/01/2026"], "'31/01/2026' is not a date such as 2026-01-31"),
        (["report", "nowhere", "--structure", "as_it_was"], "'as_it_was' is neither as_was nor as_is nor a date"),
        (["report", "nowhere", "--counting", "half"], "'half' is not one of 'full', 'fractional', 'primary'"),
        (["repotr"], "No such command 'repotr'"),
        (["demo", "--learners", "3"], "3 is not in the range x>=200"),
    ],
)
def test_what_cannot_run_exits_with_2_and_a_sentence(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], sentence: str
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = command(*arguments)
    assert ran.returncode == 2
    assert sentence in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_target_that_cannot_be_written_is_known_before_the_work(command: Command, folder: Path) -> None:
    (folder / "file").write_text("not a folder", encoding="utf-8")
    ran = command("report", folder, "--out", folder / "file" / "report.html")
    assert ran.returncode == 2
    assert "cannot make the folder" in ran.stderr


def test_a_plug_in_that_fails_is_named_and_the_rest_works(command: Command, tmp_path: Path, folder: Path) -> None:
    installed = tmp_path / "learnperf_broken-1.0.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Name: learnperf-broken\nVersion: 1.0\n", encoding="utf-8")
    (installed / "entry_points.txt").write_text("[learnperf.metrics]\nbroken = no_such_module:m\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(tmp_path))
        listed = command("metrics", "career.moves")
        reported = command("report", folder, "--out", tmp_path / "page.html", "--metric", "roster")
    for ran in (listed, reported):
        assert ran.returncode == 0
        assert "warning: metrics plug-in 'broken' of learnperf-broken cannot be loaded" in ran.stderr


@pytest.mark.parametrize(
    ("word", "shown"), [("AS_IS", "as_is "), ("as_was", "as_was"), ("2026-03-15", "as_is 2026-03")]
)
def test_a_structure_is_named_in_any_case(
    command: Command, folder: Path, tmp_path: Path, word: str, shown: str
) -> None:
    command("report", folder, "--out", tmp_path / "page.html", "--metric", "roster", "--structure", word)
    with (tmp_path / "readings.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.DictReader(file))["structure"].startswith(shown)


def test_a_metric_of_an_installed_package_is_listed_and_reported(
    command: Command, folder: Path, tmp_path: Path, installed_plugin: Path
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(installed_plugin))
        listed = command("metrics", "service")
        command("report", folder, "--out", tmp_path / "page.html", "--metric", "service")
    assert "name:       service.new" in listed.stdout
    assert "service.new" in (tmp_path / "page.html").read_text(encoding="utf-8")
    with (tmp_path / "readings.csv").open(encoding="utf-8", newline="") as file:
        assert {row["metric"] for row in csv.DictReader(file)} == {"service.new"}
