"""Every metric reads in the small organization what a person works out by hand."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

import learnperf as lp
from learnperf.demo.small import SINCE, UNTIL, small_demo
from learnperf.metrics.registry import built_in


def _values() -> dict[str, object]:
    path = Path(__file__).with_name("small_values.py")
    spec = spec_from_file_location("small_values", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    values: dict[str, object] = module.VALUES
    return values


VALUES = _values()


@pytest.fixture(scope="module")
def result() -> lp.Rollup:
    return lp.rollup(small_demo(), metrics=built_in(), since=SINCE, until=UNTIL)


@pytest.mark.parametrize("name", VALUES)
def test_a_metric_reads_what_is_worked_out_by_hand(result: lp.Rollup, name: str) -> None:
    assert result["ministry", name].exact == VALUES[name]


def test_every_value_is_worked_out_the_same_by_the_twin(result: lp.Rollup) -> None:
    assert list(lp.rollup(small_demo(), metrics=built_in(), since=SINCE, until=UNTIL, engine="naive")) == list(result)


def test_the_small_organization_is_the_same_each_time_and_has_every_kind_of_record(result: lp.Rollup) -> None:
    first, second = small_demo(), small_demo()
    assert list(first.evidence) == list(second.evidence)
    assert {type(record) for record in first.evidence} == set(result.plan.facts.tables)
    assert len(first.evidence) <= 120
