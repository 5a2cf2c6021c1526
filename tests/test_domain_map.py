"""Every row of the domain has metrics that serve it, and a test that shows it."""

import ast
from pathlib import Path

import pytest

import learnperf as lp
from learnperf.metrics.domain import ROWS, Row

ROOT = Path(__file__).parents[1]
IDS = {
    *(f"L{number}" for number in range(1, 6)),
    *(f"I{number}" for number in range(1, 6)),
    *(f"T{number}" for number in range(1, 5)),
    *(f"O{number}" for number in range(1, 7)),
    *(condition.value for condition in lp.Condition),
}
EVERY = pytest.mark.parametrize("row", ROWS.values(), ids=lambda row: row.id)


def test_the_rows_are_those_of_the_framework() -> None:
    assert set(ROWS) == IDS


@EVERY
def test_a_row_is_served_by_a_metric(row: Row) -> None:
    assert lp.catalogue(row=row.id)


@EVERY
def test_a_row_is_said_in_both_languages(row: Row) -> None:
    english, indonesian = row.label
    assert english
    assert indonesian
    assert english != indonesian


@EVERY
def test_the_test_that_shows_a_row_exists(row: Row) -> None:
    path, _, function = row.shown_by.partition("::")
    name, _, parameter = function.partition("[")
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    assert name in {one.name for one in tree.body if isinstance(one, ast.FunctionDef)}
    assert not parameter or parameter == f"{row.id}]"
