"""Adoptions count for the adopter, are no second idea of the author, and may be given up."""

from datetime import date
from fractions import Fraction

import pytest

import learnperf as lp

F = Fraction
METRICS = lp.catalogue("adoption", "innovation.count", "roster.units")


def _organization() -> lp.Organization:
    return lp.Organization.of(
        units=[
            *(lp.Unit(name) for name in ("MOF", "DJP", "DJBC", "DJPK")),
            lp.Unit("closed", since=date(2020, 1, 1), until=date(2025, 6, 1)),
            lp.Unit("new", since=date(2027, 1, 1)),
        ],
        learners=[lp.Learner("ani"), lp.Learner("citra")],
        ties=[
            *(lp.Reporting(name, "MOF") for name in ("DJP", "DJBC", "DJPK")),
            lp.Reporting("closed", "MOF", since=date(2020, 1, 1), until=date(2025, 6, 1)),
            lp.Reporting("new", "MOF", since=date(2027, 1, 1)),
            lp.Placement("ani", "DJP"),
            lp.Placement("citra", "DJBC"),
        ],
    )


def _records() -> list[lp.Record]:
    used = {lp.Stage.IMPLEMENTED: date(2026, 2, 1)}
    return [
        lp.Innovation("i1", on=date(2026, 1, 1), contributors=["ani"], stages=used),
        lp.Innovation("i2", on=date(2026, 1, 1), contributors=["ani"]),
        lp.Innovation("i3", on=date(2026, 1, 1), contributors=["citra"]),
        lp.Adoption("own", on=date(2026, 1, 31), unit="DJP", innovation="i1"),
        lp.Adoption("a1", on=date(2026, 3, 3), unit="DJBC", innovation="i1"),
        lp.Adoption("a2", on=date(2026, 4, 2), unit="DJPK", innovation="i1", until=date(2026, 6, 1)),
        lp.Adoption("a3", on=date(2026, 3, 3), unit="DJPK", innovation="i3"),
        lp.Adoption("of-the-whole", on=date(2026, 3, 3), unit="MOF", innovation="i2"),
        lp.Publication("last", on=date(2026, 6, 30), unit="MOF"),
    ]


@pytest.fixture(scope="module")
def result() -> lp.Rollup:
    return lp.rollup(_organization(), lp.Evidence.of(_records()), METRICS)


@pytest.mark.parametrize(
    ("name", "djp", "djbc", "djpk", "mof"),
    [
        # what others adopt is no second innovation of anybody
        ("innovation.count", 2, 1, 0, 3),
        ("adoption.share", 1, 1, None, 1),
        ("adoption.replicated_share", F(1, 2), 1, None, F(2, 3)),
        ("adoption.count", 1, 1, 2, 5),
        # the whole ministry is at home where its people have the idea
        ("adoption.from_elsewhere", 0, 1, 2, 3),
        ("adoption.kept", 1, 1, F(1, 2), F(4, 5)),
        ("adoption.days", 30, 61, F(91 + 61, 2), F(30 + 61 + 91 + 61 + 61, 5)),
        ("adoption.days_from_implemented", None, 30, 60, 45),
        ("adoption.adopting_units", 0, 1, 1, 2),
        # six units were there on some day
        ("adoption.adopting_rate", 0, 1, 1, F(2, 6)),
        # of i1 and i2 DJBC and DJPK could adopt each, and one use of i1 is left
        ("adoption.breadth", F(1, 4), F(1, 2), None, F(2, 6)),
    ],
)
def test_a_metric_reads_what_was_worked_by_hand(
    result: lp.Rollup, name: str, djp: object, djbc: object, djpk: object, mof: object
) -> None:
    assert [result[node, name].exact for node in ("DJP", "DJBC", "DJPK", "MOF")] == [djp, djbc, djpk, mof]


def test_adoptions_before_first_use_are_due_and_not_observed(result: lp.Rollup) -> None:
    reading = result["MOF", "adoption.days_from_implemented"]
    assert (reading.n, reading.due) == (2, 5)


def test_units_that_did_not_exist_then_could_not_adopt() -> None:
    everything = lp.rollup(_organization(), lp.Evidence.of(_records()), METRICS, until=date(2028, 1, 1))
    # the new unit is there by then, and the closed one was gone before the idea
    assert everything["DJP", "adoption.breadth"].exact == F(1, 6)


def test_a_unit_that_adopts_what_it_could_not_is_among_those_that_could() -> None:
    records = [*_records(), lp.Adoption("early", on=date(2026, 3, 3), unit="new", innovation="i2")]
    result = lp.rollup(_organization(), lp.Evidence.of(records), METRICS, until=date(2026, 7, 1))
    assert result["DJP", "adoption.breadth"].exact == F(2, 5)


def test_an_adoption_after_the_day_of_the_report_is_not_known_yet() -> None:
    early = lp.rollup(_organization(), lp.Evidence.of(_records()), METRICS, until=date(2026, 4, 1))
    assert early["DJP", "adoption.breadth"].exact == F(1, 4)
    assert early["MOF", "adoption.kept"].exact == 1
