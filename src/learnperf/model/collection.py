"""Evidence: an immutable collection of records in which later ones may supersede earlier ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar

from attrs import field, frozen

from learnperf.errors import EvidenceError, Problem, nearest
from learnperf.model.evidence import Adoption, Innovation, LearningActivity, Record
from learnperf.model.ids import how_many
from learnperf.model.organization import Organization

_Kind = TypeVar("_Kind", bound=Record)
Found = tuple[Problem, int | None]


@frozen(slots=False, eq=False)
class Evidence:
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
            With every problem: an id used twice for different records, a supersession of an unknown id, two of one
            id, or a circle of them, an adoption of an unknown innovation or before its idea.
        """
        given = list(records)
        problems = record_problems(given)
        if problems:
            raise EvidenceError([problem for problem, _ in problems])
        return cls.trusted(given, activities)

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

    def __iter__(self) -> Iterator[Record]:
        """Iterate over the records in force."""
        return iter(self.records.values())

    def __len__(self) -> int:
        """Count the records in force."""
        return len(self.records)

    def of_kind(self, kind: type[_Kind]) -> tuple[_Kind, ...]:
        """Give the records in force of one kind, in the order given."""
        return tuple(record for record in self._by_kind.get(kind, ()) if isinstance(record, kind))

    @cached_property
    def _by_kind(self) -> Mapping[type, tuple[Record, ...]]:
        groups: dict[type, list[Record]] = {}
        for record in self.records.values():
            groups.setdefault(type(record), []).append(record)
        return {kind: tuple(several) for kind, several in groups.items()}


def record_problems(records: list[Record]) -> list[Found]:
    """Find what is wrong among records, each problem with the place of its record; identical twins are no problem."""
    found: list[Found] = []
    by_id: dict[str, Record] = {}
    for place, record in enumerate(records):
        other = by_id.setdefault(record.id, record)
        if other != record:
            message = f"id {record.id} is used twice with different content: {_kind(other)} and {_kind(record)}"
            hint = "give the later one its own id, or let it supersede the first"
            found.append((Problem("id used twice", message, (record.id,), hint, fatal=False), place))
    found.extend(_supersession_problems(records, by_id))
    found.extend(_adoption_problems(records, by_id))
    return found


def subject_problems(records: Iterable[Record], organization: Organization) -> list[Found]:
    """Find records about nodes that the organization does not know."""
    found: list[Found] = []
    for place, record in enumerate(records):
        for subject, _ in record.subjects:
            if subject not in organization:
                meant = ", ".join(nearest(subject, organization))
                hint = f"nearest known ids: {meant}" if meant else "declare it first"
                message = f"{_kind(record)} {record.id}: unknown id {subject}"
                found.append((Problem("unknown id", message, (record.id, subject), hint, fatal=False), place))
                break
    return found


def _kind(record: Record) -> str:
    return type(record).__name__.lower()


def _supersession_problems(records: list[Record], by_id: Mapping[str, Record]) -> Iterator[Found]:
    successor: dict[str, str] = {}
    for place, record in enumerate(records):
        target = record.supersedes
        if target is None or by_id[record.id] is not record:
            continue
        if target not in by_id:
            meant = ", ".join(nearest(target, by_id))
            hint = f"nearest known ids: {meant}" if meant else "supersede a record that exists"
            message = f"{record.id} supersedes the unknown id {target}"
            yield Problem("unknown id", message, (record.id, target), hint, fatal=False), place
        elif target in successor:
            message = f"{target} is superseded twice: by {successor[target]} and {record.id}"
            yield (
                Problem("superseded twice", message, (successor[target], record.id), "let one supersede the other"),
                None,
            )
        else:
            successor[target] = record.id
    yield from _circles(successor)


def _circles(successor: Mapping[str, str]) -> Iterator[Found]:
    """Find records that supersede each other in a circle, so that none of them would hold."""
    done: set[str] = set()
    for start in successor:
        path: dict[str, None] = {}
        at: str | None = start
        while at is not None and at not in done and at not in path:
            path[at] = None
            at = successor.get(at)
        if at is not None and at in path:
            names = list(path)
            circle = names[names.index(at) :]
            message = f"records supersede each other in a circle: {', '.join(circle)}"
            yield (
                Problem("superseded in a circle", message, tuple(circle), "the last one supersedes, none comes back"),
                None,
            )
        done.update(path)


def _adoption_problems(records: list[Record], by_id: Mapping[str, Record]) -> Iterator[Found]:
    for place, record in enumerate(records):
        if not isinstance(record, Adoption):
            continue
        innovation = by_id.get(record.innovation)
        if not isinstance(innovation, Innovation):
            message = f"adoption {record.id}: unknown innovation {record.innovation}"
            known = [key for key, other in by_id.items() if isinstance(other, Innovation)]
            hint = f"nearest: {', '.join(nearest(record.innovation, known))}"
            yield Problem("unknown id", message, (record.id, record.innovation), hint, fatal=False), place
        elif record.on < innovation.on:
            message = f"adoption {record.id} on {record.on} is before the idea on {innovation.on}"
            yield (
                Problem("before the idea", message, (record.id, innovation.id), "check both dates", fatal=False),
                place,
            )
