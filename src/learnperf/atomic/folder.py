"""Several files of a folder that belong together, written all or none.

They are written into a temporary folder first. Renaming it to `READY` is the one step that decides: before it, all is
as it was; after it, what is in there only has to be moved to its place, which anybody can do, in any order, at the
same time and again: whatever is in `READY` is complete, and newer than what is in its place.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from learnperf.atomic.leftovers import READY, writing_into
from learnperf.atomic.places import refuse_read_only, refuse_what_is_no_file
from learnperf.errors import OutputError


@contextmanager
def write_together(folder: str | os.PathLike[str]) -> Iterator[Path]:
    """Give an empty folder to write files into, which take their places in another one together, once all are complete.

    On any exception, an interrupt by the keyboard included, all files are as they were; of two writers at once each
    file is of the one that came last. A writer that is killed leaves the old files or, if it was killed while complete
    files were moving to their places, the rest of them in ``.learnperf-ready``: `finish_writing` moves those, and
    whatever writes into the folder, or loads tables from it, does that first.

    Parameters
    ----------
    folder
        Where the files belong; it must exist. Files of other names in it are left alone.

    Yields
    ------
    Path
        An empty folder, for plain files and folders of them.

    Raises
    ------
    OutputError
        A file cannot be written, or take its place: no such folder, disk full, or the place is read-only, a folder or a
        link; names the folder.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with write_together(folder) as files:
    ...         _ = (files / "learners.csv").write_text("id")
    ...         _ = (files / "units.csv").write_text("id")
    ...         print(sorted(one.name for one in Path(folder).glob("*.csv")))
    ...     print(sorted(one.name for one in Path(folder).glob("*.csv")))
    []
    ['learners.csv', 'units.csv']
    """
    target = Path(os.path.realpath(folder))
    try:
        finish_writing(target)
        with writing_into(target) as files:
            files.mkdir()
            yield files
            for inside in _inside(files):
                _prepare(files, target, inside)
            try:
                _decide(files, target)
            except BaseException:
                # interrupted or failed, but what is decided is done
                finish_writing(target)
                raise
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(f"cannot write into {os.fspath(folder)}: {reason}") from error


def finish_writing(folder: str | os.PathLike[str]) -> None:
    """Move complete files to their places, where somebody was killed over doing so.

    Raises
    ------
    OutputError
        They cannot be moved; names the folder they are in.
    """
    try:
        _move(Path(folder))
    except OSError as error:
        ready = Path(folder) / READY
        raise OutputError(
            f"the files in {ready} belong into {os.fspath(folder)}, and cannot be moved there: "
            f"{error.strerror}; move them, and remove {READY}"
        ) from error


@contextmanager
def made_folder(folder: str | os.PathLike[str]) -> Iterator[Path]:
    """Make a folder, and those above it, where they do not exist; on any exception empty ones are gone again.

    Raises
    ------
    OutputError
        It cannot be made; names it.
    """
    path = Path(folder)
    made: list[Path] = []
    try:
        try:
            made += [one for one in (path, *path.parents) if not one.exists()]
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"cannot make the folder {path}: {error.strerror}") from error
        yield path
    except BaseException:
        with suppress(OSError):
            for one in made:
                one.rmdir()
        raise


def _prepare(files: Path, folder: Path, inside: Path) -> None:
    """Refuse a place that cannot be taken, and see that a file is on the disk."""
    file, place = files / inside, folder / inside
    refuse_what_is_no_file(folder, inside)
    refuse_read_only(place, str(inside))
    if place.exists():
        shutil.copymode(place, file)
    with file.open("rb+") as written:
        os.fsync(written.fileno())


def _decide(files: Path, folder: Path) -> None:
    ready = folder / READY
    while True:
        _move(folder)
        try:
            files.rename(ready)
        except OSError as error:
            # somebody else was faster, and has files to be moved
            if error.errno not in {errno.EEXIST, errno.ENOTEMPTY}:
                raise
        else:
            break
    _move(folder)


def _move(folder: Path) -> None:
    ready = folder / READY
    if not ready.is_dir() or ready.is_symlink():
        return
    # another writer may move the same files, and make way for files of its own: each step is right whoever takes it
    for inside in _inside(ready):
        (folder / inside).parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            (ready / inside).replace(folder / inside)
    for path, _, _ in os.walk(ready, topdown=False):
        with suppress(OSError):
            Path(path).rmdir()


def _inside(folder: Path) -> list[Path]:
    """Give all files in a folder and in those in it, in order; what vanishes meanwhile may be left out."""
    return sorted(Path(path, name).relative_to(folder) for path, _, names in os.walk(folder) for name in names)
