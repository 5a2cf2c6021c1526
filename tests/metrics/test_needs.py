"""What a metric needs and what it says without is worked out from its definition."""

from collections.abc import Sequence

import pytest

import learnperf as lp
from learnperf.metrics.needs import evidence_needed, missing_rule


def _many(records: Sequence[lp.Publication]) -> int:
    return len(records)


OPAQUE = lp.Opaque(
    "mine.many",
    label="Mine",
    unit="things",
    evidence=lp.Publication,
    function=_many,
    where=lp.col("channel").is_present(),
)


@pytest.mark.parametrize("metric", lp.catalogue(), ids=lambda metric: metric.name)
def test_every_metric_needs_evidence_and_has_a_rule_for_what_is_missing(metric: lp.AnyMetric) -> None:
    assert evidence_needed(metric)
    assert missing_rule(metric)


def test_all_that_parts_read_is_needed() -> None:
    (linked,) = lp.catalogue("conditions.organization")
    assert evidence_needed(linked)["ConditionJudgement"] == ("applicable", "attained", "condition", "group")
    assert evidence_needed(OPAQUE) == {"Publication": ("channel",)}


RULES = {
    "roster.learners": "no evidence is 0",
    "innovation.count": "no evidence is 0; what was due and not given is missing",
    "kirkpatrick.reaction": "never 0; what was due and not given is left out and shows in due",
    "kirkpatrick.reaction.mean_of_learners": "each learner without a value is left out; no value where all are",
    "innovation.innovator_rate": "no value where the base is 0 or has none; no value where the upper part has none",
    "conditions.overall": "parts without a value are left out",
}


@pytest.mark.parametrize("name", RULES)
def test_the_rule_follows_from_the_form(name: str) -> None:
    assert missing_rule(lp.catalogue(name)[0]).endswith(RULES[name])


def test_an_index_may_need_all_its_parts_and_a_function_decides_for_itself() -> None:
    index = lp.Index("mine.index", label="Mine", unit="share", weights=lp.catalogue("conditions.overall")[0].parts)
    assert missing_rule(index) == "no value where a part has none"
    assert missing_rule(OPAQUE) == "no evidence is missing; else as its function says"
