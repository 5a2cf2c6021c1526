"""How the naive twin finds out where one piece of evidence counts: by walking up from its subjects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from math import floor

from attrs import frozen

from learnperf.model.nodes import NodeKind
from learnperf.model.organization import Organization
from learnperf.model.ties import WHOLE, Placement, Tie
from learnperf.rollup.counting import Counting

Subjects = Sequence[tuple[str, int]]


@frozen(eq=False)
class Walk:
    """Walks an organization, one record at a time."""

    organization: Organization
    counting: Counting

    def weights(self, subjects: Subjects, on: date) -> dict[str, int]:
        """Give the weight of evidence about these subjects at every node where it counts."""
        if self.counting is Counting.FULL:
            return {node: 1 for subject, _ in subjects for node in self.reached(subject, on)}
        if self.counting is Counting.PRIMARY:
            return dict.fromkeys(self._line(subjects[0][0], on), 1)
        amounts: dict[str, int] = defaultdict(int)
        for subject, credit in subjects:
            amounts[subject] += credit
        for node in self._bottom_up([subject for subject, _ in subjects], on):
            for tie, part in self.split(node, amounts[node], on):
                amounts[tie.parent] += part
        return {node: amount for node, amount in amounts.items() if amount}

    def reached(self, node: str, on: date) -> set[str]:
        """Give the node and everything above it, by following every path."""
        return {node}.union(*(self.reached(tie.parent, on) for tie in self._ties(node, on)))

    def people(self, subject: str, on: date) -> set[str]:
        """Give the learners a subject stands for: itself, or everyone in a team; nobody for a unit."""
        kind = self.organization.kind(subject)
        if kind is NodeKind.UNIT:
            return set()
        learners = self.organization.learners if kind is NodeKind.TEAM else [subject]
        return {learner for learner in learners if subject in self.reached(learner, on)}

    def is_present(self, node: str, on: date) -> bool:
        """Whether a node has a tie on a day; a unit that never reports to another is always there."""
        organization = self.organization
        around = [*organization.ties_of.get(node, ()), *organization.ties_to.get(node, ())]
        is_top = node in organization.units and node not in organization.ties_of
        return is_top or any(tie.in_force(on) for tie in around)

    def split(self, node: str, amount: int, on: date) -> Iterator[tuple[Tie, int]]:
        """Divide an amount among parents by share: whole parts first, then the largest remainders, then id."""
        ties = self._ties(node, on)
        quotas = [amount * entitled for entitled in self._entitled(ties)]
        # what nobody is entitled to stays, and competes for what is left over after everyone else
        stays = amount - sum(quotas)
        parts = [floor(quota) for quota in quotas]
        over = amount - sum(parts) - floor(stays)
        remainders = [quota - floor(quota) for quota in [*quotas, stays]]
        order = sorted(range(len(remainders)), key=lambda place: (-remainders[place], place))
        for place in order[: over if ties else 0]:
            if place < len(parts):
                parts[place] += 1
        yield from zip(ties, parts, strict=True)

    def _ties(self, node: str, on: date) -> list[Tie]:
        ties = [tie for tie in self.organization.ties_of.get(node, ()) if tie.in_force(on)]
        return sorted(ties, key=lambda tie: tie.parent)

    @staticmethod
    def _entitled(ties: Sequence[Tie]) -> list[Fraction]:
        stated = sum((Fraction(tie.share_millionths or 0, WHOLE) for tie in ties), Fraction(0))
        open_ties = sum(tie.share_millionths is None for tie in ties)
        return [
            (1 - stated) / open_ties if tie.share_millionths is None else Fraction(tie.share_millionths, WHOLE)
            for tie in ties
        ]

    def _line(self, subject: str, on: date) -> list[str]:
        """Follow the primary line: the marked tie, else a placement, else the largest share, then id."""
        ties = self._ties(subject, on)
        if not ties:
            return [subject]
        ranked = sorted(
            zip(ties, self._entitled(ties), strict=True),
            key=lambda pair: (not pair[0].primary, not isinstance(pair[0], Placement), -pair[1], pair[0].parent),
        )
        return [subject, *self._line(ranked[0][0].parent, on)]

    def _bottom_up(self, subjects: Iterable[str], on: date) -> list[str]:
        """Put everything above the subjects in an order in which children come before their parents."""
        nodes = set[str]().union(*(self.reached(subject, on) for subject in subjects))
        return sorted(nodes, key=lambda node: -self._height(node, on))

    def _height(self, node: str, on: date) -> int:
        return 1 + max((self._height(tie.parent, on) for tie in self._ties(node, on)), default=0)
