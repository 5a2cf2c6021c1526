"""JSON lines: one object a line. Numbers stay the text they are written as, so that no id loses a digit."""

from __future__ import annotations

import json
from collections.abc import Iterator

from learnperf.io.cells import shown
from learnperf.io.rows import RawRow, SetAside
from learnperf.io.sheet import Sheet, Source
from learnperf.io.text_lines import LONGEST_LINE, lines


def read_jsonl(source: Source) -> Sheet:
    """Open a file of JSON lines."""
    return Sheet(None, _rows(source))


def _rows(source: Source) -> Iterator[RawRow | SetAside]:
    for line in lines(source):
        if line.too_long:
            yield source.broken(line.number, f"is longer than {LONGEST_LINE} bytes", "split the record")
        elif line.text.strip():
            yield _row(source, line.number, line.text)


def _row(source: Source, number: int, text: str) -> RawRow | SetAside:
    try:
        cells = _DECODER.decode(text)
    except _RefusedError as error:
        return source.broken(number, error.rule, error.hint, shown(text))
    except ValueError as error:
        return source.broken(number, f"is not JSON: {error}", "write one object a line", shown(text))
    except RecursionError:
        return source.broken(number, "is nested too deeply", "write one flat object a line", shown(text))
    if not isinstance(cells, dict):
        return source.broken(number, "is not an object", 'write {"id": ...}', shown(text))
    return RawRow(source.table, source.name, number, cells)


class _RefusedError(ValueError):
    """JSON that a lenient reader would take; carries the rule and the hint."""

    def __init__(self, rule: str, hint: str) -> None:
        self.rule = rule
        self.hint = hint
        super().__init__(rule)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise _RefusedError(f"has the key {shown(twice)!r} twice", "keep one of them")
    return found


def _constant(name: str) -> object:
    raise _RefusedError(f"has {name}, which is not JSON", "write null where a value is missing")


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_constant, parse_float=str, parse_int=str)
