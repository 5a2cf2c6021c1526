"""Pieces: what single records contribute to a metric, and states built from them as a rollup builds them."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from attrs import frozen

from learnperf.errors import MetricFailed
from learnperf.metrics.algebra import Distinct, Exact, State
from learnperf.metrics.columns import Presence
from learnperf.metrics.finalized import Context
from learnperf.metrics.metric import AnyMetric, Metric
from learnperf.metrics.missing import Missing
from learnperf.metrics.state import Merge
from learnperf.model.evidence import Record
from learnperf.rollup.counting import Counting
from learnperf.rollup.lift import lifted
from learnperf.rollup.plan import encoded
from learnperf.rollup.request import Asked, Window
from learnperf.testing.law import Case, LawBroken

READABLE = "every valid record can be read"


@frozen(eq=False)
class Piece:
    """What one record contributes: its state, and who it is, for people."""

    record: Record
    state: State

    @property
    def id(self) -> str:
        """Id of the record."""
        return self.record.id


def has_states(metric: AnyMetric) -> bool:
    """Whether single records have states: a distinct count has sets instead, and the roster has no records."""
    return isinstance(metric, Metric) and metric.state is not Distinct and metric.evidence is not Presence


def lift_case(metric: Metric, case: Case) -> tuple[list[Piece], Context]:
    """Lift every record of a case that a metric observes; gives them with what their states are read by.

    Raises
    ------
    LawBroken
        A valid record makes the metric fail.
    """
    _, facts, _ = encoded(case.organization, case.evidence, _PLAIN)
    pieces: list[Piece] = []
    try:
        for table in facts.tables[metric.evidence]:
            found = lifted(metric, table)
            for place in found.observed.nonzero()[0].tolist():
                columns = {name: int(values[place]) for name, (_, values) in found.columns.items()}
                pieces.append(Piece(table.records[place], metric.state(**columns)))
    except MetricFailed as failed:
        raise LawBroken(READABLE, metric.name, str(failed)) from failed
    return pieces, Context(scales=facts.scales)


def merged(metric: Metric, pieces: Sequence[Piece]) -> State:
    """Merge pieces one after the other, with the merge of their state."""
    state: State = metric.state.zero()
    for piece in pieces:
        state = state.merge(piece.state)
    return state


def parted(pieces: Sequence[Piece], random: Random, count: int) -> list[list[Piece]]:
    """Part pieces into some groups, at random, and in random order."""
    groups: list[list[Piece]] = [[] for _ in range(count)]
    for piece in random.sample(pieces, len(pieces)):
        groups[random.randrange(count)].append(piece)
    return groups


def weighted(state: State, weight: int) -> State:
    """Give a state as it counts with a weight: sums take it, least and greatest do not."""
    columns = {one.name: getattr(state, one.name) * (weight if one.merge is Merge.SUM else 1) for one in state.COLUMNS}
    return type(state)(**columns)


def added_up(left: State, right: State) -> State:
    """Merge two states column by column, as every engine does."""
    return type(left)(
        **{one.name: one.merge.of(getattr(left, one.name), getattr(right, one.name)) for one in left.COLUMNS}
    )


def told(value: Exact) -> str:
    """Give a value in words: a number, or why there is none."""
    if isinstance(value, Missing):
        return f"no value ({value.reason.label()})"
    return str(value.numerator) if value.denominator == 1 else f"{float(value):.6g}"


def names(pieces: Sequence[Piece]) -> str:
    """Name pieces in a row."""
    return " + ".join(piece.id for piece in pieces) or "nothing"


# the plainest question there is
_PLAIN = Asked(counting=Counting.FULL, structure_date=None, since=None, until=None, by=None, window=Window.EACH)
