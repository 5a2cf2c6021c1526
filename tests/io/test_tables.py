"""Every native table is declared once, and the declaration agrees with the records and with its description."""

from __future__ import annotations

import json
from typing import Any

import attrs
import pytest

from learnperf.errors import UnknownName
from learnperf.io import data_package, read_tables
from learnperf.io.conversion import Conversion
from learnperf.io.fields import SCALE_COLUMNS, FieldType, Table
from learnperf.io.tables import TABLES
from learnperf.model.evidence import RECORD_KINDS, Innovation

# columns that contradict the examples of others
_EXCLUDING = {"scale", "cancelled", "fulfilment"}
every_table = pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)


def test_the_tables_are_those_that_files_are_named_by() -> None:
    assert " ".join(TABLES) == (
        "units teams learners competencies positions standards reporting sponsorships placements memberships "
        "activities participations evaluations proficiency innovations contributors stages career_moves assignments "
        "adoptions corrections judgements publications costs benefits capacities"
    )


def test_every_kind_of_record_has_a_table() -> None:
    made = {table.record for table in TABLES.values()}
    assert set(RECORD_KINDS) - made == {Innovation}


@every_table
def test_a_column_is_required_where_the_record_has_no_default(table: Table) -> None:
    attributes = {one.name: one for one in attrs.fields(table.record) if one.init}
    scale = {"scale"} if table.score else set()
    columns = {field.attribute: field for field in table.fields if field.name not in SCALE_COLUMNS}
    assert set(columns) | scale == set(attributes)
    for name, field in columns.items():
        assert field.required == (attributes[name].default is attrs.NOTHING), name


@every_table
def test_the_examples_of_a_table_make_a_record(table: Table) -> None:
    cells = {field.name: field.example for field in table.fields if field.name not in _EXCLUDING}
    assert isinstance(Conversion.of(table).record(cells), table.record)


@every_table
def test_what_a_column_refers_to_is_a_table(table: Table) -> None:
    assert {name for field in table.fields for name in field.refers} <= set(TABLES)


def test_an_unknown_column_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="column of units 'nam'; nearest: name"):
        TABLES["units"].field("nam")


def resources() -> dict[str, dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(json.dumps(data_package()))["resources"]
    return {one["name"]: one["schema"] | {"path": one["path"]} for one in found}


def test_the_data_package_describes_every_table_and_column() -> None:
    found = resources()
    assert list(found) == list(TABLES)
    for name, schema in found.items():
        assert schema["path"] == f"{name}.csv"
        assert [field["name"] for field in schema["fields"]] == list(TABLES[name].columns)
        assert all(field["description"] and field["example"] for field in schema["fields"])


def test_the_data_package_says_what_is_required_allowed_and_referred_to() -> None:
    found = resources()["evaluations"]
    fields = {field["name"]: field for field in found["fields"]}
    assert found["primaryKey"] == ["id"]
    assert {"fields": ["activity"], "reference": {"resource": "activities", "fields": ["id"]}} in found["foreignKeys"]
    assert fields["id"]["constraints"] == {"required": True, "unique": True}
    assert fields["level"]["constraints"]["enum"] == ["reaction", "learning", "behaviour", "results"]
    assert "perilaku" in fields["level"]["description"]
    assert "" in found["missingValues"]
    assert resources()["memberships"]["fields"][4]["constraints"] == {"exclusiveMinimum": 0, "maximum": 1}
    assert resources()["career_moves"]["fields"][3]["delimiter"] == ";"


def test_words_of_the_data_package_are_read() -> None:
    for name, schema in resources().items():
        for field in schema["fields"]:
            declared = TABLES[name].field(field["name"])
            words = field.get("constraints", {}).get("enum", [])
            assert (declared.type is FieldType.WORD) == bool(words)


def test_an_unknown_table_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="table 'evaluation'; nearest: evaluations"):
        read_tables({"evaluation": []})
