"""Response rates: how many of the evaluations that were due were given (rows I1, I2).

What is due follows from who completed what and when, not from who answered: an office that never asks anybody has a
rate of 0 and not none.
"""

from __future__ import annotations

from learnperf.metrics.algebra import Ratio
from learnperf.metrics.expressions import col
from learnperf.metrics.kirkpatrick.wording import asked, labels
from learnperf.metrics.metric import AnyMetric, Metric
from learnperf.model.evidence import Participation
from learnperf.model.vocabulary import Level, Rater, Wave, label

_MONTHS = {None: 0, Wave.MONTH_3: 3, Wave.MONTH_6: 6, Wave.MONTH_12: 12}


def response_rate(level: Level, wave: Wave | None = None, rater: Rater | None = None) -> Metric:
    """Make the response rate of a level, of one wave or rater where that is said.

    Parameters
    ----------
    wave
        3, 6 or 12 months: due once so many have passed by the day of the report. None is due at once, and any
        evaluation of the level answers it.
    rater
        Whose evaluation is due; None for anybody's.

    Raises
    ------
    KeyError
        The baseline, which is taken before learning.

    Examples
    --------
    >>> response_rate(Level.BEHAVIOUR, Wave.MONTH_3, Rater.SUPERVISOR).name
    'kirkpatrick.behaviour.response_rate.3m.supervisor'
    """
    months = _MONTHS[wave]
    parts = [one for one in (wave, rater) if one is not None]
    english, indonesian = ("".join(f", {label(one, language)}" for one in parts) for language in ("en", "id"))
    window = "at once" if wave is None else f"once {label(wave)} have passed by the day of the report"
    return Metric(
        ".".join([f"kirkpatrick.{label(level)}.response_rate", *(one.value for one in parts)]),
        label=labels(level, f", response rate{english}", f", tingkat respons{indonesian}"),
        meaning=(
            f"Completed participations that a {label(level)} evaluation with a score follows, by all that were due "
            f"one: each {window}. An evaluation follows the last completed participation of the same learner in the "
            "same activity, on or before its day."
        ),
        question=asked(
            level,
            f"How many of the evaluations due of {{}}{english} were given?",
            f"Berapa banyak evaluasi {{}}{indonesian} yang seharusnya ada dan sudah diberikan?",
        ),
        formula="completed participations with an evaluation / completed participations due one",
        example="Of 10 completed, 8 are due by now, 6 of them answered: 6 / 8 = 0.75.",
        unit="share",
        bounds=(0, 1),
        evidence=Participation,
        state=Ratio,
        where=(col("completed") == 1) & (col("due_after", months) == 1),
        lift={"numerator": col("answered", level, months, *([rater] if rater else [])), "denominator": 1},
        source="American Association for Public Opinion Research (2023), Standard Definitions: response rates",
        rows=("I1",) if wave is None else ("I1", "I2"),
    )


METRICS: tuple[AnyMetric, ...] = (
    *(response_rate(level) for level in (Level.REACTION, Level.LEARNING)),
    *(response_rate(level, wave) for level in (Level.BEHAVIOUR, Level.RESULTS) for wave in list(Wave)[1:]),
)
