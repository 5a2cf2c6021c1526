"""Case 1: a parent is pooled from the evidence below it, not averaged from its direct children."""

from datetime import date
from fractions import Fraction

import pytest

import learnperf as lp


@pytest.mark.parametrize("counting", lp.Counting)
def test_a_parent_is_not_the_unweighted_mean_of_its_direct_children(counting: lp.Counting) -> None:
    # below the top: two leaves in one unit, and two leaves on their own
    progress = {"one": ("pair", 25), "two": ("pair", 25), "three": ("top", 25), "four": ("top", 0)}
    organization = lp.Organization.of(
        units=[lp.Unit("top"), lp.Unit("pair")],
        learners=[lp.Learner(learner) for learner in progress],
        ties=[lp.Reporting("pair", "top"), *(lp.Placement(one, unit) for one, (unit, _) in progress.items())],
    )
    evidence = lp.Evidence.of(
        lp.Evaluation(
            f"of-{one}", learner=one, level=lp.Level.RESULTS, score=score, scale=lp.PERCENT, on=date(2026, 1, 1)
        )
        for one, (_, score) in progress.items()
    )
    result = lp.rollup(organization, evidence, counting=counting)
    assert result["top", "kirkpatrick.results"].exact == Fraction(75, 4)
    # the mistake: (25 + 25 + 0) / 3
    assert result["top", "kirkpatrick.results"].exact != Fraction(50, 3)
    assert result["pair", "kirkpatrick.results"].value == 25


def test_the_mean_of_learners_means_is_another_metric_with_a_name_of_its_own() -> None:
    organization = lp.Organization.of(
        units=[lp.Unit("top")],
        learners=[lp.Learner("ani"), lp.Learner("budi")],
        ties=[lp.Placement("ani", "top"), lp.Placement("budi", "top")],
    )
    scores = [("ani", 5), ("ani", 5), ("ani", 5), ("budi", 1)]
    evidence = lp.Evidence.of(
        lp.Evaluation(f"e{place}", learner=learner, level=lp.Level.BEHAVIOUR, score=score, on=date(2026, 1, 1))
        for place, (learner, score) in enumerate(scores)
    )
    result = lp.rollup(organization, evidence)
    assert result["top", "kirkpatrick.behaviour"].value == 4
    assert result["top", "kirkpatrick.behaviour.mean_of_learners"].value == 3
