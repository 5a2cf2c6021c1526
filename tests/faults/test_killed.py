"""A writer that is killed leaves the old output or the new, and the next one makes all good."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(sys.platform == "win32", reason="processes are forked, and killed by a signal")
def test_every_writer_killed_at_any_operation_leaves_the_old_output_or_the_new() -> None:
    command = [sys.executable, "-m", "tests.faults.kills", "--kills", "40"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 -- our own
    assert ran.returncode == 0, ran.stderr
    assert "40 kills, 0 mixtures or other failures" in ran.stdout
