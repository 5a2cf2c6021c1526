"""Teams: whether the tasks and projects given to them get done, in time and well (row T1).

A cancelled assignment leaves every base and is counted by itself. What is not yet due can be done and cannot be late.
An assignment has one team; work that two teams share is given to each as an assignment of its own.
"""

from __future__ import annotations

from learnperf.metrics.algebra import Count, Mean, Ratio
from learnperf.metrics.declared import Direction
from learnperf.metrics.expressions import Expression, col
from learnperf.metrics.metric import AnyMetric, Metric
from learnperf.model.evidence import Assignment
from learnperf.model.nodes import NodeKind
from learnperf.model.scales import ScaleType

_TEAMS_AND_UNITS = (NodeKind.TEAM, NodeKind.UNIT)
_NOT_CANCELLED = col("cancelled") == 0
_DUE = _NOT_CANCELLED & (col("due_by_now") == 1)
_PMBOK = "Project Management Institute (2021), A Guide to the Project Management Body of Knowledge, 7th edition"
_SEED = "Indonesian Ministry of Finance, learning organization: Learner's Performance, team performance"


def _share(
    name: str,
    *,
    label: tuple[str, str],
    meaning: str,
    question: tuple[str, str],
    formula: str,
    example: str,
    where: Expression,
    numerator: Expression,
    denominator: Expression | int = 1,
) -> Metric:
    return Metric(
        f"assignment.{name}",
        label=label,
        meaning=meaning,
        question=question,
        formula=formula,
        example=example,
        unit="share",
        bounds=(0, 1),
        levels=_TEAMS_AND_UNITS,
        evidence=Assignment,
        state=Ratio,
        where=where,
        lift={"numerator": numerator, "denominator": denominator},
        source=_SEED,
        rows=("T1",),
    )


given = Metric(
    "assignment.given",
    label=("Assignments given", "Penugasan yang diberikan"),
    meaning="Assignments given in the period and not called off: the base of the shares beside it.",
    question=("How many tasks and projects were given?", "Berapa tugas dan proyek yang diberikan?"),
    formula="number of assignments not cancelled",
    example="six given, one of them cancelled: 6 - 1 = 5",
    unit="assignments",
    direction=Direction.TARGET,
    bounds=(0, None),
    levels=_TEAMS_AND_UNITS,
    evidence=Assignment,
    state=Count,
    where=_NOT_CANCELLED,
    lift={"count": 1},
    source=_SEED,
    rows=("T1",),
)
completion = _share(
    "completion",
    label=("Assignments completed", "Penugasan yang selesai"),
    meaning=(
        "Assignments completed by assignments given, also those not yet due; cancelled ones leave the base and are "
        "counted on their own. The outcome is the one on record, whenever it came about. One that was completed and is "
        "opened again, by a record that supersedes it, no longer "
        "counts."
    ),
    question=(
        "How much of what was given to the team is done?",
        "Seberapa banyak penugasan kepada tim yang sudah selesai?",
    ),
    formula="assignments completed / assignments given and not cancelled",
    example="six given, one cancelled, three completed: 3 / (6 - 1) = 0.6",
    where=_NOT_CANCELLED,
    numerator=col("completed"),
)
completion_of_due = _share(
    "completion_of_due",
    label=("Assignments completed, of those due", "Penugasan yang selesai, dari yang sudah jatuh tempo"),
    meaning=(
        "Assignments completed, in time or late, by those due by the day of the report. Where nothing is due yet there "
        "is no value."
    ),
    question=(
        "Of what should be done by now, how much is done?",
        "Dari yang seharusnya sudah selesai, berapa yang selesai?",
    ),
    formula="assignments due and completed by the day of the report / assignments due and not cancelled",
    example="four due, three of them completed, one of these late: 3 / 4 = 0.75",
    where=_DUE,
    numerator=col("completed_by_now"),
)
weighted_completion = _share(
    "weighted_completion",
    label=("Assignments completed, weighted by size", "Penugasan yang selesai, dibobot menurut ukuran"),
    meaning="Size of the assignments completed by size of those given; cancelled ones leave the base.",
    question=(
        "How much of the work given is done, large tasks counting for more?",
        "Seberapa banyak pekerjaan yang selesai, dengan bobot tugas menurut ukurannya?",
    ),
    formula="Σ weight of those completed / Σ weight of those given and not cancelled",
    example="weights 2 and 3 completed, 1 open: (2 + 3) / (2 + 3 + 1) = 0.833",
    where=_NOT_CANCELLED,
    numerator=col("completed") * col("weight"),
    denominator=col("weight"),
)
on_time = _share(
    "on_time",
    label=("Assignments on time", "Penugasan tepat waktu"),
    meaning=(
        "Assignments completed by their due date, by those due by the day of the report. What is not yet due is left "
        "out whether it is done or not, or early work would make a team look punctual; so is what has no due date. "
        "Completed late counts as completed and not as on time. Where nothing is due yet there is no value."
    ),
    question=("Does the team meet its due dates?", "Apakah tim memenuhi tenggat waktunya?"),
    formula="assignments completed by their due date / assignments due and not cancelled",
    example="four due: two in time, one late, one not done: 2 / 4 = 0.5",
    where=_DUE,
    numerator=col("on_time"),
)
schedule = Metric(
    "assignment.schedule_performance",
    label=("Schedule performance index", "Indeks kinerja jadwal"),
    meaning=(
        "Size of the work completed by size of the work due, both by the day of the report: above 1 the team is ahead "
        "of its plan. Work earns its size when it is completed and nothing before. There is no index of costs, because "
        "assignments have none."
    ),
    question=("Is the team ahead of its plan or behind it?", "Apakah tim lebih cepat atau lebih lambat dari rencana?"),
    formula="SPI = earned value / planned value = Σ weight completed / Σ weight due",
    example="weights 2, 1 and 3 completed, of which and of one more of weight 1 all is due: 6 / 7 = 0.857",
    unit="ratio",
    bounds=(0, None),
    levels=_TEAMS_AND_UNITS,
    evidence=Assignment,
    state=Ratio,
    where=_NOT_CANCELLED & (col("due_known") == 1),
    lift={"numerator": col("completed_by_now") * col("weight"), "denominator": col("due_by_now") * col("weight")},
    source=_PMBOK,
    rows=("T1",),
)
quality = Metric(
    "assignment.quality",
    label=("Quality of assignments", "Mutu hasil penugasan"),
    meaning="Mean judged quality of completed assignments; those not judged are due and not observed.",
    question=("How good is what the team delivers?", "Seberapa baik hasil kerja tim?"),
    formula="Σ quality / number of completed assignments judged",
    example="qualities 4, 3 and 5, one completed and not judged: (4 + 3 + 5) / 3 = 4",
    unit="score",
    scale_type=ScaleType.INTERVAL,
    levels=_TEAMS_AND_UNITS,
    evidence=Assignment,
    state=Mean,
    where=(col("completed") == 1) & _NOT_CANCELLED,
    lift={"n": 1, "total": col("score"), "scale_low": col("scale"), "scale_high": col("scale")},
    source=_SEED,
    rows=("T1",),
)
cancelled = Metric(
    "assignment.cancelled",
    label=("Assignments cancelled", "Penugasan yang dibatalkan"),
    meaning="Assignments called off: in no base above, so that nobody looks better or worse for them.",
    question=("How many tasks and projects were called off?", "Berapa tugas dan proyek yang dibatalkan?"),
    formula="number of assignments cancelled",
    example="six given, one of them cancelled: 1",
    unit="assignments",
    direction=Direction.TARGET,
    bounds=(0, None),
    levels=_TEAMS_AND_UNITS,
    evidence=Assignment,
    state=Count,
    where=col("cancelled") == 1,
    lift={"count": 1},
    source=_SEED,
    rows=("T1",),
)

METRICS: tuple[AnyMetric, ...] = (
    given,
    completion,
    completion_of_due,
    weighted_completion,
    on_time,
    schedule,
    quality,
    cancelled,
)
