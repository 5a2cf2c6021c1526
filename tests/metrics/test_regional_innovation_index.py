"""The regional innovation index is worked out exactly, and its bands have no holes."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import learnperf as lp
from learnperf.metrics.regional_innovation_index import InnovationPredicate, innovation_predicate

F = Fraction
SCORES = st.integers(0, 5)
INNOVATIONS = st.lists(st.lists(SCORES, min_size=20, max_size=20), max_size=15)


@given(st.lists(SCORES, min_size=15, max_size=15), INNOVATIONS, SCORES)
def test_the_index_is_both_scores_by_their_maximum(own: list[int], each: list[list[int]], number: int) -> None:
    found = lp.regional_innovation_index(own, each, number, maximum=180)
    assert found.government == sum(own)
    assert found.innovations == F(sum(map(sum, each)), max(10, len(each))) + number
    assert found.index == 100 * (found.government + found.innovations) / 180


def test_a_few_high_scores_do_not_pass_for_breadth() -> None:
    few, many = (lp.regional_innovation_index([0] * 15, [[5] * 20] * n, 0, maximum=100) for n in (2, 10))
    more = lp.regional_innovation_index([0] * 15, [[5] * 20] * 40, 0, maximum=100)
    assert (few.index, many.index, more.index) == (F(20), F(100), F(100))


def test_without_innovations_only_the_government_scores() -> None:
    found = lp.regional_innovation_index([1] * 15, [], 0, maximum=100)
    assert (found.innovations, found.index, found.predicate()) == (F(0), F(15), InnovationPredicate.LESS_INNOVATIVE)
    assert lp.regional_innovation_index([0] * 15, [], 0, maximum=100).predicate() is InnovationPredicate.NOT_ASSESSED


@pytest.mark.parametrize(
    ("index", "said"),
    [
        ("100", "sangat inovatif"),
        ("60.01", "sangat inovatif"),
        ("60.005", "sangat inovatif"),
        ("60.0049", "inovatif"),
        ("60.00", "inovatif"),
        ("35", "inovatif"),
        ("34.995", "inovatif"),
        ("34.9949", "kurang inovatif"),
        ("0.01", "kurang inovatif"),
        ("0.005", "kurang inovatif"),
        ("0.0049", "tidak dapat dinilai"),
        ("0", "tidak dapat dinilai"),
    ],
)
def test_what_lies_between_two_printed_bands_is_rounded_into_one(index: str, said: str) -> None:
    assert innovation_predicate(index).value == said


def test_the_bands_of_another_year_are_others() -> None:
    assert [innovation_predicate("30.01", version).value for version in ("2021", "2023")] == [
        "inovatif",
        "kurang inovatif",
    ]
    with pytest.raises(lp.UnknownName, match="2022"):
        innovation_predicate(50, "2022")


@pytest.mark.parametrize(
    ("said", "own", "each", "number", "maximum"),
    [
        ("government: 14 is not 15 scores", [1] * 14, [], 0, 100),
        ("innovations: 19 is not 20 scores", [1] * 15, [[1] * 19], 0, 100),
        ("number: -1 is below 0", [1] * 15, [], -1, 100),
        ("maximum: 0 is not above 0", [1] * 15, [], 0, 0),
        ("maximum: 10 is less than the scores come to", [1] * 15, [], 0, 10),
    ],
)
def test_what_cannot_be_scored_is_refused(
    said: str, own: list[int], each: list[list[int]], number: int, maximum: int
) -> None:
    with pytest.raises(lp.InvalidValue, match=said):
        lp.regional_innovation_index(own, each, number, maximum=maximum)


def test_an_index_beyond_100_has_no_predicate() -> None:
    with pytest.raises(lp.InvalidValue, match=r"outside 0\.\.100"):
        innovation_predicate("100.01")
