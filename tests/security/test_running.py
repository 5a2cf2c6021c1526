"""While learnperf works it reaches no network, starts no program, and writes nowhere but where it was asked to."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from attrs import frozen

WATCHED = Path(__file__).with_name("watched.py")


@frozen
class Run:
    """What a watched process did, and the folders it had."""

    codes: list[int]
    events: list[tuple[str, str]]
    asked_for: Path
    elsewhere: Path

    def written(self) -> list[Path]:
        """Give every path that was written, moved or removed."""
        return [Path(path) for event, path in self.events if event == "write"]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run all of it once, with a home, a folder of temporary files and a place to stand in that are empty."""
    asked_for, elsewhere = tmp_path_factory.mktemp("out"), tmp_path_factory.mktemp("elsewhere")
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "SYSTEMROOT") if name in os.environ}
    places = dict.fromkeys(("HOME", "TMPDIR", "TEMP", "TMP", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"), str(elsewhere))
    done = subprocess.run(  # noqa: S603 -- a program of this folder
        [sys.executable, str(WATCHED), str(asked_for)],
        cwd=elsewhere,
        env={**kept, **places},
        check=True,
        capture_output=True,
        text=True,
    )
    said = json.loads(done.stderr.splitlines()[-1])
    return Run(said["codes"], [(event, path) for event, path in said["seen"]], asked_for, elsewhere)


def test_every_command_did_its_work(run: Run) -> None:
    """Else the tests below would hold of nothing."""
    assert run.codes == [0, 0, 0, 0, 0]
    names = {path.name for path in run.asked_for.iterdir()}
    assert names == {"all.states", "csv", "demo", "jsonl", "page", "parquet", "rejects.csv", "second"}
    assert len(run.written()) > 100


def test_no_socket_no_program_and_no_pickle_was_touched(run: Run) -> None:
    assert [event for event in run.events if event[0] != "write"] == []


def test_nothing_was_written_but_where_it_was_asked_for(run: Run) -> None:
    assert [path for path in run.written() if not path.is_relative_to(run.asked_for)] == []


def test_nothing_is_left_in_the_home_the_temporary_folder_or_where_one_stands(run: Run) -> None:
    """Files that were written by other languages than Python, which no hook is told of, would be found here."""
    assert list(run.elsewhere.iterdir()) == []


def test_no_half_written_file_is_left(run: Run) -> None:
    assert [path for path in run.asked_for.rglob("*") if path.suffix == ".tmp"] == []


@pytest.mark.parametrize(
    ("program", "kind"),
    [
        ("import socket; socket.socket()", "socket."),
        ("import subprocess, sys; subprocess.run([sys.executable, '-c', ''])", "subprocess."),
        ("import os; os.system('true')", "os.system"),
        ("open('stray', 'w')", "write"),
        ("import os; os.mkdir('stray')", "write"),
        ("import os; os.open('stray', os.O_CREAT | os.O_WRONLY)", "write"),
        ("import pickle, fractions; pickle.loads(pickle.dumps(fractions.Fraction(1)))", "pickle.find_class"),
    ],
)
def test_the_watch_would_have_seen(program: str, kind: str, tmp_path: Path) -> None:
    watch = f"import sys; sys.path.insert(0, {str(WATCHED.parent)!r}); import watched; sys.addaudithook(watched.hook)"
    command = [sys.executable, "-B", "-c", f"{watch}; {program}; print(*{{kind for kind, _ in watched.seen}})"]
    done = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True)  # noqa: S603 -- ours
    assert any(event.startswith(kind) for event in done.stdout.split())
