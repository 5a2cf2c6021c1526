"""Tiers of the Learning-Transfer Evaluation Model, another ladder than Kirkpatrick's levels (row I1).

Attendance and activity are the lowest rungs and say nothing of learning; no tier is imputed from another.
"""

from __future__ import annotations

from learnperf.metrics.algebra import Attained, Distinct
from learnperf.metrics.expressions import Expression, col
from learnperf.metrics.kirkpatrick.wording import SCORE
from learnperf.metrics.metric import AnyMetric, Metric, RatioOf
from learnperf.metrics.organization import learners
from learnperf.model.evidence import Evaluation
from learnperf.model.levels import Tier
from learnperf.model.scales import ScaleType
from learnperf.model.vocabulary import label

_LTEM = "Thalheimer (2018), The Learning-Transfer Evaluation Model, version 12"


def _labels(tier: Tier, english: str, indonesian: str) -> tuple[str, str]:
    return f"LTEM tier {tier}, {label(tier)}: {english}", f"Tingkat {tier} LTEM, {label(tier, 'id')}: {indonesian}"


def _of_tier(tier: Tier) -> Expression:
    return (col("tier") == tier) & (col("is_baseline") == 0)


def _attained(tier: Tier) -> Metric:
    return Metric(
        f"ltem.tier_{tier}.attained",
        label=_labels(tier, "part of the scale attained", "proporsi skala yang dicapai"),
        meaning=f"Mean part of the scale over evaluations after learning that are evidence of {label(tier)}.",
        question=(
            f"What part of the scale does evidence of {label(tier)} reach?",
            f"Berapa bagian skala yang dicapai bukti {label(tier, 'id')}?",
        ),
        formula="(Σ score / n - minimum) / (maximum - minimum)",
        example="Scores 4 and 5 on 1..5: (4.5 - 1) / (5 - 1) = 0.875.",
        unit="share",
        scale_type=ScaleType.INTERVAL,
        bounds=(0, 1),
        evidence=Evaluation,
        state=Attained,
        where=_of_tier(tier),
        lift=SCORE,
        source=_LTEM,
        rows=("I1",),
    )


def _people(tier: Tier) -> Metric:
    return Metric(
        f"ltem.tier_{tier}.people",
        label=_labels(tier, "people with evidence of it", "pegawai dengan bukti"),
        unit="people",
        bounds=(0, None),
        evidence=Evaluation,
        state=Distinct,
        where=_of_tier(tier) & col("score").is_present(),
        source=_LTEM,
        rows=("I1",),
    )


def _share(tier: Tier) -> RatioOf:
    return RatioOf(
        f"ltem.tier_{tier}.share",
        label=_labels(tier, "share of people with evidence of it", "proporsi pegawai dengan bukti"),
        meaning=(
            f"Different people with a score after learning that is evidence of {label(tier)}, by the people who were "
            "there. How good the scores are is another figure."
        ),
        question=(
            f"Of how many people is there evidence of {label(tier)}?",
            f"Berapa banyak pegawai yang memiliki bukti {label(tier, 'id')}?",
        ),
        formula="people with a score of the tier / people on the roster",
        example="Of 4 people, 1 was observed to apply what was learned: 1 / 4 = 0.25 at tier 7.",
        unit="share",
        bounds=(0, 1),
        numerator=_people(tier),
        denominator=learners,
        source=_LTEM,
        rows=("I1",),
    )


METRICS: tuple[AnyMetric, ...] = tuple(metric for tier in Tier for metric in (_share(tier), _attained(tier)))
