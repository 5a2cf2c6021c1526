"""Working ahead: the next item is made ready in a thread of its own while the one before is used."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

_Item = TypeVar("_Item")
_Ready = TypeVar("_Ready")


def ahead(work: Callable[[_Item], _Ready], items: Iterable[_Item]) -> Iterator[_Ready]:
    """Give what the work makes of each item, in order, as ``map`` does, with one item made ready in advance.

    Items are fetched and worked on in one thread, one after the other, so that neither need be safe for several. It
    pays where most of the work is done by numpy, which lets other threads run meanwhile.

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
