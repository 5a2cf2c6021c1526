"""Competency: what positions require and people have, and whether learning closes the difference (rows I5, E1.1, E3.3).

An assessment stands until the next one, so what is required and attained is read from each learner's latest assessment
of each competency. What a position requires is what it required of the position held on the day of the assessment.
What was never assessed is not 0: it is in no sum, and the reading says how much it rests on.
"""

from __future__ import annotations

from collections.abc import Mapping

from learnperf.errors import InvalidValue
from learnperf.metrics.algebra import Distinct, Ratio
from learnperf.metrics.columns import PARTS, Presence
from learnperf.metrics.declared import Direction
from learnperf.metrics.expressions import Expression, col, when
from learnperf.metrics.match import JobMatch, MatchBand
from learnperf.metrics.metric import AnyMetric, Metric, RatioOf, Staged
from learnperf.metrics.outer import AtLeast, Composition
from learnperf.model.evidence import Participation, ProficiencyAssessment
from learnperf.model.nodes import CompetencyGroup, NodeKind

_STANDARD = "PermenPANRB 38/2017 on competency standards of civil-service positions"
_MATCH = "Indonesian regulation of competency tests for functional positions: job-person match, weights and bands"
_GAP = "Gupta, Sleezer & Russ-Eft (2007), A Practical Guide to Needs Assessment (2nd ed.): competency gaps"
_COMPLETED = col("completed") == 1
_REQUIRED = col("required") > 0


def gap_of(weights: Mapping[str, int], name: str = "competency.gap.weighted") -> Metric:
    """Give the competency gap index with a weight for each competency; those without one weigh 1.

    Parameters
    ----------
    weights
        Competency to weight, a whole number from 0 on.
    name
        Of the metric: other weights are another metric, and need another name.

    Raises
    ------
    InvalidValue
        A weight that is no whole number from 0 on.

    Examples
    --------
    >>> gap_of({"audit": 3}).label[0]
    'Competency gap index, weighted (audit 3)'
    """
    for competency, weight in weights.items():
        if type(weight) is not int or weight < 0:
            raise InvalidValue(f"weight of {competency}", weight, "is no whole number from 0 on", "leave it out for 1")
    factor: Expression | int = 1
    for competency, weight in sorted(weights.items()):
        factor = when(col("competency") == competency, weight, factor)
    said = ", ".join(f"{competency} {weight}" for competency, weight in sorted(weights.items()))
    extra = ("", "") if not weights else (f", weighted ({said})", f", berbobot ({said})")
    return Metric(
        name,
        label=(f"Competency gap index{extra[0]}", f"Indeks kesenjangan kompetensi{extra[1]}"),
        meaning=(
            "Levels missing to the competency standard by levels required, over each learner's latest assessment of "
            "each competency; 0 is best. Competencies never assessed are not in it."
        ),
        question=(
            "How much of what positions require is missing?",
            "Berapa bagian dari yang disyaratkan jabatan yang belum dipenuhi?",
        ),
        formula="Σ w · max(0, required - level) / Σ w · required",
        example="level 2 of 3 and level 1 of 2, weights 1: (1 + 1) / (3 + 2) = 0.4",
        unit="share",
        direction=Direction.LOWER,
        bounds=(0, 1),
        evidence=ProficiencyAssessment,
        state=Ratio,
        where=_REQUIRED,
        latest_by=("competency",),
        lift={"numerator": col("gap") * factor, "denominator": col("required") * factor},
        source=f"{_GAP}; {_STANDARD}",
        rows=("I5",),
    )


def match_of(technical: int = 50, other: int = 50, *, capped: bool = True) -> Metric:
    """Give the job-person match with weights for technical competencies and for managerial and sociocultural ones.

    Read at a learner it is the match of a person; above, of all assessments of a group taken together. For the mean of
    people's matches compose it with `Staged`, as the catalogue does.

    Parameters
    ----------
    technical, other
        Weights, whole numbers from 1 on: 40 and 60 for the grade Madya, 50 and 50 for Muda, 60 and 40 for Pertama.
    capped
        Whether a level above the required one counts as the required one; else it makes good for others.

    Raises
    ------
    InvalidValue
        A weight that is no whole number from 1 on.

    Examples
    --------
    >>> match_of(60, 40).name
    'competency.match.60_40'
    """
    for group, weight in (("technical", technical), ("other", other)):
        if type(weight) is not int or weight < 1:
            raise InvalidValue(group, weight, "is no weight, a whole number from 1 on", "such as 60 and 40")
    is_technical = col("group") == CompetencyGroup.TECHNICAL
    part: Expression = when(col("attained") > PARTS, PARTS, col("attained")) if capped else col("attained")
    weights = f"{technical}:{other}"
    way = ("", "") if capped else (", levels above uncapped", ", tingkat di atas tanpa batas")
    return Metric(
        f"competency.match.{technical}_{other}{'' if capped else '.uncapped'}",
        label=(
            f"Job-person match, technical to other {weights}{way[0]}",
            f"Job-person match, teknis banding lainnya {weights}{way[1]}",
        ),
        meaning=(
            "Mean part of the required level attained over technical competencies, and over managerial and "
            "sociocultural ones, weighed against each other; each learner's latest assessments. Competencies of no "
            "known group are due and not observed, and without either group there is no match. From 0.80 on it meets "
            "the requirements, from 0.68 on it still does."
        ),
        question=(
            "How much of what their positions require have people attained?",
            "Berapa bagian dari yang disyaratkan jabatan yang telah dicapai pegawai?",
        ),
        formula=f"Σ w · mean of {'min(level, required)' if capped else 'level'} / required, over Σ w",
        example="technical 0.70, managerial and sociocultural 0.90, weights 50 and 50: (35 + 45) / 100 = 0.80",
        unit="share",
        bounds=(0, 1 if capped else None),
        evidence=ProficiencyAssessment,
        state=JobMatch,
        where=_REQUIRED,
        latest_by=("competency",),
        lift={
            "technical": is_technical,
            "technical_parts": when(is_technical, part, 0),
            "other": 1 - is_technical,
            "other_parts": when(is_technical, 0, part),
            "technical_weight": technical,
            "other_weight": other,
        },
        source=f"{_MATCH}; {_STANDARD}",
        rows=("I5",),
    )


def _relevant(
    name: str, labels: tuple[str, str], meaning: str, question: tuple[str, str], lift: tuple[Expression, Expression],
    formula: str, example: str,
) -> Metric:  # fmt: skip
    top, bottom = lift
    return Metric(
        name,
        label=labels,
        meaning=meaning,
        question=question,
        formula=formula,
        example=example,
        unit="share",
        bounds=(0, 1),
        evidence=Participation,
        state=Ratio,
        where=_COMPLETED,
        lift={"numerator": top, "denominator": bottom},
        source=f"{_GAP}; {_STANDARD}",
        rows=("I5", "E1.2", "E3.2") if name == "learning.relevance" else ("I5",),
    )


_UNMAPPED = (
    "Learning nobody has mapped to competencies is due and not observed, not irrelevant: read the coverage beside it."
)
relevance = _relevant(
    "learning.relevance",
    ("Relevance of learning to the position", "Kesesuaian pembelajaran dengan kebutuhan jabatan"),
    "Share of completed participations that close a gap between the learner's proficiency and the standard of the "
    f"position held that day. {_UNMAPPED} So is learning in what the learner was never assessed in.",
    ("How much of the learning closes a gap of the position?", "Berapa bagian pembelajaran yang menutup kesenjangan?"),
    (col("relevant"), col("relevant").is_present()),
    "n(participations that close a gap) / n(participations of which it is known)",
    "3 completed, of which 1 closes a gap, 1 does not and 1 is unmapped: 1 / 2 = 0.5, coverage 2 / 3",
)
relevance_by_hours = _relevant(
    "learning.relevance.by_hours",
    ("Relevance of learning to the position, by hours", "Kesesuaian pembelajaran dengan kebutuhan jabatan, per jam"),
    "Share of the hours of completed learning that are of participations which close a gap of the position held that "
    f"day. {_UNMAPPED} So are participations without hours.",
    ("How many hours of learning close a gap of the position?", "Berapa bagian jam yang menutup kesenjangan?"),
    (when(col("relevant") == 1, col("hours"), 0), when(col("relevant").is_present(), col("hours"), 0)),
    "Σ hours that close a gap / Σ hours of which it is known",
    "8 hours that close a gap and 2 that do not: 8 / 10 = 0.8",
)
fit_to_position = _relevant(
    "learning.in_standard",
    ("Learning within the position's standard", "Pembelajaran dalam standar kompetensi jabatan"),
    "Share of completed participations that develop a competency which the position held that day requires, whether or "
    f"not the learner falls short in it. {_UNMAPPED}",
    ("How much of the learning is about the position?", "Berapa bagian pembelajaran yang sesuai standar jabatan?"),
    (col("in_standard"), col("in_standard").is_present()),
    "n(participations in a required competency) / n(participations of which it is known)",
    "4 completed and mapped, 3 of them in a required competency: 3 / 4 = 0.75",
)
mapped = _relevant(
    "learning.mapped",
    ("Learning mapped to competencies", "Pembelajaran yang dipetakan ke kompetensi"),
    "Share of completed participations of which somebody has said what competencies they develop: how far relevance "
    "can be known at all.",
    ("Of how much learning is it known what it develops?", "Berapa bagian pembelajaran yang sudah dipetakan?"),
    (col("mapped"), col("mapped").is_present()),
    "n(participations in mapped activities) / n(participations)",
    "5 completed, 4 of them in mapped activities: 4 / 5 = 0.8",
)
competency_gap = gap_of({}, "competency.gap")
fit = Metric(
    "competency.fit",
    label=("Requirements met", "Persyaratan kompetensi yang dipenuhi"),
    meaning=(
        "Share of the competencies required and assessed in which the level reaches the standard of the position, over "
        "each learner's latest assessments. Competencies never assessed are not in it."
    ),
    question=("How many requirements of positions are met?", "Berapa bagian persyaratan jabatan yang dipenuhi?"),
    formula="n(level >= required) / n(required and assessed)",
    example="level 3 of 3 and level 1 of 2: 1 / 2 = 0.5",
    unit="share",
    bounds=(0, 1),
    evidence=ProficiencyAssessment,
    state=Ratio,
    where=_REQUIRED,
    latest_by=("competency",),
    lift={"numerator": col("gap") == 0, "denominator": 1},
    source=_STANDARD,
    rows=("I5",),
)
match = match_of()
match_of_learners = Staged(
    "competency.match.50_50.mean_of_learners",
    label=("Job-person match: mean of learners", "Job-person match: rata-rata per pegawai"),
    meaning="Mean of the job-person matches of single people, technical and other competencies weighing the same.",
    question=("How well do people match their positions?", "Seberapa sesuai pegawai dengan jabatannya?"),
    formula="Σ match of a person / number of people with a match",
    example="two people of 0.80 and 0.60: (0.80 + 0.60) / 2 = 0.70",
    unit="share",
    bounds=(0, 1),
    inner=match,
    grain=NodeKind.LEARNER,
    outer=Composition.MEAN,
    source=_MATCH,
    rows=("I5",),
)


def _in_band(name: str, band: MatchBand, labels: tuple[str, str], percent: int) -> Staged:
    return Staged(
        name,
        label=labels,
        meaning=f"Of the people with a job-person match, the share at {percent} per cent or above.",
        question=(
            f"What share of people match their position by {percent} per cent or more?",
            f"Berapa bagian pegawai yang job-person match-nya {percent} persen atau lebih?",
        ),
        formula=f"n(match >= {percent / 100:.2f}) / n(people with a match)",
        example=f"three people of 0.67, 0.68 and 0.80: {'1' if band is MatchBand.MEETS else '2'} / 3",
        unit="share",
        bounds=(0, 1),
        inner=match,
        grain=NodeKind.LEARNER,
        outer=AtLeast(band.least),
        source=_MATCH,
        rows=("I5",),
    )


meets = _in_band(
    "competency.match.50_50.meets", MatchBand.MEETS,
    ("People who meet the requirements", "Pegawai yang Memenuhi Syarat"), 80,
)  # fmt: skip
passes = _in_band(
    "competency.match.50_50.passes", MatchBand.STILL_MEETS,
    ("People who at least still meet the requirements", "Pegawai yang sekurangnya Masih Memenuhi Syarat"), 68,
)  # fmt: skip


def _there(name: str, labels: tuple[str, str], meaning: str, where: Expression, rows: tuple[str, ...]) -> Metric:
    return Metric(
        name,
        label=labels,
        meaning=meaning,
        unit="people",
        direction=Direction.TARGET,
        bounds=(0, None),
        evidence=Presence,
        state=Distinct,
        grain=NodeKind.LEARNER,
        where=where,
        source=_STANDARD,
        rows=rows,
    )


_AT_END = col("at_end") == 1
_people = _there(
    "roster.learners_at_end",
    ("People at the end of the period", "Pegawai pada akhir periode"),
    "Different learners who belonged to the node to the end of the period, or without an end known.",
    _AT_END,
    ("E1.1", "E3.3"),
)


def _held(
    name: str, labels: tuple[str, str], what: tuple[str, str], where: Expression, example: str, row: str
) -> RatioOf:  # fmt: skip
    counted = _there(
        f"{name}.people",
        (f"People {what[0]}", f"Pegawai {what[1]}"),
        f"Different learners there at the end of the period {what[0]}.",
        _AT_END & where,
        (row,),
    )
    return RatioOf(
        name,
        label=labels,
        meaning=(
            f"Of the people there at the end of the period, the share {what[0]}, as the records say; whether people "
            "know it is judged by the condition beside it."
        ),
        question=(f"What share of people are {what[0]}?", f"Berapa bagian pegawai {what[1]}?"),
        formula=f"n(people {what[0]}) / n(people at the end of the period)",
        example=example,
        unit="share",
        bounds=(0, 1),
        numerator=counted,
        denominator=_people,
        source=_STANDARD,
        rows=(row,),
    )


with_standard = _held(
    "competency.with_standard",
    ("People whose position has a standard", "Pegawai yang jabatannya memiliki standar kompetensi"),
    ("in a position with a competency standard", "dalam jabatan yang memiliki standar kompetensi"),
    col("has_standard") == 1,
    "4 people, of whom 3 hold a position with a standard: 3 / 4 = 0.75",
    "E1.1",
)
with_career_plan = _held(
    "competency.with_standard_and_pattern",
    (
        "People whose position has a standard and a career pattern",
        "Pegawai yang jabatannya memiliki standar kompetensi dan pola karier",
    ),
    (
        "in a position with a competency standard and a career pattern",
        "dalam jabatan yang memiliki standar kompetensi dan pola karier",
    ),
    (col("has_standard") == 1) & (col("has_career_pattern") == 1),
    "4 people, of whom 2 hold a position with both: 2 / 4 = 0.5",
    "E3.3",
)

METRICS: tuple[AnyMetric, ...] = (
    relevance,
    relevance_by_hours,
    fit_to_position,
    mapped,
    competency_gap,
    fit,
    match,
    match_of_learners,
    meets,
    passes,
    with_standard,
    with_career_plan,
)
