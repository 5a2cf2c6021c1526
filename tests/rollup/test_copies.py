"""Results travel between processes whole: what was read is there, and what was not yet asked can be asked."""

import copy
import pickle
from collections.abc import Callable

import pytest
from hypothesis import given, settings

import learnperf as lp
from learnperf import testing

from .forms import one_of_each_form

CATALOGUE = one_of_each_form()


def pickled(value: object) -> object:
    return pickle.loads(pickle.dumps(value))  # noqa: S301 -- our own bytes


@pytest.mark.parametrize("way", [pickled, copy.deepcopy])
@settings(max_examples=6, deadline=None)
@given(whole=testing.organization_and_evidence())
def test_results_travel_whole(way: Callable[[object], object], whole: tuple[lp.Organization, lp.Evidence]) -> None:
    result = lp.rollup(*whole)
    copied = way(result)
    assert isinstance(copied, lp.Rollup)
    assert list(copied) == list(result)
    assert copied.accounting == result.accounting
    for metric in ("kirkpatrick.behaviour", "career.mover_rate", "innovation.count"):
        assert copied.explain(result.nodes[0], metric) == result.explain(result.nodes[0], metric)


def test_metrics_of_the_catalogue_travel_and_count_the_same() -> None:
    organization = lp.Organization.of(units=[lp.Unit("MOF")], learners=[lp.Learner("ani")])
    copied = pickled(CATALOGUE)
    assert isinstance(copied, tuple)
    assert list(lp.rollup(organization, metrics=copied)) == list(lp.rollup(organization, metrics=CATALOGUE))
