"""Laws of time: periods are half-open, flows add up over them, and the structure of a day is that of the day."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import learnperf as lp
from learnperf.metrics.algebra import StateColumn
from learnperf.rollup.outcome import Outcome
from learnperf.testing import organization_and_evidence
from learnperf.testing.timeline import DAYS

from .forms import one_of_each_form

# laws are after answers: other tests run every line, and following them here would double the time
pytestmark = pytest.mark.no_cover

Drawn = tuple[lp.Organization, lp.Evidence]

METRICS = one_of_each_form()
FLOWS = tuple(
    metric
    for metric in METRICS
    if isinstance(metric, lp.Metric) and metric.kind is not lp.Kind.STOCK and metric.evidence is not lp.Presence
)
# these count different people and teams, which are the same on two days as on one
NOT_ADDED = tuple(metric.name for metric in FLOWS if metric.state is lp.Distinct)
# what is due, adopted or changed is judged on the last day of the period asked about, so two periods judge on two days
JUDGED_LAST = (
    "assignment.on_time",
    "adoption.share",
    "kirkpatrick.behaviour.change",
    "kirkpatrick.results.change",
)
FEW = settings(max_examples=30, deadline=None)


def _merged(parts: Sequence[Outcome], metric: lp.Metric) -> dict[str, list[int]]:
    """Merge states, and counts, place by place."""
    merged = {
        column.name: [
            _merge(column, values) for values in zip(*(_values(one, column.name) for one in parts), strict=True)
        ]
        for column in metric.state.COLUMNS
    }
    for name in ("n", "due"):
        merged[name] = [sum(values) for values in zip(*(getattr(one, name).tolist() for one in parts), strict=True)]
    return merged


def _merge(column: StateColumn, values: Sequence[int]) -> int:
    whole = column.merge.identity
    for value in values:
        whole = column.merge.of(whole, value)
    return whole


def _values(outcome: Outcome, column: str) -> list[int]:
    values: list[int] = outcome.state[column].tolist()
    return values


@FEW
@given(organization_and_evidence(), st.sampled_from(DAYS), st.sampled_from(lp.Counting))
def test_day_and_day_are_both_days_for_flows(drawn: Drawn, day: date, counting: lp.Counting) -> None:
    ends = [day, day + timedelta(days=1), day + timedelta(days=2)]
    flows = [metric for metric in FLOWS if metric.name not in (*NOT_ADDED, *JUDGED_LAST)]
    first, second, both = (
        lp.rollup(*drawn, flows, counting=counting, since=since, until=until)
        for since, until in ((ends[0], ends[1]), (ends[1], ends[2]), (ends[0], ends[2]))
    )
    for metric in flows:
        parts = [first.outcomes[metric.name], second.outcomes[metric.name]]
        assert _merged(parts, metric) == _merged([both.outcomes[metric.name]], metric), metric.name


@FEW
@given(organization_and_evidence(), st.sampled_from(["month", "quarter", "year"]), st.sampled_from(lp.Counting))
def test_the_periods_of_a_cut_add_up_to_the_whole_for_flows(drawn: Drawn, by: str, counting: lp.Counting) -> None:
    flows = [metric for metric in FLOWS if metric.name not in NOT_ADDED]
    cut = lp.rollup(*drawn, flows, counting=counting, by=by)
    whole = lp.rollup(*drawn, flows, counting=counting)
    # without evidence there is no period to cut
    assume(cut.periods)
    nodes = len(whole.nodes)
    for metric in flows:
        outcome = cut.outcomes[metric.name]
        parts = [_part(outcome, at * nodes, (at + 1) * nodes) for at in range(len(cut.periods))]
        assert _merged(parts, metric) == _merged([whole.outcomes[metric.name]], metric), metric.name


def _part(outcome: Outcome, begin: int, end: int) -> Outcome:
    state = {name: values[begin:end] for name, values in outcome.state.items()}
    return evolve(outcome, n=outcome.n[begin:end], due=outcome.due[begin:end], state=state)


@FEW
@given(organization_and_evidence(), st.sampled_from(DAYS), st.sampled_from(lp.Counting))
def test_as_was_on_a_day_is_as_is_of_that_day_for_its_evidence(drawn: Drawn, day: date, counting: lp.Counting) -> None:
    until = day + timedelta(days=1)
    as_was = lp.rollup(*drawn, METRICS, counting=counting, since=day, until=until)
    as_is = lp.rollup(*drawn, METRICS, counting=counting, since=day, until=until, structure="as_is", today=day)
    dated = lp.rollup(*drawn, METRICS, counting=counting, since=day, until=until, structure=day)
    assert list(as_is) == list(dated)
    assert [evolve(one, structure="") for one in as_was] == [evolve(one, structure="") for one in as_is]


@FEW
@given(organization_and_evidence(), st.sampled_from(DAYS), st.sampled_from(lp.Counting), st.booleans())
def test_evidence_of_the_until_day_and_later_changes_no_reading(
    drawn: Drawn,
    until: date,
    counting: lp.Counting,
    cut: bool,  # noqa: FBT001 -- drawn, not called by people
) -> None:
    organization, evidence = drawn
    records = [_as_mended(one, evidence) for one in evidence]
    by = "quarter" if cut else None
    question: dict[str, Any] = {"counting": counting, "since": date(2023, 6, 1), "until": until, "by": by}
    everything, earlier = (
        lp.rollup(organization, lp.Evidence.of(some, activities=evidence.activities.values()), METRICS, **question)
        for some in (records, [one for one in records if one.on < until])
    )
    assert list(everything) == list(earlier)


def _as_mended(record: lp.Record, evidence: lp.Evidence) -> lp.Record:
    """Give a record that stands without what it, the innovation it adopts or what it corrects has superseded."""
    if isinstance(record, lp.Correction):
        activities = tuple(one for one in record.because_of if one in evidence.activities)
        return evolve(record, supersedes=None, because_of=activities)
    if not isinstance(record, lp.Adoption):
        return evolve(record, supersedes=None)
    innovation = evidence.holding(record.innovation)
    assert innovation is not None
    return evolve(record, supersedes=None, innovation=innovation.id)


def test_what_comes_after_the_period_does_not_change_what_is_said_of_it() -> None:
    organization = lp.Organization.of(
        units=[lp.Unit("MOF")], learners=[lp.Learner("ani")], ties=[lp.Placement("ani", "MOF")]
    )
    begun: list[lp.Record] = [
        lp.Innovation("i1", contributors=["ani"], on=date(2025, 1, 10)),
        lp.Evaluation("e1", learner="ani", level=lp.Level.BEHAVIOUR, score=4, on=date(2025, 3, 1)),
    ]
    later: list[lp.Record] = [
        lp.Adoption("a1", unit="MOF", innovation="i1", on=date(2025, 8, 1)),
        lp.Evaluation("b1", learner="ani", level=3, score=2, wave=lp.Wave.BASELINE, on=date(2025, 8, 1)),
    ]
    evidence = lp.Evidence.of([*begun, *later])
    half = lp.rollup(organization, evidence, until=date(2025, 7, 1))
    whole = lp.rollup(organization, evidence, until=date(2026, 1, 1))
    assert (half["MOF", "adoption.share"].value, whole["MOF", "adoption.share"].value) == (0, 1)
    change = "kirkpatrick.behaviour.change"
    assert (half["MOF", change].value, half["MOF", change].due, whole["MOF", change].value) == (None, 1, 2)


def test_the_until_day_itself_is_outside_and_the_since_day_inside() -> None:
    organization = lp.Organization.of(units=[lp.Unit("MOF")])
    days = [date(2026, 3, 31), date(2026, 4, 1), date(2026, 6, 30), date(2026, 7, 1)]
    evidence = lp.Evidence.of(lp.Correction(f"c{day}", unit="MOF", on=day) for day in days)
    result = lp.rollup(
        organization, evidence, lp.catalogue("correction.count"), since=date(2026, 4, 1), until=date(2026, 7, 1)
    )
    assert [one.evidence for one in result.contributions("MOF", "correction.count")] == ["c2026-04-01", "c2026-06-30"]


def test_a_tie_holds_on_its_first_day_and_not_on_its_until_day() -> None:
    organization = lp.Organization.of(
        units=[lp.Unit("MOF"), lp.Unit("DJP")],
        learners=[lp.Learner("ani")],
        ties=[lp.Reporting("DJP", "MOF"), lp.Placement("ani", "DJP", since=date(2026, 1, 1), until=date(2026, 7, 1))],
    )
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1)]
    evidence = lp.Evidence.of(lp.Innovation(f"i{day}", contributors=["ani"], on=day) for day in days)
    result = lp.rollup(organization, evidence, lp.catalogue("innovation.count"))
    assert [one.evidence for one in result.contributions("DJP", "innovation.count")] == ["i2026-01-01", "i2026-06-30"]
    assert result["ani", "innovation.count"].n == 4


def test_a_stock_is_read_on_the_last_day_of_each_period_and_stays_until_it_is_judged_anew() -> None:
    organization = lp.Organization.of(units=[lp.Unit("MOF")])
    judged = [(date(2025, 2, 1), lp.Fulfilment.NOT_MET), (date(2025, 8, 1), lp.Fulfilment.MET)]
    evidence = lp.Evidence.of(
        lp.ConditionJudgement(f"j{day}", subject="MOF", condition=lp.Condition.E4_1, fulfilment=fulfilment, on=day)
        for day, fulfilment in judged
    )
    result = lp.rollup(
        organization,
        evidence,
        lp.catalogue("conditions.publication"),
        since=date(2025, 1, 1),
        until=date(2026, 1, 1),
        by="quarter",
    )
    assert [one.value for one in result if one.node == "MOF"] == [0.0, 0.0, 1.0, 1.0]
