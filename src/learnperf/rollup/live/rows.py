"""Rows: the columns of one record as they are now, worked out from the few other records and ties they depend on.

The cells themselves are made by the very functions that make whole tables, given a small organization and a small
collection of evidence that hold what is near the record and nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from attrs import define, field

from learnperf.metrics.arguments import base_name
from learnperf.model.collection import Evidence
from learnperf.model.evidence import (
    Adoption,
    Assignment,
    CareerMove,
    Correction,
    Evaluation,
    Innovation,
    LearningBenefit,
    LearningCost,
    Participation,
    ProficiencyAssessment,
    Record,
)
from learnperf.model.organization import Organization
from learnperf.rollup.causes import named_by
from learnperf.rollup.cells import Cell, Coding, read_column
from learnperf.rollup.followups import FOLLOWED
from learnperf.rollup.live.lifting import Lifted
from learnperf.rollup.live.records import LiveRecords
from learnperf.rollup.live.ties import LiveTies
from learnperf.rollup.people import HELD

# columns that other records, ties or the day of the report have a say in
SHARED: Mapping[type[Record], frozenset[str]] = {
    Evaluation: frozenset({"change", *HELD}),
    Participation: frozenset(
        {"relevant", "in_standard", "due_after", "due_by_now", "on_time", "since_previous", *FOLLOWED, *HELD}
    ),
    ProficiencyAssessment: frozenset({"required", "gap", "attained", *HELD}),
    CareerMove: frozenset({"learned", "linked", *HELD}),
    LearningCost: frozenset(HELD),
    LearningBenefit: frozenset(HELD),
    Innovation: frozenset({"adoptions", "in_use_elsewhere", "eligible", "reached", "days_from_learning"}),
    Adoption: frozenset({"from_elsewhere", "days", "days_after", "in_use"}),
    Correction: frozenset({"days_from_learning"}),
    Assignment: frozenset({"due_by_now", "completed_by_now", "on_time"}),
}


# those that the learning a record names has a say in
_CAUSED = frozenset({"days_from_learning"})


class Row(dict[str, Cell]):
    """The columns of one record, kept from when they are first looked at, and what metrics make of them."""

    def __init__(self, rows: Rows, record: Record) -> None:
        """Begin with nothing."""
        super().__init__()
        self._rows = rows
        self._record = record
        self.lifted: dict[int, Lifted | None] = {}

    def __missing__(self, name: str) -> Cell:
        """Work a column out."""
        cell = self[name] = self._rows.cell(self._record, name)
        return cell


@define(eq=False)
class Rows:
    """Works rows out.

    Attributes
    ----------
    report_day
        Day number up to which assignments count as due, and later evidence is not known yet.
    """

    records: LiveRecords
    ties: LiveTies
    report_day: int
    _plain: Coding = field(init=False, repr=False)

    @_plain.default
    def _alone(self) -> Coding:
        return self._coding([], self.ties.organization)

    def report_on(self, day: int) -> None:
        """Move the day of the report."""
        if day != self.report_day:
            self.report_day = day
            self._plain = self._alone()

    def row(self, record: Record) -> Row:
        """Give the columns of a record, each worked out when it is looked at."""
        return Row(self, record)

    def cell(self, record: Record, name: str) -> Cell:
        """Give one column of a record."""
        kind = type(record)
        is_shared = base_name(name) in SHARED.get(kind, ()) and kind is not Assignment
        near = self._plain
        if is_shared:
            near = self._learned_before(record) if name in _CAUSED else self._near(record, base_name(name))
        return read_column(kind, name, near, (record,))[0]

    def _near(self, record: Record, column: str) -> Coding:
        """Give what a record's shared columns are worked out from."""
        if isinstance(record, Innovation | Adoption):
            return self._near_innovation(record)
        kinds: tuple[type[Record], ...] = (Participation, ProficiencyAssessment)
        if isinstance(record, Evaluation):
            kinds = (Evaluation,)
        elif column in FOLLOWED:
            kinds = (Participation, Evaluation)
        subject = record.subjects[0][0]
        records: list[Record] = [other for kind in kinds for other in self.records.about(kind, subject)]
        return self._coding(records, self.ties.above([subject]))

    def _near_innovation(self, record: Innovation | Adoption) -> Coding:
        holding = record.id if isinstance(record, Innovation) else self.records.last(record.innovation)
        chain = list(self.records.chain(holding))
        several = [self.records.given(one) for one in chain]
        adoptions = [one for name in chain for one in self.records.naming(name) if self.records.in_force(one.id)]
        known = [one for one in several if isinstance(one, Innovation)]
        near: list[Record] = [*known, *(one for one in adoptions if isinstance(one, Adoption))]
        return self._coding(near, self.ties.above(known[0].contributors))

    def _learned_before(self, record: Record) -> Coding:
        """Give what the days since the learning that a record names are worked out from."""
        names = named_by(record)
        subjects = [subject for subject, _ in record.subjects]
        people = dict.fromkeys(one for subject in subjects for one in self.ties.below(subject))
        learning = [one for node in people for one in self.records.about(Participation, node)]
        chains = [self.records.chain(self.records.last(name)) for name in names if self.records.given(name)]
        known = [self.records.given(one) for chain in chains for one in chain]
        near = [record, *(one for one in learning if isinstance(one, Participation) and one.activity in names)]
        who = [node for one in near for node, _ in one.subjects]
        return self._coding([*near, *(one for one in known if one is not None)], self.ties.above([*subjects, *who]))

    def _coding(self, records: Collection[Record], organization: Organization) -> Coding:
        activities = self.records.activities
        found = {record.id: record for record in records}
        replaced = {record.supersedes for record in records}
        evidence = Evidence(
            records={name: record for name, record in found.items() if name not in replaced},
            superseded={name: record for name, record in found.items() if name in replaced},
            activities=activities,
        )
        return Coding(organization, evidence, self.report_day)
