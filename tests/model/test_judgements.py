"""A judgement of a condition is a word or a score on a scale, never both, and says how far the condition is met."""

from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve

import learnperf as lp
from learnperf.model.judgements import WHOLLY_MET

DAY = date(2026, 6, 30)
OPEN = lp.ConditionJudgement("j", on=DAY, subject="DJP", condition=lp.Condition.E5_1)


@pytest.mark.parametrize(
    ("fulfilment", "parts"),
    [(2, WHOLLY_MET), (1, WHOLLY_MET // 2), (0, 0), (-1, None)],
    ids=["met", "half", "not", "exempt"],
)
def test_words_say_how_far_a_condition_is_met(fulfilment: int, parts: int | None) -> None:
    assert evolve(OPEN, fulfilment=lp.Fulfilment(fulfilment)).parts == parts


def test_what_is_not_judged_has_no_parts() -> None:
    assert (OPEN.parts, OPEN.steps) == (None, None)
    assert evolve(OPEN, score="n/a").parts is None


@pytest.mark.parametrize("top", [*range(1, 17), 20, 25, 50, 100])
def test_scales_in_use_have_exact_parts(top: int) -> None:
    scale = lp.Scale(0, top)
    parts = [evolve(OPEN, score=score, scale=scale).parts for score in range(top + 1)]
    assert [Fraction(part or 0, WHOLLY_MET) for part in parts] == [Fraction(score, top) for score in range(top + 1)]


@pytest.mark.parametrize("kind", [lp.ScaleType.ORDINAL, lp.ScaleType.NOMINAL])
def test_a_scale_that_has_no_parts_is_refused(kind: lp.ScaleType) -> None:
    with pytest.raises(lp.InvalidValue, match=r"scale: '1\.\.4 by 1' is (ordinal|nominal): no part of it is attained"):
        evolve(OPEN, score=3, scale=lp.Scale(1, 4, type=kind))


def test_a_scale_of_steps_that_do_not_come_out_even_is_refused() -> None:
    with pytest.raises(lp.InvalidValue, match="has 17 steps, of which no exact parts are kept"):
        evolve(OPEN, score=3, scale=lp.Scale(0, 17))


def test_a_word_and_a_score_at_once_are_refused() -> None:
    with pytest.raises(lp.InvalidValue, match=r"score: 3\.0 is a second answer beside not applicable"):
        evolve(OPEN, score=3, fulfilment=lp.Fulfilment.NOT_APPLICABLE)


def test_a_score_off_its_scale_is_refused() -> None:
    with pytest.raises(lp.InvalidValue, match="outside the scale"):
        evolve(OPEN, score=5, scale=lp.LIKERT_4)
