"""Through whom evidence counts where: how many pieces each learner brings to each place.

A learner is one of a place's heads while any piece comes through them, so a change in these counts from nothing to
something is one head more. They are collected for whom a change concerns, when it first does.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from attrs import define, field

from learnperf.rollup.live.tally import Counts, added

Key = tuple[int, str]


@define(eq=False)
class Through:
    """Counts of pieces by metric and subject, for those looked at so far.

    Parameters
    ----------
    collect
        Gives all counts of one metric and subject as they are now.
    is_reached
        Whether other pieces surely reach all of some places through a subject, before and after a change of records.
    """

    collect: Callable[[int, str], Counts]
    is_reached: Callable[[int, str, Collection[int]], bool]
    _known: dict[Key, Counts] = field(factory=dict, init=False, repr=False)

    def after(self, differences: Mapping[Key, Counts], *, moved: bool) -> dict[Key, tuple[Counts, Counts]]:
        """Give the counts before and after some differences, which have already happened to what is collected.

        Parameters
        ----------
        moved
            Whether ties have changed, and with them where other pieces count.
        """
        found: dict[Key, tuple[Counts, Counts]] = {}
        for key, difference in differences.items():
            if any(difference.values()):
                known = self._known.get(key)
                if known is not None:
                    found[key] = known, added(known, difference)
                # nearly always somebody counts there anyhow, and nothing need be remembered
                elif moved or not self.is_reached(*key, difference):
                    now = self.collect(*key)
                    found[key] = added(now, difference, -1), now
        return found

    def keep(self, counts: Mapping[Key, tuple[Counts, Counts]]) -> None:
        """Remember the counts after a change."""
        self._known.update({key: now for key, (_, now) in counts.items()})


def steps(counts: Mapping[Key, tuple[Counts, Counts]]) -> Iterator[tuple[int, int, int]]:
    """Give (metric, place, 1 or -1) where a subject came to count or ceased to."""
    for (metric, _), (before, now) in counts.items():
        for place in now.keys() - before.keys():
            yield metric, place, 1
        for place in before.keys() - now.keys():
            yield metric, place, -1
