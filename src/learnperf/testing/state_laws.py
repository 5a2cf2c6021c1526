"""Laws of states: what merging and reading must keep, whatever the states are of.

States are lifted from drawn records and merged in random groups, never made by hand: hand-made ones are too tame.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import TypeVar, cast

import numpy as np

from learnperf.errors import LearnperfError
from learnperf.metrics.algebra import Exact, State
from learnperf.metrics.finalized import Context
from learnperf.metrics.integers import LARGEST
from learnperf.metrics.metric import AnyMetric, Metric
from learnperf.metrics.missing import Missing, MissingPolicy
from learnperf.metrics.state import state_columns
from learnperf.metrics.statetext import state_from_json, state_to_json
from learnperf.model.ties import WHOLE
from learnperf.testing.law import Case, Law, LawBroken
from learnperf.testing.pieces import Piece, added_up, has_states, lift_case, merged, names, parted, told, weighted

_Answer = TypeVar("_Answer")


class _Tried:
    """One metric with the pieces of one case, and a way to say which law it breaks."""

    def __init__(self, law: str, metric: Metric, case: Case) -> None:
        self.law = law
        self.metric = metric
        self.random = case.random
        self.pieces, self.context = lift_case(metric, case)

    def groups(self, count: int) -> list[list[Piece]]:
        return parted(self.pieces, self.random, count)

    def state(self, pieces: list[Piece]) -> State:
        return self.trusted(lambda: merged(self.metric, pieces), f"merging {names(pieces)}")

    def merge(self, left: State, right: State) -> State:
        return self.trusted(lambda: left.merge(right), f"merging {left} and {right}")

    def read(self, state: State, context: Context | None = None) -> Exact:
        return self.trusted(lambda: self.metric.value(state, context or self.context), f"reading {state}")

    def trusted(self, call: Callable[[], _Answer], doing: str) -> _Answer:
        """Call somebody's code, which may raise anything."""
        try:
            return call()
        except Exception as error:
            raise self.broken(f"{doing} raises {type(error).__name__}: {error}") from error

    def broken(self, message: str) -> LawBroken:
        return LawBroken(self.law, self.metric.name, message)

    def both_told(self, one: State, other: State) -> tuple[str, str]:
        """Give what two different states read, or the states where that goes wrong or is no different."""
        try:
            first, second = (told(self.metric.value(state, self.context)) for state in (one, other))
        except LearnperfError:
            return str(one), str(other)
        return (str(one), str(other)) if first == second else (first, second)


def _gives_its_own_kind(tried: _Tried) -> None:
    one, two = (tried.state(group) for group in tried.groups(2))
    together = tried.merge(one, two)
    if type(together) is not type(one):
        raise tried.broken(f"merging two {type(one).__name__} gives a {type(together).__name__}")


def _leaves_its_inputs_alone(tried: _Tried) -> None:
    one, two = (tried.state(group) for group in tried.groups(2))
    before = deepcopy((one, two))
    tried.merge(one, two)
    for which, was, now in zip(("left", "right"), before, (one, two), strict=True):
        if was != now:
            raise tried.broken(f"merging changes its {which} side from {was} to {now}: make the state frozen")


def _commutes(tried: _Tried) -> None:
    first, second = tried.groups(2)
    one, two = tried.state(first), tried.state(second)
    forth, back = tried.merge(one, two), tried.merge(two, one)
    if forth != back:
        this, that = tried.both_told(forth, back)
        raise tried.broken(
            f"merging ({names(first)}) then ({names(second)}) gives {this}, the other way {that}: this is no merge"
        )


def _associates(tried: _Tried) -> None:
    groups = tried.groups(3)
    one, two, three = (tried.state(group) for group in groups)
    left, right = tried.merge(tried.merge(one, two), three), tried.merge(one, tried.merge(two, three))
    if left != right:
        first, second, third = (f"({names(group)})" for group in groups)
        this, that = tried.both_told(left, right)
        raise tried.broken(
            f"merging {first} and {second} first, then {third}, gives {this}; {second} and {third} first gives {that}: "
            "this is no merge"
        )


def _has_an_identity(tried: _Tried) -> None:
    state, zero = tried.state(tried.pieces), tried.metric.state.zero()
    for merged_with_nothing in (tried.merge(state, zero), tried.merge(zero, state)):
        if merged_with_nothing != state:
            raise tried.broken(
                f"merging {names(tried.pieces)} with the state of no evidence changes it from {state} to "
                f"{merged_with_nothing}"
            )


def _adds_up_columns(tried: _Tried) -> None:
    one, two = (tried.state(group) for group in tried.groups(2))
    mine, columns = tried.merge(one, two), added_up(one, two)
    if mine != columns:
        raise tried.broken(
            f"merge gives {mine} where the columns it declares merge to {columns}: engines merge columns, so say it "
            "in COLUMNS and leave merge alone"
        )


def _is_idempotent(tried: _Tried) -> None:
    state = tried.state(tried.pieces)
    once, twice = tried.read(state), tried.read(tried.merge(state, state))
    if once != twice:
        raise tried.broken(
            f"it says that merging a state with itself changes nothing, and {names(tried.pieces)} reads {told(once)} "
            f"once and {told(twice)} twice"
        )


def _travels_as_text(tried: _Tried) -> None:
    state = tried.state(tried.pieces)
    back = tried.trusted(
        lambda: state_from_json(tried.metric, state_to_json(tried.metric, state)), f"writing {state} as JSON"
    )
    if back != state:
        raise tried.broken(f"{state} comes back from JSON as {back}")


def _reads_exactly(tried: _Tried) -> None:
    # the metric's own reading refuses floats and everything that is no exact number
    for group in tried.groups(3):
        if group:
            tried.read(tried.state(group))


def _reads_nothing_as_declared(tried: _Tried) -> None:
    if tried.metric.missing is MissingPolicy.EMPTY_IS_ZERO:
        return
    value = tried.read(tried.metric.state.zero())
    if not isinstance(value, Missing):
        raise tried.broken(f"no evidence at all reads {told(value)}, where the metric declares that it is missing")


def _reads_many_like_one(tried: _Tried) -> None:
    states = [tried.state(group) for group in tried.groups(3) if group]
    rows = [state_columns(state) for state in states]
    columns = {one.name: _integers([row[one.name] for row in rows]) for one in tried.metric.state.COLUMNS}
    many = tried.trusted(lambda: tried.metric.finalize(columns, tried.context), "reading many states at once")
    for place, state in enumerate(states):
        single, among = tried.read(state), many.exact(place)
        if single != among:
            raise tried.broken(f"{state} reads {told(single)} alone and {told(among)} among others: finalize differs")


def _integers(values: list[int]) -> np.ndarray:
    wide = any(abs(value) > LARGEST for value in values)
    return np.asarray(values, dtype=np.object_ if wide else np.int64)


def _ignores_the_weight_of_one_whole(tried: _Tried) -> None:
    state = tried.state(tried.pieces)
    whole = Context(whole=WHOLE, scales=tried.context.scales)
    plain, in_parts = tried.read(state), tried.read(weighted(state, WHOLE), whole)
    if plain != in_parts:
        raise tried.broken(
            f"{names(tried.pieces)} reads {told(plain)} in full counting and {told(in_parts)} where each piece weighs "
            "1,000,000 millionths: numbers of pieces, and degrees of freedom, are counted in context.whole"
        )


def _claims_idempotence(metric: AnyMetric) -> bool:
    return has_states(metric) and cast("Metric", metric).state.IDEMPOTENT


def _law(name: str, tried: Callable[[_Tried], None], concerns: Callable[[AnyMetric], bool] = has_states) -> Law:
    def holds(metric: AnyMetric, case: Case) -> None:
        one = _Tried(name, cast("Metric", metric), case)
        for _ in range(_GROUPINGS):
            tried(one)

    return Law(name, holds, concerns)


# in how many ways the pieces of each case are put together: lifting them costs more than merging
_GROUPINGS = 5

LAWS: tuple[Law, ...] = (
    _law("a merge gives a state of the same kind", _gives_its_own_kind),
    _law("merge leaves its inputs alone", _leaves_its_inputs_alone),
    _law("commutativity", _commutes),
    _law("associativity", _associates),
    _law("identity", _has_an_identity),
    _law("a merge is that of the columns", _adds_up_columns),
    _law("idempotence where it is claimed", _is_idempotent, _claims_idempotence),
    _law("JSON round trip", _travels_as_text),
    _law("a reading is an exact number", _reads_exactly),
    _law("no evidence is not nought", _reads_nothing_as_declared),
    _law("one and many read alike", _reads_many_like_one),
    _law("a reading does not depend on the weight of one whole", _ignores_the_weight_of_one_whole),
)
