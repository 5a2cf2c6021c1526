"""Baselines of many evaluations: who scored what before, found for a million evaluations at once.

What a baseline is of, and which of several holds, is said in `learnperf.rollup.cells`; here the same is worked out on
arrays. Memory follows the learners and activities that have a baseline.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from attrs import field, frozen

from learnperf.io.bulk.arrow import Places
from learnperf.io.bulk.narrow import narrowed
from learnperf.metrics.expressions import Column
from learnperf.rollup.arrays import Bools, Ints


@frozen(eq=False)
class Scored:
    """Evaluations as arrays.

    Attributes
    ----------
    key
        Number of what a baseline would have to share: learner, activity, level, rater and scale.
    on, steps, has_score, is_baseline
        As the columns of evaluations.
    """

    key: Ints = field(repr=False)
    on: Ints = field(repr=False)
    steps: Ints = field(repr=False)
    has_score: Bools = field(repr=False)
    is_baseline: Bools = field(repr=False)

    def known_baselines(self, report_day: int) -> Places:
        """Give the places of the baselines that have a score and are known by a day."""
        return np.flatnonzero(self.is_baseline & self.has_score & (self.on <= report_day))

    def take(self, places: Places) -> Scored:
        """Give those at some places."""
        numbers = (self.key[places], self.on[places], self.steps[places])
        return Scored(*numbers, self.has_score[places], self.is_baseline[places])


@frozen(eq=False)
class Baselines:
    """The baseline score of each key, in order of key."""

    key: Ints = field(repr=False)
    steps: Ints = field(repr=False)

    @classmethod
    def of(cls, scored: Iterable[Scored], ids: Sequence[str]) -> Baselines:
        """Keep the last baseline of each key, by day and id.

        Parameters
        ----------
        scored
            Known baselines.
        ids
            Ids of all of them, looked at only where two are of one day.
        """
        several = list(scored)
        key, on, steps = (
            np.concatenate([np.empty(0, dtype=np.int64), *(getattr(one, name) for one in several)])
            for name in ("key", "on", "steps")
        )
        order = np.lexsort((on, key))
        key, on, steps = key[order], on[order], steps[order]
        is_last = np.append(key[1:] != key[:-1], np.ones(min(len(key), 1), dtype=np.bool_))
        is_tied = (key[1:] == key[:-1]) & (on[1:] == on[:-1])
        ends = np.flatnonzero(is_last)
        chosen = ends.copy()
        for place in np.flatnonzero(is_last & np.append(False, is_tied)[: len(key)]).tolist():
            first = place
            while first and is_tied[first - 1]:
                first -= 1
            best = max(range(first, place + 1), key=lambda at: ids[int(order[at])])
            chosen[np.searchsorted(ends, place)] = best
        return cls(key[ends], steps[chosen])

    def change(self, scored: Scored) -> Column:
        """Give the steps above the baseline, missing where there is none, and for baselines."""
        asked = np.flatnonzero(scored.has_score & ~scored.is_baseline)
        values = np.zeros(len(scored.key), dtype=np.int64)
        present = np.zeros(len(scored.key), dtype=np.bool_)
        if len(asked) and len(self.key):
            key = scored.key[asked]
            place = np.minimum(np.searchsorted(self.key, key), len(self.key) - 1)
            found = self.key[place] == key
            values[asked[found]] = scored.steps[asked[found]] - self.steps[place[found]]
            present[asked[found]] = True
        return Column(narrowed(values), present)
