"""An organization answers who belongs where on a day, and agrees with its own graph."""

from datetime import date
from itertools import pairwise

import networkx as nx
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from learnperf.errors import InvalidValue, OrganizationError, UnknownName
from learnperf.model.nodes import Learner, NodeKind, Position, Team, Unit
from learnperf.model.organization import Organization
from learnperf.model.ties import Membership, Placement, Reporting, Sponsorship, Tie
from learnperf.testing import days, organizations

DAY, LATER = date(2026, 1, 1), date(2026, 7, 1)

EXAMPLE = Organization.of(
    units=[Unit("MOF", "Ministry"), Unit("DJP"), Unit("DJBC")],
    teams=[Team("audit-1"), Team("audit-1a")],
    learners=[Learner("ani"), Learner("budi")],
    positions=[Position("auditor-2"), Position("head")],
    ties=[
        Reporting("DJP", "MOF"),
        Reporting("DJBC", "MOF"),
        Sponsorship("audit-1", "DJP"),
        Sponsorship("audit-1", "DJBC", until=LATER),
        Sponsorship("audit-1a", "audit-1"),
        Placement("ani", "DJP", "auditor-2", since=DAY),
        Placement("ani", "DJBC", "head", since=LATER, primary=True),
        Membership("ani", "audit-1a", share=0.6),
        Placement("budi", "MOF"),
    ],
)


@given(organizations(), days())
@settings(max_examples=60)
def test_everyone_above_below_and_enrolled_is_who_the_graph_says(organization: Organization, day: date) -> None:
    graph = organization.graph(on=day)
    assert nx.is_directed_acyclic_graph(graph)
    for node in organization:
        assert organization.ancestors(node, on=day) == nx.descendants(graph, node)
        assert organization.descendants(node, on=day) == nx.ancestors(graph, node)
        assert organization.parents(node, on=day) == tuple(sorted(graph.successors(node)))
        assert organization.children(node, on=day) == tuple(sorted(graph.predecessors(node)))
        people = {one for one in nx.ancestors(graph, node) | {node} if graph.nodes[one]["kind"] is NodeKind.LEARNER}
        assert organization.roster(node, on=day) == people


@given(organizations(), days())
@settings(max_examples=60)
def test_every_unit_that_exists_leads_to_the_root(organization: Organization, day: date) -> None:
    root = organization.root(on=day)
    assert organization.parents(root, on=day) == ()
    for unit in organization.units:
        if organization.parents(unit, on=day):
            assert root in organization.ancestors(unit, on=day)


@given(organizations(), days())
@settings(max_examples=30)
def test_the_graph_holds_every_node_and_the_ties_in_force(organization: Organization, day: date) -> None:
    graph = organization.graph(on=day)
    assert set(graph) == set(organization)
    assert {data["tie"] for _, _, data in graph.edges(data=True)} == {
        tie for tie in organization.ties if tie.in_force(day)
    }
    structure = organization.graph(on=day, learners=False)
    assert set(structure) == {*organization.units, *organization.teams}
    assert nx.is_frozen(graph)
    assert nx.is_frozen(structure)


@given(organizations(), st.randoms(use_true_random=False), days())
@settings(max_examples=30)
def test_the_order_of_input_changes_no_answer(organization: Organization, chance: object, day: date) -> None:
    ties = list(organization.ties)
    chance.shuffle(ties)  # type: ignore[attr-defined]  # a random.Random, made by Hypothesis
    other = Organization.of(
        units=list(organization.units.values())[::-1],
        teams=organization.teams.values(),
        learners=organization.learners.values(),
        positions=organization.positions.values(),
        ties=ties,
    )
    assert other.change_dates == organization.change_dates
    assert other.root(on=day) == organization.root(on=day)
    for node in organization:
        assert other.ancestors(node, on=day) == organization.ancestors(node, on=day)
        assert other.kind(node) is organization.kind(node)
    for learner in organization.learners:
        assert other.position_of(learner, on=day) == organization.position_of(learner, on=day)


def test_a_matrix_reaches_each_node_once() -> None:
    assert EXAMPLE.ancestors("ani", on=DAY) == {"audit-1a", "audit-1", "DJP", "DJBC", "MOF"}
    assert EXAMPLE.roster("MOF", on=DAY) == {"ani", "budi"}
    assert EXAMPLE.roster("DJBC", on=DAY) == {"ani"}
    assert EXAMPLE.roster("ani", on=DAY) == {"ani"}
    assert EXAMPLE.parents("ani", on=LATER) == ("DJBC", "DJP", "audit-1a")


def test_graphs_asked_for_again_are_the_same_graph_and_not_all_are_kept() -> None:
    organization = evolve(EXAMPLE)
    first = organization.graph(on=DAY)
    assert organization.graph(on=DAY) is first
    assert organization.graph(on=DAY, learners=False) is not first
    for month in range(1, 13):
        organization.graph(on=date(2030, month, 1))
    again = organization.graph(on=DAY)
    assert again is not first
    assert nx.utils.graphs_equal(again, first)


def test_the_structure_holds_all_ties_of_teams_and_units_over_all_time() -> None:
    assert EXAMPLE.structure.number_of_edges() == 5
    assert set(EXAMPLE.structure) == {"MOF", "DJP", "DJBC", "audit-1", "audit-1a"}
    assert EXAMPLE.change_dates == (LATER,)


def test_a_position_is_that_of_the_primary_placement_else_of_the_first_unit() -> None:
    assert EXAMPLE.position_of("ani", on=date(2025, 1, 1)) is None
    assert EXAMPLE.position_of("ani", on=DAY) == Position("auditor-2")
    assert EXAMPLE.position_of("ani", on=LATER) == Position("head")
    assert EXAMPLE.position_of("budi", on=DAY) is None
    undeclared = evolve(EXAMPLE, positions={})
    assert undeclared.position_of("ani", on=DAY) is None


def test_nodes_are_known_by_id_and_kind() -> None:
    assert EXAMPLE.node("MOF") == Unit("MOF", "Ministry")
    assert [EXAMPLE.kind(one) for one in ("MOF", "audit-1", "ani")] == [NodeKind.UNIT, NodeKind.TEAM, NodeKind.LEARNER]
    assert ("ani" in EXAMPLE, "anny" in EXAMPLE, len(EXAMPLE)) == (True, False, 7)
    assert list(EXAMPLE) == ["MOF", "DJP", "DJBC", "audit-1", "audit-1a", "ani", "budi"]
    assert repr(EXAMPLE) == "Organization(units=3, teams=2, learners=2, positions=2, competencies=0, ties=9)"


@pytest.mark.parametrize(
    "question", ["node", "kind", "parents", "children", "ancestors", "descendants", "roster", "position_of"]
)
def test_an_unknown_node_is_an_error_with_the_nearest_names(question: str) -> None:
    options = {} if question in {"node", "kind"} else {"on": DAY}
    with pytest.raises(UnknownName, match="unknown node 'audit-2'; nearest: audit-1"):
        getattr(EXAMPLE, question)("audit-2", **options)


def test_there_is_a_root_on_every_day_on_which_units_exist() -> None:
    assert EXAMPLE.root(on=date.max) == EXAMPLE.root(on=date.min) == "MOF"
    late = Organization.of(units=[Unit("old", since=DAY, until=LATER)])
    assert late.root(on=DAY) == "old"
    for day in (date(2025, 12, 31), LATER):
        with pytest.raises(InvalidValue, match="no unit exists"):
            late.root(on=day)


def test_a_unit_alone_is_an_organization() -> None:
    alone = Organization.of(units=[Unit("MOF")])
    assert alone.root(on=DAY) == "MOF"
    assert alone.roster("MOF", on=DAY) == frozenset()
    with pytest.raises(OrganizationError, match="there is no unit"):
        Organization.of(units=[])


def test_a_chain_of_ten_thousand_units_needs_no_recursion() -> None:
    names = [f"u{place}" for place in range(10_000)]
    ties: list[Tie] = [Reporting(low, high) for high, low in pairwise(names)]
    chain = Organization.of(units=map(Unit, names), ties=ties)
    assert len(chain.ancestors("u9999", on=DAY)) == 9_999
    assert len(chain.descendants("u0", on=DAY)) == 9_999
    assert chain.root(on=DAY) == "u0"


def test_sixty_diamonds_in_a_row_are_walked_once() -> None:
    ties: list[Tie] = []
    for place in range(60):
        for side in ("l", "r"):
            ties += [Reporting(f"{side}{place}", f"top{place}"), Reporting(f"top{place + 1}", f"{side}{place}")]
    names = dict.fromkeys(end for tie in ties for end in (tie.child, tie.parent))
    stack = Organization.of(units=map(Unit, names), ties=ties)
    assert len(stack.ancestors("top60", on=DAY)) == 180
    assert len(stack.descendants("top0", on=DAY)) == 180


def test_one_learner_may_be_in_ten_thousand_teams() -> None:
    teams = [f"t{place}" for place in range(10_000)]
    ties: list[Tie] = [Membership("ani", team, share=0.0001) for team in teams]
    busy = Organization.of(units=[Unit("MOF")], teams=map(Team, teams), learners=[Learner("ani")], ties=ties)
    assert len(busy.parents("ani", on=DAY)) == 10_000
    with pytest.raises(OrganizationError, match=r"shares of ani from the beginning sum to 1\.0001: .* and 9980 more"):
        Organization.of(
            units=[Unit("MOF")], teams=map(Team, teams), learners=[Learner("ani")],
            ties=[*ties[1:], Membership("ani", "t0", share=0.0002)],
        )  # fmt: skip


def test_a_crowd_may_be_in_one_team() -> None:
    people = [f"l{place}" for place in range(20_000)]
    crowd = Organization.of(
        units=[Unit("MOF")],
        teams=[Team("all")],
        learners=map(Learner, people),
        ties=[Sponsorship("all", "MOF"), *(Membership(one, "all") for one in people)],
    )
    assert len(crowd.roster("MOF", on=DAY)) == 20_000
