"""Nodes: who and what an organization is made of, and the jobs its people hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum
from types import MappingProxyType

from attrs import field, frozen
from attrs.validators import optional

from learnperf.model.attributes import NO_ATTRIBUTES, Attributes, attributes_of
from learnperf.model.copies import Remade, in_parts
from learnperf.model.days import check_interval, optional_day_field
from learnperf.model.fields import check_whole, is_a
from learnperf.model.ids import check_id, id_field, optional_id_field

HIGHEST_PROFICIENCY = 100


class NodeKind(Enum):
    """The three kinds of learner of the framework: individual, team and organization (unit)."""

    LEARNER = "learner"
    TEAM = "team"
    UNIT = "unit"


@frozen
class Learner:
    """A person who learns (pembelajar, pegawai).

    Parameters
    ----------
    id, name
        Identifier and the name shown to people.
    attributes
        Whatever else is known of the person, by name, to cut readings by.

    Examples
    --------
    >>> Learner("ani", attributes={"generation": "z"}).attributes["generation"]
    'z'
    """

    id: str = field(validator=id_field)
    name: str | None = None
    attributes: Attributes = field(default=NO_ATTRIBUTES, converter=attributes_of, hash=False, repr=False)

    def __reduce__(self) -> Remade:
        """Travel between processes, and be copied, in parts."""
        return in_parts(self)


@frozen
class Team:
    """People with a shared task or project (tim kerja)."""

    id: str = field(validator=id_field)
    name: str | None = None


@frozen
class Unit:
    """A node of the organization's own structure (unit kerja).

    Parameters
    ----------
    id, name
        Identifier and the name shown to people.
    since, until
        When the unit exists, half-open. Left out, a unit exists from the first day on which it reports to another
        until the last, gaps included; one that never does is the root and exists always.
    """

    id: str = field(validator=id_field)
    name: str | None = None
    since: date | None = field(default=None, validator=optional_day_field)
    until: date | None = field(default=None, validator=optional_day_field)

    def __attrs_post_init__(self) -> None:
        """Refuse an interval that holds no day."""
        check_interval(self.since, self.until)


Node = Learner | Team | Unit


class CompetencyGroup(Enum):
    """The groups a civil servant's competencies are of (kelompok kompetensi ASN)."""

    TECHNICAL = "technical"
    MANAGERIAL = "managerial"
    SOCIOCULTURAL = "sociocultural"


@frozen
class Competency:
    """Something a person can be proficient in (kompetensi).

    Parameters
    ----------
    id, name
        Identifier and the name shown to people.
    group
        Technical, managerial or sociocultural; None where nobody has said.

    Examples
    --------
    >>> Competency("audit", group=CompetencyGroup.TECHNICAL).group.value
    'technical'
    """

    id: str = field(validator=id_field)
    name: str | None = None
    group: CompetencyGroup | None = field(default=None, validator=optional(is_a(CompetencyGroup)))


def _frozen_levels(value: Mapping[str, int]) -> Mapping[str, int]:
    for competency, level in value.items():
        check_id("competency", competency)
        check_whole(f"level of {competency}", level, 0, HIGHEST_PROFICIENCY)
    return MappingProxyType(dict(value))


@frozen
class CompetencyStandard:
    """Required proficiency level per competency, each a whole number 0..100 (standar kompetensi jabatan).

    Examples
    --------
    >>> CompetencyStandard({"audit": 3}).gap({"audit": 1})
    {'audit': 2}
    """

    required: Mapping[str, int] = field(converter=_frozen_levels, hash=False)

    def __reduce__(self) -> Remade:
        """Travel between processes, and be copied, in parts."""
        return in_parts(self)

    def gap(self, proficiency: Mapping[str, int]) -> dict[str, int]:
        """Give the levels still missing, per competency that falls short; an unassessed one falls short by all."""
        missing = {name: level - proficiency.get(name, 0) for name, level in self.required.items()}
        return {name: levels for name, levels in missing.items() if levels > 0}


@frozen
class Position:
    """A job (jabatan), with its competency standard and its place in a career pattern.

    Parameters
    ----------
    id, name
        Identifier and the name shown to people.
    standard
        Required proficiency per competency; None where the unit has not set one.
    career_pattern, grade
        The career line the job belongs to (pola karier) and its place on it, higher is further.
    """

    id: str = field(validator=id_field)
    name: str | None = None
    standard: CompetencyStandard | None = None
    career_pattern: str | None = field(default=None, validator=optional_id_field)
    grade: int | None = field(default=None, validator=optional(is_a(int)))
