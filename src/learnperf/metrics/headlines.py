"""Headlines: the part of the catalogue to look at first, a few metrics for each subject and one for every row at least.

A report on the whole catalogue is complete and hard to read. What stands here is what people who answer for learning
ask first; everything else is one question further.
"""

from __future__ import annotations

from collections.abc import Iterable

from learnperf.metrics.metric import AnyMetric
from learnperf.metrics.registry import built_in, catalogue

HEADLINES = (
    "kirkpatrick.reaction",
    "kirkpatrick.learning",
    "kirkpatrick.behaviour",
    "kirkpatrick.results",
    "kirkpatrick.learning.change",
    "kirkpatrick.behaviour.change",
    "kirkpatrick.results.change",
    "kirkpatrick.behaviour.application_rate",
    "kirkpatrick.behaviour.realised",
    "kirkpatrick.results.realised",
    "agreement.behaviour.rwg",
    "innovation.count",
    "innovation.by_teams",
    "innovation.implemented",
    "innovation.implemented_of_idea",
    "innovation.innovator_rate",
    "innovation.team_rate",
    "career.promotions",
    "career.rotations",
    "career.transfers",
    "career.linked_moves",
    "career.mover_rate_learned",
    "career.mover_rate_others",
    "learning.completed",
    "learning.hours",
    "learning.continuity",
    "learning.team_continuity",
    "learning.self_initiated",
    "learning.relevance",
    "learning.relevance_of_chosen",
    "learning.relevance_of_assigned",
    "team_learning.as_team",
    "team_learning.as_member",
    "measure.completion_rate",
    "measure.reach",
    "measure.hours_per_person",
    "measure.training_hour_share",
    "phillips.roi",
    "competency.gap",
    "competency.fit",
    "competency.with_standard",
    "competency.with_standard_and_pattern",
    "assignment.completion_of_due",
    "assignment.on_time",
    "assignment.quality",
    "adoption.count",
    "adoption.share",
    "adoption.days",
    "correction.count",
    "correction.learning_happened",
    "correction.days_from_learning",
    "publication.count",
    "roster.learners",
    "conditions.overall",
    "conditions.met",
    "conditions.individual",
    "conditions.team",
    "conditions.organization",
    "conditions.publication",
    "conditions.technical_team",
    "conditions.learning_media",
)


def headlines(among: Iterable[AnyMetric] | None = None) -> tuple[AnyMetric, ...]:
    """Give the metrics to look at first: at least one for every row of the domain, and all that are not ours.

    Metrics of installed packages, and those registered in this process, are somebody's choice and always among them.

    Parameters
    ----------
    among
        Metrics to choose among; the whole catalogue, if left out.

    Warns
    -----
    PluginWarning
        A package's metrics could not be loaded.

    Examples
    --------
    >>> names = [metric.name for metric in headlines()]
    >>> "kirkpatrick.behaviour" in names, "kirkpatrick.behaviour.d_rm" in names
    (True, False)
    """
    ours = {metric.name for metric in built_in()}
    several = catalogue() if among is None else among
    return tuple(one for one in several if one.name in HEADLINES or one.name not in ours)
