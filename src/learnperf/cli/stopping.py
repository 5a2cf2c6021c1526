"""Being told to stop: by Ctrl-C, by a terminal that closes, by a system that shuts down; always in the same way."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

# the terminal was closed, Ctrl-C, the system asks; Windows knows no SIGHUP
_SIGNALS = tuple(getattr(signal, name) for name in ("SIGHUP", "SIGINT", "SIGTERM") if hasattr(signal, name))
_ADDED = 128


class Stopped(BaseException):
    """A signal told the command to stop; nothing that handles errors takes it for one.

    Examples
    --------
    >>> Stopped(signal.SIGINT).code
    130
    """

    def __init__(self, number: int) -> None:
        """Remember the signal."""
        super().__init__(number)
        self.code = _ADDED + number

    def said(self) -> int:
        """Say so, and give the exit code that shells know the signal by."""
        with suppress(OSError):  # a terminal that was closed shows nothing
            sys.stderr.write(f"{_WORDS.get(self.code, 'stopped')}; nothing is half-written\n")
        return self.code


@contextmanager
def heed_signals() -> Iterator[None]:
    """Turn signals into `Stopped` within, and into nothing afterwards, when there is nothing left to stop."""
    for number in _SIGNALS:
        # what the caller ignores, as nohup does, stays ignored
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _stop)
    try:
        yield
    finally:
        for number in _SIGNALS:
            signal.signal(number, signal.SIG_IGN)


def _stop(number: int, frame: FrameType | None) -> None:
    del frame
    raise Stopped(number)


_WORDS = {_ADDED + signal.SIGINT: "interrupted"}
