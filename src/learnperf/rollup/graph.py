"""Nodes and ties as integer arrays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np
from attrs import evolve, field, frozen

from learnperf.model.ids import how_many
from learnperf.model.nodes import NodeKind
from learnperf.model.organization import Organization
from learnperf.model.ties import STRUCTURAL, Placement, Tie
from learnperf.rollup.arrays import Bools, Ints

FIRST_DAY = 0
AFTER_LAST_DAY = date.max.toordinal() + 1


@frozen(eq=False)
class Ties:
    """Ties as parallel arrays: node numbers, day numbers (half-open), share in millionths or -1, and marks."""

    child: Ints
    parent: Ints
    since: Ints
    until: Ints
    share: Ints
    primary: Bools
    placement: Bools

    def take(self, places: Ints | Bools) -> Ties:
        """Give the ties at some places."""
        return Ties(*(getattr(self, name)[places] for name in _TIE_COLUMNS))

    def on(self, day: int) -> Ties:
        """Give the ties in force on a day as if they had always been."""
        now = self.take((self.since <= day) & (day < self.until))
        return evolve(now, since=np.full_like(now.since, FIRST_DAY), until=np.full_like(now.until, AFTER_LAST_DAY))


_TIE_COLUMNS = ("child", "parent", "since", "until", "share", "primary", "placement")


@frozen(slots=False, eq=False)
class Graph:
    """An organization as arrays.

    Attributes
    ----------
    ids
        Node ids: units, teams, learners, each in order of id; a node's number is its place here.
    kinds
        Code of each node's kind: its place in `NodeKind`.
    structure_size
        How many of the nodes are units or teams; they come first.
    rank
        Place of each node's id in the order of all ids, which breaks ties.
    structure, belonging
        Ties of units and teams; ties of learners. Each in order of child, then of parent id.
    """

    ids: tuple[str, ...] = field(repr=how_many)
    kinds: Ints = field(repr=False)
    structure_size: int
    rank: Ints = field(repr=False)
    structure: Ties = field(repr=False)
    belonging: Ties = field(repr=False)

    @classmethod
    def of(cls, organization: Organization) -> Graph:
        """Lay ties out in arrays over numbered nodes."""
        groups = [sorted(organization.units), sorted(organization.teams), sorted(organization.learners)]
        ids = tuple(node for group in groups for node in group)
        codes = [KIND_CODES[kind] for kind in (NodeKind.UNIT, NodeKind.TEAM, NodeKind.LEARNER)]
        rank = np.empty(len(ids), dtype=np.int64)
        rank[np.asarray(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.int64)] = np.arange(len(ids))
        number = {node: place for place, node in enumerate(ids)}
        upward = [tie for tie in organization.ties if isinstance(tie, STRUCTURAL)]
        learners = [tie for tie in organization.ties if not isinstance(tie, STRUCTURAL)]
        return cls(
            ids=ids,
            kinds=np.repeat(np.asarray(codes, dtype=np.int64), [len(group) for group in groups]),
            structure_size=len(groups[0]) + len(groups[1]),
            rank=rank,
            structure=_tie_arrays(upward, number, rank),
            belonging=_tie_arrays(learners, number, rank),
        )

    def on(self, day: int) -> Graph:
        """Give the graph of one day as if it had always been so."""
        return evolve(self, structure=self.structure.on(day), belonging=self.belonging.on(day))

    @cached_property
    def number(self) -> dict[str, int]:
        """Number of each node by its id."""
        return {node: place for place, node in enumerate(self.ids)}

    @property
    def size(self) -> int:
        """How many nodes there are."""
        return len(self.ids)

    def is_present(self, nodes: Ints, days: Ints) -> Bools:
        """Whether each node belongs to the organization on a day: by a tie, or as the unit that never reports."""
        reports = np.zeros(self.size, dtype=np.bool_)
        reports[self.structure.child] = True
        top = (self.kinds[nodes] == KIND_CODES[NodeKind.UNIT]) & ~reports[nodes]
        present: Bools = top | self.is_tied(nodes, days)
        return present

    def is_tied(self, nodes: Ints, days: Ints) -> Bools:
        """Whether each node has a tie, upward or downward, on a day."""
        starts, latest = self._tied_spans
        place = np.searchsorted(starts, day_key(nodes, days), side="right") - 1
        known = place >= 0
        reached = latest[np.maximum(place, 0)] if len(latest) else np.zeros(len(nodes), dtype=np.int64)
        # the furthest end so far belongs to this node or to one before it, which is no tie of this one
        tied: Bools = known & (reached > day_key(nodes, days))
        return tied

    @cached_property
    def _tied_spans(self) -> tuple[Ints, Ints]:
        """Give (starts, furthest end so far) of all ties by node at either end."""
        node = np.concatenate(
            [self.structure.child, self.structure.parent, self.belonging.child, self.belonging.parent]
        )
        since = np.concatenate([self.structure.since, self.structure.since, self.belonging.since, self.belonging.since])
        until = np.concatenate([self.structure.until, self.structure.until, self.belonging.until, self.belonging.until])
        order = np.argsort(day_key(node, since), kind="stable")
        # node is the high part of the key, so a running maximum never carries over from one node to the next
        return day_key(node, since)[order], np.maximum.accumulate(day_key(node, until)[order])


def graph_of(organization: Organization) -> Graph:
    """Give the graph of an organization, laid out once for as long as the organization is in use.

    Examples
    --------
    >>> from learnperf.model.nodes import Unit
    >>> organization = Organization.of(units=[Unit("MOF")])
    >>> graph_of(organization) is graph_of(organization)
    True
    """
    if organization not in _GRAPHS:
        _GRAPHS[organization] = Graph.of(organization)
    return _GRAPHS[organization]


_GRAPHS: WeakKeyDictionary[Organization, Graph] = WeakKeyDictionary()

KIND_CODES = {kind: place for place, kind in enumerate(NodeKind)}


def day_key(node: Ints, day: Ints) -> Ints:
    """Put node and day into one number that sorts by node, then day."""
    # 22 bits hold every day up to the year 9999
    return (node.astype(np.int64, copy=False) << 22) | day


def day_number(day: date | None, otherwise: int) -> int:
    """Give a day's number, or another one for an open end."""
    return otherwise if day is None else day.toordinal()


def _tie_arrays(ties: Sequence[Tie], number: dict[str, int], rank: Ints) -> Ties:
    def ints(values: list[int]) -> Ints:
        return np.asarray(values, dtype=np.int64)

    arrays = Ties(
        child=ints([number[tie.child] for tie in ties]),
        parent=ints([number[tie.parent] for tie in ties]),
        since=ints([day_number(tie.since, FIRST_DAY) for tie in ties]),
        until=ints([day_number(tie.until, AFTER_LAST_DAY) for tie in ties]),
        share=ints([-1 if tie.share_millionths is None else tie.share_millionths for tie in ties]),
        primary=np.asarray([tie.primary for tie in ties], dtype=np.bool_),
        placement=np.asarray([isinstance(tie, Placement) for tie in ties], dtype=np.bool_),
    )
    return arrays.take(np.lexsort((rank[arrays.parent], arrays.child)))
