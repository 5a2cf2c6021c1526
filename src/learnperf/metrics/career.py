"""Careers: who moved, how, and whether the move follows learning that is relevant to the new position (row I4).

A career move (mutasi) is one event, whatever marks it carries. A link is a coincidence in time and topic: these
readings describe and compare, and say nothing about causes.
"""

from __future__ import annotations

from learnperf.metrics.algebra import Distinct, Ratio
from learnperf.metrics.claims import Claim
from learnperf.metrics.columns import Presence
from learnperf.metrics.declared import Direction
from learnperf.metrics.expressions import Expression, col
from learnperf.metrics.learning import learners_learning
from learnperf.metrics.metric import AnyMetric, Metric, RatioOf
from learnperf.metrics.organization import learners
from learnperf.model.evidence import CareerMove
from learnperf.model.nodes import NodeKind


def _people(name: str, labels: tuple[str, str], meaning: str, where: Expression) -> Metric:
    return Metric(
        name,
        label=labels,
        meaning=meaning,
        unit="people",
        direction=Direction.TARGET,
        bounds=(0, None),
        evidence=Presence,
        state=Distinct,
        where=where,
        grain=NodeKind.LEARNER,
        rows=("I4",),
    )


linked = Metric(
    "career.linked_moves",
    label=("Moves linked to learning", "Mutasi yang terkait dengan pembelajaran"),
    meaning=(
        "Share of moves before which, within 365 days, the learner completed learning that develops a competency of "
        "the new position. Moves to a position without a standard are due and not observed. Descriptive: a coincidence "
        "in time and topic."
    ),
    unit="share",
    bounds=(0, 1),
    evidence=CareerMove,
    state=Ratio,
    lift={"numerator": col("linked"), "denominator": col("linked").is_present()},
    rows=("I4",),
)
movers = _people(
    "career.movers",
    ("People who moved", "Pegawai yang mengalami mutasi"),
    "Different people on the roster with a career move in the period.",
    col("moved") == 1,
)
_learned_and_moved = _people(
    "career.learned_and_moved",
    ("People who learned and moved", "Pegawai yang belajar dan mengalami mutasi"),
    "Different people on the roster with both in the period.",
    (col("learned") == 1) & (col("moved") == 1),
)
_others = _people(
    "career.did_not_learn",
    ("People who did not learn", "Pegawai yang tidak belajar"),
    "Different people on the roster who completed no learning in the period.",
    col("learned") == 0,
)
_others_moved = _people(
    "career.did_not_learn_and_moved",
    ("People who moved and did not learn", "Pegawai yang mengalami mutasi tanpa belajar"),
    "Different people on the roster with a move and no completed learning in the period.",
    (col("learned") == 0) & (col("moved") == 1),
)
mover_rate = RatioOf(
    "career.mover_rate",
    label=(
        "Share of people who moved, of all there",
        "Proporsi pegawai yang mengalami mutasi, dari seluruh pegawai yang ada",
    ),
    meaning="People with a career move in the period, by all who were there on any day of it.",
    unit="share",
    direction=Direction.TARGET,
    bounds=(0, 1),
    numerator=movers,
    denominator=learners,
    rows=("I4",),
)
mover_rate_learned = RatioOf(
    "career.mover_rate_learned",
    label=("Share who moved, of those who learned", "Proporsi yang mengalami mutasi, dari yang belajar"),
    meaning="Of the people who completed learning in the period, the share who also moved..",
    unit="share",
    direction=Direction.TARGET,
    bounds=(0, 1),
    claim=Claim.ASSOCIATION,
    numerator=_learned_and_moved,
    denominator=learners_learning,
    rows=("I4",),
)
mover_rate_others = RatioOf(
    "career.mover_rate_others",
    label=("Share who moved, of those who did not learn", "Proporsi yang mengalami mutasi, dari yang tidak belajar"),
    meaning="Of the people who completed no learning in the period, the share who moved: read it beside the one above.",
    unit="share",
    direction=Direction.TARGET,
    bounds=(0, 1),
    claim=Claim.ASSOCIATION,
    numerator=_others_moved,
    denominator=_others,
    rows=("I4",),
)

METRICS: tuple[AnyMetric, ...] = (
    linked,
    movers,
    mover_rate,
    mover_rate_learned,
    mover_rate_others,
)
