"""The native rows that one section makes of a wide row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

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
    constants, plain, derived
        The fields that are constants, those that are columns as they stand, and those that take work.
    id_ends
        What stands before and after the line number in the ids made here.
    is_simple
        Whether a row makes exactly one native row, which nothing of the section itself can keep from being made.
    is_constant
        Whether every row says the same, of the structure.
    made
        Rows made so far, those set aside included.
    """

    section: Section
    declarations: Declarations
    constants: dict[str, object]
    plain: tuple[tuple[str, str], ...]
    derived: tuple[tuple[str, Origin], ...]
    id_ends: tuple[str, str]
    is_simple: bool
    is_constant: bool
    made: int = 0

    @property
    def is_settled(self) -> bool:
        """Whether every row says the same of the structure, and one has said it."""
        return self.is_constant and self.made > 0

    @classmethod
    def of(cls, section: Section, file: str, declarations: Declarations) -> SectionRows:
        """Sort the fields of a section by how much work they are."""
        constants: dict[str, object] = {}
        plain: dict[str, str] = {}
        derived: dict[str, Origin] = {}
        for name, origin in section.fields.items():
            if isinstance(origin, Cell) and origin.always is not None:
                constants[name] = origin.always
            elif isinstance(origin, Cell) and origin.column is not None and origin.is_plain:
                plain[name] = origin.column
            else:
                derived[name] = origin
        number = f"-{section.place}" if section.place > 1 else ""
        ends = (f"{file}:", f":{section.table}{number}")
        contributes = CONTRIBUTOR in section.fields or CONTRIBUTOR in section.shared
        is_simple = not (derived or contributes or section.times is not None or section.table in STRUCTURE)
        is_constant = section.table in STRUCTURE and not (plain or derived or section.shared)
        return cls(
            section,
            declarations,
            constants,
            tuple(plain.items()),
            tuple(derived.items()),
            ends,
            is_simple=is_simple,
            is_constant=is_constant,
        )

    def of_row(self, row: WideRow, place: Place, shared: SharedCells) -> Sequence[RawRow | SetAside]:
        """Give the native rows that a wide row makes, or say what keeps them from being made."""
        section = self.section
        if self.is_settled or (section.when and not all_hold(section.when, row)):
            return ()
        cells = self.constants.copy()
        for name, source in section.shared.items():
            cells[name] = shared.values[source]
        for name, column in self.plain:
            cells[name] = row.get(column)
        if self.is_simple and not shared.unusable:
            self.made += 1
            if section.makes_ids:
                cells["id"] = f"{self.id_ends[0]}{shared.first_line}{self.id_ends[1]}"
            return (place.raw(section.table, cells, section.origins),)
        return self._worked_out(cells, row, place, shared)

    def _worked_out(
        self, cells: dict[str, object], row: WideRow, place: Place, shared: SharedCells
    ) -> list[RawRow | SetAside]:
        section = self.section
        cells.update((name, look_up(origin, row)) for name, origin in self.derived)
        why = {
            section.origins.get(name, name): shared.unusable[source]
            for name, source in section.shared.items()
            if source in shared.unusable
        }
        for name, _ in self.derived:
            value = cells[name]
            if isinstance(value, Unusable):
                why[section.origins.get(name, name)] = value
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
            one = cells.copy()
            if section.makes_ids:
                again = "" if section.times is None else f"#{time}"
                one["id"] = f"{self.id_ends[0]}{shared.first_line}{self.id_ends[1]}{again}"
            native = place.raw(section.table, one, section.origins)
            if section.table not in STRUCTURE or self.declarations.is_news(native):
                made.append(native)
            if not is_nothing(contributor):
                made.extend(self._contributor(one["id"], contributor, place))
        return made

    def _contributor(self, innovation: object, contributor: object, place: Place) -> Iterator[RawRow]:
        """Say who an innovation is by, unless that has been said."""
        origins = self.section.origins
        named = {"innovation": "id", "node": CONTRIBUTOR}
        columns = {name: origins[key] for name, key in named.items() if key in origins}
        by = place.raw("contributors", {"innovation": innovation, "node": contributor}, columns)
        if self.declarations.is_news(by):
            yield by


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
    for condition in conditions:  # noqa: SIM110 - a generator costs more than the conditions of a million rows
        if not condition.holds(row.get(condition.column)):
            return False
    return True


_DIGITS = 3
