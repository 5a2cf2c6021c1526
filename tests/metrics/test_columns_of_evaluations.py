"""What evaluations say beside their score: how far below the best score there is."""

from datetime import date

import pytest

import learnperf as lp


@pytest.mark.parametrize(
    ("score", "scale", "below"),
    [(5, lp.LIKERT_5, 0), (1, lp.LIKERT_5, 4), ("3.5", lp.Scale(1, 5, "0.5"), 3), (None, lp.LIKERT_5, None)],
)
def test_steps_below_the_best_score_of_the_scale(score: float | str | None, scale: lp.Scale, below: int | None) -> None:
    record = lp.Evaluation("e", on=date(2026, 1, 1), learner="ani", level=3, score=score, scale=scale)
    organization = lp.Organization.of(
        units=[lp.Unit("top")], learners=[lp.Learner("ani")], ties=[lp.Placement("ani", "top")]
    )
    total = lp.Metric(
        "mine.below",
        label="Below",
        unit="steps",
        evidence=lp.Evaluation,
        state=lp.Sum,
        lift={"total": lp.col("from_top")},
    )
    found = lp.rollup(organization, lp.Evidence.of([record]), [total])["top", "mine.below"].exact
    assert found == below
