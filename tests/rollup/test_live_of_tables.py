"""A live result of evidence that was read from tables: records are made of rows only where a change needs them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

import learnperf as lp
from learnperf.rollup.live.shelves import Shelf
from learnperf.rollup.plan import plan_of
from learnperf.rollup.request import asked
from learnperf.rollup.result import Rollup

# laws are after answers: other tests run every line, and following them here would double the time
pytestmark = pytest.mark.no_cover

polars = pytest.importorskip("polars")

DAY = date(2026, 6, 30)
METRICS = lp.catalogue("kirkpatrick.behaviour", "learning", "career", "innovation", "adoption")


@pytest.fixture
def organization() -> lp.Organization:
    """Give two units, a team and two people."""
    return lp.Organization.of(
        units=[lp.Unit("top"), lp.Unit("left"), lp.Unit("right")],
        teams=[lp.Team("audit")],
        learners=[lp.Learner("ani"), lp.Learner("budi")],
        ties=[
            lp.Reporting("left", "top"),
            lp.Reporting("right", "top"),
            lp.Sponsorship("audit", "left"),
            lp.Placement("ani", "left"),
            lp.Placement("budi", "right"),
        ],
    )


def _tables(organization: lp.Organization) -> Any:  # noqa: ANN401 -- whatever reading tables gives
    evaluations = polars.DataFrame(
        {
            "id": ["e0", "e1", "é", "e3", "e4", "e5"],
            "learner": ["ani", "budi", "ani", "budi", "audit", "ani"],
            "level": ["behaviour"] * 6,
            "score": [1, 2, 3, 4, 5, None],
            "wave": ["baseline", None, None, None, None, None],
            "on": ["2026-01-05", *["2026-06-30"] * 5],
        }
    )
    participations = polars.DataFrame(
        {"id": ["p0", "p1"], "learner": ["ani", "budi"], "activity": ["course"] * 2, "on": ["2026-03-01"] * 2}
    )
    moves = polars.DataFrame({"id": ["m0"], "learner": ["ani"], "marks": ["promotion"], "on": ["2026-06-30"]})
    ideas = polars.DataFrame(
        {"id": ["i0", "i00"], "contributors": ["ani", "ani"], "on": ["2026-06-01"] * 2, "supersedes": [None, "i0"]}
    )
    adoptions = polars.DataFrame({"id": ["a0"], "unit": ["right"], "innovation": ["i0"], "on": ["2026-06-30"]})
    return lp.tables(
        organization,
        evaluations=evaluations,
        participations=participations,
        career_moves=moves,
        innovations=ideas,
        adoptions=adoptions,
    )


def _again(live: lp.Live) -> None:
    live.remove("e1")
    live.add(lp.Evaluation("e1", learner="budi", level=lp.Level.BEHAVIOUR, score=1, on=DAY))


CHANGES: dict[str, Callable[[lp.Live], None]] = {
    "a record is taken away": lambda live: live.remove("e1"),
    "a baseline is taken away": lambda live: live.remove("e0"),
    "learning is taken away": lambda live: live.remove("p0"),
    "a record is added": lambda live: live.add(
        lp.Evaluation("e9", learner="ani", level=lp.Level.BEHAVIOUR, score=5, on=DAY)
    ),
    "a record is corrected": lambda live: live.supersede(
        lp.Evaluation("e9", learner="budi", level=lp.Level.BEHAVIOUR, score=5, on=DAY, supersedes="e3")
    ),
    "a record is taken away and given again": _again,
    "an idea is added": lambda live: live.add(lp.Innovation("i1", contributors=["ani", "audit"], on=DAY)),
    "somebody joins a team": lambda live: live.tie(lp.Membership("budi", "audit")),
    "a unit moves": lambda live: live.retie([lp.Reporting("right", "top")], [lp.Reporting("right", "left")]),
    "a year comes": lambda live: live.add(
        lp.Evaluation("e9", learner="ani", level=lp.Level.BEHAVIOUR, score=5, on=date(2027, 1, 1))
    ),
}


@pytest.mark.parametrize("counting", lp.Counting)
@pytest.mark.parametrize("case", CHANGES)
def test_a_change_reads_as_the_records_would(organization: lp.Organization, case: str, counting: lp.Counting) -> None:
    live = lp.rollup(_tables(organization), metrics=METRICS, counting=counting, by="year").live()
    CHANGES[case](live)
    full = live.result()
    assert [live[one.node, one.metric, one.period] for one in full] == list(full)


def test_it_begins_with_what_the_tables_read(organization: lp.Organization) -> None:
    result = lp.rollup(_tables(organization), metrics=METRICS)
    live = result.live()
    assert [live[one.node, one.metric] for one in result] == list(result)


def test_what_does_not_fit_is_refused(organization: lp.Organization) -> None:
    live = lp.rollup(_tables(organization), metrics=METRICS).live()
    with pytest.raises(lp.EvidenceError, match="id e3 is used twice"):
        live.add(lp.Evaluation("e3", learner="ani", level=lp.Level.BEHAVIOUR, score=5, on=DAY))
    with pytest.raises(lp.EvidenceError, match="two Unicode forms"):
        live.add(lp.Evaluation("e\u0301", learner="ani", level=lp.Level.BEHAVIOUR, score=5, on=DAY))
    with pytest.raises(lp.UnknownName, match="unknown evidence 'e7'; nearest: e5"):
        live.remove("e7")


def test_records_are_found_in_any_block(organization: lp.Organization) -> None:
    (table,) = lp.rollup(_tables(organization), metrics=METRICS).plan.facts.tables[lp.Evaluation]
    shelf = Shelf([table.part(0, 2), table.part(2, 6)], nodes=6)
    assert [shelf.record(place).id for place in range(6)] == list(table.ids)
    assert [shelf.place(name) for name in ("e4", "e7")] == [4, None]
    assert shelf.on.tolist() == table.on.tolist()


def test_rows_of_many_blocks_become_records(organization: lp.Organization) -> None:
    def chunks() -> Iterator[Any]:
        for place in range(20):
            yield polars.DataFrame({"id": [f"e{place}"], "learner": ["ani"], "level": [3], "on": [DAY], "score": [3]})

    live = lp.rollup(lp.tables(organization, evaluations=chunks()), metrics=METRICS).live()
    live.remove("e7")
    assert live["top", "kirkpatrick.behaviour"].n == 19
    live.tie(lp.Membership("ani", "audit"))
    assert live["audit", "kirkpatrick.behaviour"].n == 19


def test_tables_without_rows_can_be_added_to(organization: lp.Organization) -> None:
    nothing = polars.DataFrame({"id": [], "learner": [], "level": [], "on": []})
    live = lp.rollup(lp.tables(organization, evaluations=nothing), metrics=METRICS).live()
    live.add(lp.Evaluation("e1", learner="ani", level=lp.Level.BEHAVIOUR, score=5, on=DAY))
    assert live["top", "kirkpatrick.behaviour"].value == 5.0


def test_columns_without_records_cannot_be_kept_current(organization: lp.Organization) -> None:
    class Columns:
        """Evidence of which there are only columns."""

        days = None

    question = asked(counting="full", structure="as_was", since=None, until=None, by=None, window="each", today=None)
    plan = lp.rollup(organization, metrics=METRICS).plan
    bare = plan_of(organization, Columns(), plan.graph, plan.facts, None, METRICS, question)  # type: ignore[arg-type]
    with pytest.raises(lp.InvalidValue, match="has no records"):
        Rollup(plan=bare, outcomes={}).live()
