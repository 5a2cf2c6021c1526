"""Drawing one of several things: always through a number, which shrinks to the first of them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TypeVar

from hypothesis import strategies as st

_Choice = TypeVar("_Choice")


# strategies of numbers are few and asked for all the time: making one costs more than drawing from it
@cache
def number(least: int, most: int) -> st.SearchStrategy[int]:
    """Give whole numbers between two others."""
    return st.integers(least, most)


def choose(draw: st.DrawFn, choices: Iterable[_Choice]) -> _Choice:
    """Draw one of several things, of which there is one at least."""
    known = tuple(choices)
    return known[draw(number(0, len(known) - 1))]
