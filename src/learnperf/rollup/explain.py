"""Explanations: the lines a reading is made of, adding up to its state exactly, down to single pieces of evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cached_property

import numpy as np
from attrs import field, frozen

from learnperf.metrics.algebra import Distinct, Merge
from learnperf.metrics.columns import Presence
from learnperf.metrics.integers import product
from learnperf.metrics.metric import AnyMetric, Metric, Opaque, Staged
from learnperf.metrics.missing import Missing
from learnperf.model.ids import how_many
from learnperf.model.nodes import NodeKind
from learnperf.notebook import ROWS_SHOWN, Card, Shown, number
from learnperf.rollup.arrays import Bools, Ints, expand
from learnperf.rollup.counting import Counting
from learnperf.rollup.leaves import Leaf, source_of
from learnperf.rollup.lift import lifted
from learnperf.rollup.memory import Memory
from learnperf.rollup.outcome import leaf_value
from learnperf.rollup.reading import Reading
from learnperf.rollup.reducing import reduced


class LineKind(Enum):
    """What a line of an explanation is."""

    OWN = "own"
    CHILD = "child"
    OVERLAP = "overlap"


@frozen
class Line:
    """One contribution to a reading.

    Attributes
    ----------
    kind
        The node's own evidence, that of a child, or the overlap taken back because it came by several ways.
    source
        Id of the child, or of the node itself.
    state
        Named columns, weighted. Sums add up over the lines to the node's state; least and greatest merge to it.
    n
        Pieces of evidence; below 0 in the overlap.
    value
        What these pieces alone would read as; None where missing, and for the overlap.
    evidence
        Ids of the pieces, in order.
    """

    kind: LineKind
    source: str
    state: Mapping[str, int]
    n: int
    value: float | None
    evidence: tuple[str, ...] = field(repr=how_many)


@frozen
class Explanation(Shown):
    """How a reading came about.

    Attributes
    ----------
    lines
        Contributions to the state; empty for a metric made of other metrics.
    parts
        Explanations of the metrics it is made of.
    note
        What the lines do not say by themselves.
    state
        State of the node, to which the states of the lines merge: sums, least and greatest, column by column.
    """

    reading: Reading
    lines: tuple[Line, ...]
    parts: tuple[Explanation, ...] = ()
    note: str = ""
    state: Mapping[str, int] = field(factory=dict)

    def card(self) -> Card:
        """Give what a notebook shows: the lines, or for a metric made of others the readings of these."""
        one = self.reading
        caption = f"{one.metric} at {one.node}, {one.period}: {one.text} {one.unit} (n {one.n:,}, people {one.heads:,})"
        if self.parts:
            parts = [part.reading for part in self.parts]
            return Card(caption, ("made of", "value", "n"), [(part.metric, part.text, f"{part.n:,}") for part in parts])
        rows = [
            (line.source, line.kind.value, f"{line.n:,}", "" if line.value is None else number(line.value))
            for line in self.lines
        ]
        more = len(rows) - ROWS_SHOWN
        left_out = " ".join([f"{more:,} more lines." if more > 0 else "", self.note]).strip()
        return Card(caption, ("from", "line", "n", "alone"), rows[:ROWS_SHOWN], left_out=left_out)

    def __str__(self) -> str:
        """Give the reading, its lines and those of its parts as text for people."""
        return "\n".join(_text(self, ""))


@frozen
class Contribution:
    """One piece of evidence in a reading: its id, weight in parts of ``Context.whole``, and unweighted state."""

    evidence: str
    weight: int
    state: Mapping[str, int]


@frozen(slots=False, eq=False)
class Explainer:
    """Explains readings of one evaluated plan."""

    engine: Memory

    def state(self, leaf: Leaf, node: int, period: int) -> Mapping[str, int]:
        """Give the state of a node."""
        return self._line(leaf, LineKind.OWN, node, self._rows_at(leaf, node, period)).state

    def lines(self, leaf: Leaf, node: int, period: int) -> tuple[Line, ...]:
        """Give the lines of a metric that reads evidence: own, by child, and the overlap."""
        way = self._rows_at(leaf, node, period)
        begun = self._line(leaf, LineKind.OWN, node, self._own(way, node))
        passed = [self._line(leaf, LineKind.CHILD, child, one) for child, one in self._children(way, node)]
        lines = [line for line in (begun, *passed) if line.evidence]
        overlap = _overlap(leaf, lines, self._line(leaf, LineKind.OWN, node, way))
        return (*lines, *overlap)

    def contributions(self, leaf: Leaf, node: int, period: int) -> tuple[Contribution, ...]:
        """Give every single piece of evidence that counts at a node."""
        way = self._rows_at(leaf, node, period)
        weight_of = dict(zip(way.row.tolist(), way.weight.tolist(), strict=True))
        placed = self.engine.pool.placed(source_of(leaf))
        columns = lifted(leaf, placed.table).columns
        found = []
        for at, row in zip(*self._pieces(leaf, way.row), strict=True):
            place = int(placed.place[at])
            state = {name: int(values[place]) for name, (_, values) in columns.items()}
            found.append(Contribution(placed.table.ids[place], weight_of[row], state))
        return tuple(sorted(found, key=lambda one: one.evidence))

    def _rows_at(self, leaf: Leaf, node: int, period: int) -> _Way:
        """Give the observed rows that count at a node in a period, with their weights."""
        attribution = self.engine.pool.attribution
        begin, end = np.searchsorted(attribution.node, [node, node + 1])
        row, weight = attribution.row[begin:end], attribution.weight[begin:end]
        some = (self.engine.rows[leaf.name].observed[row] > 0) & (self.engine.pool.period[row] == period)
        return _Way(row[some], weight[some])

    def _own(self, way: _Way, node: int) -> _Way:
        """Give the rows whose subject is the node itself, with what they begin with there."""
        attribution, counting = self.engine.pool.attribution, self.engine.plan.question.counting
        entries, offsets = attribution.entries, attribution.entry_offsets
        place, entry = expand(offsets[way.row], offsets[way.row + 1] - offsets[way.row])
        here = entries.subject[entry] == node
        if counting is Counting.PRIMARY:
            here &= entry == offsets[way.row][place]
        credit = entries.credit[entry] if counting is Counting.FRACTIONAL else np.ones(len(entry), dtype=np.int64)
        here &= credit > 0
        return _Way(way.row[place[here]], credit[here])

    def _children(self, way: _Way, node: int) -> list[tuple[int, _Way]]:
        """Give each direct child with the rows it passed on, and the amounts."""
        row, child, amount = self.engine.pool.attribution.passed_to(node)
        some = np.flatnonzero(np.isin(row, way.row))
        some = some[np.argsort(child[some], kind="stable")]
        row, child, amount = row[some], child[some], amount[some]
        begins = np.flatnonzero(np.diff(child, prepend=-1))
        rows, amounts = np.split(row, begins[1:]), np.split(amount, begins[1:])
        found = [(int(child[at]), _Way(*one)) for at, *one in zip(begins, rows, amounts, strict=False)]
        return sorted(found, key=lambda entry: self.engine.plan.graph.ids[entry[0]])

    def _line(self, leaf: Leaf, kind: LineKind, source: int, way: _Way) -> Line:
        evidence = self._evidence(leaf, way.row)
        state: dict[str, int] = {}
        n = int(self.engine.rows[leaf.name].observed[way.row].sum())
        value: float | None = None
        if isinstance(leaf, Metric):
            state = self._state(leaf, source, way)
            n = self._distinct(leaf, source, way.row) if leaf.evidence is Presence else n
            value = self._value(leaf, state, n)
        return Line(kind, self.engine.plan.graph.ids[source], state, n, value, evidence)

    def _state(self, leaf: Metric, source: int, way: _Way) -> dict[str, int]:
        """Merge the rows' states into one, as the metric merges them."""
        if leaf.state is Distinct:
            return {"distinct": self._distinct(leaf, source, way.row)}
        group = np.zeros(len(way.row), dtype=np.int64)
        rows = self.engine.rows[leaf.name].columns
        state = {}
        for column in leaf.state.COLUMNS:
            values = rows[column.name][way.row]
            weighted = product(values, way.weight) if column.merge is Merge.SUM else values
            state[column.name] = int(reduced(column.merge, group, weighted, 1)[0])
        return state

    def _distinct(self, leaf: Metric, source: int, rows: Ints) -> int:
        """Count the subjects through which rows reach a node."""
        if leaf.grain not in self._subjects:
            self._subjects[leaf.grain] = self.engine.pool.attribution.subjects_of(leaf.grain)
        node, who, row = self._subjects[leaf.grain]
        begin, end = np.searchsorted(node, [source, source + 1])
        return len(np.unique(who[begin:end][np.isin(row[begin:end], rows)]))

    @cached_property
    def _subjects(self) -> dict[NodeKind, tuple[Ints, Ints, Ints]]:
        """Subjects of each kind that rows bring to nodes, found when first asked for."""
        return {}

    def _value(self, leaf: Metric, state: Mapping[str, int], n: int) -> float | None:
        arrays = {name: np.asarray([number], dtype=np.object_) for name, number in state.items()}
        count = np.asarray([n], dtype=np.int64)
        exact = leaf_value(leaf, arrays, count, count, self.engine.plan.context).exact(0)
        return None if isinstance(exact, Missing) else float(exact)

    def _evidence(self, leaf: Leaf, rows: Ints) -> tuple[str, ...]:
        placed = self.engine.pool.placed(source_of(leaf))
        at, _ = self._pieces(leaf, rows)
        return tuple(sorted(placed.table.ids[place] for place in placed.place[at].tolist()))

    def _pieces(self, leaf: Leaf, rows: Ints) -> tuple[Ints, Ints]:
        """Give (place among the placed pieces, row) of every observed piece in some rows."""
        at, row = self.engine.pool.pieces_of(source_of(leaf), rows)
        seen = self._seen(leaf)[at]
        return at[seen], row[seen]

    def _seen(self, leaf: Leaf) -> Bools:
        """Say which placed pieces are observations, looked at once for each metric."""
        if leaf.name not in self._known_seen:
            self._known_seen[leaf.name] = self.engine.seen(leaf)
        return self._known_seen[leaf.name]

    @cached_property
    def _known_seen(self) -> dict[str, Bools]:
        return {}


@frozen(eq=False)
class _Way:
    """Rows that came one way, each with what it brought."""

    row: Ints
    weight: Ints


def note_of(metric: AnyMetric, counting: Counting) -> str:
    """Say what an explanation's lines do not say by themselves."""
    if isinstance(metric, Staged):
        return (
            f"The lines explain {metric.inner.name}; the reading is taken over the values of each {metric.grain.value}."
        )
    if isinstance(metric, Opaque):
        return "Worked out anew from the records at every node, so the lines have no state that could be added."
    if isinstance(metric, Metric):
        return _NOTES[counting]
    return "Made of other metrics, each explained in its part."


_NOTES = {
    Counting.FULL: "Evidence counts in full in every node it belongs to; what came by several ways is taken back once.",
    Counting.FRACTIONAL: "Evidence is one whole, split by credit and share on its way up.",
    Counting.PRIMARY: "Evidence follows the primary line of its first subject, so children and own add up.",
}


def _added_columns(leaf: Leaf) -> tuple[str, ...]:
    """Give the columns that add up over lines."""
    if isinstance(leaf, Opaque):
        return ()
    if leaf.state is Distinct:
        return ("distinct",)
    return tuple(column.name for column in leaf.state.COLUMNS if column.merge is Merge.SUM)


def _overlap(leaf: Leaf, lines: list[Line], total: Line) -> list[Line]:
    """Give the line that takes back what came by more than one way, where something did."""
    state = {name: total.state[name] - sum(line.state[name] for line in lines) for name in _added_columns(leaf)}
    n = total.n - sum(line.n for line in lines)
    if n == 0 and not any(state.values()):
        return []
    several = Counter(piece for line in lines for piece in line.evidence)
    evidence = tuple(sorted(piece for piece, times in several.items() if times > 1))
    return [Line(LineKind.OVERLAP, total.source, state, n, None, evidence)]


def _text(explanation: Explanation, indent: str) -> Iterator[str]:
    one = explanation.reading
    value = one.missing.label() if one.value is None else f"{one.value:g}"
    yield f"{indent}{one.metric} at {one.node}: {value} {one.unit} (n={one.n}, heads={one.heads}, due={one.due})"
    width = max((len(line.source) for line in explanation.lines), default=0)
    for line in explanation.lines:
        alone = "" if line.value is None else f"  alone {line.value:g}"
        yield f"{indent}  {line.kind.value:<7}  {line.source:<{width}}  n={line.n}{alone}"
    yield f"{indent}  {explanation.note}"
    for part in explanation.parts:
        yield from _text(part, f"{indent}  ")
