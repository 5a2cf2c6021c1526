"""Reading: one number with everything needed to judge it."""

from __future__ import annotations

from fractions import Fraction

from attrs import field, frozen

from learnperf.metrics.missing import MissingReason


@frozen
class Reading:
    """What a rollup gives for one node and metric in one period.

    Attributes
    ----------
    value
        The number, or None where there is none; `missing` then says why.
    exact
        The same as a fraction.
    n
        Pieces of evidence it rests on; of a ratio, those of its denominator.
    heads
        Distinct learners who are subjects of that evidence.
    due
        How many pieces were owed.
    unit, version
        Of the metric.
    counting, structure
        What was asked.
    """

    node: str
    metric: str
    period: str
    value: float | None
    missing: MissingReason
    exact: Fraction | None = field(repr=False)
    n: int
    heads: int
    due: int
    unit: str
    version: str
    counting: str
    structure: str

    @property
    def coverage(self) -> float | None:
        """Part of what was due that was observed; None where nothing was due."""
        return self.n / self.due if self.due else None
