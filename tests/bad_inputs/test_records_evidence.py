"""Bad evidence through the Python API; the numbers are the rows of the catalogue of bad inputs."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

import learnperf as lp
from learnperf.errors import Problem
from learnperf.model.collection import record_problems, subject_problems
from learnperf.model.scales import Number

from .table import Way, case, shows

API = Way.API
DAY, BEFORE, AFTER = date(2026, 6, 30), date(2026, 6, 1), date(2026, 7, 31)
ORGANIZATION = lp.Organization.of(
    units=[lp.Unit("DJP")], teams=[lp.Team("audit-1")], learners=[lp.Learner("ani"), lp.Learner("anita")]
)


def evaluation(
    score: Number | None = 4,
    *,
    name: str = "e1",
    learner: str = "ani",
    level: int | str = 3,
    supersedes: str | None = None,
) -> lp.Evaluation:
    return lp.Evaluation(name, on=DAY, learner=learner, level=level, score=score, supersedes=supersedes)


def innovation(contributors: dict[str, Number] | list[str], **more: object) -> lp.Innovation:
    return lp.Innovation("i1", on=DAY, contributors=contributors, **more)  # type: ignore[arg-type]  # what a row may hold


def judgement(condition: str, subject: str = "DJP") -> lp.ConditionJudgement:
    return lp.ConditionJudgement("j1", on=DAY, subject=subject, condition=condition)


def adoption(on: date = DAY, of: str = "i1") -> lp.Adoption:
    return lp.Adoption("a1", on=on, unit="DJP", innovation=of)


REFUSED = [
    case(API, 18, "24/11/2026", lambda: lp.Publication("n", on="24/11/2026", unit="DJP"), "is not a date"),  # type: ignore[arg-type]
    case(API, 18, "Excel serial", lambda: lp.Publication("n", on=45000, unit="DJP"), "is not a date"),  # type: ignore[arg-type]
    case(
        API,
        18,
        "timestamp with zone",
        lambda: lp.Publication("n", on=datetime(2026, 1, 1, tzinfo=UTC), unit="DJP"),
        "choose the day",
    ),
    case(API, 20, "score above the scale", lambda: evaluation(6), "outside the scale 1..5"),
    case(API, 20, "score below the scale", lambda: evaluation(0), "outside the scale 1..5"),
    case(API, 21, "score between steps", lambda: evaluation(3.5), "between two steps"),
    case(API, 23, "decimal comma", lambda: evaluation("4,5"), "decimal mark as a point"),
    case(API, 23, "full-width digit", lambda: evaluation("\uff14"), "plain digits"),
    case(API, 24, "level 0", lambda: evaluation(level=0), r"behaviour \(perilaku\)"),
    case(API, 24, "level 5", lambda: evaluation(level=5), r"behaviour \(perilaku\)"),
    case(API, 24, "level III", lambda: evaluation(level="III"), r"behaviour \(perilaku\)"),
    case(
        API,
        25,
        "unknown rater",
        lambda: lp.Evaluation("e", on=DAY, learner="ani", level=3, rater="x"),  # type: ignore[arg-type]
        r"peer \(rekan\)",
    ),
    case(API, 25, "unknown stage", lambda: innovation(["ani"], stages=[("dream", DAY)]), r"pilot \(uji coba\)"),
    case(
        API,
        25,
        "unknown kind of move",
        lambda: lp.CareerMove("m", on=DAY, learner="a", marks=["x"]),  # type: ignore[list-item]
        r"rotation \(rotasi\)",
    ),
    case(
        API,
        26,
        "post-test above the maximum",
        lambda: lp.Evaluation("e", on=DAY, learner="ani", level=2, score=101, scale=lp.PERCENT, phase=lp.Phase.POST),
        "outside the scale",
    ),
    case(API, 28, "credits of 0.9", lambda: innovation({"ani": 0.5, "anita": 0.4}), "sum to 0.9"),
    case(API, 28, "credits of 1.1", lambda: innovation({"ani": 0.5, "anita": 0.6}), "sum to 1.1"),
    case(API, 29, "no contributor", lambda: innovation([]), "is empty"),
    case(API, 29, "one contributor twice", lambda: innovation(["ani", "ani"]), "twice"),
    case(
        API,
        33,
        "completed before it was given",
        lambda: lp.Assignment("g", on=DAY, team="audit-1", completed=BEFORE),
        "before the day it was given",
    ),
    case(API, 34, "no such condition", lambda: judgement("E7.1"), "E1.1, E1.2.*E6.2"),
    case(API, 43, "empty id", lambda: evaluation(name=""), "is empty"),
    case(API, 57, "beyond 64 bits", lambda: evaluation(2**64), "score", note="score"),
    case(API, 57, "10^300", lambda: evaluation(10.0**300), "score", note="score"),
    case(API, 57, "10^300", lambda: evaluation(10**5000), "very many digits", note="score of 5,000 digits"),
    case(API, 57, "subnormal", lambda: evaluation(5e-324), "score", note="score"),
    case(API, 57, "-0.0", lambda: evaluation(-0.0), "outside the scale", note="score"),
    case(
        API,
        57,
        "beyond 64 bits",
        lambda: lp.Assignment("g", on=DAY, team="audit-1", weight=2**64),
        "weight",
        note="weight",
    ),
    case(API, 57, "10^300", lambda: lp.LearningActivity("c7", hours=1e300), "hours", note="hours"),
    case(API, 57, "beyond 64 bits", lambda: innovation({"ani": 10**30}), "contributors", note="credit"),
]


@pytest.mark.parametrize(("make", "said"), REFUSED)
def test_a_record_is_refused_when_it_is_made(make: Callable[[], object], said: str) -> None:
    with pytest.raises(lp.InvalidValue) as caught:
        make()
    assert re.search(said, str(caught.value))
    assert caught.value.field
    assert caught.value.hint


@pytest.mark.parametrize(
    "missing",
    [
        case(API, 22, "None", None),
        case(API, 22, "empty", ""),
        case(API, 22, "NaN", float("nan")),
        *(case(API, 22, word, word) for word in ("-", "NA", "n/a")),
    ],
)
def test_a_missing_score_is_missing_never_zero_and_never_refused(missing: float | str | None) -> None:
    assert evaluation(missing).steps is None
    result = lp.rollup(
        ORGANIZATION, lp.Evidence.of([evaluation(missing)]), metrics=lp.catalogue("kirkpatrick.behaviour")
    )
    assert result["ani", "kirkpatrick.behaviour"].value is None


@pytest.mark.parametrize("day", [case(API, 19, "year 0001", date.min), case(API, 19, "year 9999", date.max)])
def test_evidence_of_any_day_is_accepted(day: date) -> None:
    evidence = lp.Evidence.of([lp.Publication("n1", on=day, unit="DJP")])
    assert evidence.records["n1"].on == day


@shows(23, "trailing space", way=API)
def test_a_trailing_space_is_trimmed() -> None:
    assert evaluation("4 ").steps == 3


@shows(24, "level perilaku", way=API)
def test_the_indonesian_word_is_read() -> None:
    assert evaluation(level="perilaku").level is lp.Level.BEHAVIOUR


def test_pre_without_post_and_post_without_pre_are_accepted() -> None:
    for phase in lp.Phase:
        lone = lp.Evaluation("e1", on=DAY, learner="ani", level=2, score=4, phase=phase)
        assert lp.Evidence.of([lone]).of_kind(lp.Evaluation) == (lone,)


@shows(30, "stages that go back", "stages dated out of order", way=API)
def test_stages_that_go_back_are_kept_in_order_and_flagged() -> None:
    found = innovation(["ani"], stages=[(lp.Stage.PILOT, AFTER), (lp.Stage.ADOPTED, DAY)])
    assert [stage for stage, _ in found.stages] == [lp.Stage.ADOPTED, lp.Stage.PILOT]
    assert found.went_back


@shows(32, "two marks of one move", "two moves on one day", way=API)
def test_a_move_with_two_marks_is_one_event_and_two_ids_are_two() -> None:
    both = lp.CareerMove("m1", on=DAY, learner="ani", marks=[lp.MoveMark.PROMOTION, lp.MoveMark.TRANSFER])
    assert len(lp.Evidence.of([both])) == 1
    promotion = lp.CareerMove("m1", on=DAY, learner="ani", marks=[lp.MoveMark.PROMOTION])
    transfer = lp.CareerMove("m2", on=DAY, learner="ani", marks=[lp.MoveMark.TRANSFER])
    assert len(lp.Evidence.of([promotion, transfer])) == 2


def test_a_due_date_may_be_missing() -> None:
    assert lp.Assignment("g1", on=DAY, team="audit-1", completed=AFTER).due is None


def found_in(*records: lp.Record) -> list[Problem]:
    return [problem for problem, _ in [*record_problems(records), *subject_problems(records, ORGANIZATION)]]


SET_ASIDE = [
    case(
        API,
        4,
        "evidence about an unknown id",
        lambda: found_in(evaluation(learner="anitta")),
        "unknown id anitta.*anita, ani",
    ),
    case(API, 5, "evaluation of a unit", lambda: found_in(evaluation(learner="DJP")), "DJP is a unit"),
    case(
        API,
        8,
        "one id for two pieces of evidence",
        lambda: found_in(evaluation(4), evaluation(5)),
        "id e1 is used twice",
    ),
    case(
        API,
        31,
        "adoption of an unknown innovation",
        lambda: found_in(innovation(["ani"]), adoption(of="i2")),
        "unknown innovation i2.*i1",
    ),
    case(
        API,
        31,
        "adoption before the idea",
        lambda: found_in(innovation(["ani"]), adoption(BEFORE)),
        "a1 on 2026-06-01 is before the idea on 2026-06-30",
    ),
    case(
        API,
        34,
        "condition of another level",
        lambda: found_in(judgement("E4.1", "ani")),
        "ani is a learner.*E1.1, E1.2, E1.3, E1.4",
        note="of units for a learner",
    ),
    case(
        API,
        34,
        "condition of another level",
        lambda: found_in(judgement("E2.1", "ani")),
        "not a team or a unit",
        note="of teams for a learner",
    ),
    case(
        API,
        35,
        "correction of an unknown id",
        lambda: found_in(evaluation(supersedes="e9")),
        "e1 supersedes the unknown id e9",
    ),
]


@pytest.mark.parametrize(("look", "said"), SET_ASIDE)
def test_a_record_can_be_set_aside_and_the_rest_kept(look: Callable[[], list[Problem]], said: str) -> None:
    (problem,) = look()
    assert re.search(said, str(problem))
    assert not problem.fatal
    assert problem.ids


@shows(7, "the same evidence twice", way=API)
def test_the_same_record_twice_is_taken_once_and_counted() -> None:
    found = lp.Evidence.of([evaluation(4), evaluation("4.0")])
    assert (len(found), found.duplicates) == (1, 1)


@shows(35, "two corrections of one id", way=API)
def test_two_corrections_of_one_record_are_an_error_with_both() -> None:
    with pytest.raises(lp.EvidenceError, match="e1 is superseded twice: by e2 and e3") as caught:
        lp.Evidence.of([evaluation(), evaluation(name="e2", supersedes="e1"), evaluation(name="e3", supersedes="e1")])
    assert caught.value.problems[0].ids == ("e2", "e3")


@shows(35, "correction of a correction", way=API)
def test_of_a_correction_of_a_correction_the_last_holds() -> None:
    chain = [evaluation(3, name="e3", supersedes="e2"), evaluation(1), evaluation(2, name="e2", supersedes="e1")]
    found = lp.Evidence.of(chain)
    assert [record.id for record in found] == ["e3"]
    assert found.holding("e1") is chain[0]


@shows(44, "two Unicode forms of one id", way=API)
def test_ids_of_evidence_in_two_unicode_forms_are_an_error_with_both() -> None:
    with pytest.raises(lp.EvidenceError, match=r"'\\xe9' and 'e\\u0301'"):
        lp.Evidence.of([evaluation(name="\u00e9"), evaluation(name="e\u0301")])


def test_very_many_bad_records_are_all_found_and_soon() -> None:
    records = [
        lp.Adoption(f"a{place}", on=DAY, unit=f"u{place}", innovation=f"i{place}", supersedes=f"x{place}")
        for place in range(5_000)
    ]
    crowd = lp.Organization.of(units=[lp.Unit("DJP")], learners=[lp.Learner(f"l{place}") for place in range(5_000)])
    assert len(record_problems(records)) == 10_000
    assert len(subject_problems(records, crowd)) == 5_000
