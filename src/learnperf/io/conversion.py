"""Cells to records, by cattrs: one compiled function per table, made from the table's declaration.

All that is wrong with the cells of a row is told at once. What a column has been written as before is remembered, so
that the millionth *behaviour* or ``2026-06-30`` costs one look into a dictionary.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, cast

import attrs
import cattrs
import numpy as np
from attrs import define
from cattrs.gen import make_dict_structure_fn, override

from learnperf.errors import InvalidValue
from learnperf.io.cells import parser, shown
from learnperf.io.evidence_tables import NamedScale
from learnperf.io.fields import PREFIX, SCALE_COLUMNS, Field, FieldType, Table
from learnperf.model import scales
from learnperf.model.scales import LIKERT_5, MISSING_WORDS, Number, Scale, ScaleType

Cells = Mapping[str, object]
Hook = Callable[[object, object], object]


@define
class Conversion:
    """Makes records of the rows of one table.

    Examples
    --------
    >>> from learnperf.io.tables import TABLES
    >>> Conversion.of(TABLES["units"]).record({"id": "DJP", "name": "-"})
    Unit(id='DJP', name=None, since=None, until=None)
    """

    table: Table
    _structure: Hook

    @classmethod
    def of(cls, table: Table) -> Conversion:
        """Compile the conversion of a table."""
        defaults = {one.name: one.default for one in attrs.fields(table.record)}
        scale = tuple(field for field in table.fields if field.name in SCALE_COLUMNS)
        hooks = {
            field.attribute: override(rename=field.name, struct_hook=_hook(field, defaults[field.attribute]))
            for field in table.fields
            if field not in scale
        }
        if scale:
            hooks["scale"] = override(struct_hook=_scale_hook(scale))
        return cls(table, _compiled(table.record, hooks))

    def record(self, cells: Cells) -> object:
        """Make a record.

        Raises
        ------
        ExceptionGroup
            With everything that is wrong; `problems` takes it apart.
        """
        if self.table.score is not None and not _SCALE_COLUMNS.isdisjoint(cells):
            # the columns of a scale make one value together
            cells = {**cells, "scale": tuple(map(cells.get, SCALE_COLUMNS))}
        if self.table.named is not None:
            cells = self._with_named(cells, self.table.named.name)
        return self._structure(cells, None)

    def _with_named(self, cells: Cells, column: str) -> Cells:
        """Put the cells of named texts into one cell, beside those that stand in it already."""
        names = [name for name in cells if self.table.names_a_text(name)]
        if not names:
            return cells
        there = cells.get(column)
        named = {name.removeprefix(PREFIX): cells[name] for name in names}
        return {**cells, column: {**there, **named} if isinstance(there, dict) else named}

    def problems(self, error: Exception, cells: Cells) -> list[InvalidValue]:
        """Give everything that a failed conversion of cells found wrong, under the names of columns."""
        columns = {field.attribute: field.name for field in self.table.fields}
        if self.table.score is not None:
            columns["score"] = self.table.score
        found: list[InvalidValue] = []
        for one in _flat(error):
            if isinstance(one, InvalidValue):
                column = columns.get(one.field, one.field)
                # a number is shown as it was written: 3.5, not 7/2
                value = cells.get(column) if isinstance(one.value, Fraction | float) else one.value
                found.append(InvalidValue(column, shown(value), one.rule, one.hint))
            else:
                # the compiled function did not find the key of a required column
                found.append(_missing(self.table.field(str(one.args[0]))))
        return found


def _compiled(record: type, hooks: Mapping[str, object]) -> Hook:
    keywords = cast("dict[str, Any]", hooks)  # Any: cattrs types its own options and attributes as one set of keywords
    structure: object = make_dict_structure_fn(
        record,
        cattrs.Converter(),
        _cattrs_use_linecache=False,
        _cattrs_detailed_validation=True,
        **keywords,
    )
    return cast("Hook", structure)


def _hook(field: Field, default: object) -> Hook:
    """Give the function that makes a value of a cell, or of a missing cell its default."""
    read = parser(field)
    required = field.required
    missing = _missing_words(field)
    own_id = field.name == "id"
    remembers = field.type is not FieldType.TEXT and not own_id
    remembered: dict[str, object] = {} if required else dict.fromkeys(missing, default)

    def structure(value: object, _: object) -> object:
        if type(value) is str:
            if own_id and value[:1].isalnum():
                # neither empty nor escaped, as nearly all are, and all differ
                return value
            found = remembered.get(value, _NEW)
            if found is not _NEW:
                return found
        plain = value.item() if isinstance(value, np.generic) else value
        if _is_missing(plain, missing):
            if required:
                raise _missing(field)
            return default
        found = read(plain)
        if remembers and isinstance(plain, str) and len(remembered) < _MEMORY:
            remembered[plain] = found
        return found

    return structure


def _missing_words(field: Field) -> frozenset[str]:
    # any word may be an id, so a column that needs one is only without it where it is empty
    if field.required and field.type is FieldType.ID:
        return frozenset({""})
    # somebody computed it: to take it for no share at all would hand out what others leave
    return MISSING_WORDS - {"nan"} if field.type is FieldType.SHARE else MISSING_WORDS


def _is_missing(value: object, missing: frozenset[str]) -> bool:
    if isinstance(value, str):
        return value.strip().casefold() in missing
    if isinstance(value, float):
        return value != value  # noqa: PLR0124 - only NaN is not itself, of numpy too
    if isinstance(value, Decimal):
        # one that signals may not even be compared
        return value.is_nan()
    # missing values of pandas, which need not be installed
    return value is None or type(value).__name__ in {"NaTType", "NAType"}


def _missing(field: Field) -> InvalidValue:
    return InvalidValue(field.name, "", "is missing", f"every row needs one, such as {field.example}")


def _scale_hook(fields: tuple[Field, ...]) -> Hook:
    hooks = [_hook(field, None) for field in fields]
    remembered: dict[tuple[object, ...], Scale] = {}

    def structure(value: object, _: object) -> Scale:
        given = cast("tuple[object, ...]", value)
        # of anything but text, 1 and True would be one key, and a list none
        plain = all(one is None or one.__class__ is str for one in given)
        found = remembered.get(given) if plain else None
        if found is None:
            found = _scale(*(hook(one, None) for hook, one in zip(hooks, given, strict=True)))
            if plain and len(remembered) < _MEMORY:
                remembered[given] = found
        return found

    return structure


def _scale(name: object, least: object, most: object, step: object, kind: object) -> Scale:
    level = ScaleType.INTERVAL if kind is None else cast("ScaleType", kind)
    if name is None:
        ends = (1 if least is None else least, 5 if most is None else most, 1 if step is None else step)
        return attrs.evolve(Scale(*cast("tuple[Number, Number, Number]", ends)), type=level)
    named = _NAMED_SCALES[cast("NamedScale", name)]
    if any(one is not None for one in (least, most, step)):
        hint = "leave the name out, or scale_min, scale_max and scale_step"
        raise InvalidValue("scale", str(named), "is named and has its ends declared too", hint)
    return attrs.evolve(named, type=level)


def _flat(error: BaseException) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from _flat(one)
    else:
        yield error


_NEW = object()
_SCALE_COLUMNS = frozenset(SCALE_COLUMNS)
# values remembered per column at most, so that a column where all differ costs no memory
_MEMORY = 200_000
_NAMED_SCALES = {
    NamedScale.LIKERT_4: scales.LIKERT_4,
    NamedScale.LIKERT_5: LIKERT_5,
    NamedScale.LIKERT_6: scales.LIKERT_6,
    NamedScale.LIKERT_7: scales.LIKERT_7,
    NamedScale.ZERO_TO_TEN: scales.ZERO_TO_TEN,
    NamedScale.PERCENT: scales.PERCENT,
}
