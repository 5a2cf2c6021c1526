"""Saved states: what a rollup's evidence came to, to be gone on from with the evidence of later days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np
from attrs import field, frozen

from learnperf.errors import StateError, listed
from learnperf.metrics.metric import AnyMetric, Metric
from learnperf.metrics.registry import catalogue
from learnperf.metrics.state import StateColumn
from learnperf.model.ids import how_many
from learnperf.model.scales import Scale
from learnperf.rollup.arrays import Ints
from learnperf.rollup.fingerprints import Prints
from learnperf.rollup.leaves import columns_kept
from learnperf.rollup.request import Period
from learnperf.rollup.saved.pieces import Pieces
from learnperf.rollup.saved.rows import Rows


@frozen
class Definition:
    """What a state depends on: only states of the same definition merge."""

    version: int
    state: str
    columns: tuple[tuple[str, str], ...]
    evidence: str
    reads: tuple[str, ...]
    latest_by: tuple[str, ...] | None
    grain: str

    @classmethod
    def of(cls, leaf: Metric) -> Definition:
        """Give the definition of a metric."""
        columns: Iterable[StateColumn] = leaf.state.COLUMNS
        return cls(
            version=leaf.version,
            state=leaf.state.__name__,
            columns=tuple((one.name, one.merge.value) for one in columns),
            evidence=leaf.evidence.__name__,
            reads=tuple(sorted(columns_kept(leaf))),
            latest_by=leaf.latest_by,
            grain=leaf.grain.value,
        )


@frozen(eq=False, repr=False)
class SavedStates:
    """What evidence came to by row, before it was carried up; `learnperf.rollup` goes on from it with ``onto=``.

    It depends on the metrics, on periods, and on whether ties were those of each day or of one day; not on how evidence
    is counted where several nodes share it, nor on the window. Of people it has ids and no names.

    Attributes
    ----------
    metrics
        Name and version of each metric saved.
    periods
        Periods told apart.
    is_of_one_day
        Whether the ties of one day were used for all evidence, which cannot be told apart by its own days any more.
    days
        Numbers of the days on which there was evidence, in order.
    size
        How many pieces of evidence it is made of.
    written_by
        The version of learnperf that made it.
    """

    metrics: Mapping[str, int]
    definitions: Mapping[str, Definition]
    periods: tuple[Period, ...]
    is_of_one_day: bool
    days: Ints
    size: int
    written_by: str
    scales: Mapping[int, Scale]
    nodes: tuple[str, ...] = field(repr=how_many)
    kinds: Ints
    prints: Prints
    rows: Mapping[str, Rows]
    stocks: Mapping[tuple[str, tuple[str, ...]], Pieces]
    marks: Mapping[str, Pieces]

    def __repr__(self) -> str:
        """Say what is in it."""
        metrics = ", ".join(f"{name} v{version}" for name, version in self.metrics.items())
        periods = ", ".join(period.label for period in self.periods)
        ties = "those of one day" if self.is_of_one_day else "those of each piece's day"
        days = "no day" if self.first_day is None else f"{self.first_day} to {self.last_day}"
        return (
            f"<SavedStates {self.size} pieces of evidence of {days}\n"
            f"  metrics: {metrics}\n  periods: {periods}\n  ties: {ties}\n  counting and window: any>"
        )

    def of_catalogue(self) -> tuple[AnyMetric, ...]:
        """Give the metrics saved, as the catalogue has them.

        Raises
        ------
        StateError
            Metrics that the catalogue does not have.
        """
        known = {metric.name: metric for metric in catalogue()}
        others = [name for name in self.metrics if name not in known]
        if others:
            raise StateError(f"saved and not in the catalogue: {listed(others)} (say which metrics to read)")
        return tuple(known[name] for name in self.metrics)

    @property
    def first_day(self) -> date | None:
        """First day of evidence."""
        return date.fromordinal(int(self.days[0])) if len(self.days) else None

    @property
    def last_day(self) -> date | None:
        """Last day of evidence."""
        return date.fromordinal(int(self.days[-1])) if len(self.days) else None

    @property
    def span(self) -> tuple[int, int] | None:
        """Numbers of the first and the last day of evidence."""
        return (int(self.days[0]), int(self.days[-1])) if len(self.days) else None


NOTHING_SAVED = SavedStates(
    metrics={},
    definitions={},
    periods=(),
    is_of_one_day=False,
    days=np.empty(0, dtype=np.int64),
    size=0,
    written_by="",
    scales={},
    nodes=(),
    kinds=np.empty(0, dtype=np.int64),
    prints=np.empty(0, dtype=np.uint64),
    rows={},
    stocks={},
    marks={},
)
