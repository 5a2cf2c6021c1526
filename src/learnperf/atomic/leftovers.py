"""What is on its way in a folder: named so that it is recognised, and removed once it is left behind.

A writer that is killed cleans nothing up. The next to write into the folder does, unless somebody else is writing into
it at that moment: each writer shares a lock on the folder, which the system lets go of when its holder dies.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows has no such locks: what is left behind stays there
    HAS_LOCKS = False
else:
    HAS_LOCKS = True

# complete files that are moving to their places
READY = ".learnperf-ready"
_TEMPORARY = re.compile(r"\.learnperf-[0-9a-f]{16}\.tmp")


def is_passing(name: str) -> bool:
    """Whether a name in a folder is of something on its way, which is nobody's own.

    Examples
    --------
    >>> is_passing(".learnperf-0123456789abcdef.tmp"), is_passing("readings.csv")
    (True, False)
    """
    return name == READY or _TEMPORARY.fullmatch(name) is not None


@contextmanager
def writing_into(folder: Path) -> Iterator[Path]:
    """Remove what is left behind in a folder, and give a path in it for something temporary, removed at the end.

    Raises
    ------
    OSError
        There is no such folder.
    """
    temporary = folder / f".learnperf-{secrets.token_hex(8)}.tmp"
    with _held(folder):
        try:
            yield temporary
        finally:
            _remove(temporary)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    if not HAS_LOCKS:
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        # where locks are not to be had, nobody has them, and nothing is swept
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _sweep(folder)
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_SH)
        yield
    finally:
        os.close(descriptor)


def _sweep(folder: Path) -> None:
    for one in folder.iterdir():
        if _TEMPORARY.fullmatch(one.name):
            _remove(one)


def _remove(temporary: Path) -> None:
    """Remove a file or a folder, if it is there and can be removed; what a link leads to is left alone."""
    if temporary.is_dir() and not temporary.is_symlink():
        shutil.rmtree(temporary, ignore_errors=True)
    else:
        with suppress(OSError):
            temporary.unlink()
