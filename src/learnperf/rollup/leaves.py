"""Leaves: metrics that read evidence themselves, and from which source each reads."""

from __future__ import annotations

from collections.abc import Iterable

from learnperf.metrics.metric import Metric, Opaque

Leaf = Metric | Opaque


def source_of(metric: Leaf) -> object:
    """Give the source a metric reads: its kind of evidence, with the keys of a stock."""
    keys = keys_of(metric)
    return metric.evidence if keys is None else (metric.evidence, keys)


def keys_of(metric: Leaf) -> tuple[str, ...] | None:
    """Give the columns a stock is told apart by, None for what is no stock."""
    return metric.latest_by if isinstance(metric, Metric) else None


def by_source(leaves: Iterable[Leaf]) -> dict[object, list[Leaf]]:
    """Group metrics that read the same source."""
    found: dict[object, list[Leaf]] = {}
    for leaf in leaves:
        found.setdefault(source_of(leaf), []).append(leaf)
    return found


def columns_read(leaf: Leaf) -> frozenset[str]:
    """Give the names of the columns that a metric's expressions read."""
    parts = [leaf.where]
    if isinstance(leaf, Metric):
        parts += [*(leaf.lift or {}).values(), leaf.observed]
    return frozenset(name for one in parts if one is not None for name in one.columns)


def columns_kept(leaf: Leaf) -> frozenset[str]:
    """Give the names of all columns that a metric's state follows from."""
    return columns_read(leaf) | frozenset(keys_of(leaf) or ())
