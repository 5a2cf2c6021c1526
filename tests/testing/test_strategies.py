"""The strategies draw what they promise: every situation in which rollups go wrong does occur, and nothing invalid."""

import runpy
import sys
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import networkx as nx
import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from learnperf import hypothesis_plugin, testing
from learnperf.errors import MissingExtra
from learnperf.model.checks import organization_problems
from learnperf.model.collection import Evidence, record_problems, subject_problems
from learnperf.model.evidence import (
    RECORD_KINDS,
    Assignment,
    CareerMove,
    Evaluation,
    Innovation,
    Participation,
    Record,
)
from learnperf.model.organization import Organization
from learnperf.model.ties import WHOLE, Membership, Placement, Reporting, Sponsorship, Tie
from learnperf.testing.timeline import CUTS, DAYS

# looking for one situation: many draws, no shrinking, no data base
SEARCH = settings(
    max_examples=4_000,
    phases=[Phase.generate],
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
Drawn = tuple[Organization, Evidence]


CALENDAR = [date.min, *CUTS]


def is_diamond(organization: Organization) -> bool:
    """Some node reaches another by two ways on one day."""
    for day in CALENDAR:
        graph = organization.graph(on=day)
        pairs = ((low, high) for low in graph for high in graph if low != high)
        if any(len(list(nx.all_simple_paths(graph, low, high))) > 1 for low, high in pairs):
            return True
    return False


def several(organization: Organization, kind: type[Tie]) -> bool:
    return any(
        sum(isinstance(tie, kind) and tie.in_force(day) for tie in ties) > 1
        for ties in organization.ties_of.values()
        for day in CALENDAR
    )


def gap_and_return(organization: Organization) -> bool:
    return any(
        one.parent == other.parent and one.until and other.since and one.until < other.since
        for ties in organization.ties_of.values()
        for one in ties
        for other in ties
    )


def rest(organization: Organization) -> bool:
    """Explicit shares of somebody leave a rest, with nobody to take it."""
    return any(
        now and all(tie.share for tie in now) and sum(tie.share_millionths or 0 for tie in now) < WHOLE
        for ties in organization.ties_of.values()
        for day in CALENDAR
        for now in [[tie for tie in ties if tie.in_force(day)]]
    )


def turned_over(organization: Organization) -> bool:
    """Ties of all time together have a circle, which no day has."""
    return not nx.is_directed_acyclic_graph(nx.DiGraph(organization.structure))


ORGANIZATIONS: list[tuple[str, Callable[[Organization], object]]] = [
    ("diamond", is_diamond),
    ("several teams", lambda one: several(one, Membership)),
    ("several placements", lambda one: several(one, Placement)),
    ("several sponsors", lambda one: several(one, Sponsorship)),
    ("two lines", lambda one: several(one, Reporting)),
    ("sub-team", lambda one: any(isinstance(tie, Sponsorship) and tie.parent in one.teams for tie in one.ties)),
    ("gap and return", gap_and_return),
    ("reorganization", lambda one: any(isinstance(tie, Reporting) and tie.since for tie in one.ties)),
    ("turned over", turned_over),
    ("a unit that says when it exists", lambda one: any(unit.since or unit.until for unit in one.units.values())),
    ("a unit that leaves that to its reporting", lambda one: any(
        ties and all(tie.until for tie in ties) and not one.units[unit].until
        for unit in one.units for ties in [one.ties_of.get(unit, ())]
    )),
    ("shares that leave a rest", rest),
    ("shares beside none", lambda one: any(
        len({tie.share is None for tie in ties}) == 2 for ties in one.ties_of.values()
    )),
    ("primary", lambda one: any(tie.primary for tie in one.ties)),
    ("position", lambda one: any(isinstance(tie, Placement) and tie.position for tie in one.ties)),
    ("learner in a team alone", lambda one: any(
        who in one.learners and all(isinstance(tie, Membership) for tie in ties) for who, ties in one.ties_of.items()
    )),
    ("learner nowhere", lambda one: any(who not in one.ties_of for who in one.learners)),
    ("an id that is not plain", lambda one: any(not node.isascii() for node in one)),
]  # fmt: skip


def test_organizations_have_what_goes_wrong_in_practice() -> None:
    waiting = dict(ORGANIZATIONS)

    def all_seen(organization: Organization) -> bool:
        for name in [name for name, situation in waiting.items() if situation(organization)]:
            del waiting[name]
        return not waiting

    find(testing.organizations(), all_seen, settings=SEARCH)


def anywhere(check: Callable[[Record], object]) -> Callable[[Drawn], bool]:
    return lambda drawn: any(check(record) for record in drawn[1])


def ties_of_subjects(drawn: Drawn, record: Record) -> list[Tie]:
    return [tie for subject, _ in record.subjects for tie in drawn[0].ties_of.get(subject, ())]


def unattached(drawn: Drawn) -> bool:
    for record in drawn[1]:
        ties = ties_of_subjects(drawn, record)
        if ties and not any(tie.in_force(record.on) for tie in ties):
            return True
    return False


def is_a(kind: type[Record], record: Record) -> bool:
    return isinstance(record, kind)


def chained(drawn: Drawn) -> bool:
    superseded = drawn[1].superseded
    return any(record.supersedes in superseded for record in superseded.values())


EVIDENCE: list[tuple[str, Callable[[Drawn], bool]]] = [
    *((kind.__name__, anywhere(partial(is_a, kind))) for kind in RECORD_KINDS),
    ("two marks", anywhere(lambda one: isinstance(one, CareerMove) and len(one.marks) == 2)),
    ("learner alone", anywhere(lambda one: isinstance(one, Participation) and one.learner and not one.team)),
    ("member of a team", anywhere(lambda one: isinstance(one, Participation) and one.learner and one.team)),
    ("team as a whole", anywhere(lambda one: isinstance(one, Participation) and one.team and not one.learner)),
    ("learned late", anywhere(lambda one: isinstance(one, Participation) and one.due and one.due < one.on)),
    ("missing score", anywhere(lambda one: isinstance(one, Evaluation) and one.score is None)),
    ("wave", anywhere(lambda one: isinstance(one, Evaluation) and one.wave)),
    ("phase", anywhere(lambda one: isinstance(one, Evaluation) and one.phase)),
    ("shared credit", anywhere(lambda one: len(one.subjects) > 2)),
    ("unequal credit", anywhere(lambda one: len({units for _, units in one.subjects}) > 1)),
    ("stages that go back", anywhere(lambda one: isinstance(one, Innovation) and one.went_back)),
    ("late", anywhere(lambda one: isinstance(one, Assignment) and one.due and one.due < (one.completed or one.due))),
    ("cancelled", anywhere(lambda one: isinstance(one, Assignment) and one.cancelled)),
    ("superseded", lambda drawn: len(drawn[1].superseded) > 0),
    ("superseded twice in a row", chained),
    ("on the day a tie ends", lambda drawn: any(
        tie.until == record.on for record in drawn[1] for tie in ties_of_subjects(drawn, record)
    )),
    ("on the day a tie begins", lambda drawn: any(
        tie.since == record.on for record in drawn[1] for tie in ties_of_subjects(drawn, record)
    )),
    ("unattached", unattached),
    ("about a node without ties", lambda drawn: any(
        not ties_of_subjects(drawn, record) for record in drawn[1]
    )),
]  # fmt: skip


def test_evidence_has_what_goes_wrong_in_practice() -> None:
    waiting = dict(EVIDENCE)

    def all_seen(drawn: Drawn) -> bool:
        for name in [name for name, situation in waiting.items() if situation(drawn)]:
            del waiting[name]
        return not waiting

    find(testing.organization_and_evidence(), all_seen, settings=SEARCH)


@given(testing.organization_and_evidence())
@settings(max_examples=60)
def test_everything_drawn_is_valid(drawn: Drawn) -> None:
    organization, evidence = drawn
    nodes = [organization.node(one) for one in organization]
    positions, competencies = list(organization.positions.values()), list(organization.competencies.values())
    assert organization_problems(nodes, organization.ties, positions, competencies) == []
    assert record_problems([*evidence, *evidence.superseded.values()], evidence.activities.values()) == []
    assert subject_problems([*evidence, *evidence.superseded.values()], organization) == []


@given(testing.organizations(matrix=False))
@settings(max_examples=60)
def test_without_matrix_every_day_is_a_tree(organization: Organization) -> None:
    for day in CALENDAR:
        assert all(len(organization.parents(node, on=day)) <= 1 for node in organization)
    assert all(tie.share is None and not tie.primary for tie in organization.ties)


@given(testing.organizations(dated=False))
@settings(max_examples=60)
def test_without_dates_ties_hold_always(organization: Organization) -> None:
    assert all(tie.since is None and tie.until is None for tie in organization.ties)
    assert all(unit.since is None and unit.until is None for unit in organization.units.values())


@given(st.integers(1, 3), st.integers(0, 3), st.integers(0, 3), st.data())
@settings(max_examples=40)
def test_sizes_are_kept(units: int, teams: int, learners: int, data: st.DataObject) -> None:
    one = data.draw(testing.organizations(max_units=units, max_teams=teams, max_learners=learners))
    assert 1 <= len(one.units) <= units
    assert len(one.teams) <= teams
    assert len(one.learners) <= learners
    found = data.draw(testing.evidence(one, max_records=learners))
    assert len(found) + len(found.superseded) <= learners
    assert all(subject in one for record in found for subject, _ in record.subjects)


@given(testing.days())
def test_days_lie_on_and_around_those_on_which_ties_change(day: date) -> None:
    assert day in DAYS
    assert {cut + timedelta(days=step) for cut in CUTS for step in (-1, 0, 1)} <= set(DAYS)


def test_the_smallest_examples_are_small() -> None:
    least = find(testing.organization_and_evidence(), lambda drawn: len(drawn[1]) > 0)
    assert (len(least[0]), len(least[1])) == (1, 1)
    busy = find(testing.organizations(), lambda one: len(one.ties) > 0)
    assert (len(busy), len(busy.ties)) == (2, 1)


def test_types_are_known_to_hypothesis() -> None:
    hypothesis_plugin.register()
    assert isinstance(find(st.from_type(Organization), lambda _: True), Organization)
    assert isinstance(find(st.from_type(Evidence), lambda _: True), Evidence)


def test_without_hypothesis_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    with pytest.raises(MissingExtra, match=r"pip install 'learnperf\[testing\]'"):
        runpy.run_path(str(testing.__file__))
