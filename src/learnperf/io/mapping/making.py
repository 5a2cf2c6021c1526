"""Make native rows of the rows of a wide table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import PurePath

from attrs import define, field

from learnperf.io.cells import shown
from learnperf.io.mapping.cells import Unusable, WideRow, is_nothing, look_up, unusable_id
from learnperf.io.mapping.declaring import Declarations, Place
from learnperf.io.mapping.settings import (
    CONTRIBUTOR,
    DECLARED_BY,
    Condition,
    Path,
    Section,
    WideTable,
    says_nothing,
    written,
)
from learnperf.io.report import Caution
from learnperf.io.rows import RawRow, SetAside, StreamItem

WideRows = Iterable[tuple[int, WideRow]]
Shared = dict[str, object]


@define
class Making:
    """The native rows that one file's rows make, and what was noticed on the way.

    Parameters
    ----------
    table
        What the mapping says of the file.
    declarations
        What other files have declared already; this one adds to it.
    """

    table: WideTable
    declarations: Declarations
    _first_lines: dict[bytes, int] = field(factory=dict, init=False)
    _made: Counter[Section] = field(factory=Counter, init=False)
    _ignored: Counter[str] = field(factory=Counter, init=False)
    _rows: int = field(default=0, init=False)

    def of_row(self, line: int, row: WideRow) -> Iterator[StreamItem]:
        """Give the native rows that one row makes."""
        self._rows += 1
        for ignored in self.table.ignored:
            if all_hold(ignored.when, row):
                self._ignored[ignored.because] += 1
                return
        place = Place(self.table.file, line)
        shared: Shared = {}
        made = list(self._mentioned(row, place, shared))
        yield from made
        # whose row it is cannot be told: nothing in it can be told to be about anybody
        if not any(isinstance(item, SetAside) and item.table == "learners" for item in made):
            first_line = self._first_line(line, row)
            for section in self.table.sections:
                if all_hold(section.when, row):
                    yield from self._of_section(section, row, place, shared, first_line)

    def cautions(self) -> Iterator[Caution]:
        """Say what was ignored, and which sections made nothing of a file that has rows."""
        for because, rows in self._ignored.items():
            yield Caution(self.table.file, f"{rows} of {self._rows} rows ignored: {because}")
        for section in self.table.sections:
            if self._rows and not self._made[section]:
                when = " and ".join(map(str, section.when)) or f"{section.times} says more than 0"
                yield Caution(self.table.file, f"{section} made nothing: no row has {when}")

    def _mentioned(self, row: WideRow, place: Place, shared: Shared) -> Iterator[RawRow | SetAside]:
        """Look up what the whole table shares, and declare whom or what it mentions."""
        for name, origin in self.table.shared.items():
            if name == "unit" and isinstance(origin, Path):
                shared[name], units = self.declarations.unit(origin, row, place)
                yield from units
                continue
            value = look_up(origin, row)
            if name in _NOT_NEEDED and says_nothing(value):
                value = None
            shared[name] = value
            if name not in DECLARED_BY:
                continue
            unsound = value if isinstance(value, Unusable) else unusable_id("" if is_nothing(value) else value)
            if unsound is None:
                yield from self.declarations.mention(name, origin, value, row, place)
            elif name == "learner" or not is_nothing(value):
                shared[name] = unsound
                yield place.set_aside(DECLARED_BY[name], {origin.origin or name: unsound})

    def _of_section(
        self, section: Section, row: WideRow, place: Place, shared: Shared, first_line: int
    ) -> Iterator[RawRow | SetAside]:
        """Give the native rows of one section, or say what keeps them from being made."""
        cells = {name: shared[source] for name, source in section.shared.items()}
        cells.update((name, look_up(origin, row)) for name, origin in section.fields.items())
        times = 1 if section.times is None else how_often(row.get(section.times))
        why = {name: value for name, value in (*cells.items(), ("times", times)) if isinstance(value, Unusable)}
        if why or not isinstance(times, int):
            self._made[section] += 1
            yield place.set_aside(section.table, {section.origins.get(name, name): one for name, one in why.items()})
            return
        self._made[section] += times
        contributor = cells.pop(CONTRIBUTOR, None)
        for time in range(1, times + 1):
            made = dict(cells)
            if section.makes_ids:
                made["id"] = self._id(section, first_line, time)
            yield from self._native(section, place, made, contributor)

    def _native(
        self, section: Section, place: Place, cells: dict[str, object], contributor: object
    ) -> Iterator[RawRow]:
        native = place.raw(section.table, cells, section.origins)
        if self.declarations.is_news(native):
            yield native
        if not is_nothing(contributor):
            by = {"innovation": cells["id"], "node": contributor}
            columns = {"innovation": section.origins.get("id"), "node": section.origins.get(CONTRIBUTOR)}
            origins = {name: column for name, column in columns.items() if column is not None}
            yield place.raw("contributors", by, origins)

    def _id(self, section: Section, line: int, time: int) -> str:
        """Make the id of a piece of evidence: which row of which file, and which of the things that the row says."""
        number = f"-{section.place}" if section.place > 1 else ""
        again = f"#{time}" if section.times is not None else ""
        return f"{PurePath(self.table.file).stem}:{line}:{section.table}{number}{again}"

    def _first_line(self, line: int, row: WideRow) -> int:
        """Give the line on which this very row came first, so that what it says twice counts once."""
        written_out = repr(list(row.values())).encode(errors="backslashreplace")
        return self._first_lines.setdefault(blake2b(written_out, digest_size=16).digest(), line)


def how_often(value: object) -> int | Unusable:
    """Read how many native rows a cell asks for; nothing asks for none."""
    if says_nothing(value):
        return 0
    text = written(value)
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
        rule = f"is not a whole number from 0 to {10**_DIGITS - 1}"
        return Unusable(shown(value), rule, "it says how many rows to make")
    return int(text)


def all_hold(conditions: tuple[Condition, ...], row: WideRow) -> bool:
    """Whether a row meets every condition."""
    return all(condition.holds(row.get(condition.column)) for condition in conditions)


_DIGITS = 3
# where these are not known there are none; learners, teams and units may be called NA
_NOT_NEEDED = frozenset({"activity", "position"})
