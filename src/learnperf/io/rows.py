"""What a source of rows hands over: rows, rows it could not read, and what it noticed on the way.

Files, mapped files, tables and the API all give a stream of these values, and `learnperf.io.assemble` makes an
organization and evidence of any such stream, so that every way in has the same conversion, checks and report.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from attrs import frozen

from learnperf.io.report import Caution, Rejected

_NONE: Mapping[str, str] = MappingProxyType({})


@frozen
class Opened:
    """A table is about to give rows from a file; said once before its first row, so that an empty one is reported too.

    Parameters
    ----------
    table
        A native table's name, such as ``evaluations``.
    file
        Name of the file as shown to people; None for rows given through the API.
    rows
        How many rows are coming, where that is known.
    """

    table: str
    file: str | None
    rows: int | None = None


@frozen
class RawRow:
    """One row as it was read: cells by column name, nothing converted yet.

    Parameters
    ----------
    table
        The native table it belongs to.
    file
        Name of the file as shown to people; None for rows given through the API.
    row
        Line of the file, the header being line 1; through the API the place of the row, from 1; 0 where there is no
        order, and a row is known by its id.
    cells
        Values by the native column names: text as in CSV, or numbers, dates, booleans, lists, None. A column left out
        is missing.
    origins
        For rows made from a wide table: the column of the file that each field came from, for reports of bad cells;
        a field left out is reported under its own name.
    """

    table: str
    file: str | None
    row: int
    cells: Mapping[str, object]
    origins: Mapping[str, str] = _NONE


@frozen
class SetAside:
    """One row that could not even be split into cells; counted as read and rejected.

    Parameters
    ----------
    table
        The table it is counted in.
    problems
        What is wrong with it, one at least.
    """

    table: str
    problems: tuple[Rejected, ...]


@frozen
class Passed:
    """Rows that are sound by themselves and that no other row speaks of: counted, and not looked at again.

    Parameters
    ----------
    table, file
        What they are rows of.
    rows
        How many there are.
    later
        How many of them are dated after today.
    naming
        How many of them name something, by column.
    ids
        Their ids where they are few, to be named in hints.
    set_aside
        How many rows more were set aside, for reasons that the report has examples of.
    """

    table: str
    file: str | None
    rows: int
    later: int
    naming: Mapping[str, int]
    ids: tuple[str, ...] = ()
    set_aside: int = 0


StreamItem = Opened | RawRow | SetAside | Caution | Passed
