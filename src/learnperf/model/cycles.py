"""Cycles: units or teams that lead back to themselves on some day.

Ties of all time together may well form circles where no single day has one, for after a reorganization who was above
may be below. Mostly they form none at all, which is quickly seen; `learnperf.model.circles` looks at the rest.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from learnperf.errors import Problem, listed
from learnperf.model.days import when
from learnperf.model.ties import STRUCTURAL, Tie


def cycle_problems(ties: Iterable[Tie]) -> Iterator[Problem]:
    """Find cycles of units and teams, with their ids in order and the days on which they hold.

    Not every one of very many: a hundred, or fewer where they are long.
    """
    suspect = _above_circles([tie for tie in ties if isinstance(tie, STRUCTURAL)])
    if not suspect:
        return
    from learnperf.model.circles import circles  # noqa: PLC0415 -- slow to import, and sound structures do without

    for circle in circles(suspect):
        ids = circle.ids
        message = f"cycle {listed([*ids, ids[0]], ' -> ')} {when(circle.since, circle.until)}"
        yield Problem("cycle", message, ids, "remove one of these ties")


def _above_circles(ties: Sequence[Tie]) -> Sequence[Tie]:
    """Give the ties that are left when whatever has nothing below it is taken away, again and again.

    None are left where the ties of all time together form no circle.
    """
    upward: dict[str, list[str]] = defaultdict(list)
    for tie in ties:
        upward[tie.child].append(tie.parent)
    below = Counter(parent for parents in upward.values() for parent in parents)
    free = [node for node in upward if node not in below]
    while free:
        for parent in upward.pop(free.pop(), ()):
            below[parent] -= 1
            if not below[parent]:
                free.append(parent)
    return [tie for tie in ties if tie.child in upward]
