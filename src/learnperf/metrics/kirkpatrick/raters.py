"""Raters: what people say of themselves beside what others say of them, and an index over types of raters (row I2)."""

from __future__ import annotations

from learnperf.metrics.declared import Direction
from learnperf.metrics.expressions import Expression, col, when
from learnperf.metrics.gap import Gap
from learnperf.metrics.kirkpatrick.wording import after_learning, labels
from learnperf.metrics.metric import AnyMetric, Metric
from learnperf.model.evidence import Evaluation
from learnperf.model.vocabulary import Level, Rater, label

_JUDGED = col("rater").is_present() & (col("rater") != Rater.TEST)
_BY_SELF: Expression = col("rater") == Rater.SELF


def self_other_gap(level: Level) -> Metric:
    """Make the gap between people's own scores and others' scores of them."""
    return Metric(
        f"kirkpatrick.{label(level)}.self_other_gap",
        label=labels(level, ", self less others", ", penilaian diri dikurangi penilaian orang lain"),
        meaning=(
            f"Mean {label(level)} score that people give themselves less the mean that supervisors, peers and "
            "subordinates give, as a part of the scale: above 0 they think more of themselves. No value where one of "
            "both sides is silent. Scores of tests and of unnamed raters are not in it."
        ),
        question=(
            "Do people rate their own behaviour higher than others do?",
            "Apakah peserta menilai perilakunya sendiri lebih tinggi daripada penilaian orang lain?",
        ),
        formula="(mean of self - mean of others) / (maximum - minimum)",
        example="On 1..5, self 5, others 4 and 3: (5 - 3.5) / 4 = 0.375.",
        unit="part of scale",
        bounds=(-1, 1),
        direction=Direction.TARGET,
        evidence=Evaluation,
        state=Gap,
        where=after_learning(level) & _JUDGED,
        lift={
            "n": _BY_SELF,
            "total": when(_BY_SELF, col("score"), 0),
            "other_n": col("rater") != Rater.SELF,
            "other_total": when(_BY_SELF, 0, col("score")),
            "scale_low": col("scale"),
            "scale_high": col("scale"),
        },
        source="Fleenor, Smither, Atwater, Braddy & Sturm (2010), Self-other rating agreement, Leadership Quarterly 21",
        rows=("I2",),
    )


METRICS: tuple[AnyMetric, ...] = (self_other_gap(Level.BEHAVIOUR),)
