"""Saved states: what can be gone on from, what is refused, and what is said about it."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import learnperf as lp
from learnperf.errors import EvidenceError, InvalidValue, StateError

JANUARY, FEBRUARY, MARCH = (date(2026, month, 15) for month in (1, 2, 3))
BEHAVIOUR = lp.catalogue("kirkpatrick.behaviour.mean_of_learners")
COUNTS = lp.catalogue("publication.count", "innovation.count")
SCORE = {"n": 1, "total": lp.col("score"), "scale_low": lp.col("scale"), "scale_high": lp.col("scale")}
Saved = Callable[..., lp.SavedStates]


def _metric(name: str, **options: Any) -> lp.Metric:  # noqa: ANN401 -- any of the options of a metric
    return lp.Metric(f"mine.{name}", label=name, **{"unit": "points", **options})


def _count(**options: Any) -> lp.Metric:  # noqa: ANN401 -- any of the options of a metric
    given = {"evidence": lp.Publication, "state": lp.Count, "lift": {"count": 1}, **options}
    return _metric("news", **given)


def organization(*more: lp.Tie, learners: Iterable[str] = ("ani", "budi")) -> lp.Organization:
    """Two units, a team, and people who are in one of them each."""
    people = list(learners)
    return lp.Organization.of(
        units=[lp.Unit("top"), lp.Unit("left"), lp.Unit("right")],
        teams=[lp.Team("audit")],
        learners=[lp.Learner(one, name="Somebody") for one in people],
        ties=[
            lp.Reporting("left", "top"),
            lp.Reporting("right", "top"),
            lp.Sponsorship("audit", "left"),
            *(lp.Placement(one, "left") for one in people if one != "ani"),
            *(more or (lp.Placement("ani", "left"),)),
        ],
    )


def score(name: str, value: int, on: date, learner: str = "ani") -> lp.Evaluation:
    """Evaluate behaviour."""
    return lp.Evaluation(name, learner=learner, level=lp.Level.BEHAVIOUR, score=value, on=on)


def news(name: str, on: date) -> lp.Publication:
    """Publish something."""
    return lp.Publication(name, on=on, unit="left")


@pytest.fixture
def kept(tmp_path: Path) -> Saved:
    """Give a function that saves a rollup and loads it."""

    def save(*question: Any, **options: Any) -> lp.SavedStates:  # noqa: ANN401 -- whatever a rollup is asked
        lp.rollup(*question, **options).save(tmp_path / "states")
        return lp.load_states(tmp_path / "states")

    return save


def test_yesterday_and_today_read_as_both(kept: Saved) -> None:
    yesterday = kept(organization(), lp.Evidence.of([score("e1", 2, JANUARY)]), BEHAVIOUR)
    result = lp.rollup(organization(), lp.Evidence.of([score("e2", 5, JANUARY, "budi")]), onto=yesterday)
    reading = result["top", "kirkpatrick.behaviour.mean_of_learners"]
    assert (reading.exact, reading.n, reading.heads) == (Fraction(7, 2), 2, 2)


def test_what_is_in_states_is_said_in_a_few_lines(kept: Saved) -> None:
    count = lp.catalogue("publication.count")
    states = kept(organization(), lp.Evidence.of([news("n1", JANUARY), news("n2", MARCH)]), count, by="month")
    assert repr(states).splitlines() == [
        "<SavedStates 2 pieces of evidence of 2026-01-15 to 2026-03-15",
        "  metrics: publication.count v1",
        "  periods: 2026-01, 2026-02, 2026-03",
        "  ties: those of each piece's day",
        "  counting and window: any>",
    ]
    assert (states.first_day, states.last_day) == (JANUARY, MARCH)
    nothing = kept(organization(), lp.Evidence.of(), count, structure=JANUARY)
    assert "of no day" in repr(nothing)
    assert "ties: those of one day" in repr(nothing)
    assert (nothing.first_day, nothing.last_day, nothing.span) == (None, None, None)


def test_states_have_ids_and_no_names(tmp_path: Path) -> None:
    lp.rollup(organization(), lp.Evidence.of([score("e1", 2, JANUARY)]), BEHAVIOUR).save(tmp_path / "states")
    written = (tmp_path / "states").read_bytes()
    assert b"Somebody" not in written
    assert b"budi" in written


def test_states_of_many_days_may_be_read_in_windows_and_longer_periods_of_them(kept: Saved) -> None:
    evidence = lp.Evidence.of([news("n1", JANUARY), news("n2", FEBRUARY)])
    states = kept(organization(), evidence, COUNTS, by="month", window="to_date")
    today = lp.Evidence.of([news("n3", MARCH)])
    for question in ({"by": "month", "window": 2}, {"by": "quarter"}, {"by": "year"}, {}):
        result = lp.rollup(organization(), today, COUNTS, onto=states, **question)
        everything = lp.rollup(organization(), lp.Evidence.of([*evidence, *today]), COUNTS, **question)
        assert list(result) == list(everything)


def test_an_end_that_moves_on_is_no_other_period(kept: Saved) -> None:
    states = kept(organization(), lp.Evidence.of([news("n1", JANUARY)]), COUNTS, until=FEBRUARY)
    result = lp.rollup(organization(), lp.Evidence.of([news("n2", FEBRUARY)]), onto=states, until=MARCH)
    assert result["left", "publication.count"].value == 2


def test_periods_that_states_cannot_tell_apart_are_refused(kept: Saved) -> None:
    evidence = lp.Evidence.of([news("n1", JANUARY), news("n2", FEBRUARY)])
    states = kept(organization(), evidence, COUNTS)
    with pytest.raises(StateError, match=r"not counted by these periods: 2026-01, 2026-02"):
        lp.rollup(organization(), onto=states, by="month")


def test_days_that_were_outside_cannot_be_counted_later(kept: Saved) -> None:
    states = kept(organization(), lp.Evidence.of([news("n1", JANUARY), news("n2", MARCH)]), COUNTS, until=FEBRUARY)
    with pytest.raises(StateError, match=r"not counted by these periods: all"):
        lp.rollup(organization(), onto=states)


def test_a_stock_is_read_at_the_ends_it_was_saved_for_and_later(kept: Saved) -> None:
    last = _metric("last", evidence=lp.Evaluation, state=lp.Mean, lift=SCORE, latest_by=("level",))
    states = kept(
        organization(), lp.Evidence.of([score("e1", 1, JANUARY), score("e2", 3, MARCH)]), [last], by="quarter"
    )
    waves = [lp.Period("before", None, JANUARY), lp.Period("after", date(2026, 4, 1), None)]
    result = lp.rollup(organization(), lp.Evidence.of(), [last], onto=states, by=waves)
    assert result["left", "mine.last", "before"].value is None
    assert result["left", "mine.last", "after"].value == 3
    later = lp.Evidence.of([score("e3", 5, date(2026, 4, 2))])
    assert lp.rollup(organization(), later, [last], onto=states)["left", "mine.last"].value == 5
    with pytest.raises(StateError, match=r"end of these periods was not saved: winter"):
        lp.rollup(organization(), None, [last], onto=states, by=[lp.Period("winter", FEBRUARY, date(2026, 3, 1))])


def test_ties_of_one_day_say_nothing_of_those_of_each_day(kept: Saved) -> None:
    evidence = lp.Evidence.of([news("n1", JANUARY)])
    states = kept(organization(), evidence, COUNTS, structure=MARCH)
    with pytest.raises(StateError, match=r"ties of one day"):
        lp.rollup(organization(), onto=states)
    assert lp.rollup(organization(), onto=states, structure=JANUARY)["top", "publication.count"].value == 1


def test_ties_of_each_day_may_be_read_with_those_of_one(kept: Saved) -> None:
    moves = organization(lp.Placement("ani", "left", until=FEBRUARY), lp.Placement("ani", "right", since=FEBRUARY))
    evidence = [score("e1", 2, JANUARY), score("e2", 4, MARCH)]
    states = kept(moves, lp.Evidence.of(evidence[:1]), BEHAVIOUR)
    then, now = (
        lp.rollup(moves, lp.Evidence.of(evidence[1:]), onto=states, structure=day) for day in ("as_was", MARCH)
    )
    name = "kirkpatrick.behaviour.mean_of_learners"
    assert [(then[unit, name].value, now[unit, name].value) for unit in ("left", "right")] == [(2, None), (4, 3)]


def test_new_ties_after_the_days_saved_change_nothing_before(kept: Saved) -> None:
    states = kept(organization(), lp.Evidence.of([score("e1", 2, JANUARY)]), BEHAVIOUR)
    moved = organization(
        lp.Placement("ani", "left", until=MARCH),
        lp.Placement("ani", "right", since=MARCH),
        learners=["ani", "budi", "aan"],
    )
    result = lp.rollup(moved, lp.Evidence.of([score("e2", 4, MARCH)]), onto=states)
    name = "kirkpatrick.behaviour.mean_of_learners"
    assert [result[unit, name].value for unit in ("left", "right", "top")] == [2, 4, 3]


def test_ties_changed_in_retrospect_between_days_that_were_saved_together_are_refused(kept: Saved) -> None:
    evidence = lp.Evidence.of([score("e1", 2, JANUARY), score("e2", 2, MARCH)])
    states = kept(organization(), evidence, BEHAVIOUR)
    moved = organization(lp.Placement("ani", "left", until=FEBRUARY), lp.Placement("ani", "right", since=FEBRUARY))
    with pytest.raises(StateError, match=r"ani from 2026-01-15 to 2026-03-15 .*roll all evidence up"):
        lp.rollup(moved, onto=states)
    assert lp.rollup(moved, onto=states, structure=MARCH)["right", BEHAVIOUR[0].name].value == 2


def test_nodes_that_are_gone_are_refused_where_evidence_was_about_them(kept: Saved) -> None:
    states = kept(organization(), lp.Evidence.of([score("e1", 2, JANUARY)]), BEHAVIOUR)
    assert lp.rollup(organization(learners=["ani"]), onto=states)["top", BEHAVIOUR[0].name].value == 2
    gone = lp.Organization.of(units=[lp.Unit("top")], learners=[lp.Learner("budi")])
    with pytest.raises(StateError, match=r"does not have: ani"):
        lp.rollup(gone, onto=states)
    other = lp.Organization.of(units=[lp.Unit("top"), lp.Unit("ani")], ties=[lp.Reporting("ani", "top")])
    with pytest.raises(StateError, match=r"does not have: ani"):
        lp.rollup(other, onto=states)


def test_evidence_that_is_in_states_already_is_refused(kept: Saved) -> None:
    states = kept(organization(), lp.Evidence.of([news("n1", JANUARY), news("n2", JANUARY)]), COUNTS)
    with pytest.raises(EvidenceError, match=r"in the saved states already: n2") as found:
        lp.rollup(organization(), lp.Evidence.of([news("n2", JANUARY), news("n3", JANUARY)]), onto=states)
    assert [problem.ids for problem in found.value.problems] == [("n2",)]


def test_a_correction_of_what_is_in_states_is_refused(kept: Saved) -> None:
    states = kept(organization(), lp.Evidence.of([news("n1", JANUARY)]), COUNTS)
    mended = lp.Publication("n2", on=MARCH, unit="left", supersedes="n1")
    with pytest.raises(EvidenceError, match=r"in the saved states already: n1"):
        lp.rollup(organization(), lp.Evidence.of([news("n1", JANUARY), mended]), onto=states)


def test_what_was_replaced_before_is_not_counted_later(kept: Saved) -> None:
    mended = lp.Publication("n2", on=MARCH, unit="left", supersedes="n1")
    states = kept(organization(), lp.Evidence.of([news("n1", JANUARY), mended]), COUNTS)
    with pytest.raises(EvidenceError, match=r"in the saved states already: n1"):
        lp.rollup(organization(), lp.Evidence.of([news("n1", JANUARY)]), onto=states)


def test_metrics_that_look_at_more_than_a_piece_are_refused_all_at_once(tmp_path: Path) -> None:
    result = lp.rollup(organization(), lp.Evidence.of())
    refused = [metric.name for metric in result.metrics if metric not in lp.continuable(result.metrics)]
    with pytest.raises(StateError) as found:
        result.save(tmp_path / "states")
    assert [name for name in refused[:20] if f" {name} " not in str(found.value)] == []
    assert re.search(r"and \d+ more", str(found.value))
    assert not (tmp_path / "states").exists()
    assert {
        *("adoption.days", "adoption.share", "assignment.on_time", "career.linked_moves", "competency.gap"),
        *("kirkpatrick.behaviour.change", "kirkpatrick.results.change", "learning.relevance"),
    } <= set(refused)


def test_metrics_that_need_records_again_are_refused(tmp_path: Path) -> None:
    opaque = lp.Opaque("mine.opaque", label="x", unit="x", evidence=lp.Publication, function=len)
    last = _metric("last", evidence=lp.Evaluation, state=lp.Count, function=lambda _: lp.Count(1), latest_by=("level",))
    share = lp.RatioOf("mine.share", label="x", unit="x", numerator=last, denominator=_count(), base="of news")
    assert lp.continuable([opaque, last, share]) == ()
    result = lp.rollup(organization(), lp.Evidence.of(), [opaque, share])
    with pytest.raises(StateError, match=r"mine.opaque needs .*; mine.share \(by mine.last\) needs"):
        result.save(tmp_path / "states")


def test_metrics_that_failed_are_refused(tmp_path: Path) -> None:
    odd = _metric("odd", evidence=lp.Publication, state=lp.Count, function=lambda _: 1 // 0)
    result = lp.rollup(organization(), lp.Evidence.of([news("n1", MARCH)]), [odd], on_failure="skip")
    with pytest.raises(StateError, match=r"mine.odd failed: metric mine.odd failed on n1"):
        result.save(tmp_path / "states")


def test_metrics_that_were_not_saved_or_are_defined_otherwise_are_refused(kept: Saved) -> None:
    states = kept(organization(), lp.Evidence.of([news("n1", MARCH)]), [_count()])
    assert lp.rollup(organization(), None, [_count()], onto=states)["left", "mine.news"].value == 1
    with pytest.raises(StateError, match=r"publication.count was not saved"):
        lp.rollup(organization(), None, lp.catalogue("publication.count"), onto=states)
    with pytest.raises(StateError, match=r"mine.news was saved by another definition"):
        lp.rollup(organization(), None, [_count(where=lp.col("channel") == lp.Channel.FORMAL)], onto=states)
    with pytest.raises(StateError, match=r"adoption.days reads days"):
        lp.rollup(organization(), None, lp.catalogue("adoption.days"), onto=states)
    with pytest.raises(StateError, match=r"not in the catalogue: mine.news"):
        lp.rollup(organization(), onto=states)


def test_60_a_metric_with_another_version_of_its_state_is_refused(kept: Saved) -> None:
    states = kept(organization(), lp.Evidence.of([news("n1", MARCH)]), [_count(version=2)])
    with pytest.raises(StateError, match=r"mine.news was saved in version 2 and is in version 3 now"):
        lp.rollup(organization(), None, [_count(version=3)], onto=states)


@pytest.mark.parametrize("engine", ["naive", "frames"])
def test_other_engines_do_not_go_on_from_states(kept: Saved, engine: str) -> None:
    states = kept(organization(), lp.Evidence.of([news("n1", MARCH)]), COUNTS)
    with pytest.raises(InvalidValue, match=r"does not go on from saved states"):
        lp.rollup(organization(), onto=states, engine=engine)


def test_single_pieces_are_not_asked_of_states(kept: Saved) -> None:
    states = kept(organization(), lp.Evidence.of([news("n1", JANUARY), news("n2", MARCH)]), COUNTS)
    result = lp.rollup(organization(), onto=states)
    for asked in (
        lambda: result.explain("left", "publication.count"),
        lambda: result.contributions("left", "publication.count"),
        result.live,
    ):
        with pytest.raises(StateError, match=r"needs every piece of evidence, and those of 2026-01-15 to 2026-03-15"):
            asked()


def test_the_roster_knows_who_learned_and_moved_before(kept: Saved) -> None:
    metrics = lp.catalogue("learning.continuity", "career.mover_rate_learned", "career.mover_rate")
    learned = lp.Participation("p1", on=JANUARY, activity="course", learner="ani", completed=True)
    moved = lp.CareerMove("m1", on=FEBRUARY, learner="ani", marks=[lp.MoveMark.ROTATION])
    states = kept(organization(), lp.Evidence.of([learned]), metrics, by="year")
    result = lp.rollup(organization(), lp.Evidence.of([moved]), onto=states, by="year")
    assert result["left", "career.mover_rate_learned"].value == 1
    assert result["left", "learning.continuity"].exact == Fraction(1, 2)


def test_sums_beyond_64_bits_are_saved(kept: Saved) -> None:
    big = _metric("big", evidence=lp.Publication, state=lp.Sum, lift={"total": 2**62})
    evidence = lp.Evidence.of([news(f"n{place}", MARCH) for place in range(3)])
    states = kept(organization(), evidence, [big])
    assert lp.rollup(organization(), None, [big], onto=states)["left", "mine.big"].exact == 3 * 2**62
    again = kept(organization(), lp.Evidence.of([news("n4", MARCH)]), [big], onto=states)
    assert lp.rollup(organization(), None, [big], onto=again)["top", "mine.big"].exact == 2**64


@pytest.mark.parametrize("engine", ["memory", "frames"])
def test_states_of_tables_are_those_of_records(kept: Saved, engine: str) -> None:
    days = [date(2026, 1, 1 + place) for place in range(6)]
    rows = {"id": [f"e{place}" for place in range(6)], "learner": ["ani", "budi"] * 3, "score": [1, 2, 3, 4, 5, 1]}
    frame = pl.DataFrame({**rows, "level": "behaviour", "on": days, "supersedes": [None] * 5 + ["e2"]})
    first, rest = (
        lp.tables(organization(), evaluations=one, engine=engine) for one in (frame[:2].lazy(), frame[2:].lazy())
    )
    states = kept(first, None, BEHAVIOUR, engine=engine)
    result = lp.rollup(rest, onto=states)
    whole = lp.rollup(lp.tables(organization(), evaluations=frame), metrics=BEHAVIOUR)
    assert list(result) == list(whole)
    again = kept(rest, None, BEHAVIOUR, onto=states)
    assert again.size == 5
    # the one that was replaced counts as known, too
    late = lp.tables(organization(), evaluations=frame[2:3], engine="memory")
    with pytest.raises(EvidenceError, match="in the saved states already: e2"):
        lp.rollup(late, onto=again)
    with pytest.raises(EvidenceError, match="in the saved states already: e0, e1"):
        lp.rollup(first, onto=states)
    records = lp.Evidence.of([score("e3", 4, days[3], "budi")])
    with pytest.raises(EvidenceError, match="in the saved states already: e3"):
        lp.rollup(organization(), records, onto=again)


def test_saved_pieces_are_accounted_for(kept: Saved) -> None:
    ties = lp.Placement("ani", "left", share=0.6), lp.Placement("ani", "right", share=0.3, since=JANUARY)
    firm = organization(*ties, learners=["ani", "budi", "aan"])
    away = lp.Organization.of(
        units=firm.units.values(),
        teams=[*firm.teams.values(), lp.Team("loose")],
        learners=[*firm.learners.values(), lp.Learner("gone")],
        ties=firm.ties,
    )
    last = _metric("last", evidence=lp.Evaluation, state=lp.Mean, lift=SCORE, latest_by=("level",))
    metrics = [last, *lp.catalogue("innovation.count", "assignment.completion", "learning.learners_active")]
    evidence: list[lp.Record] = [
        score("e1", 3, JANUARY),
        score("e2", 4, JANUARY, "gone"),
        score("e3", 4, date(2027, 1, 1), "budi"),
        lp.Innovation("i1", contributors=["ani", "gone"], on=FEBRUARY),
        lp.Innovation("i2", contributors=["gone", "loose"], on=FEBRUARY),
        lp.Assignment("a1", team="audit", on=JANUARY),
        lp.Assignment("a2", team="loose", on=JANUARY),
        score("e4", 5, MARCH),
        score("e5", 5, MARCH, "gone"),
    ]
    for structure in ("as_was", MARCH):
        question: dict[str, Any] = {"counting": "fractional", "by": "month", "window": 2, "structure": structure}
        question["until"] = date(2027, 1, 1)
        states = kept(away, lp.Evidence.of(evidence[:-2]), metrics, **question)
        result = lp.rollup(away, lp.Evidence.of(evidence[-2:]), metrics, onto=states, **question)
        whole = lp.rollup(away, lp.Evidence.of(evidence), metrics, **question)
        accounting = result.accounting
        assert (accounting.given, accounting.placed, accounting.unattached, accounting.outside) == (9, 4, 4, 1)
        assert accounting.unattached_ids == ("e5",)
        assert (whole.accounting.placed, whole.accounting.unattached) == (4, 4)
        assert result.unallocated == whole.unallocated
        assert result.unallocated["ani"] > 0
