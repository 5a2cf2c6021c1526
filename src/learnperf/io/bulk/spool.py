"""Arrays put by: in memory up to a bound and in a temporary file beyond it, so that memory does not follow them."""

from __future__ import annotations

import os
import tempfile
from threading import Lock
from typing import Any
from weakref import finalize

import numpy as np
from attrs import Factory, define, field, frozen
from numpy.typing import NDArray

Numbers = NDArray[Any]  # of any type of number


@frozen(eq=False)
class Kept:
    """An array that was put by: itself, or where it stands in the file."""

    held: Numbers | None
    begin: int
    size: int
    kind: np.dtype[Any]


@define(eq=False)
class Spool:
    """Puts arrays by, and gives them back.

    Parameters
    ----------
    most
        Bytes kept in memory at most.

    Examples
    --------
    >>> spool = Spool(most=0)
    >>> spool.get(spool.put(np.arange(3))).tolist()
    [0, 1, 2]
    """

    most: int
    _held: int = field(default=0, init=False)
    _file: Any = field(default=None, init=False)  # a temporary file has a class of its own on each system
    _turn: Lock = field(default=Factory(Lock), init=False)

    def put(self, array: Numbers) -> Kept:
        """Put an array by; nobody may change it afterwards."""
        if self._held + array.nbytes <= self.most:
            self._held += array.nbytes
            return Kept(array, 0, len(array), array.dtype)
        return Kept(None, self._write(np.ascontiguousarray(array).data), len(array), array.dtype)

    def _write(self, content: bytes | memoryview) -> int:
        """Write behind what is in the file, and say where."""
        with self._turn:
            if self._file is None:
                self._file = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the spool
                finalize(self, self._file.close)
            begin = self._file.seek(0, os.SEEK_END)
            self._file.write(content)
        return int(begin)

    def __getstate__(self) -> tuple[int, int, bytes]:
        """Travel between processes with what is in the file."""
        if self._file is None:
            return self.most, self._held, b""
        with self._turn:
            self._file.seek(0)
            return self.most, self._held, self._file.read()

    def __setstate__(self, state: tuple[int, int, bytes]) -> None:
        """Write what was in the file into one of this process."""
        self.most, self._held, content = state
        self._file, self._turn = None, Lock()
        if content:
            self._write(content)

    def get(self, kept: Kept) -> Numbers:
        """Give an array that was put by."""
        if kept.held is not None:
            return kept.held
        found = np.empty(kept.size, dtype=kept.kind)
        with self._turn:
            self._file.seek(kept.begin)
            self._file.readinto(found.data)
        return found
