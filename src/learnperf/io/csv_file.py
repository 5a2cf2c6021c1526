"""CSV as spreadsheets and databases write it: comma, semicolon or tab, quotes doubled inside quotes.

Strict where leniency would lose rows: a quote that is never closed does not swallow the rest of the file, but costs
the line it stands in.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator

from attrs import Factory, define

from learnperf.errors import InputError
from learnperf.io.cells import shown
from learnperf.io.rows import RawRow, SetAside
from learnperf.io.sheet import Sheet, Source, check_columns
from learnperf.io.text_lines import LONGEST_LINE, Line, lines

MOST_LINES_OF_A_ROW = 50


def read_csv(source: Source) -> Sheet:
    """Open a CSV file; the delimiter is the commonest of comma, semicolon and tab in its header.

    Raises
    ------
    InputError
        The file cannot be read, is not UTF-8, or its header is broken or names a column twice.
    """
    waiting = lines(source)
    header = next((line for line in waiting if line.text or line.too_long), None)
    if header is None:
        return Sheet(None, iter(()))
    bare = re.sub(r'"[^"]*"', "", header.text)
    delimiter = max(_DELIMITERS, key=bare.count)
    columns = _Splitter.of(delimiter).split(header.text)
    if columns is None or header.too_long:
        raise InputError(f"{source.path}: the header in line {header.number} cannot be read; check its quotes")
    return Sheet(check_columns(source, columns), _rows(source, columns, delimiter, waiting))


def _rows(source: Source, columns: list[str], delimiter: str, waiting: Iterator[Line]) -> Iterator[RawRow | SetAside]:
    table, name, width = source.table, source.name, len(columns)
    rows = _Rows(waiting, _Splitter.of(delimiter), width)
    for line in rows:
        if '"' in line.text or line.too_long:
            fields, problem = rows.quoted(line)
        else:
            fields, problem = line.text.split(delimiter), ""
        if problem:
            yield source.broken(line.number, problem, "check the quotes of this line", shown(line.text))
        elif len(fields) == width:
            yield RawRow(table, name, line.number, dict(zip(columns, fields, strict=True)))
        else:
            rule = f"has {len(fields)} fields where the header has {width}"
            yield source.broken(line.number, rule, "check delimiters and quotes", shown(line.text))


@define
class _Splitter:
    """Splits text with quotes into fields."""

    field: re.Pattern[str]

    @classmethod
    def of(cls, delimiter: str) -> _Splitter:
        """Make a splitter for a delimiter."""
        return cls(re.compile(rf'(?:"([^"]*(?:""[^"]*)*)"|([^"{delimiter}\n]*))({delimiter}|\Z)'))

    def split(self, text: str) -> list[str] | None:
        """Give the fields, None where a quote is open at the end or stands in the middle of a field."""
        fields: list[str] = []
        place = 0
        while found := self.field.match(text, place):
            quoted, plain, ending = found.groups()
            fields.append(plain if quoted is None else quoted.replace('""', '"'))
            place = found.end()
            if not ending:
                return fields
        return None

    def is_open(self, text: str) -> bool:
        """Whether a quoted field is still open at the end, so that it may go on in the next line."""
        place = 0
        while found := self.field.match(text, place):
            place = found.end()
        return bool(_OPEN.match(text, place))


@define
class _Rows:
    """Lines where rows begin; lines that a row with a quote has looked ahead at come again where they were not its."""

    ahead: Iterator[Line]
    splitter: _Splitter
    width: int
    again: deque[Line] = Factory(deque)

    def __iter__(self) -> Iterator[Line]:
        """Give the lines that are not blank."""
        while (line := self._next()) is not None:
            if line.text or line.too_long:
                yield line

    def quoted(self, line: Line) -> tuple[list[str], str]:
        """Give the fields of a row that has quotes, which may go on over lines, or what is wrong with it."""
        if line.too_long:
            return [], f"is longer than {LONGEST_LINE} bytes"
        fields = self.splitter.split(line.text)
        if fields is not None:
            return fields, ""
        if not self.splitter.is_open(line.text):
            return [], "has a quote in the middle of a field"
        taken: list[Line] = []
        fields = self._over_lines(line, taken)
        if fields is None:
            self.again.extendleft(reversed(taken))
            return [], "has a quote that is not closed"
        return fields, ""

    def _over_lines(self, line: Line, taken: list[Line]) -> list[str] | None:
        whole = line.text + line.ending
        while len(taken) < MOST_LINES_OF_A_ROW and (following := self._next()) is not None:
            taken.append(following)
            whole += following.text
            if following.too_long or len(whole) > LONGEST_LINE:
                return None
            if '"' in following.text:
                fields = self.splitter.split(whole)
                if fields is not None:
                    # of another width, it has closed at the quote of another row
                    return fields if len(fields) == self.width else None
                if not self.splitter.is_open(whole):
                    return None
            whole += following.ending
        return None

    def _next(self) -> Line | None:
        return self.again.popleft() if self.again else next(self.ahead, None)


_DELIMITERS = (",", ";", "\t")
_OPEN = re.compile(r'"[^"]*(?:""[^"]*)*\Z')
