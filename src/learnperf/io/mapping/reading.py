"""Read a mapping file: every slip in it is found at once, and said with its place."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path as FilePath

from learnperf.errors import InputError
from learnperf.io.mapping.origins import read_conditions, read_origin
from learnperf.io.mapping.sections import read_sections
from learnperf.io.mapping.settings import DECLARED_BY, SHARED, Cell, Ignored, MappingFile, Origin, Path, WideTable
from learnperf.io.mapping.settings_table import SettingsTable
from learnperf.io.tables import TABLES
from learnperf.model.settings_text import settings_in

MAPPING_NAME = "learnperf.toml"


def read_mapping(path: str | os.PathLike[str]) -> MappingFile:
    """Read a mapping file and check it by itself; the files it speaks of are looked at when they are read.

    Raises
    ------
    InputError
        It cannot be read, is not TOML, or says what makes no sense: with every slip, its place and what is allowed.
    """
    place = FilePath(path)
    slips: list[str] = []
    mapping = _mapping(place, SettingsTable("", _toml(place), slips))
    if slips:
        lines = "".join(f"\n- {slip}" for slip in slips)
        raise InputError(f"{place}: {len(slips)} slip{'s' if len(slips) > 1 else ''} in the mapping file:{lines}")
    return mapping


def _toml(path: FilePath) -> dict[str, object]:
    try:
        found = settings_in(path, path.read_bytes().decode("utf-8-sig"))
        if _has_huge_number(found):
            raise InputError(f"{path} has a number beyond 64 bits: no cell holds one")
    except OSError as error:
        raise InputError(f"cannot read the mapping file {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8 at byte {error.start}: save it as UTF-8") from error
    except ValueError as error:
        raise InputError(f"{path} is not TOML: {error}") from error
    return found


def _has_huge_number(value: object) -> bool:
    if isinstance(value, dict | list):
        return any(map(_has_huge_number, value.values() if isinstance(value, dict) else value))
    return isinstance(value, int) and abs(value) >= _BEYOND_64_BITS


def _mapping(path: FilePath, top: SettingsTable) -> MappingFile:
    top.allow(("root", "table"))
    root, root_name = _root(top)
    tables = tuple(_wide_table(table) for table in top.tables("table"))
    if not tables:
        top.slip("there is no [[table]]: say which file becomes what")
    for file, times in Counter(wide.file for wide in tables).items():
        if times > 1:
            top.slip(f"{file!r} is mapped {times} times: put everything it makes under one [[table]]")
    if root is not None and not any(isinstance(wide.shared.get("unit"), Path) for wide in tables):
        top.slip("[root] has nothing below it: no [[table]] says unit = ...")
    return MappingFile(path, tables, root, root_name)


def _root(top: SettingsTable) -> tuple[str | None, str | None]:
    if "root" not in top:
        return None, None
    table = top.table("root")
    table.allow(("id", "name"))
    return table.required_text("id", "the id of the unit that all others are below"), table.text("name")


def _wide_table(table: SettingsTable) -> WideTable:
    file = table.required_text("file", "the name of a file in the folder")
    table = SettingsTable(f"{table.place} ({file})" if file else table.place, table.given, table.slips)
    table.allow(("file", "missing", *SHARED, "ignore", "unused", *TABLES))
    if FilePath(file).name != file:
        table.slip(f"file {file!r} is not a file name: the data lies in one folder")
    missing = table.texts("missing")
    shared = {name: _shared(table, name, missing) for name in SHARED if name in table}
    wide = WideTable(
        file=file,
        shared=shared,
        sections=read_sections(table, shared, missing),
        ignored=tuple(_ignored(one, missing) for one in table.tables("ignore")),
        unused=_unused(table),
    )
    _check_uses(table, wide)
    return wide


def _shared(table: SettingsTable, name: str, missing: frozenset[str]) -> Origin:
    origin = read_origin(table, name, missing, named=name in DECLARED_BY)
    # a single column of units is a path of one level, so that it hangs from the root as longer ones do
    return Path((origin,)) if name == "unit" and isinstance(origin, Cell) else origin


def _ignored(table: SettingsTable, missing: frozenset[str]) -> Ignored:
    table.allow(("when", "because"))
    when = read_conditions(table, "when", missing)
    if not when:
        table.slip("when is missing: say which rows are ignored")
    return Ignored(when, table.required_text("because", "the reason, which the report counts"))


def _unused(table: SettingsTable) -> dict[str, str]:
    unused = table.table("unused")
    return {column: unused.required_text(column, "the reason") for column in unused.given}


def _check_uses(table: SettingsTable, wide: WideTable) -> None:
    if not wide.makes:
        table.slip("it makes nothing: say learner, team, unit, activity, or give it a section such as evaluations")
    taken = {name for section in wide.sections for name in section.shared.values()}
    for name in wide.shared:
        if name not in taken and name not in DECLARED_BY:
            table.slip(f"{name} is given and no section has a use for it")
    for column in wide.unused:
        if column in wide.columns:
            table.slip(f"column {column!r} is both used and listed as unused: keep one of them")


_BEYOND_64_BITS = 2**63
