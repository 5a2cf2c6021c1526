"""The same organization and people with other ties between them: what may change by that, and what must not.

A pass-through unit, a stint cut in two and a unit split in two change nothing above them; a sub-tree that moves
changes the nodes above it alone; as it was on a day, and with nothing between root and people, an organization reads
what it read before on that day, and at its root.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from attrs import evolve

from learnperf.errors import InvalidValue
from learnperf.model.days import check_day
from learnperf.model.nodes import Unit
from learnperf.model.organization import Organization
from learnperf.model.ties import Placement, Reporting, Sponsorship, Tie
from learnperf.testing.pairs import root_of, with_ends, with_ties


def with_a_pass_through(organization: Organization, child: str, parent: str) -> tuple[Organization, str]:
    """Put a unit between two units; gives its id too. No other node's readings change.

    Raises
    ------
    InvalidValue
        The one does not report to the other.

    Examples
    --------
    >>> organization = Organization.of(units=[Unit("MOF"), Unit("DJP")], ties=[Reporting("DJP", "MOF")])
    >>> other, between = with_a_pass_through(organization, "DJP", "MOF")
    >>> between, [(tie.child, tie.parent) for tie in other.ties]
    ('MOF!', [('DJP', 'MOF!'), ('MOF!', 'MOF')])
    """
    pair = [tie for tie in organization.ties_of.get(child, ()) if isinstance(tie, Reporting) and tie.parent == parent]
    if not pair:
        raise InvalidValue("child", child, f"does not report to {parent}", "name two units, the lower one first")
    # an id that takes the parent's place in the order of ids
    between = _unused(organization, f"{parent}!")
    ties = [
        *(tie for tie in organization.ties if tie not in pair),
        *(with_ends(tie, child, between) for tie in pair),
        # over gaps too: a unit that reports to nobody for a while would be a second root
        Reporting(between, parent, since=_first(pair), until=_last(pair)),
    ]
    return with_ties(organization, ties, [Unit(between)]), between


def split_in_two(organization: Organization, unit: str, moved: Collection[str]) -> tuple[Organization, str]:
    """Split a unit: some of what is tied to it goes to a new one beside it, whose id is given too.

    Nothing changes at other nodes, but what rounds: fractions of one whole are split before they go up.

    Examples
    --------
    >>> organization = Organization.of(
    ...     units=[Unit("MOF"), Unit("DJP"), Unit("KPP")], ties=[Reporting("DJP", "MOF"), Reporting("KPP", "DJP")]
    ... )
    >>> other, half = split_in_two(organization, "DJP", ["KPP"])
    >>> half, [(tie.child, tie.parent) for tie in other.ties]
    ('DJP!', [('DJP', 'MOF'), ('KPP', 'DJP!'), ('DJP!', 'MOF')])
    """
    half = _unused(organization, f"{unit}!")
    whole = organization.units[unit]
    ties = [
        with_ends(tie, tie.child, half) if tie.parent == unit and tie.child in moved else tie
        for tie in organization.ties
    ]
    ties += [with_ends(tie, half, tie.parent) for tie in organization.ties_of.get(unit, ())]
    return with_ties(organization, ties, [Unit(half, since=whole.since, until=whole.until)]), half


def cut_at(organization: Organization, tie: Tie, day: date) -> Organization:
    """Write one tie as two, the second of which begins on the day on which the first ends. No reading changes.

    Raises
    ------
    InvalidValue
        The tie does not hold both on the day before and on the day.

    Examples
    --------
    >>> from learnperf.model.nodes import Learner
    >>> organization = Organization.of(
    ...     units=[Unit("MOF")], learners=[Learner("ani")], ties=[Placement("ani", "MOF", since=date(2024, 1, 1))]
    ... )
    >>> for tie in cut_at(organization, *organization.ties, date(2026, 1, 1)).ties:
    ...     print(tie.since, tie.until)
    2024-01-01 2026-01-01
    2026-01-01 None
    """
    check_day("day", day)
    if not tie.in_force(day) or day in {tie.since, date.min}:
        raise InvalidValue("day", day.isoformat(), "is no day inside the tie", "give a day after the tie's first")
    ties = [one for one in organization.ties if one != tie]
    return with_ties(organization, [*ties, evolve(tie, until=day), evolve(tie, since=day)])


def moved(organization: Organization, child: str, to: str) -> Organization:
    """Put a unit or team, with all below it, under another unit for good. Only what is above it changes.

    Examples
    --------
    >>> units = [Unit("MOF"), Unit("DJP"), Unit("DJBC"), Unit("KPP")]
    >>> ties = [Reporting("DJP", "MOF"), Reporting("DJBC", "MOF"), Reporting("KPP", "DJP")]
    >>> moved(Organization.of(units=units, ties=ties), "KPP", "DJBC").parents("KPP", on=date(2026, 1, 1))
    ('DJBC',)
    """
    ties: list[Tie] = [tie for tie in organization.ties if tie.child != child]
    new = Reporting(child, to) if child in organization.units else Sponsorship(child, to)
    return with_ties(organization, [*ties, new])


def as_on(organization: Organization, day: date) -> Organization:
    """Give the organization as if it had always been what it was on a day.

    Evidence of that day reads alike in both. Units that were not there on the day are left out.

    Raises
    ------
    InvalidValue
        No unit exists on that day.

    Examples
    --------
    >>> organization = Organization.of(
    ...     units=[Unit("MOF"), Unit("DJP")], ties=[Reporting("DJP", "MOF", since=date(2024, 1, 1))]
    ... )
    >>> list(as_on(organization, date(2023, 1, 1)).units), as_on(organization, date(2025, 1, 1)).ties[0].since
    (['MOF'], None)
    """
    root = organization.root(on=day)
    below = {root, *organization.descendants(root, on=day)}
    units = [Unit(unit) for unit in organization.units if unit in below]
    there = {*(unit.id for unit in units), *organization.teams, *organization.learners}
    ties = [
        evolve(tie, since=None, until=None)
        for tie in organization.ties
        if tie.in_force(day) and tie.child in there and tie.parent in there
    ]
    return _rebuilt(organization, units, ties)


def flattened(organization: Organization) -> Organization:
    """Give the organization with every unit, team and learner right under its root, for ever.

    The root reads there what it reads here of evidence all of whose subjects reach it; who is in which team stays.

    Raises
    ------
    InvalidValue
        Another unit is the root on other days.

    Examples
    --------
    >>> organization = Organization.of(
    ...     units=[Unit("MOF"), Unit("DJP"), Unit("KPP")], ties=[Reporting("DJP", "MOF"), Reporting("KPP", "DJP")]
    ... )
    >>> [(tie.child, tie.parent) for tie in flattened(organization).ties]
    [('DJP', 'MOF'), ('KPP', 'MOF')]
    """
    root = root_of(organization)
    ties: list[Tie] = [tie for tie in organization.ties if not isinstance(tie, Reporting | Sponsorship | Placement)]
    # a membership may have had the whole of a learner, so nobody is given a share of the root
    ties += [Reporting(unit, root) for unit in organization.units if unit != root]
    ties += [Sponsorship(team, root) for team in organization.teams]
    ties += [Placement(learner, root) for learner in organization.learners]
    return _rebuilt(organization, [Unit(unit) for unit in organization.units], ties)


def _rebuilt(organization: Organization, units: Iterable[Unit], ties: Iterable[Tie]) -> Organization:
    return Organization.of(
        units=units,
        teams=organization.teams.values(),
        learners=organization.learners.values(),
        positions=organization.positions.values(),
        competencies=organization.competencies.values(),
        ties=ties,
    )


def _unused(organization: Organization, wanted: str) -> str:
    while wanted in organization:
        wanted += "!"
    return wanted


def _first(ties: Collection[Tie]) -> date | None:
    begins = [tie.since for tie in ties if tie.since is not None]
    return min(begins) if len(begins) == len(ties) else None


def _last(ties: Collection[Tie]) -> date | None:
    ends = [tie.until for tie in ties if tie.until is not None]
    return max(ends) if len(ends) == len(ties) else None
