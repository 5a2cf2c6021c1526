"""Standard measures of learning and the return on it, by hand-worked cases and published figures."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from attrs import evolve

import learnperf as lp
from learnperf.errors import InvalidValue
from learnperf.metrics.finalized import Context
from learnperf.metrics.money import Money
from learnperf.metrics.phillips import METRICS as PHILLIPS

SINCE, UNTIL, DAY = date(2026, 1, 1), date(2026, 1, 29), date(2026, 1, 10)
PEOPLE = ("ani", "budi", "citra", "dewi")
ORGANIZATION = lp.Organization.of(
    units=[lp.Unit("MOF"), lp.Unit("DJP"), lp.Unit("DJBC")],
    learners=[lp.Learner(one, attributes={"generation": "z"} if one == "ani" else {}) for one in PEOPLE],
    positions=[
        lp.Position("auditor", standard=lp.CompetencyStandard({}), career_pattern="audit"),
        lp.Position("clerk"),
    ],
    ties=[
        lp.Reporting("DJP", "MOF"),
        lp.Reporting("DJBC", "MOF"),
        *(lp.Placement(one, "DJP", position="auditor") for one in PEOPLE[:3]),
        lp.Placement("dewi", "DJBC", position="clerk"),
    ],
)


def read(records: Iterable[lp.Record], metrics: Iterable[lp.AnyMetric] | None = None, **asked: Any) -> lp.Rollup:  # noqa: ANN401  # options of a rollup
    chosen = list(lp.catalogue("measure", "phillips")) if metrics is None else list(metrics)
    return lp.rollup(ORGANIZATION, lp.Evidence.of(records), chosen, since=SINCE, until=UNTIL, **asked)


def took_part(learner: str, *, completed: bool = True, hours: float | None = 10, name: str = "") -> lp.Participation:
    record = f"p-{learner}{name}"
    return lp.Participation(record, on=DAY, activity="c7", learner=learner, completed=completed, hours=hours)


def cost(amount: Any, currency: str = "IDR", subject: str = "DJP", name: str = "") -> lp.LearningCost:  # noqa: ANN401  # as people write it
    return lp.LearningCost(f"c{amount}{currency}{name}", on=DAY, subject=subject, amount=amount, currency=currency)


def benefit(amount: Any, currency: str = "IDR", **more: Any) -> lp.LearningBenefit:  # noqa: ANN401  # as people write it
    return lp.LearningBenefit(f"b{amount}{currency}", on=DAY, subject="ani", amount=amount, currency=currency, **more)


LEARNING = (
    took_part("ani"),
    took_part("ani", hours=None, name="again"),
    took_part("budi"),
    took_part("dewi", completed=False),
)


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        ("unique_participants", 3),
        ("participants", 4),
        ("completion_rate", Fraction(3, 4)),
        ("completion_rate_of_standard", Fraction(2, 3)),
        ("reach", Fraction(3, 4)),
        ("hours_per_person", 5),
        ("training_hour_share", Fraction(20) / (4 * 28 * Fraction(75, 2) / 7)),
        ("cost_per_participant", Fraction(600_000, 3)),
    ],
)
def test_measures_of_efficiency(metric: str, expected: Fraction) -> None:
    result = read([*LEARNING, cost(400_000), cost(200_000, subject="ani")])
    assert result["MOF", f"measure.{metric}"].exact == expected


def test_nothing_at_all_is_no_rate_and_no_cost() -> None:
    result = read([])
    assert result["MOF", "measure.participants"].exact == result["MOF", "measure.reach"].exact == 0
    for name in ("completion_rate", "cost_per_participant", "utilisation_seats"):
        assert result["MOF", f"measure.{name}"].exact is None
    assert all(result["MOF", metric.name].exact is None for metric in PHILLIPS)


LAST, BEFORE, AFTER = date(2026, 1, 28), date(2026, 1, 9), date(2026, 1, 11)


@pytest.mark.parametrize("engine", ["memory", "naive"])
@pytest.mark.parametrize(
    ("learning", "expected"),
    [
        ([(True, AFTER), (True, DAY), (True, BEFORE), (False, LAST)], Fraction(1, 2)),
        # one more of which the day has not come, whether completed or not, and one that nobody set a day for
        ([(True, DAY), (True, UNTIL), (False, UNTIL), (True, None), (False, None)], 1),
        ([(False, BEFORE)], 0),
        ([(True, UNTIL), (False, UNTIL)], None),
        ([(True, None), (False, None)], None),
        ([], None),
    ],
)
def test_learning_is_on_time_that_was_completed_by_the_day_it_was_due(
    engine: str, learning: list[tuple[bool, date | None]], expected: Fraction | None
) -> None:
    records = [
        evolve(took_part("ani", completed=completed, name=str(place)), due=due)
        for place, (completed, due) in enumerate(learning)
    ]
    result = read(records, engine=engine)
    owed = sum(due is not None and due < UNTIL for _, due in learning)
    on_time = result["MOF", "measure.on_time_completion"]
    assert (on_time.exact, on_time.n, on_time.due) == (expected, owed, owed)
    assert on_time.missing is (lp.MissingReason.NO_EVIDENCE if expected is None else lp.MissingReason.NONE)
    assert result.live()["MOF", "measure.on_time_completion"] == on_time


def test_learning_completed_late_counts_for_completion_and_not_as_on_time() -> None:
    result = read([evolve(took_part("ani"), due=BEFORE)])
    assert result["ani", "measure.completion_rate"].exact == 1
    assert result["ani", "measure.on_time_completion"].exact == 0


def test_learning_on_time_is_read_from_tables() -> None:
    rows = pl.DataFrame(
        {
            "id": ["p1", "p2", "p3", "p4", "p5"],
            "on": [DAY, DAY, AFTER, DAY, DAY],
            "learner": ["ani", "budi", "ani", "budi", "ani"],
            "activity": ["c7"] * 5,
            "completed": [True, True, True, False, True],
            "due": [DAY, BEFORE, DAY, DAY, None],
        }
    )
    tables = lp.tables(ORGANIZATION, participations=rows)
    result = lp.rollup(tables, metrics=lp.catalogue("measure.on_time_completion"), since=SINCE, until=UNTIL)
    assert result["MOF", "measure.on_time_completion"].exact == Fraction(1, 4)
    assert result["ani", "measure.on_time_completion"].exact == Fraction(1, 2)


@pytest.mark.parametrize("engine", ["memory", "naive"])
@pytest.mark.parametrize("counting", lp.Counting)
def test_utilisation_is_of_one_resource_and_leaves_out_what_was_not_recorded(
    engine: str, counting: lp.Counting
) -> None:
    used: list[tuple[lp.Resource, int | None]] = [
        (lp.Resource.SEATS, 30), (lp.Resource.SEATS, 10), (lp.Resource.SEATS, None), (lp.Resource.ROOM_HOURS, 44),
    ]  # fmt: skip
    records = [
        lp.Capacity(f"r{place}", on=DAY, unit="DJP", resource=resource, available=40, used=some)
        for place, (resource, some) in enumerate(used)
    ]
    result = read(records, counting=counting, engine=engine)
    seats = result["MOF", "measure.utilisation_seats"]
    assert (seats.exact, seats.n, seats.due) == (Fraction(1, 2), 2, 3)
    assert result["DJP", "measure.utilisation_room_hours"].exact == Fraction(11, 10)
    assert result["DJBC", "measure.utilisation_room_hours"].exact is None


@pytest.mark.parametrize("counting", lp.Counting)
@pytest.mark.parametrize("engine", ["memory", "naive"])
def test_roi_of_published_figures(engine: str, counting: lp.Counting) -> None:
    """Benefits of 750,000 and costs of 425,000 are printed as a ratio of 1.76 and a return of 76 %."""
    result = read([benefit(750_000), cost(300_000), cost(125_000)], engine=engine, counting=counting)
    assert result["MOF", "phillips.bcr"].exact == Fraction(750, 425)
    assert f"{result['MOF', 'phillips.bcr'].value:.2f}" == "1.76"
    assert f"{result['MOF', 'phillips.roi'].value:.2f}" == "76.47"
    assert result.live()["MOF", "phillips.roi"] == result["MOF", "phillips.roi"]


def test_benefits_count_for_what_is_put_down_to_learning_and_those_not_given_for_nothing() -> None:
    given = benefit(1000, attribution="0.6", confidence="0.8")
    result = read([given, benefit(None), cost(480)])
    adjusted = result["MOF", "phillips.adjusted_benefits"]
    assert adjusted.exact == 480
    assert (adjusted.n, adjusted.due, adjusted.coverage) == (1, 2, 0.5)
    assert result["MOF", "phillips.benefits"].exact == 1000
    assert result["MOF", "phillips.roi"].exact == 0


def test_a_loss_is_below_0_and_nothing_back_is_all_lost() -> None:
    assert read([benefit(0), cost(10)])["MOF", "phillips.roi"].exact == -100
    assert read([benefit(5), cost(10)])["MOF", "phillips.roi"].exact == -50
    no_cost = read([benefit(5)])["MOF", "phillips.roi"]
    assert no_cost.missing is lp.MissingReason.NO_ROSTER


@pytest.mark.parametrize("engine", ["memory", "naive"])
def test_currencies_are_never_added(engine: str) -> None:
    result = read([cost(100), cost(100, "USD", subject="DJBC"), benefit(5, "USD")], engine=engine)
    assert result["DJP", "phillips.costs"].exact == 100
    for node, name in (("MOF", "costs"), ("DJBC", "costs"), ("MOF", "benefits")):
        assert result[node, f"phillips.{name}"].missing is lp.MissingReason.MIXED_CURRENCIES
    assert result["MOF", "phillips.roi"].exact is None
    in_dollars = read([cost(100, "USD"), benefit(150, "USD")], lp.phillips("USD"), engine=engine)
    assert in_dollars["MOF", "phillips.roi.usd"].exact == 50


def test_metrics_of_two_currencies_are_read_beside_each_other() -> None:
    result = read([cost(100, "USD")], [*lp.phillips("USD"), *lp.phillips("EUR")])
    assert result["MOF", "phillips.costs.usd"].exact == 100
    assert result["MOF", "phillips.costs.eur"].missing is lp.MissingReason.MIXED_CURRENCIES


def test_tiny_parts_of_amounts_add_up_exactly() -> None:
    least: dict[str, Any] = {"amount": "0.01", "attribution": "0.000001", "confidence": "0.000001"}
    parts = [lp.LearningBenefit(f"b{place}", on=DAY, subject="ani", **least) for place in range(3)]
    assert read(parts)["MOF", "phillips.adjusted_benefits"].exact == Fraction(3, 10**14)


def test_a_state_of_money_without_an_amount_has_no_evidence() -> None:
    assert Money().value(Context()) == lp.Missing(lp.MissingReason.NO_EVIDENCE)
    assert Money().merge(Money.of_one(250, "IDR")).value(Context()) == Fraction(5, 2)


@pytest.mark.parametrize(
    ("spent", "scrap", "printed"),
    [(1229, "0.45", 553), (1229, "0.80", 983), (1296, "0.45", 583), (10_000, "0.4", 4000)],
)
def test_scrap_costs_what_was_published(spent: int, scrap: str, printed: int) -> None:
    assert round(lp.scrap_cost(spent, scrap)) == printed


@pytest.mark.parametrize(("hours", "scrap", "printed"), [("32.4", "0.45", "14.6"), ("32.4", "0.8", "25.9")])
def test_scrap_takes_the_hours_that_were_published(hours: str, scrap: str, printed: str) -> None:
    assert f"{float(lp.scrap_cost(hours, scrap)):.1f}" == printed


@pytest.mark.parametrize("wrong", [0, -1, 169, "37.555"])
def test_a_working_week_has_hours(wrong: Any) -> None:  # noqa: ANN401  # what is wrong
    with pytest.raises(InvalidValue, match="hours_per_week"):
        lp.training_hour_share(wrong)


def test_a_target_audience_is_chosen_by_columns_of_the_roster() -> None:
    of_generation_z = lp.col("attribute", "generation") == "z"
    of_z = lp.completion_by_audience(
        "z", ("People of generation z", "Pegawai generasi z"), of_generation_z, ("of z", "dari z")
    )
    assert read(LEARNING, [of_z])["MOF", of_z.name].exact == 1
    assert read([took_part("budi")], [of_z])["MOF", of_z.name].exact == 0
    assert read(LEARNING, [of_z])["DJBC", of_z.name].exact is None


def test_every_measure_of_learning_is_of_one_type() -> None:
    types = {metric.name: lp.measure_type(metric) for metric in lp.catalogue()}
    assert set(types.values()) == {None, *lp.MeasureType}
    assert types["kirkpatrick.reaction"] is types["phillips.bcr"] is lp.MeasureType.EFFECTIVENESS
    assert types["learning.hours"] is types["phillips.costs"] is lp.MeasureType.EFFICIENCY
    assert types["innovation.count"] is None
