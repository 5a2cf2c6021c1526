"""Which metrics can be gone on from: those whose states follow from each piece of evidence by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from learnperf.errors import StateError, listed
from learnperf.metrics.columns import meanings
from learnperf.metrics.definition import parts_of
from learnperf.metrics.failures import Failures
from learnperf.metrics.metric import AnyMetric, Metric, Opaque
from learnperf.metrics.registry import catalogue
from learnperf.rollup.leaves import Leaf, columns_kept


def continuable(metrics: Iterable[AnyMetric] | None = None) -> tuple[AnyMetric, ...]:
    """Give those of some metrics, or of the whole catalogue, whose states can be saved and gone on from.

    Left out are metrics that look at other evidence, at positions or at the day of the report (a change against a
    baseline, what is on time), and those that need the records again.

    Examples
    --------
    >>> import learnperf as lp
    >>> [metric.name for metric in continuable(lp.catalogue("adoption.days", "adoption.count"))]
    ['adoption.count']
    """
    chosen = catalogue() if metrics is None else metrics
    return tuple(metric for metric in chosen if not any(_reasons(metric)))


def refuse_what_needs_all(metrics: Iterable[AnyMetric], failures: Failures) -> None:
    """Refuse metrics whose states could not be gone on from.

    Raises
    ------
    StateError
        Names each of them with its reason.
    """
    several = list(metrics)
    found = [f"{metric.name} {reason}" for metric in several for reason in _reasons(metric)]
    found += [f"{metric.name} failed: {error}" for metric in several if (error := failures.of(metric)) is not None]
    if found:
        hint = "read them from all evidence, and save a rollup of learnperf.continuable(metrics)"
        raise StateError(f"states that could not be gone on from: {listed(found, '; ')} ({hint})")


def _reasons(metric: AnyMetric) -> Iterator[str]:
    leaves = {part.name: part for part in parts_of(metric) if isinstance(part, Metric | Opaque)}
    for leaf in leaves.values():
        of_what = "" if leaf is metric else f"(by {leaf.name}) "
        yield from (f"{of_what}{reason}" for reason in _leaf_reasons(leaf))


def _leaf_reasons(leaf: Leaf) -> Iterator[str]:
    if isinstance(leaf, Opaque):
        yield "needs the records of every node again"
        return
    known = meanings(leaf.evidence, columns_kept(leaf))
    names = sorted(name for name, one in known.items() if one.needs_all)
    if names:
        yield f"reads {', '.join(names)}, which other evidence, positions or the day of the report may change"
    if leaf.latest_by is not None and leaf.function is not None:
        yield "needs the latest records again"
