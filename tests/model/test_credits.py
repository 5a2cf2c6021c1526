"""Credits add up to one whole, whoever shares it and however it is written."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnperf.errors import InvalidValue
from learnperf.model.credits import credits_of
from learnperf.model.scales import Number
from learnperf.model.ties import WHOLE

NAMES = st.lists(st.text("abcdef", min_size=1, max_size=3), min_size=1, max_size=12, unique=True)


@given(NAMES)
def test_equal_credits_sum_to_one_whole_and_differ_by_a_unit_at_most(names: list[str]) -> None:
    found = credits_of(names)
    assert sum(found.values()) == WHOLE
    assert max(found.values()) - min(found.values()) <= 1
    assert found == credits_of(names[::-1])


@given(NAMES, st.data())
def test_accepted_credits_sum_to_one_whole_and_are_the_nearest_millionths(
    names: list[str], data: st.DataObject
) -> None:
    parts = [data.draw(st.integers(1, 1000)) for _ in names]
    given_credits = {name: Fraction(part, sum(parts)) for name, part in zip(names, parts, strict=True)}
    found = credits_of(given_credits)
    assert sum(found.values()) == WHOLE
    assert all(abs(found[name] - credit * WHOLE) < 1 for name, credit in given_credits.items())


@given(NAMES, st.data())
def test_credits_that_were_split_before_stay_as_they_are(names: list[str], data: st.DataObject) -> None:
    parts = {name: data.draw(st.floats(0.01, 1)) for name in names}
    total = sum(parts.values())
    once = credits_of({name: part / total for name, part in parts.items()})
    assert credits_of(once) == once


@pytest.mark.parametrize("third", ["0.333333", 0.333333, Fraction(1, 3)])
def test_three_thirds_are_one_whole(third: Number) -> None:
    assert dict(credits_of({"b": third, "a": third, "c": third})) == {"b": 333_333, "a": 333_334, "c": 333_333}


@pytest.mark.parametrize(
    ("contributors", "said"),
    [
        ([], "is empty"),
        ({}, "is empty"),
        ("ani", "one text where several"),
        (["ani", "ani"], "names somebody twice"),
        (["ani", ""], "is empty"),
        ({"ani": 0.5, "budi": 0.4}, "sum to 0.9"),
        ({"ani": 0.5, "budi": 0.6}, "sum to 1.1"),
        ({"ani": 1, "budi": 0}, "not above 0"),
        ({"ani": 1.5, "budi": -0.5}, "not above 0"),
        ({"ani": float("nan")}, "not a finite number"),
        ({"ani": None}, "not a number"),
        ({"ani": 1e-9, "budi": 1}, "less than one millionth"),
    ],
)
def test_contributors_that_make_no_whole_are_refused(contributors: dict[str, Number] | list[str], said: str) -> None:
    with pytest.raises(InvalidValue, match=said):
        credits_of(contributors)
