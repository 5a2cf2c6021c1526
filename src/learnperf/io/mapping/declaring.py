"""Learners, teams, units and activities that wide rows mention: each declared once, however many rows mention it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import define, field, frozen

from learnperf.io.escapes import escaped
from learnperf.io.mapping.cells import Unusable, WideRow, id_text, path_texts
from learnperf.io.mapping.settings import DECLARED_BY, STRUCTURE, Cell, Origin, Path, says_nothing, written
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
    _paths: dict[tuple[str, ...], str | Unusable] = field(factory=dict, init=False)
    _path_of: dict[str, tuple[str, ...]] = field(factory=dict, init=False)

    def mention(self, shared: str, origin: Origin, value: object, row: WideRow, place: Place) -> Iterator[RawRow]:
        """Declare the learner, team or activity that a row names, unless that has been done."""
        column, prefix = (origin.name, origin.prefix) if isinstance(origin, Cell) else (None, "")
        without_prefix = id_text(value).removeprefix(prefix) if prefix else ""
        name = _name(row, column)
        named_by = column if name else None
        yield from self._declare(DECLARED_BY[shared], value, name or without_prefix, place, (origin.origin, named_by))

    def unit(self, path: Path, row: WideRow, place: Place) -> tuple[object, list[RawRow | SetAside]]:
        """Give the unit that a row's path leads to, with the rows that declare units met for the first time."""
        texts = path_texts(path, row)
        if isinstance(texts, Unusable):
            return texts, [place.set_aside("units", {path.origin: texts})]
        if not texts:
            return None, []
        names = tuple(_name(row, level.name) for level in path.levels)
        key = (path.separator, *texts, "", *names)
        made: list[RawRow | SetAside] = []
        if key not in self._paths:
            self._paths[key] = self._new_units(path, texts, names, place, made)
        return self._paths[key], made

    def is_news(self, row: RawRow) -> bool:
        """Whether a section's row is to be made: what rows say of the structure again and again counts once."""
        if row.table not in STRUCTURE:
            return True
        if "id" in row.cells:
            self._declared.add((row.table, id_text(row.cells["id"])))
        key = (row.table, *(f"{name}={written(value)}" for name, value in sorted(row.cells.items())))
        news = key not in self._said
        self._said.add(key)
        return news

    def rest(self) -> Iterator[RawRow]:
        """Give the bare mentions that nothing else has declared."""
        return (row for key, row in self._bare.items() if key not in self._declared)

    def _new_units(
        self, path: Path, texts: tuple[str, ...], names: tuple[str, ...], place: Place, made: list[RawRow | SetAside]
    ) -> str | Unusable:
        above = self.root
        for depth, (level, text, name) in enumerate(zip(path.levels, texts, names, strict=False), start=1):
            unit = path.separator.join(texts[:depth])
            first_time = unit not in self._path_of
            if self._path_of.setdefault(unit, texts[:depth]) != texts[:depth]:
                clash = Unusable(unit, "is the id of two different paths of units", "choose another separator")
                made.append(place.set_aside("units", {path.origin: clash}))
                return clash
            shown_as = name or (text.removeprefix(level.prefix) if depth > 1 or level.prefix else "")
            columns = (level.column, level.name if name else None)
            made.extend(self._declare("units", escaped(unit), shown_as, place, columns))
            if first_time and above is not None:
                origins = dict.fromkeys(("unit", "parent"), path.origin)
                made.append(place.raw("reporting", {"unit": escaped(unit), "parent": escaped(above)}, origins))
            above = unit
        return escaped(path.separator.join(texts))

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
