"""Saved states and later evidence give what all evidence gives, to the last bit, however it was parted."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import learnperf as lp
from learnperf.model.supersession import Chains, successors
from learnperf.testing import organization_and_evidence

from .asking import QUESTIONS, Drawn, agree

# laws are after answers: other tests run every line, and following them here would double the time
pytestmark = pytest.mark.no_cover

SCORE = {"n": 1, "total": lp.col("score"), "scale_low": lp.col("scale"), "scale_high": lp.col("scale")}
EXTREME = {"n": 1, "extreme": lp.col("score"), "scale_low": lp.col("scale"), "scale_high": lp.col("scale")}


def _metric(name: str, **options: Any) -> lp.Metric:  # noqa: ANN401 -- any of the options of a metric
    return lp.Metric(f"mine.{name}", label=name, **{"unit": "points", **options})


def _mean_by_function(record: lp.Evaluation) -> lp.Mean | lp.Missing | None:
    if record.level == lp.Level.REACTION:
        return None
    return lp.Missing() if record.steps is None else lp.Mean.of_one(record.steps, record.scale)


LEAST = _metric("least", evidence=lp.Evaluation, state=lp.Least, lift=EXTREME)
HUGE = _metric("huge", evidence=lp.Innovation, state=lp.Sum, lift={"total": lp.col("went_back") * 2**62 + 2**61})
OWN: tuple[lp.AnyMetric, ...] = (
    LEAST,
    HUGE,
    _metric("by_function", evidence=lp.Evaluation, state=lp.Mean, function=_mean_by_function),
    _metric("last_score", evidence=lp.Evaluation, state=lp.Mean, lift=SCORE, latest_by=("level", "rater", "scale")),
    _metric("last_idea", evidence=lp.Innovation, state=lp.Count, lift={"count": 1}, latest_by=("kind",)),
    _metric("last_level", evidence=lp.Evaluation, state=lp.Greatest, lift=EXTREME, latest_by=("level",)),
    *(
        _metric(f"distinct_{kind.__name__.lower()}_{grain.value}", evidence=kind, state=lp.Distinct, grain=grain)
        for kind in (lp.Innovation, lp.Evaluation)
        for grain in lp.NodeKind
    ),
    *(
        lp.Staged(f"mine.by_{one.value}", label="x", unit="points", inner=LEAST, grain=one, outer=lp.Composition.MEAN)
        for one in lp.NodeKind
    ),
)
METRICS: tuple[lp.AnyMetric, ...] = (*lp.continuable(), *OWN)
WINDOWS = st.sampled_from(["each", "to_date", 1, 2, 3])


def alone(drawn: Drawn) -> Drawn:
    """Let corrections name activities alone: what they name of other evidence would have to stay with them."""
    organization, evidence = drawn
    activities = evidence.activities
    records = [
        evolve(one, because_of=[name for name in one.because_of if name in activities])
        if isinstance(one, lp.Correction)
        else one
        for one in (*evidence.superseded.values(), *evidence.records.values())
    ]
    return organization, lp.Evidence.of(records, activities=activities.values())


ALONE = organization_and_evidence().map(alone)
MUCH_ALONE = organization_and_evidence(max_records=20).map(alone)


def parts_of(evidence: lp.Evidence, part_of: Sequence[int], parts: int) -> list[lp.Evidence]:
    """Part evidence so that what supersedes, or is adopted, stays together."""
    everything = [*evidence.superseded.values(), *evidence.records.values()]
    chains = Chains(successors(everything))
    several: list[list[lp.Record]] = [[] for _ in range(parts)]
    for record in everything:
        leader = chains.last(record.innovation if isinstance(record, lp.Adoption) else record.id)
        ideas = [one for one in everything if isinstance(one, lp.Adoption) and chains.last(one.id) == leader]
        leader = min([chains.last(one.innovation) for one in ideas], default=leader)
        several[part_of[sum(map(ord, leader)) % len(part_of)] % parts].append(record)
    return [lp.Evidence.of(records, activities=evidence.activities.values()) for records in several]


def saved(result: lp.Rollup) -> lp.SavedStates:
    """Save a result and load it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "states"
        result.save(path)
        return lp.load_states(path)


@settings(max_examples=30)
@given(
    organization_and_evidence().map(alone),
    QUESTIONS,
    WINDOWS,
    st.lists(st.integers(0, 2), min_size=5, max_size=5),
    st.data(),
)
def test_a_chain_of_saved_states_reads_as_all_evidence_at_once(
    drawn: Drawn, question: dict[str, Any], window: str | int, part_of: list[int], data: st.DataObject
) -> None:
    organization, evidence = drawn
    if question["by"] is not None:
        question["window"] = window
    metrics = data.draw(st.lists(st.sampled_from(METRICS), min_size=8, max_size=8, unique=True))
    parts = parts_of(evidence, part_of, 3)
    result = lp.rollup(organization, parts[0], metrics, **question)
    for part in parts[1:]:
        result = lp.rollup(organization, part, metrics, **question, onto=saved(result))
    whole = lp.rollup(organization, evidence, metrics, **question)
    agree(result, whole)
    mine, other = result.accounting, whole.accounting
    assert (mine.given, mine.placed, mine.unattached) == (other.given, other.placed, other.unattached)
    assert mine.placed + mine.unattached + mine.outside == mine.given
    assert result.unallocated == whole.unallocated


@settings(max_examples=8)
@given(
    organization_and_evidence(max_records=20).map(alone), QUESTIONS, st.lists(st.integers(0, 1), min_size=5, max_size=5)
)
def test_every_metric_at_once_goes_on_from_saved_states(
    drawn: Drawn, question: dict[str, Any], part_of: list[int]
) -> None:
    organization, evidence = drawn
    first, rest = parts_of(evidence, part_of, 2)
    states = saved(lp.rollup(organization, first, METRICS, **question))
    result = lp.rollup(organization, rest, METRICS, **question, onto=states)
    agree(result, lp.rollup(organization, evidence, METRICS, **question))
