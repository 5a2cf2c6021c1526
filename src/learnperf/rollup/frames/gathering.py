"""Gathering: what metrics need of evidence that stays in an engine, one trip for all that read it alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from attrs import field, frozen

from learnperf.metrics.metric import Metric
from learnperf.rollup.arrays import Ints
from learnperf.rollup.frames.cells import Cells, Flow, Places, Stock
from learnperf.rollup.frames.evaluations import FramedEvaluations
from learnperf.rollup.frames.lifting import CellStates, added_up, fits
from learnperf.rollup.graph import Graph
from learnperf.rollup.leaves import columns_kept
from learnperf.rollup.request import Period
from learnperf.rollup.versions import Versions

Keys = tuple[str, ...] | None


@frozen
class Question:
    """What evidence is gathered for.

    Attributes
    ----------
    fixed
        Day whose ties are used for all evidence, or None for those of each day.
    last
        Day that stocks of an open period are read on, after which baselines are not known yet.
    """

    versions: Versions = field(repr=False)
    periods: Sequence[Period]
    fixed: int | None
    last: int

    @property
    def graph(self) -> Graph:
        """Nodes and ties."""
        return self.versions.graph


@frozen(eq=False)
class Added:
    """Evidence of one source, added up where it counts alike.

    Attributes
    ----------
    places
        Where each sum counts.
    states
        States of each metric by name, aligned with the places.
    """

    places: Places = field(repr=False)
    states: Mapping[str, CellStates] = field(repr=False)


def gather(evaluations: FramedEvaluations, leaves: Iterable[Metric], question: Question) -> dict[Keys, Added]:
    """Add up evaluations for some metrics, which `in_engine` has passed.

    Returns
    -------
    dict
        One for all metrics that read single evaluations, under None, and one for each way to take the latest.
    """
    sources: dict[Keys, list[Metric]] = {}
    for leaf in leaves:
        sources.setdefault(leaf.latest_by, []).append(leaf)
    return {
        keys: _gathered(_cells(evaluations, keys, of_source, question), of_source)
        for keys, of_source in sources.items()
    }


def in_engine(evaluations: FramedEvaluations, leaf: Metric) -> bool:
    """Whether an engine can compute a metric: from columns it holds, by no Python function, and within 64 bits."""
    bounds = evaluations.column_bounds
    return leaf.function is None and columns_kept(leaf) <= set(bounds) and fits(leaf, bounds, evaluations.size)


def _cells(evaluations: FramedEvaluations, keys: Keys, leaves: Sequence[Metric], question: Question) -> Cells:
    needed = frozenset[str]().union(*map(columns_kept, leaves))
    frame = evaluations.with_columns(needed, question.last)
    if keys is None:
        return Flow.of(frame, evaluations.days, question.versions, question.periods, question.fixed)
    return Stock.of(frame, evaluations.days, question.graph, question.periods, _read_on(question), keys)


def _read_on(question: Question) -> Ints:
    """Give the day whose ties a stock is read by, per period."""
    days = [question.last if period.until is None else period.after - 1 for period in question.periods]
    fixed = question.fixed
    return np.asarray(days if fixed is None else [fixed] * len(days), dtype=np.int64)


def _gathered(cells: Cells, leaves: Sequence[Metric]) -> Added:
    answer, states = added_up(cells, leaves)
    places = cells.places(answer)
    return Added(
        places=places,
        states={leaf.name: one.at(places.group) for leaf, one in zip(leaves, states, strict=True)},
    )
