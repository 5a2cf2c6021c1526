"""Read where a field comes from: the short and the long ways of writing a column, a constant or a path."""

from __future__ import annotations

from learnperf.io.escapes import escaped
from learnperf.io.mapping.settings import Among, Cell, Condition, Origin, Path, Present, constant, written
from learnperf.io.mapping.settings_table import SettingsTable, shown

NOWHERE = Cell(column="")


def read_origin(table: SettingsTable, key: str, missing: frozenset[str], *, named: bool = False) -> Origin:
    """Read one field: ``"column"``, ``["column", "column"]``, ``{ column = ... }``, ``{ path = ... }`` or a constant.

    Parameters
    ----------
    missing
        Words that mean nothing in every column of the file.
    named
        Whether the field declares a learner, team, unit or activity, which may be given a name.
    """
    given = table.given[key]
    if isinstance(given, dict) and "path" in given:
        return _path(SettingsTable(table.inside(key), given, table.slips), missing, named=named)
    if isinstance(given, list):
        return _path(SettingsTable(table.inside(key), {"path": given}, table.slips), missing, named=named)
    return _cell(given, table, key, missing, named=named)


def read_conditions(table: SettingsTable, key: str, missing: frozenset[str]) -> tuple[Condition, ...]:
    """Read the conditions under a key: ``{ column = value }``, several values, ``{ not = value }`` or present."""
    conditions = table.table(key)
    return tuple(_condition(conditions, column, missing) for column in conditions.given)


def _cell(given: object, table: SettingsTable, key: str, missing: frozenset[str], *, named: bool) -> Cell:
    if isinstance(given, str) and given:
        return Cell(column=given, missing=missing)
    if isinstance(given, dict):
        return _long_cell(SettingsTable(table.inside(key), given, table.slips), missing, named=named)
    value = constant(given)
    if value is None or given == "":
        table.slip(f"{key} = {shown(given)} is not a column, a constant or a table such as {{ column = ... }}")
        return NOWHERE
    return Cell(always=value)


def _long_cell(table: SettingsTable, missing: frozenset[str], *, named: bool) -> Cell:
    table.allow(("column", "always", "path", "prefix", "words", "missing", *(["name"] if named else [])))
    if ("column" in table) == ("always" in table):
        table.slip("say one of column, always and path: where the text comes from")
        return NOWHERE
    if "always" in table:
        return _always(table)
    words = _words(table)
    own_missing = table.texts("missing")
    for word in sorted(own_missing & words.keys()):
        table.slip(f"{word!r} is both translated and missing: keep one of them")
    return Cell(
        column=table.text("column") or "",
        prefix=table.text("prefix") or "",
        words=words,
        # a word that is translated here means something here, whatever the file says of its other columns
        missing=(missing | own_missing) - words.keys(),
        name=table.text("name"),
    )


def _always(table: SettingsTable) -> Cell:
    for key in ("prefix", "words", "missing", "name"):
        if key in table:
            table.slip(f"{key} belongs to a column, and always gives every row the same: keep one of them")
    given = table.given["always"]
    value = constant(given)
    if not value:
        table.wrong("always", "a text, a number, true, false or a day such as 2026-01-31")
        return NOWHERE
    return Cell(always=escaped(value) if isinstance(given, str) else value)


def _path(table: SettingsTable, missing: frozenset[str], *, named: bool) -> Path:
    table.allow(("path", "separator"))
    levels = table.given["path"]
    if not isinstance(levels, list) or not levels:
        table.wrong("path", "a list of columns, from the root down")
        levels = []
    cells = tuple(_cell(level, table, "path", missing, named=named) for level in levels)
    columns = [cell.column for cell in cells]
    for column in sorted({column for column in columns if column and columns.count(column) > 1}):
        table.slip(f"column {column!r} is twice in the path")
    return Path(cells, table.text("separator") or Path(()).separator)


def _words(table: SettingsTable) -> dict[str, str]:
    given = table.table("words")
    words: dict[str, str] = {}
    for word, meaning in given.given.items():
        value = constant(meaning)
        if value is None:
            given.wrong(word, "a text, a number, true, false or a day")
        else:
            words[word.strip()] = escaped(value) if isinstance(meaning, str) else value
    return words


def _condition(table: SettingsTable, column: str, missing: frozenset[str]) -> Condition:
    given = table.given[column]
    if isinstance(given, dict):
        return _long_condition(SettingsTable(table.inside(column), given, table.slips), column, missing)
    return Among(column, _values(table, column))


def _long_condition(table: SettingsTable, column: str, missing: frozenset[str]) -> Condition:
    table.allow(("not", "present"))
    if ("not" in table) == ("present" in table):
        table.slip("say one of not and present")
    if "present" in table:
        if not isinstance(table.given["present"], bool):
            table.wrong("present", "true or false")
        return Present(column, missing, present=table.given["present"] is not False)
    return Among(column, _values(table, "not"), among=False)


def _values(table: SettingsTable, key: str) -> frozenset[str]:
    """Give one value or several."""
    given = table.given.get(key, [])
    if isinstance(given, list):
        return table.texts(key)
    if constant(given) is None:
        table.wrong(key, "a value, a list of values, { not = ... } or { present = true }")
    return frozenset({written(given)})
