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
_CTR = "Center for Talent Reporting, Measures Library: definitions of learning measures (Talent Development Reporting)"
_SELF = "Knowles (1975), Self-Directed Learning: A Guide for Learners and Teachers"
_WATKINS = "Watkins & Marsick (1993), Sculpting the Learning Organization: continuous learning"

completed = Metric(
    "learning.completed",
    label=("Completed participations", "Keikutsertaan yang selesai"),
    meaning="Participations completed: the same person counts as often as they took part.",
    question=("How much learning was completed?", "Berapa banyak pembelajaran yang diselesaikan?"),
    formula="n(participations completed)",
    example="ani completed two and budi one, another was not completed: 3",
    unit="participations",
    bounds=(0, None),
    evidence=Participation,
    state=Count,
    where=_COMPLETED,
    lift={"count": 1},
    source=_CTR,
    rows=("L1", "L2"),
)
hours = Metric(
    "learning.hours",
    label=("Hours of learning", "Jam pembelajaran"),
    meaning="Hours of completed learning, where known; participations without hours are due and not observed.",
    question=("How many hours were spent on learning?", "Berapa jam yang dipakai untuk pembelajaran?"),
    formula="Σ hours of completed participations",
    example="8 and 4.5 hours, one participation without hours: 8 + 4.5 = 12.5",
    unit="hours",
    bounds=(0, None),
    evidence=Participation,
    state=SumOfHundredths,
    where=_COMPLETED,
    lift={"total": col("hours")},
    source=_CTR,
    rows=("L2",),
)
self_initiated = Metric(
    "learning.self_initiated",
    label=("Share of learning sought by learners", "Proporsi pembelajaran atas inisiatif sendiri"),
    meaning="Completed participations sought by the learner, by those of which it is known who took the initiative.",
    question=(
        "How much learning do people seek out themselves?",
        "Berapa banyak pembelajaran yang dicari sendiri?",
    ),
    formula="n(sought by the learner) / n(completed whose initiative is known)",
    example="four completed, one of them sought, of one it is not known: 1 / 3 = 0.33",
    unit="share",
    bounds=(0, 1),
    evidence=Participation,
    state=Ratio,
    where=_COMPLETED,
    lift={"numerator": col("initiative") == Initiative.SELF, "denominator": col("initiative").is_present()},
    source=_SELF,
    rows=("L5",),
)
learners_learning = Metric(
    "learning.learners_active",
    label=("People with learning", "Pegawai yang belajar"),
    meaning="Different people on the roster who completed learning in the period.",
    question=("How many people completed learning?", "Berapa pegawai yang menyelesaikan pembelajaran?"),
    formula="n(different people there with completed learning)",
    example="ani completed two and budi one: 2",
    unit="people",
    bounds=(0, None),
    evidence=Presence,
    state=Distinct,
    where=col("learned") == 1,
    grain=NodeKind.LEARNER,
    source=_CTR,
    rows=("L4",),
)
teams_learning = Metric(
    "learning.teams_active",
    label=("Teams with learning", "Tim yang belajar"),
    meaning="Different teams on the roster that completed learning as a team in the period.",
    question=("How many teams learned as a team?", "Berapa tim yang belajar sebagai tim?"),
    formula="n(different teams there with completed learning as a team)",
    example="one of three teams learned together twice: 1",
    unit="teams",
    bounds=(0, None),
    levels=(NodeKind.TEAM, NodeKind.UNIT),
    evidence=Presence,
    state=Distinct,
    where=col("learned") == 1,
    grain=NodeKind.TEAM,
    source=_WATKINS,
    rows=("L4",),
)
continuity = RatioOf(
    "learning.continuity",
    label=("Continuity of learning: people", "Kesinambungan pembelajaran: pegawai"),
    meaning=(
        "Share of the people who were there in the period who completed learning in it. Read it by month, quarter or "
        "year: a gap shows as a period with a low share."
    ),
    question=("Does everybody go on learning?", "Apakah semua pegawai terus belajar?"),
    formula="n(people with completed learning) / n(people there)",
    example="three of four people completed learning in the quarter: 3 / 4 = 0.75",
    unit="share",
    bounds=(0, 1),
    numerator=learners_learning,
    denominator=learners,
    source=_WATKINS,
    rows=("L4",),
)
team_continuity = RatioOf(
    "learning.team_continuity",
    label=("Continuity of learning: teams", "Kesinambungan pembelajaran: tim"),
    meaning="Share of the teams that were there in the period that completed learning as a team in it.",
    question=("Do all teams go on learning as teams?", "Apakah semua tim terus belajar sebagai tim?"),
    formula="n(teams with completed learning as a team) / n(teams there)",
    example="one of four teams learned together in the quarter: 1 / 4 = 0.25",
    unit="share",
    bounds=(0, 1),
    levels=(NodeKind.TEAM, NodeKind.UNIT),
    numerator=teams_learning,
    denominator=teams,
    source=_WATKINS,
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
