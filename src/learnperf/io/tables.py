"""All native tables, by name, and their description as a Data Package."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from learnperf.io.cells import written_word
from learnperf.io.evidence_tables import EVIDENCE_TABLES
from learnperf.io.fields import Field, FieldType, Table
from learnperf.io.organization_tables import ORGANIZATION_TABLES
from learnperf.model.scales import MISSING_WORDS
from learnperf.model.vocabulary import words

TABLES: Mapping[str, Table] = MappingProxyType(
    {table.name: table for table in (*ORGANIZATION_TABLES, *EVIDENCE_TABLES)}
)


def data_package() -> dict[str, object]:
    """Describe the native tables as a Data Package whose resources carry Table Schemas.

    The descriptor follows the Data Package standard, version 2 (datapackage.org).

    Examples
    --------
    >>> package = data_package()
    >>> [resource["name"] for resource in package["resources"]][:3]
    ['units', 'teams', 'learners']
    """
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "learnperf-tables",
        "title": "Tables that learnperf reads",
        "description": "One table per kind, all optional but units; each as .csv, .jsonl or .parquet.",
        "resources": [_resource(table) for table in TABLES.values()],
    }


def _resource(table: Table) -> dict[str, object]:
    schema: dict[str, object] = {
        "fields": [_described(field) for field in table.fields],
        "fieldsMatch": "partial",
        "missingValues": sorted(MISSING_WORDS),
    }
    if "id" in table.columns:
        schema["primaryKey"] = ["id"]
    keys = [_foreign_key(field) for field in table.fields if _is_foreign_key(field)]
    if keys:
        schema["foreignKeys"] = keys
    return {
        "name": table.name,
        "type": "table",
        "path": f"{table.name}.csv",
        "title": table.name.replace("_", " ").capitalize(),
        "description": table.description,
        "schema": schema,
    }


def _is_foreign_key(field: Field) -> bool:
    # a list of ids, and an id of one of several tables, cannot be said in a Table Schema
    return field.type is FieldType.ID and len(field.refers) == 1


def _foreign_key(field: Field) -> dict[str, object]:
    return {"fields": [field.name], "reference": {"resource": field.refers[0], "fields": ["id"]}}


def _described(field: Field) -> dict[str, object]:
    constraints: dict[str, object] = {}
    if field.required:
        constraints["required"] = True
    if field.name == "id":
        constraints["unique"] = True
    if field.type is FieldType.SHARE:
        constraints.update(exclusiveMinimum=0, maximum=1)
    if field.type in {FieldType.WHOLE, FieldType.NUMBER}:
        constraints.update(minimum=field.least, maximum=field.most)
    described: dict[str, object] = {
        "name": field.name,
        "title": field.name.replace("_", " ").capitalize(),
        "type": _TYPES[field.type],
        "description": field.description,
        "example": field.example,
    }
    if field.type in {FieldType.IDS, FieldType.WORDS}:
        described.update(delimiter=";", itemType="string")
    if field.type in {FieldType.WORD, FieldType.WORDS}:
        described["description"] = f"{field.description}: {words(field.words)}"
        if field.type is FieldType.WORD:
            constraints["enum"] = [written_word(word) for word in field.words]
    if constraints:
        described["constraints"] = constraints
    return described


_TYPES = {
    FieldType.ID: "string",
    FieldType.IDS: "list",
    FieldType.TEXT: "string",
    FieldType.DATE: "date",
    FieldType.BOOLEAN: "boolean",
    FieldType.WHOLE: "integer",
    FieldType.NUMBER: "number",
    FieldType.SCORE: "number",
    FieldType.SHARE: "number",
    FieldType.WORD: "string",
    FieldType.WORDS: "list",
    FieldType.NAMED: "object",
}
