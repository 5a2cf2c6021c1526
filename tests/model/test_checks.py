"""Whatever is wrong with an organization is found, all of it at once, and said with ids and dates."""

from collections.abc import Callable
from datetime import date, timedelta

import networkx as nx
import pytest
from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from learnperf.errors import OrganizationError, Problem, Suggestions
from learnperf.model.checks import each_once, organization_problems, tie_problem
from learnperf.model.nodes import Competency, CompetencyStandard, Learner, Node, Position, Team, Unit
from learnperf.model.organization import Organization
from learnperf.model.ties import Membership, Placement, Reporting, Sponsorship, Tie
from learnperf.testing import organizations

BEGIN, MIDDLE, END = date(2024, 1, 1), date(2024, 7, 1), date(2025, 1, 1)
Parts = tuple[list[Node], list[Tie]]
Wrong = Callable[[Parts, str], tuple[str, tuple[str, ...], str]]


def parts_of(organization: Organization) -> Parts:
    return [organization.node(one) for one in organization], list(organization.ties)


def tied_to_itself(parts: Parts, root: str) -> tuple[str, tuple[str, ...], str]:
    parts[1].append(Reporting(root, root))
    return "tied to itself", (root,), root


def unknown(parts: Parts, root: str) -> tuple[str, tuple[str, ...], str]:
    parts[1].append(Reporting("nobody-knows", root))
    return "unknown id", ("nobody-knows",), "nobody-knows"


def wrong_kinds(parts: Parts, root: str) -> tuple[str, tuple[str, ...], str]:
    parts[0].append(Team("a-team"))
    parts[1].append(Placement("a-team", root))
    return "wrong kinds", ("a-team", root), "a team and a unit"


def used_twice(parts: Parts, root: str) -> tuple[str, tuple[str, ...], str]:
    parts[0].append(Learner(root))
    return "id used twice", (root,), "unit and learner"


def two_forms(parts: Parts, root: str) -> tuple[str, tuple[str, ...], str]:
    del root
    parts[0].extend([Learner("Andr\u00e9"), Learner("Andre\u0301")])
    return "same id in two forms", ("Andr\u00e9", "Andre\u0301"), r"'Andr\xe9' and 'Andre\u0301'"


def overlapping(parts: Parts, root: str) -> tuple[str, tuple[str, ...], str]:
    parts[0].append(Team("doubled"))
    parts[1].append(Sponsorship("doubled", root, since=BEGIN, until=END))
    parts[1].append(Sponsorship("doubled", root, since=MIDDLE))
    return "overlapping ties", ("doubled", root), "from 2024-07-01 until 2025-01-01"


def over_one(parts: Parts, root: str) -> tuple[str, tuple[str, ...], str]:
    parts[0].extend([Team("half"), Learner("busy")])
    parts[1].append(Sponsorship("half", root))
    parts[1].append(Placement("busy", root, share=0.75, since=BEGIN, until=END))
    parts[1].append(Membership("busy", "half", share=0.5, since=MIDDLE))
    return "shares over 1", ("busy", *sorted(["half", root])), "on 2024-07-01 sum to 1.25"


def cycle(parts: Parts, root: str) -> tuple[str, tuple[str, ...], str]:
    parts[0].extend([Team("ring-1"), Team("ring-2"), Team("ring-3")])
    parts[1].append(Sponsorship("ring-1", root))
    parts[1].append(Sponsorship("ring-3", "ring-1", since=BEGIN))
    parts[1].append(Sponsorship("ring-2", "ring-3", until=END))
    parts[1].append(Sponsorship("ring-1", "ring-2", since=MIDDLE))
    path = "ring-1 -> ring-2 -> ring-3 -> ring-1 from 2024-07-01 until 2025-01-01"
    return "cycle", ("ring-1", "ring-2", "ring-3"), path


def second_root(parts: Parts, root: str) -> tuple[str, tuple[str, ...], str]:
    parts[0].append(Unit("another-root", since=MIDDLE, until=END))
    return "several roots", tuple(sorted(["another-root", root])), "from 2024-07-01 until 2025-01-01"


WRONG: list[Wrong] = [
    tied_to_itself, unknown, wrong_kinds, used_twice, two_forms, overlapping, over_one, cycle, second_root,
]  # fmt: skip


def said(problems: list[Problem], rule: str, ids: tuple[str, ...], words: str) -> bool:
    return any(one.rule == rule and set(ids) <= set(one.ids) and words in one.message and one.hint for one in problems)


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.__name__)
@given(organizations(max_units=4, max_teams=2, max_learners=3))
@settings(max_examples=20)
def test_an_injected_problem_is_the_one_that_is_found(wrong: Wrong, organization: Organization) -> None:
    parts = parts_of(organization)
    assert organization_problems(*parts) == []
    rule, ids, words = wrong(parts, organization.root(on=MIDDLE))
    found = organization_problems(*parts)
    assert said([problem for problem, _ in found], rule, ids, words)
    assert {problem.rule for problem, _ in found} == {rule}
    for problem, place in found:
        assert problem.fatal == (place is None)


@given(organizations(max_units=4, max_teams=2, max_learners=3), st.sets(st.sampled_from(WRONG), min_size=2))
@settings(max_examples=40)
def test_all_problems_are_found_at_once(organization: Organization, several: set[Wrong]) -> None:
    parts = parts_of(organization)
    expected = [wrong(parts, organization.root(on=MIDDLE)) for wrong in sorted(several, key=WRONG.index)]
    nodes, ties = parts
    with pytest.raises(OrganizationError) as caught:
        Organization.of(
            units=[node for node in nodes if isinstance(node, Unit)],
            teams=[node for node in nodes if isinstance(node, Team)],
            learners=[node for node in nodes if isinstance(node, Learner)],
            ties=ties,
        )
    for rule, ids, words in expected:
        assert said(list(caught.value.problems), rule, ids, words)


def test_a_sound_organization_stays_sound_in_any_order() -> None:
    nodes: list[Node] = [Unit("MOF"), Unit("DJP"), Team("audit-1"), Learner("ani")]
    ties: list[Tie] = [Reporting("DJP", "MOF"), Sponsorship("audit-1", "DJP"), Membership("ani", "audit-1")]
    assert organization_problems(nodes[::-1], ties[::-1]) == []


def test_a_tie_given_twice_is_taken_once_and_a_return_is_kept() -> None:
    first, again = Membership("ani", "audit-1", until=BEGIN), Membership("ani", "audit-1", since=BEGIN)
    other = Membership("budi", "audit-1", share="0.5")
    assert each_once([first, other, again]) == (first, other, again)
    assert each_once([first, other, again, Membership("budi", "audit-1", share=0.5), first]) == (first, other, again)
    assert each_once([]) == ()


def test_the_same_record_twice_is_taken_once() -> None:
    tie = Reporting("DJP", "MOF", share=0.6)
    organization = Organization.of(units=[Unit("MOF"), Unit("DJP"), Unit("DJP")], ties=[tie, evolve(tie)])
    assert organization.ties == (tie,)
    assert len(organization) == 2


def test_every_overlap_of_several_ties_is_said() -> None:
    ties: list[Tie] = [
        Membership("ani", "audit-1", since=BEGIN),
        Membership("ani", "audit-1", since=date(2024, 2, 1), until=date(2024, 3, 1)),
        Membership("ani", "audit-1", since=date(2024, 5, 1), until=date(2024, 6, 1)),
    ]
    found = organization_problems([Unit("MOF"), Team("audit-1"), Learner("ani")], ties)
    assert [problem.message for problem, _ in found] == [
        "ani -> audit-1 is tied twice from 2024-02-01 until 2024-03-01",
        "ani -> audit-1 is tied twice from 2024-05-01 until 2024-06-01",
    ]


def test_a_tie_that_takes_over_from_a_shorter_one_is_compared_with_what_follows() -> None:
    ties: list[Tie] = [
        Membership("ani", "audit-1", until=MIDDLE),
        Membership("ani", "audit-1", since=MIDDLE),
        Membership("ani", "audit-1", since=END),
    ]
    found = organization_problems([Unit("MOF"), Team("audit-1"), Learner("ani")], ties)
    assert [problem.message for problem, _ in found] == ["ani -> audit-1 is tied twice from 2025-01-01 on"]


def test_shares_are_over_one_each_time_they_come_to_be() -> None:
    teams = [Team("a"), Team("b")]
    ties: list[Tie] = [
        Membership("ani", "a", share=0.9),
        Membership("ani", "b", share=0.2, until=BEGIN),
        Membership("ani", "b", share=0.1, since=BEGIN, until=MIDDLE),
        Membership("ani", "b", share=0.9, since=MIDDLE, until=END),
    ]
    found = organization_problems([Unit("MOF"), *teams, Learner("ani")], ties)
    assert [problem.message for problem, _ in found] == [
        "shares of ani from the beginning sum to 1.1: a, b",
        "shares of ani on 2024-07-01 sum to 1.8: a, b",
    ]


def test_positions_and_competencies_are_looked_at_where_some_are_declared() -> None:
    senior = Position("senior", standard=CompetencyStandard({"audit": 3, "flying": 1}))
    parts: Parts = [Unit("MOF"), Learner("ani")], [Placement("ani", "MOF", "seniro"), Placement("ani", "MOF", "senior")]
    assert organization_problems(parts[0], parts[1][:1]) == []
    found = organization_problems(parts[0], parts[1][:1], [senior], [Competency("audit")])
    assert [str(problem) for problem, _ in found] == [
        "standard of position senior: unknown competency flying (declare it first)",
        "tie ani -> MOF: unknown position seniro (nearest known ids: senior)",
    ]
    assert [problem.ids for problem, _ in found] == [("senior", "flying"), ("seniro",)]
    assert organization_problems(parts[0], parts[1][1:], [senior]) == []


def test_positions_are_not_replaced_by_others_of_the_same_id() -> None:
    with pytest.raises(OrganizationError, match="id staff is used twice with different content: position and position"):
        Organization.of(units=[Unit("MOF")], positions=[Position("staff"), Position("staff", grade=2)])


def test_a_single_tie_can_be_looked_at_alone() -> None:
    known: dict[str, Node] = {"MOF": Unit("MOF"), "ani": Learner("ani")}
    assert tie_problem(Placement("ani", "MOF"), known) is None
    problem = tie_problem(Placement("anni", "MOF"), known)
    assert problem is not None
    assert problem.hint == "nearest known ids: ani"
    assert tie_problem(Placement("anni", "MOF"), known, hints=Suggestions(known)) == problem


DAYS = [None, *(BEGIN + timedelta(days=30 * step) for step in range(6))]


@st.composite
def tangles(draw: st.DrawFn) -> list[Tie]:
    """Draw dated ties between a few units, as wild as can be but for overlaps."""
    names = st.sampled_from("abcd")
    ties: dict[tuple[str, str], Tie] = {}
    for _ in range(draw(st.integers(1, 8))):
        child, parent = draw(names), draw(names)
        since, until = draw(st.sampled_from(DAYS[:-1])), draw(st.sampled_from([*DAYS[1:], None]))
        if child != parent and (since is None or until is None or since < until):
            ties[child, parent] = Reporting(child, parent, since=since, until=until)
    return list(ties.values())


@given(tangles())
@settings(max_examples=150)
def test_cycles_and_roots_are_those_that_looking_at_every_day_finds(ties: list[Tie]) -> None:
    assume(ties)
    units: list[Node] = [Unit(name, since=date.min) for name in "abcd"]
    found = [problem for problem, _ in organization_problems(units, ties)]
    for day in [BEGIN - timedelta(days=1), *(day for day in DAYS if day is not None)]:
        graph: nx.DiGraph[str] = nx.DiGraph((tie.child, tie.parent) for tie in ties if tie.in_force(day))
        graph.add_nodes_from("abcd")
        cyclic = {node for part in nx.strongly_connected_components(graph) if len(part) > 1 for node in part}
        on_day = [problem for problem in found if _holds(problem.message, day)]
        named = {one for problem in on_day if problem.rule == "cycle" for one in problem.ids}
        assert named <= cyclic
        assert bool(named) == bool(cyclic)
        roots = {node for node in "abcd" if graph.out_degree(node) == 0}
        wrong = [problem for problem in on_day if problem.rule in {"no root", "several roots"}]
        assert bool(wrong) == (len(roots) != 1)
        assert all(roots <= set(problem.ids) for problem in wrong)


def _holds(message: str, day: date) -> bool:
    words = message.split()
    begin = date.fromisoformat(words[words.index("from") + 1]) if "from" in words else date.min
    end = date.fromisoformat(words[words.index("until") + 1].rstrip(":")) if "until" in words else date.max
    return begin <= day < end
