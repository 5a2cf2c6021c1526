"""Bands of scores, and the metrics that count moves from one band before learning to another after it (row I2)."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

from attrs import frozen

from learnperf.errors import InvalidValue
from learnperf.metrics.algebra import Count, scale_code
from learnperf.metrics.expressions import Expression, col
from learnperf.metrics.kirkpatrick.wording import FOUR_LEVELS, after_learning, labels
from learnperf.metrics.metric import Metric
from learnperf.model.evidence import Evaluation
from learnperf.model.levels import Level
from learnperf.model.scales import LIKERT_5, Number, Scale
from learnperf.model.vocabulary import label


@frozen
class ScoreBands:
    """Bands of one scale, each from its least score up to the next one's.

    Attributes
    ----------
    names
        From the lowest band to the highest.
    least
        Least score of each in steps; of the first, 0.

    Examples
    --------
    >>> ScoreBands.of({"low": 1, "middle": 3, "high": 4}).least
    (0, 2, 3)
    """

    scale: Scale
    names: tuple[str, ...]
    least: tuple[int, ...]

    @classmethod
    def of(cls, least: Mapping[str, Number], scale: Scale = LIKERT_5) -> ScoreBands:
        """Make bands of their names and least scores, from the lowest to the highest.

        Raises
        ------
        InvalidValue
            No two bands, bands out of order, a first one that is not the scale's minimum, or a score off the scale.
        """
        steps = tuple(scale.steps(score) for score in least.values())
        if len(steps) <= 1 or list(steps) != sorted(set(steps)) or steps[0] != 0:
            rule = "are not two or more least scores in rising order, the first of them the scale's minimum"
            raise InvalidValue("bands", ", ".join(map(str, least.values())), rule, f"such as 1, 3 and 4 on {LIKERT_5}")
        return cls(scale, tuple(least), steps)

    def holds(self, band: int, score: Expression) -> Expression:
        """Give the condition that a score, in steps, is in a band."""
        after = [*self.least[1:], self.scale.top + 1][band]
        return (score >= self.least[band]) & (score < after)


def transition_metrics(level: Level, bands: ScoreBands) -> tuple[Metric, ...]:
    """Make the metrics that count pairs of scores by their bands before and after, read by `learnperf.transitions`.

    Pairs on other scales, and scores without a baseline, are due and not observed.

    Examples
    --------
    >>> several = transition_metrics(Level.BEHAVIOUR, ScoreBands.of({"low": 1, "high": 4}))
    >>> [metric.name for metric in several][:2]
    ['kirkpatrick.behaviour.from_low_to_low', 'kirkpatrick.behaviour.from_low_to_high']
    """
    return tuple(_moved(level, bands, before, after) for before, after in product(range(len(bands.names)), repeat=2))


def transition_name(level: Level, before: str, after: str) -> str:
    """Give the name of the metric that counts a move from one band to another."""
    return f"kirkpatrick.{label(level)}.from_{_plain(before)}_to_{_plain(after)}"


def _moved(level: Level, bands: ScoreBands, before: int, after: int) -> Metric:
    first, second = bands.names[before], bands.names[after]
    moved = bands.holds(before, col("score") - col("change")) & bands.holds(after, col("score"))
    return Metric(
        transition_name(level, first, second),
        label=labels(level, f", pairs from {first} to {second}", f", pasangan dari {first} ke {second}"),
        meaning=f"Pairs of {label(level)} scores in the band {first} before learning and in {second} after it.",
        unit="pairs",
        bounds=(0, None),
        evidence=Evaluation,
        state=Count,
        where=after_learning(level),
        observed=(col("scale") == scale_code(bands.scale)) & col("change").is_present(),
        lift={"count": moved},
        source=FOUR_LEVELS,
        rows=("I2",),
    )


def _plain(name: str) -> str:
    return "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in name.lower())
