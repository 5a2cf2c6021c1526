"""Whatever happens, the command ends with a sentence and an exit code."""

from __future__ import annotations

import builtins
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import learnperf as lp
from learnperf import cli
from learnperf.cli import progress
from learnperf.errors import MissingExtra

Command = Callable[..., subprocess.CompletedProcess[str]]
COMMAND = [sys.executable, "-c", "from learnperf.cli import main; main()"]


def test_version_is_the_packages(command: Command) -> None:
    ran = command("--version")
    assert (ran.returncode, ran.stdout) == (0, f"learnperf, version {lp.__version__}\n")


def test_help_names_the_commands(command: Command) -> None:
    out = command("--help").stdout
    assert all(f"\n  {name} " in out for name in ("check", "demo", "metrics", "report", "schema"))


def test_the_help_of_a_command_shows_words_as_they_are_typed(command: Command) -> None:
    assert "--structure as_was|as_is|YYYY-MM-DD" in command("report", "--help").stdout


def test_an_interrupt_from_outside_leaves_nothing_half_written(tmp_path: Path) -> None:
    with subprocess.Popen(  # noqa: S603 -- our own command
        [*COMMAND, "demo", "--into", "demo"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        while not (tmp_path / "demo").exists():
            time.sleep(0.02)
        running.send_signal(signal.SIGINT)
        _, error = running.communicate(timeout=60)
    assert running.returncode == 130
    assert b"Traceback" not in error
    assert not [one for one in tmp_path.rglob("*") if one.name.endswith(".tmp")]


def test_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    ran = subprocess.run(  # noqa: S603 -- our own command
        [*COMMAND, "metrics"], stdout=write_end, stderr=subprocess.PIPE, cwd=tmp_path, check=False
    )
    os.close(write_end)
    assert ran.stderr == b""


def test_a_terminal_without_unicode_gets_escapes(tmp_path: Path, folder: Path) -> None:
    (folder / "evaluations.csv").write_text("id,on,learner,level,score\ne1,2026-03-01,ani,3,Ω\n", encoding="utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1:strict"}
    ran = subprocess.run(  # noqa: S603 -- our own command
        [*COMMAND, "check", folder], capture_output=True, cwd=tmp_path, env=environment, check=False
    )
    assert ran.returncode == 0
    assert b"\\u03a9" in ran.stdout


def test_an_unexpected_error_is_one_line_and_debug_shows_where(
    command: Command, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr(lp, "load", broken)
    ran = command("check", folder)
    assert (ran.returncode, ran.stderr) == (
        2,
        "error: unexpected ZeroDivisionError: by nothing (--debug shows where)\n",
    )
    debugged = command("--debug", "check", folder)
    assert debugged.returncode == 2
    assert "Traceback" in debugged.stderr


def test_a_stream_that_cannot_be_set_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stream:
        written = ""

        def write(self, text: str) -> int:
            self.written += text
            return len(text)

        def flush(self) -> None:
            """Nothing is held back."""

    stream = Stream()
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setattr(sys, "argv", ["learnperf", "--version"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 0
    assert stream.written.startswith("learnperf, version")


@pytest.mark.parametrize(("module", "sentence"), [("click", "pip install 'learnperf[cli]'")])
def test_a_missing_extra_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch, module: str, sentence: str) -> None:
    _hide(monkeypatch, module)
    for name in [one for one in sys.modules if one.startswith("learnperf.cli.")]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert sentence in str(ended.value.code)


def test_a_missing_report_extra_is_said_in_one_line(
    command: Command, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    def missing(*_: object, **__: object) -> None:
        raise MissingExtra("the report", "report")

    monkeypatch.setattr("learnperf.report.write_report", missing)
    ran = command("report", folder, "--out", folder / "page.html")
    assert (ran.returncode, ran.stderr) == (
        2,
        "error: the report needs an optional dependency: pip install 'learnperf[report]'\n",
    )
    assert not (folder / "page.html").exists()


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have somebody watch."""
    monkeypatch.setattr(progress, "somebody_watches", lambda: True)
    monkeypatch.setenv("TERM", "xterm")


@pytest.mark.usefixtures("terminal")
def test_progress_is_shown_on_a_terminal_and_gone_afterwards(capsys: pytest.CaptureFixture[str]) -> None:
    with progress.progress_bar(quiet=False) as show:
        show("reading evaluations", 3, 10)
    captured = capsys.readouterr()
    assert "3/10" in captured.err
    assert captured.out == ""


@pytest.mark.usefixtures("terminal")
def test_quiet_shows_no_progress(capsys: pytest.CaptureFixture[str]) -> None:
    with progress.progress_bar(quiet=True) as show:
        show("reading evaluations", 3, 10)
    assert capsys.readouterr() == ("", "")


def _hide(monkeypatch: pytest.MonkeyPatch, module: str) -> None:
    """Make a module look as if it were not installed."""
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:  # noqa: ANN401 -- the signature of __import__
        if name.split(".", maxsplit=1)[0] == module:
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
