"""Normalised gains: what was learned by what there was left to learn (rows I1, I2).

The gain of the class and the mean of individuals' gains differ on the same scores, and both are called g; so each is a
metric of its own that says which. A score at the maximum before learning leaves nothing to gain: it belongs to the
class, has no gain of its own, and is counted beside both.
"""

from __future__ import annotations

from enum import Enum
from fractions import Fraction

from learnperf.errors import InvalidValue
from learnperf.metrics.algebra import Ratio
from learnperf.metrics.declared import Direction
from learnperf.metrics.expressions import col
from learnperf.metrics.gains import NormalisedChange, NormalisedGain, RelativeChange
from learnperf.metrics.kirkpatrick.wording import after_learning, asked, labels
from learnperf.metrics.metric import AnyMetric, Metric, Staged
from learnperf.metrics.outer import Composition
from learnperf.model.evidence import Evaluation
from learnperf.model.nodes import NodeKind
from learnperf.model.scales import Number, exact
from learnperf.model.vocabulary import Level, label

_MEDIUM_FROM, _MEDIUM_TO = Fraction(3, 10), Fraction(7, 10)
_HAKE = "Hake (1998), Interactive-engagement versus traditional methods, American Journal of Physics 66"
_BAO = "Bao (2006), Theoretical comparisons of average normalized gain calculations, American Journal of Physics 74"
_MARX = "Marx & Cummings (2007), Normalized change, American Journal of Physics 75"
_PAIRS = "Only pairs of scores before and after count; others are due and not observed."
_ROOM, _BASELINE = col("from_top") + col("change"), col("score") - col("change")
_SCALE = {"scale_low": col("scale"), "scale_high": col("scale")}


class GainBand(Enum):
    """How high a normalised gain is, after Hake: low below 0.3, high above 0.7, medium between with both ends."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


def gain_band(gain: Number) -> GainBand:
    """Give the band of a normalised gain.

    Raises
    ------
    InvalidValue
        More than 1: nobody gains more than there is, so scores were recorded wrongly.

    Examples
    --------
    >>> gain_band(0.29), gain_band(0.3), gain_band("0.7"), gain_band(0.73)
    (<GainBand.LOW: 'low'>, <GainBand.MEDIUM: 'medium'>, <GainBand.MEDIUM: 'medium'>, <GainBand.HIGH: 'high'>)
    """
    value = exact("gain", gain)
    if value > 1:
        raise InvalidValue("gain", gain, "is more than all there was to gain", "check the scores and their maximum")
    return GainBand.LOW if value < _MEDIUM_FROM else GainBand.HIGH if value > _MEDIUM_TO else GainBand.MEDIUM


def of_class(level: Level) -> Metric:
    """Make the normalised gain of the class: its mean gain by the mean room it had."""
    return Metric(
        f"kirkpatrick.{label(level)}.normalised_gain",
        label=labels(level, ", normalised gain of the class", ", gain ternormalisasi kelas"),
        meaning=(
            "Mean gain of all pairs by the mean room they had below the maximum, <g>: people with much to learn weigh "
            f"more than those with little. {_PAIRS}"
        ),
        question=asked(
            level,
            "How much of what the class could still gain in {} did it gain?",
            "Berapa bagian dari peluang peningkatan {} yang dicapai kelas?",
        ),
        formula="(<after> - <before>) / (maximum - <before>)",
        example="Before 46.58% and after 58.5% on average: 11.92 / 53.42 = 0.2231.",
        unit="gain",
        bounds=(None, 1),
        evidence=Evaluation,
        state=NormalisedGain,
        where=after_learning(level),
        lift={"numerator": col("change"), "denominator": _ROOM, **_SCALE},
        source=_HAKE,
        rows=("I1", "I2"),
    )


def of_learners(gain: Metric, level: Level) -> Staged:
    """Make the mean of individuals' normalised gains, of a gain of the class."""
    return Staged(
        f"{gain.name}.mean_of_learners",
        label=labels(level, ", mean of learners' normalised gains", ", rata-rata gain ternormalisasi pembelajar"),
        meaning=(
            "Mean over learners of each one's own normalised gain. Those at the maximum before have none and are left "
            f"out; read beside it how many there are. It generally differs from the gain of the class. {_PAIRS}"
        ),
        question=asked(
            level,
            "How much of what each learner could still gain in {} was gained, on average over learners?",
            "Berapa rata-rata bagian dari peluang peningkatan {} yang dicapai tiap pembelajar?",
        ),
        formula="Σ g / learners, with g = (after - before) / (maximum - before) of each",
        example="Of 10, before 2 and 8, after 6 and 9: (4 / 8 + 1 / 2) / 2 = 0.5; the class: 5 / 10 = 0.5.",
        unit="gain",
        bounds=(None, 1),
        inner=gain,
        grain=NodeKind.LEARNER,
        outer=Composition.MEAN,
        source=_BAO,
        rows=("I1", "I2"),
    )


def at_ceiling(level: Level) -> Metric:
    """Make the share of pairs that had nothing left to gain."""
    return Metric(
        f"kirkpatrick.{label(level)}.at_ceiling",
        label=labels(level, ", share at the maximum before learning", ", proporsi pada nilai maksimum sejak awal"),
        meaning=f"Share of pairs whose score before was the greatest there is, so that no gain can show. {_PAIRS}",
        question=asked(
            level,
            "How many had nothing left to gain in {}?",
            "Berapa banyak yang tidak lagi memiliki peluang peningkatan {}?",
        ),
        formula="pairs with before = maximum / pairs",
        example="One of four pairs begins at 100 of 100: 1 / 4 = 0.25.",
        unit="share",
        bounds=(0, 1),
        direction=Direction.LOWER,
        evidence=Evaluation,
        state=Ratio,
        where=after_learning(level),
        lift={"numerator": _ROOM == 0, "denominator": _ROOM.is_present()},
        source=_BAO,
        rows=("I2",),
    )


def change_of_learner(level: Level) -> Metric:
    """Make the normalised change of a learner, from the sums of all the learner's pairs."""
    return Metric(
        f"kirkpatrick.{label(level)}.normalised_change.of_sums",
        label=labels(level, ", normalised change of summed scores", ", perubahan ternormalisasi dari jumlah skor"),
        meaning=f"Gain by the room there was, or loss by what there was to lose, of the sums of all pairs. {_PAIRS}",
        unit="normalised change",
        bounds=(-1, 1),
        evidence=Evaluation,
        state=NormalisedChange,
        where=after_learning(level),
        lift={"change": col("change"), "room": _ROOM, "baseline": _BASELINE, **_SCALE},
        source=_MARX,
        rows=("I2",),
    )


def normalised_change(level: Level) -> Staged:
    """Make the mean over learners of their normalised change."""
    return Staged(
        f"kirkpatrick.{label(level)}.normalised_change",
        label=labels(
            level, ", mean of learners' normalised changes", ", rata-rata perubahan ternormalisasi pembelajar"
        ),
        meaning=(
            "Mean over learners of gain by the room there was, or loss by what there was to lose: a fall weighs no "
            "more than a rise, which it does in normalised gains. Who stayed at the minimum or at the maximum is left "
            f"out. {_PAIRS}"
        ),
        question=asked(
            level,
            "How far did learners move in {}, of what they could have gained or lost?",
            "Seberapa jauh perubahan {} dari yang mungkin naik atau turun?",
        ),
        formula="Σ c / learners, with c = (after - before) / (maximum - before), or / before where it fell",
        example="Of 10, from 4 to 7: 3 / 6 = 0.5; from 4 to 1: -3 / 4 = -0.75; mean -0.125.",
        unit="normalised change",
        bounds=(-1, 1),
        inner=change_of_learner(level),
        grain=NodeKind.LEARNER,
        outer=Composition.MEAN,
        source=_MARX,
        rows=("I2",),
    )


def relative_change(level: Level) -> Metric:
    """Make the change by the score before, of scales with a zero."""
    return Metric(
        f"kirkpatrick.{label(level)}.relative_change",
        label=labels(level, ", change relative to the score before", ", perubahan relatif terhadap skor awal"),
        meaning=(
            "Mean change by the mean score before: 1 is twice as much. Only scales that begin at 0 or are declared "
            f"ratio scales allow it; on 1..5 a 2 is not twice a 1. {_PAIRS}"
        ),
        question=asked(
            level,
            "How large is the change in {} beside the score before?",
            "Seberapa besar perubahan {} dibandingkan skor awal?",
        ),
        formula="Σ (after - before) / Σ before",
        example="From 40 to 60 and from 60 to 90, of 100: (20 + 30) / (40 + 60) = 0.5.",
        unit="relative change",
        bounds=(-1, None),
        evidence=Evaluation,
        state=RelativeChange,
        where=after_learning(level),
        lift={"n": 1, "change": col("change"), "baseline": _BASELINE, **_SCALE},
        source="BMC Medical Education 21:210 (2021), table 1: relative gain",
        rows=("I2",),
    )


class_gain = of_class(Level.LEARNING)
METRICS: tuple[AnyMetric, ...] = (
    class_gain,
    of_learners(class_gain, Level.LEARNING),
    at_ceiling(Level.LEARNING),
    normalised_change(Level.LEARNING),
    relative_change(Level.LEARNING),
)
