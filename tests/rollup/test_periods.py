"""Periods of one's own, and windows over periods: what counts in them is what a rollup of those days alone says."""

from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import learnperf as lp
from learnperf.metrics.definition import parts_of
from learnperf.rollup.periods import periods_of, placed_in
from learnperf.rollup.request import asked
from learnperf.testing import organization_and_evidence
from learnperf.testing.timeline import DAYS

from .forms import one_of_each_form

# laws are after answers: other tests run every line, and following them here would double the time
pytestmark = pytest.mark.no_cover

Drawn = tuple[lp.Organization, lp.Evidence]


def _score(name: str, state: type[lp.State], *columns: str) -> lp.Metric:
    cells = {"n": 1, "scale_low": lp.col("scale"), "scale_high": lp.col("scale")} | dict.fromkeys(
        columns, lp.col("score")
    )
    return lp.Metric(f"mine.{name}", label=name, unit="points", evidence=lp.Evaluation, state=state, lift=cells)


def _least_credit(records: Any) -> Fraction:  # noqa: ANN401 -- records of the kind the metric names
    return Fraction(min(credit for record in records for _, credit in record.subjects), len(records))


LEAST, GREATEST = _score("least", lp.Least, "extreme"), _score("greatest", lp.Greatest, "extreme")
METRICS = (
    *one_of_each_form(),
    LEAST,
    GREATEST,
    lp.Staged(
        "mine.staged", label="staged", unit="points", inner=LEAST, grain=lp.NodeKind.TEAM, outer=lp.Composition.MEAN
    ),
    lp.Index("mine.index", label="index", unit="points", weights={LEAST: 3, GREATEST: 1}, renormalise=True),
    lp.Opaque("mine.opaque", label="opaque", unit="credit", evidence=lp.Innovation, function=_least_credit),
)
# what is due, adopted or changed is judged on the last day of the whole question: a window alone is another question
JUDGED_LAST = (
    "assignment.on_time",
    "adoption.share",
    "kirkpatrick.behaviour.change",
    "kirkpatrick.results.change",
)
JUDGED_AT_ONCE = tuple(metric for metric in METRICS if metric.name not in JUDGED_LAST)
SINCE, UNTIL = date(2023, 6, 1), date(2026, 7, 1)
WINDOWS = st.sampled_from(["each", "to_date", 2, 3, lp.Rolling(7)])


@st.composite
def _given(draw: st.DrawFn) -> list[lp.Period]:
    """Draw periods one after the other, with gaps, the first and last of them open or not."""
    days = draw(st.lists(st.sampled_from(DAYS), min_size=1, max_size=6, unique=True))
    ends = [draw(st.sampled_from([None, SINCE])), *sorted(days), draw(st.sampled_from([None, UNTIL]))]
    spans = list(pairwise(ends))
    some = draw(st.lists(st.sampled_from(range(len(spans))), min_size=1, unique=True))
    return [lp.Period(f"p{place}", *spans[place]) for place in sorted(some)]


GIVEN = {"by": _given(), "window": WINDOWS}
CALENDAR = {
    "by": st.sampled_from([lp.By.QUARTER, lp.By.YEAR]),
    "window": WINDOWS,
    "since": st.just(SINCE),
    "until": st.just(UNTIL),
}
CUTS = st.one_of(st.fixed_dictionaries(GIVEN), st.fixed_dictionaries(CALENDAR))
RULES = st.fixed_dictionaries(
    {
        "counting": st.sampled_from(lp.Counting),
        "structure": st.sampled_from([lp.Structure.AS_WAS, lp.Structure.AS_WAS, *DAYS[:4]]),
    }
)
SOME = st.lists(st.sampled_from(JUDGED_AT_ONCE), min_size=8, max_size=8, unique=True)


def _said(result: lp.Rollup, period: lp.Period) -> list[lp.Reading]:
    """Give the readings of one period, without its name."""
    return [evolve(one, period="") for one in result if one.period == period.label]


@settings(max_examples=60)
@given(organization_and_evidence(), CUTS, RULES, SOME)
def test_the_readings_of_a_window_are_those_of_a_rollup_of_its_days_alone(
    drawn: Drawn, cut: dict[str, Any], rules: dict[str, Any], metrics: list[lp.AnyMetric]
) -> None:
    windows = lp.rollup(*drawn, metrics, **(cut | rules))
    for period in windows.periods:
        alone = lp.rollup(*drawn, metrics, since=period.since, until=period.until, **rules)
        assert _said(windows, period) == _said(alone, alone.periods[0])


@settings(max_examples=30)
@given(organization_and_evidence(), CUTS, RULES)
def test_to_date_ends_with_the_whole(drawn: Drawn, cut: dict[str, Any], rules: dict[str, Any]) -> None:
    to_date = lp.rollup(*drawn, METRICS, **(cut | rules | {"window": "to_date"}))
    asked_of = to_date.asked
    whole = lp.rollup(*drawn, METRICS, since=asked_of.since, until=asked_of.until, **rules)
    assert _said(to_date, to_date.periods[-1]) == _said(whole, whole.periods[0])


@settings(max_examples=60)
@given(
    organization_and_evidence(),
    CUTS,
    RULES,
    st.lists(st.sampled_from(METRICS), min_size=8, max_size=8, unique=True),
)
def test_both_engines_agree_about_windows(
    drawn: Drawn, cut: dict[str, Any], rules: dict[str, Any], metrics: list[lp.AnyMetric]
) -> None:
    quick, slow = (lp.rollup(*drawn, metrics, engine=engine, **(cut | rules)) for engine in ("memory", "naive"))
    assert list(quick) == list(slow)


@settings(max_examples=30)
@given(organization_and_evidence(), CUTS, st.sampled_from(lp.Counting))
def test_every_piece_is_accounted_for_once_however_many_windows_it_is_in(
    drawn: Drawn, cut: dict[str, Any], counting: lp.Counting
) -> None:
    evidence = drawn[1]
    result = lp.rollup(*drawn, lp.catalogue("innovation"), counting=counting, **cut)
    found = result.accounting
    assert found.placed + found.unattached + found.outside == found.given == len(evidence)
    windows = result.periods
    outside = [one for one in evidence if not any(window.first <= _number(one) < window.after for window in windows)]
    assert found.outside == len(outside)


def _number(record: lp.Record) -> int:
    return record.on.toordinal()


@settings(max_examples=30)
@given(organization_and_evidence(), st.fixed_dictionaries(CALENDAR))
def test_what_nobody_takes_is_the_same_however_many_windows_it_is_in(drawn: Drawn, cut: dict[str, Any]) -> None:
    metrics = lp.catalogue("innovation.count", "kirkpatrick.behaviour", "conditions.individual")
    windows, each = (
        lp.rollup(*drawn, metrics, counting="fractional", **(cut | {"window": window}))
        for window in (cut["window"], "each")
    )
    assert windows.unallocated == each.unallocated


@given(CUTS, st.lists(st.sampled_from(DAYS)))
def test_a_day_is_placed_in_every_period_that_holds_it(cut: dict[str, Any], days: list[date]) -> None:
    options = {"counting": "full", "structure": "as_was", "since": None, "until": None, "today": None}
    periods = periods_of(asked(**(options | cut)), None, None)
    numbers = [day.toordinal() for day in days]
    place, period = placed_in(periods, np.asarray(numbers, dtype=np.int64))
    assert sorted(zip(place.tolist(), period.tolist(), strict=True)) == [
        (at, which)
        for at, number in enumerate(numbers)
        for which, one in enumerate(periods)
        if one.first <= number < one.after
    ]


MONTHS: dict[str, Any] = {"by": "month", "since": date(2025, 11, 10), "until": date(2026, 2, 20)}


@pytest.mark.parametrize(
    ("window", "labels", "begins"),
    [
        ("each", ["2025-11", "2025-12", "2026-01", "2026-02"], [10, 1, 1, 1]),
        ("to_date", ["2025-11", "2025-11..2025-12", "2025-11..2026-01", "2025-11..2026-02"], [10, 10, 10, 10]),
        (2, ["2025-11", "2025-11..2025-12", "2025-12..2026-01", "2026-01..2026-02"], [10, 10, 1, 1]),
        (lp.Rolling(9), ["2025-11", "2025-11..2025-12", "2025-11..2026-01", "2025-11..2026-02"], [10, 10, 10, 10]),
    ],
)
def test_the_label_of_a_window_says_which_periods_it_covers(
    ministry: Drawn, window: str | int | lp.Rolling, labels: list[str], begins: list[int]
) -> None:
    result = lp.rollup(*ministry, lp.catalogue("innovation.count"), window=window, **MONTHS)
    frame = result.to_frame().filter(node="MOF")
    assert frame["period"].to_list() == labels
    assert [day.day for day in frame["since"]] == begins
    assert frame["until"].to_list() == [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1), date(2026, 2, 20)]


def test_windows_that_would_share_a_label_are_refused() -> None:
    labels = ["a.", "b", "a", ".b"]
    days = [date(2026, month, 1) for month in range(1, 6)]
    periods = [lp.Period(label, *span) for label, span in zip(labels, pairwise(days), strict=True)]
    with pytest.raises(lp.InvalidValue, match=r"'a...b' names two periods"):
        lp.rollup(lp.Organization.of(units=[lp.Unit("MOF")]), by=periods, window=2)


@pytest.fixture
def ministry() -> Drawn:
    """A person who moves in the new year, with an idea in every month from November on, and one judgement."""
    organization = lp.Organization.of(
        units=[lp.Unit("MOF"), lp.Unit("DJP"), lp.Unit("DJBC")],
        learners=[lp.Learner("ani"), lp.Learner("budi")],
        ties=[
            lp.Reporting("DJP", "MOF"),
            lp.Reporting("DJBC", "MOF"),
            lp.Placement("ani", "DJP", until=date(2026, 1, 1)),
            lp.Placement("ani", "DJBC", since=date(2026, 1, 1)),
            lp.Placement("budi", "DJP"),
        ],
    )
    days = [date(2025, 11, 20), date(2025, 12, 20), date(2026, 1, 20), date(2026, 2, 10)]
    return organization, lp.Evidence.of(
        [
            *(lp.Innovation(f"i{day}", contributors=["ani"], on=day) for day in days),
            lp.ConditionJudgement(
                "j1", subject="ani", condition="E1.1", fulfilment=lp.Fulfilment.MET, on=date(2025, 12, 1)
            ),
        ]
    )


def _values(result: lp.Rollup, node: str, metric: str) -> list[float | None]:
    return [result[node, metric, period.label].value for period in result.periods]


def test_flows_add_up_people_are_counted_once_and_stocks_are_read_at_the_end_of_the_window(ministry: Drawn) -> None:
    metrics = lp.catalogue("innovation.count", "innovation.innovators", "roster.learners", "conditions.individual")
    result = lp.rollup(*ministry, metrics, window=2, **MONTHS)
    assert _values(result, "MOF", "innovation.count") == [1, 2, 2, 2]
    assert _values(result, "MOF", "innovation.innovators") == [1, 1, 1, 1]
    assert [result["DJP", "innovation.count", one.label].heads for one in result.periods] == [1, 1, 1, 0]
    # ani is gone from the new year on, and in the window that still holds December she was there
    assert _values(result, "DJP", "roster.learners") == [2, 2, 2, 1]
    assert _values(result, "DJBC", "roster.learners") == [0, 0, 1, 1]
    assert _values(result, "DJP", "conditions.individual") == [None, 1, None, None]
    assert _values(result, "DJBC", "conditions.individual") == [None, None, 1, 1]


def test_evidence_between_periods_given_is_outside_unless_a_window_runs_over_the_gap(ministry: Drawn) -> None:
    waves = [
        lp.Period("wave 1", date(2025, 11, 1), date(2025, 12, 1)),
        lp.Period("wave 2", date(2026, 1, 1), date(2026, 2, 1)),
    ]
    metrics = lp.catalogue("innovation.count")
    each, to_date = (lp.rollup(*ministry, metrics, by=waves, window=window) for window in ("each", "to_date"))
    assert _values(each, "MOF", "innovation.count") == [1, 1]
    assert (each.accounting.given, each.accounting.placed, each.accounting.outside) == (5, 2, 3)
    assert _values(to_date, "MOF", "innovation.count") == [1, 3]
    assert [period.label for period in to_date.periods] == ["wave 1", "wave 1..wave 2"]
    assert (to_date.accounting.given, to_date.accounting.placed, to_date.accounting.outside) == (5, 4, 1)
    contributions = to_date.contributions("MOF", "innovation.count", "wave 1..wave 2")
    assert [one.evidence for one in contributions] == ["i2025-11-20", "i2025-12-20", "i2026-01-20"]


def test_every_kind_of_metric_is_among_those_compared() -> None:
    leaves = [part for metric in JUDGED_AT_ONCE for part in parts_of(metric)]
    assert {type(part) for part in leaves} >= {lp.Metric, lp.Staged, lp.RatioOf, lp.Index, lp.Opaque}
    assert {part.kind for part in leaves} == set(lp.Kind)
