"""Live results that take on another organization as a whole, and that are copied."""

import copy
import pickle
from collections.abc import Callable
from datetime import date

import pytest

import learnperf as lp
from learnperf.testing import AddLearner, Edit, MergeUnits, Reparent, SplitUnit

DAY = date(2026, 6, 30)
METRICS = lp.catalogue("kirkpatrick.behaviour", "innovation.count", "roster.average_headcount")
CITRA = lp.Placement("citra", "right")
COMES = AddLearner(lp.Learner("dewi"), [lp.Placement("dewi", "left", since=DAY)])


@pytest.fixture
def live(matrix: tuple[lp.Organization, lp.Evidence]) -> lp.Live:
    """Give a live result of a few metrics."""
    return lp.rollup(*matrix, METRICS).live()


@pytest.mark.parametrize(
    "edit", [COMES, MergeUnits("right", "left", DAY), SplitUnit("left", "east", ["ani"], DAY), Reparent(CITRA, "left")]
)
def test_it_reads_what_a_rollup_of_the_other_organization_reads(
    matrix: tuple[lp.Organization, lp.Evidence], live: lp.Live, edit: Edit
) -> None:
    organization, evidence = edit.apply(*matrix)
    live.reorganize(organization)
    assert set(live.organization.ties) == set(organization.ties)
    full = lp.rollup(organization, evidence, METRICS)
    assert [live[one.node, one.metric] for one in full] == list(full)
    live.add(lp.Innovation("i1", contributors=["ani"], on=DAY))
    assert live["top", "innovation.count"].value == 1.0


def test_an_organization_without_somebody_there_is_evidence_about_is_refused(live: lp.Live) -> None:
    before = list(live.result())
    with pytest.raises(lp.EvidenceError, match="unknown id ani"):
        live.reorganize(lp.Organization.of(units=[lp.Unit("top")]))
    assert [live[one.node, one.metric] for one in before] == before


def pickled(live: lp.Live) -> lp.Live:
    back = pickle.loads(pickle.dumps(live))  # noqa: S301 -- our own bytes
    assert isinstance(back, lp.Live)
    return back


@pytest.mark.parametrize("way", [copy.copy, copy.deepcopy, pickled])
def test_a_copy_goes_its_own_way(live: lp.Live, way: Callable[[lp.Live], lp.Live]) -> None:
    live.remove("of-left")
    copied = way(live)
    live.add(lp.Innovation("i1", contributors=["ani"], on=DAY))
    copied.remove("of-right")
    assert (live["top", "kirkpatrick.behaviour"].n, copied["top", "kirkpatrick.behaviour"].n) == (2, 1)
    assert (live["top", "innovation.count"].value, copied["top", "innovation.count"].value) == (1.0, 0.0)
