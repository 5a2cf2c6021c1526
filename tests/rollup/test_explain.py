"""Explanations add up: the lines of a reading make its state exactly, down to single pieces of evidence."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import learnperf as lp
from learnperf.metrics.algebra import Merge
from learnperf.metrics.phillips import ReturnOn
from learnperf.model.ties import WHOLE
from learnperf.testing import organization_and_evidence

Drawn = tuple[lp.Organization, lp.Evidence]

FEW = settings(max_examples=8, deadline=None)
EXTREMES = tuple(
    lp.Metric(
        f"mine.{state.__name__.lower()}",
        label=state.__name__,
        unit="score",
        evidence=lp.Evaluation,
        state=state,
        lift={"n": 1, "extreme": lp.col("score"), "scale_low": lp.col("scale"), "scale_high": lp.col("scale")},
    )
    for state in (lp.Least, lp.Greatest)
)
LEAVES = (*(metric for metric in lp.catalogue() if isinstance(metric, lp.Metric)), *EXTREMES)
DERIVED = tuple(metric for metric in lp.catalogue() if isinstance(metric, lp.RatioOf | lp.Index))
SEVERAL = st.lists(st.sampled_from(LEAVES), min_size=5, max_size=5, unique=True)
QUESTIONS = st.tuples(st.sampled_from(lp.Counting), st.sampled_from([None, "year"]))


@pytest.mark.parametrize("engine", ["memory", "naive"])
@FEW
@given(drawn=organization_and_evidence(), question=QUESTIONS, metrics=SEVERAL)
def test_the_lines_add_exactly_to_the_state_of_the_node(
    engine: str, drawn: Drawn, question: tuple[lp.Counting, str | None], metrics: list[lp.Metric]
) -> None:
    counting, by = question
    result = lp.rollup(*drawn, metrics, counting=counting, by=by, engine=engine)
    places = [(period.label, node) for period in result.periods for node in result.nodes]
    for metric in metrics:
        state = result.memory.outcomes[metric.name].state
        for place, (period, node) in enumerate(places):
            explanation = result.explain(node, metric.name, period)
            assert explanation.reading == result[node, metric.name, period]
            assert sum(line.n for line in explanation.lines) == explanation.reading.n
            here = {name: int(values[place]) for name, values in state.items()}
            assert _added(metric, explanation) == explanation.state == here, explanation


def _added(metric: lp.Metric, explanation: lp.Explanation) -> dict[str, int]:
    """Put the lines together, column by column, as each column merges."""
    columns = metric.state.COLUMNS
    names = {column.name: column.merge for column in columns} or {"distinct": Merge.SUM}
    added = {}
    for name, merge in names.items():
        value = merge.identity
        for line in explanation.lines:
            # what merges by least or greatest has no overlap to take back
            value = merge.of(value, line.state.get(name, merge.identity))
        added[name] = value
    return added


@FEW
@given(organization_and_evidence(), QUESTIONS, st.sampled_from(LEAVES))
def test_the_lines_name_every_piece_of_evidence_and_the_overlap_those_that_came_by_several_ways(
    drawn: Drawn, question: tuple[lp.Counting, str | None], metric: lp.Metric
) -> None:
    counting, by = question
    result = lp.rollup(*drawn, [metric], counting=counting, by=by)
    for period in result.periods:
        for node in result.nodes:
            explanation = result.explain(node, metric.name, period.label)
            pieces = result.contributions(node, metric.name, period.label)
            ways = [line for line in explanation.lines if line.kind is not lp.LineKind.OVERLAP]
            times = Counter(piece for line in ways for piece in line.evidence)
            assert sorted(times) == [piece.evidence for piece in pieces]
            assert [line.kind for line in explanation.lines if line not in ways] in ([], [lp.LineKind.OVERLAP])
            several = tuple(sorted(piece for piece, count in times.items() if count > 1))
            overlaps = [line for line in explanation.lines if line not in ways]
            assert all(line.evidence == several and line.source == node and line.value is None for line in overlaps)
            if not several:
                assert not overlaps
            sources = [line.source for line in ways if line.kind is lp.LineKind.CHILD]
            assert sources == sorted(set(sources))


@FEW
@given(organization_and_evidence(), st.sampled_from(lp.Counting), st.sampled_from(LEAVES))
def test_contributions_carry_their_weight_and_make_the_state(
    drawn: Drawn, counting: lp.Counting, metric: lp.Metric
) -> None:
    result = lp.rollup(*drawn, [metric], counting=counting)
    state = result.outcomes[metric.name].state
    whole = WHOLE if counting is lp.Counting.FRACTIONAL else 1
    for place, node in enumerate(result.nodes):
        pieces = result.contributions(node, metric.name)
        assert all(0 < piece.weight <= whole for piece in pieces)
        for column in metric.state.COLUMNS:
            value = column.merge.identity
            for piece in pieces:
                weight = piece.weight if column.merge is Merge.SUM else 1
                value = column.merge.of(value, piece.state[column.name] * weight)
            assert value == int(state[column.name][place])


@FEW
@given(organization_and_evidence(), st.sampled_from(lp.Counting))
def test_metrics_made_of_others_are_explained_by_their_parts(drawn: Drawn, counting: lp.Counting) -> None:
    result = lp.rollup(*drawn, DERIVED, counting=counting)
    for metric in DERIVED:
        for node in result.nodes:
            explanation = result.explain(node, metric.name)
            assert explanation.lines == ()
            assert [part.reading.metric for part in explanation.parts] == [part.name for part in metric.parts]
            assert all(sum(line.n for line in part.lines) == part.reading.n for part in explanation.parts)
            values = [part.reading.exact for part in explanation.parts]
            if isinstance(metric, lp.RatioOf) and explanation.reading.exact is not None:
                top, bottom = values
                assert top is not None
                assert bottom
                ratio = 100 * (top - bottom) / bottom if isinstance(metric, ReturnOn) else top / bottom
                assert explanation.reading.exact == ratio


def test_own_child_and_overlap_of_a_matrix(matrix: Drawn) -> None:
    organization, evidence = matrix
    shared = lp.Innovation("i1", contributors={"budi": 0.5, "top": 0.5}, on=date(2026, 6, 30))
    more = lp.Evidence.of([*evidence, shared])
    expected = {
        "full": [("own", "top", 1, 1), ("child", "left", 1, 1), ("child", "right", 1, 1), ("overlap", "top", -2, -2)],
        "fractional": [
            ("own", "top", 1, 500_000),
            ("child", "left", 1, 300_000),
            ("child", "right", 1, 150_000),
            ("overlap", "top", -2, 0),
        ],
        "primary": [("child", "left", 1, 1)],
    }
    for counting, lines in expected.items():
        result = lp.rollup(organization, more, lp.catalogue("innovation.count"), counting=counting)
        explanation = result.explain("top", "innovation.count")
        found = [(line.kind.value, line.source, line.n, line.state["count"]) for line in explanation.lines]
        assert found == lines, counting
        assert explanation.state == {"count": sum(line[3] for line in lines)}
    assert explanation.note == "Evidence follows the primary line of its first subject, so children and own add up."


def test_a_line_reads_as_its_pieces_alone_would(matrix: Drawn) -> None:
    lines = lp.rollup(*matrix).explain("top", "kirkpatrick.behaviour").lines
    assert [(line.source, line.value, line.evidence) for line in lines] == [
        ("left", 2.5, ("of-both", "of-left")),
        ("right", 2.5, ("of-both", "of-right")),
        ("top", None, ("of-both",)),
    ]


def test_a_staged_metric_is_explained_by_the_evidence_of_its_inner_metric(matrix: Drawn) -> None:
    result = lp.rollup(*matrix)
    staged = result.explain("top", "kirkpatrick.behaviour.mean_of_learners")
    inner = result.explain("top", "kirkpatrick.behaviour")
    assert staged.lines == inner.lines
    assert staged.reading == result["top", "kirkpatrick.behaviour.mean_of_learners"]
    assert staged.note == (
        "The lines explain kirkpatrick.behaviour; the reading is taken over the values of each learner."
    )
    name = "kirkpatrick.behaviour.mean_of_learners"
    assert result.contributions("top", name) == result.contributions("top", "kirkpatrick.behaviour")


def test_an_opaque_metric_is_explained_by_its_records(matrix: Drawn) -> None:
    @lp.opaque(name="mine.pieces", label="pieces", unit="pieces", evidence=lp.Evaluation)
    def pieces(records: Sequence[lp.Evaluation]) -> int:
        return len(records)

    explanation = lp.rollup(*matrix, [pieces]).explain("top", "mine.pieces")
    assert [(line.source, line.n, line.state, line.value) for line in explanation.lines] == [
        ("left", 2, {}, None),
        ("right", 2, {}, None),
        ("top", -1, {}, None),
    ]
    assert "no state that could be added" in explanation.note


def test_the_roster_is_explained_by_who_was_where(matrix: Drawn) -> None:
    lines = lp.rollup(*matrix).explain("top", "roster.learners").lines
    found = [(line.kind.value, line.source, line.state["distinct"]) for line in lines]
    assert found == [("child", "left", 2), ("child", "right", 2), ("overlap", "top", -1)]
    assert [line.evidence for line in lines] == [("ani", "budi"), ("budi", "citra"), ("budi",)]


def test_a_stay_on_the_roster_is_named_by_who_and_from_when() -> None:
    organization = lp.Organization.of(
        units=[lp.Unit("top")],
        learners=[lp.Learner("ani")],
        ties=[
            lp.Placement("ani", "top", until=date(2025, 1, 1)),
            lp.Placement("ani", "top", since=date(2026, 1, 1)),
        ],
    )
    pieces = lp.rollup(organization).contributions("top", "roster.learners")
    assert [piece.evidence for piece in pieces] == ["ani", "ani@2026-01-01"]


def test_a_reading_of_nothing_has_no_lines(matrix: Drawn) -> None:
    explanation = lp.rollup(*matrix).explain("top", "correction.explained")
    assert (explanation.lines, explanation.reading.value, explanation.state) == (
        (),
        None,
        {"numerator": 0, "denominator": 0},
    )


def test_a_metric_made_of_others_has_no_contributions_of_its_own(matrix: Drawn) -> None:
    result = lp.rollup(*matrix)
    with pytest.raises(lp.InvalidValue, match=r"innovation\.innovators, roster\.learners"):
        result.contributions("top", "innovation.innovator_rate")
    assert (
        result.explain("top", "innovation.innovator_rate").note == "Made of other metrics, each explained in its part."
    )


def test_a_part_that_was_not_asked_for_by_name_is_still_explained(matrix: Drawn) -> None:
    result = lp.rollup(*matrix, lp.catalogue("innovation.innovator_rate"))
    parts = result.explain("top", "innovation.innovator_rate").parts
    assert [(part.reading.metric, part.reading.value) for part in parts] == [
        ("innovation.innovators", 0.0),
        ("roster.learners", 3.0),
    ]


def test_everything_of_a_whole_rollup_is_explained_whatever_made_it(matrix: Drawn) -> None:
    quick, slow = (lp.rollup(*matrix, engine=engine) for engine in ("memory", "naive"))
    for metric in lp.catalogue():
        assert quick.explain("top", metric.name) == slow.explain("top", metric.name)
    assert np.array_equal(quick.memory.outcomes["roster.learners"].n, slow.memory.outcomes["roster.learners"].n)


def test_an_explanation_prints_as_lines_that_people_can_add_up(matrix: Drawn) -> None:
    result = lp.rollup(*matrix)
    root = result.nodes[0]
    explanation = result.explain(root, "innovation.innovator_rate")
    first, *rest = str(explanation).splitlines()
    assert first.startswith(f"innovation.innovator_rate at {root}: ")
    for part in explanation.parts:
        head, *lines = str(part).splitlines()
        assert f"  {head}" in rest
        assert sum(int(line.split("n=")[1].split()[0]) for line in lines if "n=" in line) == part.reading.n
        assert lines[-1].strip() == part.note


def test_a_missing_reading_prints_its_reason(matrix: Drawn) -> None:
    result = lp.rollup(*matrix)
    assert "no evidence" in str(result.explain(result.nodes[0], "assignment.quality"))
