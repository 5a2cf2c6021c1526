"""Laws of mappings: a wide table says what native tables say, whatever is written in it."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from learnperf.io.assemble import read_tables
from learnperf.io.csv_file import read_csv
from learnperf.io.escapes import escaped
from learnperf.io.folder import load
from learnperf.io.loaded import Loaded
from learnperf.io.mapping import mapped_rows, read_mapping
from learnperf.io.rows import RawRow
from learnperf.io.tables import TABLES

TODAY = date(2030, 1, 1)
# words that mean that something is missing, formulas and separators are names as good as any
NAMES = st.one_of(
    st.sampled_from(["NA", "-", "=1+1", "'", "a, b", 'say "so"', "é", "007", "1e5", "TRUE", "x / y"]),
    st.text("abAB12 -'=", min_size=1, max_size=4).filter(lambda text: text == text.strip()),
)


@attrs.frozen
class Person:
    """One row of a wide table."""

    department: str
    region: str | None
    score: int | None
    promoted: bool
    trainings: int


PEOPLE = st.dictionaries(
    NAMES.map(lambda name: f"p{name}"),
    st.builds(
        Person,
        department=NAMES.map(lambda name: f"d{name.replace('/', '')}"),
        region=st.none() | NAMES.map(lambda name: f"r{name.replace('/', '')}"),
        score=st.none() | st.integers(0, 100),
        promoted=st.booleans(),
        trainings=st.integers(0, 3),
    ),
    max_size=6,
)

MAPPING = """
[root]
id = "root"
[[table]]
file = "people.csv"
learner = "who"
unit = ["department", "region"]
on = 2026-06-30
[[table.placements]]
[[table.evaluations]]
level = 2
scale = { always = "percent" }
score = "score"
[[table.career_moves]]
when = { promoted = "yes" }
marks = { always = "promotion" }
[[table.participations]]
activity = { always = "c7" }
times = "trainings"
[[table.activities]]
id = { always = "c7" }
"""


def native(people: Mapping[str, Person]) -> Loaded:
    """Write the same by hand, into native tables."""
    names = {person.department: None for person in people.values()}
    paths = dict.fromkeys(names, "root")
    shown: dict[str, object] = dict(names)
    for person in people.values():
        if person.region is not None:
            unit = f"{person.department} / {person.region}"
            paths[unit] = person.department
            shown[unit] = person.region
    lines = list(enumerate(people.items(), start=2))
    tables: dict[str, list[dict[str, object]]] = {
        "units": [{"id": "root"}, *[dict[str, object](id=escaped(unit), name=named) for unit, named in shown.items()]],
        "reporting": [{"unit": escaped(unit), "parent": escaped(above)} for unit, above in paths.items()],
        "learners": [{"id": escaped(who)} for who in people],
        "placements": [
            {"learner": escaped(who), "unit": " / ".join(filter(None, (person.department, person.region)))}
            for who, person in people.items()
        ],
        "activities": [{"id": "c7"}] if people else [],
        "evaluations": [
            {
                "id": f"people.csv:{line}:evaluations",
                "on": TODAY.replace(2026, 6, 30),
                "learner": who,
                "level": 2,
                "scale": "percent",
                "score": person.score,
            }
            for line, (who, person) in lines
        ],
        "career_moves": [
            {"id": f"people.csv:{line}:career_moves", "on": "2026-06-30", "learner": who, "marks": "promotion"}
            for line, (who, person) in lines
            if person.promoted
        ],
        "participations": [
            {"id": f"people.csv:{line}:participations#{time}", "on": "2026-06-30", "learner": who, "activity": "c7"}
            for line, (who, person) in lines
            for time in range(1, person.trainings + 1)
        ],
    }
    return read_tables(tables, today=TODAY)


def wide(people: Mapping[str, Person]) -> Loaded:
    """Write one wide table, and read it through a mapping."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["trainings", "promoted", "who", "department", "region", "score"])
    for who, one in people.items():
        promoted = "yes" if one.promoted else "no"
        writer.writerow([one.trainings, promoted, who, one.department, one.region, one.score])
    return read(MAPPING, {"people.csv": text.getvalue()})


def read(mapping: str, files: Mapping[str, str]) -> Loaded:
    with tempfile.TemporaryDirectory() as folder:
        for name, text in {**files, "learnperf.toml": mapping}.items():
            Path(folder, name).write_text(text, encoding="utf-8", newline="")
        return load(folder, today=TODAY)


def content(found: Loaded) -> tuple[object, ...]:
    organization = found.organization
    return (
        dict(organization.units),
        dict(organization.learners),
        set(organization.ties),
        dict(found.evidence.records),
        dict(found.evidence.activities),
    )


@settings(max_examples=40, deadline=None)
@given(PEOPLE)
def test_a_wide_table_says_what_native_tables_say(people: dict[str, Person]) -> None:
    assert content(wide(people)) == content(native(people))


@settings(max_examples=40, deadline=None)
@given(PEOPLE)
def test_a_wide_table_is_read_whole_and_read_is_kept_and_rejected(people: dict[str, Person]) -> None:
    report = wide(people).report
    assert report.rejected == ()
    assert report.read == report.kept + report.rejected_count
    assert sum(one.kept for one in report.tables if one.table == "evaluations") == len(people)


@settings(max_examples=30, deadline=None)
@given(PEOPLE)
def test_the_order_of_wide_rows_changes_the_ids_made_and_nothing_else(people: dict[str, Person]) -> None:
    backwards = dict(reversed(people.items()))
    one, other = wide(people), wide(backwards)
    assert content(one)[:3] == content(other)[:3]

    def without_ids(found: Loaded) -> list[str]:
        return sorted(repr(attrs.evolve(record, id="x")) for record in found.evidence)

    assert without_ids(one) == without_ids(other)


def _named_columns(table: str) -> list[str]:
    """Give the columns of a table that have a name of their own: attributes have those that people give them."""
    return [column for column in TABLES[table].columns if column != "attributes"]


@st.composite
def native_rows(draw: st.DrawFn) -> tuple[str, list[dict[str, str]]]:
    table = TABLES[draw(st.sampled_from(sorted(TABLES)))]
    cells = st.fixed_dictionaries(dict.fromkeys(_named_columns(table.name), NAMES))
    return table.name, draw(st.lists(cells, max_size=4, unique_by=lambda row: tuple(row.values())))


@settings(max_examples=60, deadline=None)
@given(native_rows())
def test_any_native_table_under_other_column_names_comes_back_cell_by_cell(
    given_rows: tuple[str, list[dict[str, str]]],
) -> None:
    name, rows = given_rows
    columns = _named_columns(name)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([f"Our {column}" for column in columns])
    writer.writerows([[row[column] for column in columns] for row in rows])
    section = "\n".join(f"{column} = {json.dumps(f'Our {column}')}" for column in columns)
    mapping = f'[[table]]\nfile = "ours.csv"\n[[table.{name}]]\n{section}\n'
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "ours.csv").write_text(text.getvalue(), encoding="utf-8", newline="")
        Path(folder, "learnperf.toml").write_text(mapping, encoding="utf-8")
        stream = list(mapped_rows(Path(folder), read_mapping(Path(folder, "learnperf.toml")), read_csv))
    made = [item for item in stream if isinstance(item, RawRow)]
    assert [(row.table, row.row, row.cells) for row in made] == [(name, line, row) for line, row in enumerate(rows, 2)]
    assert all(row.origins == {column: f"Our {column}" for column in columns} for row in made)
