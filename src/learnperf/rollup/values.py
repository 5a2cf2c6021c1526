"""Values: which texts and numbers a column can be cut by, looked up where they are written down."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from learnperf.errors import InvalidValue, UnknownName
from learnperf.metrics.arguments import split_name
from learnperf.metrics.columns import COLUMNS
from learnperf.metrics.cuts import can_cut, cut, needs_values
from learnperf.metrics.expressions import ColumnOf, Expression
from learnperf.metrics.metric import AnyMetric
from learnperf.metrics.registry import catalogue
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


def cut_every(data: _Loaded, by: str | Expression, metrics: Iterable[AnyMetric] | None = None) -> tuple[AnyMetric, ...]:
    """Cut every metric that can be by a column, with the values that the data have: all one needs to roll up.

    Parameters
    ----------
    data
        Organization and evidence together; looked into for the values of a column of texts, such as ``job_family``.
    by
        A column, such as ``provider``, ``mode``, ``level``, ``rater`` or ``col("attribute", "gender")``.
    metrics
        Cut among these, and the others are left out; the whole catalogue, if not given.

    Returns
    -------
    tuple of metrics
        Each whole, then its parts; `cut` says how they are called.

    Raises
    ------
    UnknownName
        What none of the metrics counts has such a column; names the nearest.
    InvalidValue
        A column of numbers, whose values nobody can tell.

    Examples
    --------
    >>> import learnperf as lp
    >>> from learnperf.demo.small import small_demo
    >>> data = small_demo()
    >>> metrics = lp.cut_every(data, by="provider", metrics=lp.catalogue("learning", "publication"))
    >>> result = lp.rollup(data, metrics=metrics)
    >>> [result["ministry", f"learning.completed{part}"].value for part in ("", ".by_provider.bppk")]
    [5.0, 2.0]
    """
    several = tuple(catalogue() if metrics is None else metrics)
    fitting = [one for one in several if can_cut(one, by)]
    if not fitting:
        known = {meaning.name for meanings in COLUMNS.values() for meaning in meanings}
        raise UnknownName("column of what these metrics count", str(by), sorted(known))
    # a name may be a closed list of one kind of evidence and a number of another: then the first alone is cut
    closed = [one for one in fitting if not needs_values(one, by)]
    return cut(closed, by) if closed else cut(fitting, by, values_of(data, by))


def _once(values: Iterable[str | int | None]) -> tuple[str | int, ...]:
    known = {one for one in values if one is not None}
    # of one column all are texts or all are numbers
    return tuple(sorted(known, key=lambda one: (str(type(one)), one)))
