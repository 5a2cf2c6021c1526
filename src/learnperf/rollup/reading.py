"""Reading: one number with everything needed to judge it."""

from __future__ import annotations

from fractions import Fraction

from attrs import field, frozen

from learnperf.metrics.missing import MissingReason
from learnperf.notebook import Card, Shown, number


@frozen
class Reading(Shown):
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
    def text(self) -> str:
        """The number as people are shown it, or why there is none."""
        return self.missing.label() if self.value is None else number(self.value)

    def card(self) -> Card:
        """Give what a notebook shows: the number, and what it rests on."""
        rows = [
            ("value", f"{self.text} {self.unit}" if self.value is not None else self.text),
            ("evidence", f"{self.n:,} of {self.due:,} due"),
            ("people", f"{self.heads:,}"),
            ("counted", f"{self.counting}, {self.structure}"),
        ]
        return Card(f"{self.metric} at {self.node}, {self.period}", ("of the reading", "is"), rows)

    @property
    def coverage(self) -> float | None:
        """Part of what was due that was observed; None where nothing was due."""
        return self.n / self.due if self.due else None
