"""Agreement at every node: exact, alike one by one and together, and the same as the plain functions."""

from datetime import date
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import learnperf as lp
from learnperf.metrics.agreement import AverageDeviation, WithinGroup
from learnperf.metrics.algebra import scale_code
from learnperf.metrics.finalized import Context, Finalized
from learnperf.metrics.integers import LARGEST, SMALLEST
from learnperf.metrics.state import State

HALVES = lp.Scale(1, 5, "0.5")
RANKS = lp.Scale(1, 3, type=lp.ScaleType.ORDINAL)
SCALES = {scale_code(scale): scale for scale in (lp.LIKERT_5, HALVES, RANKS)}
STEPS = st.lists(st.integers(0, 4), max_size=6)


def of_scores(steps: list[int], code: int) -> WithinGroup:
    if not steps:
        return WithinGroup()
    return WithinGroup(len(steps), sum(steps), sum(step * step for step in steps), code, code)


def counted(steps: list[int]) -> AverageDeviation:
    return AverageDeviation(*(steps.count(step) for step in range(5)))


def together(several: list[State], kind: type[State], context: Context) -> Finalized:
    columns = {
        one.name: np.asarray([getattr(state, one.name) for state in several], dtype=np.int64) for one in kind.COLUMNS
    }
    return kind.finalize(columns, context)


@given(st.lists(st.tuples(STEPS, st.sampled_from([0, *SCALES])), min_size=1, max_size=5), st.sampled_from([1, 2]))
def test_many_agreements_are_read_as_one_by_one(rows: list[tuple[list[int], int]], whole: int) -> None:
    context = Context(whole=whole, scales=SCALES)
    several: list[State] = [of_scores(*row) for row in rows]
    several.append(WithinGroup(2, 3, 5, 0, max(SCALES)))
    found = together(several, WithinGroup, context)
    assert [found.exact(place) for place in range(len(several))] == [one.value(context) for one in several]


@given(st.lists(STEPS, min_size=1, max_size=5), st.sampled_from([1, 2, 10**6]))
def test_many_deviations_are_read_as_one_by_one(rows: list[list[int]], whole: int) -> None:
    context = Context(whole=whole)
    several: list[State] = [counted(row) for row in rows]
    several.append(AverageDeviation(10**12, 0, 10**12, 3, 10**13))
    found = together(several, AverageDeviation, context)
    assert [found.exact(place) for place in range(len(several))] == [one.value(context) for one in several]


@given(st.lists(st.integers(0, 4), min_size=2, max_size=9), st.sampled_from([lp.LIKERT_5, HALVES]))
def test_they_are_what_the_plain_functions_give(steps: list[int], scale: lp.Scale) -> None:
    code = scale_code(scale)
    agreed = of_scores(steps, code).value(Context(scales=SCALES))
    assert isinstance(agreed, Fraction)
    assert float(agreed) == pytest.approx(lp.rwg(steps, scale.top + 1))
    deviation = counted(steps).value(Context())
    assert isinstance(deviation, Fraction)
    assert float(deviation) == pytest.approx(lp.average_deviation(steps))


def test_what_has_no_agreement_says_why() -> None:
    context = Context(scales=SCALES)
    code = scale_code(lp.LIKERT_5)
    reasons = {
        WithinGroup(): lp.MissingReason.NO_EVIDENCE,
        WithinGroup(1, 3, 9, code, code): lp.MissingReason.TOO_FEW,
        WithinGroup(2, 3, 5, 0, 0): lp.MissingReason.OTHER_SCALE,
        WithinGroup(2, 3, 5, 0, code): lp.MissingReason.MIXED_SCALES,
        WithinGroup(2, 2, 2, scale_code(RANKS), scale_code(RANKS)): lp.MissingReason.ORDINAL_SCALE,
        AverageDeviation(): lp.MissingReason.NO_EVIDENCE,
        AverageDeviation(at_2=1): lp.MissingReason.TOO_FEW,
    }
    assert {state: state.value(context) for state in reasons} == {one: lp.Missing(why) for one, why in reasons.items()}
    assert (WithinGroup().scale_low, WithinGroup().scale_high) == (LARGEST, SMALLEST)


@pytest.mark.parametrize("engine", ["memory", "naive"])
def test_small_teams_have_the_figures_worked_out_for_them(engine: str) -> None:
    teams = {"a": [4, 4, 5, 3], "b": [2, 3, 2], "c": [5, 5, 4, 5, 4], "alone": [3]}
    people = {f"{team}{at}": (team, score) for team, scores in teams.items() for at, score in enumerate(scores)}
    organization = lp.Organization.of(
        units=[lp.Unit("top")],
        teams=map(lp.Team, teams),
        learners=map(lp.Learner, people),
        ties=[
            *(lp.Sponsorship(team, "top") for team in teams),
            *(lp.Membership(who, team) for who, (team, _) in people.items()),
        ],
    )
    evidence = lp.Evidence.of(
        lp.Evaluation(who, learner=who, level=lp.Level.BEHAVIOUR, score=score, on=date(2026, 6, 30))
        for who, (_, score) in people.items()
    )
    result = lp.rollup(organization, evidence, lp.catalogue("agreement"), engine=engine)
    agreed = [result[team, "agreement.behaviour.rwg"].exact for team in "abc"]
    assert agreed == [Fraction(2, 3), Fraction(5, 6), Fraction(17, 20)]
    apart = [result[team, "agreement.behaviour.average_deviation"].exact for team in "abc"]
    assert apart == [Fraction(1, 2), Fraction(4, 9), Fraction(12, 25)]
    for name in ("rwg", "average_deviation"):
        assert result["alone", f"agreement.behaviour.{name}"].missing is lp.MissingReason.TOO_FEW


@settings(max_examples=25, deadline=None)
@given(STEPS, STEPS)
def test_parts_merge_to_the_whole(left: list[int], right: list[int]) -> None:
    code = scale_code(lp.LIKERT_5)
    assert of_scores(left, code).merge(of_scores(right, code)) == of_scores([*left, *right], code)
    assert counted(left).merge(counted(right)) == counted([*left, *right])
