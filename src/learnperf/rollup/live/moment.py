"""The moment a question is asked at: the periods there are and the day of the report, which evidence may move."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from functools import cached_property

from attrs import define, field

from learnperf.model.evidence import Record
from learnperf.model.ties import Tie
from learnperf.rollup.leaves import Leaf, keys_of
from learnperf.rollup.live.records import LiveRecords
from learnperf.rollup.live.ties import LiveTies, days_of
from learnperf.rollup.live.turning import Turning
from learnperf.rollup.periods import periods_of
from learnperf.rollup.plan import Plan, last_day

Span = tuple[int, int] | None


@define(slots=False, eq=False)
class Moment:
    """Says what the evidence there is makes of the calendar, and when nothing but a new count will do."""

    plan: Plan
    records: LiveRecords
    ties: LiveTies
    _span: Span = field(init=False)

    @_span.default
    def _span_so_far(self) -> Span:
        return self.records.span

    def report_day(self, span: Span) -> int:
        """Give the day stocks are read on and assignments are due by.

        Parameters
        ----------
        span
            Day numbers of the first and the last record.
        """
        return last_day(self.plan.question, span)

    def is_another(self, span: Span) -> bool:
        """Whether first and last day of the evidence ask for other periods, or move what untouched evidence says."""
        if span == self._span:
            return False
        first, last = (None, None) if span is None else map(date.fromordinal, span)
        if periods_of(self.plan.question, first, last) != self.plan.periods:
            return True
        low, high = sorted((self.report_day(self._span), self.report_day(span)))
        days = [*self._turning_days, *(self._tie_days if self._reads_last_day else ())]
        return any(low < day <= high for day in days)

    def keep(self, span: Span) -> None:
        """Remember the first and last day of the evidence."""
        self._span = span

    def note(self, records: Iterable[Record], ties: Iterable[Tie]) -> None:
        """Take new due dates, and other days on which things turn, into account."""
        self._turning_days.update(self._turning.days(records))
        if self._reads_last_day:
            self._tie_days.update(day.toordinal() for day in days_of(ties))

    @cached_property
    def _turning(self) -> Turning:
        """Which records turn when the day of the report passes a day of theirs."""
        return Turning.of(self._leaves)

    @cached_property
    def _reads_last_day(self) -> bool:
        """Whether any metric is read on the ties of the last day there is evidence of."""
        is_open = self.plan.question.structure_date is None and self.plan.question.until is None
        return is_open and any(keys_of(leaf) is not None for leaf in self._leaves)

    @property
    def _leaves(self) -> Collection[Leaf]:
        return self.plan.leaves.values()

    @cached_property
    def _turning_days(self) -> set[int]:
        turning = self._turning
        found = {day for kind in turning.kinds for day in turning.days(self.records.originals(kind))}
        units = self.ties.organization.units.values() if turning.units else ()
        return found | {unit.since.toordinal() for unit in units if unit.since is not None}

    @cached_property
    def _tie_days(self) -> set[int]:
        return {day.toordinal() for day in days_of(self.ties.organization.ties)}
