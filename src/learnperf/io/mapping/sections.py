"""Read the sections of a mapping: each makes rows of one native table, and has that table's columns as its keys."""

from __future__ import annotations

from collections.abc import Mapping

from learnperf.errors import InvalidValue
from learnperf.io.conversion import Conversion
from learnperf.io.fields import SCALE_COLUMNS, FieldType, Table
from learnperf.io.mapping.origins import read_conditions, read_origin
from learnperf.io.mapping.settings import CONTRIBUTOR, Cell, Origin, Section
from learnperf.io.mapping.settings_table import SettingsTable
from learnperf.io.tables import TABLES


def read_sections(table: SettingsTable, shared: Mapping[str, Origin], missing: frozenset[str]) -> tuple[Section, ...]:
    """Read all sections of one file."""
    by_hand = "contributors" in table
    return tuple(
        _section(given, native, place, shared, missing, by_hand=by_hand)
        for native in TABLES.values()
        for place, given in enumerate(table.tables(native.name), start=1)
    )


def _section(
    given: SettingsTable,
    native: Table,
    place: int,
    shared: Mapping[str, Origin],
    missing: frozenset[str],
    *,
    by_hand: bool,
) -> Section:
    contributed = [CONTRIBUTOR] if native.name == "innovations" else []
    named = [name for name in given.given if native.names_a_text(name)]
    own = [name for name in native.columns if native.named is None or name != native.named.name]
    given.allow((*own, *named, *contributed, "when", "times"))
    fields = {name: read_origin(given, name, missing) for name in (*own, *named, *contributed) if name in given}
    taken = {name: name for name in native.columns if name in shared and name not in fields}
    if contributed and CONTRIBUTOR not in fields and not by_hand:
        someone = _someone(shared)
        taken.update({} if someone is None else {CONTRIBUTOR: someone})
    section = Section(
        native.name,
        place,
        fields,
        taken,
        _origins(fields, taken, shared),
        read_conditions(given, "when", missing),
        given.text("times"),
        makes_ids=_is_evidence(native) and "id" not in fields,
    )
    _check(given, section, native)
    _check_constants(given, native, {**{name: shared[source] for name, source in taken.items()}, **fields})
    return section


def _someone(shared: Mapping[str, Origin]) -> str | None:
    """Give whom an innovation is by where the section does not say: the learner, else the team, else the unit."""
    return next((name for name in ("learner", "team", "unit") if name in shared), None)


def _is_evidence(native: Table) -> bool:
    return {"id", "on"} <= set(native.columns)


def _origins(fields: Mapping[str, Origin], taken: Mapping[str, str], shared: Mapping[str, Origin]) -> dict[str, str]:
    origins = {**{name: shared[source].origin for name, source in taken.items()}}
    origins.update((name, origin.origin) for name, origin in fields.items())
    return {name: column for name, column in origins.items() if column is not None}


def _check(given: SettingsTable, section: Section, native: Table) -> None:
    """Find fields that no row could do without, and settings that contradict each other."""
    there = {*section.fields, *section.shared, *(["id"] if section.makes_ids else [])}
    for name in native.required:
        if name not in there:
            given.slip(f"{name} is missing: {native.field(name).description}")
    if section.table == "innovations" and section.makes_ids and CONTRIBUTOR not in there:
        given.slip("contributor is missing: nobody else can name an innovation without an id of its own")
    if section.times is not None and "id" in section.fields:
        given.slip("times makes several rows and id would give them all one id: keep one of them")


def _check_constants(given: SettingsTable, native: Table, fields: Mapping[str, Origin]) -> None:
    """Try every constant and translation on a made-up row, so that a slip is told once and not for every row."""
    cells = {name: origin for name, origin in fields.items() if isinstance(origin, Cell) and name != CONTRIBUTOR}
    constants = {name: cell.always for name, cell in cells.items() if cell.always is not None}
    if any(name in SCALE_COLUMNS and name not in constants for name in fields):
        constants = {name: text for name, text in constants.items() if name not in SCALE_COLUMNS}
    conversion = Conversion.of(native)
    # ids of columns stand for themselves; days do not, because a made-up one may come after a constant one
    sample = {
        field.name: field.example
        for field in native.fields
        if field.required or (field.type is FieldType.ID and field.name in fields)
    }
    trials = [constants] if constants else []
    trials.extend({name: text} for name, cell in cells.items() for text in cell.words.values())
    for trial in trials:
        row = {**sample, **trial}
        try:
            conversion.record(row)
        except (InvalidValue, ExceptionGroup) as error:
            for problem in conversion.problems(error, row):
                given.slip(f"{problem}")
