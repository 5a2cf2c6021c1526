"""From the bytes of a fuzzer to a folder of files.

The bytes are text of a form that people can read and write, so that a kept input shows what it is about: a line
``=== name`` starts the file of that name.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

# what every organization needs; a file of the input by the same name takes its place
SOUND = {
    "units.csv": b"id\nMOF\nDJP\n",
    "reporting.csv": b"unit,parent\nDJP,MOF\n",
    "teams.csv": b"id\naudit-1\n",
    "learners.csv": b"id\nani\nbudi\n",
}


def files_of(data: bytes, allowed: Collection[str], otherwise: str) -> dict[str, bytes]:
    """Split bytes into files by name; bytes before the first name, or under one not allowed, are of `otherwise`."""
    parts = _NAME_LINE.split(data)
    names = [otherwise, *(name.decode("ascii", "replace") for name in parts[1::2])]
    files: dict[str, bytes] = {}
    for name, content in zip(names, parts[0::2], strict=True):
        if content or name in allowed:
            files[name if name in allowed else otherwise] = content
    return files


def write(folder: Path, files: dict[str, bytes]) -> None:
    """Write files into a folder."""
    for name, content in files.items():
        (folder / name).write_bytes(content)


_NAME_LINE = re.compile(rb"^=== ([^\n]*)\n", re.MULTILINE)
