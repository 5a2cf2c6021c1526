"""A rollup of nothing is a rollup all the same."""

import pytest

import learnperf as lp


@pytest.mark.parametrize("counting", lp.Counting)
@pytest.mark.parametrize("engine", ["memory", "naive"])
def test_no_metrics_give_no_readings_and_no_error(counting: lp.Counting, engine: str) -> None:
    organization = lp.Organization.of(units=[lp.Unit("MOF")])
    result = lp.rollup(organization, metrics=[], counting=counting, engine=engine)
    assert list(result) == []
    assert result.unallocated == {}
