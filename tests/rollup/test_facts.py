"""Evidence as columns: every kind offers exactly the columns that a metric may be made of."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

import learnperf as lp
from learnperf.metrics.columns import COLUMNS, Presence, column_names
from learnperf.rollup.facts import FactTable
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
    assert placed.table.size == len(placed.place) == len(placed.period) == len(placed.table.ids)
    assert list(placed.table.ids[:2]) == list(placed.table.ids)[:2]


@settings(max_examples=20, deadline=None)
@given(organization_and_evidence(), st.data())
def test_a_table_cut_and_put_together_again_is_the_table(drawn: Drawn, data: st.DataObject) -> None:
    for blocks in lp.rollup(*drawn, []).plan.facts.tables.values():
        (table,) = blocks
        cut = data.draw(st.integers(0, table.size))
        again = FactTable.together([table.part(0, cut), table.take(np.arange(cut, table.size))])
        assert (list(again.ids), list(again.records)) == (list(table.ids), list(table.records))
        assert list(table.part(0, cut).ids[1:]) == list(table.ids)[1:cut]
        for name in ("offsets", "subject", "credit"):
            assert getattr(again, name).tolist() == getattr(table, name).tolist()
        assert len(again.columns) == len(table.part(0, cut).columns) == len(table.columns)
        assert set(again.columns) == set(table.part(0, cut).columns) == set(table.columns)
        for name in table.columns:
            assert again.columns[name].values.tolist() == table.columns[name].values.tolist()
            assert again.columns[name].present.tolist() == table.columns[name].present.tolist()


def test_states_name_every_column(matrix: Drawn) -> None:
    outcome = lp.rollup(*matrix, lp.catalogue("kirkpatrick.behaviour")).outcomes["kirkpatrick.behaviour"]
    assert len(outcome.state) == len(list(outcome.state)) == len(lp.Mean.COLUMNS)
