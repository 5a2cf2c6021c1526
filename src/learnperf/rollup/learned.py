"""Learned: on how many days of a stay a learner had completed learning not long before.

A move some days after learning is a coincidence unless it happens more often on such days than on others. These days
are counted for that: each once, however many pieces of learning make it one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from learnperf.metrics.arguments import Argument, completed
from learnperf.metrics.columns import Presence, meanings
from learnperf.rollup.arrays import Ints, distinct
from learnperf.rollup.graph import AFTER_LAST_DAY, day_key

if TYPE_CHECKING:
    from learnperf.rollup.facts import Blocks

_DAY = (1 << 22) - 1


def days_after_learning(learning: Iterable[int], begin: int, end: int, after: int, within: int) -> int:
    """Count the days from one to before another that are more than some and at most some days after learning.

    Examples
    --------
    >>> days_after_learning([10, 12], 0, 100, 0, 5)
    7
    """
    found = {day for one in learning for day in range(max(one + after + 1, begin), min(one + within + 1, end))}
    return len(found)


def learned_days(blocks: Blocks, node: Ints, begin: Ints, end: Ints, after: int, within: int) -> Ints:
    """Count, for many stays of nodes, the days that `days_after_learning` counts for one."""
    key = _starts(blocks, after)
    who, start = key >> 22, key & _DAY
    # a stretch ends where the next one of the same learner begins
    length = np.full(len(key), max(within - after, 0), dtype=np.int64)
    same = np.flatnonzero(who[1:] == who[:-1])
    length[same] = np.minimum(length[same], start[same + 1] - start[same])
    total = np.concatenate([[0], np.cumsum(length)]).astype(np.int64)
    first = np.searchsorted(key, day_key(node, np.zeros_like(begin)))

    def before(day: Ints) -> Ints:
        """Count a learner's days of this kind before a day."""
        last = np.searchsorted(key, day_key(node, day)) - 1
        known = last >= first
        at = np.where(known, last, 0)
        reached = total[at] - total[first] + np.minimum(day - start[at], length[at]) if len(key) else at
        return np.where(known, reached, 0)

    return before(end) - before(begin)


def window_of(asked: Sequence[Argument]) -> tuple[int, int]:
    """Give the days after and within which are asked for, or their defaults.

    Examples
    --------
    >>> window_of([30]), window_of([])
    ((30, 365), (0, 365))
    """
    (column,) = meanings(Presence, ["learned_days"]).values()
    after, within = completed(column.parameters, asked)
    return int(after), int(within)


def _starts(blocks: Blocks, after: int) -> Ints:
    """Give keys of node and the first day that is long enough after a piece of completed learning."""
    found = [np.empty(0, dtype=np.int64)]
    for table in blocks:
        piece = np.repeat(np.arange(table.size, dtype=np.int64), np.diff(table.offsets))
        some = np.flatnonzero(table.columns["completed"].values[piece] > 0)
        start = np.minimum(table.on[piece[some]].astype(np.int64) + after + 1, AFTER_LAST_DAY)
        found.append(day_key(table.subject[some], start))
    return distinct(np.concatenate(found))
