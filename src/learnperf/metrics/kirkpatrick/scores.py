"""Scores of each level: pooled, by learner, as a part of their scale, and how far they lie apart (rows I1, I2, T2, T3).

Every level is read pooled over evaluations, and as the mean of learners' means, where each learner weighs alike. Scores
from before learning are baselines and enter changes only. No level is derived from another.
"""

from __future__ import annotations

from fractions import Fraction

from learnperf.metrics.algebra import Attained, Mean
from learnperf.metrics.declared import Direction
from learnperf.metrics.deviation import Deviation
from learnperf.metrics.expressions import col
from learnperf.metrics.kirkpatrick.wording import FOUR_LEVELS, SCORE, after_learning, asked, labels
from learnperf.metrics.metric import AnyMetric, Metric, Staged
from learnperf.metrics.outer import AtLeast, Composition
from learnperf.model.evidence import Evaluation
from learnperf.model.nodes import NodeKind
from learnperf.model.scales import ScaleType
from learnperf.model.vocabulary import Level, label

REALISED_AT = Fraction(3, 4)


def _pooled(level: Level) -> Metric:
    return Metric(
        f"kirkpatrick.{label(level)}",
        label=labels(level),
        meaning=(
            f"Mean score of all {label(level)} evaluations made after learning; every evaluation weighs alike. "
            "Baselines are left out; asked for and not given is missing, not 0."
        ),
        question=asked(level, "What is the mean score of {}?", "Berapa rata-rata skor {}?"),
        formula="Σ score / n",
        example="Scores 4 and 5, and one not given: (4 + 5) / 2 = 4.5, with 2 of 3 observed.",
        unit="score",
        scale_type=ScaleType.INTERVAL,
        evidence=Evaluation,
        state=Mean,
        where=after_learning(level),
        lift=SCORE,
        source=FOUR_LEVELS,
        rows=("I1",),
    )


def _of_learners(pooled: Metric, level: Level) -> Staged:
    return Staged(
        f"{pooled.name}.mean_of_learners",
        label=labels(level, ", mean of learners' means", ", rata-rata dari rata-rata tiap pembelajar"),
        meaning=(
            f"Mean over learners of each learner's own mean {label(level)} score: every learner weighs alike, however "
            "often they were evaluated."
        ),
        question=asked(
            level,
            "What is the mean score of {}, every learner weighing alike?",
            "Berapa rata-rata skor {} jika setiap pembelajar berbobot sama?",
        ),
        formula="Σ (each learner's mean score) / learners",
        example="Ani has 4 and 5, Budi has 3: (4.5 + 3) / 2 = 3.75, where the pooled mean is 4.",
        unit="score",
        scale_type=ScaleType.INTERVAL,
        inner=pooled,
        grain=NodeKind.LEARNER,
        outer=Composition.MEAN,
        source="Chan (1998), Functional relations among constructs, Journal of Applied Psychology 83: additive model",
        rows=("I1", "T2") if level >= Level.BEHAVIOUR else ("I1",),
    )


def _attained(level: Level) -> Metric:
    return Metric(
        f"kirkpatrick.{label(level)}.attained",
        label=labels(level, ", part of the scale attained", ", proporsi skala yang dicapai"),
        meaning=f"Mean {label(level)} score as a part of its scale: 0 at the least score, 1 at the greatest.",
        question=asked(
            level, "What part of the scale do scores of {} reach?", "Berapa bagian skala yang dicapai skor {}?"
        ),
        formula="(Σ score / n - minimum) / (maximum - minimum)",
        example="Scores 4 and 5 on 1..5: (4.5 - 1) / (5 - 1) = 0.875.",
        unit="share",
        scale_type=ScaleType.INTERVAL,
        bounds=(0, 1),
        evidence=Evaluation,
        state=Attained,
        where=after_learning(level),
        lift=SCORE,
        source=FOUR_LEVELS,
        rows=("I1",),
    )


def _spread(level: Level) -> Metric:
    return Metric(
        f"kirkpatrick.{label(level)}.spread",
        label=labels(level, ", standard deviation", ", simpangan baku"),
        meaning=(
            f"Sample standard deviation of {label(level)} scores after learning: how far they lie apart, over all "
            "evaluations that count at a node. One score has none."
        ),
        question=asked(level, "How far apart are scores of {}?", "Seberapa besar sebaran skor {}?"),
        formula="√(Σ (score - mean)² / (n - 1))",
        example="Scores 2, 4 and 6: √((4 + 0 + 4) / 2) = 2.",
        unit="score",
        scale_type=ScaleType.INTERVAL,
        direction=Direction.LOWER,
        evidence=Evaluation,
        state=Deviation,
        where=after_learning(level),
        lift={**SCORE, "squares": col("score") * col("score")},
        source="Snedecor & Cochran (1989), Statistical Methods",
        rows=("I1",),
    )


def realised(attained: Metric, level: Level, threshold: Fraction = REALISED_AT, name: str | None = None) -> Staged:
    """Make a realisation rule: the share of members whose own result is at or above a part of the scale.

    Parameters
    ----------
    attained
        The inner metric, a part of a scale.
    threshold
        From 0 to 1; three quarters of a 1..5 scale is a score of 4.
    name
        Of a rule of one's own, which must not pass for the one in the catalogue.
    """
    percent = f"{float(threshold):.0%}"
    return Staged(
        name or f"kirkpatrick.{label(level)}.realised",
        label=labels(
            level,
            f", share of evaluated members at {percent} of the scale or above",
            f", proporsi anggota yang dievaluasi pada {percent} skala atau lebih",
        ),
        meaning=(
            f"Share of the learners with a {label(level)} score whose own mean is at {percent} of its scale or more: a "
            "realisation rule from members' results to a team's or unit's. It says how many got there, not how far the "
            "mean is; members never evaluated are in neither part, so read heads and coverage beside it."
        ),
        question=asked(
            level,
            f"How many of those evaluated reach {percent} of the scale in {{}}?",
            f"Berapa banyak dari yang dievaluasi mencapai {percent} skala untuk {{}}?",
        ),
        formula=f"learners with a mean part of the scale ≥ {percent} / learners evaluated",
        example="At 75%, members at 0.9, 0.75 and 0.5 of the scale: 2 / 3 = 0.667.",
        unit="share",
        bounds=(0, 1),
        levels=(NodeKind.TEAM, NodeKind.UNIT),
        inner=attained,
        grain=NodeKind.LEARNER,
        outer=AtLeast(threshold),
        source="Chan (1998), Functional relations among constructs, Journal of Applied Psychology 83",
        rows=("T2", "T3"),
    )


POOLED = {level: _pooled(level) for level in Level}
OF_LEARNERS = {level: _of_learners(POOLED[level], level) for level in Level}
ATTAINED = {level: _attained(level) for level in Level}
SPREADS = {level: _spread(level) for level in Level}
behaviour_realised = realised(ATTAINED[Level.BEHAVIOUR], Level.BEHAVIOUR)
results_realised = realised(ATTAINED[Level.RESULTS], Level.RESULTS)
lowest_behaviour = Staged(
    "kirkpatrick.behaviour.lowest_learner",
    label=labels(Level.BEHAVIOUR, ", lowest learner's mean", ", rata-rata terendah di antara pembelajar"),
    meaning="The lowest of the learners' own mean behaviour scores: a team is as strong as its weakest member.",
    question=(
        "How does the member with the lowest scores behave at work?",
        "Bagaimana perilaku kerja anggota dengan skor terendah?",
    ),
    formula="min (each learner's mean score)",
    example="Members with means of 4.5, 4 and 2.5: 2.5.",
    unit="score",
    scale_type=ScaleType.INTERVAL,
    direction=Direction.HIGHER,
    levels=(NodeKind.TEAM, NodeKind.UNIT),
    inner=POOLED[Level.BEHAVIOUR],
    grain=NodeKind.LEARNER,
    outer=Composition.LEAST,
    source="Kozlowski & Klein (2000), A multilevel approach to theory and research: compilation by minimum",
    rows=("T3",),
)

METRICS: tuple[AnyMetric, ...] = (
    *(metric for level in Level for metric in (POOLED[level], OF_LEARNERS[level], ATTAINED[level], SPREADS[level])),
    behaviour_realised,
    lowest_behaviour,
    results_realised,
)
