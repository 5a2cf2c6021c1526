"""Cycles: units or teams that lead back to themselves on some day.

Ties of all time together may well form circles where no single day has one: after a reorganization who was above may be
below. So time is cut in halves, and each half looks only at ties that are still entangled in it; a stretch without a
circle in all its ties together has none on any day, and one whose lasting ties form a circle has it on every day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice

import networkx as nx
from attrs import frozen

from learnperf.errors import Problem, listed
from learnperf.model.days import when
from learnperf.model.ties import Reporting, Sponsorship, Tie


def cycle_problems(ties: Iterable[Tie]) -> Iterator[Problem]:
    """Find cycles of units and teams, with their ids in order and the days on which they hold; a hundred at most."""
    edges = [_edge(tie) for tie in ties if isinstance(tie, Reporting | Sponsorship)]
    found = {_named(circle): None for circle in islice(_search(edges, _PAST, _FUTURE), _MOST_CYCLES)}
    for ids, begin, end in found:
        path = listed([*ids, ids[0]], " -> ")
        until = None if end == _FUTURE else date.fromordinal(end)
        message = f"cycle {path} {when(date.fromordinal(begin), until)}"
        yield Problem("cycle", message, ids, "remove one of these ties")


@frozen
class _Edge:
    """A tie with its days as numbers, the first and the first one after."""

    child: str
    parent: str
    begin: int
    end: int


def _edge(tie: Tie) -> _Edge:
    begin = _PAST if tie.since is None else tie.since.toordinal()
    return _Edge(tie.child, tie.parent, begin, _FUTURE if tie.until is None else tie.until.toordinal())


def _search(edges: Iterable[_Edge], begin: int, end: int) -> Iterator[list[_Edge]]:
    """Find circles on days from `begin` until `end`, on some of which each edge holds."""
    for entangled in _entangled(edges):
        lasting = [edge for edge in entangled if edge.begin <= begin and edge.end >= end]
        circle = _circle(lasting)
        if circle:
            yield circle
            continue
        days = sorted({day for edge in entangled for day in (edge.begin, edge.end) if begin < day < end})
        middle = days[len(days) // 2]
        yield from _search([edge for edge in entangled if edge.begin < middle], begin, middle)
        yield from _search([edge for edge in entangled if edge.end > middle], middle, end)


def _entangled(edges: Iterable[_Edge]) -> list[list[_Edge]]:
    """Give the edges of each part of the graph in which every node leads to every other."""
    known = list(edges)
    graph: nx.DiGraph[str] = nx.DiGraph((edge.child, edge.parent) for edge in known)
    part = {
        node: place
        for place, nodes in enumerate(nx.strongly_connected_components(graph))
        if len(nodes) > 1
        for node in nodes
    }
    groups: dict[int, list[_Edge]] = {}
    for edge in known:
        if edge.child in part and part[edge.child] == part.get(edge.parent):
            groups.setdefault(part[edge.child], []).append(edge)
    return list(groups.values())


def _circle(edges: Sequence[_Edge]) -> list[_Edge]:
    """Give the edges of one circle, or none."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    for edge in edges:
        graph.add_edge(edge.child, edge.parent, edge=edge)
    try:
        return [graph.edges[child, parent]["edge"] for child, parent in nx.find_cycle(graph)]
    except nx.NetworkXNoCycle:
        return []


def _named(circle: Sequence[_Edge]) -> tuple[tuple[str, ...], int, int]:
    """Give a circle's ids, the least first, and the days on which all of it holds."""
    ids = [edge.child for edge in circle]
    first = ids.index(min(ids))
    begin, end = max(edge.begin for edge in circle), min(edge.end for edge in circle)
    return (*ids[first:], *ids[:first]), begin, end


_PAST = date.min.toordinal()
_FUTURE = date.max.toordinal() + 1
_MOST_CYCLES = 100
