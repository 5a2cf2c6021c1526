"""Evaluations that stay in a dataframe engine, as columns of whole numbers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol, runtime_checkable

import narwhals as nw
import numpy as np
from attrs import field, frozen

from learnperf.model.scales import Scale
from learnperf.rollup.arrays import Ints
from learnperf.rollup.frames.bounds import Bounds
from learnperf.rollup.frames.shipping import Frame

# what a baseline is a baseline of: the same person, learning, level, aspect, rater and scale
_BASELINE_OF = ("subject", "activity", "level", "aspect", "rater", "scale")


@runtime_checkable
class Framed(Protocol):
    """Evidence of which the evaluations stay in an engine."""

    @property
    def evaluations(self) -> FramedEvaluations:
        """The evaluations, where they are."""
        ...


@frozen(eq=False)
class FramedEvaluations:
    """Evaluations in force, in an engine of their own.

    Attributes
    ----------
    frame
        Columns ``id`` and ``subject`` (text), and those of `learnperf.metrics.columns.COLUMNS` that follow from a row
        and its activity, as 64-bit whole numbers, null where missing.
    days
        Different days of evaluations, in order.
    bounds
        Between which numbers each column stays.
    size
        How many evaluations there are.
    scales
        The scales that codes stand for.
    """

    frame: Frame = field(repr=False)
    days: Ints = field(repr=False)
    bounds: Mapping[str, Bounds] = field(repr=False)
    size: int
    scales: Mapping[int, Scale] = field(repr=False)

    def with_columns(self, names: Collection[str], report_day: int) -> Frame:
        """Give the evaluations with at least some columns.

        Parameters
        ----------
        report_day
            Day number after which baselines are not known yet.
        """
        return self._with_change(report_day) if "change" in names else self.frame

    @property
    def column_bounds(self) -> Mapping[str, Bounds]:
        """Bounds of all columns, changes included."""
        score = self.bounds["score"]
        span = score.most - score.least
        return {**self.bounds, "change": Bounds(-span, span)}

    def _with_change(self, report_day: int) -> Frame:
        """Put beside each score its baseline, the last of the same person, learning, level, aspect, rater and scale."""
        # a join finds no partner for null, and activity, aspect and rater may be missing
        keyed = self.frame.with_columns(
            **{f"of_{name}": nw.col(name).fill_null(_NONE) for name in _BASELINE_OF if name != "subject"}
        )
        keys = ["subject", *(f"of_{name}" for name in _BASELINE_OF if name != "subject")]
        known = (nw.col("is_baseline") == 1) & (nw.col("on") <= report_day)
        baselines = keyed.filter(known & ~nw.col("score").is_null()).select(*keys, "on", "id", "score")
        last_day = baselines.group_by(*keys).agg(nw.col("on").max())
        of_that_day = baselines.join(last_day, on=[*keys, "on"], how="inner")
        last = of_that_day.group_by(*keys).agg(nw.col("id").max())
        base = of_that_day.join(last, on=[*keys, "id"], how="inner").select(*keys, nw.col("score").alias("base"))
        changed = (nw.col("is_baseline") == 0) & ~nw.col("score").is_null()
        joined = keyed.join(base, on=keys, how="left")
        return joined.with_columns(nw.when(changed).then(nw.col("score") - nw.col("base")).alias("change"))


_NONE = int(np.iinfo(np.int64).min)
