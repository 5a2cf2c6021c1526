"""Innovation: whether there are new ways of working, how many, how far they came, and who takes them up.

Rows I3, T4, O2 and O5. An innovation is one, however many contributors and paths it has: a team's and its members' are
never counted twice. An idea is not yet an innovation in the Oslo Manual's sense, which begins with being brought into
use, so stages are told apart.
"""

from __future__ import annotations

from learnperf.metrics.algebra import Count, Distinct, Mean, Occurred, Ratio, Sum
from learnperf.metrics.declared import Direction
from learnperf.metrics.expressions import col
from learnperf.metrics.metric import AnyMetric, Metric, RatioOf
from learnperf.metrics.organization import learners, teams
from learnperf.model.evidence import Adoption, Innovation
from learnperf.model.nodes import NodeKind
from learnperf.model.vocabulary import Stage

_OSLO = "OECD/Eurostat (2018), Oslo Manual, 4th edition"

present = Metric(
    "innovation.present",
    label=("Innovation present", "Ada tidaknya inovasi"),
    meaning="1 where there is any idea for a new or better way of working or result of work, else 0.",
    unit="yes/no",
    bounds=(0, 1),
    evidence=Innovation,
    state=Occurred,
    lift={"count": 1},
    rows=("I3", "T4"),
)
count = Metric(
    "innovation.count",
    label=("Innovations", "Inovasi"),
    meaning="Different innovations of any stage by the node and all below it, each once.",
    unit="innovations",
    bounds=(0, None),
    evidence=Innovation,
    state=Count,
    lift={"count": 1},
    rows=("I3", "T4", "O2"),
)
implemented = Metric(
    "innovation.implemented",
    label=("Innovations brought into use", "Inovasi yang diterapkan"),
    meaning="Innovations at stage implemented or later: where an innovation in the Oslo Manual's sense begins.",
    unit="innovations",
    bounds=(0, None),
    evidence=Innovation,
    state=Count,
    where=col("stage") >= Stage.IMPLEMENTED,
    lift={"count": 1},
    source=_OSLO,
    rows=("I3", "O2"),
)
weighted = Metric(
    "innovation.weighted",
    label=("Innovations weighted by stage", "Inovasi, dibobot menurut tahap"),
    meaning=(
        "Innovations weighted by the stage reached: idea 1, pilot 2, implemented 3, adopted 4, replicated 5. The "
        "weights are a policy, so read it beside the plain count."
    ),
    unit="points",
    bounds=(0, None),
    evidence=Innovation,
    state=Sum,
    lift={"total": col("stage")},
    rows=("I3",),
)
innovators = Metric(
    "innovation.innovators",
    label=("People who innovate", "Pegawai yang berinovasi"),
    meaning="Different learners who contributed to an innovation under their own name.",
    unit="people",
    bounds=(0, None),
    evidence=Innovation,
    state=Distinct,
    grain=NodeKind.LEARNER,
    rows=("O2",),
)
innovating_teams = Metric(
    "innovation.innovating_teams",
    label=("Teams that innovate", "Tim yang berinovasi"),
    meaning="Different teams that contributed to an innovation as a team.",
    unit="teams",
    bounds=(0, None),
    evidence=Innovation,
    state=Distinct,
    grain=NodeKind.TEAM,
    rows=("T4", "O2"),
)
innovator_rate = RatioOf(
    "innovation.innovator_rate",
    label=("Innovativeness rate of people", "Tingkat keinovatifan pegawai"),
    meaning="People who contributed to an innovation, by all people who were there in the period.",
    unit="share",
    bounds=(0, 1),
    numerator=innovators,
    denominator=learners,
    rows=("O2",),
)
team_rate = RatioOf(
    "innovation.team_rate",
    label=("Innovativeness rate of teams", "Tingkat keinovatifan tim"),
    meaning="Teams that contributed to an innovation, by all teams that were there in the period.",
    unit="share",
    bounds=(0, 1),
    levels=(NodeKind.TEAM, NodeKind.UNIT),
    numerator=innovating_teams,
    denominator=teams,
    rows=("T4", "O2"),
)
went_back = Metric(
    "innovation.went_back",
    label=("Innovations that went back a stage", "Inovasi yang mundur ke tahap sebelumnya"),
    meaning="Innovations recorded at a lower stage after a higher one: kept as recorded, and worth a look.",
    unit="innovations",
    direction=Direction.LOWER,
    bounds=(0, None),
    evidence=Innovation,
    state=Count,
    where=col("went_back") == 1,
    lift={"count": 1},
    rows=("I3",),
)
adopted_share = Metric(
    "adoption.share",
    label=("Share of innovations adopted", "Proporsi inovasi yang diadopsi"),
    meaning="Innovations of the node that some unit adopted, by all its innovations.",
    unit="share",
    bounds=(0, 1),
    evidence=Innovation,
    state=Ratio,
    lift={"numerator": col("adoptions") > 0, "denominator": 1},
    source=_OSLO,
    rows=("O5",),
)
adoptions = Metric(
    "adoption.count",
    label=("Adoptions by the unit", "Adopsi oleh unit kerja"),
    meaning="Innovations that came from learners or teams and were taken up by the unit and those below it.",
    unit="adoptions",
    bounds=(0, None),
    levels=(NodeKind.UNIT,),
    evidence=Adoption,
    state=Count,
    lift={"count": 1},
    rows=("O5",),
)
adoptions_from_elsewhere = Metric(
    "adoption.from_elsewhere",
    label=("Adoptions of others' innovations", "Adopsi inovasi dari unit kerja lain"),
    meaning="Adoptions of innovations none of whose contributors belonged to the adopting unit on the day of the idea.",
    unit="adoptions",
    bounds=(0, None),
    levels=(NodeKind.UNIT,),
    evidence=Adoption,
    state=Count,
    where=col("from_elsewhere") == 1,
    lift={"count": 1},
    rows=("O5",),
)
days_to_adoption = Metric(
    "adoption.days",
    label=("Days from idea to adoption", "Jumlah hari dari gagasan hingga adopsi"),
    meaning="Mean number of days between the idea and its adoption by the unit; what was never adopted is not in it.",
    unit="days",
    direction=Direction.LOWER,
    bounds=(0, None),
    levels=(NodeKind.UNIT,),
    evidence=Adoption,
    state=Mean,
    lift={"n": 1, "total": col("days"), "scale_low": 0, "scale_high": 0},
    rows=("O5",),
)

METRICS: tuple[AnyMetric, ...] = (
    present,
    count,
    implemented,
    weighted,
    innovators,
    innovating_teams,
    innovator_rate,
    team_rate,
    went_back,
    adopted_share,
    adoptions,
    adoptions_from_elsewhere,
    days_to_adoption,
)
