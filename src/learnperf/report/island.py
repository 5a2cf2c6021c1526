"""The island: everything the page's code works on, as one value that becomes JSON.

Sizes are bounded whatever the organization: learners are listed only while there are few nodes in all, explanations are
kept for the largest nodes first, and columns that are alike are kept once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isnan

import numpy as np
from attrs import asdict, define, field

from learnperf.metrics.definition import parts_of
from learnperf.metrics.integers import Integers
from learnperf.metrics.metric import AnyMetric, Index, Metric, Opaque, RatioOf, Staged
from learnperf.metrics.missing import MissingReason
from learnperf.model.nodes import NodeKind
from learnperf.report.breakdown import CHILD_LINE, Lines, adding_columns, break_down, weighted_columns
from learnperf.report.formula import formulas_of
from learnperf.report.packing import Cell, Columns
from learnperf.report.scorecard_island import ScorecardIsland
from learnperf.report.structure import structure_of
from learnperf.report.words import PAGE
from learnperf.rollup.outcome import Outcome
from learnperf.rollup.result import Rollup
from learnperf.rollup.scorecards import Scorecards

# nodes up to which learners are in the page's table too
MOST_LISTED = 3_000
_LARGEST_CHILDREN = 20
# lines of explanations in a page: about 30 bytes each
_MOST_LINES = 150_000


def listed_nodes(result: Rollup) -> int:
    """Give how many nodes the page lists: all while they are few, else units and teams only."""
    graph = result.plan.graph
    return graph.size if graph.size <= MOST_LISTED else graph.structure_size


def island_of(result: Rollup, language: str, cards: Scorecards | None = None) -> dict[str, object]:
    """Give what the page's code works on.

    Parameters
    ----------
    language
        The language the page opens in.
    cards
        Scorecards of its units and teams, if the page shows them.
    """
    return _Island(result, cards).value(language)


@define
class _Island:
    """Collects the parts of the island, which share columns and named nodes."""

    result: Rollup
    cards: Scorecards | None = None
    columns: Columns = field(factory=Columns)
    metrics: tuple[AnyMetric, ...] = field(init=False)
    listed: int = field(init=False)
    named: list[int] = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Give numbers to the metrics, those asked for first, and to the nodes that have a name in the page."""
        parts = [part for metric in self.result.metrics for part in parts_of(metric)]
        self.metrics = tuple({metric.name: metric for metric in (*self.result.metrics, *parts)}.values())
        self.listed = listed_nodes(self.result)
        self.named = list(range(self.listed))

    def value(self, language: str) -> dict[str, object]:
        """Put everything together."""
        engine = self.result.memory
        lines = break_down(engine, largest=_LARGEST_CHILDREN, most=_MOST_LINES) if self.result.periods else {}
        metrics = [self._metric(metric, lines) for metric in self.metrics]
        trees = [self._tree(place) for place in range(len(self.result.periods))]
        graph, organization = self.result.plan.graph, self.result.organization
        ids = [graph.ids[node] for node in self.named]
        return {
            "language": language,
            "words": dict(PAGE),
            "kinds": [kind.value for kind in NodeKind],
            "nodes": {
                "id": ids,
                "name": [_name(organization.node(node).name, node) for node in ids],
                "kind": graph.kinds[self.named].tolist(),
            },
            "structure": graph.structure_size,
            "listed": self.listed,
            "whole": self.result.plan.context.whole,
            "reasons": [(reason.label(), reason.label("id")) for reason in MissingReason],
            "periods": [{"label": period.label, "tree": place} for place, period in enumerate(self.result.periods)],
            "trees": trees,
            "metrics": metrics,
            "scorecard": self._scorecard(),
            "start": self._start(trees),
            "columns": self.columns.packed,
        }

    def _metric(self, metric: AnyMetric, lines: Mapping[str, Lines]) -> dict[str, object]:
        place_of = {one.name: place for place, one in enumerate(self.metrics)}
        composed = isinstance(metric, RatioOf | Index)
        leaf = metric.inner if isinstance(metric, Staged) else metric
        outcome = self.result.memory.outcomes[metric.name]
        own = lines.get(metric.name)
        return {
            "name": metric.name,
            "label": metric.titles,
            "meaning": metric.meaning,
            "unit": metric.unit,
            "direction": metric.direction.value,
            "scaleType": metric.scale_type.value,
            "asked": metric in self.result.metrics,
            "parts": [place_of[part.name] for part in metric.parts] if composed else [],
            "leaf": place_of[leaf.name],
            "note": _note(metric, self.result),
            "grain": metric.grain.value if isinstance(metric, Staged) else None,
            "adds": adding_columns(leaf),
            "weighted": weighted_columns(leaf),
            "readings": [self._readings(outcome, period) for period in range(len(self.result.periods))],
            "lines": None if own is None else self._lines(metric, own),
        }

    def _scorecard(self) -> dict[str, object] | None:
        if self.cards is None:
            return None
        place_of = {one.name: place for place, one in enumerate(self.metrics)}
        return ScorecardIsland(self.cards, self.columns, place_of).value()

    def _readings(self, outcome: Outcome, period: int) -> dict[str, int]:
        begin = period * self.result.plan.graph.size
        some = slice(begin, begin + self.listed)
        reason = outcome.value.reason[some].tolist()
        values = outcome.value.values()[some].tolist()
        cells = {
            "value": [None if why else _short(value) for value, why in zip(values, reason, strict=True)],
            "n": outcome.n[some].tolist(),
            "heads": outcome.heads[some].tolist(),
            "due": outcome.due[some].tolist(),
            "reason": reason,
        }
        return {name: self.columns.add(column) for name, column in cells.items()}

    def _lines(self, metric: AnyMetric, lines: Lines) -> dict[str, object]:
        outcome = self.result.memory.outcomes[metric.name]
        groups, count = np.unique(lines.group, return_counts=True)
        node, period = np.divmod(groups, len(self.result.periods))
        target = period * self.result.plan.graph.size + node
        shown = [name for name in lines.state if not name.startswith("scale_")]
        adds = adding_columns(metric)
        formulas, formula = formulas_of(metric, outcome.state, target, self.result.plan.context)
        return {
            "gap": self._column(np.diff(groups, prepend=-1)),
            "count": self._column(count),
            "kind": self._column(lines.kind),
            "source": self.columns.add(self._sources(lines)),
            "n": self._column(lines.n),
            "value": self.columns.add([None if isnan(value) else _short(value) for value in lines.value.tolist()]),
            "state": {name: self._column(lines.state[name]) for name in shown},
            "total": {name: self._column(outcome.state[name][target]) for name in shown if name in adds},
            "totalN": self._column(outcome.n[target]),
            "formulas": [asdict(one) for one in formulas],
            "formula": self._column(formula),
        }

    def _sources(self, lines: Lines) -> list[Cell]:
        """Give each line's child by its number in the page, where learners get one when they are first named."""
        child = lines.kind == CHILD_LINE
        learners = np.unique(lines.source[child & (lines.source >= self.listed)])
        known = {node: place for place, node in enumerate(self.named)}
        for node in learners.tolist():
            if node not in known:
                known[node] = len(self.named)
                self.named.append(node)
        pairs = zip(lines.source.tolist(), child.tolist(), strict=True)
        return [known[source] if is_child else source for source, is_child in pairs]

    def _tree(self, place: int) -> dict[str, object]:
        structure = structure_of(self.result, self.result.periods[place])
        return {
            "day": None if structure.day is None else structure.day.isoformat(),
            "root": structure.root,
            "child": self._column(structure.child),
            "parent": self._column(structure.parent),
            "people": self._column(structure.people),
        }

    def _start(self, trees: Sequence[Mapping[str, object]]) -> dict[str, object]:
        """Choose what the page opens with: the first metric, and its last period, with something to show at the top.

        A count of nothing is a reading, but shows less than any reading all of whose parts rest on something.
        """
        readings = [
            (metric, period, int(str(trees[period]["root"])))
            for metric in range(len(self.result.metrics))
            for period in reversed(range(len(trees)))
        ]
        for least in (1, 0):
            for metric, period, root in readings:
                whole = self.result.metrics[metric]
                outcomes = [self.result.memory.outcomes[one.name] for one in (whole, *parts_of(whole))]
                at = period * self.result.plan.graph.size + root
                if outcomes[0].value.reason[at] == 0 and all(one.n[at] >= least for one in outcomes):
                    return {"metric": metric, "period": period, "node": root}
        return {"metric": 0, "period": len(trees) - 1, "node": trees[-1]["root"] if trees else 0}

    def _column(self, values: Integers) -> int:
        return self.columns.add_whole(values)


def _short(value: float) -> Cell:
    """Write a value with twelve digits, more than a page shows; the files beside it have all of them."""
    return int(value) if value.is_integer() else float(f"{value:.12g}")


def _name(name: str | None, node: str) -> str | None:
    return None if name == node else name


def _note(metric: AnyMetric, result: Rollup) -> str:
    if isinstance(metric, Staged):
        return "staged"
    if isinstance(metric, Opaque):
        return "opaque"
    return result.asked.counting.value if isinstance(metric, Metric) else "derived"
