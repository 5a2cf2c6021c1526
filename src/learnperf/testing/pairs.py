"""Pairs that must agree: the same organization and evidence written down otherwise.

Whatever reads organizations and evidence must give the same for both sides of a pair.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from random import Random
from typing import TypeVar

from attrs import evolve

from learnperf.errors import InvalidValue
from learnperf.model.collection import Evidence
from learnperf.model.evidence import Adoption, Correction, Innovation, Record
from learnperf.model.nodes import Unit
from learnperf.model.organization import Organization
from learnperf.model.roots import root_stretches
from learnperf.model.ties import Membership, Placement, Reporting, Sponsorship, Tie

_Value = TypeVar("_Value")

_ENDS: Mapping[type[Tie], tuple[str, str]] = {
    Membership: ("learner", "team"),
    Placement: ("learner", "unit"),
    Sponsorship: ("team", "sponsor"),
    Reporting: ("unit", "parent_unit"),
}


def reordered(organization: Organization, evidence: Evidence, random: Random) -> tuple[Organization, Evidence]:
    """Give both as if they had been written down in another order.

    Examples
    --------
    >>> from learnperf.model.nodes import Learner
    >>> organization = Organization.of(units=[Unit("MOF")], learners=[Learner("ani"), Learner("budi")])
    >>> other, _ = reordered(organization, Evidence.of(), Random(1))
    >>> sorted(other.learners)
    ['ani', 'budi']
    """
    shuffled = Organization.of(
        units=_shuffled(organization.units.values(), random),
        teams=_shuffled(organization.teams.values(), random),
        learners=_shuffled(organization.learners.values(), random),
        positions=organization.positions.values(),
        competencies=organization.competencies.values(),
        ties=_shuffled(organization.ties, random),
    )
    records = _shuffled(all_records(evidence), random)
    return shuffled, Evidence.of(records, activities=evidence.activities.values())


def renamed(organization: Organization, evidence: Evidence, names: Mapping[str, str]) -> tuple[Organization, Evidence]:
    """Give both with other ids for some or all nodes.

    Parameters
    ----------
    names
        New ids by the old ones; nodes that are not in it keep theirs.

    Examples
    --------
    >>> organization = Organization.of(units=[Unit("MOF")])
    >>> list(renamed(organization, Evidence.of(), {"MOF": "ministry"})[0])
    ['ministry']
    """
    known = {node: names.get(node, node) for node in organization}
    other = Organization.of(
        units=[evolve(node, id=known[node.id]) for node in organization.units.values()],
        teams=[evolve(node, id=known[node.id]) for node in organization.teams.values()],
        learners=[evolve(node, id=known[node.id]) for node in organization.learners.values()],
        positions=organization.positions.values(),
        competencies=organization.competencies.values(),
        ties=[with_ends(tie, known[tie.child], known[tie.parent]) for tie in organization.ties],
    )
    records = [about(record, known) for record in all_records(evidence)]
    return other, Evidence.of(records, activities=evidence.activities.values())


def with_other_evidence_ids(evidence: Evidence, names: Mapping[str, str]) -> Evidence:
    """Give evidence with other ids for its records; what names a record by its id follows."""
    return Evidence.of(
        [_with_ids(record, names) for record in all_records(evidence)], activities=evidence.activities.values()
    )


def under_a_diamond(organization: Organization, arms: int = 2) -> tuple[Organization, str]:
    """Give the organization with its root below some units that all report to a new root; gives the new root too.

    All paths lead to the new root, so it must read what the old one reads.

    Examples
    --------
    >>> larger, root = under_a_diamond(Organization.of(units=[Unit("MOF")]))
    >>> sorted(larger.units), root
    (['MOF', 'arm-0', 'arm-1', 'top'], 'top')
    """
    old = root_of(organization)
    top, *middle = _unused(organization, ["top", *(f"arm-{place}" for place in range(arms))])
    ties = [*organization.ties]
    for unit in middle:
        ties += [Reporting(old, unit), Reporting(unit, top)]
    return with_ties(organization, ties, [Unit(unit) for unit in (top, *middle)]), top


def root_of(organization: Organization) -> str:
    """Give the unit that is the root on every day.

    Raises
    ------
    InvalidValue
        Another unit is the root on other days.
    """
    found = {unit for *_, unit in root_stretches(organization.units.values(), organization.ties)}
    if len(found) > 1:
        raise InvalidValue("organization", sorted(found), "has one root after the other", "give one with one root")
    return found.pop()


def with_ties(organization: Organization, ties: Collection[Tie], units: Collection[Unit] = ()) -> Organization:
    """Give the organization with other ties, and perhaps more units."""
    return Organization.of(
        units=[*organization.units.values(), *units],
        teams=organization.teams.values(),
        learners=organization.learners.values(),
        positions=organization.positions.values(),
        competencies=organization.competencies.values(),
        ties=ties,
    )


def with_ends(tie: Tie, child: str, parent: str) -> Tie:
    """Give a tie between two other nodes."""
    below, above = _ENDS[type(tie)]
    return changed(tie, {below: child, above: parent})


def about(record: Record, names: Mapping[str, str]) -> Record:
    """Give a record about nodes of other ids."""
    if isinstance(record, Innovation):
        return evolve(record, contributors={names[one]: credit for one, credit in record.contributors.items()})
    fields = [name for name in _SUBJECT_FIELDS if getattr(record, name, None) is not None]
    return changed(record, {name: names[getattr(record, name)] for name in fields})


def all_records(evidence: Evidence) -> list[Record]:
    """Give all records there ever were, those superseded among them."""
    return [*evidence.records.values(), *evidence.superseded.values()]


def _shuffled(several: Iterable[_Value], random: Random) -> list[_Value]:
    given = list(several)
    return random.sample(given, len(given))


def _with_ids(record: Record, names: Mapping[str, str]) -> Record:
    changes: dict[str, object] = {"id": names[record.id]}
    if record.supersedes is not None:
        changes["supersedes"] = names[record.supersedes]
    if isinstance(record, Adoption):
        changes["innovation"] = names[record.innovation]
    if isinstance(record, Correction):
        changes["because_of"] = [names.get(one, one) for one in record.because_of]
    return changed(record, changes)


def changed(thing: _Value, changes: Mapping[str, object]) -> _Value:
    """Give a value of any of our classes with some fields changed, named by text."""
    other: _Value = evolve(thing, **changes)  # type: ignore[misc]  # a value of any of our attrs classes
    return other


def _unused(organization: Organization, wanted: list[str]) -> list[str]:
    """Give ids like those wanted that no node has."""
    return [name if name not in organization else f"{name}+" for name in wanted]


_SUBJECT_FIELDS = ("learner", "team", "unit", "subject")
