"""Kirkpatrick's four levels: after learning, what people said, knew, did and achieved (rows I1, I2, T2, T3).

Every level is read twice: pooled over evaluations, and as the mean of learners' means, where each learner weighs alike.
Scores from before learning are baselines and enter changes only. No level is derived from another.
"""

from __future__ import annotations

from fractions import Fraction

from learnperf.metrics.algebra import Attained, Mean, MeanChange
from learnperf.metrics.declared import Direction
from learnperf.metrics.expressions import Expression, col
from learnperf.metrics.metric import AnyMetric, Metric, Staged
from learnperf.metrics.outer import AtLeast, Composition
from learnperf.model.evidence import Evaluation
from learnperf.model.nodes import NodeKind
from learnperf.model.scales import ScaleType
from learnperf.model.vocabulary import Level, label

REALISED_AT = Fraction(3, 4)
_SOURCE = "Kirkpatrick & Kirkpatrick (2016), Four Levels of Training Evaluation"
_SCORE = {"n": 1, "total": col("score"), "scale_low": col("scale"), "scale_high": col("scale")}


def _after_learning(level: Level) -> Expression:
    return (col("level") == level) & (col("is_baseline") == 0)


def _labels(level: Level, english: str, indonesian: str) -> tuple[str, str]:
    first, second = label(level), label(level, "id")
    return f"{first.capitalize()} (level {level}){english}", f"{second.capitalize()} (level {level}){indonesian}"


def _pooled(level: Level) -> Metric:
    return Metric(
        f"kirkpatrick.{label(level)}",
        label=_labels(level, "", ""),
        meaning=(
            f"Mean score of all {label(level)} evaluations made after learning; every evaluation weighs alike. "
            "Baselines are left out; asked for and not given is missing, not 0."
        ),
        unit="score",
        scale_type=ScaleType.INTERVAL,
        evidence=Evaluation,
        state=Mean,
        where=_after_learning(level),
        lift=_SCORE,
        source=_SOURCE,
        rows=("I1",),
    )


def _of_learners(pooled: Metric, level: Level) -> Staged:
    return Staged(
        f"{pooled.name}.mean_of_learners",
        label=_labels(level, ", mean of learners' means", ", rata-rata dari rata-rata tiap pembelajar"),
        meaning=(
            f"Mean over learners of each learner's own mean {label(level)} score: every learner weighs alike, however "
            "often they were evaluated."
        ),
        unit="score",
        scale_type=ScaleType.INTERVAL,
        inner=pooled,
        grain=NodeKind.LEARNER,
        outer=Composition.MEAN,
        source=_SOURCE,
        rows=("I1", "T2") if level >= Level.BEHAVIOUR else ("I1",),
    )


def _change(level: Level) -> Metric:
    return Metric(
        f"kirkpatrick.{label(level)}.change",
        label=_labels(level, ", change against baseline", ", perubahan dari kondisi awal"),
        meaning=(
            f"Mean difference between a {label(level)} score after learning and the same person's baseline for the "
            "same activity, rater and scale. Evaluations without such a baseline are due and not observed."
        ),
        unit="score",
        scale_type=ScaleType.INTERVAL,
        evidence=Evaluation,
        state=MeanChange,
        where=_after_learning(level),
        lift={"n": 1, "total": col("change"), "scale_low": col("scale"), "scale_high": col("scale")},
        source=_SOURCE,
        rows=("I2",),
    )


def _attained(level: Level) -> Metric:
    return Metric(
        f"kirkpatrick.{label(level)}.attained",
        label=_labels(level, ", part of the scale attained", ", proporsi skala yang dicapai"),
        meaning=f"Mean {label(level)} score as a part of its scale: 0 at the least score, 1 at the greatest.",
        unit="share",
        scale_type=ScaleType.INTERVAL,
        bounds=(0, 1),
        evidence=Evaluation,
        state=Attained,
        where=_after_learning(level),
        lift=_SCORE,
        source=_SOURCE,
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
        label=_labels(
            level,
            f", share of evaluated members at {percent} of the scale or above",
            f", proporsi anggota yang dievaluasi pada {percent} skala atau lebih",
        ),
        meaning=(
            f"Share of the learners with a {label(level)} score whose own mean is at {percent} of its scale or more: a "
            "realisation rule from members' results to a team's or unit's. It says how many got there, not how far the "
            "mean is; members never evaluated are in neither part, so read heads and coverage beside it."
        ),
        unit="share",
        bounds=(0, 1),
        levels=(NodeKind.TEAM, NodeKind.UNIT),
        inner=attained,
        grain=NodeKind.LEARNER,
        outer=AtLeast(threshold),
        source="Chan (1998), composition models",
        rows=("T2", "T3"),
    )


reaction, learning, behaviour, results = (_pooled(level) for level in Level)
reaction_of_learners, learning_of_learners, behaviour_of_learners, results_of_learners = (
    _of_learners(pooled, level) for pooled, level in zip((reaction, learning, behaviour, results), Level, strict=True)
)
behaviour_change, results_change = _change(Level.BEHAVIOUR), _change(Level.RESULTS)
behaviour_attained, results_attained = _attained(Level.BEHAVIOUR), _attained(Level.RESULTS)
behaviour_realised = realised(behaviour_attained, Level.BEHAVIOUR)
results_realised = realised(results_attained, Level.RESULTS)
lowest_behaviour = Staged(
    "kirkpatrick.behaviour.lowest_learner",
    label=_labels(Level.BEHAVIOUR, ", lowest learner's mean", ", rata-rata terendah di antara pembelajar"),
    meaning="The lowest of the learners' own mean behaviour scores: a team is as strong as its weakest member.",
    unit="score",
    scale_type=ScaleType.INTERVAL,
    direction=Direction.HIGHER,
    levels=(NodeKind.TEAM, NodeKind.UNIT),
    inner=behaviour,
    grain=NodeKind.LEARNER,
    outer=Composition.LEAST,
    source="Kozlowski & Klein (2000), compilation by minimum",
    rows=("T3",),
)

METRICS: tuple[AnyMetric, ...] = (
    reaction,
    reaction_of_learners,
    learning,
    learning_of_learners,
    behaviour,
    behaviour_of_learners,
    behaviour_change,
    behaviour_attained,
    behaviour_realised,
    lowest_behaviour,
    results,
    results_of_learners,
    results_change,
    results_attained,
    results_realised,
)
