"""Enabling conditions: how far the 18 conditions of a learning organization are met, by group and overall.

They stand beside outcomes and are never averaged into them. Each subject's latest judgement of each condition counts.
The overall index is how a unit carries out the framework as a whole (row O6).
"""

from __future__ import annotations

from learnperf.metrics.algebra import Ratio
from learnperf.metrics.expressions import Expression, col, when
from learnperf.metrics.metric import AnyMetric, Index, Metric
from learnperf.model.judgements import ConditionJudgement
from learnperf.model.vocabulary import Condition, ConditionGroup, Fulfilment, label

_SOURCE = "Indonesian Ministry of Finance, learning organization: Learner's Performance, chapter 2"
# fulfilment counts 0, 1 or 2 points of 2
_POINTS: Expression = when(col("fulfilment") == Fulfilment.NOT_APPLICABLE, 0, col("fulfilment"))
_POSSIBLE: Expression = when(col("fulfilment") == Fulfilment.NOT_APPLICABLE, 0, int(Fulfilment.MET))


def _group(group: ConditionGroup) -> Metric:
    name = label(group).replace(" ", "_")
    return Metric(
        f"conditions.{name}",
        label=(f"Enabling conditions: {label(group)}", f"Kondisi pendukung: {label(group, 'id')}"),
        meaning=(
            "Points reached by points possible over the latest judgements of the conditions of this group: met 2, "
            "partly 1, not met 0 of 2. Not applicable is in neither; asked and not judged is missing."
        ),
        unit="share",
        bounds=(0, 1),
        evidence=ConditionJudgement,
        state=Ratio,
        where=col("group") == group,
        latest_by=("condition",),
        lift={"numerator": _POINTS, "denominator": _POSSIBLE},
        source=_SOURCE,
        rows=tuple(condition.value for condition in Condition if condition.group is group),
    )


groups: tuple[Metric, ...] = tuple(_group(group) for group in ConditionGroup)
overall = Index(
    "conditions.overall",
    label=("Enabling conditions overall", "Kondisi pendukung secara keseluruhan"),
    meaning="Mean of the indexes of the groups that were judged, each group weighing alike.",
    unit="share",
    bounds=(0, 1),
    weights=groups,
    renormalise=True,
    source=_SOURCE,
    rows=("O6",),
)

METRICS: tuple[AnyMetric, ...] = (*groups, overall)
