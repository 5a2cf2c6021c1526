"""What flows up the structure is 1 exactly where something reaches, and 0 everywhere else."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from learnperf.metrics.algebra import Merge
from learnperf.model.nodes import Unit
from learnperf.model.organization import Organization
from learnperf.model.ties import Reporting
from learnperf.rollup.arrays import Ints
from learnperf.rollup.counting import Counting
from learnperf.rollup.flow import Flow
from learnperf.rollup.graph import Graph
from learnperf.rollup.upward import Upward
from learnperf.rollup.versions import Versions
from learnperf.testing import organizations

Groups = list[list[int]]


@st.composite
def drawn_flows(draw: st.DrawFn) -> tuple[Flow, Groups]:
    """Draw a structure over all its stretches of time, and groups of places in it."""
    upward = Upward(Versions.of(Graph.of(draw(organizations(max_learners=0, max_units=8)))))
    nodes = st.integers(0, upward.size - 1)
    return Flow(upward, Counting.FULL), draw(st.lists(st.lists(nodes, min_size=1, max_size=5), min_size=1, max_size=4))


def _seeds(flow: Flow, groups: Groups) -> tuple[Ints, Ints, Ints]:
    pairs = [(group, node) for group, nodes in enumerate(groups) for node in nodes]
    group, node = (np.asarray(column, dtype=np.int64) for column in zip(*pairs, strict=True))
    return flow.seeds(group, node)


def _reached(flow: Flow, nodes: list[int]) -> set[int]:
    _, above = flow.upward.above(np.asarray(nodes, dtype=np.int64))
    return set(above.tolist())


@given(drawn_flows())
def test_a_group_counts_once_wherever_it_reaches(drawn: tuple[Flow, Groups]) -> None:
    flow, groups = drawn
    group, node, sign = _seeds(flow, groups)
    for place, nodes in enumerate(groups):
        arrived = np.zeros(flow.size, dtype=np.int64)
        np.add.at(arrived, node[group == place], sign[group == place])
        risen = flow.added_up(arrived)
        assert set(risen.tolist()) <= {0, 1}
        assert set(np.flatnonzero(risen).tolist()) == _reached(flow, nodes)


@given(drawn_flows(), st.sampled_from([Merge.MIN, Merge.MAX]))
def test_extremes_rise_to_everything_above(drawn: tuple[Flow, Groups], merge: Merge) -> None:
    flow, groups = drawn
    values = np.full(flow.size, merge.identity, dtype=np.int64)
    for number, nodes in enumerate(groups):
        for node in nodes:
            values[node] = merge.of(int(values[node]), number)
    risen = flow.extremes(merge, values)
    for node in range(len(values)):
        here = [number for number, nodes in enumerate(groups) if node in _reached(flow, nodes)]
        expected = merge.identity if not here else (min(here) if merge is Merge.MIN else max(here))
        assert risen[node] == expected


def test_in_a_tree_a_row_needs_two_numbers_for_each_parent() -> None:
    units = [Unit(f"u{place:03}") for place in range(200)]
    ties = [Reporting(unit.id, units[(place - 1) // 3].id) for place, unit in enumerate(units) if place]
    flow = Flow(Upward(Versions.of(Graph.of(Organization.of(units=units, ties=ties)))), Counting.FULL)
    everywhere = np.arange(100, 200)
    _, node, _ = flow.seeds(np.zeros(100, dtype=np.int64), everywhere)
    assert len(node) == 2 * len(everywhere) - 1
