"""Scorecards as declarations: targets by node and period, and what is refused when one is made."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import learnperf as lp
from learnperf.metrics.scorecard import Role, is_of_conditions

(BEHAVIOUR,) = (one for one in lp.catalogue("kirkpatrick.behaviour") if one.name == "kirkpatrick.behaviour")


def _card(*indicators: lp.Indicator, **options: Any) -> lp.Scorecard:  # noqa: ANN401 -- any option of the class
    return lp.Scorecard("card", indicators=indicators, **options)


def test_an_indicator_takes_name_label_and_direction_from_its_metric() -> None:
    one = lp.Indicator("innovation.went_back", target=2)
    assert (one.name, one.label, one.direction) == (one.metric.name, one.metric.label, lp.Direction.LOWER)
    named = lp.Indicator(BEHAVIOUR, name="mine", label="Mine", direction="target")
    assert (named.name, named.label, named.direction) == ("mine", ("Mine", "Mine"), lp.Direction.TARGET)


def test_a_nodes_target_in_a_period_goes_before_its_own_and_that_before_the_periods() -> None:
    one = lp.Indicator(
        BEHAVIOUR,
        target=1,
        targets=[
            lp.TargetFor(2, period="2025"),
            lp.TargetFor(3, node="DJP"),
            lp.TargetFor([4, 5], node="DJP", period="2025"),
        ],
    )
    asked = [("MOF", "2024"), ("MOF", "2025"), ("DJP", "2024"), ("DJP", "2025")]
    assert [str(one.target_of(*key)) for key in asked] == ["1", "2", "3", "4..5"]
    assert lp.Indicator(BEHAVIOUR).target_of("MOF", "all") is None


def test_the_scorecards_rule_is_that_of_indicators_without_one() -> None:
    card = _card(lp.Indicator(BEHAVIOUR, missing="zero"), lp.Indicator("learning.hours"), missing="none")
    assert [one.missing.value for one in card.indicators if one.missing is not None] == ["zero", "none"]


def test_perspectives_are_those_named_where_none_is_declared() -> None:
    card = _card(lp.Indicator(BEHAVIOUR, perspective="b"), lp.Indicator("learning.hours", perspective="a"))
    assert [one.name for one in card.perspectives] == ["b", "a"]
    assert [one.name for one in card.indicators_of(card.perspectives[1])] == ["learning.hours"]
    assert len(card.in_role(Role.WEIGHTED)) == 2
    assert card.label == ("card", "card")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"metric": 5}, "is no metric"),
        ({"weight": 0}, "not above 0"),
        ({"cap": 99}, "below 100"),
        ({"missing": "skip"}, "one of leave_out"),
        ({"label": ["one"]}, "is no text"),
        ({"label": 5}, "is no text"),
        ({"label": ["one", 2]}, "is no text"),
        ({"perspective": 5}, "is not a str"),
    ],
)
def test_an_indicator_that_makes_no_sense_is_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(lp.InvalidValue, match=message):
        lp.Indicator(**{"metric": BEHAVIOUR, **options})


def test_an_unknown_metric_names_the_nearest() -> None:
    with pytest.raises(lp.UnknownName, match=r"nearest: kirkpatrick\.behaviour"):
        lp.Indicator("kirkpatrick.behavior")


def test_targets_outside_the_metrics_bounds_and_repeated_ones_are_refused_at_once() -> None:
    targets = [lp.TargetFor(90, node="DJP"), lp.TargetFor("0.9", node="DJP"), lp.TargetFor(-0.0, period="2025")]
    with pytest.raises(lp.ScorecardError) as caught:
        lp.Indicator("assignment.on_time", target=80, targets=targets)
    texts = [str(one) for one in caught.value.problems]
    assert len(texts) == 3
    assert texts[0] == "assignment.on_time: 2 targets for DJP (keep one)"
    assert "80 is outside 0..1" in texts[1]
    assert all("write 0.8 for a share of 80 %" in text for text in texts[1:])


def test_a_target_outside_other_bounds_is_refused_too() -> None:
    counted = lp.Metric(
        "mine.count",
        label="Mine",
        unit="pieces",
        bounds=(5, None),
        evidence=lp.Innovation,
        state=lp.Count,
        lift={"count": 1},
    )
    with pytest.raises(lp.ScorecardError, match=r"4 is outside 5\.\., .* \(check the target\)"):
        lp.Indicator(counted, target=4)


def test_a_target_for_everything_is_the_indicators_own() -> None:
    with pytest.raises(lp.InvalidValue, match="name one or both"):
        lp.TargetFor(4)


def test_a_perspective_has_a_most_where_it_is_added_and_only_there() -> None:
    with pytest.raises(lp.InvalidValue, match="say the most that is added"):
        lp.Perspective("extra", role="added")
    with pytest.raises(lp.InvalidValue, match="only role"):
        lp.Perspective("main", most=10)
    with pytest.raises(lp.InvalidValue, match="one of weighted, beside, added"):
        lp.Perspective("main", role="above")
    extra = lp.Perspective("extra", role="added", most=10)
    assert (extra.most, extra.label) == (Fraction(10), ("extra", "extra"))


def test_a_scorecard_says_all_that_is_wrong_with_it_at_once() -> None:
    with pytest.raises(lp.ScorecardError) as caught:
        _card(
            lp.Indicator(BEHAVIOUR, perspective="outcom", weight=40),
            lp.Indicator(BEHAVIOUR, perspective="outcome", weight=40),
            perspectives=[lp.Perspective("outcome"), lp.Perspective("learning"), lp.Perspective("learning")],
            weights_sum=100,
        )
    rules = [one.rule for one in caught.value.problems]
    assert rules == [
        "repeated indicator",
        "repeated perspective",
        "unknown perspective",
        "empty perspective",
        "empty perspective",
        "weights do not add up",
    ]
    assert "declared: outcome" in str(caught.value)
    assert "add up to 40, not to 100" in str(caught.value)


def test_a_scorecard_of_nothing_is_refused() -> None:
    with pytest.raises(lp.ScorecardError, match="there is no indicator"):
        _card()
    beside = [lp.Perspective("conditions", role="beside")]
    with pytest.raises(lp.ScorecardError, match="no indicator weighs"):
        _card(lp.Indicator(BEHAVIOUR, perspective="conditions"), perspectives=beside)
    with pytest.raises(lp.ScorecardError, match="declared: conditions"):
        _card(lp.Indicator(BEHAVIOUR, perspective="zzz"), perspectives=beside)


def test_conditions_are_never_averaged_into_outcomes() -> None:
    outcome, condition = lp.Indicator(BEHAVIOUR, target=4), lp.Indicator("conditions.overall", target="0.8")
    with pytest.raises(lp.ScorecardError, match=r"conditions\.overall \(put them into a perspective"):
        _card(outcome, condition)
    assert len(_card(condition).in_role(Role.WEIGHTED)) == 1
    assert [is_of_conditions(one.metric) for one in (outcome, condition)] == [False, True]
