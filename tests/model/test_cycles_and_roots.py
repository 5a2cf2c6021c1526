"""Circles and roots over time: what single days cannot show, and sizes that must not hurt."""

from datetime import date, timedelta

import pytest

from learnperf.errors import Problem
from learnperf.model.cycles import cycle_problems
from learnperf.model.nodes import Unit
from learnperf.model.roots import parentless, root_problems, root_stretches
from learnperf.model.ties import Reporting, Tie

Y20, Y21, Y22, Y23 = (date(year, 1, 1) for year in (2020, 2021, 2022, 2023))


def messages(problems: list[Problem]) -> list[str]:
    return [problem.message for problem in problems]


def test_who_was_above_may_be_below_after_a_day() -> None:
    assert list(cycle_problems([Reporting("a", "b", until=Y21), Reporting("b", "a", since=Y21)])) == []


def test_a_circle_that_comes_twice_is_said_twice() -> None:
    ties = [
        Reporting("a", "b"),
        Reporting("b", "a", since=Y20, until=Y21),
        Reporting("b", "a", since=Y22, until=Y23),
    ]
    assert sorted(messages(list(cycle_problems(ties)))) == [
        "cycle a -> b -> a from 2020-01-01 until 2021-01-01",
        "cycle a -> b -> a from 2022-01-01 until 2023-01-01",
    ]


def test_a_lasting_circle_is_said_where_others_come_and_go() -> None:
    ties = [
        Reporting("a", "b"),
        Reporting("b", "a", since=Y20),
        Reporting("b", "c", since=Y20, until=Y21),
        Reporting("c", "a", since=Y21, until=Y22),
    ]
    assert messages(list(cycle_problems(ties))) == ["cycle a -> b -> a from 2020-01-01 on"]


def test_of_circles_that_share_a_unit_one_is_said_and_the_next_when_it_is_mended() -> None:
    ties = [Reporting("a", "b"), Reporting("b", "a"), Reporting("b", "c"), Reporting("c", "b")]
    (first,) = cycle_problems(ties)
    assert first.ids in {("a", "b"), ("b", "c")}
    (second,) = cycle_problems([tie for tie in ties if (tie.child, tie.parent) != first.ids])
    assert {first.ids, second.ids} == {("a", "b"), ("b", "c")}


def test_circles_apart_from_each_other_are_all_said() -> None:
    ties = [Reporting("a", "b"), Reporting("b", "a"), Reporting("c", "d", since=Y20), Reporting("d", "c")]
    assert sorted(messages(list(cycle_problems(ties)))) == [
        "cycle a -> b -> a on every day",
        "cycle c -> d -> c from 2020-01-01 on",
    ]


def test_very_many_circles_are_said_up_to_a_hundred() -> None:
    ties = [
        tie
        for place in range(300)
        for tie in (Reporting(f"a{place}", f"b{place}"), Reporting(f"b{place}", f"a{place}"))
    ]
    assert len(list(cycle_problems(ties))) == 100


def test_a_long_ring_that_opens_and_closes_is_found_at_once() -> None:
    chain: list[Tie] = [Reporting(f"u{place}", f"u{place - 1}") for place in range(1, 10_000)]
    blinks = [
        Reporting("u0", "u9999", since=Y20 + timedelta(days=2 * step), until=Y20 + timedelta(days=2 * step + 1))
        for step in range(2_000)
    ]
    found = list(cycle_problems([*chain, *blinks]))
    assert len(found) > 1
    assert all(len(problem.ids) == 10_000 and len(problem.message) < 500 for problem in found)


@pytest.mark.parametrize(
    ("unit", "ties", "expected"),
    [
        (Unit("u"), [], [(date.min, None)]),
        (Unit("u"), [("r", None, None)], []),
        (Unit("u"), [("r", Y20, Y21)], []),
        (Unit("u"), [("r", Y20, Y21), ("r", Y22, None)], [(Y21, Y22)]),
        (Unit("u", since=Y20), [], [(Y20, None)]),
        (Unit("u", since=Y20, until=Y23), [("r", Y21, Y22)], [(Y20, Y21), (Y22, Y23)]),
        (Unit("u", since=Y20, until=Y21), [("r", Y22, Y23)], [(Y20, Y21)]),
        (Unit("u", until=Y22), [("r", None, Y21), ("s", Y20, Y23)], []),
    ],
)
def test_a_unit_is_parentless_while_it_exists_and_reports_to_nobody(
    unit: Unit, ties: list[tuple[str, date | None, date | None]], expected: list[tuple[date, date | None]]
) -> None:
    upward = [Reporting("u", parent, since=since, until=until) for parent, since, until in ties]
    assert list(parentless(unit, upward)) == expected


def test_a_root_may_follow_a_root() -> None:
    units = [Unit("old", until=Y21), Unit("new", since=Y21)]
    assert root_problems(units, []) == []
    assert root_stretches(units, []) == [(date.min, Y21, "old"), (Y21, None, "new")]


def test_between_two_lives_of_an_organization_nothing_is_missing() -> None:
    assert root_problems([Unit("old", since=Y20, until=Y21), Unit("new", since=Y22)], []) == []


def test_units_without_a_root_are_said_with_the_days() -> None:
    units = [Unit("MOF", until=Y21), Unit("DJP")]
    ties = [Reporting("DJP", "MOF")]
    assert messages(root_problems(units, ties)) == ["no root from 2021-01-01 on"]


def test_all_roots_of_a_stretch_are_said() -> None:
    units = [Unit("a"), Unit("b", since=Y20, until=Y22), Unit("c", since=Y21, until=Y23)]
    (problem,) = root_problems(units, [])
    assert problem.message == "several roots from 2020-01-01 until 2023-01-01: a, b, c"
    assert problem.ids == ("a", "b", "c")


def test_without_units_there_is_no_root() -> None:
    assert messages(root_problems([], [])) == ["there is no unit"]


def test_thousands_of_orphans_are_one_short_sentence_with_all_ids() -> None:
    (problem,) = root_problems([Unit(f"u{day}", since=Y20 + timedelta(days=day)) for day in range(5_000)], [])
    assert len(problem.ids) == 5_000
    assert len(problem.message) < 500
