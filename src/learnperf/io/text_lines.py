"""Lines of a UTF-8 file, one at a time and of bounded length, so that no file is too large to be looked at."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import define

from learnperf.errors import InputError
from learnperf.io.sheet import Source

LONGEST_LINE = 1_048_576


@define
class Line:
    """A line of text without its ending; `too_long` stands for one over `LONGEST_LINE` bytes, which is passed over."""

    number: int
    text: str
    ending: str = ""
    too_long: bool = False


def lines(source: Source) -> Iterator[Line]:
    """Give the lines of a file, numbered from 1.

    Raises
    ------
    InputError
        The file cannot be read, or is not UTF-8: names the file, the first bad byte, its place, and how to convert.
    """
    place = 0
    number = 0
    try:
        with source.path.open("rb") as file:
            while raw := file.readline(LONGEST_LINE):
                number += 1
                if number == 1:
                    _refuse_utf_16(source, raw)
                    raw = raw.removeprefix(_BOM)
                    place = file.tell() - len(raw)
                too_long = False
                while len(raw) >= LONGEST_LINE and not raw.endswith(b"\n"):
                    too_long = True
                    place += len(raw)
                    raw = file.readline(LONGEST_LINE)
                yield Line(number, "", "", too_long=True) if too_long else _decoded(source, number, raw, place)
                place += len(raw)
    except OSError as error:
        raise source.unreadable(error) from error


def _decoded(source: Source, number: int, raw: bytes, place: int) -> Line:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        at = place + error.start
        raise InputError(
            f"{source.path} is not UTF-8: byte 0x{raw[error.start]:02x} at place {at} (line {number}); "
            f"convert it, for example with: iconv -f latin1 -t utf-8 {source.name} > converted.csv"
        ) from None
    body = text.removesuffix("\n")
    body = body.removesuffix("\r")
    return Line(number, body, text[len(body) :])


def _refuse_utf_16(source: Source, start: bytes) -> None:
    bad = 0 if start.startswith((b"\xff\xfe", b"\xfe\xff")) else start.find(b"\0")
    if bad >= 0:
        raise InputError(
            f"{source.path} is not UTF-8 but looks like UTF-16: byte 0x{start[bad]:02x} at place {bad} (line 1); "
            f"convert it, for example with: iconv -f utf-16 -t utf-8 {source.name} > converted.csv"
        )


_BOM = b"\xef\xbb\xbf"
