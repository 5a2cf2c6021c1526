"""The longest gap in learning lies between two completed learnings, and belongs to the period in which it ended."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import learnperf as lp
from learnperf.testing import organization_and_evidence

START = date(2026, 1, 1)
METRICS = lp.catalogue("learning.longest_gap")
WHO = ("ani", "budi", "citra")


def _organization() -> lp.Organization:
    return lp.Organization.of(
        units=[lp.Unit("MOF"), lp.Unit("DJP")],
        teams=[lp.Team("audit-1")],
        learners=[lp.Learner(one) for one in WHO],
        ties=[
            lp.Reporting("DJP", "MOF"),
            lp.Sponsorship("audit-1", "DJP"),
            *(lp.Membership(one, "audit-1") for one in WHO[:2]),
            lp.Placement("citra", "MOF"),
        ],
    )


def _records() -> list[lp.Participation]:
    # who: days, and one that was not completed
    days = {"ani": (0, 30, 230), "budi": (10, 100), "citra": (50,)}
    done = [
        lp.Participation(f"{who}-{day}", on=START + timedelta(days=day), learner=who, activity="c1")
        for who, several in days.items()
        for day in several
    ]
    broken = lp.Participation("broken", on=START + timedelta(days=60), learner="budi", activity="c1", completed=False)
    return [*done, broken, lp.Participation("team", on=START, team="audit-1", activity="c1")]


def test_gaps_are_those_of_each_learner_and_the_longest_goes_up() -> None:
    result = lp.rollup(_organization(), lp.Evidence.of(_records()), METRICS)
    longest, mean = ("learning.longest_gap", "learning.longest_gap.mean_of_learners")
    assert [result[node, longest].exact for node in ("ani", "budi", "audit-1", "MOF")] == [200, 90, 200, 200]
    assert result["citra", longest].missing is lp.MissingReason.NOT_OBSERVED
    assert result["MOF", mean].exact == Fraction(200 + 90, 2)
    assert (result["MOF", longest].n, result["MOF", longest].due) == (3, 7)


def test_a_gap_belongs_to_the_period_in_which_it_ended() -> None:
    result = lp.rollup(_organization(), lp.Evidence.of(_records()), METRICS, by="quarter", since=START)
    gaps = [result["ani", "learning.longest_gap", one.label].exact for one in result.periods]
    assert gaps == [30, None, 200]


def test_two_learnings_on_one_day_are_no_gap() -> None:
    twice = [lp.Participation(name, on=START, learner="ani", activity="c1") for name in ("p1", "p2")]
    result = lp.rollup(_organization(), lp.Evidence.of(twice), METRICS)
    assert result["ani", "learning.longest_gap"].exact is None


@settings(max_examples=30, deadline=None)
@given(organization_and_evidence(max_records=16), st.sampled_from([None, lp.By.YEAR]))
def test_gaps_stay_current_where_learning_comes_and_goes(
    drawn: tuple[lp.Organization, lp.Evidence], by: lp.By | None
) -> None:
    organization, told = drawn
    learning = [evolve(one, id=f"n{one.id}", supersedes=None) for one in told.of_kind(lp.Participation)]

    def full(several: list[lp.Participation]) -> list[lp.Reading]:
        return list(lp.rollup(organization, lp.Evidence.of(several), METRICS, by=by))

    live = lp.rollup(organization, lp.Evidence.of(learning), METRICS, by=by).live()
    for place, record in enumerate(learning):
        live.remove(record.id)
        readings = full(learning[place + 1 :])
        assert [live[one.node, one.metric, one.period] for one in readings] == readings
    for place, record in enumerate(learning):
        live.add(record)
        readings = full(learning[: place + 1])
        assert [live[one.node, one.metric, one.period] for one in readings] == readings


def test_tables_read_gaps_as_records_do() -> None:
    polars = pytest.importorskip("polars")
    records = _records()
    frame = polars.DataFrame(
        {
            "id": [one.id for one in records],
            "on": [one.on for one in records],
            "learner": [one.learner for one in records],
            "team": [one.team for one in records],
            "activity": [one.activity for one in records],
            "completed": [one.completed for one in records],
        }
    )
    organization = _organization()
    tables = lp.tables(organization, participations=frame)
    by_tables = lp.rollup(organization, tables.evidence, METRICS)
    assert list(by_tables) == list(lp.rollup(organization, lp.Evidence.of(records), METRICS))
