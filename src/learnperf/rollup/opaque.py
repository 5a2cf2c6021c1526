"""Opaque metrics: any function of records, called anew at every node with the records that count there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from learnperf.errors import MetricFailed
from learnperf.metrics.finalized import Finalized
from learnperf.metrics.metric import Opaque
from learnperf.metrics.missing import Missing
from learnperf.model.evidence import Record
from learnperf.rollup.arrays import Ints
from learnperf.rollup.attribution import part_of
from learnperf.rollup.leaves import source_of
from learnperf.rollup.lift import lifted
from learnperf.rollup.outcome import why_empty
from learnperf.rollup.plan import Plan
from learnperf.rollup.pooling import Pool


def opaque_value(metric: Opaque, shared: Pool, plan: Plan, due: Ints) -> Finalized:
    """Call the metric's function with the records of every node and period that has any."""
    records_of = _records_by_row(metric, shared)
    numerator = np.zeros(plan.targets, dtype=np.object_)
    denominator = np.ones(plan.targets, dtype=np.object_)
    reason = why_empty(due)
    rows = np.asarray(sorted(records_of), dtype=np.int64)
    attribution, _ = part_of(shared.attribution, rows)
    target = shared.period[rows[attribution.row]] * plan.graph.size + attribution.node
    records_at: dict[int, list[Record]] = defaultdict(list)
    for at, row in zip(target.tolist(), rows[attribution.row].tolist(), strict=True):
        records_at[at].extend(records_of[row])
    for at, records in records_at.items():
        value = call_opaque(metric, records)
        if isinstance(value, Missing):
            reason[at] = value.reason
        else:
            numerator[at], denominator[at], reason[at] = value.numerator, value.denominator, 0
    return Finalized(numerator, denominator, reason.astype(np.int8))


def call_opaque(metric: Opaque, records: Sequence[Record]) -> Fraction | Missing:
    """Call an opaque metric's function, always with records in order of id, and make its answer an exact number.

    Raises
    ------
    MetricFailed
        The function raised, or gave something that is no finite number; names metric and first evidence.
    """
    ordered = sorted(records, key=lambda record: record.id)
    try:
        return metric.value(ordered)
    except Exception as error:
        several = f"{len(ordered)} pieces of evidence from {ordered[0].id} on"
        raise MetricFailed(f"metric {metric.name} failed on {several}: {type(error).__name__}: {error}") from error


def _records_by_row(metric: Opaque, shared: Pool) -> dict[int, list[Record]]:
    placed, row_of = shared.placed(source_of(metric)), shared.row_of(source_of(metric))
    observed = lifted(metric, placed.table).observed
    found: dict[int, list[Record]] = defaultdict(list)
    for place, row in zip(placed.place.tolist(), row_of.tolist(), strict=True):
        if observed[place]:
            found[row].append(placed.table.records[place])
    return found
