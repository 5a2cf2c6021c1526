"""Write a file whole or not at all, so that nobody ever reads half of one."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from learnperf.errors import OutputError


@contextmanager
def write_atomically(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """Open a file for writing that takes its place only once it is complete.

    What is written goes to a temporary file in the same folder, which then replaces the old one in a single step. On
    any exception, an interrupt by the keyboard included, the temporary file is removed and the old file is as it was;
    of two writers at once one wins whole.

    Parameters
    ----------
    path
        The file to write; its folder must exist. A link is followed.

    Yields
    ------
    BinaryIO
        A binary file, open for writing.

    Raises
    ------
    OutputError
        The file cannot be written: no such folder, a folder of that name, read-only, disk full; names the path.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     target = Path(folder) / "readings.csv"
    ...     with write_atomically(target) as file:
    ...         _ = file.write(b"node,value")
    ...     target.read_text()
    'node,value'
    """
    # os.fspath and realpath rather than Path.resolve, which raises RuntimeError on a loop of links
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        _refuse_read_only(target)
        try:
            with temporary.open("xb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            if target.exists():
                shutil.copymode(target, temporary)
            temporary.replace(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(f"cannot write {os.fspath(path)}: {reason}; what was there before is untouched") from error


def _refuse_read_only(target: Path) -> None:
    """Refuse to replace a file that must not be written: replacing asks leave of the folder only."""
    if target.exists() and not (target.stat().st_mode & _ANYBODY_WRITES and os.access(target, os.W_OK)):
        raise PermissionError(None, "it is read-only")


_ANYBODY_WRITES = 0o222
