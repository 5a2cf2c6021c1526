"""An open file of rows, whatever its format, and how to open one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from attrs import frozen

from learnperf.errors import InputError
from learnperf.io.report import Rejected
from learnperf.io.rows import RawRow, SetAside


@frozen
class Sheet:
    """A file of rows, opened: its header has been read, its rows come as they are asked for.

    Parameters
    ----------
    columns
        Names of the columns; None where rows name their own (JSON lines) or the file is empty.
    rows
        The rows, and those that could not be split into cells.
    total
        How many rows there are, where the file says so.
    """

    columns: tuple[str, ...] | None
    rows: Iterator[RawRow | SetAside]
    total: int | None = None


@frozen
class Source:
    """Which file to read, and what its rows are called.

    Parameters
    ----------
    path
        Where the file is.
    name
        Its name as shown to people.
    table
        The table its rows belong to.
    """

    path: Path
    name: str
    table: str

    def broken(self, row: int, rule: str, hint: str, value: str = "") -> SetAside:
        """Give a row that cannot be split into cells."""
        return SetAside(self.table, (Rejected(self.name, row, "", value, rule, hint, table=self.table),))

    def unreadable(self, error: Exception) -> InputError:
        """Give the error of a file that the system does not let us read."""
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        # libraries report on damage with lines and bytes of what is damaged
        sentence = "".join(letter for letter in " ".join(reason.split()) if letter.isprintable())
        return InputError(f"cannot read {self.path}: {sentence}")


def check_columns(source: Source, columns: Iterable[str]) -> tuple[str, ...]:
    """Refuse a header that names a column twice.

    Raises
    ------
    InputError
        Naming the file and the column.
    """
    seen: dict[str, None] = {}
    for column in columns:
        if column in seen:
            raise InputError(f"{source.path}: the column {column!r} is there twice; remove or rename one")
        seen[column] = None
    return tuple(seen)


Reader = Callable[[Source], Sheet]
