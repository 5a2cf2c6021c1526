"""Evidence: an immutable collection of records in which later ones may supersede earlier ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar, cast

from attrs import field, frozen

from learnperf.errors import EvidenceError, Problem, Suggestions
from learnperf.model.copies import Remade, in_parts
from learnperf.model.evidence import (
    Adoption,
    Capacity,
    Correction,
    Evaluation,
    Innovation,
    LearningActivity,
    LearningBenefit,
    LearningCost,
    Participation,
    Record,
)
from learnperf.model.ids import how_many, same_ids
from learnperf.model.subjects import record_kind, subject_problems
from learnperf.model.supersession import Chains, successors, supersession_problems
from learnperf.notebook import Card, Shown

__all__ = ["Evidence", "Found", "activities_of", "record_problems", "subject_problems"]

_Kind = TypeVar("_Kind", bound=Record)
Found = tuple[Problem, int | None]


@frozen(slots=False, eq=False)
class Evidence(Shown):
    """Records in force, with the learning activities they speak of.

    Attributes
    ----------
    records
        Those in force, by id: what was superseded is left out.
    superseded
        Those replaced by a later record, by id.
    activities
        Learning activities by id.
    duplicates
        How many records were given twice, identical, and taken once.

    Examples
    --------
    >>> from datetime import date
    >>> from learnperf.model.evidence import Publication
    >>> first = Publication("p1", on=date(2026, 1, 1), unit="DJP")
    >>> mended = Publication("p2", on=date(2026, 1, 2), unit="DJP", supersedes="p1")
    >>> list(Evidence.of([first, mended]).records)
    ['p2']
    """

    records: Mapping[str, Record] = field(repr=how_many)
    superseded: Mapping[str, Record] = field(repr=how_many)
    activities: Mapping[str, LearningActivity] = field(repr=how_many)
    duplicates: int = 0

    @classmethod
    def of(cls, records: Iterable[Record] = (), *, activities: Iterable[LearningActivity] = ()) -> Evidence:
        """Collect records and resolve which supersede which.

        Raises
        ------
        EvidenceError
            With every problem: an id used twice for different records, a supersession of an unknown id, of another
            kind or of itself, two of one id, or a circle of them, an adoption of an unknown innovation or before its
            idea, an activity that is not among those declared.
        """
        given, learned = list(records), list(activities)
        problems = record_problems(given, learned)
        if problems:
            raise EvidenceError([problem for problem, _ in problems])
        return cls.trusted(given, learned)

    @classmethod
    def trusted(cls, records: Iterable[Record], activities: Iterable[LearningActivity]) -> Evidence:
        """Collect records that `record_problems` has already passed."""
        by_id: dict[str, Record] = {}
        duplicates = 0
        for record in records:
            duplicates += record.id in by_id
            by_id.setdefault(record.id, record)
        replaced = {record.supersedes for record in by_id.values() if record.supersedes is not None}
        return cls(
            records=MappingProxyType({key: record for key, record in by_id.items() if key not in replaced}),
            superseded=MappingProxyType({key: record for key, record in by_id.items() if key in replaced}),
            activities=MappingProxyType({activity.id: activity for activity in activities}),
            duplicates=duplicates,
        )

    def __reduce__(self) -> Remade:
        """Travel between processes, and be copied, in parts."""
        return in_parts(self)

    def card(self) -> Card:
        """Give what a notebook shows: how many records there are of each kind, and of which days."""
        rows = []
        for several in self._by_kind.values():
            days = [record.on for record in several]
            rows.append((record_kind(several[0]), f"{len(several):,}", str(min(days)), str(max(days))))
        left_out = f"{len(self.superseded):,} superseded, {self.duplicates:,} given twice"
        return Card("Evidence", ("kind", "records", "first day", "last day"), sorted(rows), left_out=left_out)

    def __iter__(self) -> Iterator[Record]:
        """Iterate over the records in force."""
        return iter(self.records.values())

    def __len__(self) -> int:
        """Count the records in force."""
        return len(self.records)

    def of_kind(self, kind: type[_Kind]) -> tuple[_Kind, ...]:
        """Give the records in force of one kind, in the order given."""
        return cast("tuple[_Kind, ...]", self._by_kind.get(kind, ()))

    def holding(self, record: str) -> Record | None:
        """Give the record that holds in the place of an id: the last of its chain of corrections, None if unknown.

        Examples
        --------
        >>> from datetime import date
        >>> from learnperf.model.evidence import Publication
        >>> first = Publication("p1", on=date(2026, 1, 1), unit="DJP")
        >>> mended = Publication("p2", on=date(2026, 1, 2), unit="DJP", supersedes="p1")
        >>> Evidence.of([first, mended]).holding("p1").id
        'p2'
        """
        return self.records.get(self._chains.last(record))

    @cached_property
    def _chains(self) -> Chains:
        return Chains(successors([*self.superseded.values(), *self.records.values()]))

    @cached_property
    def _by_kind(self) -> Mapping[type, tuple[Record, ...]]:
        groups: dict[type, list[Record]] = {}
        for record in self.records.values():
            groups.setdefault(type(record), []).append(record)
        return {kind: tuple(several) for kind, several in groups.items()}


def record_problems(records: Sequence[Record], activities: Iterable[LearningActivity] = ()) -> list[Found]:
    """Find what is wrong among records, each problem with the place of its record where it has one.

    Identical twins are no problem. Learning activities may be left undeclared; where some are declared, every one
    named must be among them.
    """
    found: list[Found] = []
    by_id: dict[str, Record] = {}
    for place, record in enumerate(records):
        other = by_id.setdefault(record.id, record)
        if other is not record and other != record:
            message = (
                f"id {record.id} is used twice with different content: {record_kind(other)}, {record_kind(record)}"
            )
            hint = "give the later one its own id, or let it supersede the first"
            found.append((Problem("id used twice", message, (record.id,), hint, fatal=False), place))
    for one, form in same_ids(by_id):
        message = f"ids {one!a} and {form!a} are the same text in two Unicode forms"
        found.append((Problem("same id in two forms", message, (one, form), "write both in form NFC"), None))
    found.extend(supersession_problems(records, by_id))
    found.extend(_adoption_problems(records, by_id))
    found.extend(_activity_problems(records, by_id, activities))
    return found


def _adoption_problems(records: Sequence[Record], by_id: Mapping[str, Record]) -> Iterator[Found]:
    """Find adoptions of what is no innovation, or was none yet; corrected records are judged as corrected."""
    chains = Chains(successors(by_id.values()))
    hints = Suggestions({key: None for key, other in by_id.items() if isinstance(other, Innovation)})
    for place, record in enumerate(records):
        if not isinstance(record, Adoption) or record.id in chains.successor:
            continue
        innovation = by_id.get(chains.last(record.innovation))
        if not isinstance(innovation, Innovation):
            message = f"adoption {record.id}: unknown innovation {record.innovation}"
            hint = hints.hint(record.innovation)
            yield Problem("unknown id", message, (record.id, record.innovation), hint, fatal=False), place
        elif record.on < innovation.on:
            message = f"adoption {record.id} on {record.on} is before the idea on {innovation.on}"
            ids = (record.id, innovation.id)
            yield Problem("before the idea", message, ids, "check both dates", fatal=False), place


def _activity_problems(
    records: Sequence[Record], by_id: Mapping[str, Record], activities: Iterable[LearningActivity]
) -> Iterator[Found]:
    known: dict[str, LearningActivity] = {}
    for activity in activities:
        if known.setdefault(activity.id, activity) != activity:
            message = f"id {activity.id} is used twice with different content: two learning activities"
            yield Problem("id used twice", message, (activity.id,), "rename one of them"), None
    hints = Suggestions(known)
    for place, record in enumerate(records if known else ()):
        for name in activities_of(record):
            if name not in known and not (isinstance(record, Correction) and name in by_id):
                message = f"{record_kind(record)} {record.id}: unknown id {name}"
                yield Problem("unknown id", message, (record.id, name), hints.hint(name), fatal=False), place
                break


def activities_of(record: Record) -> tuple[str, ...]:
    """Give the learning activities a record names; of a correction, whatever it came of."""
    if isinstance(record, Evaluation | Participation | LearningCost | LearningBenefit | Capacity):
        return () if record.activity is None else (record.activity,)
    if isinstance(record, Innovation):
        return () if record.because_of is None else (record.because_of,)
    return record.because_of if isinstance(record, Correction) else ()
