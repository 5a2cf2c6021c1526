from pathlib import Path

import pytest

import learnperf as lp
from learnperf.errors import InvalidValue, OutputError
from learnperf.report import ReadReport, write_report

_NAMES = ["readings.csv", "readings.parquet", "report.html"]


def test_three_files_are_written_and_nothing_else(result: lp.Rollup, read: ReadReport, tmp_path: Path) -> None:
    written = write_report(result, tmp_path / "report.html", read=read, title="Ours", language="id")
    assert sorted(path.name for path in written) == sorted(path.name for path in tmp_path.iterdir()) == _NAMES
    assert "<h1>Ours</h1>" in written[0].read_text(encoding="utf-8")


def test_two_reports_of_one_result_are_the_same_to_the_byte(result: lp.Rollup, tmp_path: Path) -> None:
    first = [path.read_bytes() for path in write_report(result, tmp_path / "report.html")]
    second = [path.read_bytes() for path in write_report(result, tmp_path / "report.html")]
    assert first == second


def test_a_failure_leaves_what_was_there(result: lp.Rollup, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_report(result, tmp_path / "report.html", title="Before")
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("learnperf.report.writing.write_parquet", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_report(result, tmp_path / "report.html", title="After")
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_folder_that_does_not_exist_is_named(result: lp.Rollup, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="nowhere"):
        write_report(result, tmp_path / "nowhere" / "report.html")


def test_a_page_cannot_take_the_name_of_the_readings(result: lp.Rollup, tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match="readings take"):
        write_report(result, tmp_path / "readings.csv")


def test_a_name_with_half_a_character_is_written(tmp_path: Path) -> None:
    organization = lp.Organization.of(units=[lp.Unit("MOF", "half \ud800")], ties=[])
    result = lp.rollup(organization, metrics=lp.catalogue("innovation.count"))
    html = write_report(result, tmp_path / "report.html")[0].read_text(encoding="utf-8")
    assert "<h1>half ?</h1>" in html
