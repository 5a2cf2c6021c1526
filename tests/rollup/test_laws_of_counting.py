"""Laws of counting: what the readings of parents owe to those of their children, in each way of counting."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import learnperf as lp
from learnperf.model.ties import WHOLE
from learnperf.testing import organization_and_evidence, organizations

from .forms import one_of_each_form

# laws are after answers: other tests run every line, and following them here would double the time
pytestmark = pytest.mark.no_cover

Drawn = tuple[lp.Organization, lp.Evidence]

METRICS = one_of_each_form()
INNOVATIONS = lp.catalogue("innovation.count")
# every kind of evidence, each piece counted once
COUNTS = lp.catalogue(
    "innovation.count", "career.moves", "learning.completed", "correction.count", "publication.count", "adoption.count"
)
UNDATED = organization_and_evidence(organizations(dated=False))
FEW = settings(max_examples=12, deadline=None)


def _on_a_day(drawn: Drawn, data: st.DataObject) -> tuple[lp.Organization, lp.Evidence, lp.Innovation]:
    """Draw one innovation of several, and give it alone."""
    organization, evidence = drawn
    several = evidence.of_kind(lp.Innovation)
    assume(several)
    # alone it has nothing to supersede
    chosen = evolve(data.draw(st.sampled_from(several)), supersedes=None)
    alone = lp.Evidence.of([chosen], activities=evidence.activities.values())
    return organization, alone, chosen


def _lines(result: lp.Rollup, node: str, metric: str) -> Mapping[tuple[lp.LineKind, str], lp.Line]:
    return {(line.kind, line.source): line for line in result.explain(node, metric).lines}


def _crossing(result: lp.Rollup, below: set[str], metric: str) -> Iterator[int]:
    """Give what comes into everything that is not below a cut: by its own subjects, and from below it."""
    for node in set(result.nodes) - below:
        for (kind, source), line in _lines(result, node, metric).items():
            if kind is lp.LineKind.OWN or source in below:
                yield line.state["count"]


@FEW
@given(organization_and_evidence(), st.data())
def test_fractional_is_conserved_over_every_cut(drawn: Drawn, data: st.DataObject) -> None:
    organization, evidence, piece = _on_a_day(drawn, data)
    result = lp.rollup(organization, evidence, INNOVATIONS, counting="fractional")
    below = data.draw(st.sets(st.sampled_from(sorted(organization))))
    for node in list(below):
        below |= organization.descendants(node, on=piece.on)
    stays = sum(result.unallocated.get(node, 0) for node in below)
    ends = sum(
        line.weight
        for node in below
        if not organization.parents(node, on=piece.on)
        for line in result.contributions(node, "innovation.count")
    )
    assert sum(_crossing(result, below, "innovation.count")) + stays + ends == WHOLE


@FEW
@given(UNDATED)
def test_fractional_readings_of_what_has_no_parent_add_up_to_what_was_given(drawn: Drawn) -> None:
    organization, evidence = drawn
    given_pieces = len(evidence.of_kind(lp.Innovation))
    result = lp.rollup(organization, evidence, INNOVATIONS, counting="fractional")
    tops = [node for node in organization if not organization.ties_of.get(node)]
    counted = sum((result[node, "innovation.count"].exact or 0 for node in tops), Fraction(0))
    assert counted + Fraction(sum(result.unallocated.values()), WHOLE) == given_pieces


@FEW
@given(UNDATED, st.sampled_from(COUNTS))
def test_a_full_count_is_at_least_the_largest_childs_and_at_most_own_and_childrens(
    drawn: Drawn, metric: lp.AnyMetric
) -> None:
    organization, evidence = drawn
    result = lp.rollup(organization, evidence, [metric])
    for node in organization:
        count = result[node, metric.name].n
        below = [result[tie.child, metric.name].n for tie in organization.ties_to.get(node, ())]
        own = _lines(result, node, metric.name).get((lp.LineKind.OWN, node))
        assert max(below, default=0) <= count <= (own.n if own else 0) + sum(below)


@FEW
@given(organization_and_evidence(organizations(matrix=False, dated=False)), st.sampled_from(COUNTS))
def test_a_full_count_equals_own_and_childrens_where_nothing_is_shared(drawn: Drawn, metric: lp.AnyMetric) -> None:
    organization, evidence = drawn
    alone = _of_one_subject(evidence)
    result = lp.rollup(organization, alone, [metric])
    for node in organization:
        below = [result[tie.child, metric.name].n for tie in organization.ties_to.get(node, ())]
        own = _lines(result, node, metric.name).get((lp.LineKind.OWN, node))
        assert result[node, metric.name].n == (own.n if own else 0) + sum(below)


def _of_one_subject(evidence: lp.Evidence) -> lp.Evidence:
    """Keep what has one subject, mended where it was, and nothing that names what was left out."""
    kept = {one.id: evolve(one, supersedes=None) for one in evidence if len(one.subjects) == 1}
    for adoption in evidence.of_kind(lp.Adoption):
        innovation = evidence.holding(adoption.innovation)
        assert innovation is not None
        kept[adoption.id] = evolve(adoption, supersedes=None, innovation=innovation.id)
        if innovation.id not in kept:
            del kept[adoption.id]
    for correction in evidence.of_kind(lp.Correction):
        known = tuple(one for one in correction.because_of if one in kept or one in evidence.activities)
        kept[correction.id] = evolve(correction, supersedes=None, because_of=known)
    return lp.Evidence.of(kept.values(), activities=evidence.activities.values())


@FEW
@given(UNDATED, st.sampled_from(COUNTS))
def test_primary_adds_up(drawn: Drawn, metric: lp.AnyMetric) -> None:
    organization, evidence = drawn
    result = lp.rollup(organization, evidence, [metric], counting="primary")
    passed: dict[str, int] = {}
    for node in organization:
        lines = result.explain(node, metric.name).lines
        assert {line.kind for line in lines} <= {lp.LineKind.OWN, lp.LineKind.CHILD}
        assert sum(line.n for line in lines) == result[node, metric.name].n
        for line in lines:
            if line.kind is lp.LineKind.CHILD:
                # one line up: all of a child is with one parent, and with no other
                assert line.source not in passed
                passed[line.source] = line.n
                assert line.n == result[line.source, metric.name].n


@FEW
@given(organization_and_evidence(organizations(matrix=False)))
def test_the_three_countings_agree_for_single_ties(drawn: Drawn) -> None:
    organization, evidence = drawn
    alone = _of_one_subject(evidence)
    full, fractional, primary = (
        [
            (one.node, one.metric, one.exact, one.missing, one.n, one.heads, one.due)
            for one in lp.rollup(organization, alone, METRICS, counting=counting)
        ]
        for counting in lp.Counting
    )
    assert full == fractional == primary


@FEW
@given(organization_and_evidence(), st.sampled_from(lp.Counting), st.sampled_from(["year", None]))
def test_every_reading_is_within_the_bounds_of_its_metric(drawn: Drawn, counting: lp.Counting, by: str | None) -> None:
    result = lp.rollup(*drawn, METRICS, counting=counting, by=by)
    for reading in result:
        low, high = result.metric(reading.metric).bounds
        if reading.exact is not None:
            assert low is None or low <= reading.exact, reading
            assert high is None or reading.exact <= high, reading
        assert 0 <= reading.n <= reading.due
        assert reading.heads >= 0


@FEW
@given(organization_and_evidence(organizations(max_units=3)), st.sampled_from(lp.Counting), st.data())
def test_a_pooled_mean_lies_between_its_parts_means_where_they_do_not_overlap(
    drawn: Drawn, counting: lp.Counting, data: st.DataObject
) -> None:
    organization, evidence = drawn
    metrics = lp.catalogue("kirkpatrick.behaviour", "kirkpatrick.reaction", "assignment.quality", "adoption.days")
    pooled = [metric for metric in metrics if isinstance(metric, lp.Metric) and issubclass(metric.state, lp.Mean)]
    result = lp.rollup(organization, evidence, pooled, counting=counting)
    metric = data.draw(st.sampled_from(pooled))
    for node in organization:
        explanation = result.explain(node, metric.name)
        parts = [line.value for line in explanation.lines if line.value is not None]
        overlaps = any(line.kind is lp.LineKind.OVERLAP for line in explanation.lines)
        if explanation.reading.value is not None and not overlaps:
            assert min(parts) <= explanation.reading.value <= max(parts)


def test_with_overlap_a_pooled_mean_may_lie_outside_its_parts_means_and_explain_shows_the_overlap(
    matrix: tuple[lp.Organization, lp.Evidence],
) -> None:
    explanation = lp.rollup(*matrix).explain("top", "kirkpatrick.behaviour")
    left, right, overlap = explanation.lines
    assert (left.value, right.value, explanation.reading.value) == (2.5, 2.5, 2.0)
    assert (overlap.kind, overlap.n, overlap.evidence) == (lp.LineKind.OVERLAP, -1, ("of-both",))
