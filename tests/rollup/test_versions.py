"""Versions of nodes: in each of them everything above a node stays as it is, and between two something changed."""

from datetime import date, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from learnperf.model.nodes import Learner, Unit
from learnperf.model.organization import Organization
from learnperf.model.ties import Placement, Reporting
from learnperf.rollup.graph import AFTER_LAST_DAY, FIRST_DAY, Graph
from learnperf.rollup.versions import Versions
from learnperf.testing import organizations

Links = frozenset[tuple[str, str]]


def _links_above(organization: Organization, node: str, day: date) -> Links:
    """Collect every tie on every way up from a node on a day."""
    found, waiting = set(), [node]
    while waiting:
        child = waiting.pop()
        for parent in organization.parents(child, on=day):
            if (child, parent) not in found:
                found.add((child, parent))
                waiting.append(parent)
    return frozenset(found)


def _some_days(organization: Organization) -> list[date]:
    """Give all days on which ties begin or end, with the days before."""
    ends = [day for tie in organization.ties for day in (tie.since, tie.until) if day is not None]
    return sorted({date(2020, 1, 1), *ends, *(day - timedelta(days=1) for day in ends)})


@given(organizations())
def test_in_one_version_everything_above_stays_as_it_is(organization: Organization) -> None:
    versions = Versions.of(Graph.of(organization))
    for number, node in enumerate(versions.graph.ids):
        above: dict[int, set[Links]] = {}
        for day in _some_days(organization):
            (version,) = versions.at(np.asarray([number]), np.asarray([day.toordinal()])).tolist()
            above.setdefault(version, set()).add(_links_above(organization, node, day))
            assert versions.node[version] == number
            assert versions.since[version] <= day.toordinal() < versions.until[version]
        assert all(len(links) == 1 for links in above.values())


@given(organizations(), st.data())
def test_edges_are_the_ties_of_the_day(organization: Organization, data: st.DataObject) -> None:
    versions = Versions.of(Graph.of(organization))
    graph = versions.graph
    day = data.draw(st.sampled_from(_some_days(organization)))
    for number, node in enumerate(graph.ids):
        version = versions.at(np.asarray([number]), np.asarray([day.toordinal()]))
        edges = versions.upward if number < graph.structure_size else versions.belonging
        _, edge = edges.of(version - (0 if number < graph.structure_size else versions.structural))
        parents = edges.parent[edge]
        assert {graph.ids[place] for place in versions.node[parents].tolist()} == set(
            organization.parents(node, on=day)
        )
        assert (versions.since[parents] <= day.toordinal()).all()
        assert (day.toordinal() < versions.until[parents]).all()


@given(organizations())
def test_versions_of_a_node_follow_one_another_without_a_gap(organization: Organization) -> None:
    versions = Versions.of(Graph.of(organization))
    for number in range(versions.graph.size):
        begin, end = versions.first[number : number + 2].tolist()
        assert versions.since[begin] == FIRST_DAY
        assert versions.until[begin : end - 1].tolist() == versions.since[begin + 1 : end].tolist()
        assert versions.until[end - 1] == AFTER_LAST_DAY


def test_a_reorganization_makes_versions_of_what_it_moves_and_of_nothing_else() -> None:
    moved_on = date(2025, 1, 1)
    units = [Unit("root"), Unit("left"), Unit("right"), Unit("moved"), Unit("below")]
    learners = [Learner(f"l{place}") for place in range(100)]
    organization = Organization.of(
        units=units,
        learners=learners,
        ties=[
            Reporting("left", "root"),
            Reporting("right", "root"),
            Reporting("moved", "left", until=moved_on),
            Reporting("moved", "right", since=moved_on),
            Reporting("below", "moved"),
            Placement("l0", "below"),
            *(Placement(learner.id, "left") for learner in learners[1:]),
        ],
    )
    versions = Versions.of(Graph.of(organization))
    counts = dict(zip(versions.graph.ids, np.diff(versions.first).tolist(), strict=True))
    assert {node for node, count in counts.items() if count > 1} == {"moved", "below", "l0"}
    assert len(versions.starts) == len(counts) + 3
