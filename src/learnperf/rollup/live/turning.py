"""Turning days: those on which evidence says something else as soon as the day of the report has come that far."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from attrs import frozen

from learnperf.metrics.arguments import base_name, completed, split_name
from learnperf.metrics.columns import meanings
from learnperf.model.evidence import Adoption, Assignment, Innovation, Participation, Record
from learnperf.rollup.leaves import Leaf, columns_read
from learnperf.rollup.live.rows import SHARED
from learnperf.rollup.months import months_after

_DUE, _USED = SHARED[Assignment], frozenset({"in_use_elsewhere", "eligible"})
_OWED = frozenset({"due_by_now", "on_time"})


@frozen
class Turning:
    """What some metrics ask of the day of the report.

    Attributes
    ----------
    due
        Whether assignments turn when they are due, or completed.
    used
        Whether adoptions turn when they are given up.
    units
        Whether it matters that a unit begins.
    within
        Numbers of days after its idea at which an innovation turns.
    months
        Numbers of months after a participation at which it turns.
    owed
        Whether participations turn when they are due.
    """

    due: bool
    used: bool
    units: bool
    within: frozenset[int]
    months: frozenset[int]
    owed: bool

    @classmethod
    def of(cls, leaves: Iterable[Leaf]) -> Turning:
        """Look at the columns that metrics read."""
        several = list(leaves)
        due, used, innovation, learned = (
            {name for leaf in several if leaf.evidence is kind for name in columns_read(leaf)}
            for kind in (Assignment, Adoption, Innovation, Participation)
        )
        return cls(
            due=not due.isdisjoint(_DUE),
            used="in_use" in used or not innovation.isdisjoint(_USED),
            units="eligible" in innovation,
            within=frozenset(_days(name) for name in innovation if base_name(name) == "reached"),
            months=frozenset(int(split_name(name)[1][0]) for name in learned if base_name(name) == "due_after"),
            owed=not learned.isdisjoint(_OWED),
        )

    @property
    def kinds(self) -> Collection[type[Record]]:
        """Which kinds of records turn."""
        asked: dict[type[Record], bool] = {
            Assignment: self.due,
            Adoption: self.used,
            Innovation: bool(self.within),
            Participation: self.owed or bool(self.months),
        }
        return [kind for kind, is_asked in asked.items() if is_asked]

    def days(self, records: Iterable[Record]) -> Iterator[int]:
        """Give the numbers of the days on which records turn."""
        for record in records:
            if isinstance(record, Assignment) and self.due:
                yield from (day.toordinal() for day in (record.due, record.completed) if day is not None)
            elif isinstance(record, Adoption) and self.used and record.until is not None:
                yield record.until.toordinal()
            elif isinstance(record, Innovation):
                yield from (record.on.toordinal() + days for days in self.within)
            elif isinstance(record, Participation):
                yield from (months_after(record.on, months) for months in self.months)
                if self.owed and record.due is not None:
                    yield record.due.toordinal()


def _days(name: str) -> int:
    parameters = meanings(Innovation, (name,))[name].parameters
    return int(completed(parameters, split_name(name)[1])[1])
