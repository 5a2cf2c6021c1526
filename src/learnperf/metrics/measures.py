"""Standard measures of learning and development: how much of it there is, for whom, and by what means (rows L2, L4).

The authors of ISO/TS 30437 tell three types apart: efficiency (how much, for how many, at what cost), effectiveness
(how good it was: Phillips' levels 1, 2, 3 and 5) and outcome (level 4). `measure_type` says of which type a metric is;
a report should have some of each.
"""

from __future__ import annotations

from enum import Enum
from fractions import Fraction

from learnperf.errors import InvalidValue
from learnperf.metrics.algebra import Count, Distinct, Ratio
from learnperf.metrics.columns import Presence
from learnperf.metrics.declared import Direction
from learnperf.metrics.expressions import Expression, col, when
from learnperf.metrics.learning import hours
from learnperf.metrics.metric import AnyMetric, Metric, RatioOf
from learnperf.metrics.organization import learners
from learnperf.metrics.phillips import costs
from learnperf.metrics.workinghours import WorkingHours
from learnperf.model.evidence import Capacity, Participation
from learnperf.model.nodes import NodeKind
from learnperf.model.scales import Number, exact
from learnperf.model.vocabulary import Resource, label

_CTR = "Center for Talent Reporting, Measures Library: definitions of learning measures (Talent Development Reporting)"
_ISO = "ISO/TS 30437:2023, Human resource management: Learning and development metrics"
_BPPK = "BPPK performance report 2017: training hours by working hours"
_ROWS = ("L2",)


class MeasureType(Enum):
    """What a measure of learning is about, by ISO/TS 30437:2023."""

    EFFICIENCY = "efficiency"
    EFFECTIVENESS = "effectiveness"
    OUTCOME = "outcome"


def measure_type(metric: AnyMetric) -> MeasureType | None:
    """Say of which type a measure is; None of what is no measure of learning.

    Examples
    --------
    >>> from learnperf.metrics.registry import catalogue
    >>> [measure_type(catalogue(name)[0]).value for name in ("measure.reach", "phillips.roi", "kirkpatrick.results")]
    ['efficiency', 'effectiveness', 'outcome']
    """
    family, *rest = metric.name.split(".")
    if family in {"measure", "learning", "team_learning"} or metric.name.startswith("phillips.costs"):
        return MeasureType.EFFICIENCY
    if family not in {"kirkpatrick", "phillips"}:
        return None
    return MeasureType.OUTCOME if rest[:1] == ["results"] else MeasureType.EFFECTIVENESS


unique_participants = Metric(
    "measure.unique_participants",
    label=("People who took part in learning", "Pegawai yang mengikuti pembelajaran"),
    meaning="Different people who took part in any learning, completed or not, each once however often.",
    question=("How many different people took part in learning?", "Berapa pegawai yang mengikuti pembelajaran?"),
    formula="n(different people with a participation)",
    example="ani took part twice and budi once: 2",
    unit="people",
    bounds=(0, None),
    evidence=Participation,
    state=Distinct,
    grain=NodeKind.LEARNER,
    source=_CTR,
    rows=_ROWS,
)
participants = Metric(
    "measure.participants",
    label=("Enrolments in learning", "Keikutsertaan dalam pembelajaran"),
    meaning="Participations in learning, completed or not: the same person counts as often as they took part.",
    question=("How many enrolments were there?", "Berapa banyak keikutsertaan dalam pembelajaran?"),
    formula="n(participations)",
    example="ani took part twice and budi once: 3",
    unit="participations",
    bounds=(0, None),
    evidence=Participation,
    state=Count,
    lift={"count": 1},
    source=_CTR,
    rows=_ROWS,
)
completion_rate = Metric(
    "measure.completion_rate",
    label=("Completion rate, of enrolments", "Tingkat penyelesaian, dari keikutsertaan"),
    meaning="Participations completed, by all participations.",
    question=("What share of enrolments was completed?", "Berapa proporsi keikutsertaan yang diselesaikan?"),
    formula="n(completed) / n(participations)",
    example="three enrolments, two completed: 2 / 3 = 0.67",
    unit="share",
    bounds=(0, 1),
    evidence=Participation,
    state=Ratio,
    lift={"numerator": col("completed"), "denominator": 1},
    source=_CTR,
    rows=_ROWS,
)
on_time_completion = Metric(
    "measure.on_time_completion",
    label=("On-time completion, of learning due", "Penyelesaian tepat waktu, dari pembelajaran yang jatuh tempo"),
    meaning=(
        "Participations completed by the day they were due, by those due by the day of the report. Completed later "
        "counts as completed and not as on time; what is not yet due is left out whether it is completed or not, and "
        "so is what nobody set a day for. Where nothing is due yet there is no value."
    ),
    question=(
        "What share of the learning that was due was completed in time?",
        "Berapa proporsi pembelajaran jatuh tempo yang diselesaikan tepat waktu?",
    ),
    formula="n(completed by the day due) / n(due)",
    example="four due: two completed in time, one late, one not completed: 2 / 4 = 0.5",
    unit="share",
    bounds=(0, 1),
    evidence=Participation,
    state=Ratio,
    where=col("due_by_now") == 1,
    lift={"numerator": col("on_time"), "denominator": 1},
    source=_CTR,
    rows=_ROWS,
)
reach = RatioOf(
    "measure.reach",
    label=("Reach of learning, of all people", "Jangkauan pembelajaran, dari seluruh pegawai"),
    meaning="People who took part in any learning in the period, by all people who were there in it.",
    question=("What share of the people does learning reach?", "Berapa proporsi pegawai yang dijangkau pembelajaran?"),
    formula="n(different people with a participation) / n(people there)",
    example="two of four people took part: 2 / 4 = 0.5",
    unit="share",
    bounds=(0, 1),
    numerator=unique_participants,
    denominator=learners,
    source=_CTR,
    rows=("L2", "L4"),
)
hours_per_person = RatioOf(
    "measure.hours_per_person",
    label=("Hours of learning per person", "Jam pembelajaran per pegawai"),
    meaning="Hours of completed learning, by all people who were there in the period.",
    question=("How many hours does a person learn?", "Berapa jam seorang pegawai belajar?"),
    formula="Σ hours / n(people there)",
    example="40 hours of learning and four people: 40 / 4 = 10",
    unit="hours",
    bounds=(0, None),
    numerator=hours,
    denominator=learners,
    source=_CTR,
    rows=_ROWS,
)
cost_per_participant = RatioOf(
    "measure.cost_per_participant",
    label=("Cost of learning per person who took part", "Biaya pembelajaran per pegawai yang mengikuti"),
    meaning="Money spent on learning, by different people who took part in it.",
    question=("What does learning cost per person who took part?", "Berapa biaya pembelajaran per pegawai yang ikut?"),
    formula="Σ costs / n(different people with a participation)",
    example="600,000 rupiah spent and three people who took part: 200,000",
    unit="IDR",
    direction=Direction.TARGET,
    bounds=(0, None),
    numerator=costs,
    denominator=unique_participants,
    base="people who took part",
    source=_ISO,
    rows=_ROWS,
)


def completion_by_audience(name: str, label: tuple[str, str], audience: Expression, base: tuple[str, str]) -> RatioOf:
    """Give the completion rate by a target audience: of those it is meant for, who completed any learning.

    Parameters
    ----------
    name
        What the metric is called behind ``measure.completion_rate_of_``.
    label
        Of the people in the audience, in English and Indonesian.
    audience
        Who belongs to it, by columns of the roster.
    base
        What stands in the label, in English and Indonesian.

    Examples
    --------
    >>> auditors = completion_by_audience(
    ...     "auditors", ("Auditors", "Auditor"), col("job_family") == "audit", ("of auditors", "dari auditor")
    ... )
    >>> auditors.label[0]
    'Completion rate, of auditors'
    """

    def people(what: str, labels: tuple[str, str], where: Expression) -> Metric:
        return Metric(
            f"measure.{what}_{name}",
            label=labels,
            meaning=f"Different people on the roster: {labels[0].lower()}.",
            unit="people",
            bounds=(0, None),
            evidence=Presence,
            state=Distinct,
            where=where,
            grain=NodeKind.LEARNER,
            source=_CTR,
            rows=_ROWS,
        )

    english, indonesian = label
    done = (f"{english} who completed learning", f"{indonesian} yang menyelesaikan pembelajaran")
    return RatioOf(
        f"measure.completion_rate_of_{name}",
        label=(f"Completion rate, {base[0]}", f"Tingkat penyelesaian, {base[1]}"),
        meaning=f"People of the target audience who completed any learning in the period, as a share {base[0]}.",
        question=(
            f"What share {base[0]} completed learning?",
            f"Berapa proporsi {base[1]} yang menyelesaikan pembelajaran?",
        ),
        formula="n(audience who completed learning) / n(audience)",
        example="an audience of four, three of whom completed learning: 3 / 4 = 0.75",
        unit="share",
        bounds=(0, 1),
        numerator=people("completed_by", done, audience & (col("learned") == 1)),
        denominator=people("audience", label, audience),
        source=_CTR,
        rows=("L2", "L4"),
    )


def training_hour_share(hours_per_week: Number = Fraction(75, 2)) -> RatioOf:
    """Give hours of learning as a share of working hours, of all people there for as long as they were there.

    Parameters
    ----------
    hours_per_week
        Of work, of two decimals at most; 37.5 in Indonesia's civil service (Presidential Regulation 21/2023).

    Raises
    ------
    InvalidValue
        Not above 0, or above the hours of a week.

    Examples
    --------
    >>> training_hour_share(40).name
    'measure.training_hour_share_of_40_hours'
    """
    weekly = exact("hours_per_week", hours_per_week)
    hundredths = weekly * 100
    if not 0 < weekly <= _HOURS_OF_A_WEEK or hundredths.denominator != 1:
        rule = "is no number of working hours in a week, of two decimals at most"
        raise InvalidValue("hours_per_week", hours_per_week, rule, "such as 37.5")
    shown = f"{float(weekly):g}"
    suffix = "" if weekly == _USUAL_WEEK else f"_of_{shown.replace('.', '_')}_hours"
    working = Metric(
        f"measure.working_hours{suffix}",
        label=("Working hours", "Jam kerja"),
        meaning=f"Days people were there in the period, at {shown} hours of work per seven days.",
        unit="hours",
        bounds=(0, None),
        evidence=Presence,
        state=WorkingHours,
        grain=NodeKind.LEARNER,
        lift={"days": col("days"), "weekly": int(hundredths)},
        source=_BPPK,
        rows=_ROWS,
    )
    with_comma = shown.replace(".", ",")
    of_work = (f"of working hours ({shown} a week)", f"dari jam kerja ({with_comma} per minggu)")
    return RatioOf(
        f"measure.training_hour_share{suffix}",
        label=(f"Hours of learning, {of_work[0]}", f"Jam pembelajaran, {of_work[1]}"),
        meaning=(
            f"Hours of completed learning, by working hours at {shown} hours a week for as long as people were there. "
            "Holidays and leave are not taken off. A period that is open on either side has no working hours."
        ),
        question=("How much of working time is spent on learning?", "Berapa bagian waktu kerja yang dipakai belajar?"),
        formula="Σ hours of learning / (Σ days there / 7 · hours a week)",
        example="20 hours of one person there for 28 days: 20 / (28 / 7 · 37.5) = 0.13",
        unit="share",
        bounds=(0, None),
        numerator=hours,
        denominator=working,
        base="working hours",
        source=_BPPK,
        rows=_ROWS,
    )


def _utilisation(resource: Resource) -> Metric:
    english, indonesian = label(resource), label(resource, "id")
    return Metric(
        f"measure.utilisation_{resource.name.lower()}",
        label=(f"Utilisation of {english}", f"Pemanfaatan {indonesian}"),
        meaning=f"{english.capitalize()} used, by those available; without a record of use, due and not observed.",
        question=(f"How much of the available {english} is used?", f"Berapa bagian {indonesian} yang dimanfaatkan?"),
        formula="Σ used / Σ available",
        example="30 of 40 and 10 of 40 used, one not recorded: (30 + 10) / (40 + 40) = 0.5",
        unit="share",
        direction=Direction.TARGET,
        bounds=(0, None),
        levels=(NodeKind.UNIT,),
        evidence=Capacity,
        state=Ratio,
        where=col("resource") == resource,
        lift={"numerator": col("used"), "denominator": when(col("used").is_present(), col("available"), 0)},
        source=_ISO,
        rows=_ROWS,
    )


_HOURS_OF_A_WEEK, _USUAL_WEEK = 168, Fraction(75, 2)
completion_of_positions = completion_by_audience(
    "standard",
    ("People whose position has a competency standard", "Pegawai yang jabatannya memiliki standar kompetensi"),
    col("has_standard") == 1,
    ("of people whose position has a competency standard", "dari pegawai yang jabatannya memiliki standar kompetensi"),
)
METRICS: tuple[AnyMetric, ...] = (
    unique_participants,
    participants,
    completion_rate,
    on_time_completion,
    completion_of_positions,
    reach,
    hours_per_person,
    training_hour_share(),
    cost_per_participant,
    *(_utilisation(resource) for resource in Resource),
)
