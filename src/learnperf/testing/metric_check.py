"""Checking a metric: every law that a metric must keep, tried on drawn cases."""

from __future__ import annotations

from learnperf.metrics.definition import parts_of
from learnperf.metrics.metric import AnyMetric
from learnperf.testing import lift_laws, rollup_laws, state_laws
from learnperf.testing.law import Law, try_law

_LAWS: tuple[Law, ...] = (*lift_laws.LAWS, *state_laws.LAWS, *rollup_laws.LAWS)


def laws_for(metric: AnyMetric) -> tuple[str, ...]:
    """Name the laws that say something about a metric, in the order in which `check_metric` tries them.

    Examples
    --------
    >>> import learnperf as lp
    >>> "associativity" in laws_for(lp.catalogue("kirkpatrick.behaviour")[0])
    True
    """
    return tuple(law.name for law in _LAWS if law.concerns(metric))


def check_metric(metric: AnyMetric, *, max_examples: int = 40) -> None:
    """Try every law that a metric must keep; those of the metrics it is made of first.

    Parameters
    ----------
    max_examples
        How many cases to try each law on. The cases are the same every time, so that a check that passes keeps
        passing.

    Raises
    ------
    LawBroken
        Names the law broken first, with the smallest case found, in words.

    Examples
    --------
    >>> import learnperf as lp
    >>> @lp.metric(evidence=lp.Evaluation, unit="score")
    ... def score(evaluation: lp.Evaluation) -> lp.Count:
    ...     '''Scores added up, a missing one as 0.'''
    ...     return lp.Count(int(evaluation.score or 0))
    >>> check_metric(score)  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
        ...
    LawBroken: score breaks the law 'missing is never read as nought': ...
    """
    for one in reversed(list(parts_of(metric))):
        for law in _LAWS:
            if law.concerns(one):
                try_law(law, one, max_examples)
