"""Learning: how continuous it is, and who seeks it (rows L4, L5)."""

from __future__ import annotations

from learnperf.metrics.algebra import Count, Distinct, Ratio, SumOfHundredths
from learnperf.metrics.columns import Presence
from learnperf.metrics.expressions import col
from learnperf.metrics.metric import AnyMetric, Metric, RatioOf
from learnperf.metrics.organization import learners, teams
from learnperf.model.evidence import Participation
from learnperf.model.nodes import NodeKind
from learnperf.model.vocabulary import Initiative

_COMPLETED = col("completed") == 1

completed = Metric(
    "learning.completed",
    label=("Completed participations", "Keikutsertaan yang selesai"),
    meaning="Participations completed: the same person counts as often as they took part.",
    unit="participations",
    bounds=(0, None),
    evidence=Participation,
    state=Count,
    where=_COMPLETED,
    lift={"count": 1},
    rows=("L1", "L2"),
)
hours = Metric(
    "learning.hours",
    label=("Hours of learning", "Jam pembelajaran"),
    meaning="Hours of completed learning, where known; participations without hours are due and not observed.",
    unit="hours",
    bounds=(0, None),
    evidence=Participation,
    state=SumOfHundredths,
    where=_COMPLETED,
    lift={"total": col("hours")},
    rows=("L2",),
)
self_initiated = Metric(
    "learning.self_initiated",
    label=("Share of learning sought by learners", "Proporsi pembelajaran atas inisiatif sendiri"),
    meaning="Completed participations sought by the learner, by those of which it is known who took the initiative.",
    unit="share",
    bounds=(0, 1),
    evidence=Participation,
    state=Ratio,
    where=_COMPLETED,
    lift={"numerator": col("initiative") == Initiative.SELF, "denominator": col("initiative").is_present()},
    rows=("L5",),
)
learners_learning = Metric(
    "learning.learners_active",
    label=("People with learning", "Pegawai yang belajar"),
    meaning="Different people on the roster who completed learning in the period.",
    unit="people",
    bounds=(0, None),
    evidence=Presence,
    state=Distinct,
    where=col("learned") == 1,
    grain=NodeKind.LEARNER,
    rows=("L4",),
)
teams_learning = Metric(
    "learning.teams_active",
    label=("Teams with learning", "Tim yang belajar"),
    meaning="Different teams on the roster that completed learning as a team in the period.",
    unit="teams",
    bounds=(0, None),
    levels=(NodeKind.TEAM, NodeKind.UNIT),
    evidence=Presence,
    state=Distinct,
    where=col("learned") == 1,
    grain=NodeKind.TEAM,
    rows=("L4",),
)
continuity = RatioOf(
    "learning.continuity",
    label=("Continuity of learning: people", "Kesinambungan pembelajaran: pegawai"),
    meaning=(
        "Share of the people who were there in the period who completed learning in it. Read it by month, quarter or "
        "year: a gap shows as a period with a low share."
    ),
    unit="share",
    bounds=(0, 1),
    numerator=learners_learning,
    denominator=learners,
    rows=("L4",),
)
team_continuity = RatioOf(
    "learning.team_continuity",
    label=("Continuity of learning: teams", "Kesinambungan pembelajaran: tim"),
    meaning="Share of the teams that were there in the period that completed learning as a team in it.",
    unit="share",
    bounds=(0, 1),
    levels=(NodeKind.TEAM, NodeKind.UNIT),
    numerator=teams_learning,
    denominator=teams,
    rows=("L4",),
)

METRICS: tuple[AnyMetric, ...] = (
    completed,
    hours,
    self_initiated,
    learners_learning,
    teams_learning,
    continuity,
    team_continuity,
)
