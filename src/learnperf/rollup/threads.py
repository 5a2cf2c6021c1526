"""Threads: work that goes on beside other work, and comes to the same as one thing after the other.

Nearly all time goes into numpy, which lets other threads run meanwhile. Sums are of whole numbers, so that it does not
matter which of them comes first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

_Item = TypeVar("_Item")
_Ready = TypeVar("_Ready")
_Other = TypeVar("_Other")

# below so many rows, pieces or nodes a thread costs more than it brings
WORTHWHILE = 1 << 16


def ahead(work: Callable[[_Item], _Ready], items: Iterable[_Item]) -> Iterator[_Ready]:
    """Give what the work makes of each item, in order, as ``map`` does, with one item made ready in advance.

    Items are fetched and worked on in one thread, one after the other, so that neither need be safe for several.

    Examples
    --------
    >>> list(ahead(str.upper, ["a", "b"]))
    ['A', 'B']
    """
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - small questions need no thread

    waiting = iter(items)

    def step() -> list[_Ready]:
        return [work(item) for item in islice(waiting, 1)]

    with ThreadPoolExecutor(1) as thread:
        coming = thread.submit(step)
        while ready := coming.result():
            coming = thread.submit(step)
            yield from ready


def both(size: int, first: Callable[[], _Ready], second: Callable[[], _Other]) -> tuple[_Ready, _Other]:
    """Do two things that do not wait for each other, side by side where they are large enough.

    Examples
    --------
    >>> both(2, lambda: "a", lambda: 3)
    ('a', 3)
    """
    if size < WORTHWHILE:
        return first(), second()
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - small questions need no thread

    with ThreadPoolExecutor(1) as thread:
        beside = thread.submit(second)
        return first(), beside.result()
