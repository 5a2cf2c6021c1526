"""Sums that travel side by side in one word are those that would travel alone, however large and in whatever parts."""

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

import learnperf as lp
from learnperf.metrics.algebra import Variance
from learnperf.metrics.expressions import Column
from learnperf.metrics.failures import Failures
from learnperf.metrics.integers import LARGEST, SMALLEST, Integers
from learnperf.model.ties import WHOLE
from learnperf.rollup.combinations import CodedColumn, Combinations, grouped
from learnperf.rollup.exact import carried
from learnperf.rollup.facts import FactTable
from learnperf.rollup.packing import BITS, PackedSums, laid_out
from learnperf.rollup.rowstates import RowStates, RowSums, merged, narrowest

ROWS = 5
NUMBERS = st.one_of(st.integers(-3, 20), st.integers(0, 2**33), st.sampled_from([2**61, -(2**40), 0]))
SPREAD = lp.Metric(
    "mine.spread",
    label="Spread",
    unit="score squared",
    evidence=lp.Evaluation,
    state=Variance,
    where=lp.col("level") == lp.Level.BEHAVIOUR,
    lift={
        "n": 1,
        "total": lp.col("score"),
        "squares": lp.col("score") * lp.col("score"),
        "scale_low": lp.col("scale"),
        "scale_high": lp.col("scale"),
    },
)
DAYS = lp.Metric(
    "mine.days", label="Days", unit="days", evidence=lp.Evaluation, state=lp.Sum, lift={"total": lp.col("on")}
)


@given(st.lists(st.integers(0, 2**BITS - 1), max_size=12))
def test_no_two_sums_share_a_bit(greatest: list[int]) -> None:
    fields, words = laid_out(greatest)
    taken: dict[int, set[int]] = {word: set() for word in range(words)}
    for one, most in zip(fields, greatest, strict=True):
        bits = set(range(one.shift, one.shift + one.bits))
        assert most < 1 << one.bits
        assert max(bits) < BITS
        assert not bits & taken[one.word]
        taken[one.word] |= bits


@given(
    st.lists(st.lists(NUMBERS, min_size=3, max_size=3), min_size=1, max_size=6),
    st.lists(st.lists(st.tuples(st.integers(0, ROWS - 1), st.integers(0, 2)), max_size=300), max_size=4),
)
def test_packed_sums_are_the_sums(values: list[list[int]], parts: list[list[tuple[int, int]]]) -> None:
    packed = PackedSums([np.asarray(one, dtype=np.int64) for one in values], ROWS)
    expected = [[0] * ROWS for _ in values]
    for part in parts:
        row = np.asarray([row for row, _ in part], dtype=np.int64)
        packed.add(row, np.asarray([code for _, code in part], dtype=np.uint8))
        for place, one in enumerate(values):
            for at, code in part:
                expected[place][at] += one[code]
    assert [total.tolist() for total in packed.taken()] == expected
    assert all(not total.any() for total in packed.taken())


def test_a_row_may_get_more_pieces_than_there_was_room_for() -> None:
    packed = PackedSums([np.asarray([1, -3], dtype=np.int64)], 1)
    for code in (0, 1, 0):
        packed.add(np.zeros(100, dtype=np.int64), np.full(100, code, dtype=np.uint8))
    assert [total.tolist() for total in packed.taken()] == [[100 - 300 + 100]]


def test_nothing_to_add_up_is_no_sum() -> None:
    packed = PackedSums([], ROWS)
    packed.add(np.zeros(2, dtype=np.int64), np.zeros(2, dtype=np.uint8))
    assert packed.taken() == []


@given(
    st.lists(st.lists(st.integers(0, 3), min_size=3, max_size=3), min_size=2, max_size=2),
    st.lists(st.lists(NUMBERS, min_size=3, max_size=3), min_size=1, max_size=5),
    st.sampled_from([1, WHOLE]),
)
def test_columns_are_carried_exactly(weights: list[list[int]], columns: list[list[int]], whole: int) -> None:
    matrix = np.asarray(weights, dtype=np.int64) * (whole // 3 if whole > 1 else 1)
    found = carried([_narrow(column) for column in columns], int(matrix.max(initial=1)) or 1, lambda one: matrix @ one)
    for column, sums in zip(columns, found, strict=True):
        assert sums.tolist() == [
            sum(int(weight) * value for weight, value in zip(row, column, strict=True)) for row in matrix
        ]


def _narrow(values: list[int]) -> Integers:
    return narrowest(np.asarray(values, dtype=np.int64))


def test_numbers_beyond_64_bits_are_carried_too() -> None:
    large = np.asarray([10**30, -(10**25)], dtype=object)
    (found,) = carried([large], 1, lambda one: np.asarray([one.sum(), one[0]]))
    assert found.tolist() == [10**30 - 10**25, 10**30]


@given(st.lists(st.one_of(st.none(), st.integers(-5, 5), st.sampled_from([2**40, -(2**50)])), max_size=20))
def test_a_coded_column_says_what_the_column_says(cells: list[int | None]) -> None:
    coded = CodedColumn.of(_column(cells))
    assert coded is not None
    table = Combinations.of({"one": coded}, len(cells))
    column = table.columns["one"]
    read = [int(column.values[code]) if column.present[code] else None for code in table.code.tolist()]
    assert read == cells


def test_a_column_with_too_many_values_is_not_coded() -> None:
    assert CodedColumn.of(_column([place * 100_000 for place in range(20_000)])) is None


def test_metrics_that_read_too_many_values_together_are_lifted_apart() -> None:
    other = lp.Metric(
        "mine.other",
        label="o",
        unit="points",
        evidence=lp.Evaluation,
        state=lp.Sum,
        lift={"total": lp.col("is_baseline")},
    )
    both = lp.Metric(
        "mine.both",
        label="b",
        unit="points",
        evidence=lp.Evaluation,
        state=lp.Sum,
        where=lp.col("is_baseline") > 0,
        lift={"total": lp.col("on")},
    )
    groups, others = grouped([DAYS, other, both], {"on": 10_000, "is_baseline": 10})
    assert groups == [[DAYS], [other]]
    assert others == [both]


def _column(cells: Sequence[int | None]) -> Column:
    return Column(
        np.asarray([cell or 0 for cell in cells], dtype=np.int64),
        np.asarray([cell is not None for cell in cells], dtype=np.bool_),
    )


Piece = tuple[int, int, int | None, int, int]
PIECES = st.lists(
    st.tuples(
        st.integers(0, ROWS - 1),
        st.sampled_from([1, 3]),
        st.one_of(st.none(), st.integers(0, 9)),
        st.sampled_from([7, 2**60]),
        st.sampled_from([1, 5, 700_000, 10**7]),
    ),
    max_size=40,
)


def _table(pieces: Sequence[Piece]) -> FactTable:
    size = len(pieces)
    return FactTable(
        kind=lp.Evaluation,
        columns={
            "level": _column([level for _, level, *_ in pieces]),
            "score": _column([score for _, _, score, *_ in pieces]),
            "scale": _column([scale for *_, scale, _ in pieces]),
            "on": _column([on for *_, on in pieces]),
        },
        offsets=np.arange(size + 1),
        subject=np.zeros(size, dtype=np.int64),
        credit=np.full(size, WHOLE),
        kinds=np.zeros(1, dtype=np.int64),
        ids=[str(place) for place in range(size)],
    )


def _states(pieces: Sequence[Piece], cuts: Sequence[int]) -> dict[str, RowStates]:
    sums = RowSums([SPREAD, DAYS], ROWS, Failures())
    for begin, end in zip([0, *cuts], [*cuts, len(pieces)], strict=True):
        part = pieces[begin:end]
        sums.add(_table(part), None, np.asarray([row for row, *_ in part], dtype=np.int64))
    return sums.states()


def _plain(states: dict[str, RowStates]) -> dict[tuple[str, str], list[int]]:
    """Give all columns as lists; where nothing was observed, least and greatest mean nothing."""
    found = {}
    for name, one in states.items():
        seen = one.observed > 0
        for column, values in {**one.columns, "observed": one.observed, "owed": one.owed}.items():
            found[name, column] = np.where(seen | (column == "owed"), values, 0).tolist()
    return found


@given(PIECES, st.data())
def test_evidence_in_parts_comes_to_what_it_comes_to_at_once(pieces: list[Piece], data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(pieces)), max_size=3)))
    assert _plain(_states(pieces, cuts)) == _plain(_states(pieces, []))


@given(PIECES)
def test_row_sums_are_those_of_single_pieces(pieces: list[Piece]) -> None:
    found = _plain(_states(pieces, []))
    for row in range(ROWS):
        here = [(score, scale) for at, level, score, scale, _ in pieces if at == row and level == lp.Level.BEHAVIOUR]
        seen = [(score, scale) for score, scale in here if score is not None]
        assert found["mine.spread", "owed"][row] == len(here)
        assert found["mine.spread", "n"][row] == found["mine.spread", "observed"][row] == len(seen)
        assert found["mine.spread", "total"][row] == sum(score for score, _ in seen)
        assert found["mine.spread", "squares"][row] == sum(score**2 for score, _ in seen)
        assert found["mine.spread", "scale_low"][row] == min((scale for _, scale in seen), default=0)
        assert found["mine.spread", "scale_high"][row] == max((scale for _, scale in seen), default=0)
        assert found["mine.days", "total"][row] == sum(on for at, *_, on in pieces if at == row)


@given(PIECES, st.data())
def test_states_of_parts_merge_by_key(pieces: list[Piece], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(pieces)))
    parts = [_states(pieces[:cut], []), _states(pieces[cut:], [])]
    keys, states = merged([SPREAD, DAYS], [np.arange(ROWS), np.arange(ROWS)], parts)
    assert keys.tolist() == list(range(ROWS))
    assert _plain(states) == _plain(_states(pieces, []))


def test_sums_beyond_64_bits_are_exact() -> None:
    huge = lp.Metric(
        "mine.huge", label="h", unit="points", evidence=lp.Evaluation, state=lp.Sum, lift={"total": lp.col("on")}
    )
    sums = RowSums([huge], 1, Failures())
    for _ in range(3):
        sums.add(_table([(0, 1, 1, 1, LARGEST), (0, 1, 1, 1, LARGEST)]), None, np.zeros(2, dtype=np.int64))
    assert sums.states()["mine.huge"].columns["total"].tolist() == [6 * LARGEST]


def test_the_narrowest_type_holds_every_number() -> None:
    for value, kind in ((127, np.int8), (-129, np.int16), (2**31, np.int64), (SMALLEST, np.int64)):
        found = narrowest(np.asarray([value]))
        assert (found.tolist(), found.dtype) == ([value], np.dtype(kind))
