"""The laws every state keeps, on states that were built by operations and not by hand.

Structures that are not lawful pass for years where generators only make tame states, so these are lifted and merged,
in any order, weighted, with huge and negative numbers, with several scales, and with none.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import TypeVar

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learnperf.errors import InvalidValue, StateError
from learnperf.metrics.algebra import (
    Attained,
    Count,
    Distinct,
    Greatest,
    Least,
    Mean,
    MeanChange,
    Merge,
    Occurred,
    Ratio,
    State,
    Sum,
    SumOfHundredths,
    Variance,
    scale_code,
)
from learnperf.metrics.deviation import Deviation
from learnperf.metrics.finalized import Context, Finalized
from learnperf.metrics.gains import NormalisedChange, NormalisedGain, RelativeChange, ShareOnScale
from learnperf.metrics.gap import Gap
from learnperf.metrics.missing import Missing, MissingReason
from learnperf.metrics.pairs import CohenDav, CohenDrm, CohenDz, HedgesGav, Pairs
from learnperf.metrics.state import StateColumn, state_columns, whole_number
from learnperf.metrics.stepcounts import step_counts
from learnperf.model.scales import LIKERT_5, PERCENT, Scale, ScaleType

# laws are after answers: other tests run every line, and following them here would double the time
pytestmark = pytest.mark.no_cover

S = TypeVar("S", bound=State)

HALVES = Scale("-1", 2, Fraction(1, 2))
FINE = Scale(0, 1, Fraction(1, 7))
RANKS = Scale(1, 5, type=ScaleType.ORDINAL)
NAMES = Scale(0, 3, type=ScaleType.NOMINAL)
SCALES = {scale_code(scale): scale for scale in (LIKERT_5, PERCENT, HALVES, FINE, RANKS, NAMES)}

SMALL = st.integers(-5, 100)
HUGE = st.integers(-(2**90), 2**90)
NARROW = st.integers(-(2**63), 2**63 - 1)
A_SCALE = st.sampled_from([None, None, LIKERT_5, LIKERT_5, LIKERT_5, HALVES, FINE, RANKS, NAMES])
WHOLES = st.sampled_from([1, 1_000_000])


def _scored(kind: Callable[[int, Scale | None], S], steps: st.SearchStrategy[int]) -> st.SearchStrategy[S]:
    return st.builds(kind, steps, A_SCALE)


def _on_a_scale(kind: Callable[..., S], *numbers: st.SearchStrategy[int]) -> st.SearchStrategy[S]:
    def build(scale: Scale | None, *drawn: int) -> S:
        return kind(*drawn, scale_code(scale), scale_code(scale))

    return st.builds(build, A_SCALE, *numbers)


def _pairs(kind: type[Pairs]) -> st.SearchStrategy[Pairs]:
    return st.builds(kind.of_one, st.integers(0, 100), st.integers(0, 100), A_SCALE)


Median, Quarter = step_counts(LIKERT_5), step_counts(FINE, "0.25")

# one piece of evidence, as a metric lifts it
PIECES: dict[type[State], st.SearchStrategy[State]] = {
    Count: st.builds(Count, SMALL | st.booleans()),
    Sum: st.builds(Sum, SMALL | HUGE),
    SumOfHundredths: st.builds(SumOfHundredths, SMALL),
    Occurred: st.builds(Occurred, st.integers(0, 3)),
    Ratio: st.builds(Ratio, SMALL | HUGE, SMALL | HUGE),
    Mean: _scored(Mean.of_one, SMALL | HUGE),
    MeanChange: _scored(MeanChange.of_one, SMALL),
    Attained: _scored(Attained.of_one, st.integers(0, 4)),
    Variance: _scored(Variance.of_one, SMALL | st.integers(-(2**40), 2**40)),
    Deviation: st.builds(
        lambda one: Deviation(one.n, one.total, one.squares, one.scale_low, one.scale_high),
        _scored(Variance.of_one, SMALL | st.integers(-(2**40), 2**40)),
    ),
    ShareOnScale: _on_a_scale(ShareOnScale, st.integers(0, 1), st.just(1)),
    NormalisedGain: _on_a_scale(NormalisedGain, st.integers(-4, 4), st.integers(0, 4)),
    NormalisedChange: _on_a_scale(NormalisedChange, st.integers(-4, 4), st.integers(0, 4), st.integers(0, 4)),
    RelativeChange: _on_a_scale(RelativeChange, st.just(1), st.integers(-4, 4), st.integers(0, 4)),
    CohenDz: _pairs(CohenDz),
    CohenDav: _pairs(CohenDav),
    CohenDrm: _pairs(CohenDrm),
    HedgesGav: _pairs(HedgesGav),
    Median: st.builds(Median, st.integers(0, 1), st.integers(0, 1), st.integers(0, 2)),
    Quarter: st.builds(Quarter, st.integers(0, 1), st.integers(0, 1), st.integers(0, 2**70)),
    Gap: _on_a_scale(Gap, st.integers(0, 1), st.integers(0, 4), st.integers(0, 1), st.integers(0, 4)),
    Least: _scored(Least.of_one, SMALL | NARROW),
    Greatest: _scored(Greatest.of_one, SMALL | NARROW),
    Distinct: st.builds(Distinct, st.sets(st.sampled_from(["ani", "budi", "citra", "é"]))),
}
KINDS = list(PIECES)

# every law holds for a dozen kinds of state, so each of them is asked a little less often
LAW = settings(max_examples=40, deadline=None)


def weighted(state: S, weight: int) -> S:
    """Give a state as it counts with a weight: sums take it, least and greatest do not."""
    if isinstance(state, Distinct):
        return state
    columns = {
        one.name: getattr(state, one.name) * (weight if one.merge is Merge.SUM else 1) for one in type(state).COLUMNS
    }
    return type(state)(**columns)


@st.composite
def states(draw: st.DrawFn, kind: type[State], whole: int = 1) -> State:
    """Build a state by lifting, weighting and merging in any order and grouping."""
    several = [kind.zero()] * draw(st.integers(0, 1))
    for piece in draw(st.lists(PIECES[kind], max_size=4)):
        several.append(weighted(piece, whole if whole == 1 else draw(st.integers(1, whole))))
    while len(several) > 1:
        left = several.pop(draw(st.integers(0, len(several) - 1)))
        right = several.pop(draw(st.integers(0, len(several) - 1)))
        several.append(left.merge(right))
    return several[0] if several else kind.zero()


def context(whole: int = 1, *, averages_ranks: bool = False) -> Context:
    return Context(whole=whole, scales=SCALES, ordinal_as_interval=averages_ranks)


@pytest.mark.parametrize("kind", KINDS)
@LAW
@given(st.data())
def test_associativity(kind: type[State], data: st.DataObject) -> None:
    one, two, three = (data.draw(states(kind)) for _ in range(3))
    assert one.merge(two).merge(three) == one.merge(two.merge(three))


@pytest.mark.parametrize("kind", KINDS)
@LAW
@given(st.data())
def test_commutativity(kind: type[State], data: st.DataObject) -> None:
    one, two = data.draw(states(kind)), data.draw(states(kind))
    assert one.merge(two) == two.merge(one)


@pytest.mark.parametrize("kind", KINDS)
@LAW
@given(st.data())
def test_identity(kind: type[State], data: st.DataObject) -> None:
    one = data.draw(states(kind))
    assert one.merge(kind.zero()) == one == kind.zero().merge(one)


@pytest.mark.parametrize("kind", KINDS)
@LAW
@given(st.data())
def test_state_of_both_is_the_merge_of_the_states(kind: type[State], data: st.DataObject) -> None:
    first, second = data.draw(st.lists(PIECES[kind], max_size=4)), data.draw(st.lists(PIECES[kind], max_size=4))
    assert state_of(kind, first + second) == state_of(kind, first).merge(state_of(kind, second))


@pytest.mark.parametrize("kind", KINDS)
@LAW
@given(st.data())
def test_lift_then_merge_is_append(kind: type[State], data: st.DataObject) -> None:
    pieces = data.draw(st.lists(PIECES[kind], min_size=1, max_size=4))
    assert state_of(kind, pieces) == state_of(kind, pieces[:-1]).merge(pieces[-1])


@pytest.mark.parametrize("kind", KINDS)
@LAW
@given(st.data())
def test_merge_leaves_its_inputs_alone(kind: type[State], data: st.DataObject) -> None:
    one, two = data.draw(states(kind)), data.draw(states(kind))
    before = repr(one), repr(two), hash(one), hash(two)
    one.merge(two)
    assert (repr(one), repr(two), hash(one), hash(two)) == before


@pytest.mark.parametrize("kind", [Least, Greatest, Distinct])
@LAW
@given(st.data())
def test_idempotence_where_it_holds_is_of_what_is_kept_and_not_of_how_many(
    kind: type[State], data: st.DataObject
) -> None:
    one = data.draw(states(kind))
    assert one.merge(one).value(context()) == one.value(context())


@pytest.mark.parametrize("kind", KINDS)
@LAW
@given(st.data())
def test_value_of_one_state_is_what_finalize_gives_for_many(kind: type[State], data: st.DataObject) -> None:
    whole = data.draw(WHOLES)
    several = data.draw(st.lists(states(kind, whole), max_size=5))
    asked = context(whole, averages_ranks=data.draw(st.booleans()))
    found = kind.finalize(columns_of(kind, several), asked)
    exact = [one.value(asked) for one in several]
    assert [found.exact(place) for place in range(len(found))] == exact
    assert (found.denominator > 0).all()
    doubles = [float("nan") if isinstance(value, Missing) else value.numerator / value.denominator for value in exact]
    assert np.array_equal(found.values(), np.asarray(doubles, dtype=np.float64), equal_nan=True)


@pytest.mark.parametrize("kind", KINDS)
@LAW
@given(st.data())
def test_a_value_does_not_depend_on_the_weight_of_one_whole(kind: type[State], data: st.DataObject) -> None:
    one = data.draw(states(kind))
    assert weighted(one, 1_000_000).value(context(1_000_000)) == one.value(context())


def state_of(kind: type[State], pieces: list[State]) -> State:
    state = kind.zero()
    for piece in pieces:
        state = state.merge(piece)
    return state


def columns_of(kind: type[State], several: list[State]) -> dict[str, np.ndarray]:
    if kind is Distinct:
        sizes = [len(one.members) for one in several if isinstance(one, Distinct)]
        return {"distinct": np.asarray(sizes, dtype=np.int64)}
    rows = [state_columns(one) for one in several]
    return {one.name: _array([row[one.name] for row in rows]) for one in kind.COLUMNS}


def _array(values: list[int]) -> np.ndarray:
    wide = any(not -(2**63) <= value < 2**63 for value in values)
    return np.asarray(values, dtype=object if wide else np.int64)


@pytest.mark.parametrize("kind", KINDS)
def test_no_evidence_is_missing_unless_none_of_it_is_nought(kind: type[State]) -> None:
    value = kind.zero().value(context())
    if kind in {Count, Sum, SumOfHundredths, Occurred, Distinct}:
        assert value == 0
    else:
        assert isinstance(value, Missing)


@LAW
@given(st.lists(st.tuples(st.integers(0, 4), st.sampled_from([LIKERT_5, HALVES, FINE])), min_size=1, max_size=6))
def test_a_mean_is_that_of_fractions_and_mixed_scales_have_none(drawn: list[tuple[int, Scale]]) -> None:
    state = state_of(Mean, [Mean.of_one(steps, scale) for steps, scale in drawn])
    if len({scale for _, scale in drawn}) > 1:
        assert state.value(context()) == Missing(MissingReason.MIXED_SCALES)
    else:
        scores = [scale.score(steps) for steps, scale in drawn]
        assert state.value(context()) == sum(scores, Fraction(0)) / len(scores)


@LAW
@given(st.lists(st.integers(-1000, 1000), min_size=2, max_size=8))
def test_a_variance_is_the_sum_of_squared_deviations_by_n_less_one(numbers: list[int]) -> None:
    mean = Fraction(sum(numbers), len(numbers))
    expected = sum(((number - mean) ** 2 for number in numbers), Fraction(0)) / (len(numbers) - 1)
    pieces: list[State] = [Variance.of_one(number) for number in numbers]
    assert state_of(Variance, pieces).value(context()) == expected


def test_one_score_has_no_variance_and_is_not_lost() -> None:
    one = Variance.of_one(4)
    assert one.value(context()) == Missing(MissingReason.TOO_FEW)
    assert one.merge(Variance.of_one(6)).value(context()) == 2


def test_an_ordinal_scale_has_extremes_and_a_mean_only_where_that_is_meant() -> None:
    assert Mean.of_one(3, RANKS).value(context()) == Missing(MissingReason.ORDINAL_SCALE)
    assert Mean.of_one(3, RANKS).value(context(averages_ranks=True)) == 4
    assert Least.of_one(3, RANKS).value(context()) == 4
    assert Attained.of_one(3).value(context()) == Missing(MissingReason.OTHER_SCALE)


def test_a_scale_nobody_gave_is_an_error_and_not_a_plain_number() -> None:
    with pytest.raises(StateError, match="not among the scales in use"):
        Mean.of_one(3, LIKERT_5).value(Context())


@pytest.mark.parametrize("wrong", [0.5, 1.0, float("nan"), "1", None, Fraction(1), np.float64(2)])
@pytest.mark.parametrize("kind", [Count, Sum, Ratio, Mean, Variance, Least])
def test_a_state_refuses_what_is_no_whole_number(kind: type[State], wrong: object) -> None:
    with pytest.raises(InvalidValue, match="is not a whole number"):
        kind(wrong)  # type: ignore[call-arg]  # every one of these takes its columns in order


def test_truth_and_numpy_integers_are_whole_numbers() -> None:
    assert Count(bool(1)) == Count(1) == Count(np.int64(1)) == Count(np.bool_(1))  # type: ignore[arg-type]  # numpy's own
    assert type(Count(np.int64(1)).count) is int  # type: ignore[arg-type]  # numpy's own


def test_numbers_that_nothing_could_hold_are_refused() -> None:
    with pytest.raises(InvalidValue, match="ordinary size"):
        Sum(10**201)
    with pytest.raises(InvalidValue, match="ordinary size"):
        Least(1, 2**63)
    assert whole_number(10**200) == 10**200


@pytest.mark.parametrize("wrong", ["ani", [1, 2], {None}])
def test_a_distinct_count_takes_ids(wrong: object) -> None:
    with pytest.raises(InvalidValue, match="is not a set of ids"):
        Distinct(wrong)  # type: ignore[arg-type]  # on purpose


@pytest.mark.parametrize(("one", "other"), [(Count(1), Occurred(1)), (Least(), Greatest()), (Distinct(), Count(1))])
def test_states_of_two_kinds_do_not_merge(one: State, other: State) -> None:
    with pytest.raises(StateError, match="cannot be merged into"):
        one.merge(other)


def test_a_state_of_ones_own_needs_a_value() -> None:
    class Nothing(State):
        COLUMNS = (StateColumn("count", Merge.SUM),)

    with pytest.raises(NotImplementedError):
        Nothing().value(context())


def test_codes_of_scales_are_the_same_in_every_process() -> None:
    assert scale_code(LIKERT_5) == scale_code(Scale(1, 5))
    assert scale_code(LIKERT_5) != scale_code(RANKS)
    assert len(SCALES) == 6
    assert scale_code(LIKERT_5) == 18632863430931654


def test_finalized_values_are_the_nearest_doubles_of_any_size() -> None:
    found = Finalized.from_exact([Fraction(10**400), Fraction(-(10**400)), Fraction(2**53 + 1, 3), Missing()])
    assert found.values()[:3].tolist() == [float("inf"), float("-inf"), (2**53 + 1) / 3]
    assert found.exact(3) == Missing()


@pytest.mark.parametrize("state", [Mean, Variance, Least, Greatest, Ratio, Count, Sum])
def test_numbers_given_by_position_go_into_the_columns_in_their_order(state: type[State]) -> None:
    numbers = range(1, len(state.COLUMNS) + 1)
    made = state(*numbers)
    assert [getattr(made, column.name) for column in state.COLUMNS] == list(numbers)
