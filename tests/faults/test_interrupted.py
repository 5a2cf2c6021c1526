"""A command that is told to stop says so, and leaves what was there or all of what is new."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from learnperf import cli
from learnperf.cli.stopping import heed_signals

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(sys.platform == "win32", reason="processes are forked")
def test_every_command_stopped_at_any_call_says_so_and_leaves_nothing_half_written() -> None:
    command = [sys.executable, "-m", "tests.faults.interrupts", "--signals", "15"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 -- our own
    assert ran.returncode == 0, ran.stderr
    assert "0 tracebacks, mixtures or other failures" in ran.stdout


@pytest.mark.parametrize(
    ("number", "code", "words"),
    [(signal.SIGINT, 130, "interrupted"), (signal.SIGTERM, 143, "stopped"), (signal.SIGHUP, 129, "stopped")],
)
def test_a_signal_is_one_line_and_the_exit_code_that_shells_know(
    number: signal.Signals,
    code: int,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    # a shell that starts the tests in the background has the interrupt ignored
    signal.signal(number, signal.SIG_DFL)
    monkeypatch.setattr(sys, "argv", ["learnperf", "schema"])
    monkeypatch.setattr("learnperf.data_package", lambda: os.kill(os.getpid(), number))
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == code
    assert capsys.readouterr().err == f"{words}; nothing is half-written\n"


def test_a_signal_that_comes_when_all_is_done_changes_nothing() -> None:
    with heed_signals():
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_IGN


def test_a_signal_that_the_caller_ignores_stays_ignored() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    with heed_signals():
        os.kill(os.getpid(), signal.SIGHUP)
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
