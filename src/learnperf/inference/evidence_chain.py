"""The evidence chain: of what was completed, how much is known and reached at each level, and where it fell out."""

from __future__ import annotations

from attrs import frozen

from learnperf.inference.lines import lined_up
from learnperf.model.levels import Level
from learnperf.model.vocabulary import label
from learnperf.rollup.result import Rollup


@frozen
class Link:
    """One level of the chain, in completed participations.

    Attributes
    ----------
    evaluated, reached
        Those with a score at the level, and at or above the mark, whatever the other levels say.
    unseen, below
        Those that reached all levels below and fell out here: without a score, or below the mark.
    """

    level: Level
    evaluated: float
    reached: float
    unseen: float
    below: float


@frozen
class EvidenceChain:
    """What became of completed participations level by level; ``completed`` is what fell out plus ``through``.

    Attributes
    ----------
    completed
        Completed participations.
    through
        Those that reached every level.
    """

    completed: float
    links: tuple[Link, ...]
    through: float

    def __str__(self) -> str:
        """Give the table."""
        rows: list[tuple[str, ...]] = [("level", "evaluated", "reached", "fell out unseen", "fell out below")]
        for one in self.links:
            numbers = (one.evaluated, one.reached, one.unseen, one.below)
            rows.append((f"{one.level} {label(one.level)}", *(f"{number:g}" for number in numbers)))
        ends = f"completed {self.completed:g}, through all levels {self.through:g}"
        return "\n".join([*lined_up(rows), ends])


def evidence_chain(result: Rollup, node: str, period: str | None = None) -> EvidenceChain:
    """Read the evidence chain at a node.

    No level is imputed from another: who was not evaluated at a level falls out there as unseen.

    Parameters
    ----------
    result
        A rollup of `learnperf.chain_metrics`.

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
    >>> day = date(2026, 1, 1)
    >>> evidence = lp.Evidence.of(
    ...     [
    ...         lp.Participation("p", learner="ani", activity="course", on=day),
    ...         lp.Evaluation("e", learner="ani", activity="course", level=1, score=5, on=day),
    ...     ]
    ... )
    >>> print(evidence_chain(lp.rollup(organization, evidence, lp.chain_metrics()), "MOF"))
    level        evaluated  reached  fell out unseen  fell out below
    1 reaction           1        1                0               0
    2 learning           0        0                1               0
    3 behaviour          0        0                0               0
    4 results            0        0                0               0
    completed 1, through all levels 0
    """

    def count(word: str) -> float:
        return result.reading(node, f"kirkpatrick.chain.{word}", period).value or 0.0

    links = tuple(
        Link(level, *(count(f"{word}_{level}") for word in ("evaluated", "reached", "unseen", "below")))
        for level in Level
    )
    return EvidenceChain(count("completed"), links, count("through"))
