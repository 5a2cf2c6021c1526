"""Whatever the rows are: every one is read, and either kept or set aside."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from learnperf.errors import LearnperfError
from learnperf.io import load, read_tables
from learnperf.io.report import ReadReport
from learnperf.io.tables import TABLES

# texts that go wrong in one column and right in another, so that rows pass and fail at every check
NAMES = ["", "MOF", "u1", "t1", "l1", "l2", "e1", "e2", "i1", "c1", "NA", "1", "0.5", "3", "-7", "60%", "4,5", "true"]
WORDS = ["2026-01-01", "2026-02-30", "behaviour", "promotion; transfer", "E1.1", "pilot", 'a "b', "\x00", "é"]
CELLS = st.sampled_from([*NAMES, *WORDS])
DIRTY = [name for name in TABLES if name not in {"units", "reporting"}]


@st.composite
def rows_of(draw: st.DrawFn, table: str) -> list[dict[str, str]]:
    columns = TABLES[table].columns
    return [{column: draw(CELLS) for column in columns if draw(st.booleans())} for _ in range(draw(st.integers(0, 6)))]


@st.composite
def dirty_tables(draw: st.DrawFn) -> dict[str, list[dict[str, str]]]:
    chosen = draw(st.lists(st.sampled_from(DIRTY), unique=True, max_size=6))
    sound = {
        "units": [{"id": "MOF"}, {"id": "u1"}],
        "reporting": [{"unit": "u1", "parent": "MOF"}],
        "teams": [{"id": "t1"}],
        "learners": [{"id": "l1"}, {"id": "l2"}],
    }
    return {**sound, **{table: draw(rows_of(table)) for table in chosen}}


def check(report: ReadReport, given_rows: dict[str, int]) -> None:
    assert {count.table: count.read for count in report.tables} == given_rows
    places: dict[str, set[int]] = {}
    for one in report.rejected:
        places.setdefault(one.table, set()).add(one.row)
    for count in report.tables:
        assert count.read == count.kept + count.rejected
        assert 0 <= count.duplicates <= count.kept
        assert count.rejected == len(places.get(count.table, ()))
    assert report.read == report.kept + report.rejected_count


@settings(max_examples=60, deadline=None)
@given(dirty_tables())
def test_rows_read_are_rows_kept_and_rows_set_aside(tables: dict[str, list[dict[str, str]]]) -> None:
    try:
        report = read_tables(tables, today=date(2026, 11, 24)).report
    except LearnperfError:
        # what remains may not make a whole; it is then told as one of our errors and nothing is counted
        return
    check(report, {table: len(rows) for table, rows in tables.items()})


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text('ab,;"\n', max_size=8), max_size=8))
def test_no_line_of_a_file_is_lost(lines: list[str]) -> None:
    text = "id,name\nfirst,First\n" + "".join(f"{line}\n" for line in lines) + "last,Last\n"
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "units.csv").write_text("id\nMOF\n")
        (Path(folder) / "learners.csv").write_text(text)
        loaded = load(folder)
    report = loaded.report
    count = next(one for one in report.tables if one.table == "learners")
    assert count.read == count.kept + count.rejected
    assert {one.row for one in report.rejected} <= set(range(1, text.count("\n") + 1))
    assert "first" in loaded.organization.learners
    # the last row is read, unless a quote before it goes on to it
    assert "last" in loaded.organization.learners or '"' in text
