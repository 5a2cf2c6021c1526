"""Raters: what people say of themselves beside what others say of them, and an index over types of raters (row I2)."""

from __future__ import annotations

from collections.abc import Mapping

from learnperf.errors import InvalidValue
from learnperf.metrics.declared import Direction
from learnperf.metrics.enough import part_changed
from learnperf.metrics.expressions import Expression, col, when
from learnperf.metrics.gap import Gap
from learnperf.metrics.kirkpatrick.wording import FOUR_LEVELS, after_learning, labels
from learnperf.metrics.metric import AnyMetric, Index, Metric
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


def _change_by(rater: Rater, level: Level, minimum: int, name: str) -> Metric:
    enough = f"fewer than {minimum} ratings have none" if minimum > 1 else "one rating is enough"
    return Metric(
        f"{name}.{rater.value}",
        label=labels(level, f", change as {label(rater)} sees it", f", perubahan menurut {label(rater, 'id')}"),
        meaning=(
            f"Mean change of {label(level)} scores by {label(rater)} against the same rater's baseline, as a part of "
            f"the scale; {enough}. Scores without a baseline are due and not observed."
        ),
        formula="Σ (after - before) / pairs / (maximum - minimum)",
        unit="part of scale",
        bounds=(-1, 1),
        evidence=Evaluation,
        state=part_changed(minimum),
        where=after_learning(level) & (col("rater") == rater),
        lift={"n": 1, "total": col("change"), "scale_low": col("scale"), "scale_high": col("scale")},
        source=FOUR_LEVELS,
        rows=("I2",),
    )


def behaviour_change_index(
    weights: Mapping[Rater, int],
    *,
    minimum: int = 3,
    self_alone: bool = False,
    level: Level = Level.BEHAVIOUR,
    name: str = "mine.behaviour_change_index",
) -> Index:
    """Make an index of behaviour change: the mean change by type of rater, types weighted as you say.

    There is no official weighting, so none is assumed. Types without enough ratings are left out and the others weigh
    more; `learnperf.changes_by_rater` says which.

    Parameters
    ----------
    weights
        Positive whole numbers for supervisors, peers, subordinates and self.
    minimum
        Ratings a type needs to be read; of the supervisor, of whom everybody has one, a single rating is enough.
    self_alone
        Whether what people say of themselves makes an index where nobody else is heard.
    name
        Of the index; its parts are called after it.

    Raises
    ------
    InvalidValue
        Weights for tests, which are nobody's opinion; self alone where that is not said; a minimum below 1.
    MetricDefinitionError
        No weights, or weights that are no positive whole numbers.

    Examples
    --------
    >>> index = behaviour_change_index({Rater.SUPERVISOR: 2, Rater.PEER: 1})
    >>> [part.name for part in index.parts]
    ['mine.behaviour_change_index.supervisor', 'mine.behaviour_change_index.peer']
    """
    if Rater.TEST in weights:
        raise InvalidValue("weights", "test", "is nobody's opinion of how people behave", "leave it out")
    if set(weights) == {Rater.SELF} and not self_alone:
        raise InvalidValue("weights", "self", "is alone", "weigh others too, or say self_alone=True")
    parts: dict[AnyMetric, int] = {
        _change_by(rater, level, 1 if rater is Rater.SUPERVISOR else minimum, name): weight
        for rater, weight in weights.items()
    }
    said = ", ".join(f"{label(rater)} {weight}" for rater, weight in weights.items())
    return Index(
        name,
        label=labels(level, f", change index ({said})", f", indeks perubahan ({said})"),
        meaning=(
            f"Mean change by type of rater as a part of the scale, weighted {said}. Types with fewer than {minimum} "
            "ratings are left out, one supervisor is enough, and "
            + ("self may stand alone." if self_alone else "self alone gives no index.")
        ),
        question=(
            "How far has behaviour at work changed, as those around see it?",
            "Seberapa jauh perilaku kerja berubah menurut orang di sekitarnya?",
        ),
        formula="Σ weight · mean change / Σ weight, over types of rater heard",
        example="Supervisor +0.5 with weight 2, peers +0.25 with weight 1: (1 + 0.25) / 3 = 0.417.",
        unit="part of scale",
        bounds=(-1, 1),
        weights=parts,
        renormalise=True,
        never_alone=() if self_alone else (place for place, rater in enumerate(weights) if rater is Rater.SELF),
        source=FOUR_LEVELS,
        rows=("I2",),
    )


METRICS: tuple[AnyMetric, ...] = (self_other_gap(Level.BEHAVIOUR),)
