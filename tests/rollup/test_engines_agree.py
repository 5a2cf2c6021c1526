"""The in-process engine and the naive twin give the same readings to the last bit, whatever is asked of them."""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import learnperf as lp
from learnperf.metrics.algebra import Attained
from learnperf.metrics.definition import parts_of
from learnperf.metrics.money import money_in
from learnperf.testing import organization_and_evidence
from learnperf.testing.timeline import DAYS

# laws are after answers: other tests run every line, and following them here would double the time
pytestmark = pytest.mark.no_cover

Drawn = tuple[lp.Organization, lp.Evidence]

SCORE = {"n": 1, "total": lp.col("score"), "scale_low": lp.col("scale"), "scale_high": lp.col("scale")}
EXTREME = {"n": 1, "extreme": lp.col("score"), "scale_low": lp.col("scale"), "scale_high": lp.col("scale")}
SPREAD = {**SCORE, "squares": lp.col("score") * lp.col("score")}
KINDS = (
    lp.Adoption,
    lp.Assignment,
    lp.Capacity,
    lp.CareerMove,
    lp.ConditionJudgement,
    lp.Correction,
    lp.Evaluation,
    lp.Innovation,
    lp.LearningBenefit,
    lp.LearningCost,
    lp.Participation,
    lp.ProficiencyAssessment,
    lp.Publication,
)


def _metric(name: str, **options: Any) -> lp.Metric:  # noqa: ANN401 -- any of the options of a metric
    return lp.Metric(f"mine.{name}", label=name, **{"unit": "points", **options})


def _mean_by_function(record: lp.Evaluation) -> lp.Mean | lp.Missing | None:
    if record.level == lp.Level.REACTION:
        return None
    return lp.Missing() if record.steps is None else lp.Mean.of_one(record.steps, record.scale)


def _least_credit(records: Sequence[lp.Innovation]) -> Fraction | lp.Missing:
    if len(records) > 3:
        return lp.Missing(lp.MissingReason.TOO_FEW)
    return Fraction(min(credit for record in records for _, credit in record.subjects), len(records))


INNER = (
    _metric("score", evidence=lp.Evaluation, state=lp.Mean, lift=SCORE),
    _metric("least", evidence=lp.Evaluation, state=lp.Least, lift=EXTREME),
    _metric("spread", evidence=lp.Evaluation, state=lp.Variance, lift=SPREAD),
    _metric("attained", evidence=lp.Evaluation, state=Attained, lift=SCORE),
    _metric("by_function", evidence=lp.Evaluation, state=lp.Mean, function=_mean_by_function),
    _metric(
        "kept",
        evidence=lp.Innovation,
        state=lp.Ratio,
        lift={"numerator": lp.col("stage") - 2, "denominator": lp.col("significance")},
    ),
    _metric(
        "fulfilled",
        evidence=lp.ConditionJudgement,
        state=lp.Greatest,
        lift={"n": 1, "extreme": lp.col("fulfilment"), "scale_low": 0, "scale_high": 0},
        latest_by=("condition",),
    ),
    _metric(
        "late",
        evidence=lp.Assignment,
        state=lp.Mean,
        lift={"n": 1, "total": lp.col("weight"), "scale_low": 0, "scale_high": 0},
        observed=lp.col("on_time") == 0,
    ),
)
OUTER: tuple[lp.Composition | lp.AtLeast | lp.Consensus, ...] = (
    lp.Composition.MEAN,
    lp.Composition.LEAST,
    lp.Composition.GREATEST,
    lp.Composition.STANDARD_DEVIATION,
    lp.AtLeast("0.5"),
)


def _staged() -> Iterator[lp.Staged]:
    for inner, grain, place in product(INNER, lp.NodeKind, range(len(OUTER))):
        outer = OUTER[place]
        threshold = isinstance(outer, lp.AtLeast)
        if not threshold or inner.state is Attained or not inner.state.has_scale():
            name = f"{inner.name}.by_{grain.value}_{place}"
            yield lp.Staged(name, label=name, unit="points", inner=inner, grain=grain, outer=outer)


def _own() -> Iterator[lp.AnyMetric]:
    yield from INNER
    yield from _staged()
    for kind in KINDS:
        yield _metric(f"count_{kind.__name__.lower()}", evidence=kind, state=lp.Count, lift={"count": 1})
    for told_apart, grain in product((lp.Innovation, lp.Evaluation, lp.Presence), lp.NodeKind):
        name = f"distinct_{told_apart.__name__.lower()}_{grain.value}"
        yield _metric(name, evidence=told_apart, state=lp.Distinct, grain=grain)
    yield _metric(
        "last_score", evidence=lp.Evaluation, state=lp.Mean, lift=SCORE, latest_by=("level", "rater", "scale")
    )
    yield _metric(
        "linked_soon",
        evidence=lp.CareerMove,
        state=lp.Ratio,
        lift={"numerator": lp.col("linked", 30, 365), "denominator": lp.col("linked", 0, 365)},
    )
    yield _metric(
        "of_auditors",
        evidence=lp.Evaluation,
        state=lp.Mean,
        lift=SCORE,
        where=(lp.col("job_family") == "tax") | (lp.col("attribute", "generation") == "x"),
        observed=lp.col("activity_attribute", "topic").is_missing() | (lp.col("grade") == 2),
    )
    yield _metric(
        "seniors",
        evidence=lp.Presence,
        state=lp.Distinct,
        where=(lp.col("position") == "senior") | (lp.col("attribute", "generation") == "z"),
    )
    yield _metric(
        "adjusted",
        evidence=lp.LearningBenefit,
        state=lp.Money,
        lift=money_in("IDR", lp.col("adjusted"), lp.col("adjusted_rest")),
    )
    yield _metric("any", evidence=lp.Assignment, state=lp.Occurred, lift={"count": lp.col("weight") - 1})
    yield _metric(
        "no_zero",
        evidence=lp.Innovation,
        state=lp.Count,
        lift={"count": 1},
        missing=lp.MissingPolicy.EMPTY_IS_MISSING,
    )
    yield lp.Opaque("mine.opaque", label="opaque", unit="points", evidence=lp.Innovation, function=_least_credit)
    yield lp.Index("mine.strict", label="strict", unit="points", weights={INNER[0]: 3, INNER[1]: 1})
    yield lp.Index("mine.loose", label="loose", unit="points", weights=INNER[:4], renormalise=True)
    yield lp.RatioOf("mine.ratio", label="ratio", unit="x", numerator=INNER[0], denominator=INNER[5], base="of kept")


METRICS = (*lp.catalogue(), *_own())
QUESTIONS = st.fixed_dictionaries(
    {
        "counting": st.sampled_from(lp.Counting),
        "structure": st.sampled_from([lp.Structure.AS_WAS, lp.Structure.AS_WAS, *DAYS[:4]]),
        "by": st.sampled_from([None, None, lp.By.YEAR, lp.By.QUARTER, lp.By.MONTH]),
        "since": st.sampled_from([None, None, date(2024, 1, 1), date(2024, 2, 29)]),
        "until": st.sampled_from([None, None, date(2025, 1, 1), date(2025, 1, 2), date(2026, 1, 1)]),
    }
)


def _agree(quick: lp.Rollup, slow: lp.Rollup) -> None:
    for metric in quick.metrics:
        mine, other = quick.outcomes[metric.name], slow.outcomes[metric.name]
        for name in ("n", "heads", "due"):
            assert getattr(mine, name).tolist() == getattr(other, name).tolist(), (metric.name, name)
        exact = [mine.value.exact(place) for place in range(len(mine.value))]
        assert exact == [other.value.exact(place) for place in range(len(other.value))], metric.name
        assert np.array_equal(mine.value.values(), other.value.values(), equal_nan=True)


@settings(max_examples=60, deadline=None)
@given(organization_and_evidence(), QUESTIONS, st.lists(st.sampled_from(METRICS), min_size=8, max_size=8, unique=True))
def test_both_engines_agree_bit_for_bit(drawn: Drawn, question: dict[str, Any], metrics: list[lp.AnyMetric]) -> None:
    _agree(*(lp.rollup(*drawn, metrics, **question, engine=engine) for engine in ("memory", "naive")))


@settings(max_examples=5, deadline=None)
@given(organization_and_evidence(max_records=20), QUESTIONS)
def test_both_engines_agree_about_every_metric_at_once(drawn: Drawn, question: dict[str, Any]) -> None:
    _agree(*(lp.rollup(*drawn, METRICS, **question, engine=engine) for engine in ("memory", "naive")))


@settings(max_examples=30, deadline=None)
@given(organization_and_evidence(), QUESTIONS, st.lists(st.sampled_from(METRICS), min_size=2, max_size=2, unique=True))
def test_a_reading_does_not_depend_on_what_else_is_asked(
    drawn: Drawn, question: dict[str, Any], metrics: list[lp.AnyMetric]
) -> None:
    alone = [lp.rollup(*drawn, [metric], **question) for metric in metrics]
    together = lp.rollup(*drawn, metrics, **question)
    assert [reading for result in alone for reading in result] == list(together)


@settings(max_examples=6, deadline=None)
@given(organization_and_evidence(), QUESTIONS)
def test_moving_between_engines_changes_no_reading_and_no_explanation(drawn: Drawn, question: dict[str, Any]) -> None:
    metrics = lp.catalogue("kirkpatrick.behaviour", "innovation", "roster", "conditions")
    quick, slow = (lp.rollup(*drawn, metrics, **question, engine=engine) for engine in ("memory", "naive"))
    assert list(quick) == list(slow)
    assert quick.columns() == slow.columns()
    assert (quick.accounting, quick.unallocated) == (slow.accounting, slow.unallocated)


def test_every_kind_of_metric_and_state_is_among_those_compared() -> None:
    leaves = [part for metric in METRICS for part in parts_of(metric)]
    assert {type(part) for part in leaves} >= {lp.Metric, lp.Staged, lp.RatioOf, lp.Index, lp.Opaque}
    assert {part.kind for part in leaves} == set(lp.Kind)
    staged = [part for part in leaves if isinstance(part, lp.Staged)]
    assert {(part.grain, type(part.outer)) for part in staged} >= {
        (grain, outer) for grain in lp.NodeKind for outer in (lp.Composition, lp.AtLeast)
    }


@pytest.mark.parametrize("counting", lp.Counting)
def test_both_engines_agree_where_functions_say_that_something_is_missing(matrix: Drawn, counting: lp.Counting) -> None:
    organization, evidence = matrix
    day = date(2026, 6, 30)
    more = lp.Evidence.of(
        [
            *evidence,
            lp.Evaluation("asked", learner="ani", level=lp.Level.BEHAVIOUR, on=day),
            lp.Evaluation("liked", learner="ani", level=lp.Level.REACTION, score=5, on=day),
            *(lp.Innovation(f"i{place}", contributors=["ani"], on=day) for place in range(4)),
        ]
    )
    quick, slow = (lp.rollup(organization, more, METRICS, counting=counting, engine=one) for one in ("memory", "naive"))
    _agree(quick, slow)
    by_function, opaque = quick["ani", "mine.by_function"], quick["ani", "mine.opaque"]
    assert (by_function.value, by_function.n, by_function.due) == (1, 1, 2)
    assert (opaque.value, opaque.missing, opaque.n) == (None, lp.MissingReason.TOO_FEW, 4)


@pytest.mark.parametrize("counting", lp.Counting)
def test_both_engines_agree_where_credits_and_shares_fall_below_one_millionth(counting: lp.Counting) -> None:
    teams = [f"t{place:02}" for place in range(12)]
    organization = lp.Organization.of(
        units=[lp.Unit("top"), *(lp.Unit(f"u{place}") for place in range(7))],
        teams=[lp.Team(team) for team in teams],
        learners=[lp.Learner("ani"), lp.Learner("budi")],
        ties=[
            *(lp.Reporting(f"u{place}", "top", share="0.999999") for place in range(7)),
            *(lp.Sponsorship(team, f"u{place}") for team in teams for place in range(7)),
            *(lp.Membership("ani", team) for team in teams),
            lp.Membership("budi", "t00", share="0.000001"),
        ],
    )
    idea = lp.Innovation("i1", contributors={"ani": "0.000001", "budi": "0.999999"}, on=date(2026, 1, 1))
    _agree(
        *(
            lp.rollup(organization, lp.Evidence.of([idea]), METRICS, counting=counting, engine=engine)
            for engine in ("memory", "naive")
        )
    )
