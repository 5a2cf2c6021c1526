"""Reach: where versions of subjects enter the structure, and what has to flow up it for them to be in their places."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from attrs import field, frozen

from learnperf.model.ties import WHOLE
from learnperf.rollup.arrays import Bools, Ints
from learnperf.rollup.attribution import Attribution
from learnperf.rollup.counting import Counting
from learnperf.rollup.flow import Flow
from learnperf.rollup.versions import Versions


@frozen(slots=False, eq=False)
class Reach:
    """Ways from rows into the structure.

    Rows that flow do so by few numbers. Listed are those whose weights depend on more than one line: in fractional and
    primary counting evidence with several subjects, and in fractional counting what comes to nodes that divide among
    several parents, or in parts too small for a millionth.
    """

    attribution: Attribution = field(repr=False)

    @property
    def versions(self) -> Versions:
        """All nodes over time."""
        return self.attribution.versions

    @cached_property
    def flow(self) -> Flow:
        """How numbers flow up."""
        return Flow(self.attribution.upward, self.attribution.counting)

    @cached_property
    def is_several(self) -> Bools:
        """Which rows have several entries."""
        entries = self.attribution.entries
        several: Bools = np.bincount(entries.row, minlength=entries.rows) > 1
        return several

    @cached_property
    def is_listed(self) -> Bools:
        """Which rows do not flow."""
        listed = np.zeros(self.attribution.entries.rows, dtype=np.bool_)
        if self.attribution.counting is Counting.FULL:
            return listed
        listed |= self.is_several
        if self.attribution.counting is Counting.FRACTIONAL:
            entries = self.attribution.entries
            place, base, amount, lost = self._divided(entries.version)
            listed[entries.row[place[~self.flow.chained[base]]]] = True
            listed[entries.row[lost]] = True
            del amount
        return listed

    def bases(self, version: Ints) -> tuple[Ints, Ints]:
        """Give (place, version) of where versions of subjects enter: themselves, or what learners are tied to."""
        if self.attribution.counting is Counting.FRACTIONAL:
            return self._divided(version)[:2]
        structural = self.versions.structural
        itself, learner = np.flatnonzero(version < structural), np.flatnonzero(version >= structural)
        child = version[learner] - structural
        if self.attribution.counting is Counting.PRIMARY:
            chosen = self.versions.belonging_splits.chosen[child]
            place = np.flatnonzero(chosen >= 0)
            edge = chosen[place]
        else:
            place, edge = self.versions.belonging.of(child)
        parent = self.versions.belonging.parent[edge]
        if not len(itself):
            # all are learners: the place among them is the place
            return place, parent
        return np.concatenate([itself, learner[place]]), np.concatenate([version[itself], parent])

    def amounts(self, version: Ints) -> tuple[Ints, Ints, Ints]:
        """Give (place, version, millionths) of what enters there of a whole."""
        return self._divided(version)[:3]

    def seeds(self, group: Ints, version: Ints) -> tuple[Ints, Ints, Ints]:
        """Give (group, version, sign) that flow up to 1 wherever a group's subjects count, and to 0 elsewhere."""
        place, base = self.bases(version)
        return self.flow.seeds(group[place], base)

    def _divided(self, version: Ints) -> tuple[Ints, Ints, Ints, Ints]:
        """Divide a whole at each learner: (place, version, amount), and the places where a part came to nothing."""
        structural = self.versions.structural
        itself, learner = np.flatnonzero(version < structural), np.flatnonzero(version >= structural)
        splits, child = self.versions.belonging_splits, version[learner] - structural
        place, edge, part, _ = splits.divide(child, np.full(len(child), WHOLE, dtype=np.int64))
        some = part > 0
        lost = learner[place[~some & (splits.entitled[edge] > 0)]]
        place, edge, part = place[some], edge[some], part[some]
        return (
            np.concatenate([itself, learner[place]]),
            np.concatenate([version[itself], splits.parent[edge]]),
            np.concatenate([np.full(len(itself), WHOLE, dtype=np.int64), part]),
            lost,
        )
