"""What a metric needs, and what it says where that is not there: worked out from its definition, for people to read."""

from __future__ import annotations

from collections.abc import Iterator

from learnperf.metrics.algebra import Distinct
from learnperf.metrics.columns import Presence
from learnperf.metrics.definition import parts_of
from learnperf.metrics.metric import AnyMetric, Index, Metric, Opaque, RatioOf, Staged
from learnperf.metrics.missing import MissingPolicy


def evidence_needed(metric: AnyMetric) -> dict[str, tuple[str, ...]]:
    """Give the kinds of evidence a metric reads, each with the columns it looks at.

    Examples
    --------
    >>> from learnperf.metrics.registry import catalogue
    >>> evidence_needed(catalogue("correction.explained")[0])
    {'Correction': ('explained',)}
    >>> evidence_needed(catalogue("innovation.innovator_rate")[0])
    {'Innovation': (), 'the roster (ties)': ()}
    """
    needed: dict[str, set[str]] = {}
    for part in parts_of(metric):
        if isinstance(part, Metric | Opaque):
            kind = "the roster (ties)" if part.evidence is Presence else part.evidence.__name__
            needed.setdefault(kind, set()).update(_columns(part))
    return {kind: tuple(sorted(columns)) for kind, columns in needed.items()}


def missing_rule(metric: AnyMetric) -> str:
    """Say what a metric reads where there is no evidence, or not all of it.

    Examples
    --------
    >>> from learnperf.metrics.registry import catalogue
    >>> missing_rule(catalogue("innovation.count")[0])
    'no evidence is 0; what was due and not given is missing'
    """
    if isinstance(metric, RatioOf):
        return "no value where the base is 0 or has none; no value where the upper part has none"
    if isinstance(metric, Index):
        return "parts without a value are left out" if metric.renormalise else "no value where a part has none"
    if isinstance(metric, Staged):
        return f"each {metric.grain.value} without a value is left out; no value where all are"
    if isinstance(metric, Opaque):
        return "no evidence is missing; else as its function says"
    if metric.missing is MissingPolicy.EMPTY_IS_ZERO:
        counts = metric.state is Distinct
        return "no evidence is 0" if counts else "no evidence is 0; what was due and not given is missing"
    return "no evidence is missing, never 0; what was due and not given is left out and shows in due"


def _columns(leaf: Metric | Opaque) -> Iterator[str]:
    expressions = [leaf.where]
    if isinstance(leaf, Metric):
        expressions += [*(leaf.lift or {}).values(), leaf.observed]
        yield from leaf.latest_by or ()
    yield from (name for one in expressions if one is not None for name in one.columns)
