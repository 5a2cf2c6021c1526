"""Sound rows as evaluations that stay in their engine, and what was read here sent back to stand beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import narwhals as nw
import numpy as np

from learnperf.io.bulk.framed.raw import raw
from learnperf.io.bulk.framed.rows import ENCODED, Part, Settled
from learnperf.io.bulk.narrow import column_of
from learnperf.metrics.algebra import scale_code
from learnperf.metrics.expressions import Column
from learnperf.metrics.literals import text_code
from learnperf.model.evidence import Evaluation
from learnperf.rollup.arrays import distinct
from learnperf.rollup.cells import Coding, read_column
from learnperf.rollup.frames.bounds import Bounds
from learnperf.rollup.frames.evaluations import FramedEvaluations
from learnperf.rollup.frames.shipping import Frame, ship

OF_ACTIVITY = ("provider", "structured", "mode", "initiative")
COLUMNS = ("on", *ENCODED, "activity", *OF_ACTIVITY)


def framed(settled: Settled, records: Sequence[Evaluation], coding: Coding) -> FramedEvaluations:
    """Put sound rows together with the doubtful ones that turned out to be evaluations in force.

    Parameters
    ----------
    records
        Those evaluations.
    coding
        Learning activities, and the evidence of other kinds.
    """
    rows = settled.rows
    named = _named(rows.activities)
    learned = {**rows.activities.judged.columns(OF_ACTIVITY, coding), "activity": _coded(named)}
    here = {name: column_of(read_column(Evaluation, name, coding, records)) for name in COLUMNS}
    frame = rows.activities.combinations.put_beside(settled.sound, learned, rows.activities.judged.good)
    sound = frame.select(nw.col(raw("id")).alias("id"), nw.col(raw("learner")).alias("subject"), *COLUMNS)
    there = [rows.cells.judged.columns(ENCODED, coding), rows.days.judged.columns(("on",), coding), learned, here]
    days = np.concatenate([settled.days(), here["on"].values])
    return FramedEvaluations(
        frame=nw.concat([sound, _sent(records, here, sound)]) if records else sound,
        days=distinct(days),
        bounds={name: _bounds(part[name] for part in there if name in part) for name in COLUMNS},
        size=settled.kept + len(records),
        scales={**rows.cells.judged.scales, **{scale_code(one.scale): one.scale for one in records}},
    )


def _named(activities: Part) -> list[str | None]:
    return [None if record is None else record.activity for record in activities.records()]


def _coded(names: Sequence[str | None]) -> Column:
    return column_of([None if name is None else text_code(name) for name in names])


def _bounds(columns: Iterable[Column]) -> Bounds:
    return Bounds.over(int(end) for column in columns if len(column.values) for end in _ends(column))


def _ends(column: Column) -> tuple[int, int]:
    # what stands at a missing place is 0, which the bounds hold anyway
    return column.values.min(), column.values.max()


def _sent(records: Sequence[Evaluation], columns: Mapping[str, Column], beside: Frame) -> Frame:
    """Send evaluations that are here to the engine of the others."""
    texts = {"id": [record.id for record in records], "subject": [record.learner for record in records]}
    numbers = {name: columns[name].values.astype(np.int64) for name in COLUMNS}
    gaps = {f"{name}_gap": (~columns[name].present).astype(np.int64) for name in COLUMNS}
    whole = (nw.when(nw.col(f"{name}_gap") == 0).then(nw.col(name)).alias(name) for name in COLUMNS)
    return ship({**texts, **numbers, **gaps}, beside).select("id", "subject", *whole)
