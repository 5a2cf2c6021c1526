"""Amounts are kept exactly, of two decimals at most; what is no amount, share or currency is refused."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import learnperf as lp
from learnperf.errors import EvidenceError, InvalidValue

DAY = date(2026, 6, 30)


def cost(amount: Any = 1, **more: Any) -> lp.LearningCost:  # noqa: ANN401  # what a row may hold
    return lp.LearningCost("c", on=DAY, subject="MOF", amount=amount, **more)


def benefit(amount: Any = 1, **more: Any) -> lp.LearningBenefit:  # noqa: ANN401  # what a row may hold
    return lp.LearningBenefit("b", on=DAY, subject="ani", amount=amount, **more)


def capacity(available: Any = 1, **more: Any) -> lp.Capacity:  # noqa: ANN401  # what a row may hold
    return lp.Capacity("r", on=DAY, unit="MOF", resource=lp.Resource.SEATS, available=available, **more)


@pytest.mark.parametrize(("amount", "hundredths"), [("0.01", 1), (10**13, 10**15), ("1250000.5", 125_000_050), (0, 0)])
def test_amounts_are_kept_to_the_hundredth(amount: Any, hundredths: int) -> None:  # noqa: ANN401  # as people write it
    assert cost(amount).hundredths == benefit(amount).hundredths == hundredths


@pytest.mark.parametrize("make", [cost, benefit, capacity])
@pytest.mark.parametrize("wrong", [-1, 10**13 + 1, "0.001", float("inf"), "much"])
def test_what_is_no_amount_is_refused(make: Callable[[Any], object], wrong: Any) -> None:  # noqa: ANN401  # what is wrong
    with pytest.raises(InvalidValue):
        make(wrong)


@pytest.mark.parametrize("make", [cost, capacity])
def test_a_cost_and_a_capacity_need_an_amount(make: Callable[[Any], object]) -> None:
    with pytest.raises(InvalidValue, match="is missing"):
        make("-")


def test_what_was_not_given_is_missing_and_not_nothing() -> None:
    missing = (benefit(None).amount, benefit("-").hundredths, benefit(None).adjusted, capacity(30).used)
    assert missing == (None, None, None, None)


@pytest.mark.parametrize("wrong", [-0.1, 1.1, "0.0000001", None, "60%"])
def test_what_is_no_share_is_refused(wrong: Any) -> None:  # noqa: ANN401  # what is wrong
    for name in ("attribution", "confidence"):
        with pytest.raises(InvalidValue, match=name):
            benefit(1, **{name: wrong})


@pytest.mark.parametrize("wrong", ["rp", "idr", "IDRS", "", 5])
def test_a_currency_is_three_capital_letters(wrong: Any) -> None:  # noqa: ANN401  # what is wrong
    with pytest.raises(InvalidValue, match="currency"):
        cost(1, currency=wrong)


def test_a_benefit_counts_for_what_is_put_down_to_learning_as_far_as_one_is_sure() -> None:
    assert benefit(1000, attribution="0.6", confidence="0.8").adjusted == 480
    assert benefit("0.01", attribution="0.000001", confidence="0.000001").adjusted == Fraction(1, 10**14)


def test_spending_is_about_people_teams_and_units_and_capacity_about_units() -> None:
    organization = lp.Organization.of(units=[lp.Unit("MOF")], learners=[lp.Learner("ani")])
    lp.rollup(organization, lp.Evidence.of([cost(), benefit(), capacity()]), [])
    wrong = lp.Capacity("r", on=DAY, unit="ani", resource=lp.Resource.SEATS, available=1)
    with pytest.raises(EvidenceError, match="ani is a learner"):
        lp.rollup(organization, lp.Evidence.of([wrong]), [])
    with pytest.raises(EvidenceError, match="unknown id c8"):
        lp.Evidence.of([cost(1, activity="c8")], activities=[lp.LearningActivity("c7")])


def test_files_of_spending_are_read(tmp_path: Path) -> None:
    tables = {
        "units": "id\nMOF\n",
        "costs": "id,on,subject,amount,category\nc1,2026-06-30,MOF,1250000.5,biaya umum\nc2,2026-06-30,MOF,,\n",
        "benefits": "id,on,subject,amount,attribution\nb1,2026-06-30,MOF,,0.5\nb2,2026-06-30,MOF,5,60%\n",
        "capacities": "id,on,unit,resource,available,used\nr1,2026-06-30,MOF,jam ruang,40,30.25\n",
    }
    for name, text in tables.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    loaded = lp.load(tmp_path)
    assert [(one.table, one.row, one.field) for one in loaded.report.rejected] == [
        ("costs", 3, "amount"),
        ("benefits", 3, "attribution"),
    ]
    found = loaded.evidence.records
    assert found["c1"] == lp.LearningCost(
        "c1", on=DAY, subject="MOF", amount="1250000.5", category=lp.CostCategory.OVERHEAD
    )
    assert found["b1"] == lp.LearningBenefit("b1", on=DAY, subject="MOF", attribution="0.5")
    assert found["r1"] == lp.Capacity(
        "r1", on=DAY, unit="MOF", resource=lp.Resource.ROOM_HOURS, available=40, used="30.25"
    )
