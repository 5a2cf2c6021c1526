"""States travel as text, and nothing but what was written is read back."""

import json

import pytest
from attrs import frozen
from hypothesis import given, settings
from hypothesis import strategies as st

import learnperf as lp
from learnperf.errors import StateError
from learnperf.metrics.state import Merge, State, columns, number

NUMBERS = st.integers(-(2**90), 2**90)
COUNTED, AVERAGED, RATIO, PEOPLE = (
    next(iter(lp.catalogue(name)))
    for name in ("career.moves", "kirkpatrick.reaction", "learning.relevance", "roster.learners")
)


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_json_round_trip_of_states(data: st.DataObject) -> None:
    metric, several = data.draw(
        st.sampled_from(
            [
                (COUNTED, st.builds(lp.Count, NUMBERS)),
                (RATIO, st.builds(lp.Ratio, NUMBERS, NUMBERS)),
                (AVERAGED, st.builds(lp.Mean.of_one, NUMBERS, st.sampled_from([None, lp.LIKERT_5]))),
                (PEOPLE, st.builds(lp.Distinct, st.sets(st.text(min_size=1)))),
            ]
        )
    )
    state: State = data.draw(several).merge(data.draw(several))
    assert isinstance(metric, lp.Metric)
    assert lp.state_from_json(metric, lp.state_to_json(metric, state)) == state


def a_metric(version: int = 1, state: type[State] = lp.Count) -> lp.Metric:
    lift = {one.name: 1 for one in state.COLUMNS} or None
    return lp.Metric("mine.x", label="X", unit="x", evidence=lp.Innovation, state=state, version=version, lift=lift)


TEXT = lp.state_to_json(a_metric(), lp.Count(23))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "3",
        '"text"',
        "{}",
        TEXT[:-1],
        TEXT[: len(TEXT) // 2],
        TEXT.replace("23", "22"),
        TEXT.replace("23", "23.0"),
        TEXT.replace("23", "NaN"),
        TEXT.replace("23", "9" * 5000),
        TEXT.replace("mine", "yours"),
        TEXT.replace('"version": 1', '"version": 2'),
        json.dumps({key: value for key, value in json.loads(TEXT).items() if key != "check"}),
        "[" * 100_000,
    ],
)
def test_damaged_text_is_refused(text: str) -> None:
    with pytest.raises(StateError, match=r"state of mine\.x"):
        lp.state_from_json(a_metric(), text)


@given(st.integers(0, len(TEXT) - 1), st.integers(0, 6))
def test_any_flipped_bit_is_noticed(place: int, bit: int) -> None:
    flipped = TEXT[:place] + chr(ord(TEXT[place]) ^ (1 << bit)) + TEXT[place + 1 :]
    with pytest.raises(StateError):
        lp.state_from_json(a_metric(), flipped)


@pytest.mark.parametrize("other", [a_metric(version=2), a_metric(state=lp.Occurred), COUNTED])
def test_60_a_state_of_another_metric_version_or_kind_is_refused(other: lp.Metric) -> None:
    with pytest.raises(StateError, match=r"a state of mine\.x version 1 \(Count\) cannot be read as"):
        lp.state_from_json(other, TEXT)


def test_a_state_is_written_for_its_own_metric_only() -> None:
    with pytest.raises(StateError, match=r"a Sum is not a state of mine\.x, which has Count"):
        lp.state_to_json(a_metric(), lp.Sum(1))


def test_text_with_other_columns_than_the_state_has_now_is_refused() -> None:
    # somebody changed a state and forgot to count the version up
    class Count(lp.Sum):
        """A state of the same name with another column."""

    with pytest.raises(StateError, match="columns are count"):
        lp.state_from_json(a_metric(state=Count), TEXT)


def test_text_whose_numbers_the_state_cannot_hold_now_is_refused() -> None:
    @frozen
    class Count(lp.Count):
        """A state of the same name that keeps the least."""

        COLUMNS = columns(count=Merge.MIN)
        count: int = number(Merge.MIN)

    with pytest.raises(StateError, match="ordinary size"):
        lp.state_from_json(a_metric(state=Count), lp.state_to_json(a_metric(), lp.Count(10**30)))
