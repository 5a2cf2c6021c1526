"""Cases 16 and 17: a parent's distinct count is of its whole, and a leaf with two parents counts once above both."""

from datetime import date

import pytest

import learnperf as lp

DAY = date(2026, 1, 1)


def test_a_distinct_count_is_not_the_sum_of_its_childrens() -> None:
    innovators = {"north": ["ani", "budi", "citra"], "south": ["citra", "dewi"]}
    people = sorted({one for some in innovators.values() for one in some})
    organization = lp.Organization.of(
        units=[lp.Unit("top"), lp.Unit("north"), lp.Unit("south")],
        learners=[lp.Learner(one) for one in people],
        ties=[
            lp.Reporting("north", "top"),
            lp.Reporting("south", "top"),
            *(lp.Placement(one, unit) for unit, some in innovators.items() for one in some),
        ],
    )
    evidence = lp.Evidence.of(lp.Innovation(f"of-{one}", contributors=[one], on=DAY) for one in people)
    result = lp.rollup(organization, evidence)
    for metric in ("innovation.innovators", "roster.learners"):
        assert [result[unit, metric].value for unit in ("north", "south", "top")] == [3, 2, 4]
    lines = result.explain("top", "roster.learners").lines
    assert [(line.source, line.state["distinct"]) for line in lines] == [("north", 3), ("south", 2), ("top", -1)]


@pytest.fixture
def diamond() -> lp.Rollup:
    """One team, sponsored by two units of one ministry, with one of two tasks done."""
    organization = lp.Organization.of(
        units=[lp.Unit("top"), lp.Unit("left"), lp.Unit("right")],
        teams=[lp.Team("audit")],
        ties=[
            lp.Reporting("left", "top"),
            lp.Reporting("right", "top"),
            lp.Sponsorship("audit", "left"),
            lp.Sponsorship("audit", "right"),
        ],
    )
    evidence = lp.Evidence.of(
        [
            lp.Assignment("done", team="audit", on=DAY, completed=date(2026, 2, 1)),
            lp.Assignment("open", team="audit", on=DAY),
        ]
    )
    return lp.rollup(organization, evidence)


def test_leaves_below_two_parents_are_not_counted_twice_above_both(diamond: lp.Rollup) -> None:
    reading = diamond["top", "assignment.completion"]
    # the mistake: 2 of 4
    assert (reading.value, reading.n) == (0.5, 2)
    explanation = diamond.explain("top", "assignment.completion")
    assert explanation.state == {"numerator": 1, "denominator": 2}


def test_each_parent_still_counts_what_is_below_it(diamond: lp.Rollup) -> None:
    assert [diamond[unit, "assignment.completion"].n for unit in ("left", "right")] == [2, 2]
    assert [diamond[unit, "roster.teams"].value for unit in ("left", "right", "top")] == [1, 1, 1]
