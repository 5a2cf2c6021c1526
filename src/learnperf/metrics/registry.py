"""The catalogue: every metric known by name, ours and those of installed packages.

A package offers metrics through the entry-point group ``learnperf.metrics``: each entry point is a metric, or an
iterable of metrics. A name is given once: a second metric of that name is refused, whoever comes first.
"""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterator
from contextvars import ContextVar
from importlib import metadata

from attrs import evolve, field, frozen

from learnperf.errors import MetricDefinitionError, Problem, RegistryError, UnknownName
from learnperf.metrics import (
    agreement,
    career,
    competency,
    conditions,
    headcount,
    innovation,
    kirkpatrick,
    learning,
    linkage,
    measures,
    mobility,
    organization,
    phillips,
    realisation,
    team,
    team_learning,
)
from learnperf.metrics.definition import parts_of
from learnperf.metrics.domain import ROWS
from learnperf.metrics.metric import AnyMetric
from learnperf.model.ids import how_many
from learnperf.model.nodes import NodeKind

GROUP = "learnperf.metrics"
_OURS, _HERE = "learnperf", "this process"


class PluginWarning(UserWarning):
    """A package's metrics could not be loaded; everything else works."""


@frozen
class Known:
    """A metric with the distribution it is from."""

    metric: AnyMetric
    distribution: str


@frozen
class Failure:
    """A package whose metrics could not be loaded: the entry point, its distribution and the reason."""

    entry_point: str
    distribution: str
    reason: str

    def __str__(self) -> str:
        """Say which plug-in failed, and why."""
        return f"metrics plug-in {self.entry_point!r} of {self.distribution} cannot be loaded: {self.reason}"


@frozen
class Registry:
    """All metrics by name, and the plug-ins that failed.

    Attributes
    ----------
    names
        Every name in use, also of what the metrics are made of.
    """

    known: dict[str, Known] = field(factory=dict, repr=how_many)
    names: dict[str, Known] = field(factory=dict, repr=how_many)
    failures: tuple[Failure, ...] = ()

    def chosen(self, *names: str, row: str | None = None, level: NodeKind | str | None = None) -> tuple[AnyMetric, ...]:
        """Give the metrics named, each a metric or a family, that serve a row and read at a level; all by default.

        Raises
        ------
        UnknownName
            No metric, family, row or level of that name; names the nearest.
        """
        wanted, kind = _row(row), _level(level)
        return tuple(
            one
            for one in self._named(*names)
            if (wanted is None or wanted in one.rows) and (kind is None or kind in one.levels)
        )

    def _named(self, *names: str) -> tuple[AnyMetric, ...]:
        metrics = {name: known.metric for name, known in self.known.items()}
        if not names:
            return tuple(metrics.values())
        chosen: dict[str, AnyMetric] = {}
        for name in names:
            some = {one: metric for one, metric in metrics.items() if one == name or one.startswith(f"{name}.")}
            if not some:
                families = {one.split(".")[0] for one in metrics}
                raise UnknownName("metric", name, [*metrics, *families])
            chosen |= some
        return tuple(chosen.values())


def catalogue(*names: str, row: str | None = None, level: NodeKind | str | None = None) -> tuple[AnyMetric, ...]:
    """Give all known metrics, or those named: a metric, or a family such as ``kirkpatrick``.

    Parameters
    ----------
    names
        Metrics or families; all where none is named.
    row
        Only those that serve this row of the domain, such as ``T1``; `learnperf.metrics.domain` has them.
    level
        Only those that read at this kind of node: ``learner``, ``team`` or ``unit``.

    Warns
    -----
    PluginWarning
        A package's metrics could not be loaded.

    Raises
    ------
    UnknownName
        No metric, family, row or level of that name; names the nearest.
    RegistryError
        Two packages claim one name; names both.

    Examples
    --------
    >>> "correction.count" in [metric.name for metric in catalogue("correction")]
    True
    >>> {metric.name.split(".")[0] for metric in catalogue("assignment", row="T1", level="team")}
    {'assignment'}
    """
    found = registry()
    for failure in found.failures:
        warnings.warn(str(failure), PluginWarning, stacklevel=2)
    return found.chosen(*names, row=row, level=level)


def registry() -> Registry:
    """Collect our metrics, those registered in this process, and those of installed packages.

    A package that asks for the catalogue while its own metrics are being loaded, because they build on ours, is given
    all but the metrics of packages.

    Raises
    ------
    RegistryError
        Two packages claim one name; names both.
    """
    found = Registry()
    for metric in built_in():
        _add(found, Known(metric, _OURS))
    for metric in _registered:
        _add(found, Known(metric, _HERE))
    if _loading.get():
        return found
    token = _loading.set(True)
    try:
        return evolve(found, failures=tuple(_add_plugins(found)))
    finally:
        _loading.reset(token)


def _add_plugins(found: Registry) -> Iterator[Failure]:
    """Add the metrics of installed packages; give those that cannot be loaded."""
    for entry_point in sorted(metadata.entry_points(group=GROUP), key=lambda one: (_distribution(one), one.name)):
        try:
            offered = _offered(entry_point.load())
        except (Exception, SystemExit) as error:  # noqa: BLE001 -- a plug-in may raise anything, and the rest has to work
            yield Failure(entry_point.name, _distribution(entry_point), f"{type(error).__name__}: {error}")
            continue
        for metric in offered:
            _add(found, Known(metric, _distribution(entry_point)))


def register(*metrics: AnyMetric) -> None:
    """Add metrics to the catalogue of this process.

    Raises
    ------
    MetricDefinitionError
        A name, of a metric or of what it is made of, is already taken by another; all such names at once.
    """
    found = registry()
    problems = [
        Problem("name taken", f"{one.name} is already a metric of {other.distribution}", (one.name,), "rename it")
        for metric in metrics
        for one, other in _taken(found, Known(metric, _HERE))
    ]
    if problems:
        raise MetricDefinitionError(problems)
    _registered.extend(one for one in dict.fromkeys(metrics) if one.name not in found.known)


def unregister(*names: str) -> None:
    """Take metrics registered in this process out of the catalogue again."""
    _registered[:] = [one for one in _registered if one.name not in names]


def built_in() -> Iterator[AnyMetric]:
    """Iterate over our own metrics, family by family."""
    for family in _FAMILIES:
        yield from family.METRICS


def _row(row: str | None) -> str | None:
    if row is not None and row not in ROWS:
        raise UnknownName("row", row, ROWS)
    return row


def _level(level: NodeKind | str | None) -> NodeKind | None:
    known = {kind.value: kind for kind in NodeKind}
    if isinstance(level, str) and level not in known:
        raise UnknownName("level", level, known)
    return known[level] if isinstance(level, str) else level


def _taken(found: Registry, new: Known) -> Iterator[tuple[AnyMetric, Known]]:
    """Take a name for a metric and for each it is made of; give those whose name is another's."""
    for part in parts_of(new.metric):
        other = found.names.setdefault(part.name, Known(part, new.distribution))
        if other.metric is not part:
            yield part, other


def _add(found: Registry, new: Known) -> None:
    for metric, other in _taken(found, new):
        by = f"two packages, {other.distribution} and {new.distribution}"
        if other.distribution == new.distribution:
            by = f"{new.distribution} twice"
        raise RegistryError(
            f"metric {metric.name!r} is given by {by}: uninstall one or ask its author for another name"
        )
    found.known[new.metric.name] = new


def _offered(thing: object) -> list[AnyMetric]:
    several = [thing] if isinstance(thing, AnyMetric) else thing
    if not isinstance(several, Collection):
        # an iterator would be empty the second time
        raise TypeError(f"gives {type(thing).__name__}, not a metric or a list of them")
    offered = [one for one in several if isinstance(one, AnyMetric)]
    strange = [type(one).__name__ for one in several if not isinstance(one, AnyMetric)]
    if strange or not offered:
        raise TypeError(f"gives {strange[0] if strange else 'nothing'}, not a metric")
    return offered


def _distribution(entry_point: metadata.EntryPoint) -> str:
    # a distribution with damaged metadata has no name
    return (entry_point.dist.name if entry_point.dist is not None else None) or "an unnamed distribution"


_FAMILIES = (
    kirkpatrick,
    realisation,
    agreement,
    innovation,
    mobility,
    linkage,
    career,
    learning,
    team_learning,
    measures,
    phillips,
    competency,
    team,
    organization,
    headcount,
    conditions,
)
_registered: list[AnyMetric] = []
_loading: ContextVar[bool] = ContextVar("loading", default=False)
