"""Hypothesis strategies for organizations and evidence, and law checks for metrics, for anybody's own test suite.

Everything drawn is valid and small, and is made of what goes wrong in practice: people in several teams and units,
units with two lines, reorganizations, gaps and returns, shares that do not add up to 1, evidence on the very day a tie
begins or ends. ``hypothesis.strategies.from_type`` knows both types wherever learnperf is installed.

Examples
--------
>>> from hypothesis import given
>>> @given(organizations(max_learners=3))
... def test_everybody_is_someone(organization):
...     assert len(organization) >= 1
>>> test_everybody_is_someone()
"""

from learnperf.errors import MissingExtra

try:
    import hypothesis  # noqa: F401 -- whether it is there
except ImportError:
    raise MissingExtra("learnperf.testing", "testing") from None

from learnperf.testing.edit import (
    AddLearner,
    AddRecord,
    AddTie,
    Edit,
    MergeUnits,
    RemoveRecord,
    RemoveTie,
    Reparent,
    SplitUnit,
    SupersedeRecord,
)
from learnperf.testing.engine_check import check_engine
from learnperf.testing.histories import History, edits, histories
from learnperf.testing.law import LawBroken
from learnperf.testing.metric_check import check_metric, laws_for
from learnperf.testing.organization_check import check_organization
from learnperf.testing.organizations import organizations
from learnperf.testing.records import evidence, organization_and_evidence
from learnperf.testing.timeline import days

__all__ = [
    "AddLearner",
    "AddRecord",
    "AddTie",
    "Edit",
    "History",
    "LawBroken",
    "MergeUnits",
    "RemoveRecord",
    "RemoveTie",
    "Reparent",
    "SplitUnit",
    "SupersedeRecord",
    "check_engine",
    "check_metric",
    "check_organization",
    "days",
    "edits",
    "evidence",
    "histories",
    "laws_for",
    "organization_and_evidence",
    "organizations",
]
