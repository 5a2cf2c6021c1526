"""The package's own tests, as its author writes them with learnperf.testing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from service_metrics import METRICS, hurried, new_services

import learnperf as lp
from learnperf import testing


@pytest.mark.parametrize("metric", [one for one in METRICS if one is not hurried], ids=lambda one: one.name)
def test_a_metric_is_lawful(metric: lp.Metric) -> None:
    testing.check_metric(metric, max_examples=5)


def test_a_fault_is_seen() -> None:
    with pytest.raises(testing.LawBroken) as caught:
        testing.check_metric(hurried, max_examples=5)
    assert caught.value.law == "missing is never read as nought"


@given(st.data())
@settings(max_examples=10, derandomize=True, deadline=None)
def test_there_are_no_more_new_services_than_innovations(data: st.DataObject) -> None:
    # found by their types alone: learnperf has told Hypothesis how to draw them
    organization = data.draw(st.from_type(lp.Organization))
    evidence = data.draw(testing.evidence(organization, prefer=[lp.Innovation]))
    result = lp.rollup(organization, evidence, [new_services, *lp.catalogue("innovation.count")])
    for node in organization:
        assert (result[node, "service.new"].value or 0) <= (result[node, "innovation.count"].value or 0)


@given(evidence=st.from_type(lp.Evidence))
@settings(max_examples=10, derandomize=True, deadline=None)
def test_evidence_is_known_by_its_type(evidence: lp.Evidence) -> None:
    assert len(evidence) == len(list(evidence))
