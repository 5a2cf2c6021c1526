"""No cell of any CSV file that learnperf writes is run by a spreadsheet."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

import learnperf as lp
from learnperf.cli.running import run
from learnperf.report import write_report

STARTS = ("=", "+", "-", "@", "\t", "\r")
# no id begins with a tab or a return, which are control characters; texts may
IDS = [f"{start}cmd|'/c calc'!A{place}" for place, start in enumerate("=+-@")]
TEXTS = [f"{start}1+1" for start in STARTS]


def _cells(path: Path) -> list[str]:
    """Give every cell as a spreadsheet takes it, where it has none of its own numbers."""
    with path.open(encoding="utf-8", newline="") as file:
        return [cell for row in csv.reader(file) for cell in row]


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _run_by_a_spreadsheet(folder: Path) -> list[tuple[str, str]]:
    """Give the cells of a folder that a spreadsheet would run; a negative number is a number."""
    found = [(path.name, cell) for path in sorted(folder.rglob("*.csv")) for cell in _cells(path)]
    return [one for one in found if one[1].startswith(STARTS) and not _is_number(one[1])]


def _organization() -> tuple[lp.Organization, lp.Evidence]:
    """Hostile in every text that people choose: ids, names, activities, attributes, notes."""
    units = [lp.Unit("MOF"), *(lp.Unit(f"{one}u", text) for one, text in zip(IDS, TEXTS, strict=False))]
    learners = [
        lp.Learner(f"{one}p", text, attributes={"generation": text}) for one, text in zip(IDS, TEXTS, strict=False)
    ]
    organization = lp.Organization.of(
        units=units,
        learners=learners,
        ties=[
            *(lp.Reporting(one.id, "MOF") for one in units[1:]),
            *(lp.Placement(one.id, "MOF", position="=1+1") for one in learners),
        ],
        positions=[lp.Position("=1+1", "=1+1")],
    )
    evidence = lp.Evidence.of(
        lp.Evaluation(f"{one.id}e", learner=one.id, level=lp.Level.BEHAVIOUR, score=4, activity="=1+1", on=_DAY)
        for one in learners
    )
    return organization, evidence


def test_tables_that_are_saved_hold_no_formula_and_read_back_the_same(tmp_path: Path) -> None:
    organization, evidence = _organization()
    written = lp.save(organization, evidence, tmp_path)
    assert any(cell.startswith("'=") for path in written for cell in _cells(path))
    assert _run_by_a_spreadsheet(tmp_path) == []
    again = lp.load(tmp_path)
    assert (again.organization.learners, again.organization.units) == (organization.learners, organization.units)
    assert again.evidence.records == evidence.records


@pytest.mark.parametrize("start", STARTS[:4])
def test_readings_hold_no_formula_in_ids_names_metrics_and_labels_of_periods(tmp_path: Path, start: str) -> None:
    organization, evidence = _organization()
    metric = lp.Metric(
        "mine.own",
        label=(f"{start}1+1", "x"),
        unit=f"{start}1",
        evidence=lp.Evaluation,
        state=lp.Count,
        lift={"count": 1},
    )
    periods = [lp.Period(f"{start}1+1", date(2026, 1, 1), date(2027, 1, 1))]
    write_report(lp.rollup(organization, evidence, [metric], by=periods), tmp_path / "report.html")
    assert f"'{start}1+1" in _cells(tmp_path / "readings.csv")
    assert _run_by_a_spreadsheet(tmp_path) == []


def test_rows_set_aside_hold_no_formula_in_values_fields_and_hints(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "units.csv").write_text("id,name\nMOF,Ministry\n", "utf-8")
    rows = "".join(f'"{text}",2026-01-01,ani,3,"{text}"\n' for text in [*IDS, *TEXTS])
    (folder / "evaluations.csv").write_text(f"id,on,learner,level,score\n{rows}", "utf-8")
    out = tmp_path / "out"
    out.mkdir()
    assert run(["check", str(folder), "--rejects", str(out / "rejects.csv")]) == 0
    capsys.readouterr()
    assert any(cell.startswith("'=") for cell in _cells(out / "rejects.csv"))
    assert _run_by_a_spreadsheet(out) == []


_DAY = date(2026, 3, 1)
