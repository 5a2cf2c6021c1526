"""Ties of an organization of which some have been added or taken away since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property

import numpy as np
from attrs import define, evolve, field, frozen

from learnperf.model.organization import Organization
from learnperf.model.ties import Reporting, Sponsorship, Tie
from learnperf.rollup.arrays import Ints


@frozen(eq=False)
class _Ends:
    """Ties by the node at one of their ends, in order of node."""

    ties: Sequence[Tie]
    order: Ints
    offsets: Ints

    @classmethod
    def of(cls, ties: Sequence[Tie], nodes: Iterable[str], number: Mapping[str, int]) -> _Ends:
        """Sort ties by the nodes at one end, given in order of the ties."""
        node = np.fromiter(map(number.__getitem__, nodes), dtype=np.int64, count=len(ties))
        counts = np.bincount(node, minlength=len(number))
        offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        return cls(ties, np.argsort(node, kind="stable"), offsets)

    def at(self, node: int) -> tuple[Tie, ...]:
        """Give the ties of a node."""
        places = self.order[self.offsets[node] : self.offsets[node + 1]]
        return tuple([self.ties[place] for place in places.tolist()])

    def before(self, node: int) -> Iterable[Tie]:
        """Give the ties of all nodes before one."""
        return [self.ties[place] for place in self.order[: self.offsets[node]].tolist()]


@define(slots=False, eq=False)
class LiveTies:
    """Looks ties up as they are now; those of nodes that were not changed are the organization's own.

    Parameters
    ----------
    organization
        As it was when the first change came.
    number, structure_size
        Number of each node: teams and units come first, and this many there are.
    """

    organization: Organization
    number: Mapping[str, int]
    structure_size: int
    _of: dict[str, tuple[Tie, ...]] = field(factory=dict, init=False, repr=False)
    _to: dict[str, tuple[Tie, ...]] = field(factory=dict, init=False, repr=False)
    _gone: dict[Tie, None] = field(factory=dict, init=False, repr=False)
    _new: dict[Tie, None] = field(factory=dict, init=False, repr=False)
    _upward: _Ends = field(init=False, repr=False)
    _structure: dict[Tie, None] = field(init=False, repr=False)

    @_upward.default
    def _by_child(self) -> _Ends:
        ties = self.organization.ties
        return _Ends.of(ties, (tie.child for tie in ties), self.number)

    @_structure.default
    def _structure_so_far(self) -> dict[Tie, None]:
        return dict.fromkeys(self._upward.before(self.structure_size))

    @cached_property
    def _downward(self) -> _Ends:
        ties = self.organization.ties
        return _Ends.of(ties, (tie.parent for tie in ties), self.number)

    def of(self, node: str) -> tuple[Tie, ...]:
        """Give the upward ties of a node, over all time."""
        known = self._of.get(node)
        if known is None:
            known = self._of[node] = self._upward.at(self.number[node]) if node in self.number else ()
        return known

    def to(self, node: str) -> tuple[Tie, ...]:
        """Give the downward ties of a node, over all time."""
        known = self._to.get(node)
        if known is None:
            known = self._to[node] = self._downward.at(self.number[node]) if node in self.number else ()
        return known

    @property
    def structure(self) -> Iterable[Tie]:
        """Ties of teams and units."""
        return self._structure

    def change(self, gone: Iterable[Tie], new: Iterable[Tie]) -> None:
        """Take ties away that are there, and add ties that are not."""
        for tie in gone:
            self._of[tie.child] = _without(self.of(tie.child), tie)
            self._to[tie.parent] = _without(self.to(tie.parent), tie)
            self._structure.pop(tie, None)
            _move(tie, self._new, self._gone)
        for tie in new:
            self._of[tie.child] = (*self.of(tie.child), tie)
            self._to[tie.parent] = (*self.to(tie.parent), tie)
            if is_structural(tie):
                self._structure[tie] = None
            _move(tie, self._gone, self._new)

    def all(self) -> tuple[Tie, ...]:
        """Give every tie there is now."""
        return (*(tie for tie in self.organization.ties if tie not in self._gone), *self._new)

    def whole(self) -> Organization:
        """Give the organization as it is now."""
        return evolve(self.organization, ties=self.all())

    def above(self, nodes: Iterable[str]) -> Organization:
        """Give the same organization with no ties but those that lead up from some nodes, on any day."""
        known = dict.fromkeys(one for node in nodes for one in self.leading_up(node))
        return evolve(self.organization, ties=tuple(tie for node in known for tie in self.of(node)))

    def below(self, node: str) -> dict[str, None]:
        """Give a node and every node that leads to it on any day."""
        seen: dict[str, None] = {node: None}
        waiting = [node]
        while waiting:
            for tie in self.to(waiting.pop()):
                if tie.child not in seen:
                    seen[tie.child] = None
                    waiting.append(tie.child)
        return seen

    def leading_up(self, node: str) -> dict[str, None]:
        """Give a node and every node it leads to on any day."""
        seen: dict[str, None] = {node: None}
        waiting = [node]
        while waiting:
            for tie in self.of(waiting.pop()):
                if tie.parent not in seen:
                    seen[tie.parent] = None
                    waiting.append(tie.parent)
        return seen


def is_structural(tie: Tie) -> bool:
    """Whether a tie is of a team or unit, so that all below it hang on it."""
    return isinstance(tie, Reporting | Sponsorship)


def days_of(ties: Iterable[Tie]) -> set[date]:
    """Give the days on which ties begin or end."""
    return {day for tie in ties for day in (tie.since, tie.until) if day is not None}


def _without(ties: tuple[Tie, ...], gone: Tie) -> tuple[Tie, ...]:
    return tuple(tie for tie in ties if tie != gone)


def _move(tie: Tie, away_from: dict[Tie, None], into: dict[Tie, None]) -> None:
    """Note a change to a tie, of which two that undo each other leave nothing."""
    if tie in away_from:
        del away_from[tie]
    else:
        into[tie] = None
