"""Read the files of a mapping and give the native rows they make, as one stream."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from learnperf.errors import InputError, nearest
from learnperf.io.escapes import escaped
from learnperf.io.mapping.declaring import Declarations
from learnperf.io.mapping.making import Making
from learnperf.io.mapping.settings import MappingFile, WideTable
from learnperf.io.report import Caution
from learnperf.io.rows import Opened, RawRow, SetAside, StreamItem
from learnperf.io.sheet import Sheet, Source

OpenSheet = Callable[[Source], Sheet]


def mapped_rows(
    folder: Path, mapping: MappingFile, open_sheet: OpenSheet, beside: Iterable[StreamItem] = ()
) -> Iterator[StreamItem]:
    """Give the native rows that the wide tables of a folder make.

    Parameters
    ----------
    folder
        Where the files lie; the mapping may lie elsewhere.
    open_sheet
        Opens a file, whatever its format.
    beside
        Rows of native tables in the same folder: what they declare, a bare mention in a wide table need not.

    Raises
    ------
    InputError
        A file or a column that the mapping names is not there.
    """
    declarations = Declarations(mapping.root)
    for item in beside:
        if isinstance(item, RawRow):
            declarations.declared(item)
        yield item
    if mapping.root is not None:
        yield from _root_row(mapping, mapping.root)
    for table in mapping.tables:
        names = [path.name for path in folder.iterdir()]
        if table.file not in names:
            raise InputError(f"{mapping.path}: {folder} has no file {table.file!r}{_nearest(table.file, names)}")
        # a row that cannot be split into cells is counted with the first kind of row it would have made
        sheet = open_sheet(Source(folder / table.file, table.file, table.makes[0]))
        yield from (Opened(native, table.file) for native in table.makes)
        yield from _rows_of(mapping, table, sheet, declarations)
    yield from declarations.rest()


def _root_row(mapping: MappingFile, root: str) -> Iterator[StreamItem]:
    name = None if mapping.root_name is None else escaped(mapping.root_name)
    yield Opened("units", mapping.path.name)
    yield RawRow("units", mapping.path.name, 1, {"id": escaped(root), "name": name})


def _rows_of(mapping: MappingFile, table: WideTable, sheet: Sheet, declarations: Declarations) -> Iterator[StreamItem]:
    making = Making(table, declarations)
    seen: dict[str, None] = dict.fromkeys(sheet.columns or ())
    if sheet.columns is not None:
        _check_columns(mapping, table, seen)
    for row in sheet.rows:
        if isinstance(row, SetAside):
            yield row
            continue
        if sheet.columns is None:
            seen.update(dict.fromkeys(row.cells))
        yield from _of_row(making, row)
    if sheet.columns is None and seen:
        # rows of JSON lines name their columns themselves: what none has named is known only now
        _check_columns(mapping, table, seen)
    yield from making.cautions()
    known = table.columns.union(table.unused)
    unread = [column for column in seen if column not in known]
    if unread:
        hint = "list what you leave out on purpose under [table.unused]"
        yield Caution(table.file, f"columns not read: {', '.join(unread)} ({hint})")


def _of_row(making: Making, row: RawRow) -> Sequence[RawRow | SetAside]:
    try:
        return making.of_row(row.row, row.cells)
    except RecursionError:
        # a cell of JSON may hold lists in lists, as deep as its reader goes
        source = Source(Path(), making.table.file, making.table.makes[0])
        return [source.broken(row.row, "is nested too deeply", "write one flat object a line")]


def _check_columns(mapping: MappingFile, table: WideTable, seen: dict[str, None]) -> None:
    absent = sorted(column for column in table.columns.union(table.unused) if column not in seen)
    if absent:
        lines = "".join(f"\n- no column {column!r}{_nearest(column, seen)}" for column in absent)
        raise InputError(
            f"{mapping.path}: {table.file} has no such column; it has {', '.join(seen)}. A text that is the same for "
            f"every row is written {{ always = {absent[0]!r} }}:{lines}"
        )


def _nearest(name: str, known: Iterable[str]) -> str:
    meant = ", ".join(map(repr, nearest(name, known)))
    return f" (nearest: {meant})" if meant else ""
