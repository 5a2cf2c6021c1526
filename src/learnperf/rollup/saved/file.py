"""The file of saved states: a header in JSON, arrays as they lie in memory, and a check sum over everything.

Nothing in it is ever run, and nothing is believed before the check sum has been compared.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from attrs import define, field

from learnperf.atomic import write_atomically
from learnperf.errors import InputError, StateError
from learnperf.metrics.integers import Integers
from learnperf.rollup.arrays import Ints

FORM = 1
_FIRST_WORDS = b"learnperf states "
_SIZE, _SUM = 8, 32
_NUMBER = 8
_AGAIN = "make it again from all evidence"
_TYPES = frozenset({"|i1", "<i2", "<i4", "<i8", "<u8", "|u1"})
Json = Any  # Any: JSON has no type that says what it holds


@define(eq=False)
class Writing:
    """Arrays on their way into a file; the header refers to each by what `put` gives."""

    arrays: list[Integers] = field(factory=list)
    _known: dict[int, tuple[Integers, Json]] = field(factory=dict)

    def put(self, values: Integers) -> Json:
        """Put an array in; one that metrics share is there once, and one number everywhere is one number."""
        if id(values) not in self._known:
            # the array is kept beside its reference: another one could get its identity
            self._known[id(values)] = values, self._put(values)
        return self._known[id(values)][1]

    def texts(self, texts: Sequence[str]) -> Json:
        """Put texts in."""
        spelled = [text.encode("utf-8", "surrogatepass") for text in texts]
        ends = np.cumsum(np.fromiter(map(len, spelled), dtype=np.int64, count=len(spelled)))
        return [self.put(np.frombuffer(b"".join(spelled), dtype=np.uint8)), self.put(ends)]

    def _put(self, values: Integers) -> Json:
        if values.dtype == np.object_:
            return {"wide": self.texts([str(number) for number in values.tolist()])}
        if values.strides == (0,) and len(values):
            return {"same": int(values[0]), "size": len(values)}
        self.arrays.append(np.ascontiguousarray(values, dtype=values.dtype.newbyteorder("<")))
        return len(self.arrays) - 1

    def write(self, path: str | os.PathLike[str], header: Mapping[str, Json]) -> None:
        """Write the file, whole or not at all."""
        kinds = [[one.dtype.str, len(one)] for one in self.arrays]
        text = json.dumps({**header, "arrays": kinds}).encode()
        digest = hashlib.sha256()
        with write_atomically(path) as file:
            start = b"".join([_FIRST_WORDS, b"%d\n" % FORM, len(text).to_bytes(_SIZE, "little"), text])
            parts: list[bytes | memoryview] = [start, *(one.view(np.uint8).data for one in self.arrays)]
            for part in parts:
                digest.update(part)
                file.write(part)
            file.write(digest.digest())


@define(eq=False)
class Read:
    """The header and the arrays of a file."""

    header: Mapping[str, Json]
    arrays: list[Integers]
    most_bytes: int
    unfolded: int = 0

    def get(self, reference: Json) -> Integers:
        """Give an array."""
        if isinstance(reference, int):
            return self.arrays[reference]
        if "wide" in reference:
            return np.asarray([int(text) for text in self.texts(reference["wide"])], dtype=np.object_)
        # a few bytes may ask for as many numbers as there are: what is read of them is bounded like the file itself
        self.unfolded += _NUMBER * reference["size"]
        if self.unfolded > self.most_bytes:
            raise InputError(
                f"states unfold to over {self.most_bytes} bytes: give a larger most_bytes if you trust them"
            )
        return np.broadcast_to(np.int64(reference["same"]), reference["size"])

    def ints(self, reference: Json) -> Ints:
        """Give an array of 64-bit integers."""
        return self.get(reference).astype(np.int64)

    def texts(self, reference: Json) -> list[str]:
        """Give texts."""
        data, ends = (self.get(one) for one in reference)
        whole, stops = data.tobytes(), ends.tolist()
        return [
            whole[begin:end].decode("utf-8", "surrogatepass") for begin, end in zip([0, *stops], stops, strict=False)
        ]


def read_file(path: str | os.PathLike[str], most_bytes: int) -> Read:
    """Read a file of saved states.

    Raises
    ------
    InputError
        It cannot be read, or is larger than allowed.
    StateError
        It holds no states, is of another version, or is damaged: nothing is loaded.
    """
    name = os.fspath(path)
    try:
        with Path(path).open("rb") as file:
            data = file.read(most_bytes + 1)
    except OSError as error:
        raise InputError(f"cannot read {name}: {error.strerror or error}") from error
    if len(data) > most_bytes:
        raise InputError(f"{name} has more than {most_bytes} bytes: give a larger most_bytes if you trust it")
    if not data.startswith(_FIRST_WORDS):
        raise StateError(f"{name} holds no saved states: give a file that Rollup.save wrote")
    if not data.startswith(b"%s%d\n" % (_FIRST_WORDS, FORM)):
        raise StateError(f"{name} holds states in another form than {FORM}, which this version reads: {_AGAIN}")
    body, digest = data[:-_SUM], data[-_SUM:]
    if hashlib.sha256(body).digest() != digest:
        raise StateError(f"{name} is damaged, it is not what was written: {_AGAIN}")
    return _taken_apart(body, most_bytes)


def _taken_apart(body: bytes, most_bytes: int) -> Read:
    at = body.index(b"\n") + 1
    size = int.from_bytes(body[at : at + _SIZE], "little")
    at += _SIZE
    try:
        header = json.loads(body[at : at + size])
    except RecursionError as error:
        raise ValueError("the header is nested too deeply") from error
    at += size
    arrays = []
    for kind, length in header["arrays"]:
        if kind not in _TYPES:
            raise ValueError(f"no array of {kind}")
        arrays.append(np.frombuffer(body, dtype=kind, count=length, offset=at))
        at += arrays[-1].nbytes
    if at != len(body):
        raise ValueError(f"{len(body) - at} bytes too many")
    return Read(header, arrays, most_bytes)
