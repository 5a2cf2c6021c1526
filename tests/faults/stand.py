"""A stand on which writers are tried: run in a process of their own, and stopped at an operation that is counted."""

from __future__ import annotations

import io
import os
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from learnperf.atomic import is_passing

Action = Callable[[], object]
Files = dict[str, bytes]
# each call of these may be the last before a kill
_OPERATIONS = frozenset(
    {"open", "write", "writelines", "flush", "close", "fsync", "flock", "chmod"}
    | {"mkdir", "rmdir", "rename", "replace", "unlink", "scandir", "listdir"}
)
_MODULES = frozenset({"posix", "io", "_io", "fcntl"})
_FILES = (io.RawIOBase, io.BufferedIOBase)


class Counter:
    """Counts what a process does, and acts at a chosen count.

    Parameters
    ----------
    counts
        Whether an event of the profiler counts.
    at
        When to act; never, if 0.
    """

    def __init__(self, counts: Callable[[str, object], bool], at: int, act: Action) -> None:
        self.counts, self.at, self.act = counts, at, act
        self.count = 0

    def __call__(self, frame: FrameType, event: str, arg: Any) -> None:  # noqa: ANN401 -- the profiler says
        """Count an event."""
        del frame
        if self.counts(event, arg):
            self.count += 1
            if self.count == self.at:
                self.act()


def is_operation(event: str, called: object) -> bool:
    """Whether a call goes to the system, or to a file that does."""
    if event != "c_call" or getattr(called, "__name__", None) not in _OPERATIONS:
        return False
    return getattr(called, "__module__", None) in _MODULES or isinstance(getattr(called, "__self__", None), _FILES)


def is_call(event: str, called: object) -> bool:
    """Whether a function of Python begins, once the command heeds signals."""
    del called
    return event == "call" and signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL


def forked(action: Action, counter: Counter | None = None, output: Path | None = None) -> tuple[int, int]:
    """Run an action in a process of its own.

    Returns
    -------
    tuple of int
        Its exit code, below 0 for the signal that killed it, and how much was counted.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        if output is not None:
            file = os.open(output, os.O_CREAT | os.O_TRUNC | os.O_WRONLY)
            os.dup2(file, 1)
            os.dup2(file, 2)
        code = _acted(action, counter)
        if counter is not None:
            os.write(writing, str(counter.count).encode())
        os._exit(code)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        text = pipe.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), int(text or 0)


def _acted(action: Action, counter: Counter | None) -> int:
    try:
        sys.setprofile(counter)
        action()
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else 1
    except BaseException:  # noqa: BLE001 -- the other process has to be told
        sys.setprofile(None)
        traceback.print_exc()
        code = 99
    else:
        code = 0
    sys.setprofile(None)
    sys.stdout.flush()
    sys.stderr.flush()
    return code


def files_in(folder: Path) -> Files:
    """Give what a folder holds, but for what is on its way."""
    found = {str(one.relative_to(folder)): one for one in folder.rglob("*") if one.is_file()}
    return {name: one.read_bytes() for name, one in found.items() if not any(map(is_passing, Path(name).parts))}


def left_in(folder: Path) -> list[str]:
    """Give the names of what is on its way in a folder."""
    return sorted(str(one.relative_to(folder)) for one in folder.rglob("*") if is_passing(one.name))
