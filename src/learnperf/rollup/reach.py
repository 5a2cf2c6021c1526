"""Reach: where versions of subjects enter the structure, and what has to flow up it for them to be in their places."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from attrs import field, frozen

from learnperf.model.ties import WHOLE
from learnperf.rollup.arrays import Bools, Ints, joined
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

    Attributes
    ----------
    flow
        How numbers flow up.
    """

    attribution: Attribution = field(repr=False)
    flow: Flow = field(repr=False)

    @property
    def versions(self) -> Versions:
        """All nodes over time."""
        return self.attribution.versions

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
            place, base = self.bases(entries.version)
            listed[entries.row[place[~self.flow.chained[base]]]] = True
            learner = np.flatnonzero(entries.version >= self.versions.structural)
            lost = self._parts[1][entries.version[learner] - self.versions.structural]
            listed[entries.row[learner[lost]]] = True
        return listed

    def bases(self, version: Ints) -> tuple[Ints, Ints]:
        """Give (place, version) of where versions of subjects enter: themselves, or what learners are tied to."""
        itself, place, edge = self._ways(version)
        parent = self.versions.belonging.parent[edge]
        return joined([itself, place]), joined([version[itself], parent])

    def amounts(self, version: Ints) -> tuple[Ints, Ints, Ints]:
        """Give (place, version, millionths) of what enters there of a whole."""
        itself, place, edge = self._ways(version)
        parent = self.versions.belonging.parent[edge]
        return (
            joined([itself, place]),
            joined([version[itself], parent]),
            joined([np.full(len(itself), WHOLE, dtype=np.int64), self._parts[0][edge]]),
        )

    def _ways(self, version: Ints) -> tuple[Ints, Ints, Ints]:
        """Give places of teams and units, and (place, edge) of what learners are tied to and pass anything to."""
        structural = self.versions.structural
        is_learner = version >= structural
        itself, learner = np.flatnonzero(~is_learner), np.flatnonzero(is_learner)
        child = (version if not len(itself) else version[learner]) - structural
        if self.attribution.counting is Counting.PRIMARY:
            edge = self.versions.belonging_splits.chosen[child]
            place = np.flatnonzero(edge >= 0)
            return itself, learner[place], edge[place]
        place, edge = self.versions.belonging.of(child)
        if self.attribution.counting is Counting.FRACTIONAL:
            some = self._parts[0][edge] > 0
            place, edge = place[some], edge[some]
        return itself, learner[place], edge

    @cached_property
    def _parts(self) -> tuple[Ints, Bools]:
        """Divide a whole at every version of a learner: the part of each edge, and where a part came to nothing."""
        splits = self.versions.belonging_splits
        children = len(splits.total)
        place, edge, part, _ = splits.divide(np.arange(children), np.full(children, WHOLE, dtype=np.int64))
        lost = np.zeros(children, dtype=np.bool_)
        lost[place[(part == 0) & (splits.entitled[edge] > 0)]] = True
        return part, lost

    def seeds(self, group: Ints, version: Ints) -> tuple[Ints, Ints, Ints]:
        """Give (group, version, sign) that flow up to 1 wherever a group's subjects count, and to 0 elsewhere."""
        place, base = self.bases(version)
        return self.flow.seeds(group[place], base)
