"""Where two lines of a forest meet is the lowest node that is above both, or is one of them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from learnperf.rollup.meeting import meetings


@st.composite
def forests(draw: st.DrawFn) -> list[int]:
    """Draw the parent of each place in preorder: the place before it, or one that is above that; -1 for a top."""
    above: list[int] = []
    for place in range(draw(st.integers(2, 40))):
        above.append(draw(st.sampled_from([*_line(above, place - 1), -1])))
    return above


def _line(above: list[int], place: int) -> list[int]:
    """Give a place and all above it."""
    return [] if place < 0 else [place, *_line(above, above[place])]


@given(forests(), st.data())
def test_lines_meet_at_the_lowest_node_above_both(above: list[int], data: st.DataObject) -> None:
    places = st.integers(0, len(above) - 1)
    pairs = [sorted(pair) for pair in data.draw(st.lists(st.lists(places, min_size=2, max_size=2, unique=True)))]
    left, right = (np.asarray([pair[end] for pair in pairs], dtype=np.int64) for end in (0, 1))
    expected = [max(set(_line(above, first)) & set(_line(above, second)), default=-1) for first, second in pairs]
    assert meetings(np.asarray(above, dtype=np.int32), left, right).tolist() == expected


def test_no_pairs_meet_nowhere() -> None:
    nothing = np.empty(0, dtype=np.int64)
    assert not len(meetings(np.asarray([-1, 0]), nothing, nothing))
