"""Values of single cells: what each type of column accepts, and what it says of what it refuses."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum, IntEnum
from fractions import Fraction

from learnperf.errors import InvalidValue
from learnperf.io.escapes import unescaped
from learnperf.io.fields import PREFIX, Field, FieldType
from learnperf.model.ids import check_id
from learnperf.model.scales import MISSING_WORDS, exact
from learnperf.model.ties import share_of
from learnperf.model.vocabulary import label, read_word

Parser = Callable[[object], object]


def parser(field: Field) -> Parser:
    """Give the function that reads a cell of a column; it raises `InvalidValue` on what the column cannot hold.

    Examples
    --------
    >>> parser(Field("since", FieldType.DATE, "First day", "2026-01-01"))("2026-01-01")
    datetime.date(2026, 1, 1)
    """
    return _PARSERS[field.type](field)


def written_word(word: Enum) -> str:
    """Give a word as files write it: its value, or for numbered words its name.

    Examples
    --------
    >>> from learnperf.model.vocabulary import Level, Wave
    >>> written_word(Level.BEHAVIOUR), written_word(Wave.MONTH_6)
    ('behaviour', '6m')
    """
    return label(word) if isinstance(word, IntEnum) else str(word.value)


def shown(value: object) -> str:
    """Give a value as short text for a report, however long or deep it is."""
    # only text is sure to be cheap: the repr of nested lists may be of any size
    text = value if isinstance(value, str) else _bounded(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _bounded(value: object) -> str:
    if isinstance(value, dict | list | tuple | set | frozenset | bytes):
        return f"{type(value).__name__} of {len(value)}"
    if value is None:
        return ""
    try:
        return str(value)
    except ValueError:
        return f"{type(value).__name__} of very many digits"


def _written(name: str, value: object) -> str:
    """Give a number or a day as text."""
    try:
        return str(value)
    except ValueError:
        # Python refuses to write out thousands of digits
        raise InvalidValue(name, shown(value), "is too long", "check the number") from None


def _id(field: Field) -> Parser:
    def read(value: object) -> str:
        if isinstance(value, str):
            return unescaped(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return _written(field.name, value)
        hint = "ids are kept as text exactly as written: put it in quotes"
        raise InvalidValue(field.name, shown(value), f"is {_kind(value)}, not text", hint)

    return read


def _text(field: Field) -> Parser:
    def read(value: object) -> str:
        if isinstance(value, str):
            text = unescaped(value)
            if not text.isprintable() and _UNPRINTABLE.search(text):
                raise InvalidValue(field.name, text, "has a character that no text has", "remove it")
            return text
        if isinstance(value, int | float | Decimal | date):
            return _written(field.name, value)
        raise InvalidValue(field.name, shown(value), f"is {_kind(value)}, not text", "write it as text")

    return read


def _date(field: Field) -> Parser:
    def read(value: object) -> date:
        if isinstance(value, datetime):
            if value.time() == time.min and value.tzinfo is None:
                return value.date()
            raise InvalidValue(field.name, shown(value), "is a moment, not a day", _CHOOSE_DAY)
        if isinstance(value, date):
            return value
        text = _plain(field, value)
        if not _ISO_DATE.fullmatch(text):
            raise InvalidValue(field.name, shown(value), "is not a date", _date_hint(text))
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise InvalidValue(field.name, text, "is not a day of the calendar", "check month and day") from None

    return read


def _date_hint(text: str) -> str:
    if _MOMENT.match(text):
        return _CHOOSE_DAY
    if _YEAR_AND_MONTH.fullmatch(text):
        return "say which day of the month: 2026-11-24"
    if _SERIAL.fullmatch(text):
        return "this looks like a spreadsheet's number of a day: format the column as 2026-11-24"
    return "write year-month-day: 2026-11-24"


def _boolean(field: Field) -> Parser:
    def read(value: object) -> bool:
        found = _BOOLEANS.get(_plain(field, value).casefold())
        if found is None:
            raise InvalidValue(field.name, shown(value), "is not yes or no", "write true or false (ya, tidak)")
        return found

    return read


def _number(field: Field) -> Parser:
    return lambda value: _exact(field, value)


def _exact(field: Field, value: object) -> Fraction:
    """Read a number, or the ratio of two whole ones, which some steps of a scale can only be written as."""
    text = _plain(field, value)
    ratio = _RATIO.fullmatch(text)
    return Fraction(int(ratio[1]), int(ratio[2])) if ratio else exact(field.name, text)


def _within(field: Field, value: object) -> Fraction:
    number = _exact(field, value)
    if not field.least <= number <= field.most:
        rule = f"is not in {field.least}..{field.most}"
        raise InvalidValue(field.name, shown(value), rule, "check the number")
    return number


def _float(field: Field) -> Parser:
    return lambda value: float(_within(field, value))


def _whole(field: Field) -> Parser:
    def read(value: object) -> int:
        found = _within(field, value)
        if found.denominator != 1:
            raise InvalidValue(field.name, shown(value), "is not a whole number", "such as 3")
        return int(found)

    return read


def _share(field: Field) -> Parser:
    def read(value: object) -> object:
        return share_of(_plain(field, value))

    return read


def _word(field: Field) -> Parser:
    # 3.0 is what a float column makes of 3
    return lambda value: read_word(field.words, _plain(field, value).removesuffix(".0"), field.name)


def _words(field: Field) -> Parser:
    one = _word(field)

    def read(value: object) -> frozenset[object]:
        return frozenset(one(item) for item in _items(field, value))

    return read


def _ids(field: Field) -> Parser:
    def read(value: object) -> tuple[str, ...]:
        items = _items(field, value)
        for item in items:
            check_id(field.name, item)
        return tuple(str(item) for item in items)

    return read


def _named(field: Field) -> Parser:
    """Read texts by name; those that are missing are left out."""

    def read(value: object) -> dict[str, str]:
        texts = value
        if isinstance(value, str) and value.startswith("{"):
            try:
                texts = json.loads(value)
            except (ValueError, RecursionError):
                texts = None
        if not isinstance(texts, dict):
            raise InvalidValue(field.name, _kind(value), "is not texts by name", f"such as {field.example}")
        found: dict[str, str] = {}
        for name, cell in texts.items():
            text = _named_text(f"{PREFIX}{name}", cell)
            if text is not None:
                found[name] = text
        return found

    return read


def _named_text(column: str, cell: object) -> str | None:
    """Read a text that may be personal, so that what is wrong with it is said without it."""
    if cell is None or (isinstance(cell, str) and cell.strip().casefold() in MISSING_WORDS):
        return None
    if not isinstance(cell, str | int | float | Decimal | date) or isinstance(cell, bool):
        raise InvalidValue(column, _kind(cell), "is no text", "write it as text, or leave it out")
    text = unescaped(_written(column, cell))
    if _UNPRINTABLE.search(text):
        raise InvalidValue(column, "", "has a character that no text has", "remove it")
    return text


def _items(field: Field, value: object) -> list[object]:
    """Split a list: separated by semicolons, or a list of JSON where an item has a semicolon itself."""
    if isinstance(value, list | tuple | set | frozenset):
        return list(value)
    if not isinstance(value, str):
        raise InvalidValue(field.name, shown(value), f"is {_kind(value)}, not a list", _LIST_HINT)
    text = unescaped(value).strip()
    if text.startswith('["'):
        try:
            return list(json.loads(text))
        except ValueError:
            raise InvalidValue(field.name, shown(value), "is not a list", _LIST_HINT) from None
    return [item.strip() for item in text.split(";") if item.strip()]


def _plain(field: Field, value: object) -> str:
    """Give the text of a value that is not an id: spaces around it mean nothing."""
    if isinstance(value, str):
        if len(value) > _LONGEST:
            raise InvalidValue(field.name, shown(value), "is too long", f"write it as {field.example}")
        return value.strip()
    if isinstance(value, Enum):
        return str(value.name)
    if isinstance(value, int | float | Decimal | Fraction):
        return _written(field.name, value)
    raise InvalidValue(field.name, shown(value), f"is {_kind(value)}", f"write it as {field.example}")


def _kind(value: object) -> str:
    return _KINDS.get(type(value), f"a value of type {type(value).__name__}")


_SHOWN = 80
# arithmetic on a million digits takes minutes
_LONGEST = 200
_CHOOSE_DAY = "choose the day and write it alone: 2026-11-24"
_LIST_HINT = "separate several by semicolons: a; b"
_KINDS = {str: "text", bool: "true or false", float: "a number", dict: "an object", list: "a list", bytes: "bytes"}
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEAR_AND_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]")
_SERIAL = re.compile(r"[0-9]{5}(\.[0-9]+)?")
_RATIO = re.compile(r"(-?[0-9]{1,18})/([1-9][0-9]{0,17})")
# what no file of text can hold: NUL, and halves of surrogate pairs
_UNPRINTABLE = re.compile("[\x00\ud800-\udfff]")
_BOOLEANS = {
    **dict.fromkeys(("true", "yes", "ya", "benar", "1", "1.0"), True),
    **dict.fromkeys(("false", "no", "tidak", "salah", "0", "0.0"), False),
}
_PARSERS: dict[FieldType, Callable[[Field], Parser]] = {
    FieldType.ID: _id,
    FieldType.IDS: _ids,
    FieldType.TEXT: _text,
    FieldType.DATE: _date,
    FieldType.BOOLEAN: _boolean,
    FieldType.WHOLE: _whole,
    FieldType.NUMBER: _float,
    FieldType.SCORE: _number,
    FieldType.SHARE: _share,
    FieldType.WORD: _word,
    FieldType.WORDS: _words,
    FieldType.NAMED: _named,
}
