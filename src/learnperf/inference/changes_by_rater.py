"""What an index of behaviour change is made of at a node: each type of rater, and which were left out and why."""

from __future__ import annotations

from attrs import frozen

from learnperf.metrics.metric import Index
from learnperf.metrics.missing import MissingReason
from learnperf.model.vocabulary import Rater
from learnperf.rollup.result import Rollup


@frozen
class ChangeByRater:
    """What one type of rater says.

    Attributes
    ----------
    value
        Mean change as a part of the scale; None where there is none, or not of enough ratings.
    n, due
        Pairs of ratings, and those that were due.
    weight
        In the index.
    left_out
        Why it does not count in the index; `MissingReason.NONE` where it does.
    """

    rater: Rater
    value: float | None
    n: int
    due: int
    weight: int
    left_out: MissingReason


def changes_by_rater(result: Rollup, index: Index, node: str, period: str | None = None) -> tuple[ChangeByRater, ...]:
    """Read each part of an index of behaviour change at a node, those left out too.

    Parameters
    ----------
    result
        A rollup of the index and its parts: ``[index, *index.parts]``.

    Raises
    ------
    UnknownName
        A node that does not exist, or a result without the parts.

    Examples
    --------
    >>> import learnperf as lp
    >>> index = lp.behaviour_change_index({lp.Rater.SUPERVISOR: 2, lp.Rater.PEER: 1})
    >>> result = lp.rollup(lp.Organization.of(units=[lp.Unit("MOF")]), metrics=[index, *index.parts])
    >>> [(one.rater.value, one.weight, one.left_out.label()) for one in changes_by_rater(result, index, "MOF")]
    [('supervisor', 2, 'no evidence'), ('peer', 1, 'no evidence')]
    """
    lines = []
    for part, weight in index.weights:
        found = result.reading(node, part.name, period)
        rater = Rater(part.name.rpartition(".")[2])
        lines.append(ChangeByRater(rater, found.value, found.n, found.due, weight, found.missing))
    return tuple(lines)
