"""The organization: who was there, whether it mends itself, and what it publishes (rows O1, O4, E4.1).

The roster is read from ties, not from events: those who did nothing were there too.
"""

from __future__ import annotations

from learnperf.metrics.algebra import Count, Distinct, Occurred, Ratio
from learnperf.metrics.columns import Presence
from learnperf.metrics.declared import Direction
from learnperf.metrics.expressions import col
from learnperf.metrics.metric import AnyMetric, Metric
from learnperf.model.evidence import Correction, Publication
from learnperf.model.nodes import NodeKind

learners = Metric(
    "roster.learners",
    label=("People", "Pegawai"),
    meaning="Different learners who belonged to the node on any day of the period, each once whatever the ways.",
    unit="people",
    direction=Direction.TARGET,
    bounds=(0, None),
    evidence=Presence,
    state=Distinct,
    grain=NodeKind.LEARNER,
    rows=("O1",),
)
teams = Metric(
    "roster.teams",
    label=("Teams", "Tim"),
    meaning="Different teams that belonged to the node on any day of the period, itself included.",
    unit="teams",
    direction=Direction.TARGET,
    bounds=(0, None),
    levels=(NodeKind.TEAM, NodeKind.UNIT),
    evidence=Presence,
    state=Distinct,
    grain=NodeKind.TEAM,
    rows=("O1",),
)
corrections = Metric(
    "correction.count",
    label=("Corrections", "Perbaikan"),
    meaning="Times a unit, or one below it, used what was learned to mend an error or change how it works.",
    unit="corrections",
    bounds=(0, None),
    levels=(NodeKind.UNIT,),
    evidence=Correction,
    state=Count,
    lift={"count": 1},
    source="Argyris & Schön (1978), Organizational Learning",
    rows=("O4",),
)
learning_happened = Metric(
    "correction.learning_happened",
    label=("Organizational learning happened", "Pembelajaran organisasi telah terjadi"),
    meaning="1 where a unit used what was learned to mend an error or change how it works, else 0; explain names them.",
    unit="yes/no",
    bounds=(0, 1),
    levels=(NodeKind.UNIT,),
    evidence=Correction,
    state=Occurred,
    lift={"count": 1},
    rows=("O4",),
)
explained = Metric(
    "correction.explained",
    label=("Corrections that name what was learned", "Perbaikan yang menyebutkan pembelajaran asalnya"),
    meaning="Share of corrections that say which learning, innovation or record they came of.",
    unit="share",
    bounds=(0, 1),
    levels=(NodeKind.UNIT,),
    evidence=Correction,
    state=Ratio,
    lift={"numerator": col("explained"), "denominator": 1},
    rows=("O4",),
)
publications = Metric(
    "publication.count",
    label=("Publications", "Publikasi"),
    meaning="News of the knowledge system, learning media or content that matters, published by the unit or one below.",
    unit="publications",
    bounds=(0, None),
    levels=(NodeKind.UNIT,),
    evidence=Publication,
    state=Count,
    lift={"count": 1},
    rows=("E4.1",),
)

METRICS: tuple[AnyMetric, ...] = (learners, teams, corrections, learning_happened, explained, publications)
