"""Look one field up in a wide row."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from learnperf.errors import InvalidValue
from learnperf.io.cells import shown
from learnperf.io.escapes import escaped, unescaped
from learnperf.io.mapping.settings import Cell, Origin, Path, written
from learnperf.model.ids import check_id

WideRow = Mapping[str, object]


@frozen
class Unusable:
    """A cell that no id or number can be made of: the native row that needs it is set aside."""

    value: str
    rule: str
    hint: str = ""


def look_up(origin: Origin, row: WideRow) -> object:
    """Give what a row says of a field: a value for a native row, None where there is nothing, or `Unusable`.

    Examples
    --------
    >>> look_up(Cell(column="team", prefix="team:"), {"team": "audit"})
    'team:audit'
    >>> look_up(Path((Cell(column="department"), Cell(column="region"))), {"department": "HR", "region": "north"})
    'HR / north'
    """
    if isinstance(origin, Path):
        texts = path_texts(origin, row)
        return texts if isinstance(texts, Unusable) else escaped(origin.separator.join(texts)) if texts else None
    if origin.column is None:
        return origin.always
    value = row.get(origin.column)
    if origin.words or origin.missing:
        text = written(value)
        if text in origin.words:
            return origin.words[text]
        if text in origin.missing:
            return None
    return _prefixed(origin, value) if origin.prefix else value


def path_texts(path: Path, row: WideRow) -> tuple[str, ...] | Unusable:
    """Give the texts of a path from the root down; levels left empty at the end do not exist, a gap is an error."""
    values = [look_up(level, row) for level in path.levels]
    while values and is_nothing(values[-1]):
        values.pop()
    for level, value in zip(path.levels, values, strict=False):
        if is_nothing(value):
            return Unusable("", f"has nothing in {level.column} and something below it", "fill the gap in the path")
        why = unusable_id(value)
        if why is not None:
            return why
    return tuple(id_text(value) for value in values)


def is_nothing(value: object) -> bool:
    """Whether there is nothing in a cell; words such as NA may be ids, so here they are something."""
    return value is None or value == "" or value != value  # noqa: PLR0124 - only NaN is not itself


def id_text(value: object) -> str:
    """Give the id that a cell holds, as native rows read it."""
    return unescaped(value) if isinstance(value, str) else written(value)


def unusable_id(value: object) -> Unusable | None:
    """Say why a cell cannot be an id, or None where it can."""
    if isinstance(value, Unusable):
        return value
    try:
        check_id("id", id_text(value))
    except InvalidValue as error:
        return Unusable(shown(error.value), error.rule, error.hint)
    return None


def _prefixed(cell: Cell, value: object) -> object:
    """Put the prefix before a sound text: an unsound one must not become an id that looks sound."""
    if is_nothing(value):
        return None
    return unusable_id(value) or escaped(cell.prefix + id_text(value))
