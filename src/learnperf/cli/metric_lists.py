"""Metrics as people read them: a table of all, or everything about one."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from fractions import Fraction

import learnperf as lp
from learnperf.metrics.domain import ROWS, Row
from learnperf.metrics.measures import measure_type
from learnperf.metrics.needs import evidence_needed, missing_rule
from learnperf.metrics.registry import Registry

_WIDTH = 100
_HEADINGS = ("name", "label", "unit", "kind", "read at", "version", "from")


def metric_table(metrics: Sequence[lp.AnyMetric], known: Registry) -> str:
    """Give one aligned line per metric."""
    rows = [_HEADINGS, *(_row(one, known) for one in metrics)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(_HEADINGS))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def row_table(metrics: Sequence[lp.AnyMetric]) -> str:
    """Give every row of the domain with the metrics, of some, that serve it, and the test that shows it."""
    return "\n".join(line for row in ROWS.values() for line in _row_lines(row, _serving(row, metrics)))


def row_details(metrics: Sequence[lp.AnyMetric]) -> list[dict[str, object]]:
    """Give the same for programs."""
    return [
        {
            "row": row.id,
            "label": row.label[0],
            "label (id)": row.label[1],
            "metrics": _serving(row, metrics),
            "how": row.how,
            "shown by": row.shown_by,
        }
        for row in ROWS.values()
    ]


def _serving(row: Row, metrics: Sequence[lp.AnyMetric]) -> list[str]:
    return [metric.name for metric in metrics if row.id in metric.rows]


def _row_lines(row: Row, names: Sequence[str]) -> Iterator[str]:
    yield f"{row.id:<6}{row.label[0]}"
    several = ", ".join(names) or "none"
    yield from textwrap.wrap(several, _WIDTH, initial_indent="      metrics: ", subsequent_indent=" " * 15)
    if row.how:
        yield from textwrap.wrap(row.how, _WIDTH, initial_indent="      how: ", subsequent_indent=" " * 11)
    yield f"      shown by: {row.shown_by}"


def metric_details(metric: lp.AnyMetric, known: Registry) -> dict[str, str]:
    """Give everything a metric declares, as text."""
    low, high = (_bound(one) for one in metric.bounds)
    measures = measure_type(metric)
    details = {
        "name": metric.name,
        "label": metric.titles[0],
        "label (id)": metric.titles[1],
        "question": metric.question[0],
        "question (id)": metric.question[1],
        "meaning": " ".join(metric.meaning.split()),
        "formula": metric.formula,
        "example": metric.example,
        "unit": metric.unit,
        "scale type": metric.scale_type.value,
        "direction": metric.direction.value,
        "bounds": f"{low} to {high}",
        "kind": metric.kind.value,
        "measure of": measures.value if measures else "",
        "read at": _levels(metric),
        "composition": metric.model.label() if isinstance(metric, lp.Staged) else "",
        "made of": ", ".join(part.name for part in metric.parts),
        "needs": "; ".join(_needed(metric)),
        "missing": missing_rule(metric),
        "version": str(metric.version),
        "claim": metric.claim.label(),
        "rows": ", ".join(metric.rows),
        "source": metric.source,
        "from": known.known[metric.name].distribution,
    }
    return {name: text for name, text in details.items() if text}


def _needed(metric: lp.AnyMetric) -> Iterator[str]:
    for kind, columns in evidence_needed(metric).items():
        yield f"{kind} ({', '.join(columns)})" if columns else kind


def _row(metric: lp.AnyMetric, known: Registry) -> tuple[str, ...]:
    return (
        metric.name,
        metric.titles[0],
        metric.unit,
        metric.kind.value,
        _levels(metric),
        str(metric.version),
        known.known[metric.name].distribution,
    )


def _levels(metric: lp.AnyMetric) -> str:
    return ", ".join(kind.value for kind in lp.NodeKind if kind in metric.levels)


def _bound(value: Fraction | None) -> str:
    return "unbounded" if value is None else str(value)
