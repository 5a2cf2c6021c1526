"""Edits: what happens to an organization and its evidence as time goes by, each as a plain value.

An edit makes the next organization and evidence of those there were, and does the same to a live result. Printed, it is
the code that makes it again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Protocol

from attrs import evolve, field, frozen

from learnperf.errors import EvidenceError, InvalidValue, UnknownName
from learnperf.model.collection import Evidence
from learnperf.model.evidence import Record
from learnperf.model.nodes import Learner, Unit
from learnperf.model.organization import Organization
from learnperf.model.subjects import subject_problems
from learnperf.model.ties import Reporting, Tie
from learnperf.rollup.live.live import Live
from learnperf.testing.code import Code
from learnperf.testing.pairs import all_records, with_ends, with_ties

Pair = tuple[Organization, Evidence]


class Edit(Protocol):
    """Something that happens to an organization and its evidence."""

    def apply(self, organization: Organization, evidence: Evidence) -> Pair:
        """Give both as they are afterwards.

        Raises
        ------
        LearnperfError
            It does not fit what is there.
        """
        ...

    def change(self, live: Live) -> None:
        """Let it happen to a live result.

        Raises
        ------
        LearnperfError
            As `apply` does, or because a metric's own code failed; then nothing has changed.
        """
        ...


@frozen(repr=False)
class AddRecord(Code):
    """A record more.

    Examples
    --------
    >>> from learnperf.model.evidence import Publication
    >>> organization = Organization.of(units=[Unit("MOF")])
    >>> edit = AddRecord(Publication("p1", unit="MOF", on=date(2026, 6, 30)))
    >>> organization, evidence = edit.apply(organization, Evidence.of())
    >>> list(evidence.records)
    ['p1']
    >>> edit
    AddRecord(lp.Publication('p1', on=date(2026, 6, 30), unit='MOF'))
    """

    record: Record

    def apply(self, organization: Organization, evidence: Evidence) -> Pair:
        """Give the evidence with the record."""
        known = _collected([*all_records(evidence), self.record], evidence)
        problems = subject_problems([self.record], organization)
        if problems:
            raise EvidenceError([problem for problem, _ in problems])
        return organization, known

    def change(self, live: Live) -> None:
        """Add it to a live result."""
        live.add(self.record)


@frozen(repr=False)
class SupersedeRecord(AddRecord):
    """A record more that corrects an earlier one, which it names."""

    def change(self, live: Live) -> None:
        """Correct a live result by it."""
        live.supersede(self.record)


@frozen(repr=False)
class RemoveRecord(Code):
    """A record less, by its id; what it superseded holds again."""

    record: str

    def apply(self, organization: Organization, evidence: Evidence) -> Pair:
        """Give the evidence without the record."""
        known = all_records(evidence)
        others = [one for one in known if one.id != self.record]
        if len(others) == len(known):
            raise UnknownName("evidence", self.record, (one.id for one in known))
        return organization, _collected(others, evidence)

    def change(self, live: Live) -> None:
        """Take it out of a live result."""
        live.remove(self.record)


@frozen(repr=False)
class AddTie(Code):
    """A tie more.

    Examples
    --------
    >>> organization = Organization.of(units=[Unit("MOF")], learners=[Learner("ani")])
    >>> from learnperf.model.ties import Placement
    >>> organization, _ = AddTie(Placement("ani", "MOF")).apply(organization, Evidence.of())
    >>> sorted(organization.ancestors("ani", on=date(2026, 6, 30)))
    ['MOF']
    """

    tie: Tie

    def apply(self, organization: Organization, evidence: Evidence) -> Pair:
        """Give the organization with the tie."""
        return with_ties(organization, [*organization.ties, self.tie]), evidence

    def change(self, live: Live) -> None:
        """Add it to a live result."""
        live.tie(self.tie)


@frozen(repr=False)
class RemoveTie(Code):
    """A tie less, as if it had never been."""

    tie: Tie

    def apply(self, organization: Organization, evidence: Evidence) -> Pair:
        """Give the organization without the tie."""
        return _retied(organization, [self.tie], []), evidence

    def change(self, live: Live) -> None:
        """Take it out of a live result."""
        live.untie(self.tie)


@frozen(repr=False)
class Reparent(Code):
    """From a day on the child of a tie hangs on another parent, with the same share.

    Parameters
    ----------
    tie, to
        The tie that ends, and the new parent, of a kind that the tie can lead to.
    on
        The first day; None as if it had always been so.

    Examples
    --------
    >>> here = Reporting("audit", "north")
    >>> organization = Organization.of(
    ...     units=[Unit("MOF"), Unit("north"), Unit("audit")], ties=[Reporting("north", "MOF"), here]
    ... )
    >>> organization, _ = Reparent(here, "MOF", on=date(2026, 1, 1)).apply(organization, Evidence.of())
    >>> [sorted(organization.ancestors("audit", on=date(year, 6, 30))) for year in (2025, 2026)]
    [['MOF', 'north'], ['MOF']]
    """

    tie: Tie
    to: str
    on: date | None = None

    def apply(self, organization: Organization, evidence: Evidence) -> Pair:
        """Give the organization with the child elsewhere."""
        return _retied(organization, [self.tie], self._ties()), evidence

    def change(self, live: Live) -> None:
        """Move the child in a live result, in one step."""
        live.retie([self.tie], self._ties())

    def _ties(self) -> list[Tie]:
        return [*_until(self.tie, self.on), with_ends(_since(self.tie, self.on), self.tie.child, self.to)]


@frozen(repr=False)
class MergeUnits(Code):
    """From a day on one unit is part of another: what hung on it hangs on the other, and it is no more.

    Who hung on both stays on the other with the share there. A unit that reported to the one that goes cannot be the
    one it goes into.

    Parameters
    ----------
    unit, into
        The unit that goes, and the one it becomes a part of.
    on
        The first day without it.

    Examples
    --------
    >>> organization = Organization.of(
    ...     units=[Unit("MOF"), Unit("north"), Unit("south"), Unit("audit")],
    ...     ties=[Reporting("north", "MOF"), Reporting("south", "MOF"), Reporting("audit", "south")],
    ... )
    >>> organization, _ = MergeUnits("south", "north", date(2026, 1, 1)).apply(organization, Evidence.of())
    >>> [sorted(organization.ancestors("audit", on=date(year, 6, 30))) for year in (2025, 2026)]
    [['MOF', 'south'], ['MOF', 'north']]
    """

    unit: str
    into: str
    on: date

    def apply(self, organization: Organization, evidence: Evidence) -> Pair:
        """Give the organization without the unit from the day on."""
        gone = [tie for tie in organization.ties if self.unit in {tie.child, tie.parent} and _holds_later(tie, self.on)]
        new = [part for tie in gone for part in _until(tie, self.on)]
        for tie in gone:
            if tie.parent == self.unit:
                moved = with_ends(_since(tie, self.on), tie.child, self.into)
                if not any(_meet(moved, other) for other in organization.ties):
                    new.append(moved)
        unit = _unit(organization, self.unit)
        # one whose reporting says how long it exists ends with it
        ended = unit if unit.since is None and unit.until is None else evolve(unit, until=_sooner(unit.until, self.on))
        return _retied(organization, gone, new, [ended]), evidence

    def change(self, live: Live) -> None:
        """Merge them in a live result."""
        live.reorganize(self.apply(live.organization, Evidence.of())[0])


@frozen(repr=False)
class SplitUnit(Code):
    """From a day on a part of a unit is a unit of its own, beside it; of the root, below it.

    Parameters
    ----------
    unit, new
        The unit that is split, and the id of the new one.
    moving
        Those that hang on the unit and hang on the new one from then on.
    on
        The first day of the new unit.

    Examples
    --------
    >>> from learnperf.model.ties import Placement
    >>> organization = Organization.of(
    ...     units=[Unit("MOF"), Unit("tax")], learners=[Learner("ani"), Learner("budi")],
    ...     ties=[Reporting("tax", "MOF"), Placement("ani", "tax"), Placement("budi", "tax")],
    ... )
    >>> organization, _ = SplitUnit("tax", "audit", ["budi"], date(2026, 1, 1)).apply(organization, Evidence.of())
    >>> [sorted(organization.ancestors("budi", on=date(year, 6, 30))) for year in (2025, 2026)]
    [['MOF', 'tax'], ['MOF', 'audit']]
    """

    unit: str
    new: str
    moving: tuple[str, ...] = field(converter=tuple[str, ...])
    on: date

    def apply(self, organization: Organization, evidence: Evidence) -> Pair:
        """Give the organization with the new unit from the day on."""
        _unit(organization, self.unit)
        later = [tie for tie in organization.ties if _holds_later(tie, self.on)]
        beside = [with_ends(_since(tie, self.on), self.new, tie.parent) for tie in later if tie.child == self.unit]
        gone = [tie for tie in later if tie.parent == self.unit and tie.child in self.moving]
        new = [part for tie in gone for part in _until(tie, self.on)]
        new += [with_ends(_since(tie, self.on), tie.child, self.new) for tie in gone]
        new += beside or [Reporting(self.new, self.unit, since=self.on)]
        return _retied(organization, gone, new, [Unit(self.new)]), evidence

    def change(self, live: Live) -> None:
        """Split it in a live result."""
        live.reorganize(self.apply(live.organization, Evidence.of())[0])


@frozen(repr=False)
class AddLearner(Code):
    """A person more, with the ties that bind the person."""

    learner: Learner
    ties: tuple[Tie, ...] = field(converter=tuple[Tie, ...], default=())

    def apply(self, organization: Organization, evidence: Evidence) -> Pair:
        """Give the organization with the person."""
        larger = Organization.of(
            units=organization.units.values(),
            teams=organization.teams.values(),
            learners=[*organization.learners.values(), self.learner],
            positions=organization.positions.values(),
            competencies=organization.competencies.values(),
            ties=[*organization.ties, *self.ties],
        )
        return larger, evidence

    def change(self, live: Live) -> None:
        """Let the person come to a live result."""
        live.reorganize(self.apply(live.organization, Evidence.of())[0])


def _collected(records: Iterable[Record], evidence: Evidence) -> Evidence:
    return Evidence.of(records, activities=evidence.activities.values())


def _retied(
    organization: Organization, gone: Collection[Tie], new: Collection[Tie], units: Collection[Unit] = ()
) -> Organization:
    """Give the organization with other ties, and with units that are new or otherwise than they were."""
    for tie in gone:
        if tie not in organization.ties:
            raise InvalidValue("tie", tie, "is not among the ties", "give it just as it was made")
    kept = [tie for tie in organization.ties if tie not in gone]
    known = {**organization.units, **{unit.id: unit for unit in units}}
    return Organization.of(
        units=known.values(),
        teams=organization.teams.values(),
        learners=organization.learners.values(),
        positions=organization.positions.values(),
        competencies=organization.competencies.values(),
        ties=[*kept, *new],
    )


def _unit(organization: Organization, unit: str) -> Unit:
    if unit not in organization.units:
        raise UnknownName("unit", unit, organization.units)
    return organization.units[unit]


def _holds_later(tie: Tie, on: date) -> bool:
    """Whether a tie holds on some day from one on."""
    return tie.until is None or tie.until > on


def _until(tie: Tie, on: date | None) -> list[Tie]:
    """Give what there is of a tie before a day."""
    if on is None or (tie.since is not None and tie.since >= on):
        return []
    return [evolve(tie, until=_sooner(tie.until, on))]


def _since(tie: Tie, on: date | None) -> Tie:
    """Give what there is of a tie from a day on."""
    return tie if on is None or (tie.since is not None and tie.since >= on) else evolve(tie, since=on)


def _sooner(one: date | None, other: date) -> date:
    return other if one is None else min(one, other)


def _meet(one: Tie, other: Tie) -> bool:
    """Whether two ties bind the same two nodes on any day."""
    if (one.child, one.parent) != (other.child, other.parent):
        return False
    begin = max(one.since or date.min, other.since or date.min)
    return all(tie.until is None or begin < tie.until for tie in (one, other))
