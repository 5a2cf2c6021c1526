"""What everyone must come to: for each level at every node, how many evaluations of how many people, and the spread."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from bench.generate import LEVELS

EACH_LEVEL = range(1, LEVELS + 1)
# how many, their sum, the sum of their squares
SUMS = tuple(f"{name}{level}" for level in EACH_LEVEL for name in "nsq")
HEADS = tuple(f"h{level}" for level in EACH_LEVEL)
VALUES = tuple(f"v{level}" for level in EACH_LEVEL)
COUNTS = tuple(f"n{level}" for level in EACH_LEVEL)


@frozen(eq=False)
class Answer:
    """Readings of one level at all nodes; a value is NaN where fewer than two evaluations leave none."""

    n: NDArray[np.int64]
    heads: NDArray[np.int64]
    value: NDArray[np.float64]


def answers_of(size: int, read: Mapping[str, NDArray[Any]]) -> list[Answer]:
    """Put rows that come in any order, for some nodes only, at their nodes."""
    answers = []
    for level in EACH_LEVEL:
        n, heads, value = np.zeros(size, np.int64), np.zeros(size, np.int64), np.full(size, np.nan)
        for filled, name in ((n, "n"), (heads, "h"), (value, "v")):
            column = read[f"{name}{level}"]
            filled[read["node"]] = np.ma.filled(column.astype(filled.dtype), np.nan) if name == "v" else column
        answers.append(Answer(n, heads, value))
    return answers


def digest_of(answers: Iterable[Answer]) -> str:
    """Give one word for all readings, to the last bit."""
    digest = hashlib.sha256()
    for answer in answers:
        for column in (answer.n, answer.heads):
            digest.update(np.ascontiguousarray(column, dtype=np.int64).tobytes())
        digest.update(np.nan_to_num(answer.value, nan=-1.0).tobytes())
    return digest.hexdigest()
