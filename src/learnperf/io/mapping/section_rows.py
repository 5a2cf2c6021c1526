"""The native rows that one section makes of a wide row."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from attrs import define, frozen

from learnperf.io.cells import shown
from learnperf.io.mapping.cells import Unusable, WideRow, is_nothing, look_up
from learnperf.io.mapping.declaring import Declarations, Place
from learnperf.io.mapping.settings import (
    CONTRIBUTOR,
    STRUCTURE,
    Cell,
    Condition,
    Origin,
    Section,
    says_nothing,
    written,
)
from learnperf.io.rows import RawRow, SetAside


@frozen
class SharedCells:
    """What a wide row says of what its whole table shares.

    Parameters
    ----------
    values
        By the name they are shared under.
    unusable
        Those that no id can be made of.
    first_line
        The line on which this very row came first, so that what is said twice counts once.
    """

    values: Mapping[str, object]
    unusable: Mapping[str, Unusable]
    first_line: int


@define
class SectionRows:
    """Makes the rows of one section; what is the same for every row is worked out once.

    Parameters
    ----------
    made
        Rows made so far, those set aside included.
    """

    section: Section
    declarations: Declarations
    constants: Mapping[str, object]
    plain: tuple[tuple[str, str], ...]
    derived: tuple[tuple[str, Origin], ...]
    id_ends: tuple[str, str]
    made: int = 0

    @classmethod
    def of(cls, section: Section, file: str, declarations: Declarations) -> SectionRows:
        """Sort the fields of a section by how much work they are."""
        constants = {
            name: one.always for name, one in section.fields.items() if isinstance(one, Cell) and one.always is not None
        }
        plain = {
            name: one.column or "" for name, one in section.fields.items() if isinstance(one, Cell) and one.is_plain
        }
        derived = [(name, one) for name, one in section.fields.items() if name not in constants and name not in plain]
        number = f"-{section.place}" if section.place > 1 else ""
        ends = (f"{PurePath(file).stem}:", f":{section.table}{number}")
        return cls(section, declarations, constants, tuple(plain.items()), tuple(derived), ends)

    def of_row(self, row: WideRow, place: Place, shared: SharedCells) -> list[RawRow | SetAside]:
        """Give the native rows that a wide row makes, or say what keeps them from being made."""
        section = self.section
        if section.when and not all_hold(section.when, row):
            return []
        cells = {**self.constants, **{name: shared.values[source] for name, source in section.shared.items()}}
        for name, column in self.plain:
            cells[name] = row.get(column)
        why: dict[str, Unusable] = {}
        for name, origin in self.derived:
            cells[name] = value = look_up(origin, row)
            if isinstance(value, Unusable):
                why[section.origins.get(name, name)] = value
        for name, source in section.shared.items() if shared.unusable else ():
            if source in shared.unusable:
                why[section.origins.get(name, name)] = shared.unusable[source]
        times = 1 if section.times is None else how_often(row.get(section.times))
        if isinstance(times, Unusable):
            why[section.times or ""] = times
            times = 1
        self.made += times
        return [place.set_aside(section.table, why)] if why else self._rows(cells, times, place, shared)

    def _rows(self, cells: dict[str, object], times: int, place: Place, shared: SharedCells) -> list[RawRow | SetAside]:
        section = self.section
        contributor = cells.pop(CONTRIBUTOR, None)
        made: list[RawRow | SetAside] = []
        for time in range(1, times + 1):
            one = dict(cells) if times > 1 else cells
            if section.makes_ids:
                again = "" if section.times is None else f"#{time}"
                one["id"] = f"{self.id_ends[0]}{shared.first_line}{self.id_ends[1]}{again}"
            native = place.raw(section.table, one, section.origins)
            if section.table not in STRUCTURE or self.declarations.is_news(native):
                made.append(native)
            if not is_nothing(contributor):
                origins = {
                    name: section.origins[key]
                    for name, key in (("innovation", "id"), ("node", CONTRIBUTOR))
                    if key in section.origins
                }
                by = place.raw("contributors", {"innovation": one["id"], "node": contributor}, origins)
                made.extend([by] if self.declarations.is_news(by) else [])
        return made


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
