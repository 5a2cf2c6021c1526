"""Every sentence of a formula, worked out with the sums of states, gives the states' reading."""

import re
from datetime import date
from fractions import Fraction
from math import isclose

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import learnperf as lp
from learnperf.metrics.algebra import (
    Attained,
    Count,
    Distinct,
    Greatest,
    Least,
    Mean,
    MeanChange,
    Occurred,
    Ratio,
    State,
    Sum,
    SumOfHundredths,
    Variance,
    scale_code,
)
from learnperf.metrics.finalized import Context
from learnperf.report.formula import Formula, formula_of, formulas_of
from learnperf.report.words import PAGE

_SCALES = [None, lp.Scale(1, 5), lp.Scale(0, 100), lp.Scale(1, 5, Fraction(1, 2)), lp.Scale(-2, 2)]
_SIGNS = {"÷": "/", "\N{MULTIPLICATION SIGN}": "*", "\N{MINUS SIGN}": "-", "²": "**2"}
_SCORED: list[type[Mean] | type[Variance] | type[Least]] = [Mean, MeanChange, Attained, Variance, Least, Greatest]


def _worked_out(formula: Formula, **sums: int) -> float:
    """Work the arithmetic of a sentence out, as somebody with pencil and paper would."""
    assert formula.sentence is not None
    english, indonesian = (_arithmetic(sentence) for sentence in PAGE[formula.sentence])
    assert english == indonesian
    return float(eval(english, {"__builtins__": {}}, {**formula.numbers, **sums}))  # noqa: S307 -- our own words


def _arithmetic(sentence: str) -> str:
    """Keep the names and signs of a sentence and leave out its words."""
    term = sentence.split(": ")[1].removesuffix(" = {reading}.")
    term = re.sub("the furthest of them|yang terjauh di antaranya", "{extreme}", term)
    for sign, written in _SIGNS.items():
        term = term.replace(sign, written)
    names = re.sub(r"\{(\w+)\}", lambda one: f"<{one[1].upper()}>", term)
    return re.sub("[a-z <>]", "", names).lower()


@given(
    st.sampled_from(_SCORED),
    st.sampled_from(_SCALES),
    st.lists(st.integers(0, 4), min_size=2, max_size=6),
)
def test_the_sentence_of_a_score_leads_to_its_reading(
    kind: type[Mean] | type[Variance] | type[Least], scale: lp.Scale | None, steps: list[int]
) -> None:
    state: State = kind.of_one(steps[0], scale)
    for one in steps[1:]:
        state = state.merge(kind.of_one(one, scale))
    context = Context(scales={} if scale is None else {scale_code(scale): scale})
    formula = formula_of(kind, scale)
    if scale is None and kind in {Attained, Least, Greatest}:
        # a part of no scale has no reading, and an extreme of plain numbers is its reading
        assert formula.sentence is None
        return
    value = state.value(context)
    assert isinstance(value, Fraction)
    sums = {one.name: getattr(state, one.name) for one in state.COLUMNS}
    assert isclose(_worked_out(formula, **sums), value, abs_tol=1e-9)


def test_the_sentence_of_a_quotient_leads_to_its_reading() -> None:
    assert _worked_out(formula_of(Ratio, None), numerator=3, denominator=4) == 0.75
    assert _worked_out(formula_of(SumOfHundredths, None), total=250) == 2.5


@pytest.mark.parametrize("kind", [Count, Occurred, Sum, Distinct])
def test_where_the_sum_is_the_reading_there_is_no_sentence(kind: type[State]) -> None:
    assert formula_of(kind, None).sentence is None


@pytest.mark.parametrize("kind", [*_SCORED, Count, Occurred, Sum, SumOfHundredths, Ratio, Distinct])
@pytest.mark.parametrize("scale", _SCALES)
def test_every_column_of_our_own_states_has_words(kind: type[State], scale: lp.Scale | None) -> None:
    heads = formula_of(kind, scale).heads
    columns = [one.name for one in kind.COLUMNS if not one.name.startswith("scale_")]
    assert list(heads) == (columns or ["distinct"])
    assert all(word in PAGE for word in heads.values())


def test_points_and_steps_above_the_lowest_score_are_told_apart() -> None:
    words = [PAGE[formula_of(Mean, scale).heads["total"]] for scale in (*_SCALES[1:4:2], None)]
    assert words == [
        ("Points above the lowest score", "Poin di atas skor terendah"),
        ("Steps above the lowest score", "Langkah di atas skor terendah"),
        ("Sum", "Jumlah"),
    ]


def test_a_state_of_somebodys_own_keeps_its_own_words() -> None:
    class Doubled(Count):
        pass

    class Weighted(Mean):
        pass

    assert formula_of(Doubled, None) == formula_of(Weighted, lp.Scale(1, 5)) == Formula()


def test_a_function_of_rows_has_no_words() -> None:
    count = lp.Opaque("mine.count", label="Count", unit="pieces", evidence=lp.Evaluation, function=len)
    several, place = formulas_of(count, {}, np.array([4, 5]), Context())
    assert (several, place.tolist()) == ([Formula()], [0, 0])


def test_scores_of_several_scales_have_words_and_no_sentence() -> None:
    organization = lp.Organization.of(
        units=[lp.Unit("MOF"), lp.Unit("DJP"), lp.Unit("DJBC")],
        learners=[lp.Learner("ani"), lp.Learner("budi")],
        ties=[
            lp.Reporting("DJP", "MOF"),
            lp.Reporting("DJBC", "MOF"),
            lp.Placement("ani", "DJP"),
            lp.Placement("budi", "DJBC"),
        ],
    )
    scales = {"ani": lp.Scale(1, 5), "budi": lp.Scale(0, 10)}
    evidence = lp.Evidence.of(
        lp.Evaluation(who, learner=who, level=lp.Level.BEHAVIOUR, score=4, scale=scale, on=date(2026, 1, 1))
        for who, scale in scales.items()
    )
    metric = lp.catalogue("kirkpatrick.behaviour")[0]
    result = lp.rollup(organization, evidence, metrics=[metric])
    nodes = [result.nodes.index(one) for one in ("MOF", "DJP", "DJBC")]
    several, place = formulas_of(
        metric, result.memory.outcomes[metric.name].state, np.array(nodes), result.plan.context
    )
    top, tax, customs = (several[one] for one in place.tolist())
    assert (top.sentence, PAGE[top.heads["total"]][0]) == (None, "Steps above the lowest score")
    assert (tax.sentence, tax.numbers["low"]) == ("formula.score", 1)
    assert (customs.sentence, customs.numbers["low"]) == ("formula.score", 0)
