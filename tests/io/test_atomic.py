"""A file is written whole or not at all."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest

from learnperf.atomic import write_atomically
from learnperf.errors import OutputError


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def write_half(target: Path, interruption: BaseException) -> None:
    with write_atomically(target) as file:
        file.write(b"half")
        raise interruption


def test_a_written_file_holds_what_was_written(tmp_path: Path) -> None:
    target = tmp_path / "readings.csv"
    with write_atomically(target) as file:
        file.write(b"new")
    assert target.read_bytes() == b"new"
    assert names(tmp_path) == ["readings.csv"]


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, ValueError, SystemExit])
def test_an_interruption_leaves_the_old_file_and_no_other(tmp_path: Path, interruption: type[BaseException]) -> None:
    target = tmp_path / "readings.csv"
    target.write_bytes(b"old")
    with pytest.raises(interruption):
        write_half(target, interruption())
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["readings.csv"]


def test_a_full_disk_is_an_error_that_names_the_path(tmp_path: Path) -> None:
    target = tmp_path / "readings.csv"
    target.write_bytes(b"old")
    with pytest.raises(OutputError, match=r"readings\.csv: No space left.*untouched"):
        write_half(target, OSError(28, "No space left on device"))
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["readings.csv"]


def test_an_error_without_words_of_the_system_is_told_in_its_own(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="disk on fire"):
        write_half(tmp_path / "a", OSError("disk on fire"))


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="absent"), write_atomically(tmp_path / "absent" / "readings.csv"):
        pass


def test_a_folder_of_that_name_is_an_error_and_stays(tmp_path: Path) -> None:
    (tmp_path / "readings.csv").mkdir()
    with pytest.raises(OutputError, match=r"readings\.csv"), write_atomically(tmp_path / "readings.csv") as file:
        file.write(b"new")
    assert (tmp_path / "readings.csv").is_dir()
    assert names(tmp_path) == ["readings.csv"]


def test_a_read_only_file_is_an_error_and_stays(tmp_path: Path) -> None:
    target = tmp_path / "readings.csv"
    target.write_bytes(b"old")
    target.chmod(0o444)
    with pytest.raises(OutputError, match="read-only"), write_atomically(target) as file:
        file.write(b"new")
    assert target.read_bytes() == b"old"


def test_the_old_file_s_permissions_are_kept(tmp_path: Path) -> None:
    target = tmp_path / "readings.csv"
    target.write_bytes(b"old")
    target.chmod(0o640)
    with write_atomically(target) as file:
        file.write(b"new")
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    link = tmp_path / "readings.csv"
    link.symlink_to(tmp_path / "there" / "readings.csv")
    with write_atomically(link) as file:
        file.write(b"new")
    assert link.is_symlink()
    assert (tmp_path / "there" / "readings.csv").read_bytes() == b"new"


def test_64_of_two_writers_at_once_one_wins_whole(tmp_path: Path) -> None:
    target = tmp_path / "readings.csv"
    texts = [letter * 100_000 for letter in (b"a", b"b", b"c", b"d")]
    ready = threading.Barrier(len(texts))

    def write(text: bytes) -> None:
        with write_atomically(target) as file:
            file.write(text[:50_000])
            ready.wait()
            file.write(text[50_000:])

    writers = [threading.Thread(target=write, args=(text,)) for text in texts]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert target.read_bytes() in texts
    assert names(tmp_path) == ["readings.csv"]
