"""Enabling conditions are read one by one, by group and overall, in words and on any scale, beside outcomes."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import learnperf as lp
from learnperf.metrics.conditions import each, groups
from learnperf.metrics.definition import parts_of

DAY = date(2026, 6, 30)
METRICS = lp.catalogue("conditions")
E = lp.Condition
MET, PARTLY, NOT_MET, EXEMPT = (lp.Fulfilment(2), lp.Fulfilment(1), lp.Fulfilment(0), lp.Fulfilment(-1))
SCALES = (lp.LIKERT_4, lp.LIKERT_5, lp.LIKERT_7, lp.PERCENT, lp.Scale(0, 10, "0.5"))


def _organization() -> lp.Organization:
    return lp.Organization.of(
        units=[lp.Unit("MOF"), lp.Unit("DJP"), lp.Unit("DJBC")],
        teams=[lp.Team("audit-1"), lp.Team("audit-2"), lp.Team("port-1")],
        learners=[lp.Learner("ani")],
        ties=[
            lp.Reporting("DJP", "MOF"),
            lp.Reporting("DJBC", "MOF"),
            lp.Sponsorship("audit-1", "DJP"),
            lp.Sponsorship("audit-2", "DJP"),
            lp.Sponsorship("port-1", "DJBC"),
            lp.Membership("ani", "audit-1"),
        ],
    )


def _read(*judged: lp.ConditionJudgement) -> lp.Rollup:
    return lp.rollup(_organization(), lp.Evidence.of(judged), METRICS)


def _judged(name: str, subject: str, condition: lp.Condition, answer: lp.Fulfilment | None) -> lp.ConditionJudgement:
    return lp.ConditionJudgement(name, on=DAY, subject=subject, condition=condition, fulfilment=answer)


def _scored(name: str, subject: str, condition: lp.Condition, score: int, scale: lp.Scale) -> lp.ConditionJudgement:
    return lp.ConditionJudgement(name, on=DAY, subject=subject, condition=condition, score=score, scale=scale)


def test_each_of_the_18_is_read_by_its_id() -> None:
    judged = [
        _judged(f"j{place}", "DJP", condition, [MET, PARTLY, NOT_MET][place % 3]) for place, condition in enumerate(E)
    ]
    result = _read(*judged)
    for place, condition in enumerate(E):
        assert result["DJP", f"conditions.{condition.name.lower()}"].exact == Fraction(2 - place % 3, 2)
    halves = [Fraction(1, 2)] * 4
    assert [result["DJP", metric.name].exact for metric in groups] == [Fraction(5, 8), *halves, Fraction(1, 4)]
    assert result["DJP", "conditions.met"].exact == Fraction(6, 18)


def test_words_and_scores_of_any_scale_come_to_one_index() -> None:
    result = _read(
        _judged("words", "DJP", E.E3_1, PARTLY),
        _scored("of-four", "DJP", E.E3_2, 3, lp.LIKERT_4),
        _scored("of-ten", "DJP", E.E3_3, 10, lp.Scale(1, 10)),
        _scored("of-hundred", "DJP", E.E3_4, 37, lp.PERCENT),
        _judged("exempt", "DJP", E.E3_5, EXEMPT),
    )
    reading = result["MOF", "conditions.organization"]
    assert reading.exact == (Fraction(1, 2) + Fraction(2, 3) + 1 + Fraction(37, 100)) / 4
    assert result["MOF", "conditions.met"].exact == Fraction(1, 4)


@pytest.mark.parametrize("scale", SCALES, ids=str)
@given(st.data())
def test_a_score_counts_the_part_of_its_scale(scale: lp.Scale, data: st.DataObject) -> None:
    steps = data.draw(st.integers(0, scale.top))
    judged = lp.ConditionJudgement("j", on=DAY, subject="DJP", condition=E.E5_1, score=scale.score(steps), scale=scale)
    result = _read(judged)
    assert result["DJP", "conditions.e5_1"].exact == Fraction(steps, scale.top)
    assert result["DJP", "conditions.met"].exact == int(steps == scale.top)


def test_what_does_not_apply_anywhere_has_no_index_and_is_no_0() -> None:
    result = _read(_judged("j1", "DJP", E.E5_1, EXEMPT), _judged("j2", "DJP", E.E5_2, EXEMPT))
    for name in ("conditions.e5_1", "conditions.technical_team", "conditions.met"):
        assert result["DJP", name].missing is lp.MissingReason.NO_ROSTER
    assert result["DJP", "conditions.overall"].missing is lp.MissingReason.PART_MISSING


def test_what_was_asked_and_not_answered_is_due_and_not_observed() -> None:
    result = _read(_judged("j1", "DJP", E.E5_1, None), _judged("j2", "DJBC", E.E5_1, MET))
    reading = result["MOF", "conditions.e5_1"]
    assert (reading.exact, reading.n, reading.due) == (Fraction(1), 1, 2)
    assert result["DJP", "conditions.e5_1"].missing is lp.MissingReason.NOT_OBSERVED


def test_the_latest_judgement_counts_whether_in_words_or_on_a_scale() -> None:
    before = lp.ConditionJudgement("j1", on=date(2026, 1, 1), subject="DJP", condition=E.E5_1, fulfilment=MET)
    result = _read(before, _scored("j2", "DJP", E.E5_1, 1, lp.LIKERT_4))
    assert result["DJP", "conditions.e5_1"].exact == 0


def test_teams_that_learn_by_projects_and_talk_are_counted_among_those_judged() -> None:
    result = _read(
        _judged("j1", "audit-1", E.E2_1, MET),
        _judged("j2", "audit-2", E.E2_1, PARTLY),
        _scored("j3", "port-1", E.E2_1, 4, lp.LIKERT_4),
        _judged("j4", "DJP", E.E2_1, NOT_MET),
        _judged("j5", "audit-1", E.E2_2, None),
        _judged("j6", "port-1", E.E2_2, EXEMPT),
    )
    name = "conditions.teams_learning_by_project"
    assert [result[node, name].exact for node in ("audit-1", "audit-2", "DJP", "DJBC", "MOF")] == [
        *(1, 0, Fraction(1, 2), 1),
        Fraction(2, 3),
    ]
    assert result["ani", name].missing is lp.MissingReason.NOT_AT_THIS_LEVEL
    assert result["MOF", "conditions.teams_in_dialogue"].exact is None


def test_no_outcome_has_a_condition_among_its_parts() -> None:
    for metric in lp.catalogue():
        kinds = {part.evidence for part in parts_of(metric) if isinstance(part, lp.Metric | lp.Opaque)}
        assert (lp.ConditionJudgement in kinds) == metric.name.startswith("conditions.")
        assert len(kinds) == 1 or lp.ConditionJudgement not in kinds


def test_every_condition_is_a_metric_that_serves_its_row() -> None:
    assert [metric.rows[0] for metric in each] == [condition.value for condition in E]
    assert [metric.name for metric in each if "T3" in metric.rows] == ["conditions.e2_1", "conditions.e2_2"]
