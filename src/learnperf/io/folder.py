"""Read a folder with one file per table, or one whose mapping file says what its tables mean."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from learnperf.atomic import finish_writing
from learnperf.errors import InputError
from learnperf.io.assemble import assemble
from learnperf.io.csv_file import read_csv
from learnperf.io.fields import Table
from learnperf.io.json_file import read_jsonl
from learnperf.io.loaded import Loaded
from learnperf.io.mapping import MAPPING_NAME, MappingFile, mapped_rows, read_mapping
from learnperf.io.parquet_file import read_parquet
from learnperf.io.report import Caution
from learnperf.io.rows import Opened, StreamItem
from learnperf.io.sheet import Reader, Sheet, Source
from learnperf.io.sieve import Progress
from learnperf.io.tables import TABLES

READERS: Mapping[str, Reader] = {".csv": read_csv, ".jsonl": read_jsonl, ".parquet": read_parquet}


def load(
    path: str | os.PathLike[str],
    *,
    mapping: str | os.PathLike[str] | None = None,
    today: date | None = None,
    progress: Progress | None = None,
) -> Loaded:
    """Read a folder of tables: bad rows are set aside with their reasons, good ones are kept, all are counted.

    Parameters
    ----------
    path
        A folder with ``units.csv`` and any of the other native tables, each as ``.csv`` (comma, semicolon or tab,
        UTF-8), ``.jsonl`` or ``.parquet``; or with a ``learnperf.toml`` that says what other tables mean.
    mapping
        Where the mapping file is, if not in the folder. Native tables that it does not speak of are read too.
    today
        The day after which evidence is in the future, which is worth a warning; the day it is, where left out.
    progress
        Called with the table, the rows done and all its rows, where that is known.

    Raises
    ------
    InputError
        The folder or one of its files cannot be read at all; names the path.
    OutputError
        The last save into the folder was killed while its files took their places, and the rest cannot be moved there.
    OrganizationError, EvidenceError
        What remains cannot be trusted as a whole: with ids, files and rows.
    MissingExtra
        A Parquet file, and pyarrow is not installed.
    """
    folder = Path(path)
    # the last save may have been killed when it was complete: reading some of its tables would mix two
    finish_writing(folder)
    names = _names(folder)
    if mapping is None and MAPPING_NAME not in names:
        stream = _native(folder, names, _with_units(folder, _tables_of(folder, names)))
    else:
        stream = _mapped(folder, names, read_mapping(folder / MAPPING_NAME if mapping is None else mapping))
    return assemble(stream, today=today, progress=progress)


def open_sheet(source: Source) -> Sheet:
    """Open a file by the ending of its name.

    Raises
    ------
    InputError
        The file cannot be read, lies outside its folder, or has an unknown ending.
    """
    reader = READERS.get(source.path.suffix)
    if reader is None:
        raise InputError(f"{source.path}: files end in {', '.join(READERS)}")
    check_place(source.path)
    return reader(source)


def check_place(path: Path) -> None:
    """Refuse a path that is not a plain file inside its folder: a link out of it, a loop of links, a folder.

    Raises
    ------
    InputError
        Naming the path.
    """
    try:
        real = path.resolve(strict=True)
        inside = real.is_relative_to(path.parent.resolve(strict=True))
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "it is a loop of links"
        raise InputError(f"cannot read {path}: {reason}") from error
    if not inside:
        raise InputError(f"cannot read {path}: it links to a file outside the folder; copy the file there")
    if not real.is_file():
        raise InputError(f"cannot read {path}: it is not a file")


def check_header(where: object, table: Table, columns: tuple[str, ...]) -> None:
    """Refuse a header that lacks a required column, or writes one in another case.

    Raises
    ------
    InputError
        Naming where it stands and the column.
    """
    for column in columns:
        meant = table.same_but_for_case(column)
        if meant is not None and meant != column:
            raise InputError(f"{where}: the column {column!r} must be written {meant!r}")
    for column in table.required:
        if column not in columns:
            hint = "rename the column that means it, or let a mapping file, learnperf.toml, say which one does"
            raise InputError(f"{where}: the column {column!r} is missing; it has {', '.join(columns)} ({hint})")


def _names(folder: Path) -> list[str]:
    """Give the names in a folder, in order."""
    try:
        return sorted(entry.name for entry in folder.iterdir())
    except OSError as error:
        reason = "there is no such folder" if isinstance(error, FileNotFoundError) else error.strerror
        raise InputError(f"cannot read the folder {folder}: {reason}") from error


def _mapped(folder: Path, names: list[str], mapping: MappingFile) -> Iterator[StreamItem]:
    others = [name for name in names if name not in mapping.files]
    beside = _native(folder, others, _tables_of(folder, others))
    return mapped_rows(folder, mapping, open_sheet, beside)


def _native(folder: Path, names: list[str], files: Mapping[str, str]) -> Iterator[StreamItem]:
    yield from (_stray(name) for name in names if name not in files.values() and _looks_like_a_table(name))
    for table, name in files.items():
        sheet = open_sheet(Source(folder / name, name, table))
        if sheet.columns is not None:
            check_header(folder / name, TABLES[table], sheet.columns)
        yield Opened(table, name, sheet.total)
        yield from sheet.rows


def _tables_of(folder: Path, names: list[str]) -> dict[str, str]:
    """Give the file of each native table there is."""
    present = set(names)
    files: dict[str, str] = {}
    for table in TABLES:
        several = [f"{table}{ending}" for ending in READERS if f"{table}{ending}" in present]
        if len(several) > 1:
            raise InputError(f"{folder} has {' and '.join(several)}: keep one of them")
        if several:
            files[table] = several[0]
    return files


def _with_units(folder: Path, files: dict[str, str]) -> dict[str, str]:
    if "units" not in files:
        expected = ", ".join(f"{table}.csv" for table in TABLES)
        found = f"it has {', '.join(files.values())} but no table of units" if files else "it has no table"
        raise InputError(
            f"{folder}: {found}; expected {MAPPING_NAME}, or units.csv and any of {expected} (or .jsonl, .parquet)"
        )
    return files


def _looks_like_a_table(name: str) -> bool:
    path = Path(name)
    return path.suffix in _TABLE_ENDINGS and path.stem.casefold() != "readme"


def _stray(name: str) -> Caution:
    meant = get_close_matches(Path(name.casefold()).stem, TABLES, 1, _CLOSE)
    hint = f"; did you mean {meant[0]}.csv?" if meant else ""
    return Caution(name, f"the file was not read, because no table is called so{hint}")


# how alike a name must be to a table's to be taken for a slip
_CLOSE = 0.8
# what is likely meant as a table: everything else in the folder is nobody's business
_TABLE_ENDINGS = frozenset({*READERS, ".json", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".gz", ".zip"})
