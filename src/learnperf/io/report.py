"""What became of every row: read = kept + rejected, per table and in total, with each rejected row's reasons."""

from __future__ import annotations

from collections.abc import Iterator

import attrs
from attrs import frozen


@frozen
class Rejected:
    """One reason why a row was set aside; a row may have several.

    Parameters
    ----------
    file
        Name of the file; None for rows given through the API.
    row
        Line of the file, the header being line 1; through the API the place of the row, from 1; 0 where a table has no
        order, as those that stay in a dataframe engine.
    field
        Column concerned; empty where the whole row is.
    value
        What was there, shortened.
    rule, hint
        What is wrong with it, and what to do.
    table
        The table the row belongs to.
    id
        Id of the row, where it has no number.
    """

    file: str | None
    row: int
    field: str
    value: str
    rule: str
    hint: str = ""
    table: str = attrs.field(default="", kw_only=True)
    id: str = attrs.field(default="", kw_only=True)

    def __str__(self) -> str:
        """Give one line for people: where, what and what to do."""
        where = place_of(self.file or self.table, self.row, self.id)
        what = f" {self.field}: {self.value!r}" if self.field else ""
        return _one_line(f"{where}:{what} {self.rule}" + (f" ({self.hint})" if self.hint else ""))


def place_of(source: str, row: int, name: str) -> str:
    """Say where a row is: by its number, or where it has none by its id.

    Examples
    --------
    >>> place_of("evaluations.csv", 3, "e2"), place_of("evaluations", 0, "e2")
    ('evaluations.csv row 3', "evaluations 'e2'")
    """
    return f"{source} row {row}" if row else f"{source} {name!r}"


def _one_line(text: str) -> str:
    """Escape what files may hold and a line for people may not: line breaks, and words of command to a terminal."""
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)


@frozen
class Caution:
    """Something accepted that a person should know of."""

    file: str | None
    message: str

    def __str__(self) -> str:
        """Give one line for people."""
        return _one_line(f"{self.file}: {self.message}" if self.file else self.message)


@frozen
class TableCount:
    """What became of the rows of one table in one file.

    Attributes
    ----------
    read, kept, rejected
        Rows; ``read == kept + rejected``.
    duplicates
        Rows among those kept that repeat an earlier one exactly and are taken once.
    """

    table: str
    file: str | None
    read: int
    kept: int
    rejected: int
    duplicates: int = 0

    def __str__(self) -> str:
        """Give one line for people."""
        again = f", of which {self.duplicates} repeat another and count once" if self.duplicates else ""
        # a wide file makes rows of several tables, a native one of the table it is called after
        other = self.file is not None and self.file.rpartition(".")[0] != self.table
        where = f"{self.file} -> {self.table}" if other else self.file or self.table
        return f"{where}: {self.read} read = {self.kept} kept + {self.rejected} rejected{again}"


@frozen
class ReadReport:
    """What became of all rows read.

    Attributes
    ----------
    tables
        One count per table and file, in the order read.
    rejected
        Every reason for which a row was set aside, in the order in which the rows were read.
    warnings
        What was accepted and should be known.

    Examples
    --------
    >>> report = ReadReport((TableCount("units", "units.csv", 3, 2, 1),))
    >>> print(report)
    units.csv: 3 read = 2 kept + 1 rejected
    total: 3 read = 2 kept + 1 rejected
    """

    tables: tuple[TableCount, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    warnings: tuple[Caution, ...] = ()

    @property
    def read(self) -> int:
        """Rows read, of all tables."""
        return sum(count.read for count in self.tables)

    @property
    def kept(self) -> int:
        """Rows kept, of all tables, duplicates included."""
        return sum(count.kept for count in self.tables)

    @property
    def rejected_count(self) -> int:
        """Rows set aside, of all tables; a row with several reasons counts once."""
        return sum(count.rejected for count in self.tables)

    @property
    def duplicates(self) -> int:
        """Rows among those kept that repeat an earlier one exactly."""
        return sum(count.duplicates for count in self.tables)

    def lines(self) -> Iterator[str]:
        """Give the counts per table and in total, then the warnings, as lines for people."""
        total = TableCount("total", None, self.read, self.kept, self.rejected_count, self.duplicates)
        yield from map(str, (*self.tables, total))
        yield from (f"warning: {caution}" for caution in self.warnings)

    def __str__(self) -> str:
        """Give all lines as one text."""
        return "\n".join(self.lines())
