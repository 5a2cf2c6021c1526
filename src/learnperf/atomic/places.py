"""Whether what is complete can take the place it is meant for."""

from __future__ import annotations

import os
from pathlib import Path

_ANYBODY_WRITES = 0o222


def refuse_read_only(target: Path, named: str = "it") -> None:
    """Refuse to replace a file that must not be written: replacing asks leave of the folder only.

    Raises
    ------
    PermissionError
        It is read-only.
    """
    if target.exists() and not (target.stat().st_mode & _ANYBODY_WRITES and os.access(target, os.W_OK)):
        raise PermissionError(None, f"{named} is read-only")


def refuse_what_is_no_file(folder: Path, inside: Path) -> None:
    """Refuse to replace a folder, or a link, which would no longer lead to where it did, or to write through one.

    Parameters
    ----------
    folder, inside
        The folder, and the path in it that a file is meant for.

    Raises
    ------
    OSError
        It is one, or one on the way to it is no folder.
    """
    for one in (inside, *inside.parents[:-1]):
        place = folder / one
        if place.is_symlink():
            raise OSError(None, f"{one} is a link; remove it, or write where it leads")
        if place.exists() and place.is_dir() != (one != inside):
            raise OSError(None, f"{one} is {'a folder' if one == inside else 'no folder'}")
