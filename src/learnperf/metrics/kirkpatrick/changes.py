"""Changes from before to after learning, of the same people by the same raters (row I2).

Only pairs count: a score after learning whose subject, activity, level, rater and scale have a baseline. A score
without one was due and is not observed; the difference of the means of all who were asked before and all who were
asked after is another figure, and not one of these people's change.
"""

from __future__ import annotations

from learnperf.metrics.algebra import MeanChange, Ratio
from learnperf.metrics.declared import Direction
from learnperf.metrics.expressions import Expression, col
from learnperf.metrics.kirkpatrick.wording import FOUR_LEVELS, after_learning, asked, labels
from learnperf.metrics.metric import AnyMetric, Metric
from learnperf.model.evidence import Evaluation
from learnperf.model.scales import ScaleType
from learnperf.model.vocabulary import Level, label

# of reaction there is no before
CHANGING = (Level.LEARNING, Level.BEHAVIOUR, Level.RESULTS)
_PAIRS_ONLY = "Evaluations without such a baseline are due and not observed."


def _change(level: Level) -> Metric:
    return Metric(
        f"kirkpatrick.{label(level)}.change",
        label=labels(level, ", change against baseline", ", perubahan dari kondisi awal"),
        meaning=(
            f"Mean difference between a {label(level)} score after learning and the same person's baseline for the "
            f"same activity, rater and scale. {_PAIRS_ONLY}"
        ),
        question=asked(
            level,
            "By how much do scores of {} change from before learning?",
            "Berapa besar perubahan skor {} dibandingkan sebelum pembelajaran?",
        ),
        formula="Σ (after - before) / pairs",
        example="Before 2 and 3, after 4 and 4, and one after of 5 with no before: (2 + 1) / 2 = 1.5, 2 of 3 observed.",
        unit="score",
        scale_type=ScaleType.INTERVAL,
        evidence=Evaluation,
        state=MeanChange,
        where=after_learning(level),
        lift={"n": 1, "total": col("change"), "scale_low": col("scale"), "scale_high": col("scale")},
        source=FOUR_LEVELS,
        rows=("I2",),
    )


_DIRECTIONS = {
    "improved": (col("change") > 0, "rose", "naik", Direction.HIGHER),
    "same": (col("change") == 0, "stayed the same", "tetap", Direction.TARGET),
    "declined": (col("change") < 0, "fell", "turun", Direction.LOWER),
}


def _moved(level: Level, word: str, moved: Expression, english: str, indonesian: str, direction: Direction) -> Metric:
    return Metric(
        f"kirkpatrick.{label(level)}.{word}",
        label=labels(level, f", share of pairs that {english}", f", proporsi pasangan yang {indonesian}"),
        meaning=(
            f"Share of pairs of {label(level)} scores before and after learning of which the score {english}; with "
            f"the other two shares it adds up to 1. {_PAIRS_ONLY}"
        ),
        question=asked(
            level,
            f"Of how many people evaluated twice has the score of {{}} {'risen' if english == 'rose' else english}?",
            f"Berapa banyak peserta yang dinilai dua kali yang skor {{}}-nya {indonesian}?",
        ),
        formula=f"pairs with a score that {english} / pairs",
        example="Of changes +2, +1, 0 and -1: rose 2 / 4 = 0.5, stayed 1 / 4 = 0.25, fell 1 / 4 = 0.25.",
        unit="share",
        bounds=(0, 1),
        direction=direction,
        evidence=Evaluation,
        state=Ratio,
        where=after_learning(level),
        lift={"numerator": moved, "denominator": col("change").is_present()},
        source=FOUR_LEVELS,
        rows=("I2",),
    )


CHANGES = {level: _change(level) for level in CHANGING}
METRICS: tuple[AnyMetric, ...] = tuple(
    metric
    for level in CHANGING
    for metric in (CHANGES[level], *(_moved(level, word, *rest) for word, rest in _DIRECTIONS.items()))
)
