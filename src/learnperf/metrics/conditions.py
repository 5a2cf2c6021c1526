"""Enabling conditions: how far the 18 conditions of a learning organization are met, one by one, by group and overall.

They stand beside outcomes and are never averaged into them. Each subject's latest judgement of each condition counts,
in words (met 1, partly 1/2, not met 0) or as the part of a scale attained. The overall index is how a unit carries out
the framework as a whole (row O6). Two conditions are how a team behaves, and are read as such (row T3).
"""

from __future__ import annotations

from learnperf.metrics import observed
from learnperf.metrics.algebra import Ratio
from learnperf.metrics.expressions import Expression, col
from learnperf.metrics.metric import AnyMetric, Index, Metric, Staged
from learnperf.metrics.outer import AtLeast
from learnperf.model.judgements import WHOLLY_MET, ConditionJudgement
from learnperf.model.nodes import NodeKind
from learnperf.model.vocabulary import Condition, ConditionGroup, label

_SOURCE = "Indonesian Ministry of Finance, learning organization: Learner's Performance, chapter 2"
_LIFT: dict[str, Expression] = {"numerator": col("attained"), "denominator": col("applicable") * WHOLLY_MET}
_HOW = (
    "Over the latest judgement of each subject: met counts 1, partly 1/2, not met 0, a score the part of its scale "
    "attained. Not applicable is in neither sum; asked and not judged is missing."
)
_FORMULA = "Σ how far met / number of applicable judgements"
_EXAMPLE = "met, partly, 3 on a scale of 1 to 5, not applicable: (1 + 1/2 + 1/2) / 3 = 0.667"


def _attained(
    name: str,
    labels: tuple[str, str],
    meaning: str,
    question: tuple[str, str],
    where: Expression,
    rows: tuple[str, ...],
) -> Metric:
    return Metric(
        name,
        label=labels,
        meaning=meaning,
        question=question,
        formula=_FORMULA,
        example=_EXAMPLE,
        unit="share",
        bounds=(0, 1),
        evidence=ConditionJudgement,
        state=Ratio,
        where=where,
        latest_by=("condition",),
        lift=_LIFT,
        source=_SOURCE,
        rows=rows,
    )


def _group(group: ConditionGroup) -> Metric:
    return _attained(
        f"conditions.{label(group).replace(' ', '_')}",
        (f"Enabling conditions: {label(group)}", f"Kondisi pendukung: {label(group, 'id')}"),
        f"How far the conditions of this group are met. {_HOW}",
        (
            f"How far are the enabling conditions of the group {label(group)} met?",
            f"Sejauh mana kondisi pendukung kelompok {label(group, 'id')} terpenuhi?",
        ),
        col("group") == group,
        tuple(condition.value for condition in Condition if condition.group is group),
    )


# conditions that are how a team behaves
_OF_TEAMS = (Condition.E2_1, Condition.E2_2)


def _one(condition: Condition) -> Metric:
    english, indonesian = label(condition), label(condition, "id")
    return _attained(
        f"conditions.{condition.name.lower()}",
        (f"{condition.value}: {english}", f"{condition.value}: {indonesian}"),
        f"How far it is met that {english}. {_HOW}",
        (f"How far is it met that {english}?", f"Sejauh mana terpenuhi bahwa {indonesian}?"),
        col("condition") == condition,
        (condition.value, *(("T3",) if condition in _OF_TEAMS else ())),
    )


groups: tuple[Metric, ...] = tuple(_group(group) for group in ConditionGroup)
each: tuple[Metric, ...] = tuple(_one(condition) for condition in Condition)
overall = Index(
    "conditions.overall",
    label=("Enabling conditions overall", "Kondisi pendukung secara keseluruhan"),
    meaning="Mean of the indexes of the groups that were judged, each group weighing alike.",
    question=(
        "How far does the unit carry out the framework of a learning organization?",
        "Sejauh mana unit kerja melaksanakan kerangka organisasi pembelajar?",
    ),
    formula="Σ index of a group / number of groups judged",
    example="individual 0.5, team 1, organization 0.75, the others not judged: (0.5 + 1 + 0.75) / 3 = 0.75",
    unit="share",
    bounds=(0, 1),
    weights=groups,
    renormalise=True,
    source=_SOURCE,
    rows=("O6",),
)
met = Metric(
    "conditions.met",
    label=("Enabling conditions wholly met", "Kondisi pendukung yang terpenuhi sepenuhnya"),
    meaning=(
        "Judgements that a condition is met, or of the greatest score of their scale, by all applicable, over each "
        "subject's latest judgement of each condition. Partly met is not met here."
    ),
    question=(
        "What share of the enabling conditions that apply is wholly met?",
        "Berapa proporsi kondisi pendukung yang berlaku yang terpenuhi sepenuhnya?",
    ),
    formula="conditions met / conditions applicable",
    example="met, met, partly, not met, not applicable: 2 / 4 = 0.5",
    unit="share",
    bounds=(0, 1),
    evidence=ConditionJudgement,
    state=Ratio,
    latest_by=("condition",),
    lift={"numerator": col("met"), "denominator": col("applicable")},
    source=_SOURCE,
    rows=("O6",),
)


def _teams(name: str, condition: Condition, labels: tuple[str, str], question: tuple[str, str]) -> Staged:
    return Staged(
        name,
        label=labels,
        meaning=(
            f"Share of the teams judged of which it is wholly met that {label(condition)}. A team whose judgement was "
            "asked and not given, or does not apply, is in no base; a judgement of a unit says nothing of its teams."
        ),
        question=question,
        formula="teams of which it is met / teams judged",
        example="three teams: met, partly, met: 2 / 3 = 0.667",
        unit="share",
        bounds=(0, 1),
        levels=(NodeKind.TEAM, NodeKind.UNIT),
        inner=each[list(Condition).index(condition)],
        grain=NodeKind.TEAM,
        outer=AtLeast(1),
        source=_SOURCE,
        rows=("T3", condition.value),
    )


by_project = _teams(
    "conditions.teams_learning_by_project",
    Condition.E2_1,
    ("Teams that learn by projects", "Tim yang belajar melalui proyek"),
    (
        "In what share of teams do members learn by taking part in a project of the team?",
        "Pada berapa proporsi tim para anggota belajar dengan terlibat langsung dalam proyek tim?",
    ),
)
in_dialogue = _teams(
    "conditions.teams_in_dialogue",
    Condition.E2_2,
    ("Teams in dialogue", "Tim yang berdialog secara aktif"),
    (
        "In what share of teams do members go on learning and talk about it?",
        "Pada berapa proporsi tim para anggota terus belajar dan berdialog secara aktif?",
    ),
)

METRICS: tuple[AnyMetric, ...] = (*groups, overall, met, *each, by_project, in_dialogue, *observed.METRICS)
