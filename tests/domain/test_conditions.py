"""Rows E1.1 to E6.2: each of the 18 conditions is judged for a unit and reads there."""

from datetime import date

import pytest

import learnperf as lp


@pytest.mark.parametrize("condition", lp.Condition, ids=lambda condition: condition.value)
def test_a_condition_judged_for_a_unit_reads_there(condition: lp.Condition) -> None:
    organization = lp.Organization.of(
        units=[lp.Unit("ministry"), lp.Unit("tax"), lp.Unit("customs")],
        ties=[lp.Reporting("tax", "ministry"), lp.Reporting("customs", "ministry")],
    )
    evidence = lp.Evidence.of(
        lp.ConditionJudgement(
            subject, on=date(2026, 6, 30), subject=subject, condition=condition, fulfilment=fulfilment
        )
        for subject, fulfilment in (("tax", lp.Fulfilment.MET), ("customs", lp.Fulfilment.PARTLY))
    )
    own = f"conditions.{condition.value.lower().replace('.', '_')}"
    result = lp.rollup(organization, evidence, lp.catalogue(row=condition.value))
    assert [result[unit, own].value for unit in ("tax", "customs", "ministry")] == [1, 0.5, 0.75]
