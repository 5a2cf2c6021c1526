"""The invented ministry as a folder of files, with rows among them that are bad on purpose."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable
from importlib import resources
from itertools import groupby
from pathlib import Path

from attrs import frozen

from learnperf.atomic import is_passing, made_folder, write_together
from learnperf.demo.ministry import make_demo
from learnperf.demo.slips import SLIPS, Slip
from learnperf.demo.story import FINDINGS
from learnperf.errors import OutputError
from learnperf.io.saving import write_csv, write_tables

# the part of the work, how many parts are done, and how many there are
Progress = Callable[[str, int, int | None], None]

_TITLE = "An invented ministry"
_PARTS = 3


@frozen(eq=False)
class BadRow:
    """A slip in a file of the folder, and the line it stands in."""

    file: str
    row: int
    slip: Slip

    def __str__(self) -> str:
        """Give one line for people."""
        after = "" if self.slip.is_set_aside else " (kept, and counted once)"
        return f"{self.file} row {self.row}: {self.slip.why}{after}"


def write_demo(
    folder: str | os.PathLike[str], seed: int = 1, learners: int = 2000, progress: Progress | None = None
) -> tuple[BadRow, ...]:
    """Write the tables of an invented ministry as CSV, with bad rows among them and a README that says which.

    Parameters
    ----------
    folder
        Where to; made if it does not exist, and else empty or written by this function before. All its files take
        their places in one step, as with `learnperf.save`.
    seed, learners
        As for `make_demo`.
    progress
        Called as each part of the work begins: with the part, how many are done, and how many there are.

    Returns
    -------
    tuple of BadRow
        Every bad row with its file and line. Reading sets aside those whose slip says so, and no others.

    Raises
    ------
    OutputError
        The folder holds something else, or a file cannot be written.
    InvalidValue
        Too few learners.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     print(write_demo(folder, learners=200)[0])
    learners.csv row 202: no id
    """
    tell = progress or _silent
    with made_folder(folder) as target:
        refuse_other_files(target)
        tell("inventing a ministry", 0, _PARTS)
        organization, evidence = make_demo(seed, learners)
        with write_together(target) as files:
            tell("writing tables", 1, _PARTS)
            write_tables(organization, evidence, files, write_csv, "csv")
            tell("making mistakes", 2, _PARTS)
            bad = [
                row
                for table, slips in groupby(SLIPS, key=lambda slip: slip.table)
                for row in _spoiled(files / f"{table}.csv", list(slips))
            ]
            card = resources.files("learnperf.demo").joinpath("scorecard.toml").read_bytes()
            (files / "scorecard.toml").write_bytes(card)
            (files / "README.txt").write_bytes(_readme(seed, learners, bad).encode())
    return tuple(bad)


def _silent(part: str, done: int, total: int | None) -> None:
    del part, done, total


def refuse_other_files(target: Path) -> None:
    """Refuse a folder that holds somebody's own files.

    Raises
    ------
    OutputError
        It does; or cannot be read.
    """
    readme = target / "README.txt"
    try:
        ours = readme.is_file() and readme.read_bytes().startswith(_TITLE.encode())
        holds_something = any(not is_passing(one.name) for one in target.iterdir())
    except OSError as error:
        raise OutputError(f"{target}: cannot be written to: {error.strerror}") from error
    if holds_something and not ours:
        raise OutputError(f"{target}: holds other files, which are left as they are; name a new or an empty folder")


def _spoiled(path: Path, slips: list[Slip]) -> list[BadRow]:
    """Put bad rows at the end of a table."""
    text = path.read_bytes().decode()
    rows = list(csv.reader(io.StringIO(text, newline="")))
    columns, first = rows[0], dict(zip(rows[0], rows[1], strict=True))
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(slip.row(columns, first) for slip in slips)
    path.write_bytes((text + out.getvalue()).encode())
    return [BadRow(path.name, len(rows) + place, slip) for place, slip in enumerate(slips, start=1)]


def _readme(seed: int, learners: int, bad: list[BadRow]) -> str:
    rows = "\n".join(f"- {row}" for row in bad)
    findings = "\n".join(f"- {finding}" for finding in FINDINGS)
    return f"""{_TITLE}

Everything in this folder is invented (seed {seed}, {learners} learners): there are no such people, units, courses or
scores. It shows what learnperf reads, and what a report of two years, with a reorganization in the middle, looks like.

    learnperf check FOLDER
    learnperf report FOLDER --out report.html
    learnperf scorecard FOLDER FOLDER/scorecard.toml

scorecard.toml holds readings against targets; weights and targets in it are invented too, and the report shows it.

What there is to find:

{findings}

These rows are bad on purpose. Reading sets them aside, each with its reason, and keeps all others:

{rows}
"""
