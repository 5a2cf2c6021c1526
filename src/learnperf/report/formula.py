"""Formulas: what the columns of a state are called on a page, and how a reading follows from their sums.

A state keeps scores as steps above the lowest score of their scale, so its sums do not look like the reading. The page
names the columns in words and writes out the arithmetic, so that anybody can check a reading by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from attrs import field, frozen

from learnperf.metrics.algebra import (
    Attained,
    Count,
    Distinct,
    Greatest,
    Least,
    Mean,
    MeanChange,
    Occurred,
    Ratio,
    State,
    Sum,
    SumOfHundredths,
    Variance,
)
from learnperf.metrics.finalized import Context
from learnperf.metrics.integers import Integers
from learnperf.metrics.metric import AnyMetric, Metric
from learnperf.model.scales import Scale
from learnperf.report.words import PAGE
from learnperf.rollup.arrays import Ints

# states of one's own may mean anything by their columns and read in any way, so only these very classes have words
_FORMULAS: Mapping[type[State], str] = MappingProxyType(
    {
        Mean: "score",
        MeanChange: "change",
        Attained: "part",
        Variance: "variance",
        Least: "extreme",
        Greatest: "extreme",
        Ratio: "ratio",
        SumOfHundredths: "hundredths",
        Sum: "sum",
        Count: "count",
        Occurred: "occurred",
        Distinct: "distinct",
    }
)
# what a score's formula becomes where the numbers are plain
_PLAIN = MappingProxyType({"score": "mean", "change": "mean", "variance": "variance"})

# codes of scales are never negative
_MIXED = -1


@frozen
class Formula:
    """How a state reads, as keys of the page's words.

    Attributes
    ----------
    heads
        Word of each column that has one.
    sentence
        Leads from the sums to the reading; None where the sum is the reading, or where nobody can say.
    numbers
        What the sentence names besides the sums: lowest score, step, and steps of the scale.
    """

    heads: Mapping[str, str] = field(factory=dict)
    sentence: str | None = None
    numbers: Mapping[str, float] = field(factory=dict)


def formula_of(state: type[State], scale: Scale | None) -> Formula:
    """Give the formula of states whose scores are on one scale, or are plain numbers where there is none.

    Examples
    --------
    >>> formula_of(Mean, Scale(1, 5)).sentence, formula_of(Mean, None).sentence
    ('formula.score', 'formula.mean')
    """
    name = _FORMULAS.get(state)
    if name is None:
        return Formula()
    if not state.has_scale():
        return Formula(_heads(state, name), _known(f"formula.{name}"))
    if scale is None:
        return Formula(_heads(state, "plain"), _known(f"formula.{_PLAIN.get(name)}"))
    steps = "" if scale.step == 1 else ".steps"
    numbers = {"low": float(scale.minimum), "step": float(scale.step), "top": float(scale.top)}
    # the part of a scale is the same whatever its step
    sentence = _known(f"formula.{name}{steps}") or _known(f"formula.{name}")
    return Formula(_heads(state, f"{name}{steps}"), sentence, numbers)


def formulas_of(
    metric: AnyMetric, state: Mapping[str, Integers], target: Ints, context: Context
) -> tuple[list[Formula], Ints]:
    """Give the formulas of a metric's states at some places, and which of them is whose: scores may change scale."""
    if not (isinstance(metric, Metric) and metric.state.has_scale()):
        only = formula_of(metric.state, None) if isinstance(metric, Metric) else Formula()
        return [only], np.zeros(len(target), dtype=np.int64)
    low, high = state["scale_low"][target], state["scale_high"][target]
    codes, place = np.unique(np.where(low == high, low, _MIXED), return_inverse=True)
    known = [int(code) for code in codes]
    several = [
        _mixed(metric.state) if code == _MIXED else formula_of(metric.state, context.scale(code)) for code in known
    ]
    return several, place.astype(np.int64)


def _mixed(state: type[State]) -> Formula:
    """Give the words for states of several scales, which have no reading to lead to."""
    name = _FORMULAS.get(state)
    return Formula() if name is None else Formula(_heads(state, f"{name}.steps"))


def _heads(state: type[State], name: str) -> dict[str, str]:
    """Find each column's word: that of the formula where it has one of its own, else the general one."""
    columns = [one.name for one in state.COLUMNS if not one.name.startswith("scale_")] or ["distinct"]
    return {one: _known(f"state.{one}.{name}") or f"state.{one}" for one in columns}


def _known(key: str) -> str | None:
    return key if key in PAGE else None
