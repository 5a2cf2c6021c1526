"""Evidence that is saved and read as tables gives the very facts that its records give."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings

import learnperf as lp
from learnperf import testing
from learnperf.io.bulk import large
from learnperf.io.bulk.tables import Tables, tables
from learnperf.io.evidence_tables import EVIDENCE_TABLES
from learnperf.metrics.columns import column_names, meanings
from learnperf.model.evidence import RECORD_KINDS
from learnperf.rollup.facts import Facts, FactTable, facts_of
from learnperf.rollup.graph import Graph

Both = tuple[lp.Organization, lp.Evidence]
REPORT_DAYS = (date.max, date(2025, 7, 1))


def read_again(organization: lp.Organization, evidence: lp.Evidence) -> Tables:
    with tempfile.TemporaryDirectory() as folder:
        lp.save(organization, evidence, folder, format="parquet")
        paths = {table.name: Path(folder) / f"{table.name}.parquet" for table in EVIDENCE_TABLES}
        given: dict[str, Any] = {name: path for name, path in paths.items() if path.exists()}
        return tables(organization, today=date(2030, 1, 1), **given)


def pieces(facts: Facts, kind: type) -> dict[str, object]:
    """Everything a table of facts holds, piece by piece."""
    table = facts.tables[kind]
    blocks = [table] if isinstance(table, FactTable) else cast("Iterable[FactTable]", table)
    found: dict[str, object] = {}
    for block in blocks:
        asked = meanings(kind, ('attribute("generation")', 'activity_attribute("topic")'))
        columns = {name: block.columns[name] for name in (*column_names(kind), *asked)}
        for place in range(block.size):
            about = range(block.offsets[place], block.offsets[place + 1])
            found[block.ids[place]] = (
                [(int(block.subject[at]), int(block.credit[at])) for at in about],
                {name: int(one.values[place]) if one.present[place] else None for name, one in columns.items()},
                block.records[place],
            )
    return found


def check_same(organization: lp.Organization, evidence: lp.Evidence) -> None:
    read = read_again(organization, evidence)
    assert read.report.rejected == ()
    assert dict(read.evidence.records().records) == dict(evidence.records)
    graph = Graph.of(organization)
    for day in REPORT_DAYS:
        expected = facts_of(organization, evidence, graph, day.toordinal())
        found = read.evidence.facts(graph, day.toordinal())
        for kind in RECORD_KINDS:
            assert pieces(found, kind) == pieces(expected, kind)
            assert found.tables[kind].size == expected.tables[kind].size
        assert {code: found.scales[code] for code in expected.scales} == dict(expected.scales)
    days = [record.on.toordinal() for record in evidence]
    assert read.evidence.days == ((min(days), max(days)) if days else None)


@settings(max_examples=15)
@given(testing.organization_and_evidence())
def test_facts_of_tables_are_those_of_records(drawn: Both) -> None:
    check_same(*drawn)


@settings(max_examples=15)
@given(testing.organization_and_evidence())
def test_facts_are_the_same_however_they_are_cut_into_blocks(drawn: Both) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(large, "ROWS", 2)
        patch.setattr("learnperf.io.bulk.chunks.ROWS", 3)
        check_same(*drawn)
