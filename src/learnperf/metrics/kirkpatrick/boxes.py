"""Boxes: how many scores are among the best there are, and how many more recommend than do not (row I1)."""

from __future__ import annotations

from learnperf.errors import InvalidValue
from learnperf.metrics.algebra import Ratio, scale_code
from learnperf.metrics.expressions import col
from learnperf.metrics.gains import ShareOnScale
from learnperf.metrics.kirkpatrick.wording import after_learning, asked, labels
from learnperf.metrics.metric import AnyMetric, Metric
from learnperf.model.evidence import Evaluation
from learnperf.model.scales import LIKERT_5, Scale, ScaleType
from learnperf.model.vocabulary import Level, label

_PROMOTES, _DETRACTS = 9, 6
_SCALES_OF_TEN = tuple(scale_code(Scale(0, 10, type=kind)) for kind in ScaleType)


def top_box(level: Level, k: int = 1) -> Metric:
    """Make the share of scores in the k topmost steps of their scale.

    Parameters
    ----------
    k
        1 for the top score alone, 2 for top-two, and so on.

    Raises
    ------
    InvalidValue
        k below 1.

    Examples
    --------
    >>> top_box(Level.REACTION, 2).label[0]
    'Reaction (level 1), share in the top 2 scores'
    """
    if k < 1:
        raise InvalidValue("k", k, "is no number of scores", "1 for the top score, 2 for the top two")
    among = sum(score > LIKERT_5.maximum - k for score in (5, 4, 4, 2))
    best = "the top score" if k == 1 else f"the top {k} scores"
    tertinggi = "skor tertinggi" if k == 1 else f"{k} skor tertinggi"
    return Metric(
        f"kirkpatrick.{label(level)}.top_{k}",
        label=labels(level, f", share in {best}", f", proporsi pada {tertinggi}"),
        meaning=(
            f"Share of {label(level)} scores after learning that are among {best} of their scale. Scores of different "
            "scales are not put together: the top of five is not the top of a hundred."
        ),
        question=asked(
            level, f"What share of the scores of {{}} is {best}?", f"Berapa proporsi skor {{}} yang berupa {tertinggi}?"
        ),
        formula=f"scores > maximum - {k} steps / scores",
        example=f"On 1..5, scores 5, 4, 4 and 2: {among} / 4 = {among / 4:g}.",
        unit="share",
        bounds=(0, 1),
        evidence=Evaluation,
        state=ShareOnScale,
        where=after_learning(level),
        lift={
            "numerator": col("from_top") < k,
            "denominator": 1,
            "scale_low": col("scale"),
            "scale_high": col("scale"),
        },
        source="Vance & Parskey (2021), Measurement Demystified, chapter 3",
        rows=("I1",),
    )


net_promoter_score = Metric(
    "kirkpatrick.reaction.net_promoter_score",
    label=labels(Level.REACTION, ", net promoter score", ", net promoter score (NPS)"),
    meaning=(
        "Per cent of promoters (9 or 10) less per cent of detractors (0 to 6), over reactions on a scale 0..10 alone. "
        "Scores of nodes are not averaged: their counts are pooled."
    ),
    question=(
        "How many more people recommend the learning than advise against it?",
        "Berapa banyak lebih peserta yang merekomendasikan pembelajaran daripada yang tidak?",
    ),
    formula="100 · (scores 9..10 - scores 0..6) / scores",
    example="30% promoters and 20% detractors: 30 - 20 = +10.",
    unit="NPS points",
    bounds=(-100, 100),
    evidence=Evaluation,
    state=Ratio,
    where=after_learning(Level.REACTION) & col("scale").is_in(_SCALES_OF_TEN),
    lift={"numerator": 100 * ((col("score") >= _PROMOTES) - (col("score") <= _DETRACTS)), "denominator": 1},
    source="Reichheld (2003), The one number you need to grow, Harvard Business Review 81",
    rows=("I1",),
)
RATED = (Level.REACTION, Level.BEHAVIOUR, Level.RESULTS)

METRICS: tuple[AnyMetric, ...] = (
    *(top_box(level, k) for level in RATED for k in (1, 2)),
    net_promoter_score,
)
