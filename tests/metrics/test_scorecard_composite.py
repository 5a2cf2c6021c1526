"""Composites: a weighted mean whose parts add up to it, whatever is missing."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

import learnperf as lp
from learnperf.metrics.composite import MissingRule, Part, compose

NOTHING = lp.Missing(lp.MissingReason.NO_EVIDENCE)
ELSEWHERE = lp.Missing(lp.MissingReason.NOT_AT_THIS_LEVEL)
SCORES = st.fractions(min_value=-50, max_value=200, max_denominator=100)
WEIGHTS = st.fractions(min_value=Fraction(1, 10), max_value=100, max_denominator=100)
KNOWN = st.lists(st.tuples(SCORES, WEIGHTS), min_size=1, max_size=6)
GIVEN = st.lists(
    st.tuples(SCORES | st.sampled_from([NOTHING, ELSEWHERE]), WEIGHTS, st.sampled_from(MissingRule)),
    min_size=1,
    max_size=6,
)


def _parts(several: list[tuple[Fraction | lp.Missing, Fraction, MissingRule]]) -> list[Part]:
    return [Part(str(place), *one) for place, one in enumerate(several)]


@given(GIVEN)
def test_contributions_add_up_to_the_value_exactly(
    several: list[tuple[Fraction | lp.Missing, Fraction, MissingRule]],
) -> None:
    found = compose(_parts(several))
    if isinstance(found.value, lp.Missing):
        assert found.contributions == {}
    else:
        assert sum(found.contributions.values()) == found.value


@given(GIVEN)
def test_every_part_is_in_the_value_or_left_out_with_a_reason(
    several: list[tuple[Fraction | lp.Missing, Fraction, MissingRule]],
) -> None:
    parts = _parts(several)
    found = compose(parts)
    names = {part.name for part in parts}
    assert set(found.contributions) | set(found.left_out) == names or isinstance(found.value, lp.Missing)
    assert not set(found.contributions) & set(found.left_out)
    assert set(found.as_zero) <= {part.name for part in parts if part.rule is MissingRule.ZERO}


@given(GIVEN, st.randoms(use_true_random=False))
def test_the_order_of_parts_changes_nothing(
    several: list[tuple[Fraction | lp.Missing, Fraction, MissingRule]], random: Random
) -> None:
    parts = _parts(several)
    turned = list(parts)
    random.shuffle(turned)
    one, other = compose(parts), compose(turned)
    assert (one.value, one.coverage, one.contributions) == (other.value, other.coverage, other.contributions)


@given(GIVEN, WEIGHTS)
def test_the_scale_of_weights_changes_nothing(
    several: list[tuple[Fraction | lp.Missing, Fraction, MissingRule]], factor: Fraction
) -> None:
    one = compose(_parts(several))
    other = compose(_parts([(score, weight * factor, rule) for score, weight, rule in several]))
    assert (one.value, one.coverage, one.contributions) == (other.value, other.coverage, other.contributions)


@given(KNOWN)
def test_it_lies_between_the_least_and_the_greatest_score(several: list[tuple[Fraction, Fraction]]) -> None:
    found = compose([Part(str(place), score, weight) for place, (score, weight) in enumerate(several)])
    assert isinstance(found.value, Fraction)
    assert min(score for score, _ in several) <= found.value <= max(score for score, _ in several)
    assert found.coverage == 1


@given(KNOWN, st.fractions(min_value=0, max_value=50), st.integers(0, 5))
def test_it_never_falls_when_a_score_rises(
    several: list[tuple[Fraction, Fraction]], rise: Fraction, which: int
) -> None:
    which %= len(several)
    higher = [(score + rise * (place == which), weight) for place, (score, weight) in enumerate(several)]
    before, after = (
        compose([Part(str(place), score, weight) for place, (score, weight) in enumerate(scores)]).value
        for scores in (several, higher)
    )
    assert isinstance(before, Fraction)
    assert isinstance(after, Fraction)
    assert before <= after


def test_left_out_the_others_weigh_more_and_the_coverage_says_how_much_they_are() -> None:
    found = lp.component_index({"a": 4, "b": 2, "c": None}, {"a": 1, "b": 1, "c": 2}, missing="leave_out")
    assert (found.value, found.coverage) == (Fraction(3), Fraction(1, 2))
    assert found.left_out == {"c": lp.MissingReason.NO_EVIDENCE}


def test_one_missing_component_leaves_no_index_unless_said() -> None:
    found = lp.component_index({"a": 4, "b": NOTHING})
    assert found.value == lp.Missing(lp.MissingReason.PART_MISSING)
    assert found.coverage == Fraction(1, 2)


def test_zero_counts_as_0_only_by_declaration_and_is_not_covered() -> None:
    found = lp.component_index({"a": 4, "b": None}, missing="zero")
    assert (found.value, found.coverage) == (Fraction(2), Fraction(1, 2))
    assert (found.as_zero, dict(found.left_out)) == (("b",), {})


def test_too_little_coverage_leaves_no_index() -> None:
    scores, weights = {"a": 4, "b": None}, {"a": 4, "b": 6}
    refused = lp.component_index(scores, weights, missing="leave_out", least_coverage="0.5")
    assert refused.value == lp.Missing(lp.MissingReason.LITTLE_COVERAGE)
    assert lp.component_index(scores, weights, missing="leave_out", least_coverage="0.4").value == 4


def test_nothing_known_leaves_no_index() -> None:
    assert lp.component_index({"a": None}, missing="leave_out").value == lp.Missing(lp.MissingReason.PART_MISSING)
    nothing = lp.component_index({}, missing="leave_out")
    assert (nothing.value, nothing.coverage) == (lp.Missing(lp.MissingReason.NOT_AT_THIS_LEVEL), None)


def test_what_is_not_read_at_a_level_is_nobodys_gap() -> None:
    found = lp.component_index({"a": 4, "b": ELSEWHERE}, missing="none")
    assert (found.value, found.coverage) == (Fraction(4), Fraction(1))
    assert found.left_out == {"b": lp.MissingReason.NOT_AT_THIS_LEVEL}


def test_weights_rules_and_names_that_make_no_sense_are_refused() -> None:
    with pytest.raises(lp.InvalidValue, match="not above 0"):
        lp.component_index({"a": 1}, {"a": 0})
    with pytest.raises(lp.InvalidValue, match="one of leave_out, none, zero"):
        lp.component_index({"a": 1}, missing="skip")
    with pytest.raises(lp.InvalidValue, match=r"write 0\.6"):
        lp.component_index({"a": 1}, least_coverage=60)
    for weights in ({"b": 1}, {"a": 1, "b": 1}):
        with pytest.raises(lp.UnknownName, match="unknown component"):
            lp.component_index({"a": 1}, weights)
