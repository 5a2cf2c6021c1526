"""Values: which texts and numbers a column can be cut by, looked up where they are written down."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from learnperf.errors import InvalidValue
from learnperf.metrics.arguments import split_name
from learnperf.metrics.expressions import ColumnOf, Expression
from learnperf.model.collection import Evidence
from learnperf.model.organization import Organization
from learnperf.rollup.facts import Tabled


class _Loaded(Protocol):
    @property
    def organization(self) -> Organization: ...

    @property
    def evidence(self) -> Evidence | Tabled: ...


def values_of(data: _Loaded, by: str | Expression) -> tuple[str | int, ...]:
    """Give the values that a column of texts can have, to cut metrics by.

    Parameters
    ----------
    data
        Organization and evidence together, such as what `learnperf.load` gives.
    by
        ``position``, ``job_family``, ``grade``, ``competency``, ``activity``, or an attribute:
        ``col("attribute", "gender")``, ``col("activity_attribute", "format")``.

    Returns
    -------
    tuple
        Each once, in order.

    Raises
    ------
    InvalidValue
        Another column: those of words know their values, and those of numbers have too many to tell.

    Examples
    --------
    >>> from learnperf.demo.small import small_demo
    >>> values_of(small_demo(), "job_family")
    ('audit', 'inspection')
    """
    base, arguments = split_name(by.name if isinstance(by, ColumnOf) else str(by))
    organization, activities = data.organization, data.evidence.activities.values()
    positions = organization.positions.values()
    if base in {"attribute", "activity_attribute"} and arguments:
        whom = organization.learners.values() if base == "attribute" else activities
        return _once(one.attributes.get(str(arguments[0])) for one in whom)
    found: dict[str, Iterable[str | int | None]] = {
        "position": organization.positions,
        "job_family": (one.career_pattern for one in positions),
        "grade": (one.grade for one in positions),
        "competency": organization.competencies,
        "activity": (one.id for one in activities),
    }
    if base not in found:
        raise InvalidValue("by", base, "has no values written down anywhere", f"one of {', '.join(found)}, attribute")
    return _once(found[base])


def _once(values: Iterable[str | int | None]) -> tuple[str | int, ...]:
    known = {one for one in values if one is not None}
    # of one column all are texts or all are numbers
    return tuple(sorted(known, key=lambda one: (str(type(one)), one)))
