"""Every metric reads in the small organization what a person works out by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

import learnperf as lp
from learnperf.demo.small import SINCE, UNTIL, small_demo
from learnperf.metrics.registry import built_in


def _tables() -> ModuleType:
    spec = spec_from_file_location("small_values", Path(__file__).with_name("small_values.py"))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TABLES = _tables()
EVERY = [
    (name, value, which)
    for which, table in enumerate((TABLES.VALUES, TABLES.DETAILED, TABLES.LATER))
    for name, value in table.items()
]


@pytest.fixture(scope="module")
def results() -> list[lp.Rollup]:
    """Give the readings of the small organization, of the same with more of evaluations, and of it a year later."""
    asked = ((False, UNTIL), (True, UNTIL), (False, date(2028, 1, 1)))
    return [
        lp.rollup(small_demo(detailed=detailed), metrics=built_in(), since=SINCE, until=until)
        for detailed, until in asked
    ]


@pytest.mark.parametrize(("name", "value", "which"), EVERY, ids=[name for name, _, _ in EVERY])
def test_a_metric_reads_what_is_worked_out_by_hand(
    results: list[lp.Rollup], name: str, value: Fraction | float, which: int
) -> None:
    reading = results[which]["ministry", name]
    # roots are taken in doubles here, and come out a little differently where more is done with them
    assert reading.exact == value if isinstance(value, Fraction) else reading.value == pytest.approx(value, rel=1e-12)


def test_every_metric_is_worked_out_by_hand(results: list[lp.Rollup]) -> None:
    worked = {name for name, _, _ in EVERY}
    assert {metric.name for metric in results[0].metrics} - worked == TABLES.NEVER
    assert not worked & TABLES.NEVER
    assert all(results[2]["ministry", name].exact is None for name in TABLES.NEVER)


def test_every_value_is_worked_out_the_same_by_the_twin(results: list[lp.Rollup]) -> None:
    twin = lp.rollup(small_demo(), metrics=built_in(), since=SINCE, until=UNTIL, engine="naive")
    assert list(twin) == list(results[0])


def test_the_small_organization_is_the_same_each_time_and_has_every_kind_of_record(results: list[lp.Rollup]) -> None:
    first, second = small_demo(), small_demo()
    assert list(first.evidence) == list(second.evidence)
    assert {type(record) for record in first.evidence} == set(results[0].plan.facts.tables)
    assert len(first.evidence) <= 120
