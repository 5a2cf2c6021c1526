"""The naive twin: walks the graph for every piece of evidence, with fractions and sets, one node at a time.

Slow on purpose and simple on purpose: it shares with the real engine what a metric is and which columns a record has,
and nothing of how evidence is selected, attributed, weighted, added up or told apart. Tests hold the real engine to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property, partial

import numpy as np
from attrs import field, frozen

from learnperf.errors import MetricFailed
from learnperf.metrics.algebra import Distinct, Exact, Merge
from learnperf.metrics.columns import Presence
from learnperf.metrics.expressions import Expression, Row, TooLarge
from learnperf.metrics.finalized import Finalized
from learnperf.metrics.metric import AnyMetric, Metric, Opaque, RatioOf, Staged
from learnperf.metrics.missing import Missing, MissingPolicy, MissingReason
from learnperf.model.evidence import CareerMove, Participation, Record
from learnperf.model.nodes import NodeKind
from learnperf.model.ties import WHOLE
from learnperf.model.vocabulary import MoveMark
from learnperf.rollup.facts import FactTable
from learnperf.rollup.graph import KIND_CODES
from learnperf.rollup.leaves import Leaf
from learnperf.rollup.lift import lift_record
from learnperf.rollup.naive_walk import Subjects, Walk
from learnperf.rollup.opaque import call_opaque
from learnperf.rollup.outcome import Outcome, at_levels, failed
from learnperf.rollup.people import Stay
from learnperf.rollup.plan import Plan
from learnperf.rollup.request import Period

State = Mapping[str, int]
_MARKED = {
    "promoted": MoveMark.PROMOTION,
    "demoted": MoveMark.DEMOTION,
    "rotated": MoveMark.ROTATION,
    "transferred": MoveMark.TRANSFER,
}


def evaluate(plan: Plan) -> dict[str, Outcome]:
    """Evaluate every metric of a plan at every node and period."""
    twin = Naive(plan)
    read = {metric.name: _outcome([twin.reading(metric, *at) for at in twin.places]) for metric in plan.metrics}
    nothing, kinds = failed(plan.targets), plan.graph.kinds
    # a metric may fail on the last piece of all
    return {
        one.name: at_levels(nothing, one, kinds) if plan.failures.of(one) else read[one.name] for one in plan.metrics
    }


@frozen
class NaiveReading:
    """A value with the figures that go with it."""

    value: Exact
    n: int
    heads: int
    due: int


@frozen(eq=False)
class Piece:
    """One piece of evidence of one period: who it is about, its columns, and where it counts."""

    subjects: Subjects
    day: date
    row: Row
    record: Record | None
    weights: Mapping[str, int]


@frozen(slots=False, eq=False)
class Naive:
    """Reads one metric at one node and period at a time."""

    plan: Plan
    _pieces: dict[tuple[object, int], list[Piece]] = field(factory=dict, repr=False)
    _tables: dict[type, FactTable] = field(factory=dict, repr=False)

    @cached_property
    def walk(self) -> Walk:
        """The walk over this plan's organization."""
        return Walk(self.plan.organization, self.plan.question.counting)

    @property
    def places(self) -> Iterator[tuple[int, str]]:
        """Iterate over periods and nodes, in the order of outcomes."""
        for period in range(len(self.plan.periods)):
            for node in self.plan.graph.ids:
                yield period, node

    def reading(self, metric: AnyMetric, period: int, node: str) -> NaiveReading:
        """Read a metric at a node in a period."""
        reading = self.plan.failures.attempt(
            metric.name, partial(self._reading, metric, period, node), lambda: NaiveReading(Missing(), 0, 0, 0)
        )
        if self.plan.organization.kind(node) in metric.levels:
            return reading
        return NaiveReading(Missing(MissingReason.NOT_AT_THIS_LEVEL), reading.n, reading.heads, reading.due)

    def _reading(self, metric: AnyMetric, period: int, node: str) -> NaiveReading:
        if isinstance(metric, Metric | Opaque):
            return self._leaf(metric, period, node)
        if isinstance(metric, Staged):
            inner = self._leaf(metric.inner, period, node)
            value = metric.of_subjects(self._subject_values(metric, period, node), inner.value)
            return NaiveReading(value, inner.n, inner.heads, inner.due)
        parts = {part.name: self._reading(part, period, node) for part in metric.parts}
        value = metric.of_parts({name: reading.value for name, reading in parts.items()})
        if isinstance(metric, RatioOf):
            denominator = parts[metric.denominator.name]
            return NaiveReading(value, denominator.n, denominator.heads, denominator.due)
        several = list(parts.values())
        n, due = sum(one.n for one in several), sum(one.due for one in several)
        return NaiveReading(value, n, min(one.heads for one in several), due)

    def _leaf(self, leaf: Leaf, period: int, node: str) -> NaiveReading:
        owed = [(piece, state) for piece, state in self._owed(leaf, period) if node in piece.weights]
        seen = [(piece, state) for piece, state in owed if state is not None]
        heads = {person for piece, _ in seen for person in self._people(piece, node)}
        n, due = len(seen), len(owed)
        if isinstance(leaf, Opaque):
            records = [piece.record for piece, _ in seen if piece.record is not None]
            value = call_opaque(leaf, records) if records else _empty(due)
            return NaiveReading(value, n, len(heads), due)
        if leaf.evidence is Presence:
            n, due = (len(self._who(leaf, [piece for piece, _ in some], node)) for some in (seen, owed))
        if leaf.state is Distinct:
            counted = len(self._who(leaf, [piece for piece, _ in seen], node))
            return NaiveReading(self._distinct_value(leaf, counted, due), n, len(heads), due)
        weighted = [(piece.weights[node], state) for piece, state in seen]
        return NaiveReading(self._value(leaf, weighted, due), n, len(heads), due)

    def _value(self, leaf: Metric, weighted: list[tuple[int, State]], due: int) -> Exact:
        if not weighted and (due or leaf.missing is MissingPolicy.EMPTY_IS_MISSING):
            return _empty(due)
        return leaf.value(leaf.state(**merged(leaf, weighted)), self.plan.context)

    @staticmethod
    def _distinct_value(leaf: Metric, counted: int, due: int) -> Exact:
        empty = counted == 0 and leaf.missing is MissingPolicy.EMPTY_IS_MISSING
        return _empty(due) if empty else Fraction(counted)

    def _who(self, leaf: Metric, pieces: list[Piece], node: str) -> set[str]:
        """Collect the subjects of the metric's grain through which pieces reach a node."""
        kind = self.plan.organization.kind
        return {
            subject
            for piece in pieces
            for subject, _ in piece.subjects
            if kind(subject) is leaf.grain and node in self.walk.reached(subject, piece.day)
        }

    def _people(self, piece: Piece, node: str) -> set[str]:
        reaching = [subject for subject, _ in piece.subjects if node in self.walk.reached(subject, piece.day)]
        return {person for subject in reaching for person in self.walk.people(subject, piece.day)}

    def _subject_values(self, metric: Staged, period: int, node: str) -> Iterator[tuple[Exact, Fraction]]:
        """Give the inner value and the outer weight of every grain subject whose evidence counts at a node."""
        seen = [(piece, state) for piece, state in self._owed(metric.inner, period) if node in piece.weights]
        by_subject: dict[str, list[tuple[int, State]]] = {}
        for piece, state in seen:
            if state is not None:
                for subject in self._passing(piece, metric.grain, node):
                    by_subject.setdefault(subject, []).append((piece.weights[node], state))
        for weighted in by_subject.values():
            weight = Fraction(sum(weight for weight, _ in weighted), len(weighted) * self.plan.context.whole)
            yield self._value(metric.inner, weighted, len(weighted)), weight

    def _passing(self, piece: Piece, grain: NodeKind, node: str) -> set[str]:
        """Give the nodes of a kind that a piece counts at on its way to a node; of learners, its subjects."""
        kind = self.plan.organization.kind
        on_the_way = dict(piece.subjects) if grain is NodeKind.LEARNER else piece.weights
        return {one for one in on_the_way if kind(one) is grain and node in self.walk.reached(one, piece.day)}

    def _owed(self, leaf: Leaf, period: int) -> Iterator[tuple[Piece, State | None]]:
        """Iterate over the pieces a metric was owed, each with what it contributes, or None where not observed."""
        for piece in self._pieces_of(leaf, period):
            if isinstance(leaf, Opaque):
                if leaf.where is None or leaf.where.of_row(piece.row):
                    yield piece, {}
            elif self._is_about(leaf, piece):
                yield from _lifted(leaf, piece)

    def _is_about(self, leaf: Metric, piece: Piece) -> bool:
        """Whether a piece is any business of a metric: distinct counts and rosters are owed their grain alone."""
        kind = self.plan.organization.kind
        told_apart = leaf.state is Distinct or leaf.evidence is Presence
        return not told_apart or any(kind(subject) is leaf.grain for subject, _ in piece.subjects)

    def _pieces_of(self, leaf: Leaf, period: int) -> list[Piece]:
        keys = leaf.latest_by if isinstance(leaf, Metric) else None
        source = (leaf.evidence, keys)
        if (source, period) not in self._pieces:
            found = self._roster(period) if leaf.evidence is Presence else self._recorded(leaf.evidence, keys, period)
            self._pieces[source, period] = list(found)
        return self._pieces[source, period]

    def _recorded(self, kind: type, keys: tuple[str, ...] | None, period: int) -> Iterator[Piece]:
        table = self._table(kind)
        span = self.plan.periods[period]
        places = [place for place, record in enumerate(table.records) if _is_before_end(record, span)]
        if keys is None:
            places = [place for place in places if span.since is None or table.records[place].on >= span.since]
        else:
            places = self._latest(table, places, keys)
        for place in places:
            record = table.records[place]
            day = self._day(record, span, is_stock=keys is not None)
            yield self._piece(record.subjects, day, _Row(table, place), record)

    def _table(self, kind: type) -> FactTable:
        if kind not in self._tables:
            self._tables[kind] = FactTable.together(list(self.plan.facts.tables[kind]))
        return self._tables[kind]

    def _piece(self, subjects: Subjects, day: date, row: Row, record: Record | None) -> Piece:
        return Piece(subjects, day, row, record, self.walk.weights(subjects, day))

    @staticmethod
    def _latest(table: FactTable, places: list[int], keys: tuple[str, ...]) -> list[int]:
        last: dict[object, int] = {}
        for place in sorted(places, key=lambda one: (table.records[one].on, table.records[one].id)):
            row = _Row(table, place)
            last[table.records[place].subjects, tuple(row[key] for key in keys)] = place
        return sorted(last.values())

    def _day(self, record: Record, span: Period, *, is_stock: bool) -> date:
        """Give the day whose ties count for a record."""
        if self.plan.question.structure_date is not None:
            return self.plan.question.structure_date
        if not is_stock:
            return record.on
        if span.until is not None:
            return span.until - timedelta(days=1)
        return max(one.on for kind in self.plan.facts.tables for one in self._table(kind).records)

    def _roster(self, period: int) -> Iterator[Piece]:
        """Give who and what was there, looked at on every day on which any tie changes."""
        span = self.plan.periods[period]
        fixed = self.plan.question.structure_date
        days = self._days_of_change(span) if fixed is None else [fixed]
        for day, after in zip(days, [*days[1:], None], strict=True):
            for node in self.plan.graph.ids:
                if self.walk.is_present(node, day):
                    learned = partial(self._learned, node, day, after, span)
                    row = Stay(self._stay(node, day, after, span), node, day, lambda: self.plan.organization, learned)
                    yield self._piece(((node, WHOLE),), day, row, None)

    def _stay(self, node: str, day: date, after: date | None, span: Period) -> Row:
        """Give the columns of a node from a day to the next change, if there is one."""
        learner = self.plan.organization.kind(node) is NodeKind.LEARNER
        position = self.plan.organization.position_of(node, on=day) if learner else None
        length = None if span.since is None or span.until is None else (span.until - span.since).days
        is_fixed = self.plan.question.structure_date is not None
        days = length
        if span.until is not None and length is not None and not is_fixed:
            days = ((after or span.until) - day).days
        return {
            "on": day.toordinal(),
            "kind": KIND_CODES[self.plan.organization.kind(node)],
            "learned": int(node in self._active(Participation, span)),
            "moved": int(node in self._active(CareerMove, span)),
            **{name: int(node in self._active(CareerMove, span, mark)) for name, mark in _MARKED.items()},
            "at_start": None if span.since is None else int(is_fixed or day == span.since),
            "at_end": int(after is None) if learner else None,
            "days": days if learner else None,
            "period_days": length,
            "has_standard": int(position is not None and position.standard is not None),
            "has_career_pattern": int(position is not None and position.career_pattern is not None),
        }

    def _learned(self, node: str, day: date, after: date | None, span: Period, least: int, most: int) -> int:
        """Count the days, until the next change, that are some days after completed learning of a learner."""
        begin = span.first if self.plan.question.structure_date is not None else day.toordinal()
        learning = [
            record.on.toordinal()
            for record in self._table(Participation).records
            if isinstance(record, Participation) and record.completed and record.learner == node
        ]
        days = range(begin, span.after if after is None else after.toordinal())
        return sum(any(least < on - one <= most for one in learning) for on in days)

    def _days_of_change(self, span: Period) -> list[date]:
        begin = span.since or date.min
        ties = self.plan.organization.ties
        days = {begin, *(day for tie in ties for day in (tie.since, tie.until) if day is not None)}
        return sorted(day for day in days if begin <= day and (span.until is None or day < span.until))

    def _active(self, kind: type, span: Period, mark: MoveMark | None = None) -> set[str]:
        return {
            subject
            for record in self._table(kind).records
            if _is_before_end(record, span) and (span.since is None or record.on >= span.since)
            if not isinstance(record, Participation) or record.completed
            if not isinstance(record, CareerMove) or mark is None or mark in record.marks
            for subject, _ in record.subjects
        }


def merged(leaf: Metric, weighted: list[tuple[int, State]]) -> dict[str, int]:
    """Merge states column by column: sums take the weight, least and greatest do not."""
    columns: dict[str, int] = {}
    for column in leaf.state.COLUMNS:
        values = [(weight, state[column.name]) for weight, state in weighted]
        if column.merge is Merge.SUM:
            columns[column.name] = sum(weight * value for weight, value in values)
        else:
            choose = min if column.merge is Merge.MIN else max
            columns[column.name] = choose([value for _, value in values], default=column.merge.identity)
    return columns


def _lifted(leaf: Metric, piece: Piece) -> list[tuple[Piece, State | None]]:
    try:
        return list(_lift(leaf, piece))
    except TooLarge as error:
        source = piece.subjects[0][0] if piece.record is None else piece.record.id
        raise MetricFailed(f"metric {leaf.name} failed on {source}: {error}") from error


def _lift(leaf: Metric, piece: Piece) -> Iterator[tuple[Piece, State | None]]:
    if leaf.where is not None and not leaf.where.of_row(piece.row):
        return
    if leaf.function is not None and piece.record is not None:
        state = lift_record(leaf, leaf.function, piece.record)
        if isinstance(state, Missing):
            yield piece, None
        elif state is not None:
            yield piece, {column.name: getattr(state, column.name) for column in leaf.state.COLUMNS}
        return
    lift: Mapping[str, Expression] = leaf.lift or {}
    cells = {name: expression.of_row(piece.row) for name, expression in lift.items()}
    present = {name: cell for name, cell in cells.items() if cell is not None}
    is_observed = leaf.observed is None or bool(leaf.observed.of_row(piece.row))
    yield piece, present if is_observed and len(present) == len(cells) else None


class _Row(dict[str, int | None]):
    """The columns of one piece, each looked up when it is read: some cannot be listed, for they take arguments."""

    def __init__(self, table: FactTable, place: int) -> None:
        super().__init__()
        self._table = table
        self._place = place

    def __missing__(self, name: str) -> int | None:
        column = self._table.columns[name]
        return int(column.values[self._place]) if column.present[self._place] else None


def _is_before_end(record: Record, span: Period) -> bool:
    return span.until is None or record.on < span.until


def _empty(due: int) -> Missing:
    return Missing(MissingReason.NOT_OBSERVED if due else MissingReason.NO_EVIDENCE)


def _outcome(readings: list[NaiveReading]) -> Outcome:
    return Outcome(
        n=np.asarray([reading.n for reading in readings], dtype=np.int64),
        heads=np.asarray([reading.heads for reading in readings], dtype=np.int64),
        due=np.asarray([reading.due for reading in readings], dtype=np.int64),
        value=Finalized.from_exact([reading.value for reading in readings]),
    )
