"""Transitions: who moved from which band of scores before learning to which after it, as a table."""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen

from learnperf.inference.lines import lined_up
from learnperf.metrics.kirkpatrick.bands import ScoreBands, transition_name
from learnperf.model.levels import Level
from learnperf.rollup.result import Rollup


@frozen
class Transitions:
    """How many pairs moved from each band to each.

    Attributes
    ----------
    bands
        From the lowest to the highest.
    counts
        A row for each band before learning, a column for each after it; pairs as they were counted.
    unpaired
        Scores after learning that have no baseline, or are on another scale: due, and in no cell.
    """

    bands: tuple[str, ...]
    counts: tuple[tuple[float, ...], ...]
    unpaired: int

    @property
    def improved(self) -> float:
        """Pairs that ended in a higher band."""
        return self._of(lambda before, after: after > before)

    @property
    def same(self) -> float:
        """Pairs that ended in the band they began in."""
        return self._of(lambda before, after: after == before)

    @property
    def declined(self) -> float:
        """Pairs that ended in a lower band."""
        return self._of(lambda before, after: after < before)

    def _of(self, moved: Callable[[int, int], bool]) -> float:
        several = enumerate(self.counts)
        return sum(one for before, row in several for after, one in enumerate(row) if moved(before, after))

    def __str__(self) -> str:
        """Give the table, and how many rose, stayed and fell."""
        rows = [("from, to", *self.bands)]
        rows += [(band, *(f"{one:g}" for one in row)) for band, row in zip(self.bands, self.counts, strict=True)]
        moves = f"improved {self.improved:g}, same {self.same:g}, declined {self.declined:g}; unpaired {self.unpaired}"
        return "\n".join([*lined_up(rows), moves])


def transitions(
    result: Rollup, node: str, bands: ScoreBands, level: Level = Level.BEHAVIOUR, period: str | None = None
) -> Transitions:
    """Read the table of transitions at a node.

    Parameters
    ----------
    result
        A rollup of `learnperf.transition_metrics` of the same level and bands.

    Raises
    ------
    UnknownName
        A node that does not exist, or a result of other metrics.

    Examples
    --------
    >>> from datetime import date
    >>> import learnperf as lp
    >>> organization = lp.Organization.of(
    ...     units=[lp.Unit("MOF")], learners=[lp.Learner("ani")], ties=[lp.Placement("ani", "MOF")]
    ... )
    >>> evidence = lp.Evidence.of(
    ...     lp.Evaluation(one.value, learner="ani", level=3, score=score, phase=one, on=date(2026, 1, 1))
    ...     for one, score in zip(lp.Phase, (2, 4), strict=True)
    ... )
    >>> bands = lp.ScoreBands.of({"low": 1, "high": 4})
    >>> result = lp.rollup(organization, evidence, lp.transition_metrics(lp.Level.BEHAVIOUR, bands))
    >>> print(lp.transitions(result, "MOF", bands))
    from, to  low  high
    low         0     1
    high        0     0
    improved 1, same 0, declined 0; unpaired 0
    """
    readings = [
        [result.reading(node, transition_name(level, before, after), period) for after in bands.names]
        for before in bands.names
    ]
    first = readings[0][0]
    counts = tuple(tuple(one.value or 0.0 for one in row) for row in readings)
    return Transitions(bands.names, counts, first.due - first.n)
