"""The catalogue of bad inputs as one table: every input, what must become of it, and the ways in which it can arrive.

A test says which input it shows with the mark that `shows` or `case` makes; ``test_every_row.py`` fails where an input
has no test for a way in which it can arrive.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

import pytest
from attrs import frozen


class Way(StrEnum):
    """How an input arrives: through Python calls, or through files and the command line."""

    API = "api"
    FILES = "files"


@frozen
class Row:
    """A row of the catalogue.

    Attributes
    ----------
    number
        Its number, from 1.
    outcome
        What must happen, in short.
    inputs
        The inputs it speaks of, each with the ways in which it can arrive.
    """

    number: int
    outcome: str
    inputs: Mapping[str, frozenset[Way]]


def _row(number: int, outcome: str, *both: str, api: tuple[str, ...] = (), files: tuple[str, ...] = ()) -> Row:
    ways: dict[str, set[Way]] = {}
    for names, arrives in ((both, set(Way)), (api, {Way.API}), (files, {Way.FILES})):
        for name in names:
            ways.setdefault(name, set()).update(arrives)
    return Row(number, outcome, {name: frozenset(found) for name, found in ways.items()})


_ROWS = (
    _row(1, "error: the ids of the cycle and its dates", "cycle of units", "cycle of teams", "cycle on some dates"),
    _row(2, "set aside", "node tied to itself"),
    _row(3, "error: the ids of all roots", "no root", "two roots", "two roots on some dates"),
    _row(4, "set aside, with the nearest known ids", "tie to an unknown id", "evidence about an unknown id"),
    _row(
        5,
        "set aside: what may be tied",
        "team tied to a learner",
        "unit under a team",
        "learner as parent",
        "evaluation of a unit",
    ),
    _row(6, "error: both records", "one id for a learner and a unit"),
    _row(
        7, "taken once, counted as a duplicate", "the same node twice", "the same tie twice", "the same evidence twice"
    ),
    _row(8, "the later is set aside, both shown", "one id for two learners", "one id for two pieces of evidence"),
    _row(9, "error: the overlap", "one pair tied twice at once"),
    _row(10, "error: child, day, ties, sum", "shares over 1 on a day"),
    _row(
        11,
        "set aside; of a percentage, with the way to write it",
        "share 0",
        "share below 0",
        "share over 1",
        "share NaN",
        "share infinite",
        "share 60%",
    ),
    _row(12, "kept; the rest is unallocated and told", "three shares of a third"),
    _row(13, "set aside", "since after until", "since is until"),
    _row(14, "error: the overlap", "open interval and a later one"),
    _row(15, "kept", "gap and return"),
    _row(16, "kept, counted as unattached", "evidence before ties", "evidence in a gap", "evidence after ties"),
    _row(17, "outside", "evidence on the day until"),
    _row(
        18,
        "set aside, with the form expected",
        "2024-02-30",
        "24/11/2026",
        "2026-11",
        "timestamp with zone",
        "Excel serial",
    ),
    _row(19, "kept; of the future, with a warning that counts", "year 0001", "year 9999", "date in the future"),
    _row(20, "set aside", "score above the scale", "score below the scale"),
    _row(21, "set aside", "score between steps"),
    _row(22, "missing, never 0", "empty", "-", "NA", "n/a", "None", "NaN"),
    _row(23, "set aside with a hint; a space is trimmed", "decimal comma", "full-width digit", "trailing space"),
    _row(24, "set aside; the Indonesian word is read", "level 0", "level 5", "level III", "level perilaku"),
    _row(25, "set aside, with the words of both languages", "unknown rater", "unknown stage", "unknown kind of move"),
    _row(26, "set aside", "post-test above the maximum"),
    _row(27, "kept; left out of pairs, and counted", "post without pre", "pre without post"),
    _row(28, "set aside", "credits of 0.9", "credits of 1.1"),
    _row(29, "set aside", "no contributor", "one contributor twice"),
    _row(30, "kept in order of date, flagged", "stages that go back", "stages dated out of order"),
    _row(31, "set aside", "adoption of an unknown innovation", "adoption before the idea"),
    _row(32, "one event, or two by id", "two marks of one move", "two moves on one day"),
    _row(33, "set aside; kept without a reading of on time", "completed before it was given", "no due date"),
    _row(34, "set aside, with the valid ids", "no such condition", "condition of another level"),
    _row(
        35,
        "set aside; error; the last holds",
        "correction of an unknown id",
        "two corrections of one id",
        "correction of a correction",
    ),
    _row(
        36,
        "nothing, and readings are missing; an error where there is no file",
        "nothing given",
        files=("header only", "empty file", "no files"),
    ),
    _row(
        37,
        "error; kept with a warning; kept; error with a hint",
        "missing column",
        "unknown column",
        "columns in another order",
        "column in other case",
    ),
    _row(38, "error", files=("column twice",)),
    _row(
        39,
        "those rows are set aside",
        files=("too few fields", "too many fields", "unclosed quote", "quote in the middle"),
    ),
    _row(
        40,
        "kept",
        files=("semicolons", "tabs", "byte order mark", "CRLF", "no newline at the end"),
    ),
    _row(41, "error: file, byte, place, and how to convert", files=("UTF-16", "Latin-1")),
    _row(42, "set aside", "NUL in an id", "control character in an id"),
    _row(43, "set aside", "leading space", "trailing space", "empty id", "id of 10,000 characters"),
    _row(44, "error naming both; kept with a warning", "two Unicode forms of one id", "ids that look alike"),
    _row(45, "kept as text exactly", "007 and 7", "1e5", "TRUE"),
    _row(46, "kept as text; escaped when written", "= + - @ at the start"),
    _row(47, "shown as text in the report", "script in a name"),
    _row(
        48,
        "that line is set aside",
        "deeply nested value",
        "not an object",
        files=("JSON NaN", "JSON Infinity", "duplicate key", "very long string"),
    ),
    _row(49, "that line is set aside", files=("broken line",)),
    _row(
        50,
        "read where exact; error naming the file",
        files=("int ids", "timestamp dates", "float scores", "truncated Parquet", "not Parquet"),
    ),
    _row(
        51,
        "error naming the path",
        files=(
            "path outside the folder",
            "loop of links",
            "folder instead of a file",
            "no permission",
            "file that vanishes",
        ),
    ),
    _row(52, "error beyond a limit", files=("file that unfolds 1000-fold",)),
    _row(53, "works", "chain of 10,000 units"),
    _row(54, "works", "very many learners in one team", "one learner in 10,000 teams"),
    _row(55, "works at once", "60 diamonds in a row"),
    _row(56, "kept", "one node and nobody"),
    _row(57, "set aside where out of range", "beyond 64 bits", "10^300", "-0.0", "subnormal"),
    _row(58, "exact", "sum beyond 2^63"),
    _row(
        59,
        "error naming metric and evidence; the others are still read",
        api=("lift that raises", "lift of another type", "lift that gives NaN", "lift that changes its input"),
    ),
    _row(
        60,
        "error naming both, or the plug-in; the rest works",
        "plug-in that fails on import",
        api=("one name registered twice", "state of another version"),
    ),
    _row(61, "error with the nearest names", "unknown metric", "unknown node"),
    _row(
        62,
        "old output intact, no half file, non-zero exit",
        "disk full",
        "read-only target",
        "target is a folder",
        files=("killed while writing",),
    ),
    _row(63, "stops at once, nothing half-written, exit 130", files=("interrupt",)),
    _row(64, "one wins whole", "two writers at once"),
    _row(65, "error; nothing loaded", api=("other version", "truncated", "flipped bit")),
)
ROWS: Mapping[int, Row] = MappingProxyType({row.number: row for row in _ROWS})


def shows(number: int, *inputs: str, way: Way) -> pytest.MarkDecorator:
    """Mark a test as showing what becomes of inputs of a row that arrive in a way."""
    for name in inputs:
        if way not in ROWS[number].inputs[name]:
            raise KeyError(f"row {number}: {name!r} does not arrive through the {way}")
    return pytest.mark.bad_input(*((number, name, way) for name in inputs))


def case(way: Way, number: int, name: str, *values: object, note: str = "") -> pytest.ParameterSet:
    """Give a case of a parametrized test that shows what becomes of an input of a row."""
    told = f"row {number}: {name}" + (f", {note}" if note else "")
    return pytest.param(*values, id=told, marks=shows(number, name, way=way))
