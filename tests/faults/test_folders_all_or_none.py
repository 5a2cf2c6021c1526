"""Several files that belong together take their places in one step, or none does."""

from __future__ import annotations

import importlib
import resource
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import learnperf as lp
from learnperf import atomic
from learnperf.atomic import finish_writing, leftovers, made_folder, write_atomically, write_together
from learnperf.atomic import folder as folders

READY = ".learnperf-ready"
LEFT = ".learnperf-0123456789abcdef.tmp"
ORGANIZATION = lp.Organization.of(units=[lp.Unit("MOF")], learners=[lp.Learner("ani")], ties=[])


def fill(folder: Path, text: str) -> None:
    with write_together(folder) as files:
        (files / "a").write_text(text)
        (files / "in").mkdir()
        (files / "in" / "b").write_text(text)


def texts(folder: Path) -> list[str]:
    return [(folder / name).read_text() for name in ("a", "in/b")]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    fill(tmp_path, "old")
    return tmp_path


def half_done(folder: Path) -> None:
    """Leave what a writer leaves that is killed while complete files move to their places."""
    (folder / READY / "in").mkdir(parents=True)
    (folder / READY / "in" / "b").write_text("new")
    (folder / "a").write_text("new")


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError, OSError])
def test_an_exception_leaves_all_files_as_they_were(old: Path, error: type[BaseException]) -> None:
    with pytest.raises((error, lp.OutputError)), write_together(old) as files:  # noqa: PT012 -- the body is what breaks off
        (files / "a").write_text("half")
        raise error
    assert texts(old) == ["old", "old"]
    assert sorted(one.name for one in old.iterdir()) == ["a", "in"]


def test_an_interrupt_after_the_deciding_step_moves_the_rest(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = folders._move, list[Path]()  # noqa: SLF001 -- where an interrupt may come

    def interrupted(folder: Path) -> None:
        calls.append(folder)
        if len(calls) == 3:
            raise KeyboardInterrupt
        real(folder)

    monkeypatch.setattr(folders, "_move", interrupted)
    with pytest.raises(KeyboardInterrupt):
        fill(old, "new")
    assert texts(old) == ["new", "new"]


@pytest.mark.parametrize("reader", [finish_writing, lambda folder: fill(folder, "new")])
def test_whoever_comes_next_moves_what_a_killed_writer_had_complete(old: Path, reader: object) -> None:
    half_done(old)
    assert callable(reader)
    reader(old)
    assert texts(old) == ["new", "new"]
    assert not (old / READY).exists()


def test_loading_finishes_a_save_that_was_killed_when_complete(tmp_path: Path) -> None:
    lp.save(ORGANIZATION, lp.Evidence.of([]), tmp_path)
    ready = tmp_path / READY
    ready.mkdir()
    (ready / "units.csv").write_text("id\nDJP\n")
    assert list(lp.load(tmp_path).organization.units) == ["DJP"]


def test_the_next_writer_removes_what_a_killed_one_left_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / LEFT).mkdir()
    (tmp_path / LEFT / "a").write_text("half")
    (tmp_path / LEFT.replace("0", "f")).write_text("half")
    mine = [".learnperf.tmp", f"{LEFT}.mine"]
    for name in mine:
        (tmp_path / name).write_text("mine")
    with write_atomically(tmp_path / "x") as file:
        file.write(b"x")
    assert sorted(one.name for one in tmp_path.iterdir()) == [*sorted(mine), "x"]


def test_what_another_is_still_writing_is_not_removed(tmp_path: Path) -> None:
    with write_together(tmp_path) as files:
        (files / "a").write_text("a")
        with write_atomically(tmp_path / "x") as file:
            file.write(b"x")
        assert files.is_dir()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a", "x"]


def test_a_link_named_as_something_left_behind_is_removed_and_not_what_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    target = tmp_path / "target"
    target.mkdir()
    (target / LEFT).symlink_to(tmp_path / "mine")
    fill(target, "new")
    assert (tmp_path / "mine").is_dir()
    assert sorted(one.name for one in target.iterdir()) == ["a", "in"]


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda folder: (folder / "a").chmod(0o444), "a is read-only"),
        (lambda folder: ((folder / "a").unlink(), (folder / "a").mkdir()), "a is a folder"),
        (lambda folder: ((folder / "a").unlink(), (folder / "a").symlink_to("in/b")), "a is a link"),
        (lambda folder: ((folder / "in/b").unlink(), (folder / "in").rmdir(), (folder / "in").touch()), "no folder"),
    ],
)
def test_a_place_that_cannot_be_taken_is_named_and_nothing_is_replaced(old: Path, spoil: object, words: str) -> None:
    assert callable(spoil)
    spoil(old)
    before = {one: one.lstat().st_mtime_ns for one in old.rglob("*")}
    with pytest.raises(lp.OutputError, match=words):
        fill(old, "new")
    assert {one: one.lstat().st_mtime_ns for one in old.rglob("*")} == before


def test_files_that_cannot_be_moved_are_told_where_they_are(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    half_done(old)

    def refused(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(lp.OutputError, match=rf"{READY} belong into .*not permitted; move them"):
        finish_writing(old)


def test_a_file_in_the_way_of_the_deciding_step_is_an_error(old: Path) -> None:
    (old / READY).write_text("mine")
    with pytest.raises(lp.OutputError, match="cannot write into"):
        fill(old, "new")
    assert texts(old) == ["old", "old"]


def test_of_two_writers_at_once_all_files_are_of_the_last(tmp_path: Path) -> None:
    for _ in range(10):
        ready = threading.Barrier(4)

        def write(text: str, ready: threading.Barrier = ready) -> None:
            with write_together(tmp_path) as files:
                for name in "abcdefgh":
                    (files / name).write_text(text)
                ready.wait()

        writers = [threading.Thread(target=write, args=(text,)) for text in "1234"]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        assert len({(tmp_path / name).read_text() for name in "abcdefgh"}) == 1
        assert len(list(tmp_path.iterdir())) == 8


@contextmanager
def full_after(size: int) -> Iterator[None]:
    """Let no file grow over a size: what a full disk does, for any user."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
@pytest.mark.parametrize("size", [0, 10, 100])
def test_a_disk_that_fills_up_leaves_the_old_tables(tmp_path: Path, form: str, size: int) -> None:
    lp.save(ORGANIZATION, lp.Evidence.of([]), tmp_path, format=form)
    before = {one: one.read_bytes() for one in tmp_path.iterdir()}
    larger = lp.Organization.of(units=[lp.Unit("MOF", "ministry " * 20)], learners=[lp.Learner("budi")], ties=[])
    with full_after(size), pytest.raises(lp.OutputError, match="cannot write into"):
        lp.save(larger, lp.Evidence.of([]), tmp_path, format=form)
    assert {one: one.read_bytes() for one in tmp_path.iterdir()} == before


def test_a_folder_made_for_nothing_is_gone_again(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="never"), made_folder(tmp_path / "a" / "b"):
        raise ValueError("never mind")
    assert not (tmp_path / "a").exists()
    with pytest.raises(ValueError, match="never"), made_folder(tmp_path / "a" / "b") as folder:  # noqa: PT012 -- so too
        (folder / "mine").touch()
        raise ValueError("never mind")
    assert (tmp_path / "a" / "b" / "mine").exists()


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(lp.OutputError, match="cannot make the folder"), made_folder(tmp_path / "file" / "b"):
        pass


def test_without_locks_files_are_written_and_nothing_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / LEFT).touch()
    with monkeypatch.context() as patched:
        patched.setitem(sys.modules, "fcntl", None)
        importlib.reload(leftovers)
    try:
        fill(tmp_path, "new")
        with leftovers.writing_into(tmp_path):
            assert (tmp_path / LEFT).exists()
    finally:
        importlib.reload(leftovers)
    assert atomic.is_passing(LEFT)
    assert list(tmp_path.iterdir())
