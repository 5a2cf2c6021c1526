"""Records to cells: the way back of conversion, from the same declarations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Any, cast

from learnperf.io.cells import written_word
from learnperf.io.escapes import escaped
from learnperf.io.evidence_tables import RECORD_TABLES
from learnperf.io.fields import PREFIX, SCALE_COLUMNS, Field, FieldType, Table
from learnperf.io.lines import ContributorLine, PositionLine, StageLine, StandardLine
from learnperf.io.organization_tables import TIE_TABLES
from learnperf.io.tables import TABLES
from learnperf.model.collection import Evidence
from learnperf.model.evidence import Innovation, LearningActivity, Record
from learnperf.model.nodes import Learner, Position
from learnperf.model.organization import Organization
from learnperf.model.scales import LIKERT_5, Scale, ScaleType
from learnperf.model.ties import WHOLE

Plain = str | int | float | bool | date | Fraction | tuple[str, ...] | None
PlainRow = tuple[Plain, ...]


def written_rows(organization: Organization, evidence: Evidence) -> Iterator[tuple[Table, list[PlainRow]]]:
    """Give the rows of every native table, in the order of its columns.

    Words are text, lists are tuples of text, numbers that were written exactly are fractions, and what is missing, or
    is what a reader takes for granted, is None.
    """
    found = _records(organization, evidence)
    for name, plain in TABLES.items():
        table = _with_names(plain, found[name])
        cells = [cell_reader(table, field) for field in table.fields]
        yield table, [tuple(cell(record) for cell in cells) for record in found[name]]


def _with_names(table: Table, records: list[Any]) -> Table:  # Any: of the table's class
    """Give a column to each name that any record has a text for, in place of the column of named texts."""
    if table.named is None:
        return table
    names = sorted({name for record in records for name in record.attributes})
    columns = [Field(f"{PREFIX}{name}", FieldType.TEXT, table.named.description, "") for name in names]
    return Table(
        table.name,
        table.record,
        table.description,
        (*(one for one in table.fields if one is not table.named), *columns),
    )


def _records(organization: Organization, evidence: Evidence) -> Mapping[str, list[Any]]:  # Any: of every table's class
    found: dict[str, list[Any]] = {
        "units": list(organization.units.values()),
        "teams": list(organization.teams.values()),
        "learners": list(organization.learners.values()),
        "competencies": list(organization.competencies.values()),
        "positions": [_position(one) for one in organization.positions.values()],
        "standards": [line for one in organization.positions.values() for line in _standards(one)],
        "activities": list(evidence.activities.values()),
    }
    for name in (*TIE_TABLES, *RECORD_TABLES):
        found[name] = []
    tables = {table.record: name for name, table in TABLES.items()} | {Innovation: "innovations"}
    for tie in organization.ties:
        found[tables[type(tie)]].append(tie)
    records: list[Record] = [*evidence.superseded.values(), *evidence.records.values()]
    for record in records:
        found[tables[type(record)]].append(record)
    innovations: list[Innovation] = found["innovations"]
    found["contributors"] = [line for one in innovations for line in _contributors(one)]
    found["stages"] = [StageLine(one.id, stage, day) for one in innovations for stage, day in one.stages]
    return found


def cell_reader(table: Table, field: Field) -> Callable[[object], Plain]:
    """Give the function that takes a column's cell from a record."""
    if table.score is not None and field.name in SCALE_COLUMNS:
        part = _SCALE_PARTS[field.name]
        return lambda record: part(cast("Scale", getattr(record, "scale")))  # noqa: B009 - records of two classes
    if field.name.startswith(PREFIX):
        name = field.name.removeprefix(PREFIX)
        return lambda record: _text_or_none(cast("Learner | LearningActivity", record).attributes.get(name))
    attribute, written = field.attribute, _WRITTEN.get(field.type)
    if written is None:
        return lambda record: cast("Plain", getattr(record, attribute))

    def cell(record: object) -> Plain:
        value = getattr(record, attribute)
        return None if value is None else written(value)

    return cell


def _text_or_none(text: str | None) -> Plain:
    return None if text is None else escaped(text)


def exact_text(number: Fraction) -> str:
    """Write a number so that reading gives the very same one: as a decimal, or where none is exact as a ratio.

    Examples
    --------
    >>> exact_text(Fraction(7, 2)), exact_text(Fraction(4)), exact_text(Fraction(1, 3))
    ('3.5', '4', '1/3')
    """
    decimal = as_float(number)
    if number.denominator == 1:
        return str(number.numerator)
    return str(number) if decimal is None else repr(decimal)


def as_float(number: Fraction) -> float | None:
    """Give the float that is written as a number exactly; None where there is none."""
    decimal = float(number)
    return decimal if Fraction(repr(decimal)) == number else None


def _position(position: Position) -> PositionLine:
    empty = position.standard is not None and not position.standard.required
    return PositionLine(position.id, position.name, position.career_pattern, position.grade, empty or None)


def _standards(position: Position) -> Iterator[StandardLine]:
    if position.standard is not None:
        for competency, level in position.standard.required.items():
            yield StandardLine(position.id, competency, level)


def _contributors(innovation: Innovation) -> Iterator[ContributorLine]:
    for node, credit in innovation.contributors.items():
        yield ContributorLine(innovation.id, node, Fraction(credit, WHOLE))


def _ids(value: object) -> Plain:
    ids = cast("tuple[str, ...] | frozenset[str]", value)
    # a set has no order, and files that say the same should be the same
    return (tuple(sorted(ids)) if isinstance(ids, frozenset) else ids) or None


def _words(value: object) -> Plain:
    return tuple(sorted(written_word(word) for word in cast("frozenset[Enum]", value)))


_WRITTEN: Mapping[FieldType, Callable[[Any], Plain]] = {  # Any: each takes what its type of column holds
    FieldType.ID: escaped,
    FieldType.TEXT: escaped,
    FieldType.IDS: _ids,
    FieldType.WORD: written_word,
    FieldType.WORDS: _words,
}
_SCALE_PARTS: Mapping[str, Callable[[Scale], Plain]] = {
    "scale": lambda _: None,
    "scale_min": lambda scale: None if scale == LIKERT_5 else scale.minimum,
    "scale_max": lambda scale: None if scale == LIKERT_5 else scale.maximum,
    "scale_step": lambda scale: None if scale == LIKERT_5 else scale.step,
    "scale_type": lambda scale: None if scale.type is ScaleType.INTERVAL else scale.type.value,
}
