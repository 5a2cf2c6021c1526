"""What is asked of an engine: metrics of every form, on every piece of evidence, and questions of every kind.

For tests that hold one way of coming to a result to another, to the last bit.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
from attrs import evolve
from hypothesis import strategies as st

import learnperf as lp
from learnperf.metrics.money import money_in
from learnperf.testing.timeline import DAYS

Drawn = tuple[lp.Organization, lp.Evidence]

SCORE = {"n": 1, "total": lp.col("score"), "scale_low": lp.col("scale"), "scale_high": lp.col("scale")}
EXTREME = {"n": 1, "extreme": lp.col("score"), "scale_low": lp.col("scale"), "scale_high": lp.col("scale")}
PLAIN = {"scale_low": 0, "scale_high": 0}
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


KEPT = _metric(
    "kept",
    evidence=lp.Innovation,
    state=lp.Ratio,
    lift={"numerator": lp.col("stage") - 2, "denominator": lp.col("significance")},
)
INNER = (
    _metric("score", evidence=lp.Evaluation, state=lp.Mean, lift=SCORE),
    _metric("least", evidence=lp.Evaluation, state=lp.Least, lift=EXTREME),
    _metric("spread", evidence=lp.Evaluation, state=lp.Variance, lift=SPREAD),
    _metric("attained", evidence=lp.Evaluation, state=lp.Attained, lift=SCORE),
    _metric("by_function", evidence=lp.Evaluation, state=lp.Mean, function=_mean_by_function),
    _metric("stage", evidence=lp.Innovation, state=lp.Greatest, lift={"n": 1, "extreme": lp.col("stage"), **PLAIN}),
    KEPT,
    _metric(
        "fulfilled",
        evidence=lp.ConditionJudgement,
        state=lp.Greatest,
        lift={"n": 1, "extreme": lp.col("fulfilment"), **PLAIN},
        latest_by=("condition",),
    ),
    _metric(
        "late",
        evidence=lp.Assignment,
        state=lp.Mean,
        lift={"n": 1, "total": lp.col("weight"), **PLAIN},
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
        if not threshold or inner.state is lp.Attained or not inner.state.has_scale():
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
    yield _metric("day", evidence=lp.Publication, state=lp.Mean, lift={"n": 1, "total": lp.col("on"), **PLAIN})
    opaque = lp.Opaque("mine.opaque", label="opaque", unit="points", evidence=lp.Innovation, function=_least_credit)
    yield opaque
    yield evolve(opaque, name="mine.of_units", levels=[lp.NodeKind.UNIT])
    yield lp.Index("mine.strict", label="strict", unit="points", weights={INNER[0]: 3, INNER[1]: 1})
    yield lp.Index("mine.loose", label="loose", unit="points", weights=INNER[:4], renormalise=True)
    yield lp.Index("mine.of_records", label="of records", unit="points", weights=[INNER[0], opaque], renormalise=True)
    yield lp.RatioOf("mine.ratio", label="ratio", unit="x", numerator=INNER[0], denominator=KEPT, base="of kept")


METRICS: tuple[lp.AnyMetric, ...] = (*lp.catalogue(), *_own())
QUESTIONS = st.fixed_dictionaries(
    {
        "counting": st.sampled_from(lp.Counting),
        "structure": st.sampled_from([lp.Structure.AS_WAS, lp.Structure.AS_WAS, *DAYS[:4]]),
        "by": st.sampled_from([None, None, lp.By.YEAR, lp.By.QUARTER, lp.By.MONTH]),
        "since": st.sampled_from([None, None, date(2024, 1, 1), date(2024, 2, 29)]),
        "until": st.sampled_from([None, None, date(2025, 1, 1), date(2025, 1, 2), date(2026, 1, 1)]),
    }
)
WINDOWS: st.SearchStrategy[Any] = st.sampled_from([lp.Window.EACH, lp.Window.EACH, lp.Window.TO_DATE, 2])


def agree(quick: lp.Rollup, slow: lp.Rollup) -> None:
    """Hold every number of two results to each other."""
    assert quick.periods == slow.periods
    for metric in quick.metrics:
        mine, other = quick.outcomes[metric.name], slow.outcomes[metric.name]
        for name in ("n", "heads", "due"):
            assert getattr(mine, name).tolist() == getattr(other, name).tolist(), (metric.name, name)
        exact = [mine.value.exact(place) for place in range(len(mine.value))]
        assert exact == [other.value.exact(place) for place in range(len(other.value))], metric.name
        assert np.array_equal(mine.value.values(), other.value.values(), equal_nan=True)
