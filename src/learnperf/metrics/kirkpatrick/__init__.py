"""Kirkpatrick's four levels: after learning, what people said, knew, did and achieved (rows I1, I2, T2, T3).

Scores from before learning are baselines and enter changes only. No level is derived from another.
"""

from __future__ import annotations

from learnperf.metrics.kirkpatrick import (
    aspects,
    boxes,
    changes,
    effects,
    normalised,
    quantiles,
    raters,
    reach,
    responses,
    scores,
    tiers,
    transfer,
)
from learnperf.metrics.kirkpatrick.scores import ATTAINED, behaviour_realised, realised
from learnperf.metrics.metric import AnyMetric
from learnperf.model.vocabulary import Level

behaviour_attained, results_attained = ATTAINED[Level.BEHAVIOUR], ATTAINED[Level.RESULTS]

METRICS: tuple[AnyMetric, ...] = (
    *scores.METRICS,
    *aspects.METRICS,
    *boxes.METRICS,
    *quantiles.METRICS,
    *changes.METRICS,
    *normalised.METRICS,
    *effects.METRICS,
    *transfer.METRICS,
    *raters.METRICS,
    *responses.METRICS,
    *reach.METRICS,
    *tiers.METRICS,
)

__all__ = ["METRICS", "behaviour_attained", "behaviour_realised", "realised", "results_attained"]
