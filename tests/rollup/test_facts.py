"""Evidence as columns: every kind offers exactly the columns that a metric may be made of."""

from hypothesis import given, settings

import learnperf as lp
from learnperf.metrics.columns import COLUMNS, Presence, column_names
from learnperf.testing import organization_and_evidence

Drawn = tuple[lp.Organization, lp.Evidence]


@settings(max_examples=20, deadline=None)
@given(organization_and_evidence())
def test_every_table_has_the_columns_it_promises_one_cell_a_record(drawn: Drawn) -> None:
    tables = dict(lp.rollup(*drawn, []).plan.facts.tables)
    assert set(tables) == set(COLUMNS) - {Presence}
    for kind, blocks in tables.items():
        (table,) = blocks
        assert blocks.size == table.size
        assert sorted(table.columns) == sorted(column_names(kind))
        assert len(table.columns) == len(column_names(kind))
        assert list(table.ids) == [record.id for record in table.records]
        for column in table.columns.values():
            assert len(column.values) == len(column.present) == table.size == len(table.ids)


@settings(max_examples=20, deadline=None)
@given(organization_and_evidence())
def test_the_roster_has_the_columns_it_promises(drawn: Drawn) -> None:
    plan = lp.rollup(*drawn, lp.catalogue("roster")).plan
    placed = next(iter(plan.sources.values())).whole()
    assert set(placed.table.columns) == set(column_names(Presence))
    assert placed.table.size == len(placed.place) == len(placed.period)
