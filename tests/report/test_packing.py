import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from learnperf.report.packing import Cell, Columns, Packed

_CELLS = st.lists(st.one_of(st.none(), st.integers(-3, 3), st.text(max_size=2)), max_size=30)


def _unpack(packed: Packed) -> list[Cell]:
    if isinstance(packed, list):
        return packed
    cells = [packed["fill"]] * int(str(packed["size"]))
    at = -1
    for gap, value in zip(packed["gaps"], packed["values"], strict=True):  # type: ignore[call-overload] # JSON
        at += gap
        cells[at] = value
    return cells  # type: ignore[return-value] # JSON


@given(_CELLS)
def test_what_is_packed_unpacks_to_the_same(cells: list[Cell]) -> None:
    columns = Columns()
    assert _unpack(columns.packed[columns.add(cells)]) == cells


@given(_CELLS, _CELLS)
def test_a_column_is_kept_once(cells: list[Cell], others: list[Cell]) -> None:
    columns = Columns()
    first = columns.add(cells)
    columns.add(others)
    assert columns.add(list(cells)) == first
    assert len(columns.packed) == 1 + (cells != others)


def test_numbers_a_browser_would_round_travel_as_text() -> None:
    columns = Columns()
    columns.add_whole(np.array([2**53, 2**53 + 1, -(2**70)], dtype=object))
    columns.add_whole(np.array([2**53, 0]))
    assert columns.packed == [[2**53, str(2**53 + 1), str(-(2**70))], [2**53, 0]]


def test_a_column_mostly_alike_keeps_the_others_only() -> None:
    columns = Columns()
    columns.add([0] * 100 + [5])
    assert columns.packed == [{"size": 101, "fill": 0, "gaps": [101], "values": [5]}]
