"""Checks of single changes: what is near a change is looked at, and only where that is not sound the whole.

A change is refused with the very error that building the whole anew would give, at the price of doing so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice

from learnperf.errors import EvidenceError, InvalidValue, Problem, Suggestions, UnknownName
from learnperf.model.checks import child_problems, tie_problem
from learnperf.model.collection import Evidence, activities_of, record_problems
from learnperf.model.cycles import cycle_problems
from learnperf.model.evidence import Adoption, Correction, Innovation, LearningActivity, Record
from learnperf.model.judgements import ConditionJudgement
from learnperf.model.nodes import Node
from learnperf.model.organization import Organization
from learnperf.model.roots import root_problems
from learnperf.model.subjects import kinds_for, subject_problems
from learnperf.model.ties import Reporting, Tie
from learnperf.rollup.live.records import LiveRecords
from learnperf.rollup.live.ties import LiveTies, is_structural


def check_added(records: LiveRecords, organization: Organization, record: Record) -> None:
    """Refuse a record that does not fit what is there.

    Raises
    ------
    EvidenceError
        As `Evidence.of` raises for all records together, and a rollup for those about the wrong nodes.
    """
    kinds = kinds_for(type(record))
    if isinstance(record, ConditionJudgement):
        kinds = record.condition.judged_for
    if _is_doubtful(records, record):
        Evidence.of([*records.all(), record], activities=records.activities.values())
    if any(organization.kinds.get(subject) not in kinds for subject, _ in record.subjects):
        raise EvidenceError([problem for problem, _ in subject_problems([record], organization)])


def check_removed(records: LiveRecords, name: str) -> Record:
    """Give the record of an id that can be taken away.

    Raises
    ------
    UnknownName
        There is no such record.
    EvidenceError
        As `Evidence.of` raises for the others without it: something supersedes, adopts or names it.
    """
    record = records.given(name)
    if record is None:
        raise UnknownName("evidence", name, (one.id for one in records.all()))
    names = [one.id for one in records.naming(name)]
    if isinstance(record, Innovation):
        names += [one.id for earlier in records.chain(name) for one in records.naming(earlier)]
    near = [one for one in _near(records, names) if one.id != name]
    if name in records.successor or record_problems(near, _named_activities(records, near)):
        others = (one for one in records.all() if one.id != name)
        Evidence.of(others, activities=records.activities.values())
    return record


def check_ties(ties: LiveTies, gone: Collection[Tie], new: Collection[Tie]) -> None:
    """Refuse a change of ties after which they form no organization.

    Raises
    ------
    InvalidValue
        A tie to take away that is not there.
    OrganizationError
        As `Organization.of` raises for all ties together.
    """
    for tie in gone:
        if tie not in ties.of(tie.child):
            raise InvalidValue("tie", tie, "is not among the ties", "give it just as it was made")
    ties.change(gone, new)
    try:
        if any(True for _ in _tie_problems(ties, gone, new)):
            known = ties.organization
            Organization.of(
                units=known.units.values(),
                teams=known.teams.values(),
                learners=known.learners.values(),
                positions=known.positions.values(),
                competencies=known.competencies.values(),
                ties=ties.all(),
            )
    finally:
        ties.change(new, gone)


def _tie_problems(ties: LiveTies, gone: Collection[Tie], new: Collection[Tie]) -> Iterator[Problem]:
    """Find what is wrong near ties that have changed."""
    known = ties.organization
    ends = {end for tie in new for end in (tie.child, tie.parent) if end in known}
    nodes: Mapping[str, Node] = {end: known.node(end) for end in ends}
    positions = Suggestions(known.positions) if known.positions else None
    for tie in new:
        problem = tie_problem(tie, nodes, positions=positions)
        if problem is not None:
            yield problem
    for child in dict.fromkeys(tie.child for tie in new):
        yield from child_problems(ties.of(child))
    for tie in new:
        if is_structural(tie):
            yield from cycle_problems(ties.above([tie.child]).ties)
    if any(isinstance(tie, Reporting) for tie in (*gone, *new)):
        yield from root_problems(list(known.units.values()), ties.structure)


def _is_doubtful(records: LiveRecords, record: Record) -> bool:
    """Whether a new record does not go together with those near it, or with the activities declared."""
    around = list(_names_around(records, record))
    if around == [record.id] and records.given(record.id) is None:
        declared = records.activities
        return bool(declared) and any(name not in declared for name in activities_of(record))
    near = [*_near(records, around), record]
    return bool(record_problems(near, _named_activities(records, near)))


def _names_around(records: LiveRecords, record: Record) -> Iterator[str]:
    """Give the ids of records that have a say in whether a new one fits."""
    yield record.id
    other = records.same_form(record.id)
    if other is not None:
        yield other
    if record.supersedes is not None:
        yield record.supersedes
        if record.supersedes in records.successor:
            yield records.successor[record.supersedes]
        if isinstance(record, Innovation):
            for earlier in records.chain(record.supersedes):
                yield from (one.id for one in records.naming(earlier))
    yield from _named(records, record)


def _named(records: LiveRecords, record: Record) -> Iterator[str]:
    """Give the ids of other records that a record names, corrected ones with their corrections."""
    if record.supersedes is not None:
        yield record.supersedes
    if isinstance(record, Adoption):
        at = record.innovation
        yield at
        while at in records.successor:
            at = records.successor[at]
            yield at
    elif isinstance(record, Correction) and records.activities:
        yield from record.because_of


def _near(records: LiveRecords, names: Iterable[str]) -> list[Record]:
    """Give records by id, with all those they name."""
    found: dict[str, Record] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        record = records.given(name)
        if record is not None and name not in found:
            found[name] = record
            waiting.extend(_named(records, record))
    return list(found.values())


def _named_activities(records: LiveRecords, several: Iterable[Record]) -> list[LearningActivity]:
    """Give the declared activities that records name, or any other where they name none: some are declared."""
    declared = records.activities
    named = [declared[name] for record in several for name in activities_of(record) if name in declared]
    return named or list(islice(declared.values(), 1))
