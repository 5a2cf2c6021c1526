"""Case 9: a person who moved counts with each piece of evidence where they were that day, and once in the whole."""

from datetime import date

import pytest

import learnperf as lp

MOVED = date(2026, 7, 1)


@pytest.fixture
def moved() -> tuple[lp.Organization, lp.Evidence]:
    organization = lp.Organization.of(
        units=[lp.Unit("top"), lp.Unit("tax"), lp.Unit("customs")],
        learners=[lp.Learner("ani"), lp.Learner("budi"), lp.Learner("citra")],
        ties=[
            lp.Reporting("tax", "top"),
            lp.Reporting("customs", "top"),
            lp.Placement("ani", "tax", until=MOVED),
            lp.Placement("ani", "customs", since=MOVED),
            lp.Placement("budi", "tax"),
            lp.Placement("citra", "customs"),
        ],
    )
    scores = [("ani", 2, 3), ("ani", 4, 9), ("budi", 4, 3), ("citra", 2, 9)]
    return organization, lp.Evidence.of(
        lp.Evaluation(f"e{place}", learner=who, level=lp.Level.BEHAVIOUR, score=score, on=date(2026, month, 1))
        for place, (who, score, month) in enumerate(scores)
    )


@pytest.mark.parametrize("counting", lp.Counting)
def test_a_mover_is_not_averaged_into_both_groups(
    moved: tuple[lp.Organization, lp.Evidence], counting: lp.Counting
) -> None:
    result = lp.rollup(*moved, counting=counting)
    behaviour = "kirkpatrick.behaviour"
    assert [one.evidence for one in result.contributions("tax", behaviour)] == ["e0", "e2"]
    assert [one.evidence for one in result.contributions("customs", behaviour)] == ["e1", "e3"]
    # the mistake: n of the groups sums to more than n of the whole
    assert result["tax", behaviour].n + result["customs", behaviour].n == result["top", behaviour].n == 4
    assert [result[unit, behaviour].value for unit in ("tax", "customs", "top")] == [3, 3, 3]


def test_a_mover_is_one_person_in_the_whole_and_one_in_each_group(
    moved: tuple[lp.Organization, lp.Evidence],
) -> None:
    result = lp.rollup(*moved)
    heads = {unit: result[unit, "kirkpatrick.behaviour"].heads for unit in ("tax", "customs", "top")}
    assert heads == {"tax": 2, "customs": 2, "top": 3}
    roster = {unit: result[unit, "roster.learners"].value for unit in ("tax", "customs", "top")}
    assert roster == {"tax": 2, "customs": 2, "top": 3}


def test_before_the_move_a_mover_is_in_the_old_group_only_and_after_it_in_the_new(
    moved: tuple[lp.Organization, lp.Evidence],
) -> None:
    result = lp.rollup(*moved, since=date(2026, 1, 1), until=date(2027, 1, 1), by="quarter")
    people = {
        period.label: [result[unit, "roster.learners", period.label].value for unit in ("tax", "customs", "top")]
        for period in result.periods
    }
    assert people == {"2026-Q1": [2, 1, 3], "2026-Q2": [2, 1, 3], "2026-Q3": [1, 2, 3], "2026-Q4": [1, 2, 3]}


def test_as_is_all_of_a_mover_is_where_the_mover_is_now(moved: tuple[lp.Organization, lp.Evidence]) -> None:
    result = lp.rollup(*moved, structure=date(2026, 12, 31))
    assert [result[unit, "kirkpatrick.behaviour"].n for unit in ("tax", "customs", "top")] == [1, 3, 4]
    assert [result[unit, "roster.learners"].value for unit in ("tax", "customs", "top")] == [1, 2, 3]


def test_a_mover_with_a_mean_of_learners_weighs_once_in_the_whole(
    moved: tuple[lp.Organization, lp.Evidence],
) -> None:
    result = lp.rollup(*moved)
    # ani's own mean is 3: (3 + 4 + 2) / 3
    assert result["top", "kirkpatrick.behaviour.mean_of_learners"].value == 3
