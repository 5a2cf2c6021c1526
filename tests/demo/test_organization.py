"""The invented ministry: valid on every day, with every shape that real organizations have."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import networkx as nx
import pytest

from learnperf.demo import make_demo
from learnperf.errors import InvalidValue
from learnperf.model.organization import Organization
from learnperf.model.ties import Membership, Placement, Reporting, Sponsorship

BEFORE, AFTER = date(2024, 12, 31), date(2025, 1, 1)


def test_a_ministry_has_two_thousand_learners_and_many_teams(organization: Organization) -> None:
    assert len(organization.learners) == 2000
    assert len(organization.teams) == 125
    assert len(organization.units) == 70


def test_too_few_learners_are_refused() -> None:
    with pytest.raises(InvalidValue, match="is below 200"):
        make_demo(learners=199)


@pytest.mark.parametrize("seed", range(2, 8))
def test_every_seed_and_size_gives_a_valid_organization_and_consistent_evidence(seed: int) -> None:
    organization, evidence = make_demo(seed, learners=150 + 50 * seed)
    assert len(organization.learners) == 150 + 50 * seed
    assert evidence.duplicates == 0


def test_on_every_day_there_is_one_root_and_no_cycle_and_nobody_hangs_below_a_unit_that_is_gone(
    organization: Organization,
) -> None:
    for day in (date(2023, 1, 1), *organization.change_dates):
        graph = organization.graph(on=day, learners=False)
        assert nx.is_directed_acyclic_graph(graph)
        parents = {tie.parent for tie in organization.ties if tie.in_force(day)}
        assert {node for node in parents if not graph.out_degree(node)} == {"MOF"}


def test_units_are_five_or_six_deep(organization: Organization) -> None:
    graph = organization.graph(on=AFTER)
    units = graph.subgraph(organization.units)
    assert nx.dag_longest_path_length(units) == 4
    assert nx.dag_longest_path_length(graph) >= 6


def test_the_reorganization_moves_one_unit_and_splits_another(organization: Organization) -> None:
    assert organization.parents("REG-3", on=BEFORE) == ("REG",)
    assert organization.parents("REG-3", on=AFTER) == ("LRN",)
    assert organization.roster("TRE-2", on=BEFORE)
    assert not organization.parents("TRE-2", on=AFTER)
    assert not organization.roster("TRE-2", on=AFTER)
    assert organization.parents("TRE-2A", on=AFTER) == organization.parents("TRE-2B", on=AFTER) == ("TRE",)
    assert organization.roster("TRE-2A", on=AFTER) != organization.roster("TRE-2B", on=AFTER) != frozenset()


def test_people_move_with_the_reorganization(organization: Organization) -> None:
    begun = {tie.learner for tie in organization.ties if isinstance(tie, Placement) and tie.since == AFTER}
    split = {tie.learner for tie in organization.ties if isinstance(tie, Placement) and tie.unit.startswith("TRE-2")}
    assert len(begun - split) > 40


def test_a_unit_answers_to_two(organization: Organization) -> None:
    shares = {tie.parent: tie.share for tie in organization.ties_of["AUD-3"]}
    assert shares == {"AUD": Fraction(7, 10), "TRE": Fraction(3, 10)}


def test_a_unit_has_nobody_and_a_team_has_no_members(organization: Organization) -> None:
    assert organization.parents("LRN-4", on=AFTER) == ("LRN",)
    assert not organization.roster("LRN-4", on=AFTER)
    assert [team for team in organization.teams if team not in organization.ties_to] == ["T0125"]


def test_teams_are_parts_of_teams_and_sponsored_by_several_units(organization: Organization) -> None:
    sponsorships = [tie for tie in organization.ties if isinstance(tie, Sponsorship)]
    parts = {tie.team for tie in sponsorships if tie.sponsor in organization.teams}
    parts_of_parts = {tie.team for tie in sponsorships if tie.sponsor in parts}
    units = Counter(tie.team for tie in sponsorships if tie.sponsor in organization.units and tie.in_force(AFTER))
    assert len(parts) > 30
    assert parts_of_parts
    assert {1, 2, 3} <= set(units.values())
    assert any(tie.team in parts and tie.sponsor in organization.units for tie in sponsorships)


def test_people_are_in_several_teams_with_shares(organization: Organization) -> None:
    now = [tie for tie in organization.ties if isinstance(tie, Membership) and tie.in_force(AFTER)]
    teams = Counter(tie.learner for tie in now)
    assert max(teams.values()) >= 5
    assert sum(tie.share is not None for tie in now) > 100
    assert sum(tie.share is None for tie in now) > 100


def test_shares_leave_a_rest_to_nobody(organization: Organization) -> None:
    rests = {
        node: 1 - sum(tie.share or 0 for tie in now)
        for node, ties in organization.ties_of.items()
        if (now := [tie for tie in ties if tie.in_force(AFTER)]) and all(tie.share is not None for tie in now)
    }
    learners = [node for node, rest in rests.items() if rest > 0 and node in organization.learners]
    teams = {rest for node, rest in rests.items() if rest > 0 and node in organization.teams}
    assert learners
    assert teams >= {Fraction(1, 5), Fraction(1, 1_000_000)}


def test_people_join_leave_and_come_back(organization: Organization) -> None:
    stays = {
        learner: sorted(
            (tie.since or date.min, tie.until or date.max)
            for tie in organization.ties_of.get(learner, ())
            if isinstance(tie, Placement)
        )
        for learner in organization.learners
    }
    two_years = (date(2024, 1, 1), date(2026, 1, 1))
    placed = {learner: spans for learner, spans in stays.items() if spans}
    assert sum(two_years[0] <= spans[0][0] < two_years[1] for spans in placed.values()) > 100
    assert sum(spans[-1][1] < two_years[1] for spans in placed.values()) > 80
    assert sum(later[0] > earlier[1] for spans in placed.values() for earlier, later in pairwise(spans)) > 10


def test_some_belong_to_a_team_only_and_one_to_nothing_yet(organization: Organization) -> None:
    unplaced = [
        learner
        for learner in organization.learners
        if not any(isinstance(tie, Placement) for tie in organization.ties_of.get(learner, ()))
    ]
    assert sum(learner in organization.ties_of for learner in unplaced) == 5
    assert sum(learner not in organization.ties_of for learner in unplaced) == 1


def test_some_are_in_two_units_at_once_and_one_of_them_is_primary(organization: Organization) -> None:
    day = date(2024, 7, 1)
    two = [
        ties
        for learner in organization.learners
        if len(ties := [tie for tie in organization.ties_of.get(learner, ()) if _placed(tie, day)]) == 2
    ]
    assert len(two) >= 7
    assert all(sorted(tie.primary for tie in ties) == [False, True] for ties in two)


def test_people_leave_a_team_and_come_back_to_it(organization: Organization) -> None:
    pairs = Counter((tie.learner, tie.team) for tie in organization.ties if isinstance(tie, Membership))
    assert max(pairs.values()) == 2


def test_one_position_has_no_standard_yet(organization: Organization) -> None:
    assert [one.id for one in organization.positions.values() if one.standard is None] == ["engineer-4"]
    assert {name for one in organization.positions.values() if one.standard for name in one.standard.required} <= set(
        organization.competencies
    )


def test_units_report_from_the_first_day_to_the_last_but_for_the_reorganization(organization: Organization) -> None:
    days = {day for tie in organization.ties if isinstance(tie, Reporting) for day in (tie.since, tie.until)}
    assert days == {None, AFTER}
    assert AFTER - timedelta(days=1) == BEFORE


def _placed(tie: object, day: date) -> bool:
    return isinstance(tie, Placement) and tie.in_force(day)
