"""What follows a participation is found alike on records, tables, engines and in live results, and as said."""

import tempfile
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import learnperf as lp
from learnperf.io.evidence_tables import EVIDENCE_TABLES
from learnperf.metrics.definition import parts_of
from learnperf.metrics.kirkpatrick.reach import chain_metrics, reached
from learnperf.metrics.kirkpatrick.responses import response_rate
from learnperf.rollup.cells import Coding, read_column
from learnperf.rollup.months import months_after
from learnperf.testing import organization_and_evidence

# laws are after answers: other tests run every line, and following them here would double the time
pytestmark = pytest.mark.no_cover

Drawn = tuple[lp.Organization, lp.Evidence]
TODAY = date(2030, 1, 1)
METRICS = (
    *(
        one
        for one in lp.catalogue("kirkpatrick")
        if any(isinstance(part, lp.Metric) and part.evidence is lp.Participation for part in parts_of(one))
    ),
    *chain_metrics(),
    response_rate(lp.Level.BEHAVIOUR, lp.Wave.MONTH_6, lp.Rater.PEER),
    reached(lp.Level.LEARNING, 50),
)
PEOPLE, COURSES = ("ani", "budi"), ("a", "b")
DAYS = st.dates(date(2025, 1, 1), date(2025, 1, 8))


@st.composite
def learning(draw: st.DrawFn) -> list[lp.Participation | lp.Evaluation]:
    """Draw learning of two people in two courses within a week, and evaluations that often follow it."""
    several: list[lp.Participation | lp.Evaluation] = [
        lp.Participation(
            f"p{place}",
            on=draw(DAYS),
            learner=draw(st.sampled_from(PEOPLE)),
            activity=draw(st.sampled_from(COURSES)),
            completed=draw(st.integers(0, 3)) > 0,
        )
        for place in range(draw(st.integers(0, 6)))
    ]
    for place in range(draw(st.integers(0, 8))):
        scale = draw(st.sampled_from([lp.LIKERT_5, lp.LIKERT_7]))
        several.append(
            lp.Evaluation(
                f"e{place}",
                on=draw(DAYS),
                learner=draw(st.sampled_from(PEOPLE)),
                activity=draw(st.sampled_from([*COURSES, "c", None])),
                level=draw(st.sampled_from(lp.Level)),
                score=draw(st.sampled_from([None, 1, 2, 4, 5])),
                scale=scale,
                rater=draw(st.sampled_from([None, *lp.Rater])),
                wave=draw(st.sampled_from([None, *lp.Wave])),
            )
        )
    return several


def office() -> lp.Organization:
    return lp.Organization.of(
        units=[lp.Unit("top")],
        learners=[lp.Learner(who) for who in PEOPLE],
        ties=[lp.Placement(who, "top") for who in PEOPLE],
    )


def _key(one: lp.Participation) -> tuple[str | None, str, date]:
    return one.learner, one.activity, one.on


def followers(of: lp.Participation, records: list[lp.Participation | lp.Evaluation]) -> list[lp.Evaluation]:
    """Say in plain words which evaluations follow a participation."""
    same = [one for one in records if one.learner == of.learner and one.activity == of.activity]
    days = [one.on for one in same if isinstance(one, lp.Participation) and one.completed]
    after = [one for one in same if isinstance(one, lp.Evaluation) and one.score is not None]
    return [
        one
        for one in after
        if one.wave is not lp.Wave.BASELINE and max((day for day in days if day <= one.on), default=None) == of.on
    ]


@settings(max_examples=30, deadline=None)
@given(learning(), st.sampled_from(lp.Level), st.sampled_from([None, *lp.Rater]), st.sampled_from([0, 3, 5]))
def test_columns_say_what_follows(
    records: list[lp.Participation | lp.Evaluation], level: lp.Level, rater: lp.Rater | None, months: int
) -> None:
    evidence = lp.Evidence.of(records)
    coding = Coding(office(), evidence, date(2025, 1, 6).toordinal())
    learned = evidence.of_kind(lp.Participation)
    known = [one for one in records if one.on <= date(2025, 1, 6) or isinstance(one, lp.Participation)]
    wave = {3: lp.Wave.MONTH_3}.get(months)
    arguments: list[int | lp.Rater] = [level, months, *([rater] if rater else [])]
    (answered,) = lp.col("answered", *arguments).columns
    (at_half,) = lp.col("reached", level, 50).columns
    for place, cells in enumerate(
        zip(*(read_column(lp.Participation, one, coding, learned) for one in (answered, at_half)), strict=True)
    ):
        one = learned[place]
        if not any(other.completed and _key(other) == _key(one) for other in learned):
            assert cells == (None, None)
            continue
        several = [other for other in followers(one, known) if other.level == level]
        of_wave = [other for other in several if not months or (wave is not None and other.wave is wave)]
        assert cells[0] == int(any(rater is None or other.rater is rater for other in of_wave))
        parts = [Fraction(other.steps or 0, other.scale.top) for other in several]
        assert cells[1] == (int(sum(parts) >= Fraction(len(parts), 2)) if parts else None)


def tables(organization: lp.Organization, evidence: lp.Evidence, *, in_engine: bool) -> lp.Tables:
    with tempfile.TemporaryDirectory() as folder:
        lp.save(organization, evidence, folder, format="parquet")
        paths = {table.name: Path(folder) / f"{table.name}.parquet" for table in EVIDENCE_TABLES}
        sources: dict[str, Any] = {name: path for name, path in paths.items() if path.exists()}
        if in_engine and "evaluations" in sources:
            sources |= {"evaluations": pl.read_parquet(sources["evaluations"]).lazy(), "engine": "frames"}
        return lp.tables(organization, today=TODAY, **sources)


def _same(drawn: Drawn) -> None:
    expected = lp.rollup(*drawn, METRICS, today=TODAY)
    assert lp.rollup(*drawn, METRICS, today=TODAY, engine="naive").columns() == expected.columns()
    for in_engine in (False, True):
        again = tables(*drawn, in_engine=in_engine)
        assert lp.rollup(again, metrics=METRICS, today=TODAY).columns() == expected.columns()


@settings(max_examples=15, deadline=None)
@given(learning())
def test_engines_agree_about_what_follows(records: list[lp.Participation | lp.Evaluation]) -> None:
    _same((office(), lp.Evidence.of(records)))


@settings(max_examples=10, deadline=None)
@given(organization_and_evidence())
def test_engines_agree_about_any_evidence(drawn: Drawn) -> None:
    _same(drawn)


@settings(max_examples=15, deadline=None)
@given(learning(), learning())
def test_live_results_follow_what_is_added(
    records: list[lp.Participation | lp.Evaluation], more: list[lp.Participation | lp.Evaluation]
) -> None:
    live = lp.rollup(office(), lp.Evidence.of(records), METRICS).live()
    new = [evolve(one, id=f"new {one.id}") for one in more]
    for one in new:
        live.add(one)
    assert live.result().columns() == lp.rollup(office(), lp.Evidence.of([*records, *new]), METRICS).columns()


def test_months_end_on_the_same_day_or_the_last() -> None:
    days = [(date(2026, 1, 31), 1), (date(2024, 2, 29), 12), (date(2026, 3, 15), 0), (date(2025, 12, 31), 6)]
    ends = [date(2026, 2, 28), date(2025, 2, 28), date(2026, 3, 15), date(2026, 6, 30)]
    assert [months_after(day, months) for day, months in days] == [end.toordinal() for end in ends]
    assert months_after(date.max, 1) == date.max.toordinal() + 1


def _learned(place: int, on: date) -> lp.Participation:
    return lp.Participation(f"p{place}", on=on, learner="ani", activity="a")


def test_a_rate_is_of_what_is_due_and_not_of_who_answered() -> None:
    begin, report = date(2025, 1, 10), date(2025, 7, 1)
    evidence = lp.Evidence.of(
        [
            _learned(0, begin),
            _learned(1, date(2025, 4, 2)),
            lp.Evaluation(
                "e", on=date(2025, 4, 12), learner="ani", activity="a", level=3, score=4, wave=lp.Wave.MONTH_3
            ),
            lp.Evaluation("f", on=begin, learner="ani", activity="a", level=3, score=4, wave=lp.Wave.BASELINE),
        ]
    )
    result = lp.rollup(office(), evidence, METRICS, until=report + timedelta(days=1))
    rate = result["top", "kirkpatrick.behaviour.response_rate.3m"]
    # of April's, three months have not passed on the first of July; the evaluation follows it, not January's
    assert (rate.exact, rate.n, rate.due) == (Fraction(0), 1, 1)
    later = lp.rollup(office(), evidence, METRICS, until=report + timedelta(days=2))
    assert later["top", "kirkpatrick.behaviour.response_rate.3m"].exact == Fraction(1, 2)
    assert later["top", "kirkpatrick.reaction.response_rate"].exact == 0
    assert later["top", "kirkpatrick.behaviour.response_rate.6m"].missing is lp.MissingReason.NO_EVIDENCE
    assert later["top", "kirkpatrick.behaviour.response_rate.6m.peer"].missing is lp.MissingReason.NO_EVIDENCE
