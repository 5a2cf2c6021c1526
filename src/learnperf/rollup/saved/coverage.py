"""Coverage: which periods of today the periods of yesterday are part of, told by the days there was evidence on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from attrs import frozen

from learnperf.errors import StateError, listed
from learnperf.rollup.arrays import Ints, expand, offsets_of
from learnperf.rollup.request import Period

_HINT = "ask for the periods it was saved with, and leave the end open, or roll all evidence up"


@frozen(eq=False)
class Coverage:
    """Pairs of periods: all days with evidence in the saved one are in the other.

    A period that grows at a side on which there was no evidence is the same one, and one that holds several whole ones
    is their sum. A day that was in no saved period cannot be counted later, nor can a saved period be cut.
    """

    periods: int
    saved: Ints
    now: Ints

    @classmethod
    def of(cls, saved: Sequence[Period], days: Ints, now: Sequence[Period]) -> Coverage:
        """Pair periods.

        Parameters
        ----------
        days
            Days on which there was evidence, in order.

        Raises
        ------
        StateError
            A period of now would need a part of a saved period, or days that were outside of all.
        """
        begin, end = _places(saved, days)
        first, after = _places(now, days)
        # one row per saved period, one column per period of now
        common = np.minimum(end[:, None], after[None]) - np.maximum(begin[:, None], first[None])
        size = (end - begin)[:, None]
        inside = (common == size) & (size > 0)
        cut = (common > 0) & ~inside
        wrong = cut.any(axis=0) | ((inside * size).sum(axis=0) != np.maximum(after - first, 0))
        if wrong.any():
            labels = [now[place].label for place in np.flatnonzero(wrong).tolist()]
            raise StateError(f"saved states were not counted by these periods: {listed(labels)} ({_HINT})")
        place, other = np.nonzero(inside)
        return cls(len(saved), place, other)

    def spread(self, period: Ints) -> tuple[Ints, Ints]:
        """Give (place, period of now) for everything in a saved period, once for every period of now it is in."""
        offsets = offsets_of(self.saved, self.periods)
        place, at = expand(offsets[period], offsets[period + 1] - offsets[period])
        return place, self.now[at]


def check_ends(saved: Sequence[Period], days: Ints, now: Sequence[Period]) -> None:
    """Refuse periods at whose ends the latest pieces so far are not known.

    Raises
    ------
    StateError
        Names the periods.
    """
    known = {0, len(days), *_places(saved, days)[1].tolist()}
    ends = _places(now, days)[1].tolist()
    labels = [period.label for period, end in zip(now, ends, strict=True) if end not in known]
    if labels:
        raise StateError(f"what held at the end of these periods was not saved: {listed(labels)} ({_HINT})")


def _places(periods: Sequence[Period], days: Ints) -> tuple[Ints, Ints]:
    """Give where the days of each period begin and end among some days."""
    first, after = (
        np.searchsorted(days, np.asarray(ends, dtype=np.int64)).astype(np.int64)
        for ends in ([period.first for period in periods], [period.after for period in periods])
    )
    return first, after
