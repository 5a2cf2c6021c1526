"""Teams: whether the tasks and projects given to them get done, in time and well (row T1)."""

from __future__ import annotations

from learnperf.metrics.algebra import Count, Mean, Ratio
from learnperf.metrics.declared import Direction
from learnperf.metrics.expressions import col
from learnperf.metrics.metric import AnyMetric, Metric
from learnperf.model.evidence import Assignment
from learnperf.model.nodes import NodeKind
from learnperf.model.scales import ScaleType

_TEAMS_AND_UNITS = (NodeKind.TEAM, NodeKind.UNIT)
_NOT_CANCELLED = col("cancelled") == 0

completion = Metric(
    "assignment.completion",
    label=("Assignments completed", "Penugasan yang selesai"),
    meaning=(
        "Assignments completed by assignments given, also those not yet due; cancelled ones leave the base and are "
        "counted on their own."
    ),
    unit="share",
    bounds=(0, 1),
    levels=_TEAMS_AND_UNITS,
    evidence=Assignment,
    state=Ratio,
    where=_NOT_CANCELLED,
    lift={"numerator": col("completed"), "denominator": 1},
    rows=("T1",),
)
weighted_completion = Metric(
    "assignment.weighted_completion",
    label=("Assignments completed, weighted by size", "Penugasan yang selesai, dibobot menurut ukuran"),
    meaning="Size of the assignments completed by size of those given; cancelled ones leave the base.",
    unit="share",
    bounds=(0, 1),
    levels=_TEAMS_AND_UNITS,
    evidence=Assignment,
    state=Ratio,
    where=_NOT_CANCELLED,
    lift={"numerator": col("completed") * col("weight"), "denominator": col("weight")},
    rows=("T1",),
)
on_time = Metric(
    "assignment.on_time",
    label=("Assignments on time", "Penugasan tepat waktu"),
    meaning=(
        "Assignments completed by their due date, by those due by the day of the report. What is not yet due is left "
        "out whether it is done or not, or early work would make a team look punctual; so is what has no due date. "
        "Completed late counts as completed and not as on time."
    ),
    unit="share",
    bounds=(0, 1),
    levels=_TEAMS_AND_UNITS,
    evidence=Assignment,
    state=Ratio,
    where=_NOT_CANCELLED & (col("due_by_now") == 1),
    lift={"numerator": col("on_time"), "denominator": 1},
    rows=("T1",),
)
quality = Metric(
    "assignment.quality",
    label=("Quality of assignments", "Mutu hasil penugasan"),
    meaning="Mean judged quality of completed assignments; those not judged are due and not observed.",
    unit="score",
    scale_type=ScaleType.INTERVAL,
    levels=_TEAMS_AND_UNITS,
    evidence=Assignment,
    state=Mean,
    where=(col("completed") == 1) & _NOT_CANCELLED,
    lift={"n": 1, "total": col("score"), "scale_low": col("scale"), "scale_high": col("scale")},
    rows=("T1",),
)
cancelled = Metric(
    "assignment.cancelled",
    label=("Assignments cancelled", "Penugasan yang dibatalkan"),
    meaning="Assignments called off: in no base above, so that nobody looks better or worse for them.",
    unit="assignments",
    direction=Direction.TARGET,
    bounds=(0, None),
    levels=_TEAMS_AND_UNITS,
    evidence=Assignment,
    state=Count,
    where=col("cancelled") == 1,
    lift={"count": 1},
    rows=("T1",),
)

METRICS: tuple[AnyMetric, ...] = (completion, weighted_completion, on_time, quality, cancelled)
