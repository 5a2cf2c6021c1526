"""Aspects: what each level asks about in the New World model, from satisfaction to leading indicators (rows I1, I2).

An aspect is read by itself where evaluations say which aspect they are of; the level's own mean holds them all.
"""

from __future__ import annotations

from learnperf.metrics.algebra import Mean
from learnperf.metrics.expressions import Expression, col
from learnperf.metrics.kirkpatrick.wording import SCORE, after_learning, labels
from learnperf.metrics.metric import AnyMetric, Metric
from learnperf.model.evidence import Evaluation
from learnperf.model.levels import Aspect
from learnperf.model.scales import ScaleType
from learnperf.model.vocabulary import label

NEW_WORLD = "Kirkpatrick & Kirkpatrick (2016), Kirkpatrick's Four Levels of Training Evaluation: New World model"


def of_aspect(aspect: Aspect) -> Expression:
    """Give the condition of evaluations of an aspect made after learning."""
    return after_learning(aspect.level) & (col("aspect") == aspect)


def _mean(aspect: Aspect) -> Metric:
    english, indonesian = label(aspect), label(aspect, "id")
    return Metric(
        f"kirkpatrick.{label(aspect.level)}.{english.replace(' ', '_')}",
        label=labels(aspect.level, f", {english}", f", {indonesian}"),
        meaning=(
            f"Mean score of {english}, an aspect of {label(aspect.level)}, over evaluations after learning that say "
            "they are of it; every evaluation weighs alike."
        ),
        question=(f"How high is {english} after learning?", f"Seberapa tinggi {indonesian} setelah pembelajaran?"),
        formula=f"Σ score of {english} / n",
        example="Scores 4 and 5, and one not given: (4 + 5) / 2 = 4.5, with 2 of 3 observed.",
        unit="score",
        scale_type=ScaleType.INTERVAL,
        evidence=Evaluation,
        state=Mean,
        where=of_aspect(aspect),
        lift=SCORE,
        source=NEW_WORLD,
        rows=("I1",),
    )


MEANS = {aspect: _mean(aspect) for aspect in Aspect}
METRICS: tuple[AnyMetric, ...] = tuple(MEANS.values())
