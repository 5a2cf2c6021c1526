"""Data: an organization with its records, however they are given."""

from __future__ import annotations

from typing import Protocol

from learnperf.errors import InvalidValue
from learnperf.model.collection import Evidence
from learnperf.model.organization import Organization


class Loaded(Protocol):
    """Anything that holds an organization and its evidence, such as a loaded folder."""

    @property
    def organization(self) -> Organization:
        """The organization."""
        ...

    @property
    def evidence(self) -> object:
        """Its evidence."""
        ...


def both(data: Organization | Loaded, evidence: object = None) -> tuple[Organization, Evidence]:
    """Give organization and records.

    Raises
    ------
    InvalidValue
        There is no evidence, or it has no records.

    Examples
    --------
    >>> from learnperf.model.evidence import Participation
    >>> from learnperf.model.nodes import Unit
    >>> both(Organization.of(units=[Unit("MOF")]), Evidence.of())[1].of_kind(Participation)
    ()
    """
    organization, given = (data, evidence) if isinstance(data, Organization) else (data.organization, data.evidence)
    if not isinstance(given, Evidence):
        hint = "give an organization with its evidence, or a loaded folder"
        raise InvalidValue("evidence", type(given).__name__, "has no records to follow people by", hint)
    return organization, given
