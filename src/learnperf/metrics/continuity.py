"""Continuity of learning in days: how long people go without completing anything (row L4).

The share of people with learning in each period is in `learnperf.metrics.learning`; this is what lies between.
"""

from __future__ import annotations

from learnperf.metrics.algebra import Greatest
from learnperf.metrics.declared import Direction
from learnperf.metrics.expressions import col
from learnperf.metrics.metric import AnyMetric, Metric, Staged
from learnperf.metrics.outer import Composition
from learnperf.model.evidence import Participation
from learnperf.model.nodes import NodeKind

_SEED = "Indonesian Ministry of Finance, learning organization: Learner's Performance"
_OPEN = (
    "A gap belongs to the period in which it ended. Who has not learned again has no gap yet and shows in the share of "
    "people with learning; a first learning ends none, and is due and not observed."
)

longest_gap = Metric(
    "learning.longest_gap",
    label=("Longest gap in learning", "Jeda terpanjang tanpa pembelajaran"),
    meaning=f"Most days that anybody went from one completed learning to the next. {_OPEN}",
    question=("How long did anybody go without learning?", "Berapa lama jeda terpanjang tanpa pembelajaran?"),
    formula="max days since the learner's, or team's, last completed learning",
    example="ani after 30 and 200 days, budi after 90, citra for the first time: 200",
    unit="days",
    direction=Direction.LOWER,
    bounds=(0, None),
    evidence=Participation,
    state=Greatest,
    where=col("completed") == 1,
    lift={"n": 1, "extreme": col("since_previous"), "scale_low": 0, "scale_high": 0},
    source=_SEED,
    rows=("L4",),
)
longest_gap_of_learners = Staged(
    "learning.longest_gap.mean_of_learners",
    label=("Longest gap in learning: mean of learners", "Jeda terpanjang tanpa pembelajaran: rata-rata pegawai"),
    meaning=f"Mean of each learner's most days from one completed learning to the next. {_OPEN}",
    question=("How long do people go without learning?", "Berapa lama pegawai tidak belajar?"),
    formula="Σ longest gap of a learner / number of learners with one",
    example="ani 200 days, budi 90, citra none: (200 + 90) / 2 = 145",
    unit="days",
    direction=Direction.LOWER,
    bounds=(0, None),
    inner=longest_gap,
    grain=NodeKind.LEARNER,
    outer=Composition.MEAN,
    source=_SEED,
    rows=("L4",),
)

METRICS: tuple[AnyMetric, ...] = (longest_gap, longest_gap_of_learners)
