"""Nodes: who and what an organization is made of, and the jobs its people hold."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sized
from datetime import date
from enum import Enum
from types import MappingProxyType

from attrs import Attribute, field, frozen

from learnperf.errors import InvalidValue

LONGEST_ID = 200


def check_id(name: str, value: object) -> None:
    """Refuse what cannot be an identifier.

    Raises
    ------
    InvalidValue
        Not text, empty, over 200 characters, with space at an end or control characters, or not in Unicode form NFC.
    """
    if not isinstance(value, str):
        raise InvalidValue(name, value, "is not text", "ids are kept as text exactly as written")
    if not value:
        raise InvalidValue(name, value, "is empty", "every record needs an id")
    if len(value) > LONGEST_ID:
        raise InvalidValue(name, value[:20] + "…", f"is longer than {LONGEST_ID} characters", "use a shorter id")
    if value != value.strip():
        raise InvalidValue(name, value, "starts or ends with a space", "remove the space")
    if not value.isprintable():
        raise InvalidValue(name, value, "has a control character", "remove it")
    if not unicodedata.is_normalized("NFC", value):
        raise InvalidValue(name, value, "is not in Unicode form NFC", "normalise the file to NFC")


def id_field(instance: object, attribute: Attribute[str], value: str) -> None:
    """Validate an identifier (an attrs validator)."""
    del instance
    check_id(attribute.name, value)


def optional_id_field(instance: object, attribute: Attribute[str | None], value: str | None) -> None:
    """Validate an identifier that may be absent (an attrs validator)."""
    del instance
    if value is not None:
        check_id(attribute.name, value)


def ids_in_order(value: Iterable[str]) -> tuple[str, ...]:
    """Read several identifiers, which one text is not (an attrs converter).

    Raises
    ------
    InvalidValue
        A single text, which would fall apart into its letters, or something that cannot be an identifier.
    """
    if isinstance(value, str):
        raise InvalidValue("ids", value, "is one text where several ids belong", f"write [{value!r}]")
    ids = tuple(value)
    for one in ids:
        check_id("ids", one)
    return ids


def ids_at_once(value: Iterable[str]) -> frozenset[str]:
    """Read several identifiers that have no order (an attrs converter)."""
    return frozenset(ids_in_order(value))


def how_many(values: Sized) -> str:
    """Show a collection by its size, so that the repr of what holds it stays short (an attrs repr)."""
    return str(len(values))


class NodeKind(Enum):
    """The three kinds of learner of the framework: individual, team and organization (unit)."""

    LEARNER = "learner"
    TEAM = "team"
    UNIT = "unit"


@frozen
class Learner:
    """A person who learns (pembelajar, pegawai).

    Examples
    --------
    >>> Learner("ani").id
    'ani'
    """

    id: str = field(validator=id_field)
    name: str | None = None


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
        When the unit exists, half-open. Left out, a unit exists while it reports to another; one that never does is
        the root and exists always.
    """

    id: str = field(validator=id_field)
    name: str | None = None
    since: date | None = None
    until: date | None = None


Node = Learner | Team | Unit


@frozen
class Competency:
    """Something a person can be proficient in (kompetensi)."""

    id: str = field(validator=id_field)
    name: str | None = None


def _frozen_levels(value: Mapping[str, int]) -> Mapping[str, int]:
    for competency, level in value.items():
        check_id("competency", competency)
        if not isinstance(level, int) or isinstance(level, bool) or not 0 <= level <= _HIGHEST_PROFICIENCY:
            raise InvalidValue(
                "level",
                level,
                f"is not a whole proficiency level 0..{_HIGHEST_PROFICIENCY}",
                f"for competency {competency}",
            )
    return MappingProxyType(dict(value))


@frozen
class CompetencyStandard:
    """Required proficiency level per competency (standar kompetensi jabatan).

    Examples
    --------
    >>> CompetencyStandard({"audit": 3}).gap({"audit": 1})
    {'audit': 2}
    """

    required: Mapping[str, int] = field(converter=_frozen_levels, hash=False)

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
    career_pattern: str | None = None
    grade: int | None = None


_HIGHEST_PROFICIENCY = 100
