"""Ties of an organization of which some have been added or taken away since."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from attrs import define, evolve, field

from learnperf.model.organization import Organization
from learnperf.model.ties import Reporting, Sponsorship, Tie


@define(eq=False)
class LiveTies:
    """Looks ties up as they are now; those of nodes that were not changed are the organization's own.

    Parameters
    ----------
    organization
        As it was when the first change came.
    """

    organization: Organization
    _of: dict[str, tuple[Tie, ...]] = field(factory=dict, init=False, repr=False)
    _to: dict[str, tuple[Tie, ...]] = field(factory=dict, init=False, repr=False)
    _gone: dict[Tie, None] = field(factory=dict, init=False, repr=False)
    _new: dict[Tie, None] = field(factory=dict, init=False, repr=False)
    _structure: dict[Tie, None] = field(init=False, repr=False)

    @_structure.default
    def _structure_so_far(self) -> dict[Tie, None]:
        return {tie: None for tie in self.organization.ties if is_structural(tie)}

    def of(self, node: str) -> tuple[Tie, ...]:
        """Give the upward ties of a node, over all time."""
        changed = self._of.get(node)
        return self.organization.ties_of.get(node, ()) if changed is None else changed

    def to(self, node: str) -> tuple[Tie, ...]:
        """Give the downward ties of a node, over all time."""
        changed = self._to.get(node)
        return self.organization.ties_to.get(node, ()) if changed is None else changed

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
