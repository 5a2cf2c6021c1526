"""Failures: what becomes of a question where the code of one of its metrics fails.

By default the first failure is the answer. Where the others shall be read all the same, a failed metric has no reading
anywhere, and neither has what is made of it: an index that quietly left a failed part out would be a wrong number.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TypeVar

from attrs import define, field

from learnperf.errors import MetricFailed
from learnperf.metrics.definition import parts_of
from learnperf.metrics.metric import AnyMetric

_Made = TypeVar("_Made")


class OnFailure(Enum):
    """What is done where a metric's own code fails: raise the error, or read the other metrics without it."""

    RAISE = "raise"
    SKIP = "skip"


@define
class Failures:
    """The metrics that failed while a question was answered, each with its first error.

    Examples
    --------
    >>> failures = Failures(OnFailure.SKIP)
    >>> def fail():
    ...     raise MetricFailed("metric mine.odd failed on e1: ZeroDivisionError")
    >>> failures.attempt("mine.odd", fail, otherwise=lambda: "nothing")
    'nothing'
    >>> list(failures.errors)
    ['mine.odd']
    """

    on_failure: OnFailure = OnFailure.RAISE
    errors: dict[str, MetricFailed] = field(factory=dict)

    def attempt(self, metric: str, work: Callable[[], _Made], otherwise: Callable[[], _Made]) -> _Made:
        """Do a piece of work for a metric; where it fails, or the metric has failed before, do the other thing.

        Raises
        ------
        MetricFailed
            The work failed, and failures are to be raised.
        """
        if metric not in self.errors:
            try:
                return work()
            except MetricFailed as error:
                if self.on_failure is OnFailure.RAISE:
                    raise
                self.errors[metric] = error
        return otherwise()

    def of(self, metric: AnyMetric) -> MetricFailed | None:
        """Give the error for which a metric has no reading: its own, or that of a metric it is made of."""
        failed = (self.errors[part.name] for part in parts_of(metric) if part.name in self.errors)
        return next(failed, None)
