"""One file, written whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from learnperf.atomic.folder import finish_writing
from learnperf.atomic.leftovers import writing_into
from learnperf.atomic.places import refuse_read_only
from learnperf.errors import OutputError


@contextmanager
def write_atomically(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """Open a file for writing that takes its place only once it is complete.

    What is written goes to a temporary file in the same folder, which then replaces the old one in a single step. On
    any exception, an interrupt by the keyboard included, the temporary file is removed and the old file is as it was;
    of two writers at once one wins whole. The temporary file of a writer that was killed is removed by the next to
    write into the folder.

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
    try:
        refuse_read_only(target)
        finish_writing(target.parent)
        with writing_into(target.parent) as temporary:
            with temporary.open("xb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            if target.exists():
                shutil.copymode(target, temporary)
            temporary.replace(target)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(f"cannot write {os.fspath(path)}: {reason}; what was there before is untouched") from error
