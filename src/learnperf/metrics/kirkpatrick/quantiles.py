"""Quantiles: the score that a share of all scores does not pass, such as the median (row I1)."""

from __future__ import annotations

import re
from fractions import Fraction

from learnperf.metrics.algebra import scale_code
from learnperf.metrics.expressions import col
from learnperf.metrics.kirkpatrick.boxes import RATED
from learnperf.metrics.kirkpatrick.wording import after_learning, asked, labels, written
from learnperf.metrics.metric import AnyMetric, Metric
from learnperf.metrics.stepcounts import MEDIAN, step_counts
from learnperf.model.evidence import Evaluation
from learnperf.model.scales import LIKERT_5, Number, Scale, ScaleType, exact
from learnperf.model.vocabulary import Level, label


def quantile(level: Level, share: Number = MEDIAN, scale: Scale = LIKERT_5, name: str | None = None) -> Metric:
    """Make a quantile of the scores of a level: exact at every node, because scores are counted by step.

    Parameters
    ----------
    share
        Part of the scores at or below it, from 0 to 1; a half is the median.
    scale
        On which scores are counted, of at most 100 steps. Scores on another are due and not observed.
    name
        Of the metric; by default it says level and share, and scale where that is not 1..5.

    Raises
    ------
    InvalidValue
        A scale of more steps, or a share outside 0 and 1.

    Examples
    --------
    >>> quantile(Level.BEHAVIOUR).label[0], quantile(Level.BEHAVIOUR, 0.9).name
    ('Behaviour (level 3), median on 1..5', 'kirkpatrick.behaviour.quantile_90')
    """
    state = step_counts(scale, share)
    part = exact("share", share)
    percent = f"{float(part * 100):g}"
    is_median = part == Fraction(1, 2)
    own = "" if scale == LIKERT_5 else f".on_{re.sub('[^0-9]+', '_', str(scale)).strip('_')}"
    kind, jenis = ("median", "median") if is_median else (f"{percent}% quantile", f"kuantil {percent}%")
    short = "median" if is_median else f"quantile_{percent.replace('.', '_')}"
    return Metric(
        name or f"kirkpatrick.{label(level)}.{short}{own}",
        label=labels(level, f", {kind} on {written(scale)}", f", {jenis} pada skala {written(scale)}"),
        meaning=(
            f"The {label(level)} score after learning at or below which {percent}% of scores on {written(scale)} lie; "
            "where exactly so many do, the middle to the next, but on a scale that only ranks the lower of both. "
            "Scores on other scales are due and not observed."
        ),
        question=asked(
            level,
            f"Which score of {{}} do {percent}% not pass?",
            f"Skor {{}} berapakah yang tidak dilampaui oleh {percent}% skor?",
        ),
        formula=f"least score with (scores at or below it) / n ≥ {float(part):g}",
        example="The median of 2, 4, 5 and 5 is (4 + 5) / 2 = 4.5.",
        unit="score",
        scale_type=ScaleType.ORDINAL,
        evidence=Evaluation,
        state=state,
        where=after_learning(level),
        observed=(col("scale") == scale_code(scale)) & col("score").is_present(),
        lift={f"at_{step}": col("score") == step for step in range(scale.top + 1)},
        source="Hyndman & Fan (1996), Sample quantiles in statistical packages, The American Statistician 50: type 2",
        rows=("I1",),
    )


MEDIANS = tuple(quantile(level) for level in RATED)
METRICS: tuple[AnyMetric, ...] = MEDIANS
