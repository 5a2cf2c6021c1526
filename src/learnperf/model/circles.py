"""Circles of ties in time: which of them hold on some day, and when.

Time is cut in halves, and each half looks only at ties that are still entangled in it; a stretch without a circle in
all its ties together has none on any day, and one whose lasting ties form a circle has it on every day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import numpy as np
from attrs import frozen
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from learnperf.model.ties import Tie

_Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]


@frozen
class Circle:
    """Ids that lead round to the first one, which is the least, and the days on which they do."""

    ids: tuple[str, ...]
    since: date
    until: date | None


def circles(ties: Sequence[Tie]) -> list[Circle]:
    """Find circles and when they hold: a hundred of them, or fewer where they are long.

    Examples
    --------
    >>> from learnperf.model.ties import Reporting
    >>> circles([Reporting("a", "b"), Reporting("b", "a", since=date(2026, 1, 1))])
    [Circle(ids=('a', 'b'), since=datetime.date(2026, 1, 1), until=None)]
    """
    names = list(dict.fromkeys(end for tie in ties for end in (tie.child, tie.parent)))
    found: dict[Circle, None] = {}
    budget = _MOST_SAID
    for circle in _search(_edges(ties, names), _PAST, _FUTURE):
        found[_named(circle, names)] = None
        budget -= _LEAST_COST + circle.child.size
        if budget <= 0:
            break
    return list(found)


@frozen(eq=False)
class _Edges:
    """Ties as numbers: child, parent, the first day and the first day after."""

    child: _Numbers
    parent: _Numbers
    begin: _Numbers
    end: _Numbers

    def only(self, which: np.ndarray[tuple[int], np.dtype[np.bool_]] | _Numbers) -> _Edges:
        """Give some of the edges."""
        return _Edges(self.child[which], self.parent[which], self.begin[which], self.end[which])


def _edges(ties: Iterable[Tie], names: Iterable[str]) -> _Edges:
    number = {name: place for place, name in enumerate(names)}
    rows = [
        (
            number[tie.child],
            number[tie.parent],
            _PAST if tie.since is None else tie.since.toordinal(),
            _FUTURE if tie.until is None else tie.until.toordinal(),
        )
        for tie in ties
    ]
    table = np.array(rows, dtype=np.int64).reshape(-1, 4)
    return _Edges(table[:, 0], table[:, 1], table[:, 2], table[:, 3])


def _search(edges: _Edges, begin: int, end: int) -> Iterator[_Edges]:
    """Find circles on days from `begin` until `end`, on some of which each edge holds."""
    for entangled in _entangled(edges):
        # with one way onward from each node it is a single circle, which holds on the days all of it has in common
        if np.unique(entangled.child).size == entangled.child.size:
            if entangled.begin.max() < entangled.end.min():
                yield _circle(entangled)
            continue
        lasting = entangled.only((entangled.begin <= begin) & (entangled.end >= end))
        parts = _entangled(lasting)
        if parts:
            yield _circle(parts[0])
            continue
        days = np.unique(np.concatenate([entangled.begin, entangled.end]))
        days = days[(begin < days) & (days < end)]
        middle = int(days[days.size // 2])
        yield from _search(entangled.only(entangled.begin < middle), begin, middle)
        yield from _search(entangled.only(entangled.end > middle), middle, end)


def _entangled(edges: _Edges) -> list[_Edges]:
    """Give the edges of each part of the graph in which every node leads to every other."""
    nodes, ends = np.unique(np.concatenate([edges.child, edges.parent]), return_inverse=True)
    child, parent = np.split(ends, 2)
    table = csr_array((np.ones(child.size, dtype=np.int8), (child, parent)), shape=(nodes.size, nodes.size))
    _, part = connected_components(table, directed=True, connection="strong")
    inside = np.flatnonzero(part[child] == part[parent])
    inside = inside[np.argsort(part[child[inside]], kind="stable")]
    cuts = np.flatnonzero(np.diff(part[child[inside]])) + 1
    return [edges.only(places) for places in np.split(inside, cuts) if places.size]


def _circle(entangled: _Edges) -> _Edges:
    """Give the edges of one circle: where every node leads to every other, any way onward comes round in the end."""
    onward = dict(zip(entangled.child.tolist(), range(entangled.child.size), strict=True))
    path: dict[int, int] = {}
    at = min(onward)
    while at not in path:
        path[at] = onward[at]
        at = int(entangled.parent[onward[at]])
    round_trip = list(path.values())[list(path).index(at) :]
    return entangled.only(np.array(round_trip))


def _named(circle: _Edges, names: list[str]) -> Circle:
    """Give a circle's ids, the least first, and the days on which all of it holds."""
    ids = [names[node] for node in circle.child.tolist()]
    first = ids.index(min(ids))
    begin, end = int(circle.begin.max()), int(circle.end.min())
    until = None if end == _FUTURE else date.fromordinal(end)
    return Circle((*ids[first:], *ids[:first]), date.fromordinal(begin), until)


_PAST = date.min.toordinal()
_FUTURE = date.max.toordinal() + 1
# ids said in all, and what a circle costs at least, which makes a hundred short ones
_MOST_SAID = 50_000
_LEAST_COST = 500
