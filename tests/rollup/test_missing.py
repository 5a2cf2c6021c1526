"""Missing is never read as 0: not by readings, not by frames, not by the metrics made of others."""

from datetime import date

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import learnperf as lp
from learnperf.testing import organization_and_evidence

from .forms import one_of_each_form

# laws are after answers: other tests run every line, and following them here would double the time
pytestmark = pytest.mark.no_cover

Drawn = tuple[lp.Organization, lp.Evidence]

METRICS = one_of_each_form()
FEW = settings(max_examples=30, deadline=None)
# metrics for which nothing observed is 0: how many there are
ZERO_WHEN_EMPTY = {
    metric.name
    for metric in METRICS
    if isinstance(metric, lp.Metric) and metric.missing is lp.MissingPolicy.EMPTY_IS_ZERO
}


@FEW
@given(organization_and_evidence(), st.sampled_from(lp.Counting), st.sampled_from([None, "year"]))
def test_a_missing_reading_has_a_reason_and_no_number(drawn: Drawn, counting: lp.Counting, by: str | None) -> None:
    for reading in lp.rollup(*drawn, METRICS, counting=counting, by=by):
        assert (reading.value is None) is (reading.exact is None)
        assert (reading.value is None) is (reading.missing is not lp.MissingReason.NONE)


@FEW
@given(organization_and_evidence(), st.sampled_from(lp.Counting))
def test_where_nothing_was_observed_there_is_no_value_unless_none_is_what_it_means(
    drawn: Drawn, counting: lp.Counting
) -> None:
    result = lp.rollup(*drawn, METRICS, counting=counting)
    for reading in result:
        if reading.n == 0 and reading.metric not in ZERO_WHEN_EMPTY:
            assert reading.value is None, reading
        if reading.n == 0 and reading.value is not None:
            assert reading.value == 0


@FEW
@given(organization_and_evidence(), st.sampled_from(lp.Counting))
def test_scores_that_were_asked_for_and_not_given_change_nothing_but_what_was_due(
    drawn: Drawn, counting: lp.Counting
) -> None:
    organization, evidence = drawn
    everything = [*evidence.records.values(), *evidence.superseded.values()]
    blank = [
        evolve(one, id=f"blank of {one.id}", score=None, supersedes=None)
        for one in evidence.of_kind(lp.Evaluation)
        # a baseline without a score is no baseline, and must not hide one
    ]
    more = lp.Evidence.of([*everything, *blank], activities=evidence.activities.values())
    metrics = lp.catalogue("kirkpatrick")
    before = lp.rollup(organization, evidence, metrics, counting=counting)
    after = lp.rollup(organization, more, metrics, counting=counting)
    for one, other in zip(before, after, strict=True):
        assert (one.exact, one.n, one.heads) == (other.exact, other.n, other.heads)
        assert one.due <= other.due


@pytest.fixture
def office() -> lp.Organization:
    return lp.Organization.of(
        units=[lp.Unit("MOF"), lp.Unit("DJP"), lp.Unit("DJBC")],
        learners=[lp.Learner("ani"), lp.Learner("budi")],
        ties=[
            lp.Reporting("DJP", "MOF"),
            lp.Reporting("DJBC", "MOF"),
            lp.Placement("ani", "DJP"),
            lp.Placement("budi", "DJP"),
        ],
    )


def test_the_reason_says_whether_anything_was_owed(office: lp.Organization) -> None:
    asked = lp.Evaluation("e1", learner="ani", level=lp.Level.BEHAVIOUR, on=date(2026, 6, 30))
    result = lp.rollup(office, lp.Evidence.of([asked]))
    given = result["DJP", "kirkpatrick.behaviour"]
    assert (given.value, given.missing, given.n, given.due) == (None, lp.MissingReason.NOT_OBSERVED, 0, 1)
    assert given.coverage == 0.0
    nothing = result["DJBC", "kirkpatrick.behaviour"]
    assert (nothing.value, nothing.missing, nothing.due) == (None, lp.MissingReason.NO_EVIDENCE, 0)
    assert nothing.coverage is None
    assert result["DJBC", "innovation.count"].value == 0
    assert result["DJBC", "innovation.present"].value == 0


def test_scores_on_two_scales_have_no_mean_and_their_parts_of_the_scale_compare(office: lp.Organization) -> None:
    evidence = lp.Evidence.of(
        lp.Evaluation(f"e{learner}", learner=learner, level=3, score=4, scale=scale, on=date(2026, 6, 30))
        for learner, scale in (("ani", lp.LIKERT_5), ("budi", lp.PERCENT))
    )
    result = lp.rollup(office, evidence)
    for metric in ("kirkpatrick.behaviour", "kirkpatrick.behaviour.mean_of_learners"):
        assert result["MOF", metric].missing is lp.MissingReason.MIXED_SCALES
        assert result["MOF", metric].value is None
    # 4 on 1..5 is three quarters of the scale, 4 on 0..100 is not
    assert result["MOF", "kirkpatrick.behaviour.realised"].value == 0.5


def test_a_metric_is_blank_at_levels_it_is_not_read_at(office: lp.Organization) -> None:
    result = lp.rollup(office, metrics=lp.catalogue("correction.count"))
    assert result["ani", "correction.count"].missing is lp.MissingReason.NOT_AT_THIS_LEVEL
    assert result["DJP", "correction.count"].value == 0


def test_nobody_to_count_against_has_no_rate(office: lp.Organization) -> None:
    result = lp.rollup(office, metrics=lp.catalogue("innovation.innovator_rate"))
    assert result["DJBC", "innovation.innovator_rate"].missing is lp.MissingReason.NO_ROSTER
    assert result["DJP", "innovation.innovator_rate"].value == 0


def test_an_index_with_a_part_missing_is_missing_unless_it_says_that_others_stand_in(office: lp.Organization) -> None:
    judged = [
        lp.ConditionJudgement("j1", subject="DJP", condition="E3.1", fulfilment=lp.Fulfilment.MET, on=date(2026, 1, 1))
    ]
    groups = [metric for metric in lp.catalogue("conditions") if isinstance(metric, lp.Metric)]
    strict = lp.Index("mine.strict", label="strict", unit="share", weights=groups)
    result = lp.rollup(office, lp.Evidence.of(judged), [strict, *lp.catalogue("conditions.overall")])
    assert result["DJP", "mine.strict"].missing is lp.MissingReason.PART_MISSING
    assert result["DJP", "conditions.overall"].value == 1.0
    assert result["DJBC", "conditions.overall"].missing is lp.MissingReason.PART_MISSING


def test_frames_hold_nothing_where_nothing_is_known(office: lp.Organization) -> None:
    frame = lp.rollup(office, metrics=lp.catalogue("kirkpatrick.behaviour")).to_frame("polars")
    assert frame["value"].to_list() == [None] * len(frame)
    assert set(frame["missing"]) == {"no evidence", "nothing to count against", "not read at this level"}
    assert frame["coverage"].to_list() == [None] * len(frame)
