"""Cycles: units or teams that lead back to themselves on some day.

Ties of all time together may well form circles where no single day has one: after a reorganization who was above may be
below. So time is cut in halves, and each half looks only at ties that are still entangled in it; a stretch without a
circle in all its ties together has none on any day, and one whose lasting ties form a circle has it on every day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import numpy as np
from attrs import frozen
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from learnperf.errors import Problem, listed
from learnperf.model.days import when
from learnperf.model.ties import Reporting, Sponsorship, Tie

_Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]


def cycle_problems(ties: Iterable[Tie]) -> Iterator[Problem]:
    """Find cycles of units and teams, with their ids in order and the days on which they hold.

    Not every one of very many: a hundred, or fewer where they are long.
    """
    structure = [tie for tie in ties if isinstance(tie, Reporting | Sponsorship)]
    names = list(dict.fromkeys(end for tie in structure for end in (tie.child, tie.parent)))
    found: dict[tuple[tuple[str, ...], int, int], None] = {}
    budget = _MOST_SAID
    for circle in _search(_edges(structure, names), _PAST, _FUTURE):
        found[_named(circle, names)] = None
        budget -= _LEAST_COST + circle.child.size
        if budget <= 0:
            break
    for ids, begin, end in found:
        path = listed([*ids, ids[0]], " -> ")
        until = None if end == _FUTURE else date.fromordinal(end)
        message = f"cycle {path} {when(date.fromordinal(begin), until)}"
        yield Problem("cycle", message, ids, "remove one of these ties")


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


def _named(circle: _Edges, names: list[str]) -> tuple[tuple[str, ...], int, int]:
    """Give a circle's ids, the least first, and the days on which all of it holds."""
    ids = [names[node] for node in circle.child.tolist()]
    first = ids.index(min(ids))
    return (*ids[first:], *ids[:first]), int(circle.begin.max()), int(circle.end.min())


_PAST = date.min.toordinal()
_FUTURE = date.max.toordinal() + 1
# ids said in all, and what a circle costs at least, which makes a hundred short ones
_MOST_SAID = 50_000
_LEAST_COST = 500
