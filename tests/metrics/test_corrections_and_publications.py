"""Corrections are told by kind and by how soon they follow learning; publications by channel and by unit."""

from datetime import date
from fractions import Fraction

import pytest

import learnperf as lp

F = Fraction
METRICS = lp.catalogue("correction", "publication", "roster")


def _day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def _organization() -> lp.Organization:
    return lp.Organization.of(
        units=[lp.Unit("MOF"), lp.Unit("DJP"), lp.Unit("DJBC")],
        teams=[lp.Team("audit-1")],
        learners=[lp.Learner("ani"), lp.Learner("citra")],
        ties=[
            lp.Reporting("DJP", "MOF"),
            lp.Reporting("DJBC", "MOF"),
            lp.Sponsorship("audit-1", "DJP"),
            lp.Membership("ani", "audit-1"),
            lp.Placement("citra", "DJBC"),
        ],
    )


def _records() -> list[lp.Record]:
    error, way = lp.Change
    return [
        lp.Participation("p1", on=_day("01-10"), learner="ani", activity="c1"),
        lp.Participation("p2", on=_day("01-30"), team="audit-1", activity="c1"),
        lp.Participation("p3", on=_day("02-20"), learner="citra", activity="c1"),
        lp.Participation("p4", on=_day("02-25"), learner="ani", activity="c1", completed=False),
        lp.Participation("p5", on=_day("03-10"), learner="ani", activity="c1"),
        lp.Innovation("i1", on=_day("02-09"), contributors=["ani"]),
        # thirty days after the team learned; citra's learning is of another unit
        lp.Correction("k1", on=_day("03-01"), unit="DJP", change=error, because_of=["c1"]),
        # the idea came later than the learning
        lp.Correction("k2", on=_day("03-01"), unit="DJP", change=way, because_of=["c1", "i1"]),
        lp.Correction("k3", on=_day("03-01"), unit="DJBC", change=way, because_of=["c2"]),
        lp.Correction("k4", on=_day("03-01"), unit="MOF", change=way, because_of=["c1"]),
        lp.Correction("k5", on=_day("02-01"), unit="DJBC", because_of=["i1"]),
        lp.Correction("k6", on=_day("02-01"), unit="DJBC"),
        lp.Publication("n1", on=_day("01-10"), unit="DJP"),
        lp.Publication("n2", on=_day("02-10"), unit="DJP", channel=lp.Channel.INFORMAL),
    ]


@pytest.fixture(scope="module")
def result() -> lp.Rollup:
    return lp.rollup(_organization(), lp.Evidence.of(_records()), METRICS, until=_day("07-01"))


@pytest.mark.parametrize(
    ("name", "djp", "djbc", "mof"),
    [
        ("correction.count", 2, 3, 6),
        ("correction.errors", 1, 2, 3),
        ("correction.ways_of_working", 1, 1, 3),
        ("correction.learning_happened", 1, 1, 1),
        ("correction.explained", 1, F(2, 3), F(5, 6)),
        # of the whole ministry citra's learning was the last
        ("correction.days_from_learning", F(30 + 20, 2), None, F(30 + 20 + 9, 3)),
        ("publication.count", 2, 0, 2),
        ("publication.formal", 1, 0, 1),
        ("publication.informal", 1, 0, 1),
        ("publication.publishing_units", 1, 0, 1),
        ("publication.publishing_rate", 1, 0, F(1, 3)),
        ("roster.units", 1, 1, 3),
    ],
)
def test_a_metric_reads_what_was_worked_by_hand(
    result: lp.Rollup, name: str, djp: object, djbc: object, mof: object
) -> None:
    assert [result[node, name].exact for node in ("DJP", "DJBC", "MOF")] == [djp, djbc, mof]


def test_what_names_nothing_known_is_due_and_not_observed(result: lp.Rollup) -> None:
    reading = result["MOF", "correction.days_from_learning"]
    # nobody took c2, and an idea of later is no cause
    assert (reading.n, reading.due) == (3, 5)


def test_organizational_learning_is_read_with_the_evidence_that_says_so(result: lp.Rollup) -> None:
    for node, ids in (("DJP", {"k1", "k2"}), ("DJBC", {"k3", "k5", "k6"})):
        assert {one.evidence for one in result.contributions(node, "correction.learning_happened")} == ids
