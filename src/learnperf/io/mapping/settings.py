"""What a mapping file says, as values: which cells of a wide row become which fields of native rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property
from pathlib import Path as FilePath

from attrs import field, frozen

from learnperf.model.scales import MISSING_WORDS

# fields that a whole table can share, and what each declares: a row of this table, once per distinct id
DECLARED_BY = {
    "learner": "learners",
    "team": "teams",
    "unit": "units",
    "activity": "activities",
    "position": "positions",
}
SHARED = (*DECLARED_BY, "on")
# tables of what the organization is made of: many rows of a wide table repeat it
STRUCTURE = frozenset((*DECLARED_BY.values(), "competencies", "standards", "reporting", "sponsorships"))
# the extra field of an innovation, which makes a row of the table contributors
CONTRIBUTOR = "contributor"


@frozen
class Cell:
    """Where one field comes from: a column of the file, or a constant.

    Parameters
    ----------
    column, always
        The column read, or the text that every row gets; exactly one of them is set.
    prefix
        Put before what stands in the cell, so that ids of different kinds cannot clash.
    words
        Translations of what stands in the cell; words that are not listed stay as they are.
    missing
        Words that mean that there is nothing in the cell.
    name
        Column with the name shown to people, for cells that declare a learner, team, unit or activity.
    """

    column: str | None = None
    always: str | None = None
    prefix: str = ""
    words: Mapping[str, str] = field(factory=dict, hash=False)
    missing: frozenset[str] = frozenset()
    name: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns read."""
        return tuple(column for column in (self.column, self.name) if column is not None)

    @property
    def origin(self) -> str | None:
        """The column that reports of bad cells name, None for a constant."""
        return self.column

    @property
    def is_plain(self) -> bool:
        """Whether native rows get what stands in the column, as it is."""
        return self.column is not None and not (self.prefix or self.words or self.missing)


@frozen
class Path:
    """An id made of several cells, from the root down; for units every level is a unit of its own."""

    levels: tuple[Cell, ...]
    separator: str = " / "

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns read."""
        return tuple(column for level in self.levels for column in level.columns)

    @cached_property
    def origin(self) -> str:
        """The columns that reports of bad cells name."""
        return self.separator.join(level.column or "" for level in self.levels)


Origin = Cell | Path


@frozen
class Among:
    """The condition that a column holds one of some words, or none of them.

    Examples
    --------
    >>> Among("is_promoted", frozenset({"1"})).holds(1)
    True
    """

    column: str
    words: frozenset[str]
    among: bool = True

    def holds(self, value: object) -> bool:
        """Whether a cell meets the condition."""
        return (written(value) in self.words) is self.among

    def __str__(self) -> str:
        """Give the condition as people say it."""
        words = " or ".join(sorted(repr(word) for word in self.words))
        return f"{self.column} {'=' if self.among else 'other than'} {words}"


@frozen
class Present:
    """The condition that a column holds something, or that it does not."""

    column: str
    missing: frozenset[str]
    present: bool = True

    def holds(self, value: object) -> bool:
        """Whether a cell meets the condition."""
        return (says_nothing(value) or written(value) in self.missing) is not self.present

    def __str__(self) -> str:
        """Give the condition as people say it."""
        return f"{'something' if self.present else 'nothing'} in {self.column}"


Condition = Among | Present


@frozen
class Ignored:
    """Rows that are left out on purpose: all conditions hold, and the reason is counted in the report."""

    when: tuple[Condition, ...]
    because: str


@frozen(eq=False)
class Section:
    """One kind of native row that a wide row makes.

    Parameters
    ----------
    table, place
        The native table, and which section of that table this is, from 1.
    fields
        Where each field comes from.
    shared
        Fields taken from what the whole table shares, with the name it is shared under.
    origins
        The column that each field comes from, for reports of bad cells.
    when
        Conditions that must all hold for the row to be made.
    times
        A column that says how many such rows to make; None for one.
    makes_ids
        Whether the rows are evidence without an id of their own.
    """

    table: str
    place: int
    fields: Mapping[str, Origin]
    shared: Mapping[str, str] = field(factory=dict)
    origins: Mapping[str, str] = field(factory=dict)
    when: tuple[Condition, ...] = ()
    times: str | None = None
    makes_ids: bool = False

    def __str__(self) -> str:
        """Give the section as the mapping file calls it."""
        return f"{self.table} {self.place}" if self.place > 1 else self.table


@frozen
class WideTable:
    """One file and what its rows make.

    Parameters
    ----------
    file
        Name inside the folder.
    shared
        Where `learner`, `team`, `unit`, `activity`, `position` and `on` come from, for every section with such a
        field.
    sections
        The native rows each row makes.
    ignored
        Rows left out on purpose.
    unused
        Columns left out on purpose, each with its reason.
    """

    file: str
    shared: Mapping[str, Origin] = field(hash=False)
    sections: tuple[Section, ...]
    ignored: tuple[Ignored, ...] = ()
    unused: Mapping[str, str] = field(factory=dict, hash=False)

    @property
    def columns(self) -> frozenset[str]:
        """The columns read."""
        origins = [*self.shared.values(), *(origin for section in self.sections for origin in section.fields.values())]
        conditions = [condition for ignored in self.ignored for condition in ignored.when]
        conditions.extend(condition for section in self.sections for condition in section.when)
        times = [section.times for section in self.sections if section.times is not None]
        read = (column for origin in origins for column in origin.columns)
        return frozenset((*read, *(condition.column for condition in conditions), *times))

    @property
    def makes(self) -> tuple[str, ...]:
        """The native tables that rows are made of, each once."""
        declared = [DECLARED_BY[name] for name in self.shared if name in DECLARED_BY]
        hanging = ["reporting"] if isinstance(self.shared.get("unit"), Path) else []
        made = [section.table for section in self.sections]
        by = ["contributors" for section in self.sections if CONTRIBUTOR in (*section.fields, *section.shared)]
        return tuple(dict.fromkeys((*declared, *hanging, *made, *by)))


@frozen
class MappingFile:
    """A mapping file, read and checked by itself: the files of the folder come later.

    Parameters
    ----------
    path
        Where it was read from.
    tables
        What the file of each wide table becomes.
    root, root_name
        Id and name of the unit that every path of units hangs from; None where the paths begin with the root.
    """

    path: FilePath
    tables: tuple[WideTable, ...]
    root: str | None = None
    root_name: str | None = None

    @property
    def files(self) -> frozenset[str]:
        """Names of the files that the mapping speaks of."""
        return frozenset(table.file for table in self.tables)


def written(value: object) -> str:
    """Give a cell or constant as it is written in a CSV file, to compare them.

    Examples
    --------
    >>> written(1), written(4.0), written(True), written(None)
    ('1', '4', 'true', '')
    """
    if isinstance(value, str):
        return value.strip()
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def says_nothing(value: object) -> bool:
    """Whether a cell is empty, or says in a word that every table understands that it is."""
    return written(value).casefold() in MISSING_WORDS


def constant(value: object) -> str | None:
    """Give a value of a TOML file as it is written in a CSV file, None where it cannot stand in a cell."""
    if isinstance(value, str | int | float | date) and not isinstance(value, datetime):
        return written(value)
    return None
