"""Literals: the whole numbers and words that stand in expressions, and the codes that columns hold for them."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from hashlib import blake2b

from learnperf.errors import InvalidValue
from learnperf.metrics.integers import LARGEST, SMALLEST

Literal = int | str | Enum


@lru_cache(maxsize=1 << 16)
def text_code(text: str) -> int:
    """Give the number that stands for a text in columns, the same in every process.

    Two texts of a million share one once in nine million times.

    Examples
    --------
    >>> text_code("auditor") == text_code("auditor"), text_code("auditor") == text_code("Auditor")
    (True, False)
    """
    # 62 bits: never 0, never near the identities of least and greatest
    return 1 + (int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()) >> 2)


def code_of(word: object) -> int:
    """Give the whole number that stands for a literal.

    An enumeration of numbers keeps its numbers, other words count from 0 in the order of their list, and truth is 1.
    A plain text has its `text_code`.

    Examples
    --------
    >>> from learnperf.model.vocabulary import Level, Wave
    >>> code_of(Level.RESULTS), code_of(Wave.BASELINE), code_of(True), code_of(7)
    (4, 0, 1, 7)
    """
    if isinstance(word, Enum) and not isinstance(word, int):
        return list(type(word)).index(word)
    if isinstance(word, str):
        return text_code(word)
    if not isinstance(word, int):
        raise InvalidValue("literal", word, "is no whole number, word or text", "scores are whole steps")
    if not SMALLEST <= word <= LARGEST:
        raise InvalidValue("literal", word, "does not fit 64 bits", "")
    return int(word)
