"""Evidence read from tables rolls up to the very readings that its records roll up to."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

import learnperf as lp
from learnperf import testing
from learnperf.io.bulk import chunks, large
from learnperf.io.evidence_tables import EVIDENCE_TABLES

# laws are after answers: other tests run every line, and following them here would double the time
pytestmark = pytest.mark.no_cover

Both = tuple[lp.Organization, lp.Evidence]
TODAY = date(2030, 1, 1)
QUESTIONS: tuple[dict[str, Any], ...] = (
    {},
    {"counting": "fractional", "by": "quarter"},
    {"counting": "primary", "structure": "as_is"},
)


@lp.metric(evidence=lp.Evaluation, unit="evaluations")
def corrections_of_scores(evaluation: lp.Evaluation) -> lp.Count:
    """Evaluations that replace another: a function of the record itself."""
    return lp.Count(evaluation.supersedes is not None)


@lp.opaque(evidence=lp.Participation, unit="hours")
def longest_learning(participations: Sequence[lp.Participation]) -> Fraction:
    """The longest participation: recomputed at every node from its records."""
    return max(Fraction(one.hours or 0) for one in participations)


def read_again(organization: lp.Organization, evidence: lp.Evidence) -> lp.Tables:
    with tempfile.TemporaryDirectory() as folder:
        lp.save(organization, evidence, folder, format="parquet")
        paths = {table.name: Path(folder) / f"{table.name}.parquet" for table in EVIDENCE_TABLES}
        given: dict[str, Any] = {name: path for name, path in paths.items() if path.exists()}
        return lp.tables(organization, today=TODAY, **given)


def check_same(drawn: Both, question: dict[str, Any]) -> None:
    organization, evidence = drawn
    metrics = [*lp.catalogue(), corrections_of_scores, longest_learning]
    expected = lp.rollup(organization, evidence, metrics, today=TODAY, **question)
    found = lp.rollup(read_again(organization, evidence), metrics=metrics, today=TODAY, **question)
    assert found.columns() == expected.columns()
    assert found.accounting == expected.accounting
    assert dict(found.unallocated) == dict(expected.unallocated)
    for period in expected.periods[:1]:
        for name in ("kirkpatrick.behaviour", "learning.completed", "innovation.count"):
            of = (expected.nodes[0], name, period.label)
            assert found.explain(*of) == expected.explain(*of)
            assert sorted(found.contributions(*of), key=str) == sorted(expected.contributions(*of), key=str)


@pytest.mark.parametrize("question", QUESTIONS, ids=str)
@settings(max_examples=3)
@given(drawn=testing.organization_and_evidence())
def test_readings_of_tables_are_those_of_records(question: dict[str, Any], drawn: Both) -> None:
    check_same(drawn, question)


@settings(max_examples=3)
@given(testing.organization_and_evidence())
def test_readings_are_the_same_however_tables_are_cut(drawn: Both) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(large, "ROWS", 2)
        patch.setattr(chunks, "ROWS", 3)
        check_same(drawn, {})


@settings(max_examples=3)
@given(testing.organization_and_evidence())
def test_the_slow_twin_reads_tables_too(drawn: Both) -> None:
    organization, evidence = drawn
    expected = lp.rollup(organization, evidence, today=TODAY)
    assert lp.rollup(read_again(*drawn), today=TODAY, engine="naive").columns() == expected.columns()
