"""Transfer: how much of what was learned is applied, and how much is scrap (rows I1, I2).

What people plan to apply, asked at the end of learning, and what was applied, asked at work, are told apart: the one
says little of the other.
"""

from __future__ import annotations

from learnperf.metrics.algebra import Attained, Ratio
from learnperf.metrics.declared import Direction
from learnperf.metrics.expressions import col
from learnperf.metrics.kirkpatrick.aspects import of_aspect
from learnperf.metrics.kirkpatrick.wording import SCORE, labels
from learnperf.metrics.metric import AnyMetric, Metric
from learnperf.model.evidence import Evaluation
from learnperf.model.levels import Aspect, Level
from learnperf.model.scales import ScaleType

_SCRAP = "Association for Talent Development, How much is scrap learning costing your organization?"
_APPLICATION = "Mean part of the scale over evaluations of the aspect application, such as 60 of 100 per cent applied"

application_rate = Metric(
    "kirkpatrick.behaviour.application_rate",
    label=labels(Level.BEHAVIOUR, ", part of learning applied", ", proporsi pembelajaran yang diterapkan"),
    meaning=f"{_APPLICATION}. It is what was applied at work, not what was planned.",
    question=(
        "How much of what was learned is applied at work?",
        "Berapa bagian dari yang dipelajari yang diterapkan di tempat kerja?",
    ),
    formula="(Σ score of application / n - minimum) / (maximum - minimum)",
    example="Of 0..100, answers 80, 60 and 40: 60 / 100 = 0.6.",
    unit="share",
    scale_type=ScaleType.INTERVAL,
    bounds=(0, 1),
    evidence=Evaluation,
    state=Attained,
    where=of_aspect(Aspect.APPLICATION),
    lift=SCORE,
    source=_SCRAP,
    rows=("I1", "I2"),
)
scrap = Metric(
    "kirkpatrick.behaviour.scrap",
    label=labels(Level.BEHAVIOUR, ", scrap learning", ", pembelajaran yang tidak diterapkan"),
    meaning=f"What is left of the application rate: learning delivered and not applied. {_APPLICATION}.",
    question=(
        "How much of what was learned is never applied at work?",
        "Berapa bagian dari yang dipelajari yang tidak diterapkan di tempat kerja?",
    ),
    formula="1 - application rate",
    example="60% applied: 1 - 0.6 = 0.4 is scrap.",
    unit="share",
    scale_type=ScaleType.INTERVAL,
    direction=Direction.LOWER,
    bounds=(0, 1),
    evidence=Evaluation,
    state=Attained,
    where=of_aspect(Aspect.APPLICATION),
    # steps that are missing to the top, of those there are
    lift={**SCORE, "total": col("from_top")},
    source=_SCRAP,
    rows=("I1", "I2"),
)
applied_any = Metric(
    "kirkpatrick.behaviour.applied_any",
    label=labels(Level.BEHAVIOUR, ", share of answers that anything was applied", ", proporsi jawaban ada penerapan"),
    meaning=(
        "Evaluations of the aspect application with a score above the least there is, by all with a score. How much "
        "was applied is another figure."
    ),
    question=("How many applied anything of what they learned?", "Berapa banyak yang menerapkan hasil pembelajaran?"),
    formula="answers on application above the minimum / answers on application",
    example="Of 0..100, answers 80, 60, 0 and 20: 3 / 4 = 0.75.",
    unit="share",
    bounds=(0, 1),
    evidence=Evaluation,
    state=Ratio,
    where=of_aspect(Aspect.APPLICATION),
    lift={"numerator": col("score") > 0, "denominator": col("score").is_present()},
    source=_SCRAP,
    rows=("I1", "I2"),
)
planned_application = Metric(
    "kirkpatrick.learning.planned_application",
    label=labels(Level.LEARNING, ", part of the scale planned to apply", ", rencana penerapan (proporsi skala)"),
    meaning=(
        "Mean part of the scale over evaluations of the aspect commitment: what people say at the end of learning that "
        "they will apply. It is no forecast of what they will, and is never read for it."
    ),
    question=(
        "How much do people plan to apply of what they learned?",
        "Seberapa besar rencana peserta untuk menerapkan hasil pembelajaran?",
    ),
    formula="(Σ score of commitment / n - minimum) / (maximum - minimum)",
    example="On 1..5, answers 5 and 4: (4.5 - 1) / 4 = 0.875.",
    unit="share",
    scale_type=ScaleType.INTERVAL,
    bounds=(0, 1),
    evidence=Evaluation,
    state=Attained,
    where=of_aspect(Aspect.COMMITMENT),
    lift=SCORE,
    source="Kirkpatrick & Kirkpatrick (2016), Kirkpatrick's Four Levels of Training Evaluation: New World model",
    rows=("I1",),
)

METRICS: tuple[AnyMetric, ...] = (application_rate, scrap, applied_any, planned_application)
