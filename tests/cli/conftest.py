"""A small organization in files, and the command run in this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from learnperf.cli.running import run

UNITS = "id,name\nMOF,Ministry\nDJP,Taxes\n"
LEARNERS = "id,name\nani,Ani\nbudi,Budi\n"
REPORTING = "unit,parent\nDJP,MOF\n"
PLACEMENTS = "learner,unit\nani,DJP\nbudi,DJP\n"
EVALUATIONS = "id,on,learner,level,score\ne1,2026-03-01,ani,3,4\ne2,2026-03-02,budi,3,5\ne3,2026-03-03,budi,3,9\n"


Command = Callable[..., CompletedProcess[str]]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the command with arguments in this process."""

    def ran(*arguments: str | Path) -> CompletedProcess[str]:
        given = [str(one) for one in arguments]
        code = run(given)
        captured = capsys.readouterr()
        return CompletedProcess(given, code, captured.out, captured.err)

    return ran


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder of tables with one bad row: a score off its scale."""
    target = tmp_path / "data"
    target.mkdir()
    tables = {
        "units": UNITS,
        "learners": LEARNERS,
        "reporting": REPORTING,
        "placements": PLACEMENTS,
        "evaluations": EVALUATIONS,
    }
    for name, text in tables.items():
        (target / f"{name}.csv").write_text(text, encoding="utf-8")
    return target
