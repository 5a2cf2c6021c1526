"""Person-days of the roster: every day once at every node, on every engine, live and saved."""

from datetime import date, timedelta
from fractions import Fraction
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import learnperf as lp
from learnperf.metrics.exposure import AverageHeadcount, PersonYears
from learnperf.metrics.expressions import Expression
from learnperf.metrics.finalized import Context
from learnperf.metrics.headcount import average, person_years
from learnperf.metrics.mobility import Denominator, rate_of
from learnperf.testing import organization_and_evidence
from learnperf.testing.timeline import DAYS

# laws are after answers: other tests run every line, and following them here would double the time
pytestmark = pytest.mark.no_cover

Drawn = tuple[lp.Organization, lp.Evidence]
F = Fraction


def _days(name: str, where: Expression | None = None) -> lp.Metric:
    lift = {"total": lp.col("days")}
    return lp.Metric(name, label="days", unit="days", evidence=lp.Presence, state=lp.Sum, lift=lift, where=where)


PLAIN = _days("mine.days")
SPLIT = (
    _days("mine.with_standard", lp.col("has_standard") == 1),
    _days("mine.without_standard", lp.col("has_standard") == 0),
    _days("mine.with_pattern", lp.col("has_career_pattern") == 1),
)
CHOSEN = lp.Metric(
    "mine.days_of_the_promoted", label="days", unit="days", evidence=lp.Presence, state=lp.Sum,
    lift={"total": lp.when(lp.col("promoted") == 1, lp.col("days"), 0)},
)  # fmt: skip
RATES = [
    rate_of(mark, denominator=one, persons=persons)
    for mark in (None, *lp.MoveMark)
    for one in Denominator
    for persons in (True, False)
]
METRICS: list[lp.AnyMetric] = [*RATES, average, person_years, PLAIN, CHOSEN, *SPLIT]
LEARNED: list[lp.AnyMetric] = [
    *(lp.time_after_learning_of(after=after, within=within) for after, within in ((0, 365), (30, 90), (9, 9))),
    *(lp.rate_ratio_of(mark, after=1, within=60) for mark in (None, lp.MoveMark.PROMOTION)),
    *lp.rate_ratio_of(after=1, within=60).parts,
]
QUESTIONS = st.fixed_dictionaries(
    {
        "counting": st.sampled_from(lp.Counting),
        "structure": st.sampled_from([lp.Structure.AS_WAS, lp.Structure.AS_WAS, *DAYS[:4]]),
        "by": st.sampled_from([None, lp.By.YEAR, lp.By.QUARTER, lp.By.MONTH]),
        "since": st.sampled_from([None, date(2024, 1, 1), date(2024, 2, 29)]),
        "until": st.sampled_from([None, date(2025, 1, 1), date(2025, 1, 2)]),
    }
)


@settings(max_examples=20, deadline=None)
@given(organization_and_evidence(), QUESTIONS)
def test_both_engines_agree_about_days_and_rates(drawn: Drawn, question: dict[str, Any]) -> None:
    metrics = [*METRICS, *LEARNED]
    quick, slow = (lp.rollup(*drawn, metrics, **question, engine=engine) for engine in ("memory", "naive"))
    assert list(quick) == list(slow)


@settings(max_examples=15, deadline=None)
@given(organization_and_evidence(), QUESTIONS, st.data())
def test_a_live_result_keeps_days_and_rates_current(
    drawn: Drawn, question: dict[str, Any], data: st.DataObject
) -> None:
    organization, evidence = drawn
    question = {**question, "since": date(2024, 1, 1), "until": date(2025, 1, 1)}
    metrics = [*METRICS, *LEARNED]
    live = lp.rollup(*drawn, metrics, **question).live()
    gone = [tie for tie in organization.ties if not isinstance(tie, lp.Reporting) and data.draw(st.booleans())]
    for tie in gone:
        live.untie(tie)
    left = lp.Organization.of(
        units=organization.units.values(), teams=organization.teams.values(),
        learners=organization.learners.values(), positions=organization.positions.values(),
        competencies=organization.competencies.values(), ties=[tie for tie in organization.ties if tie not in gone],
    )  # fmt: skip
    if left.learners and not evidence.activities:
        learning = lp.Participation("new", on=date(2024, 4, 4), learner=next(iter(left.learners)), activity="c1")
        live.add(learning)
        evidence = lp.Evidence.of([*evidence.records.values(), *evidence.superseded.values(), learning])
    again = lp.rollup(left, evidence, metrics, **question)
    for reading in again:
        now = live[reading.node, reading.metric, reading.period]
        assert (now.exact, now.missing, now.n, now.heads, now.due) == (
            reading.exact, reading.missing, reading.n, reading.heads, reading.due,
        ), reading  # fmt: skip


@settings(max_examples=15, deadline=None)
@given(organization_and_evidence(), QUESTIONS, st.data())
def test_saved_states_and_later_evidence_give_the_same_rates(
    drawn: Drawn, question: dict[str, Any], data: st.DataObject
) -> None:
    organization, evidence = drawn
    question = {**question, "since": date(2024, 1, 1), "until": date(2025, 1, 1)}
    moves = [one for one in evidence.of_kind(lp.CareerMove) if one.supersedes is None]
    early = {one.id for one in moves if data.draw(st.booleans())}
    parts = [lp.Evidence.of(one for one in moves if (one.id in early) is first) for first in (True, False)]
    with TemporaryDirectory() as folder:
        lp.rollup(organization, parts[0], METRICS, **question).save(f"{folder}/states")
        saved = lp.load_states(f"{folder}/states")
    onto = lp.rollup(organization, parts[1], METRICS, **question, onto=saved)
    whole = lp.rollup(organization, lp.Evidence.of(moves), METRICS, **question)
    assert list(onto) == list(whole)


@settings(max_examples=40, deadline=None)
@given(organization_and_evidence(), st.sampled_from([lp.By.MONTH, lp.By.QUARTER]), st.sampled_from(lp.Counting))
def test_days_of_periods_add_up_to_the_days_of_the_year(drawn: Drawn, by: lp.By, counting: lp.Counting) -> None:
    year: dict[str, Any] = {"since": date(2024, 1, 1), "until": date(2025, 1, 1), "counting": counting}
    whole, parts = lp.rollup(*drawn, [PLAIN], **year), lp.rollup(*drawn, [PLAIN], **year, by=by)
    for node in whole.nodes:
        several = [parts[node, PLAIN.name, one.label].exact or 0 for one in parts.periods]
        assert sum(several) == (whole[node, PLAIN.name].exact or 0)


@settings(max_examples=40, deadline=None)
@given(organization_and_evidence())
def test_a_day_is_with_or_without_a_standard_and_never_both(drawn: Drawn) -> None:
    result = lp.rollup(*drawn, METRICS, since=date(2024, 1, 1), until=date(2025, 1, 1))
    for node in result.nodes:
        parts = [result[node, one.name].exact or 0 for one in SPLIT[:2]]
        assert sum(parts) == (result[node, PLAIN.name].exact or 0)


@settings(max_examples=30, deadline=None)
@given(organization_and_evidence(), QUESTIONS)
def test_explained_days_add_up(drawn: Drawn, question: dict[str, Any]) -> None:
    question = {**question, "since": date(2024, 1, 1), "until": date(2025, 1, 1)}
    result = lp.rollup(*drawn, [PLAIN, average], **question)
    for node in result.nodes:
        for period in result.periods:
            lines = result.explain(node, PLAIN.name, period.label).lines
            outcome = result.reading(node, PLAIN.name, period.label)
            whole = 1_000_000 if question["counting"] is lp.Counting.FRACTIONAL else 1
            assert sum(line.state["total"] for line in lines) == (outcome.exact or 0) * whole
            assert sum(line.n for line in lines) == outcome.n


def test_a_person_in_two_units_by_three_ways_has_each_day_once() -> None:
    organization = lp.Organization.of(
        units=[lp.Unit("MOF"), lp.Unit("DJP"), lp.Unit("DJBC")],
        teams=[lp.Team("audit-1")],
        learners=[lp.Learner("ani")],
        ties=[
            lp.Reporting("DJP", "MOF"),
            lp.Reporting("DJBC", "MOF"),
            lp.Sponsorship("audit-1", "DJP"),
            lp.Placement("ani", "DJP", since=date(2026, 1, 1), until=date(2026, 2, 1)),
            lp.Placement("ani", "DJBC", since=date(2026, 2, 1), until=date(2026, 3, 1)),
            lp.Membership("ani", "audit-1", since=date(2026, 1, 11), until=date(2026, 2, 11), share=0.5),
        ],
    )
    year: dict[str, Any] = {"since": date(2026, 1, 1), "until": date(2027, 1, 1)}
    full = lp.rollup(organization, lp.Evidence.of(), [PLAIN, average], **year)
    assert [full[node, PLAIN.name].exact for node in ("ani", "audit-1", "DJP", "DJBC", "MOF")] == [59, 31, 41, 28, 59]
    assert full["MOF", average.name].exact == F(59, 365)
    assert (full["MOF", average.name].n, full["MOF", average.name].heads) == (1, 1)
    split = lp.rollup(organization, lp.Evidence.of(), [PLAIN], **year, counting="fractional")
    assert [split[node, PLAIN.name].exact for node in ("DJP", "DJBC", "MOF")] == [31 + 5, 18 + 5, 59]


def test_an_open_period_has_no_days_to_count() -> None:
    organization = lp.Organization.of(
        units=[lp.Unit("MOF")], learners=[lp.Learner("ani")], ties=[lp.Placement("ani", "MOF")]
    )
    result = lp.rollup(organization, lp.Evidence.of(), [PLAIN, average, *RATES])
    for metric in (PLAIN, average):
        assert result["MOF", metric.name].missing is lp.MissingReason.NOT_OBSERVED
        assert (result["MOF", metric.name].n, result["MOF", metric.name].due) == (0, 1)
    assert result["MOF", "career.promotion_rate.at_start"].missing is lp.MissingReason.NO_ROSTER
    assert result["MOF", "career.promotion_rate.anyone"].exact == 0


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 40_000), min_size=1, max_size=6), st.integers(1, 40_000))
def test_exposure_reads_the_same_one_by_one_and_many_at_once(days: list[int], length: int) -> None:
    context = Context(whole=1_000_000)
    columns = {"days": np.asarray(days), "period_days": np.full(len(days), length)}
    several: list[tuple[type[PersonYears | AverageHeadcount], tuple[str, ...]]]
    several = [(PersonYears, ("days",)), (AverageHeadcount, ("days", "period_days"))]
    for state, names in several:
        many = state.finalize({name: columns[name] for name in names}, context)
        rows = [dict(zip(("days", "period_days"), (one, length), strict=True)) for one in days]
        one_by_one = [state(**{name: row[name] for name in names}).value(context) for row in rows]
        assert [many.exact(place) for place in range(len(days))] == one_by_one


def test_the_roster_is_not_added_up_but_for_days() -> None:
    def lift(**columns: object) -> lp.Metric:
        return lp.Metric("mine.x", label="x", unit="x", evidence=lp.Presence, state=lp.Sum, lift=columns)

    for wrong in (1, lp.col("learned"), lp.col("days") + 1, lp.when(lp.col("moved") == 1, lp.col("days"), 1)):
        with pytest.raises(lp.MetricDefinitionError, match="a row per stretch of time"):
            lift(total=wrong)
    with pytest.raises(lp.MetricDefinitionError, match="a row per stretch of time"):
        lp.Metric(
            "mine.x", label="x", unit="x", evidence=lp.Presence, state=AverageHeadcount,
            lift={"days": lp.col("days"), "period_days": lp.col("days")},
        )  # fmt: skip
    with pytest.raises(lp.MetricDefinitionError, match="at_end is so of one stretch"):
        _days("mine.days_to_the_end", lp.col("at_end") == 1)
    with pytest.raises(lp.MetricDefinitionError, match="no value per subject"):
        lp.Staged("mine.y", label="y", unit="days", inner=PLAIN, grain=lp.NodeKind.TEAM, outer=lp.Composition.MEAN)


def test_a_hundred_moves_of_2500_people_are_4_per_cent() -> None:
    people = [f"p{number:04}" for number in range(2500)]
    organization = lp.Organization.of(
        units=[lp.Unit("MOF")],
        learners=[lp.Learner(one) for one in people],
        ties=[lp.Placement(one, "MOF") for one in people],
    )
    moves = [
        lp.CareerMove(f"m{place}", on=date(2026, 1, 1) + timedelta(place), learner=one, marks=[lp.MoveMark.ROTATION])
        for place, one in enumerate(people[:100])
    ]
    mobility = rate_of(denominator="average", persons=False)
    result = lp.rollup(organization, lp.Evidence.of(moves), [mobility], since=date(2026, 1, 1), until=date(2027, 1, 1))
    assert result["MOF", mobility.name].exact == F(4, 100)
