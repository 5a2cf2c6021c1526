"""The catalogue: every metric known by name, ours and those of installed packages.

A package offers metrics through the entry-point group ``learnperf.metrics``: each entry point is a metric, or an
iterable of metrics. A name is given once: a second metric of that name is refused, whoever comes first.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from importlib import metadata

from attrs import field, frozen

from learnperf.errors import MetricDefinitionError, Problem, RegistryError, UnknownName
from learnperf.metrics import career, conditions, innovation, kirkpatrick, learning, organization, team
from learnperf.metrics.declared import Declared
from learnperf.metrics.metric import AnyMetric
from learnperf.model.ids import how_many

GROUP = "learnperf.metrics"
_OURS = "learnperf"


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
    """All metrics by name, and the plug-ins that failed."""

    known: dict[str, Known] = field(repr=how_many)
    failures: tuple[Failure, ...]


def catalogue(*names: str) -> tuple[AnyMetric, ...]:
    """Give all known metrics, or those named: a metric, or a family such as ``kirkpatrick``.

    Warns
    -----
    PluginWarning
        A package's metrics could not be loaded.

    Raises
    ------
    UnknownName
        No metric or family of that name; names the nearest.
    RegistryError
        Two packages claim one name; names both.

    Examples
    --------
    >>> [metric.name for metric in catalogue("correction")]
    ['correction.count', 'correction.learning_happened', 'correction.explained']
    """
    found = registry()
    for failure in found.failures:
        warnings.warn(str(failure), PluginWarning, stacklevel=2)
    metrics = {name: known.metric for name, known in found.known.items()}
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


def registry() -> Registry:
    """Collect our metrics, those registered in this process, and those of installed packages."""
    known: dict[str, Known] = {}
    failures: list[Failure] = []
    for metric in (*built_in(), *_registered):
        _add(known, Known(metric, _OURS))
    for entry_point in sorted(metadata.entry_points(group=GROUP), key=lambda one: (_distribution(one), one.name)):
        try:
            offered = list(_offered(entry_point.load()))
        except Exception as error:  # noqa: BLE001 -- a plug-in may raise anything, and the rest has to work
            failures.append(Failure(entry_point.name, _distribution(entry_point), f"{type(error).__name__}: {error}"))
            continue
        for metric in offered:
            _add(known, Known(metric, _distribution(entry_point)))
    return Registry(known, tuple(failures))


def register(*metrics: AnyMetric) -> None:
    """Add metrics to the catalogue of this process.

    Raises
    ------
    MetricDefinitionError
        A name is already taken by another metric; all such names at once.
    """
    taken = registry().known
    problems = [
        Problem(
            "name taken", f"{one.name} is already a metric of {taken[one.name].distribution}", (one.name,), "rename"
        )
        for one in metrics
        if one.name in taken and taken[one.name].metric is not one
    ]
    if problems:
        raise MetricDefinitionError(problems)
    _registered.extend(one for one in metrics if one.name not in taken)


def unregister(*names: str) -> None:
    """Take metrics registered in this process out of the catalogue again."""
    _registered[:] = [one for one in _registered if one.name not in names]


def built_in() -> Iterator[AnyMetric]:
    """Iterate over our own metrics, family by family."""
    for family in (kirkpatrick, innovation, career, learning, team, organization, conditions):
        yield from family.METRICS


def _add(known: dict[str, Known], new: Known) -> None:
    other = known.setdefault(new.metric.name, new)
    if other.metric is not new.metric:
        raise RegistryError(
            f"metric {new.metric.name!r} is given by two packages, {other.distribution} and {new.distribution}: "
            "uninstall one of them or ask its author for another name"
        )


def _offered(thing: object) -> Iterable[AnyMetric]:
    several = [thing] if isinstance(thing, Declared) else thing
    if not isinstance(several, Iterable):
        raise TypeError(f"gives {type(thing).__name__}, not a metric or several")
    for one in several:
        if not isinstance(one, AnyMetric):
            raise TypeError(f"gives {type(one).__name__}, not a metric")
        yield one


def _distribution(entry_point: metadata.EntryPoint) -> str:
    return entry_point.dist.name if entry_point.dist is not None else "an unnamed distribution"


_registered: list[AnyMetric] = []
