"""Adoption: which units take innovations up, how soon, how widely, and whether they keep them (row O5).

New to the unit is new enough: what a unit takes up from elsewhere is an innovation for it, and no second idea of the
author. Adoptions count for the adopter, and innovations for their contributors.
"""

from __future__ import annotations

from learnperf.metrics.algebra import Count, Distinct, Mean, Ratio
from learnperf.metrics.declared import Direction
from learnperf.metrics.expressions import Expression, col
from learnperf.metrics.metric import AnyMetric, Metric, RatioOf
from learnperf.metrics.organization import units
from learnperf.model.evidence import Adoption, Innovation
from learnperf.model.nodes import NodeKind
from learnperf.model.vocabulary import Stage

_OSLO = "OECD/Eurostat (2018), Oslo Manual, 4th edition"
_DIFFUSION = "Rogers (2003), Diffusion of Innovations, 5th edition"
_UNITS = (NodeKind.UNIT,)
_ROWS = ("O5", "E3.4")


def _of_innovations(
    name: str,
    labels: tuple[str, str],
    meaning: str,
    question: tuple[str, str],
    formula: tuple[str, str],
    parts: tuple[Expression, Expression | int],
) -> Metric:
    return Metric(
        name,
        label=labels,
        meaning=meaning,
        question=question,
        formula=formula[0],
        example=formula[1],
        unit="share",
        bounds=(0, 1),
        evidence=Innovation,
        state=Ratio,
        lift={"numerator": parts[0], "denominator": parts[1]},
        source=_DIFFUSION,
        rows=_ROWS,
    )


def _mean_days(
    name: str, labels: tuple[str, str], meaning: str, question: tuple[str, str], total: Expression, example: str
) -> Metric:
    return Metric(
        name,
        label=labels,
        meaning=meaning,
        question=question,
        formula="Σ days / number of adoptions",
        example=example,
        unit="days",
        direction=Direction.LOWER,
        bounds=(0, None),
        levels=_UNITS,
        evidence=Adoption,
        state=Mean,
        lift={"n": 1, "total": total, "scale_low": 0, "scale_high": 0},
        source=_DIFFUSION,
        rows=_ROWS,
    )


def _counted(
    name: str, labels: tuple[str, str], meaning: str, question: tuple[str, str], where: Expression | None, example: str
) -> Metric:
    return Metric(
        name,
        label=labels,
        meaning=meaning,
        question=question,
        formula="number of adoptions by the unit and those below it",
        example=example,
        unit="adoptions",
        bounds=(0, None),
        levels=_UNITS,
        evidence=Adoption,
        state=Count,
        where=where,
        lift={"count": 1},
        source=_OSLO,
        rows=_ROWS,
    )


adopted_share = _of_innovations(
    "adoption.share",
    ("Share of innovations adopted", "Proporsi inovasi yang diadopsi"),
    "Innovations of the node that some unit adopted, its own among them, by all its innovations.",
    ("What share of our innovations is adopted?", "Berapa proporsi inovasi kami yang diadopsi?"),
    ("innovations that any unit adopted / innovations", "3 innovations, 1 adopted by two units: 1 / 3 = 0.333"),
    (col("adoptions") > 0, 1),
)
replicated_share = _of_innovations(
    "adoption.replicated_share",
    ("Share of innovations in use elsewhere", "Proporsi inovasi yang dipakai unit kerja lain"),
    (
        "Innovations of the node that a unit apart from their origin uses on the day of the report, by all its "
        "innovations. "
        "The origin is every node a contributor belonged to on the day of the idea."
    ),
    ("What share of our innovations do others use?", "Berapa proporsi inovasi kami yang dipakai pihak lain?"),
    (
        "innovations in use elsewhere / innovations",
        "3 innovations, 1 in use elsewhere, 1 given up again: 1 / 3 = 0.333",
    ),
    (col("in_use_elsewhere") > 0, 1),
)
breadth = _of_innovations(
    "adoption.breadth",
    ("Breadth of adoption", "Keluasan adopsi"),
    (
        "Units apart from the origin that use an innovation on the day of the report, by those that could have "
        "adopted it "
        "by then, pooled over the node's innovations. Adoptions given up are not in it, nor is the origin in either "
        "part."
    ),
    ("How widely are our innovations taken up?", "Seberapa luas inovasi kami diadopsi?"),
    (
        "Σ units using it elsewhere / Σ units that could",
        "2 innovations that 4 units could adopt each; 2 and 0 did: 2 / 8 = 0.25",
    ),
    (col("in_use_elsewhere"), col("eligible")),
)
adoptions = _counted(
    "adoption.count",
    ("Adoptions by the unit", "Adopsi oleh unit kerja"),
    "Innovations that came from learners or teams and were taken up by the unit and those below it.",
    ("How often did units take an innovation up?", "Seberapa sering unit kerja mengadopsi inovasi?"),
    None,
    "two units adopt one innovation, one of them another: 3",
)
adoptions_from_elsewhere = _counted(
    "adoption.from_elsewhere",
    ("Adoptions of others' innovations", "Adopsi inovasi dari unit kerja lain"),
    (
        "Adoptions of innovations none of whose contributors belonged to the adopting unit on the day of the idea: "
        "replications."
    ),
    ("How often did units take up what came from elsewhere?", "Seberapa sering unit kerja mereplikasi inovasi lain?"),
    col("from_elsewhere") == 1,
    "a unit adopts one of its own people's and one from elsewhere: 1",
)
kept = Metric(
    "adoption.kept",
    label=("Share of adoptions still in use", "Proporsi adopsi yang masih dipakai"),
    meaning="Adoptions that were not given up by the day of the report, by all adoptions.",
    question=("Do units keep what they take up?", "Apakah unit kerja mempertahankan yang diadopsinya?"),
    formula="adoptions in use on the day of the report / adoptions",
    example="4 adoptions, 1 of them ended: 3 / 4 = 0.75",
    unit="share",
    bounds=(0, 1),
    levels=_UNITS,
    evidence=Adoption,
    state=Ratio,
    lift={"numerator": col("in_use"), "denominator": 1},
    source=_DIFFUSION,
    rows=_ROWS,
)
days_to_adoption = _mean_days(
    "adoption.days",
    ("Days from idea to adoption", "Jumlah hari dari gagasan hingga adopsi"),
    (
        "Mean number of days between the idea and its adoption by the unit. Biased towards the quick ones: what was "
        "never "
        "adopted, or not yet, is not in it."
    ),
    ("How long does an idea take to be adopted?", "Berapa lama gagasan hingga diadopsi?"),
    col("days"),
    "90 and 150 days, a third never adopted: (90 + 150) / 2 = 120",
)
days_from_implemented = _mean_days(
    "adoption.days_from_implemented",
    ("Days from first use to adoption", "Jumlah hari dari penerapan hingga adopsi"),
    (
        "Mean number of days between the day the innovation was first in use and its adoption by the unit. Adoptions "
        "of "
        "what was not in use yet are due and not observed; what was never adopted is not in it, which favours the "
        "quick."
    ),
    ("How long does what is in use take to spread?", "Berapa lama inovasi yang dipakai hingga menyebar?"),
    col("days_after", Stage.IMPLEMENTED),
    "30 and 60 days, one adopted before it was in use: (30 + 60) / 2 = 45",
)
adopting_units = Metric(
    "adoption.adopting_units",
    label=("Units that adopt from elsewhere", "Unit kerja yang mengadopsi inovasi dari luar"),
    meaning="Different units that took up an innovation none of whose contributors belonged to them.",
    question=("How many units take up what others found?", "Berapa banyak unit kerja mengadopsi temuan pihak lain?"),
    formula="number of different units with an adoption from elsewhere",
    example="three adoptions from elsewhere by two units: 2",
    unit="units",
    bounds=(0, None),
    levels=_UNITS,
    evidence=Adoption,
    state=Distinct,
    where=col("from_elsewhere") == 1,
    grain=NodeKind.UNIT,
    source=_DIFFUSION,
    rows=_ROWS,
)
adopting_rate = RatioOf(
    "adoption.adopting_rate",
    label=("Share of units that adopt from elsewhere", "Proporsi unit kerja yang mengadopsi inovasi dari luar"),
    meaning="Units that took up an innovation from elsewhere, by all units that were there in the period.",
    question=("What share of units takes up what others found?", "Berapa proporsi unit kerja mengadopsi temuan lain?"),
    formula="units that adopted from elsewhere / units on the roster",
    example="2 of 5 units: 2 / 5 = 0.4",
    unit="share",
    bounds=(0, 1),
    levels=_UNITS,
    numerator=adopting_units,
    denominator=units,
    source=_DIFFUSION,
    rows=_ROWS,
)

METRICS: tuple[AnyMetric, ...] = (
    adopted_share,
    replicated_share,
    breadth,
    adoptions,
    adoptions_from_elsewhere,
    kept,
    days_to_adoption,
    days_from_implemented,
    adopting_units,
    adopting_rate,
)
