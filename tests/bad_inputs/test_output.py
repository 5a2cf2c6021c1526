"""Output that cannot be written, or not to its end: what was there before is still there, and no half of the new."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import learnperf as lp
from learnperf.cli.running import run

from .table import Way, shows

API, FILES = Way.API, Way.FILES
COMMAND = [sys.executable, "-c", "from learnperf.cli import main; main()"]
OLD = "what was there before\n"
Trouble = Callable[[Path, pytest.MonkeyPatch], None]


def full_disk(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target.write_text(OLD, encoding="utf-8")

    def refuse(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", refuse)


def read_only(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    del monkeypatch
    target.write_text(OLD, encoding="utf-8")
    target.chmod(0o444)


def a_folder(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    del monkeypatch
    target.mkdir()
    (target / "old").write_text(OLD, encoding="utf-8")


TROUBLES = [full_disk, read_only, a_folder]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of tables, one row of which is set aside, so that there is something to write of it."""
    target = tmp_path / "data"
    target.mkdir()
    (target / "units.csv").write_text("id\nMOF\n MOF\n", encoding="utf-8")
    return target


def untouched(target: Path) -> None:
    kept = target / "old" if target.is_dir() else target
    assert kept.read_text(encoding="utf-8") == OLD
    assert not list(target.parent.glob("*.tmp")) + list(target.parent.glob(".*.tmp"))


@shows(62, "disk full", "read-only target", "target is a folder", way=API)
@pytest.mark.parametrize("trouble", TROUBLES)
def test_states_that_cannot_be_saved_leave_what_was_there(
    trouble: Trouble, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "states"
    trouble(target, monkeypatch)
    result = lp.rollup(lp.Organization.of(units=[lp.Unit("MOF")]), None, lp.catalogue("roster.units"))
    with pytest.raises(lp.OutputError, match=r"cannot write .*states.*what was there before is untouched"):
        result.save(target)
    untouched(target)


@shows(62, "disk full", "read-only target", "target is a folder", way=FILES)
@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_command_that_cannot_write_says_so_and_leaves_what_was_there(
    trouble: Trouble,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    target = tmp_path / "rejects.csv"
    trouble(target, monkeypatch)
    assert run(["check", str(folder), "--rejects", str(target)]) != 0
    said = capsys.readouterr().err
    assert "cannot write" in said
    assert "Traceback" not in said
    untouched(target)


WRITING = """
import sys
from learnperf.atomic import write_atomically
for place in range(10_000):
    with write_atomically(sys.argv[1]) as file:
        for _ in range(100):
            file.write(b"ab"[place % 2 : place % 2 + 1] * 10_000)
    print(place, flush=True)
"""


@shows(62, "killed while writing", way=FILES)
def test_a_writer_that_is_killed_leaves_one_whole_or_the_other(tmp_path: Path) -> None:
    target = tmp_path / "out"
    with subprocess.Popen(  # noqa: S603 -- our own command
        [sys.executable, "-c", WRITING, str(target)], stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout is not None
        for _ in range(3):
            writer.stdout.readline()
        time.sleep(0.003)
        writer.kill()
    content = target.read_bytes()
    assert content in {b"a" * 1_000_000, b"b" * 1_000_000}


@shows(64, "two writers at once", way=FILES)
def test_of_two_commands_that_write_one_file_at_once_one_wins_whole(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "units.csv").write_text("id\nMOF\n" + " MOF\n" * 5_000, encoding="utf-8")
    target, wholes = tmp_path / "rejects.csv", []
    for one in (folder, other):
        assert run(["check", str(one), "--quiet", "--rejects", str(target)]) == 0
        wholes.append(target.read_bytes())
    commands = [[*COMMAND, "check", str(one), "--quiet", "--rejects", str(target)] for one in (folder, other)]
    writers = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for command in commands]  # noqa: S603 -- as above
    assert [writer.wait(timeout=60) for writer in writers] == [0, 0]
    assert target.read_bytes() in wholes
    assert sorted(one.name for one in tmp_path.iterdir()) == ["data", "other", "rejects.csv"]


@shows(63, "interrupt", way=FILES)
def test_an_interrupt_while_writing_exits_with_130_and_leaves_what_was_there(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "rejects.csv"
    target.write_text(OLD, encoding="utf-8")

    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    assert run(["check", str(folder), "--rejects", str(target)]) == 130
    untouched(target)


def install_broken(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed = place / "learnperf_broken-1.0.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: learnperf-broken\nVersion: 1.0\n", encoding="utf-8"
    )
    (installed / "entry_points.txt").write_text("[learnperf.metrics]\nbroken = no_such_module:m\n", encoding="utf-8")
    monkeypatch.syspath_prepend(place)


@shows(60, "plug-in that fails on import", way=API)
def test_a_plug_in_that_fails_is_named_and_the_rest_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install_broken(tmp_path, monkeypatch)
    with pytest.warns(lp.PluginWarning, match="'broken' of learnperf-broken cannot be loaded"):
        result = lp.rollup(lp.Organization.of(units=[lp.Unit("MOF")]), None, lp.catalogue("roster.units"))
    assert result["MOF", "roster.units"].value == 1


@shows(60, "plug-in that fails on import", way=FILES)
def test_a_command_names_a_plug_in_that_fails_and_goes_on(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    install_broken(tmp_path, monkeypatch)
    page = tmp_path / "page.html"
    assert run(["report", str(folder), "--out", str(page), "--metric", "roster.units"]) == 0
    assert "'broken' of learnperf-broken cannot be loaded" in capsys.readouterr().err
    assert page.is_file()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["report", "--metric", "roster.unit"], "unknown metric 'roster.unit'; nearest: roster.units"),
        (["scorecard", "--node", "MOOF"], "unknown node 'MOOF'; nearest: MOF"),
    ],
)
@shows(61, "unknown metric", "unknown node", way=FILES)
def test_a_command_answers_an_unknown_name_with_the_nearest(
    words: list[str], says: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    card = tmp_path / "card.toml"
    card.write_text(
        'label = ["Card", "Kartu"]\n[[indicator]]\nmetric = "roster.units"\ntarget = 5\nweight = 100\n',
        encoding="utf-8",
    )
    files = [str(folder), *([str(card)] if words[0] == "scorecard" else [])]
    assert run([words[0], *files, *words[1:]]) == 2
    assert f"error: {says}" in capsys.readouterr().err
