"""Write an organization and its evidence as native tables, so that reading them gives the same back."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, BinaryIO

from learnperf.atomic import made_folder, write_together
from learnperf.errors import MissingExtra, OutputError, UnknownName
from learnperf.io.escapes import escaped
from learnperf.io.fields import FieldType, Table
from learnperf.io.folder import READERS
from learnperf.io.mapping import MAPPING_NAME
from learnperf.io.tables import TABLES
from learnperf.io.written_rows import Plain, PlainRow, as_float, exact_text, written_rows
from learnperf.model.collection import Evidence
from learnperf.model.organization import Organization

Writer = Callable[[Table, list[PlainRow], BinaryIO], None]


def save(
    organization: Organization,
    evidence: Evidence,
    folder: str | os.PathLike[str],
    *,
    format: str = "csv",  # noqa: A002 - the word people look for
) -> tuple[Path, ...]:
    """Write all native tables into a folder, all of them or none.

    Text that a spreadsheet would take for a formula, or a reader for a missing value, is written with an apostrophe
    before it, which `load` takes off again.

    Parameters
    ----------
    folder
        Made where it does not exist. Tables of the same format in it are replaced, all in one step: a save that fails,
        is interrupted or killed leaves the old folder or the new one (`learnperf.atomic.write_together`).
    format
        ``csv``, ``jsonl`` or ``parquet``.

    Returns
    -------
    tuple of Path
        The files written.

    Raises
    ------
    OutputError
        A file cannot be written, or the folder has tables of another format or a mapping, beside which it could not be
        read again.
    UnknownName
        No such format.
    MissingExtra
        Parquet, and pyarrow is not installed.
    """
    write = _WRITERS.get(format)
    if write is None:
        raise UnknownName("format", format, _WRITERS)
    target = Path(folder)
    with made_folder(target):
        _refuse_others(target, format)
        with write_together(target) as files:
            names = write_tables(organization, evidence, files, write, format)
    return tuple(target / name for name in names)


def write_tables(organization: Organization, evidence: Evidence, folder: Path, write: Writer, ending: str) -> list[str]:
    """Write all native tables into an empty folder, and give their names."""
    names: list[str] = []
    for table, rows in written_rows(organization, evidence):
        names.append(f"{table.name}.{ending}")
        with (folder / names[-1]).open("wb") as file:
            write(table, rows, file)
    return names


def _refuse_others(folder: Path, chosen: str) -> None:
    try:
        present = {entry.name for entry in folder.iterdir()}
    except OSError as error:
        raise OutputError(f"cannot write into the folder {folder}: {error.strerror}") from error
    others = [f"{table}{ending}" for table in TABLES for ending in READERS if ending != f".{chosen}"]
    for name in (MAPPING_NAME, *others):
        if name in present:
            raise OutputError(f"{folder} has {name}, beside which the tables could not be read: choose another folder")


def write_csv(table: Table, rows: list[PlainRow], file: BinaryIO) -> None:
    """Write a table as CSV."""
    lines = [",".join(table.columns), *(",".join(map(_csv_cell, row)) for row in rows)]
    file.write("".join(f"{line}\n" for line in lines).encode())


def _csv_cell(value: Plain) -> str:
    text = _text(value)
    return '"' + text.replace('"', '""') + '"' if _NEEDS_QUOTES.search(text) else text


def _text(value: Plain) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        # a list of JSON where a semicolon would part what belongs together
        plain = not any(";" in one or one.startswith('["') for one in value)
        return escaped("; ".join(value) if plain else json.dumps(value, ensure_ascii=False))
    if isinstance(value, bool):
        return "true" if value else "false"
    return exact_text(value) if isinstance(value, Fraction) else str(value)


def _write_jsonl(table: Table, rows: list[PlainRow], file: BinaryIO) -> None:
    for row in rows:
        cells = {name: _json(value) for name, value in zip(table.columns, row, strict=True) if value is not None}
        file.write(json.dumps(cells, ensure_ascii=False).encode() + b"\n")


def _json(value: Plain) -> object:
    if isinstance(value, Fraction):
        if value.denominator == 1:
            return value.numerator
        decimal = as_float(value)
        return str(value) if decimal is None else decimal
    return value.isoformat() if isinstance(value, date) else value


def _write_parquet(table: Table, rows: list[PlainRow], file: BinaryIO) -> None:
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra
        import pyarrow.parquet as pq  # noqa: PLC0415 - an extra
    except ImportError:
        raise MissingExtra("writing Parquet", "files") from None
    types = {
        FieldType.DATE: pa.date32(),
        FieldType.BOOLEAN: pa.bool_(),
        FieldType.WHOLE: pa.int64(),
        FieldType.NUMBER: pa.float64(),
        FieldType.IDS: pa.list_(pa.string()),
        FieldType.WORDS: pa.list_(pa.string()),
    }
    columns: dict[str, Any] = {}  # Any: pyarrow has no types
    for place, field in enumerate(table.fields):
        values = [row[place] for row in rows]
        kind = types.get(field.type, pa.string())
        if field.type in {FieldType.SCORE, FieldType.SHARE}:
            numbers = [_parquet_number(value) for value in values]
            # a ratio that no float says exactly makes the column text
            ratios = any(isinstance(number, str) for number in numbers)
            kind = pa.string() if ratios else pa.float64()
            values = [None if one is None else str(one) for one in numbers] if ratios else list(numbers)
        columns[field.name] = pa.array(values, type=kind)
    pq.write_table(pa.table(columns), file)


def _parquet_number(value: Plain) -> str | float | None:
    if not isinstance(value, Fraction):
        return None
    decimal = as_float(value)
    return exact_text(value) if decimal is None else decimal


_WRITERS: Mapping[str, Writer] = {"csv": write_csv, "jsonl": _write_jsonl, "parquet": _write_parquet}
_NEEDS_QUOTES = re.compile('[",;\t\r\n]')
