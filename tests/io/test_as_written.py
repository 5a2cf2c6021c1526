"""Reports show values as they were written, and say nothing of files that are nobody's table."""

from pathlib import Path

import pytest

import learnperf as lp

UNITS = "id\nMOF\n"
EVALUATIONS = "id,on,learner,level,score\ne1,2026-01-01,ani,3,{}\n"


@pytest.mark.parametrize("score", ["3.5", "7/2", "6.0", "99"])
def test_a_score_off_its_scale_is_shown_as_written(tmp_path: Path, score: str) -> None:
    (tmp_path / "units.csv").write_text(UNITS, encoding="utf-8")
    (tmp_path / "learners.csv").write_text("id\nani\n", encoding="utf-8")
    (tmp_path / "evaluations.csv").write_text(EVALUATIONS.format(score), encoding="utf-8")
    assert [one.value for one in lp.load(tmp_path).report.rejected] == [score]


@pytest.mark.parametrize(("name", "warned"), [("README.txt", False), ("readme.csv", False), ("unit.csv", True)])
def test_a_readme_is_not_taken_for_a_table(tmp_path: Path, name: str, *, warned: bool) -> None:
    (tmp_path / "units.csv").write_text(UNITS, encoding="utf-8")
    (tmp_path / name).write_text("anything", encoding="utf-8")
    assert bool(lp.load(tmp_path).report.warnings) is warned
