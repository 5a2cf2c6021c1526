"""Every row of the domain has metrics that serve it, and a test that shows it."""

import ast
from pathlib import Path

import pytest

import learnperf as lp
from learnperf.metrics.domain import ROWS, Row
from learnperf.metrics.headlines import HEADLINES

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
def test_a_row_is_served_by_a_metric_to_look_at_first(row: Row) -> None:
    assert any(row.id in metric.rows for metric in lp.headlines())


def test_metrics_to_look_at_first_are_in_the_catalogue_each_named_once() -> None:
    assert sorted(HEADLINES) == sorted(metric.name for metric in lp.headlines())


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
