"""Standardised differences before and after learning, each named by its variant (row I2).

They say how large a difference is beside how far scores lie apart, and nothing of what it came of.
"""

from __future__ import annotations

from learnperf.metrics.expressions import col
from learnperf.metrics.kirkpatrick.wording import after_learning, asked, labels
from learnperf.metrics.metric import AnyMetric, Metric
from learnperf.metrics.pairs import CohenDav, CohenDrm, CohenDz, HedgesGav, Pairs
from learnperf.model.evidence import Evaluation
from learnperf.model.vocabulary import Level, label

_SOURCE = "Lakens (2013), Calculating and reporting effect sizes, Frontiers in Psychology 4:863"
_HEDGES = "Hedges (1981), Distribution theory for Glass's estimator of effect size, Journal of Educational Statistics 6"
_BEFORE, _AFTER = col("score") - col("change"), col("score")
_LIFT = {
    "n": 1,
    "before": _BEFORE,
    "after": _AFTER,
    "before_squares": _BEFORE * _BEFORE,
    "after_squares": _AFTER * _AFTER,
    "products": _BEFORE * _AFTER,
    "scale_low": col("scale"),
    "scale_high": col("scale"),
}
# state, name for people, what it is measured by, in two languages, formula and example
_VARIANTS: dict[str, tuple[type[Pairs], str, str, str, str, str, str]] = {
    "d_z": (
        CohenDz, "Cohen's d_z", "the standard deviation of the differences", "simpangan baku selisih",
        "Σ (after - before) / n / s_difference",
        "Differences 1 and 3: mean 2, standard deviation √2, so 2 / 1.414 = 1.414.", _SOURCE,
    ),
    "d_av": (
        CohenDav, "Cohen's d_av", "the mean of both standard deviations", "rata-rata kedua simpangan baku",
        "Σ (after - before) / n / ((s_before + s_after) / 2)",
        "Means 2 and 4, standard deviations 1 and 3: 2 / ((1 + 3) / 2) = 1.", _SOURCE,
    ),
    "d_rm": (
        CohenDrm, "Cohen's d_rm", "the standard deviation of the differences, allowing for the correlation",
        "simpangan baku selisih dengan memperhitungkan korelasi",
        "Σ (after - before) / n / s_difference · √(2 (1 - r))",
        "With d_z 1.5 and a correlation of 0.5: 1.5 · √(2 · 0.5) = 1.5.", _SOURCE,
    ),
    "g_av": (
        HedgesGav, "Hedges' g_av", "the mean of both standard deviations, corrected for few pairs",
        "rata-rata kedua simpangan baku, dikoreksi untuk sampel kecil",
        "d_av · (1 - 3 / (4 (n - 1) - 1))",
        "With d_av 1 and 20 pairs: 1 · (1 - 3 / 75) = 0.96.", _HEDGES,
    ),
}  # fmt: skip
STANDARDISED = (Level.LEARNING, Level.BEHAVIOUR)


def standardised(level: Level, variant: str) -> Metric:
    """Make the standardised difference of a level: ``d_z``, ``d_av``, ``d_rm`` or ``g_av``.

    Examples
    --------
    >>> standardised(Level.RESULTS, "d_z").name
    'kirkpatrick.results.d_z'
    """
    state, called, by, dibagi, formula, example, source = _VARIANTS[variant]
    return Metric(
        f"kirkpatrick.{label(level)}.{variant}",
        label=labels(level, f", standardised difference {called}", f", selisih terbakukan {called}"),
        meaning=(
            f"Mean difference of pairs of {label(level)} scores after and before learning, by {by}. It describes a "
            "difference, not what it came of. Two pairs at least; scores without a baseline are due and not observed."
        ),
        question=asked(
            level,
            f"How large is the difference in {{}} beside {by}?",
            f"Seberapa besar selisih {{}} dibandingkan {dibagi}?",
        ),
        formula=formula,
        example=example,
        unit="standard deviations",
        evidence=Evaluation,
        state=state,
        where=after_learning(level),
        lift=_LIFT,
        source=source,
        rows=("I2",),
    )


METRICS: tuple[AnyMetric, ...] = tuple(standardised(level, variant) for level in STANDARDISED for variant in _VARIANTS)
