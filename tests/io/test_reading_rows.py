"""Rows given through the API: the same conversion and checks as files, and what only Python values can be."""

from __future__ import annotations

from datetime import date, datetime, timezone
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest

from learnperf.io import Loaded, read_tables
from learnperf.model.evidence import Assignment, Evaluation
from learnperf.model.scales import LIKERT_4, LIKERT_5, PERCENT, Scale, ScaleType
from learnperf.model.vocabulary import Level, Provider, Rater

TODAY = date(2026, 11, 24)
DAY = date(2026, 6, 30)
MIDNIGHT = datetime(2026, 6, 30)  # noqa: DTZ001 - a moment without a zone is the point
SOUND: dict[str, list[dict[str, object]]] = {
    "units": [{"id": "MOF"}],
    "teams": [{"id": "t"}],
    "learners": [{"id": "ani"}, {"id": "7"}],
}
EVALUATION: dict[str, object] = {"id": "e1", "on": DAY, "learner": "ani", "level": 3}


def loaded(**tables: list[dict[str, object]]) -> Loaded:
    return read_tables({**SOUND, **tables}, today=TODAY)


def evaluation(**cells: object) -> Evaluation:
    found = loaded(evaluations=[{**EVALUATION, **cells}])
    assert found.report.rejected == ()
    (record,) = found.evidence.of_kind(Evaluation)
    return record


def rejection(table: str, cells: dict[str, object]) -> str:
    (one,) = loaded(**{table: [cells]}).report.rejected
    assert (one.table, one.file, one.row) == (table, None, 1)
    return str(one)


@pytest.mark.parametrize(
    "missing", [None, float("nan"), "", "NA", np.nan, np.float64("nan"), pd.NA, pd.NaT, Decimal("NaN")]
)
def test_22_a_missing_score_is_missing(missing: object) -> None:
    found = evaluation(score=missing, rater=missing, activity=missing)
    assert (found.score, found.steps, found.rater, found.activity) == (None, None, None, None)


@pytest.mark.parametrize("score", [4, 4.0, "4", Decimal(4), Fraction(4), np.int64(4), np.float32(4.0), " 4 "])
def test_a_score_is_read_exactly_whatever_type_it_has(score: object) -> None:
    assert evaluation(score=score).score == 4


@pytest.mark.parametrize("level", [3, 3.0, "3", Level.BEHAVIOUR, "Behaviour", "PERILAKU", np.int8(3)])
def test_a_level_is_read_by_word_label_or_number(level: object) -> None:
    assert evaluation(level=level).level is Level.BEHAVIOUR


@pytest.mark.parametrize("on", [DAY, MIDNIGHT, "2026-06-30", np.datetime64("2026-06-30"), pd.Timestamp(DAY)])
def test_a_day_is_read_where_it_is_exact(on: object) -> None:
    assert evaluation(on=on).on == DAY


def test_words_may_be_given_as_they_are() -> None:
    assert evaluation(rater=Rater.PEER).rater is Rater.PEER
    found = loaded(activities=[{"id": "c", "provider": Provider.BPPK, "structured": np.bool_(False)}])  # noqa: FBT003 - a cell
    assert found.evidence.activities["c"].provider is Provider.BPPK
    assert found.evidence.activities["c"].structured is False


@pytest.mark.parametrize(
    ("cells", "scale"),
    [
        ({}, LIKERT_5),
        ({"scale_max": 10}, Scale(1, 10)),
        ({"scale_min": 0, "scale_max": "1", "scale_step": "1/3"}, Scale(0, 1, Fraction(1, 3))),
        ({"scale": "percent"}, PERCENT),
        ({"scale": "likert-4", "scale_type": "ordinal"}, Scale(1, 4, type=ScaleType.ORDINAL)),
        ({"scale_type": "ordinal"}, Scale(1, 5, type=ScaleType.ORDINAL)),
    ],
)
def test_scales_are_declared_by_name_or_by_their_ends(cells: dict[str, object], scale: Scale) -> None:
    assert evaluation(**cells).scale == scale


def test_the_same_scale_is_one_value_for_all_rows() -> None:
    rows: list[dict[str, object]] = [{**EVALUATION, "id": str(place), "scale_max": "4"} for place in range(3)]
    found = loaded(evaluations=rows).evidence.of_kind(Evaluation)
    assert {id(one.scale) for one in found} == {id(found[0].scale)}
    assert found[0].scale == LIKERT_4


REFUSED: tuple[tuple[str, dict[str, object], str], ...] = (
    ("evaluations", {**EVALUATION, "on": datetime(2026, 6, 30, 8)}, "is a moment, not a day (choose the day"),  # noqa: DTZ001 - a moment without zone is the point
    ("evaluations", {**EVALUATION, "on": datetime(2026, 6, 30, tzinfo=timezone.utc)}, "is a moment"),  # noqa: UP017 - 3.11
    ("evaluations", {**EVALUATION, "on": 45_000}, "spreadsheet's number of a day"),
    ("evaluations", {**EVALUATION, "on": ["2026"]}, "on: 'list of 1' is a list (write it as 2026-06-30)"),
    ("evaluations", {**EVALUATION, "learner": 7.0}, "learner: '7.0' is a number, not text"),
    ("evaluations", {**EVALUATION, "learner": True}, "learner: 'True' is true or false, not text"),
    ("evaluations", {**EVALUATION, "learner": b"ani"}, "learner: 'bytes of 3' is bytes, not text"),
    ("evaluations", {**EVALUATION, "score": {}}, "score: 'dict of 0' is an object"),
    ("evaluations", {**EVALUATION, "score": object}, "is a value of type type"),
    ("evaluations", {**EVALUATION, "score": float("inf")}, "not a finite number"),
    ("evaluations", {**EVALUATION, "scale": "percent", "scale_max": 10}, "is named and has its ends declared too"),
    ("evaluations", {**EVALUATION, "scale_max": [1]}, "scale_max: 'list of 1' is a list"),
    ("evaluations", {**EVALUATION, "scale_max": 0}, "scale: '1..0 by 1' has a maximum that is not above"),
    ("evaluations", {**EVALUATION, "Score": 4}, "Score: '4' is not a column (write score)"),
    ("assignments", {"id": "a", "on": DAY, "team": "t", "quality": 9}, "quality: '9' is outside the scale 1..5"),
    ("assignments", {"id": "a", "on": DAY, "team": "t", "weight": 0}, "weight: '0' is not in 1..1000000"),
    ("assignments", {"id": "a", "on": DAY, "team": "t", "weight": 1.5}, "weight: '1.5' is not a whole number"),
    ("activities", {"id": "c", "structured": "perhaps"}, "is not yes or no (write true or false (ya, tidak))"),
    ("activities", {"id": "c", "hours": -1}, "hours: '-1' is not in 0..100000"),
    ("activities", {"id": "c", "competencies": 5}, "competencies: '5' is a value of type int, not a list"),
    ("activities", {"id": "c", "competencies": '["a"'}, "is not a list (separate several by semicolons"),
    ("activities", {"id": "c", "competencies": ["a", ""]}, "competencies: '' is empty"),
    ("activities", {"id": "c", "name": []}, "name: 'list of 0' is a list, not text"),
    ("participations", {"id": "p", "on": DAY, "activity": "c"}, "learner: '' is missing, and so is team"),
    (
        "memberships",
        {"learner": "ani", "team": "t", "share": "60%"},
        "share: '60%' is a percentage (write 0.6 for 60%)",
    ),
    ("career_moves", {"id": "m", "on": DAY, "learner": "ani", "marks": []}, "marks: '' is empty"),
)


@pytest.mark.parametrize(("table", "cells", "says"), REFUSED, ids=[case[2] for case in REFUSED])
def test_a_value_that_a_column_cannot_hold_is_told(table: str, cells: dict[str, object], says: str) -> None:
    assert says in rejection(table, cells)


def test_a_row_may_have_several_reasons_and_counts_once() -> None:
    report = loaded(evaluations=[{"id": "e1", "on": "soon", "learner": "ani", "level": 9, "score": "x"}]).report
    assert [one.field for one in report.rejected] == ["on", "level", "score"]
    assert report.rejected_count == 1


def test_a_row_that_is_no_mapping_is_set_aside() -> None:
    rows: Any = [["e1"], None]
    report = read_tables({**SOUND, "evaluations": rows}).report
    assert [(one.row, one.value) for one in report.rejected] == [(1, "list of 1"), (2, "")]
    assert (report.read, report.kept, report.rejected_count) == (6, 4, 2)


def test_a_list_of_ids_may_be_a_list_or_a_text() -> None:
    competencies: list[dict[str, object]] = [{"id": "a"}, {"id": "b"}]
    rows: list[dict[str, object]] = [
        {"id": "1", "competencies": "a; b;"},
        {"id": "2", "competencies": ["a", "b"]},
        {"id": "3", "competencies": '["a", "b"]'},
        {"id": "4", "competencies": {"b", "a"}},
    ]
    found = loaded(competencies=competencies, activities=rows)
    assert found.report.rejected == ()
    assert {one.competencies for one in found.evidence.activities.values()} == {frozenset({"a", "b"})}


def test_lists_that_are_not_given_are_not_checked_against() -> None:
    report = loaded(
        evaluations=[{**EVALUATION, "activity": "c"}],
        placements=[{"learner": "ani", "unit": "MOF", "position": "p"}, {"learner": "7", "unit": "MOF"}],
        corrections=[{"id": "k", "on": DAY, "unit": "MOF", "because_of": ["c", "e1"]}],
    ).report
    assert report.rejected == ()
    assert [str(one) for one in report.warnings] == [
        "placements: 1 rows name positions, and there is no table positions to check them against",
        "evaluations: 1 rows name activities, and there is no table activities to check them against",
        "corrections: 1 rows name activities, and there is no table activities to check them against",
    ]


def test_what_names_a_row_set_aside_is_told_which() -> None:
    report = loaded(
        competencies=[{"id": "k"}],
        activities=[{"id": "c", "hours": -1}, {"id": "d", "competencies": "k; x"}],
        participations=[{"id": "p", "on": DAY, "activity": "d", "team": "t"}],
        evaluations=[{**EVALUATION, "activity": "c"}],
        corrections=[{"id": "x", "on": DAY, "unit": "MOF", "because_of": "e1"}],
        publications=[{"id": "y", "on": DAY, "unit": "MOF", "supersedes": "x"}],
    ).report
    assert [str(one) for one in report.rejected] == [
        "activities row 1: hours: '-1' is not in 0..100000 (check the number)",
        "activities row 2: competencies: 'x' is an unknown id (declare it first)",
        "participations row 1: activity: 'd' was set aside (mend activities row 2 first)",
        "evaluations row 1: activity: 'c' was set aside (mend activities row 1 first)",
        "corrections row 1: because_of: 'e1' was set aside (mend evaluations row 1 first)",
        "publications row 1: supersedes: 'x' was set aside (mend corrections row 1 first)",
    ]


def test_a_correction_that_learned_from_evidence_follows_it_out() -> None:
    report = loaded(
        activities=[{"id": "c"}],
        corrections=[
            {"id": "k1", "on": DAY, "unit": "MOF", "supersedes": "gone"},
            {"id": "k2", "on": DAY, "unit": "MOF", "because_of": ["c", "k1"]},
            {"id": "k3", "on": DAY, "unit": "MOF", "because_of": ["k2", "k1"]},
            {"id": "k4", "on": DAY, "unit": "MOF", "supersedes": "k4"},
            {"id": "k5", "on": DAY, "unit": "MOF", "because_of": "c"},
        ],
    ).report
    assert [(one.row, one.field, one.value) for one in report.rejected] == [
        (1, "supersedes", "gone"),
        (2, "because_of", "k1"),
        (3, "because_of", "k1"),
        (4, "supersedes", "k4"),
    ]


def test_a_mended_adoption_may_stand_where_the_first_named_nothing() -> None:
    found = loaded(
        innovations=[{"id": "i", "on": DAY}],
        contributors=[{"innovation": "i", "node": "ani"}],
        adoptions=[
            {"id": "d1", "on": DAY, "unit": "MOF", "innovation": "j"},
            {"id": "d2", "on": DAY, "unit": "MOF", "innovation": "i", "supersedes": "d1"},
        ],
    )
    assert found.report.rejected == ()
    assert set(found.evidence.records) == {"i", "d2"}


def test_an_id_means_one_record_over_all_tables_of_evidence() -> None:
    report = loaded(evaluations=[EVALUATION], publications=[{"id": "e1", "on": DAY, "unit": "MOF"}]).report
    assert "one is evaluation, the other publication" in str(report.rejected[0])


def test_standards_make_one_standard_per_position() -> None:
    found = loaded(
        competencies=[{"id": "audit"}, {"id": "data"}],
        positions=[{"id": "p"}, {"id": "q", "has_standard": "ya"}, {"id": "r", "has_standard": "tidak"}],
        standards=[
            {"position": "p", "competency": "audit", "level": 3},
            {"position": "p", "competency": "audit", "level": "3"},
            {"position": "p", "competency": "audit", "level": 4},
            {"position": "p", "competency": "dada", "level": 4},
            {"position": "s", "competency": "data", "level": 4},
            {"position": "p", "competency": "data", "level": 101},
        ],
    )
    standards = {key: position.standard for key, position in found.organization.positions.items()}
    assert [dict(one.required) if one else None for one in standards.values()] == [{"audit": 3}, {}, None]
    assert [(one.row, one.field) for one in found.report.rejected] == [
        (3, "position"),
        (4, "competency"),
        (5, "position"),
        (6, "level"),
    ]


def test_progress_is_told_per_table_with_the_rows_done_and_all_there_are() -> None:
    told: list[tuple[str, int, int | None]] = []
    learners: list[dict[str, object]] = [{"id": f"l{place}"} for place in range(10_001)]
    read_tables(
        {"units": iter(SOUND["units"]), "learners": learners},
        progress=lambda table, done, total: told.append((table, done, total)),
    )
    assert told == [
        ("units", 0, None),
        ("learners", 0, 10_001),
        ("learners", 10_000, 10_001),
        ("units", 1, 1),
        ("learners", 10_001, 10_001),
    ]


@pytest.mark.parametrize(("name", "text"), [(7, "7"), (7.5, "7.5"), (DAY, "2026-06-30"), ("Ani ", "Ani ")])
def test_a_name_is_kept_as_text(name: object, text: str) -> None:
    assert loaded(positions=[{"id": "p", "name": name}]).organization.positions["p"].name == text


def test_unknown_columns_without_number_are_told_together() -> None:
    report = loaded(positions=[{"id": str(place), f"extra {place}": 1} for place in range(150)]).report
    assert len(report.warnings) == 101
    assert str(report.warnings[-1]) == "positions: the column '…' is unknown and was not read (50 rows)"


def test_columns_that_are_not_text_are_unknown() -> None:
    rows: Any = [{"id": "p", 0: "x"}]
    (warning,) = loaded(positions=rows).report.warnings
    assert str(warning) == "positions: the column '0' is unknown and was not read (1 rows)"


def test_an_assignment_is_read_with_its_own_scale() -> None:
    row: dict[str, object] = {"id": "a", "on": DAY, "team": "t", "quality": 80, "scale": "percent", "weight": "2"}
    (found,) = loaded(assignments=[row]).evidence.of_kind(Assignment)
    assert (found.steps, found.weight) == (80, 2)


def test_what_is_written_differently_is_remembered_only_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("learnperf.io.conversion._MEMORY", 1)
    rows: list[dict[str, object]] = [
        {**EVALUATION, "id": str(place), "on": f"2026-06-{place}", "scale_max": str(place)} for place in range(10, 20)
    ]
    found = loaded(evaluations=rows).evidence.of_kind(Evaluation)
    assert [one.on.day for one in found] == list(range(10, 20))


def test_the_caller_s_collection_of_garbage_is_left_as_it_was() -> None:
    import gc  # noqa: PLC0415 - of this test alone

    before = gc.get_threshold()
    loaded()
    assert gc.get_threshold() == before
