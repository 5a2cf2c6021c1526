"""Make native rows of the rows of a wide table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from hashlib import blake2b

from attrs import define, field

from learnperf.io.mapping.cells import Unusable, WideRow, is_nothing, look_up, unusable_id
from learnperf.io.mapping.declaring import Declarations, Place
from learnperf.io.mapping.section_rows import SectionRows, SharedCells, all_hold
from learnperf.io.mapping.settings import DECLARED_BY, Path, WideTable, says_nothing
from learnperf.io.report import Caution
from learnperf.io.rows import RawRow, SetAside


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
    _sections: list[SectionRows] = field(init=False)
    _makes_ids: bool = field(init=False)
    _first_lines: dict[bytes, int] = field(factory=dict, init=False)
    _ignored: Counter[str] = field(factory=Counter, init=False)
    _rows: int = field(default=0, init=False)

    def __attrs_post_init__(self) -> None:
        """Work out once what is the same for every row."""
        table, declarations = self.table, self.declarations
        self._makes_ids = any(section.makes_ids for section in table.sections)
        self._sections = [SectionRows.of(section, table.file, declarations) for section in table.sections]

    def of_row(self, line: int, row: WideRow) -> list[RawRow | SetAside]:
        """Give the native rows that one row makes."""
        self._rows += 1
        for ignored in self.table.ignored:
            if all_hold(ignored.when, row):
                self._ignored[ignored.because] += 1
                return []
        place = Place(self.table.file, line)
        made: list[RawRow | SetAside] = []
        values: dict[str, object] = {}
        unusable: dict[str, Unusable] = {}
        for name in self.table.shared:
            values[name] = value = self._mentioned(name, row, place, made)
            if isinstance(value, Unusable):
                unusable[name] = value
        # whose row it is cannot be told, so nothing in it can be told to be about anybody
        if "learner" not in unusable:
            shared = SharedCells(values, unusable, self._first_line(line, row))
            for section in self._sections:
                made.extend(section.of_row(row, place, shared))
        return made

    def cautions(self) -> Iterator[Caution]:
        """Say what was ignored, and which sections made nothing of a file that has rows."""
        for because, rows in self._ignored.items():
            yield Caution(self.table.file, f"{rows} of {self._rows} rows ignored: {because}")
        for one in self._sections:
            if self._rows and not one.made:
                when = [str(condition) for condition in one.section.when]
                times = [f"more than 0 in {one.section.times}"] if one.section.times is not None else []
                told = f": no row has {' and '.join([*when, *times])}" if when or times else ""
                yield Caution(self.table.file, f"{one.section} made nothing{told}")

    def _mentioned(self, name: str, row: WideRow, place: Place, made: list[RawRow | SetAside]) -> object:
        """Look up something that the whole table shares, and declare whom or what it mentions."""
        origin = self.table.shared[name]
        if name == "unit" and isinstance(origin, Path):
            return self.declarations.unit(origin, row, place, made)
        value = look_up(origin, row)
        if name not in DECLARED_BY or (name in _NOT_NEEDED and says_nothing(value)):
            return value
        if is_nothing(value) and name != "learner":
            return None
        unsound = unusable_id("" if is_nothing(value) else value)
        if unsound is None:
            self.declarations.mention(name, origin, value, row, place, made)
            return value
        made.append(place.set_aside(DECLARED_BY[name], {origin.origin or name: unsound}))
        return unsound

    def _first_line(self, line: int, row: WideRow) -> int:
        """Give the line on which this very row came first, so that what it says twice counts once."""
        if not self._makes_ids:
            return line
        written_out = repr(list(row.values())).encode(errors="backslashreplace")
        return self._first_lines.setdefault(blake2b(written_out, digest_size=16).digest(), line)


# where these are not known there are none; learners, teams and units may be called NA
_NOT_NEEDED = frozenset({"activity", "position"})
