"""Combinations of cells are judged as the rows that hold them are."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import learnperf as lp
from learnperf.io.bulk.judging import judged
from learnperf.io.tables import TABLES
from learnperf.metrics.columns import COLUMNS
from learnperf.model.evidence import Evaluation, Participation
from learnperf.rollup.cells import Coding

NOTHING = Coding(lp.Organization.of(units=[lp.Unit("MOF")], ties=[]), lp.Evidence.of(), date.max.toordinal())
LEVELS = st.sampled_from([1, 3, "behaviour", "perilaku", "RESULTS", "V", None, "", 7])
SCORES = st.sampled_from([None, "", "-", 4, 4.0, "4", "3.5", 9, "4,5", True, float("nan"), 10**30])
SCALES = st.sampled_from([None, "likert-5", "percent", "likert-9"])
STEPS = st.sampled_from([None, "0.5", 1, "0"])
RATERS = st.sampled_from([None, "peer", "atasan", "boss"])
COMBINATIONS = st.fixed_dictionaries(
    {"level": LEVELS}, optional={"score": SCORES, "scale": SCALES, "scale_step": STEPS, "rater": RATERS}
)


@given(st.lists(COMBINATIONS, max_size=8))
def test_a_combination_is_refused_with_the_reasons_of_the_row_that_holds_it(combinations: list[dict[str, Any]]) -> None:
    rows = [{"id": f"e{place}", "on": "2026-06-30", "learner": "ani", **one} for place, one in enumerate(combinations)]
    found = judged(TABLES["evaluations"], combinations)
    loaded = lp.read_tables({"units": [{"id": "MOF"}], "learners": [{"id": "ani"}], "evaluations": rows})
    told = {
        (place + 1, one.field, one.value, one.rule, one.hint)
        for place, several in found.problems.items()
        for one in several
    }
    assert told == {(one.row, one.field, one.value, one.rule, one.hint) for one in loaded.report.rejected}
    assert found.good.tolist() == [f"e{place}" in loaded.evidence.records for place in range(len(rows))]


@given(st.lists(COMBINATIONS, max_size=8))
def test_columns_are_those_of_the_records(combinations: list[dict[str, Any]]) -> None:
    found = judged(TABLES["evaluations"], combinations)
    names = ("on", "level", "score", "scale", "rater", "wave", "phase", "is_baseline")
    columns = found.columns(names, NOTHING)
    assert set(names) <= {column.name for column in COLUMNS[Evaluation]}
    for place, record in enumerate(found.records):
        if isinstance(record, Evaluation):
            assert columns["on"].values[place] == date(2026, 6, 30).toordinal()
            assert columns["level"].values[place] == record.level
            assert columns["score"].present[place] == (record.steps is not None)
            assert columns["score"].values[place] == (record.steps or 0)
            assert found.scales[int(columns["scale"].values[place])] == record.scale
            assert columns["rater"].present[place] == (record.rater is not None)


def test_a_participation_by_nobody_is_refused_where_the_combination_says_so() -> None:
    found = judged(TABLES["participations"], [{"learner": None, "team": None}, {"team": None, "hours": "2,5"}, {}])
    assert [one.rule for one in found.problems[0]] == ["is missing, and so is team"]
    assert [one.field for one in found.problems[1]] == ["hours"]
    assert found.good.tolist() == [False, False, True]
    assert found.scales == {}
    assert isinstance(found.records[2], Participation)


def test_columns_are_as_narrow_as_holds_them() -> None:
    found = judged(TABLES["evaluations"], [{"level": 3, "score": 90, "scale": "percent"}])
    columns = found.columns(("on", "level", "score", "scale"), NOTHING)
    assert {name: str(column.values.dtype) for name, column in columns.items()} == {
        "on": "int32",
        "level": "int8",
        "score": "int8",
        "scale": "int64",
    }
