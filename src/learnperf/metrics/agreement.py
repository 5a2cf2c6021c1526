"""Agreement: how alike evaluations of a team's or unit's people are, read at every node (row T3).

Every evaluation at a node is one rater here. `learnperf.may_aggregate` looks at members instead, with the mean of their
own scores, and at several indexes together; ICC over groups is there, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np
from attrs import frozen

from learnperf.metrics.algebra import Variance, scale_code
from learnperf.metrics.declared import Direction
from learnperf.metrics.expressions import col
from learnperf.metrics.finalized import Context, Finalized
from learnperf.metrics.integers import Integers, added, narrowed, product, subtracted
from learnperf.metrics.kirkpatrick.wording import SCORE, after_learning, labels
from learnperf.metrics.metric import AnyMetric, Metric
from learnperf.metrics.missing import Missing, MissingReason
from learnperf.metrics.nulls import null_variance
from learnperf.metrics.state import Exact, Kind, Merge, State, columns, number
from learnperf.model.evidence import Evaluation
from learnperf.model.nodes import NodeKind
from learnperf.model.scales import LIKERT_5, Scale, ScaleType
from learnperf.model.vocabulary import Level, label


@frozen
class WithinGroup(State):
    """The within-group agreement rwg: 1 - s² / (variance of answers that are all alike), not below 0.

    Its columns are those of `Variance`. Numbers without a scale have none, and one score agrees with nobody.

    Examples
    --------
    >>> code = scale_code(LIKERT_5)
    >>> WithinGroup(4, 12, 38, code, code).value(Context(scales={code: LIKERT_5}))
    Fraction(2, 3)
    """

    COLUMNS = Variance.COLUMNS
    KIND = Kind.ALGEBRAIC
    NEEDS_INTERVAL = True
    n: int = number(Merge.SUM)
    total: int = number(Merge.SUM)
    squares: int = number(Merge.SUM)
    scale_low: int = number(Merge.MIN)
    scale_high: int = number(Merge.MAX)

    def value(self, context: Context) -> Exact:
        """Give the agreement, from 0 to 1."""
        variance = Variance(self.n, self.total, self.squares, self.scale_low, self.scale_high).value(context)
        if isinstance(variance, Missing):
            return variance
        scale = context.scale(self.scale_low)
        if scale is None:
            return Missing(MissingReason.OTHER_SCALE)
        return max(Fraction(0), 1 - variance / _null(scale))

    @classmethod
    def finalize(cls, columns: Mapping[str, Integers], context: Context) -> Finalized:
        """Read many agreements."""
        variance = Variance.finalize(columns, context)
        codes, place = np.unique(columns["scale_low"], return_inverse=True)
        scales = [context.scale(int(code)) for code in codes]
        nulls = [Fraction(1) if scale is None else _null(scale) for scale in scales]
        top = narrowed(np.asarray([one.numerator for one in nulls], dtype=np.object_)[place])
        bottom = narrowed(np.asarray([one.denominator for one in nulls], dtype=np.object_)[place])
        whole = product(variance.denominator, top)
        agreed = subtracted(whole, product(variance.numerator, bottom))
        plain = np.asarray([MissingReason.OTHER_SCALE if scale is None else 0 for scale in scales])[place]
        reason = np.where(variance.reason == 0, plain, variance.reason)
        return Finalized.of(np.where(agreed < 0, 0, agreed), whole, reason)


def _null(scale: Scale) -> Fraction:
    return null_variance(scale.top + 1) * scale.step**2


@frozen
class AverageDeviation(State):
    """The mean absolute deviation of scores from 1 to 5 from their mean, exact because scores are counted by step.

    Examples
    --------
    >>> AverageDeviation(at_2=1, at_3=2).merge(AverageDeviation(at_4=1)).value(Context())
    Fraction(1, 2)
    """

    COLUMNS = columns(**{f"at_{step}": Merge.SUM for step in range(5)})
    KIND = Kind.HOLISTIC
    at_0: int = number(Merge.SUM)
    at_1: int = number(Merge.SUM)
    at_2: int = number(Merge.SUM)
    at_3: int = number(Merge.SUM)
    at_4: int = number(Merge.SUM)

    def value(self, context: Context) -> Exact:
        """Give the deviation in steps of 1; one score has none."""
        counts = [self.at_0, self.at_1, self.at_2, self.at_3, self.at_4]
        n, total = sum(counts), sum(step * count for step, count in enumerate(counts))
        if n <= context.whole:
            return Missing(MissingReason.TOO_FEW if n else MissingReason.NO_EVIDENCE)
        return Fraction(sum(count * abs(step * n - total) for step, count in enumerate(counts)), n * n)

    @classmethod
    def finalize(cls, columns: Mapping[str, Integers], context: Context) -> Finalized:
        """Read many deviations."""
        counts = [columns[one.name] for one in cls.COLUMNS]
        n, total = counts[0], product(counts[0], 0)
        for step, count in enumerate(counts[1:], start=1):
            n, total = added(n, count), added(total, product(count, step))
        top = product(n, 0)
        for step, count in enumerate(counts):
            top = added(top, product(count, np.abs(subtracted(product(n, step), total))))
        few = np.where(n == 0, MissingReason.NO_EVIDENCE, MissingReason.TOO_FEW)
        alone = n <= context.whole
        return Finalized.of(top, np.where(alone, 1, product(n, n)), np.where(alone, few, 0))


_JAMES = (
    "James, Demaree & Wolf (1984), Estimating within-group interrater reliability with and without response bias, "
    "Journal of Applied Psychology 69"
)
_BURKE = (
    "Burke, Finkelstein & Dusig (1999), On average deviation indices for estimating interrater agreement, "
    "Organizational Research Methods 2"
)
_LEVELS = (NodeKind.TEAM, NodeKind.UNIT)


def _within_group(level: Level) -> Metric:
    word, kata = label(level), label(level, "id")
    return Metric(
        f"agreement.{word}.rwg",
        label=labels(level, ", agreement of evaluations (rwg)", ", kesepakatan penilaian (rwg)"),
        meaning=(
            f"How much less {word} scores after learning differ than if all answers of their scale were given alike "
            "often: 1 where all are the same, 0 where they differ as much or more. By custom 0.7 passes for agreement. "
            "One score agrees with nobody."
        ),
        question=(
            f"Do evaluations of {word} agree enough for their mean to speak for all?",
            f"Apakah penilaian {kata} cukup sepakat sehingga rata-ratanya dapat mewakili semua?",
        ),
        formula="max(0, 1 - s² / ((A² - 1) / 12)), A answers, s² over n - 1",
        example="Scores 4, 4, 5 and 3 of 5 answers: 1 - 0.667 / 2 = 0.667.",
        unit="agreement",
        bounds=(0, 1),
        levels=_LEVELS,
        evidence=Evaluation,
        state=WithinGroup,
        where=after_learning(level),
        lift={**SCORE, "squares": col("score") * col("score")},
        source=_JAMES,
        rows=("T3",),
    )


def _average_deviation(level: Level) -> Metric:
    word, kata = label(level), label(level, "id")
    return Metric(
        f"agreement.{word}.average_deviation",
        label=labels(level, ", average deviation on 1..5", ", rata-rata penyimpangan pada skala 1..5"),
        meaning=(
            f"How far {word} scores after learning are from their mean, on average, in steps of a scale from 1 to 5. "
            "Up to 0.83, a sixth of the answers, passes for agreement in practice. Scores on other scales are due and "
            "not observed; one score has none."
        ),
        question=(
            f"How far apart are evaluations of {word}?",
            f"Seberapa jauh penilaian {kata} saling berbeda?",
        ),
        formula="Σ |score - mean| / n",
        example="Scores 4, 4, 5 and 3, mean 4: (0 + 0 + 1 + 1) / 4 = 0.5.",
        unit="score",
        scale_type=ScaleType.INTERVAL,
        direction=Direction.LOWER,
        levels=_LEVELS,
        evidence=Evaluation,
        state=AverageDeviation,
        where=after_learning(level),
        observed=(col("scale") == scale_code(LIKERT_5)) & col("score").is_present(),
        lift={f"at_{step}": col("score") == step for step in range(5)},
        source=_BURKE,
        rows=("T3",),
    )


METRICS: tuple[AnyMetric, ...] = tuple(
    make(level) for level in (Level.BEHAVIOUR, Level.RESULTS) for make in (_within_group, _average_deviation)
)
