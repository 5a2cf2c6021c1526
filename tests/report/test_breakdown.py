from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import learnperf as lp
from learnperf import testing
from learnperf.report import breakdown
from learnperf.report.breakdown import CHILD_LINE, MORE_LINE, OVERLAP_LINE, OWN_LINE, Lines, break_down
from learnperf.rollup.explain import Explainer, Line, LineKind
from learnperf.rollup.leaves import Leaf

# laws are after answers: other tests run every line, and following them here would double the time
pytestmark = pytest.mark.no_cover

_KINDS = {LineKind.OWN: OWN_LINE, LineKind.CHILD: CHILD_LINE, LineKind.OVERLAP: OVERLAP_LINE}
_Row = tuple[int, str, int, float | None, dict[str, int]]


def _rows(result: lp.Rollup, lines: Lines, group: int) -> list[_Row]:
    node = result.nodes[group // len(result.periods)]
    rows = []
    for at in np.flatnonzero(lines.group == group).tolist():
        kind = int(lines.kind[at])
        value = float(lines.value[at])
        source = result.nodes[int(lines.source[at])] if kind == CHILD_LINE else node
        state = {name: int(column[at]) for name, column in lines.state.items()}
        rows.append((kind, source, int(lines.n[at]), None if np.isnan(value) else value, state))
    return sorted(rows, key=lambda row: row[:2])


def _expected(lines: tuple[Line, ...]) -> list[_Row]:
    rows = [(_KINDS[line.kind], line.source, line.n, line.value, dict(line.state)) for line in lines]
    return sorted(rows, key=lambda row: row[:2])


def _only_sums(row: _Row, names: Mapping[str, int]) -> _Row:
    """Of an overlap only what adds up is compared: the rest has no meaning there."""
    kind, source, n, value, state = row
    return (kind, source, n, value, {name: state[name] for name in names} if kind == OVERLAP_LINE else state)


def _assert_same(result: lp.Rollup, leaf: Leaf, lines: Lines | None) -> None:
    for node in range(result.plan.graph.structure_size):
        for period in range(len(result.periods)):
            expected = _expected(Explainer(result.memory).lines(leaf, node, period))
            found = [] if lines is None else _rows(result, lines, node * len(result.periods) + period)
            summed = expected[-1][4] if expected and expected[-1][0] == OVERLAP_LINE else {}
            assert [_only_sums(row, summed) for row in found] == expected, (leaf.name, result.nodes[node])


@settings(max_examples=5, deadline=None)
@given(
    testing.organization_and_evidence(max_records=8),
    st.sampled_from(["full", "fractional", "primary"]),
    st.sampled_from([{}, {"by": "year"}, {"by": "quarter", "window": 3}]),
)
def test_lines_are_those_of_explain(
    drawn: tuple[lp.Organization, lp.Evidence], counting: str, cut: dict[str, Any]
) -> None:
    result = lp.rollup(*drawn, counting=counting, **cut)
    if not result.periods:
        return
    found = break_down(result.memory, largest=1_000, most=1_000_000)
    for leaf in result.plan.leaves.values():
        _assert_same(result, leaf, found.get(leaf.name))


@settings(max_examples=6, deadline=None)
@given(
    testing.organization_and_evidence(max_records=8),
    st.sampled_from(["full", "fractional", "primary"]),
    st.integers(0, 2),
)
def test_lines_add_up_however_few_children_stand_alone(
    drawn: tuple[lp.Organization, lp.Evidence], counting: str, largest: int
) -> None:
    result = lp.rollup(*drawn, counting=counting)
    for name, lines in break_down(result.memory, largest=largest, most=1_000_000).items():
        outcome = result.memory.outcomes[name]
        children = np.bincount(lines.group[lines.kind == CHILD_LINE], minlength=1)
        assert children.max() <= largest
        for group in np.unique(lines.group).tolist():
            some = lines.group == group
            assert lines.n[some].sum() == outcome.n[group]
            for column, values in lines.state.items():
                if column in {"count", "total", "n", "numerator", "denominator", "squares"}:
                    assert sum(values[some].tolist()) == outcome.state[column][group]


def test_children_beyond_the_largest_are_one_line(ministry: tuple[lp.Organization, lp.Evidence]) -> None:
    result = lp.rollup(*ministry, metrics=lp.catalogue("kirkpatrick.behaviour"))
    lines = break_down(result.memory, largest=1, most=1_000)["kirkpatrick.behaviour"]
    tax = result.nodes.index("DJP")
    some = lines.group == tax
    # the audit team first, though budi has as much evidence: units and teams come before learners
    assert [result.nodes[source] for source in lines.source[some & (lines.kind == CHILD_LINE)]] == ["audit-1"]
    assert lines.source[some & (lines.kind == MORE_LINE)].tolist() == [2]
    assert lines.n[some].sum() == result["DJP", "kirkpatrick.behaviour"].n
    several = lines.value[some & (lines.kind == MORE_LINE)]
    assert several.tolist() == [Fraction(4 + 2 + 4 + 2, 4)]


def test_distinct_people_of_several_children_count_once(ministry: tuple[lp.Organization, lp.Evidence]) -> None:
    result = lp.rollup(*ministry, metrics=lp.catalogue("roster.learners"), since=date(2025, 8, 1))
    lines = break_down(result.memory, largest=0, most=1_000)["roster.learners"]
    root = lines.group == result.nodes.index("MOF")
    # citra comes by the customs unit and by the audit team below both
    assert lines.state["distinct"][root & (lines.kind == MORE_LINE)].tolist() == [4]
    assert lines.n[root].sum() == result["MOF", "roster.learners"].n == 4


def test_the_largest_nodes_come_first_where_lines_are_many(
    ministry: tuple[lp.Organization, lp.Evidence], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(breakdown, "_BATCH", 1)
    result = lp.rollup(*ministry, metrics=lp.catalogue("kirkpatrick.behaviour"))
    lines = break_down(result.memory, largest=20, most=1)["kirkpatrick.behaviour"]
    # everybody here counts in the tax unit as well as at the top
    assert {result.nodes[group] for group in lines.group.tolist()} == {"DJP"}


def test_metrics_without_evidence_have_no_lines() -> None:
    organization = lp.Organization.of(units=[lp.Unit("MOF")], ties=[])
    result = lp.rollup(organization, metrics=lp.catalogue("kirkpatrick"))
    assert break_down(result.memory, largest=20, most=1_000) == {}


def test_a_function_of_rows_has_lines_without_state(ministry: tuple[lp.Organization, lp.Evidence]) -> None:
    busiest = lp.Opaque("mine.busiest", label="Busiest", unit="pieces", evidence=lp.Evaluation, function=len)
    result = lp.rollup(*ministry, metrics=[busiest])
    lines = break_down(result.memory, largest=20, most=1_000)["mine.busiest"]
    assert lines.state == {}
    assert np.isnan(lines.value).all()
    assert lines.n[lines.group == 0].sum() == result["DJBC", "mine.busiest"].n
