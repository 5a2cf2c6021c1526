"""Measuring one thing in a process of its own, and putting what came out into the page that shows it."""

from __future__ import annotations

import contextlib
import gc
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any, Self

from attrs import define, field

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "performance.md"

# what processes tell each other as JSON
Figures = dict[str, Any]


@define
class Measuring:
    """Time and memory of a block: ``with Measuring() as measured: ...``.

    Attributes
    ----------
    seconds
        Wall-clock time of the block.
    cpu_seconds
        Time that cores spent in it; on a machine that does other things too, the better measure.
    peak_bytes
        The most memory the process held during the block, interpreter, libraries and input included.
    beyond_bytes
        How much of that it did not hold at the beginning.
    """

    seconds: float = 0.0
    cpu_seconds: float = 0.0
    peak_bytes: int = 0
    beyond_bytes: int = 0
    _begin: float = field(default=0.0, init=False)

    def __enter__(self) -> Self:
        """Begin."""
        gc.collect()
        _forget_peak()
        self.beyond_bytes = -_status("VmRSS")
        self.cpu_seconds = -time.process_time()
        self._begin = time.perf_counter()
        return self

    def __exit__(self, *raised: object) -> None:
        """End."""
        del raised
        self.seconds = time.perf_counter() - self._begin
        self.cpu_seconds += time.process_time()
        self.peak_bytes = _status("VmHWM")
        self.beyond_bytes = max(self.beyond_bytes + self.peak_bytes, 0)

    @property
    def figures(self) -> Figures:
        """All of them by name."""
        names = ("seconds", "cpu_seconds", "peak_bytes", "beyond_bytes")
        return {name: getattr(self, name) for name in names}


def _forget_peak() -> None:
    """Let Linux count the peak anew, so that making the input does not count."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", "ascii")


def _status(name: str) -> int:
    """Read a size that Linux keeps of this process, in bytes."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    found = {key: rest for key, _, rest in (line.partition(":") for line in lines)}
    return int(found[name].split()[0]) * 1024


def apart(module: str, *words: str) -> Figures:
    """Run a module of this benchmark in a process of its own, and read the figures it prints as JSON."""
    command = [sys.executable, "-m", module, *words]
    done = subprocess.run(command, stdout=subprocess.PIPE, cwd=ROOT, check=False)  # noqa: S603 -- our own module
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed")
    figures: Figures = json.loads(done.stdout)
    return figures


def summary(each: Sequence[Mapping[str, Figures]]) -> Figures:
    """Sum up several runs of several contestants: medians of seconds, the most of bytes."""
    figures: Figures = {}
    for name in each[0]:
        figures[f"{name}_s"] = median(run[name]["seconds"] for run in each)
        figures[f"{name}_cpu_s"] = median(run[name]["cpu_seconds"] for run in each)
        for kind in ("peak_bytes", "beyond_bytes"):
            figures[f"{name}_{kind}"] = max(run[name][kind] for run in each)
    return figures


HEADING = ["", "seconds", "times learnperf", "seconds of all cores", "peak MB", "of it for the work, MB"]


def row_of(said: str, name: str, figures: Figures) -> list[str]:
    """Give a row of a table that compares contestants with `ours`."""
    return [
        said,
        f"{figures[f'{name}_s']:.3g}",
        f"{figures[f'{name}_s'] / figures['ours_s']:.3g}",
        f"{figures[f'{name}_cpu_s']:.3g}",
        megabytes(figures[f"{name}_peak_bytes"]),
        megabytes(figures[f"{name}_beyond_bytes"]),
    ]


def megabytes(count: int) -> str:
    """Show a number of bytes in millions."""
    return f"{count / 1e6:,.0f}"


def table(heading: list[str], rows: list[list[str]]) -> str:
    """Show rows as a table that reads as text and as Markdown: words to the left, numbers to the right."""
    widths = [max(len(cell) for cell in column) for column in zip(heading, *rows, strict=True)]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    lines = [
        [cells[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True))]
        for cells in (heading, rule, *rows)
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def write_into_page(command: str, shown: str) -> None:
    """Put what a command printed into docs/performance.md, between the comments that name the command."""
    begin, end = f"<!-- begin {command} -->", f"<!-- end {command} -->"
    text = PAGE.read_text("utf-8")
    before, found, rest = text.partition(begin)
    if not found:
        sys.exit(f"{PAGE.name} has no place for this: it would be between {begin} and {end}")
    after = rest.partition(end)[2]
    PAGE.write_text(f"{before}{begin}\n\n{shown}\n\nMeasured on {_machine()}.\n\n{end}{after}", "utf-8")


def _machine() -> str:
    """Say what was measured on: cores and memory, and nothing else."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return f"{os.cpu_count()} cores and {memory / 2**30:.0f} GiB of memory"
