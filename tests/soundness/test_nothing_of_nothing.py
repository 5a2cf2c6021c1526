"""Cases 5 and 13: 0 of 0 is neither a success nor a failure; there is nothing to read."""

from datetime import date

import pytest

import learnperf as lp
from learnperf.metrics.definition import parts_of
from learnperf.metrics.finalized import Context

DAY = date(2026, 1, 1)


@pytest.fixture
def office() -> lp.Organization:
    return lp.Organization.of(
        units=[lp.Unit("top"), lp.Unit("empty")],
        teams=[lp.Team("red")],
        ties=[lp.Reporting("empty", "top"), lp.Sponsorship("red", "top")],
    )


def test_nothing_of_nothing_is_neither_success_nor_failure(office: lp.Organization) -> None:
    # not due yet, and called off: there is no assignment that could have been on time
    evidence = lp.Evidence.of(
        [
            lp.Assignment("a1", team="red", on=DAY, due=date(2026, 12, 31)),
            lp.Assignment("a2", team="red", on=DAY, due=date(2026, 1, 15), cancelled=date(2026, 1, 10)),
        ]
    )
    reading = lp.rollup(office, evidence, until=date(2026, 7, 1))["red", "assignment.on_time"]
    assert (reading.value, reading.exact, reading.n) == (None, None, 0)
    assert reading.missing is lp.MissingReason.NO_EVIDENCE


@pytest.mark.parametrize("counting", lp.Counting)
def test_zero_divided_by_zero_is_not_zero(office: lp.Organization, counting: lp.Counting) -> None:
    result = lp.rollup(office, counting=counting)
    for reading in result:
        metric = result.metric(reading.metric)
        # of nobody, no team and no evidence below it, an empty unit has no share of anything
        # but of units it has one, itself
        of_units = lp.NodeKind.UNIT in {getattr(part, "grain", None) for part in parts_of(metric)}
        if reading.node == "empty" and metric.unit == "share" and not of_units:
            assert reading.value is None, reading
            assert reading.missing is not lp.MissingReason.NONE


def test_zero_points_of_zero_possible_ones_are_missing_in_every_form() -> None:
    not_applicable = lp.ConditionJudgement(
        "j1", subject="top", condition="E4.1", fulfilment=lp.Fulfilment.NOT_APPLICABLE, on=DAY
    )
    organization = lp.Organization.of(units=[lp.Unit("top")])
    result = lp.rollup(organization, lp.Evidence.of([not_applicable]))
    assert result["top", "conditions.publication"].value is None
    assert result["top", "conditions.publication"].missing is lp.MissingReason.NO_ROSTER
    assert result["top", "conditions.overall"].value is None
    assert lp.Ratio(0, 0).merge(lp.Ratio(0, 0)).value(Context()) == lp.Missing(lp.MissingReason.NO_ROSTER)
