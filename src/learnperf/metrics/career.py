"""Careers: how many people moved, of all and of those who learned or did not (row I4)."""

from __future__ import annotations

from learnperf.metrics.algebra import Distinct
from learnperf.metrics.claims import Claim
from learnperf.metrics.columns import Presence
from learnperf.metrics.declared import Direction
from learnperf.metrics.expressions import Expression, col
from learnperf.metrics.learning import learners_learning
from learnperf.metrics.linkage import LINKED
from learnperf.metrics.metric import AnyMetric, Metric, RatioOf
from learnperf.metrics.mobility import TAXONOMY
from learnperf.metrics.organization import learners
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
        source=TAXONOMY,
        rows=("I4",),
    )


movers = Metric(
    "career.movers",
    label=("People who moved", "Pegawai yang mengalami mutasi"),
    meaning="Different people on the roster with a career move in the period.",
    question=("How many people moved?", "Berapa pegawai yang mengalami mutasi?"),
    formula="n(different people there with a move in the period)",
    example="ani with two moves and budi with one: 2",
    unit="people",
    direction=Direction.TARGET,
    bounds=(0, None),
    evidence=Presence,
    state=Distinct,
    where=col("moved") == 1,
    grain=NodeKind.LEARNER,
    source=TAXONOMY,
    rows=("I4",),
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
    question=("What share of the people there moved?", "Berapa bagian pegawai yang mengalami mutasi?"),
    formula="n(people there who moved) / n(people there on any day)",
    example="5 people there on some day, 2 of them moved: 2 / 5 = 0.4",
    unit="share",
    direction=Direction.TARGET,
    bounds=(0, 1),
    numerator=movers,
    denominator=learners,
    source=TAXONOMY,
    rows=("I4",),
)
mover_rate_learned = RatioOf(
    "career.mover_rate_learned",
    label=("Share who moved, of those who learned", "Proporsi yang mengalami mutasi, dari yang belajar"),
    meaning=(
        "Of the people who completed learning in the period, the share who also moved in it, before or after. Those "
        "who stayed longer had more time for both: rates by time with and without learning do not share this."
    ),
    question=("What share of those who learned moved?", "Berapa bagian yang mengalami mutasi dari yang belajar?"),
    formula="n(people who learned and moved) / n(people who learned)",
    example="4 people learned, 1 of them moved: 1 / 4 = 0.25",
    unit="share",
    direction=Direction.TARGET,
    bounds=(0, 1),
    claim=Claim.ASSOCIATION,
    numerator=_learned_and_moved,
    denominator=learners_learning,
    source=LINKED,
    rows=("I4",),
)
mover_rate_others = RatioOf(
    "career.mover_rate_others",
    label=("Share who moved, of those who did not learn", "Proporsi yang mengalami mutasi, dari yang tidak belajar"),
    meaning="Of the people who completed no learning in the period, the share who moved: read it beside the one above.",
    question=(
        "What share of those who did not learn moved?",
        "Berapa bagian yang mengalami mutasi dari yang tidak belajar?",
    ),
    formula="n(people who moved and did not learn) / n(people who did not learn)",
    example="10 people did not learn, 1 of them moved: 1 / 10 = 0.1",
    unit="share",
    direction=Direction.TARGET,
    bounds=(0, 1),
    claim=Claim.ASSOCIATION,
    numerator=_others_moved,
    denominator=_others,
    source=LINKED,
    rows=("I4",),
)

METRICS: tuple[AnyMetric, ...] = (movers, mover_rate, mover_rate_learned, mover_rate_others)
