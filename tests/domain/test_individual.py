"""Rows I1 to I5: what individuals do after learning."""

from datetime import date
from fractions import Fraction

import pytest

import learnperf as lp
from learnperf.demo.small import SINCE, UNTIL, small_demo


@pytest.mark.parametrize(
    ("level", "ani", "team", "unit"), [("reaction", 5, 4.5, 4.5), ("learning", 4, 4, 4), ("results", 4, 3, 3.5)]
)
def test_each_level_of_kirkpatrick_reads_at_learner_team_and_unit(
    small: lp.Rollup, level: str, ani: float, team: float, unit: float
) -> None:
    # in August, when behaviour and results were judged, ani was in the border team
    assert small["ani", f"kirkpatrick.{level}"].value == ani
    assert small["audit", f"kirkpatrick.{level}"].value == team
    assert small["tax", f"kirkpatrick.{level}"].value == unit


def test_change_is_read_against_the_baseline_and_the_score_itself_without_one(small: lp.Rollup) -> None:
    assert small["ani", "kirkpatrick.behaviour.change"].value == 4 - 2
    assert small["budi", "kirkpatrick.results.change"].value == 3 - 2
    citra = small["citra", "kirkpatrick.behaviour.change"]
    assert (citra.value, citra.missing) == (None, lp.MissingReason.NOT_OBSERVED)
    assert small["citra", "kirkpatrick.behaviour"].value == 5


def test_innovations_are_present_counted_and_weighted_with_shared_authorship(small: lp.Rollup) -> None:
    assert [small[node, "innovation.present"].value for node in ("ani", "budi", "tax")] == [1, 0, 1]
    # ani and the audit team share the checklist: one innovation for each of them, and one for both
    assert [small[node, "innovation.count"].value for node in ("ani", "audit", "tax")] == [1, 1, 1]
    assert small["ani", "innovation.weighted"].value == 4
    shared = lp.rollup(small_demo(), metrics=lp.catalogue("innovation.count"), counting="fractional")
    assert [shared[node, "innovation.count"].value for node in ("ani", "citra", "ministry")] == [0.5, 1, 2]


def test_moves_are_linked_to_learning_beside_the_share_of_those_who_did_not_learn(small: lp.Rollup) -> None:
    assert small["ani", "career.linked_moves"].value == 1
    assert small["ministry", "career.linked_moves"].exact == Fraction(1, 2)
    assert small["ministry", "career.mover_rate_learned"].exact == Fraction(2, 3)
    assert small["ministry", "career.mover_rate_others"].exact == 1


def test_relevance_and_gap_compare_proficiency_with_the_standard_of_the_position(small: lp.Rollup) -> None:
    # techniques closes ani's gap in auditing; analysis, when she had what her position asks of data, closes none
    assert small["ani", "learning.relevance"].exact == Fraction(1, 2)
    assert small["budi", "learning.relevance"].exact == 0
    assert small["budi", "competency.gap"].exact == Fraction(2 - 1, 2 + 2)
    without = small["dewi", "competency.gap"]
    assert without.missing is lp.MissingReason.NO_EVIDENCE
    assert (date(2026, 1, 1), date(2027, 1, 1)) == (SINCE, UNTIL)
