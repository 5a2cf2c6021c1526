"""Innovation: whether there are new ways of working, how many, by whom, and what they come from.

Rows I3, T4 and O2. An innovation is one, however many contributors and paths it has: a team's and its members' are
never counted twice. How far innovations came is in `learnperf.metrics.pipeline`, and who takes them up in
`learnperf.metrics.adoption`.
"""

from __future__ import annotations

from collections.abc import Mapping

from learnperf.errors import MetricDefinitionError, Problem
from learnperf.metrics import adoption, pipeline
from learnperf.metrics.algebra import Count, Distinct, Mean, Occurred, Ratio, Sum
from learnperf.metrics.declared import Direction
from learnperf.metrics.expressions import Expression, as_expression, col, when
from learnperf.metrics.metric import AnyMetric, Metric, RatioOf
from learnperf.metrics.organization import learners, teams, units
from learnperf.model.evidence import Innovation
from learnperf.model.nodes import NodeKind
from learnperf.model.vocabulary import Stage, label

_COUNTING = (
    "Gauffriau & Larsen (2005), Counting methods are decisive for rankings based on publication and citation studies, "
    "Scientometrics 64"
)
_OSLO = "OECD/Eurostat (2018), Oslo Manual, 4th edition"
_SEED = "Indonesian Ministry of Finance, learning organization: Learner's Performance, chapter 1"

present = Metric(
    "innovation.present",
    label=("Innovation present", "Ada tidaknya inovasi"),
    meaning="1 where there is any idea for a new or better way of working or result of work, else 0.",
    question=("Is there any new idea here?", "Apakah ada gagasan baru di sini?"),
    formula="1 if there is at least one innovation, else 0",
    example="one idea, not yet tried: 1",
    unit="yes/no",
    bounds=(0, 1),
    evidence=Innovation,
    state=Occurred,
    lift={"count": 1},
    source=_SEED,
    rows=("I3", "T4"),
)
count = Metric(
    "innovation.count",
    label=("Innovations", "Inovasi"),
    meaning=(
        "Different innovations of any stage by the node and all below it, each once. Full counting gives each to every "
        "node it belongs to, fractional counting splits it by credit; figures of the two are not to be compared."
    ),
    question=("How many innovations are there?", "Berapa banyak inovasi yang ada?"),
    formula="number of innovations; in fractional counting Σ share of credit",
    example=(
        "one by two people of X and one of Y, credit shared alike: full X 1, Y 1, both 1; fractional X 2/3, Y 1/3, "
        "both 1"
    ),
    unit="innovations",
    bounds=(0, None),
    evidence=Innovation,
    state=Count,
    lift={"count": 1},
    source=_COUNTING,
    rows=("I3", "T4", "O2"),
)


def innovations_weighted(weights: Mapping[Stage, int], name: str) -> Metric:
    """Make a metric of innovations weighted by the stage they are at.

    Parameters
    ----------
    weights
        Points of each stage, whole numbers; a stage left out has none.
    name
        Of the metric, for weights are a policy and need a name of their own.

    Raises
    ------
    MetricDefinitionError
        A name that is none, or no weights.

    Examples
    --------
    >>> mine = innovations_weighted({Stage.IMPLEMENTED: 1, Stage.ADOPTED: 2, Stage.REPLICATED: 2}, "mine.in_use")
    >>> mine.label[0]
    'Innovations weighted by stage: implemented 1, adopted 2, replicated 2'
    """
    if not weights:
        raise MetricDefinitionError([Problem("no weights", f"{name}: no stage has a weight", (name,), "such as 1")])
    points: Expression = as_expression(0)
    for stage, weight in weights.items():
        points = when(col("stage") == stage, weight, points)
    said, dikatakan = (
        ", ".join(f"{label(stage, language)} {weight}" for stage, weight in weights.items())
        for language in ("en", "id")
    )
    return Metric(
        name,
        label=(f"Innovations weighted by stage: {said}", f"Inovasi, dibobot menurut tahap: {dikatakan}"),
        meaning=(
            f"Innovations weighted by the stage they are at: {said}. The weights are a policy; read it beside counts."
        ),
        question=("How many innovations, and how far along?", "Berapa banyak inovasi, dan sejauh mana tahapnya?"),
        formula="Σ weight of the stage · share of credit",
        example=f"one at each stage: {' + '.join(map(str, weights.values()))} = {sum(weights.values())}",
        unit="points",
        bounds=(0, None) if min(weights.values()) >= 0 else (None, None),
        evidence=Innovation,
        state=Sum,
        lift={"total": points},
        source="weights as given",
        rows=("I3",),
    )


weighted = innovations_weighted({stage: int(stage) for stage in Stage}, "innovation.weighted")
by_people = Metric(
    "innovation.by_people",
    label=("Innovations with people as contributors", "Inovasi dengan kontributor pegawai"),
    meaning="Innovations to which at least one learner contributed under their own name; some are a team's as well.",
    question=("How many innovations name people?", "Berapa banyak inovasi yang menyebut nama pegawai?"),
    formula="number of innovations with a learner among the contributors",
    example="one by ani, one by ani and her team, one by the team: 2",
    unit="innovations",
    bounds=(0, None),
    evidence=Innovation,
    state=Count,
    where=col("by_people") == 1,
    lift={"count": 1},
    source=_COUNTING,
    rows=("I3",),
)
by_teams = Metric(
    "innovation.by_teams",
    label=("Innovations with teams as contributors", "Inovasi dengan kontributor tim"),
    meaning=(
        "Innovations to which at least one team contributed as a team: joint contribution. What a member made alone is "
        "not in it, and what both made is in the count of all innovations once."
    ),
    question=("How many innovations are the work of a team?", "Berapa banyak inovasi yang merupakan karya tim?"),
    formula="number of innovations with a team among the contributors",
    example="one by ani, one by ani and her team, one by the team: 2, of 3 in all",
    unit="innovations",
    bounds=(0, None),
    levels=(NodeKind.TEAM, NodeKind.UNIT),
    evidence=Innovation,
    state=Count,
    where=col("by_team") == 1,
    lift={"count": 1},
    source=_SEED,
    rows=("T4",),
)


def _contributors(
    name: str, grain: NodeKind, labels: tuple[str, str], meaning: str, question: tuple[str, str], rows: tuple[str, ...]
) -> Metric:
    plural = {NodeKind.LEARNER: "people", NodeKind.TEAM: "teams", NodeKind.UNIT: "units"}[grain]
    return Metric(
        name,
        label=labels,
        meaning=meaning,
        question=question,
        formula=f"number of different {plural} among the contributors",
        example=f"three innovations, two by the same of two {plural}: 2",
        unit=plural,
        bounds=(0, None),
        levels=(NodeKind.UNIT,) if grain is NodeKind.UNIT else frozenset(NodeKind),
        evidence=Innovation,
        state=Distinct,
        grain=grain,
        source=_COUNTING,
        rows=rows,
    )


innovators = _contributors(
    "innovation.innovators",
    NodeKind.LEARNER,
    ("People who innovate", "Pegawai yang berinovasi"),
    "Different learners who contributed to an innovation under their own name.",
    ("How many people contributed to an innovation?", "Berapa banyak pegawai yang berkontribusi pada inovasi?"),
    ("O2", "E1.3"),
)
innovating_teams = _contributors(
    "innovation.innovating_teams",
    NodeKind.TEAM,
    ("Teams that innovate", "Tim yang berinovasi"),
    "Different teams that contributed to an innovation as a team.",
    ("How many teams contributed to an innovation?", "Berapa banyak tim yang berkontribusi pada inovasi?"),
    ("T4", "O2", "E2.3"),
)
innovating_units = _contributors(
    "innovation.innovating_units",
    NodeKind.UNIT,
    ("Units that innovate", "Unit kerja yang berinovasi"),
    "Different units that contributed to an innovation as a unit; innovations of their people and teams are not in it.",
    ("How many units contributed to an innovation?", "Berapa banyak unit kerja yang berkontribusi pada inovasi?"),
    ("O2",),
)
innovator_rate = RatioOf(
    "innovation.innovator_rate",
    label=("Innovativeness rate of people", "Tingkat keinovatifan pegawai"),
    meaning="People who contributed to an innovation, by all people who were there in the period.",
    question=("What share of people innovates?", "Berapa proporsi pegawai yang berinovasi?"),
    formula="people who contributed / people on the roster",
    example="2 of 3 people: 2 / 3 = 0.667",
    unit="share",
    bounds=(0, 1),
    numerator=innovators,
    denominator=learners,
    source=_OSLO,
    rows=("O2", "E1.3"),
)
team_rate = RatioOf(
    "innovation.team_rate",
    label=("Innovativeness rate of teams", "Tingkat keinovatifan tim"),
    meaning="Teams that contributed to an innovation, by all teams that were there in the period.",
    question=("What share of teams innovates?", "Berapa proporsi tim yang berinovasi?"),
    formula="teams that contributed / teams on the roster",
    example="1 of 4 teams: 1 / 4 = 0.25",
    unit="share",
    bounds=(0, 1),
    levels=(NodeKind.TEAM, NodeKind.UNIT),
    numerator=innovating_teams,
    denominator=teams,
    source=_OSLO,
    rows=("T4", "O2", "E2.3"),
)
unit_rate = RatioOf(
    "innovation.unit_rate",
    label=("Innovativeness rate of units", "Tingkat keinovatifan unit kerja"),
    meaning="Units that contributed to an innovation as a unit, by all units that were there in the period.",
    question=("What share of units innovates as a unit?", "Berapa proporsi unit kerja yang berinovasi sebagai unit?"),
    formula="units that contributed / units on the roster",
    example="1 of 5 units: 1 / 5 = 0.2",
    unit="share",
    bounds=(0, 1),
    levels=(NodeKind.UNIT,),
    numerator=innovating_units,
    denominator=units,
    source=_OSLO,
    rows=("O2",),
)
from_learning = Metric(
    "innovation.from_learning",
    label=("Innovations that name what was learned", "Inovasi yang menyebutkan pembelajaran asalnya"),
    meaning="Share of innovations that say which learning they came from, as whoever recorded them saw it.",
    question=(
        "What share of innovations comes from learning?",
        "Berapa proporsi inovasi yang lahir dari pembelajaran?",
    ),
    formula="innovations that name learning / innovations",
    example="3 of 4 name a course: 3 / 4 = 0.75",
    unit="share",
    bounds=(0, 1),
    evidence=Innovation,
    state=Ratio,
    lift={"numerator": col("from_learning"), "denominator": 1},
    source=_SEED,
    rows=("I3", "O5"),
)
days_from_learning = Metric(
    "innovation.days_from_learning",
    label=("Days from learning to the idea", "Jumlah hari dari pembelajaran hingga gagasan"),
    meaning=(
        "Mean number of days between the last time a contributor completed the learning that an innovation names and "
        "the "
        "idea. Innovations whose contributors did not complete it are due and not observed."
    ),
    question=(
        "How soon after learning do ideas come?",
        "Seberapa cepat gagasan muncul setelah pembelajaran?",
    ),
    formula="Σ days from learning to idea / number of ideas",
    example="30 and 90 days, one unknown: (30 + 90) / 2 = 60",
    unit="days",
    direction=Direction.LOWER,
    bounds=(0, None),
    evidence=Innovation,
    state=Mean,
    where=col("from_learning") == 1,
    lift={"n": 1, "total": col("days_from_learning"), "scale_low": 0, "scale_high": 0},
    source=_SEED,
    rows=("L4", "I3"),
)

METRICS: tuple[AnyMetric, ...] = (
    present,
    count,
    weighted,
    by_people,
    by_teams,
    innovators,
    innovating_teams,
    innovating_units,
    innovator_rate,
    team_rate,
    unit_rate,
    from_learning,
    days_from_learning,
    *pipeline.METRICS,
    *adoption.METRICS,
)
