"""Where one piece of evidence counts, by walking up from its subjects along the ties as they are now."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from attrs import define, field

from learnperf.model.nodes import NodeKind
from learnperf.model.ties import WHOLE, Placement, Tie
from learnperf.rollup.counting import Counting
from learnperf.rollup.live.ties import LiveTies, days_of

Subjects = Sequence[tuple[str, int]]


@define(eq=False)
class Reach:
    """Walks up and down; what is above teams and units is remembered for each stretch without a change there.

    Parameters
    ----------
    ties
        The ties as they are now.
    kinds
        Kind of every node.
    counting
        How evidence counts where several nodes share it.
    """

    ties: LiveTies
    kinds: Mapping[str, NodeKind]
    counting: Counting
    changes: list[date] = field(init=False, repr=False)
    _above: dict[tuple[str, int], frozenset[str]] = field(factory=dict, init=False, repr=False)

    @changes.default
    def _days_of_change(self) -> list[date]:
        return sorted(days_of(self.ties.structure))

    def forget(self) -> None:
        """Look at the ties of teams and units anew: some have changed."""
        self.changes = self._days_of_change()
        self._above.clear()

    def reached(self, node: str, on: date) -> frozenset[str]:
        """Give a node and all above it on a day."""
        layer = bisect_right(self.changes, on)
        if self.kinds[node] is not NodeKind.LEARNER:
            return self._structure_above(node, layer, on)
        above = [self._structure_above(tie.parent, layer, on) for tie in self.ties.of(node) if tie.in_force(on)]
        return _ALONE.union((node,), *above)

    def weights(self, subjects: Subjects, on: date) -> dict[str, int]:
        """Give the weight of evidence about some subjects at every node where it counts."""
        if self.counting is Counting.FULL:
            if len(subjects) == 1:
                return dict.fromkeys(self.reached(subjects[0][0], on), 1)
            return dict.fromkeys(_ALONE.union(*(self.reached(subject, on) for subject, _ in subjects)), 1)
        if self.counting is Counting.PRIMARY:
            return dict.fromkeys(self._line(subjects[0][0], on), 1)
        return self._split(subjects, on)

    def people(self, subject: str, on: date) -> Iterable[str]:
        """Give the learners a subject stands for on a day: itself, or everyone in a team; nobody for a unit."""
        kind = self.kinds[subject]
        if kind is NodeKind.LEARNER:
            return (subject,)
        return () if kind is NodeKind.UNIT else self._members(subject, on)

    def is_present(self, node: str, on: date) -> bool:
        """Whether a node has a tie on a day; a unit that never reports to another is always there."""
        upward = self.ties.of(node)
        if not upward and self.kinds[node] is NodeKind.UNIT:
            return True
        return any(tie.in_force(on) for ties in (upward, self.ties.to(node)) for tie in ties)

    def _members(self, team: str, on: date) -> list[str]:
        seen = {team}
        waiting = [team]
        while waiting:
            below = [tie.child for tie in self.ties.to(waiting.pop()) if tie.child not in seen and tie.in_force(on)]
            seen.update(below)
            waiting.extend(below)
        return [one for one in seen if self.kinds[one] is NodeKind.LEARNER]

    def _structure_above(self, node: str, layer: int, on: date) -> frozenset[str]:
        known = self._above.get((node, layer))
        if known is None:
            found = {node}
            waiting = [node]
            while waiting:
                new = {tie.parent for tie in self.ties.of(waiting.pop()) if tie.in_force(on)} - found
                found |= new
                waiting.extend(new)
            known = self._above[node, layer] = frozenset(found)
        return known

    def _line(self, subject: str, on: date) -> Iterator[str]:
        """Follow the primary line: the marked tie, else a placement, else the largest share, then id."""
        node: str | None = subject
        while node is not None:
            yield node
            ties = self._ties(node, on)
            entitled, _ = _entitled(ties)
            ranked = [
                (not tie.primary, not isinstance(tie, Placement), -part, tie.parent)
                for tie, part in zip(ties, entitled, strict=True)
            ]
            node = min(ranked)[-1] if ranked else None

    def _split(self, subjects: Subjects, on: date) -> dict[str, int]:
        """Split one whole by credit and share, from the bottom up: a node adds up what arrives before it splits."""
        amounts = dict(subjects)
        ties_of = {node: self._ties(node, on) for subject in amounts for node in self.reached(subject, on)}
        waiting_for = dict.fromkeys(ties_of, 0)
        for ties in ties_of.values():
            for tie in ties:
                waiting_for[tie.parent] += 1
        ready = [node for node, below in waiting_for.items() if not below]
        while ready:
            node = ready.pop()
            for tie, part in split(ties_of[node], amounts.get(node, 0)):
                amounts[tie.parent] = amounts.get(tie.parent, 0) + part
                waiting_for[tie.parent] -= 1
                if not waiting_for[tie.parent]:
                    ready.append(tie.parent)
        return {node: amount for node, amount in amounts.items() if amount}

    def _ties(self, node: str, on: date) -> list[Tie]:
        return sorted((tie for tie in self.ties.of(node) if tie.in_force(on)), key=_parent)


def split(ties: Sequence[Tie], amount: int) -> Iterator[tuple[Tie, int]]:
    """Divide an amount among ties in order of parent: whole parts first, then the largest remainders, then parent.

    What nobody is entitled to stays with the child, and competes for what is left over after everyone else.

    Examples
    --------
    >>> from learnperf.model.ties import Membership
    >>> ties = [Membership("ani", "audit", share=0.3), Membership("ani", "budget"), Membership("ani", "data")]
    >>> [part for _, part in split(ties, 5)]
    [1, 2, 2]
    >>> [part for _, part in split(ties[:1], 1)]
    [0]
    """
    entitled, whole = _entitled(ties)
    quotas = [amount * part for part in entitled]
    stays = amount * whole - sum(quotas)
    parts = [quota // whole for quota in quotas]
    over = amount - sum(parts) - stays // whole
    remainders = [quota % whole for quota in [*quotas, stays]]
    order = sorted(range(len(remainders)), key=lambda place: (-remainders[place], place))
    for place in order[:over]:
        if place < len(parts):
            parts[place] += 1
    return zip(ties, parts, strict=True)


def _entitled(ties: Sequence[Tie]) -> tuple[list[int], int]:
    """Give what each tie takes of a whole, and that whole: ties without a share divide what the others leave."""
    shares = [tie.share_millionths for tie in ties]
    stated = sum(share for share in shares if share is not None)
    several = max(shares.count(None), 1)
    return [WHOLE - stated if share is None else share * several for share in shares], WHOLE * several


def _parent(tie: Tie) -> str:
    return tie.parent


_ALONE: frozenset[str] = frozenset()
