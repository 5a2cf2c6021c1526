"""Learners, teams, units and activities that wide rows mention: each declared once, however many rows mention it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import define, field, frozen

from learnperf.io.escapes import escaped
from learnperf.io.mapping.cells import Unusable, WideRow, id_text, path_texts
from learnperf.io.mapping.settings import DECLARED_BY, Cell, Origin, Path, says_nothing
from learnperf.io.report import Rejected
from learnperf.io.rows import RawRow, SetAside


@frozen
class Place:
    """A row of a file, from which native rows are made."""

    file: str
    row: int

    def raw(self, table: str, cells: Mapping[str, object], origins: Mapping[str, str]) -> RawRow:
        """Give a native row."""
        return RawRow(table, self.file, self.row, cells, origins)

    def set_aside(self, table: str, why: Mapping[str, Unusable]) -> SetAside:
        """Give a native row that could not be made, with the columns to blame."""
        problems = [
            Rejected(self.file, self.row, column, one.value, one.rule, one.hint, table=table)
            for column, one in why.items()
        ]
        return SetAside(table, tuple(problems))


@define
class Declarations:
    """What has been declared so far, over all files of a mapping.

    A mention without a name (*bare*) waits until all files are read, and gives way to a declaration that says more.

    Parameters
    ----------
    root
        Id of the unit that every path of units hangs from; None where paths begin with the root.
    """

    root: str | None
    _declared: set[tuple[str, str]] = field(factory=set, init=False)
    _named: set[tuple[str, str, str]] = field(factory=set, init=False)
    _bare: dict[tuple[str, str], RawRow] = field(factory=dict, init=False)
    _said: set[tuple[str, ...]] = field(factory=set, init=False)
    _units: dict[tuple[str, ...], str | Unusable | None] = field(factory=dict, init=False)
    _path_of: dict[str, tuple[str, ...]] = field(factory=dict, init=False)

    def mention(
        self, shared: str, origin: Origin, value: object, row: WideRow, place: Place, made: list[RawRow | SetAside]
    ) -> None:
        """Declare the learner, team, activity or position that a row names, unless that has been done."""
        column, prefix = (origin.name, origin.prefix) if isinstance(origin, Cell) else (None, "")
        name = _name(row, column)
        if name or (DECLARED_BY[shared], id_text(value)) not in self._bare:
            shown_as = name or (id_text(value).removeprefix(prefix) if prefix else "")
            columns = (origin.origin, column if name else None)
            made.extend(self._declare(DECLARED_BY[shared], value, shown_as, place, columns))

    def unit(self, path: Path, row: WideRow, place: Place, made: list[RawRow | SetAside]) -> object:
        """Give the unit that a row's path leads to, None for nowhere; declare units met for the first time."""
        key = (place.file, *map(repr, map(row.get, path.columns)))
        if key not in self._units:
            self._units[key] = self._new_unit(path, row, place, made)
        unit = self._units[key]
        if isinstance(unit, Unusable):
            made.append(place.set_aside("units", {path.origin: unit}))
        return unit

    def declared(self, row: RawRow) -> None:
        """Note what a row declares that is not a bare mention."""
        if row.table in DECLARED_BY.values():
            self._declared.add((row.table, id_text(row.cells.get("id"))))

    def is_news(self, row: RawRow) -> bool:
        """Whether a section's row is to be made: what rows say of the structure again and again counts once."""
        self.declared(row)
        key = (row.table, *(f"{name}={value!r}" for name, value in sorted(row.cells.items())))
        news = key not in self._said
        self._said.add(key)
        return news

    def rest(self) -> Iterator[RawRow]:
        """Give the bare mentions that nothing else has declared."""
        return (row for key, row in self._bare.items() if key not in self._declared)

    def _new_unit(self, path: Path, row: WideRow, place: Place, made: list[RawRow | SetAside]) -> str | Unusable | None:
        texts = path_texts(path, row)
        if isinstance(texts, Unusable):
            return texts
        above, unit = self.root, ""
        for depth, (level, text) in enumerate(zip(path.levels, texts, strict=False), start=1):
            unit, upper = path.separator.join(texts[:depth]), above
            is_new = unit not in self._path_of
            if self._path_of.setdefault(unit, texts[:depth]) != texts[:depth]:
                return Unusable(unit, "is the id of two different paths of units", "choose another separator")
            name = _name(row, level.name)
            shown_as = name or (text.removeprefix(level.prefix) if depth > 1 or level.prefix else "")
            columns = (level.column, level.name if name else None)
            made.extend(self._declare("units", escaped(unit), shown_as, place, columns))
            if is_new and upper is not None:
                origins = dict.fromkeys(("unit", "parent"), path.origin)
                made.append(place.raw("reporting", {"unit": escaped(unit), "parent": escaped(upper)}, origins))
            above = unit
        return escaped(unit) if unit else None

    def _declare(
        self, table: str, value: object, name: str, place: Place, columns: tuple[str | None, str | None]
    ) -> Iterator[RawRow]:
        """Declare a node now where a column names it, else at the end; ``columns`` are those of the id and the name."""
        identifier = id_text(value)
        origins = {key: column for key, column in zip(("id", "name"), columns, strict=True) if column is not None}
        made = place.raw(table, {"id": value, "name": escaped(name) if name else None}, origins)
        if columns[1] is None:
            self._bare.setdefault((table, identifier), made)
        elif (table, identifier, name) not in self._named:
            self._named.add((table, identifier, name))
            self._declared.add((table, identifier))
            yield made


def _name(row: WideRow, column: str | None) -> str:
    """Give the name that a column gives, empty where there is none."""
    value = row.get(column) if column else None
    return "" if says_nothing(value) else id_text(value)
