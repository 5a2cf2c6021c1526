"""Standings: learners who stand alike, so that whether learning is relevant is asked once for all of them.

Learning is relevant to the position held and the levels reached on its day. Those change on few days of a learner, and
many learners have the same: what is asked is not a million participations, but the different standings and activities.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import date

import numpy as np
from attrs import define, field

from learnperf.io.bulk.narrow import Whole
from learnperf.io.bulk.reading import NONE
from learnperf.model.evidence import ProficiencyAssessment
from learnperf.rollup.arrays import Ints, distinct
from learnperf.rollup.cells import Coding
from learnperf.rollup.graph import Graph

# bits of a day's number: enough for the year 9999
_DAY = 22


@define(eq=False)
class Standings:
    """Numbers standings as they are met.

    Attributes
    ----------
    turns
        Node and day in one number, in order: where the standing of somebody may change.
    """

    ids: Sequence[str]
    coding: Coding
    turns: Ints = field(repr=False)
    _of_turn: Whole = field(init=False)
    _numbers: dict[Hashable, int] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        """Begin with no standing known."""
        self._of_turn = np.full(len(self.turns), NONE, dtype=np.int32)

    @classmethod
    def of(cls, graph: Graph, coding: Coding) -> Standings:
        """Find the days on which standings may change."""
        ties, assessments = graph.belonging, coding.evidence.of_kind(ProficiencyAssessment)
        who = np.fromiter((graph.number[one.learner] for one in assessments), dtype=np.int64)
        when = np.fromiter((one.on.toordinal() for one in assessments), dtype=np.int64)
        everyone = np.arange(graph.size, dtype=np.int64) << _DAY
        parts = [everyone, _key(ties.child, ties.since), _key(ties.child, ties.until), _key(who, when)]
        return cls(graph.ids, coding, distinct(np.concatenate(parts)))

    def numbers(self, learner: Whole, on: Whole) -> Whole:
        """Give the number of each learner's standing on a day; NONE where there is no learner."""
        turn = np.searchsorted(self.turns, _key(learner, on), side="right") - 1
        there = learner != NONE
        met, first = np.unique(turn[there], return_index=True)
        new = self._of_turn[met] == NONE
        days = on[there][first][new].tolist()
        for at, who, day in zip(met[new].tolist(), learner[there][first][new].tolist(), days, strict=True):
            standing = self.coding.careers.standing(self.ids[who], date.fromordinal(day))
            self._of_turn[at] = self._numbers.setdefault(standing, len(self._numbers))
        return np.where(there, self._of_turn[turn], NONE)


def _key(node: Whole, day: Whole) -> Ints:
    return (node.astype(np.int64) << _DAY) | day.astype(np.int64)
