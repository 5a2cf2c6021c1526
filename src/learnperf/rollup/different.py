"""Different people, teams or units: counted once at every node, however many pieces of evidence bring them there.

Someone who comes with one row is worth 1 wherever that row is, so such people are a sum like any other. Only those with
several rows could be counted twice; their places are united one by one.
"""

from __future__ import annotations

import numpy as np
from attrs import field, frozen

from learnperf.rollup.arrays import Bools, Ints, lookup
from learnperf.rollup.planes import Planes


@frozen(eq=False)
class Different:
    """Counts the different people behind rows.

    Attributes
    ----------
    alone
        How many people each row has who come with nothing but its only entry.
    near
        Of those who come several times, all in one plane: (person, planed node an entry enters at, row).
    far
        Of those who come in several planes: (person and target they reach in one number, row), in order.
    own
        (target of the person itself, row).
    """

    planes: Planes = field(repr=False)
    alone: Ints = field(repr=False)
    near: tuple[Ints, Ints, Ints] = field(repr=False)
    far: tuple[Ints, Ints] = field(repr=False)
    own: tuple[Ints, Ints] = field(repr=False)

    @classmethod
    def of(cls, planes: Planes, entry: Ints, person: Ints) -> Different:
        """Tell apart people who come once, several times in one plane, and in several planes."""
        pool, entries = planes.pool, planes.pool.attribution.entries
        row = entries.row[entry]
        who = pool.period[row] * pool.attribution.graph.size + person
        times = np.bincount(who, minlength=planes.targets)
        entries_of_row = np.bincount(entries.row, minlength=pool.rows)
        alone = (times[who] == 1) & (entries_of_row[row] == 1)
        # a team or unit enters the structure at itself; a learner stands beside it
        own = (entries.subject[entry] == person) & (person >= planes.size)
        near, far = _entering(planes, entry[~alone], who[~alone])
        return cls(
            planes=planes,
            alone=np.bincount(row[alone], minlength=pool.rows).astype(np.int64),
            near=near,
            far=far,
            own=(who[own], row[own]),
        )

    def count(self, active: Bools) -> Ints:
        """Count those with an active row, at every target."""
        planes = self.planes
        arrived: Ints = planes.seeds @ np.where(active, self.alone, 0)
        some = active[self.near[2]]
        _, planed, sign = planes.flow.seeds(self.near[0][some], self.near[1][some])
        np.add.at(arrived, planed, sign)
        own = np.zeros(planes.targets, dtype=np.int64)
        own[self.own[0][active[self.own[1]]]] = 1
        counted: Ints = planes.gathered(own, planes.flow.added_up(arrived))
        return counted + self._far(active)

    def _far(self, active: Bools) -> Ints:
        key, row = self.far
        key = key[active[row]]
        first = np.ones(len(key), dtype=np.bool_)
        first[1:] = key[1:] != key[:-1]
        return np.bincount(key[first] % self.planes.targets, minlength=self.planes.targets).astype(np.int64)


def _entering(planes: Planes, entry: Ints, who: Ints) -> tuple[tuple[Ints, Ints, Ints], tuple[Ints, Ints]]:
    """Find where people who come several times enter the structure: in one plane, or else everything they reach."""
    attribution = planes.pool.attribution
    place, planed = lookup(entry, attribution.base_entry, planes.bases, len(attribution.entries.row))
    person, row = who[place], attribution.entries.row[entry[place]]
    plane = planed // planes.size
    first = np.full(planes.targets, len(planes.keys), dtype=np.int64)
    np.minimum.at(first, person, plane)
    several = np.zeros(planes.targets, dtype=np.bool_)
    several[person[plane != first[person]]] = True
    far = several[person]
    at, above = planes.layers.above(planed[far])
    target = planes.period_of(above) * attribution.graph.size + above % planes.size
    key = person[far][at] * planes.targets + target
    order = np.argsort(key, kind="stable")
    return (person[~far], planed[~far], row[~far]), (key[order], row[far][at][order])
