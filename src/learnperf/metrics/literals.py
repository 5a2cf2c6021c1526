"""Literals: the whole numbers and words that stand in expressions, and the codes that columns hold for them."""

from __future__ import annotations

from enum import Enum

from learnperf.errors import InvalidValue
from learnperf.metrics.integers import LARGEST, SMALLEST

Literal = int | Enum


def code_of(word: object) -> int:
    """Give the whole number that stands for a literal.

    An enumeration of numbers keeps its numbers, other words count from 0 in the order of their list, and truth is 1.

    Examples
    --------
    >>> from learnperf.model.vocabulary import Level, Wave
    >>> code_of(Level.RESULTS), code_of(Wave.BASELINE), code_of(True), code_of(7)
    (4, 0, 1, 7)
    """
    if isinstance(word, Enum) and not isinstance(word, int):
        return list(type(word)).index(word)
    if not isinstance(word, int):
        raise InvalidValue("literal", word, "is no whole number and no word of a closed list", "scores are whole steps")
    if not SMALLEST <= word <= LARGEST:
        raise InvalidValue("literal", word, "does not fit 64 bits", "")
    return int(word)
