"""Say where the time of a rollup goes: how much of it each module spends.

    python -m bench.spent [--learners 1000000] [--from tables|files] [--counting full] [--structure as_was]
        [--json] [--write-docs]

A clock rings some hundred times a second and looks which module is at work; what it does in numpy and other libraries
counts for the module that called them.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import signal
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from operator import itemgetter
from pathlib import Path
from types import FrameType
from typing import Self

import learnperf as lp
from bench.encoded import Encoded, variances
from bench.files import EVALUATIONS, save
from bench.generate import generate
from bench.measuring import table, write_into_page
from bench.records import organization_of
from learnperf.rollup.memory import Memory
from learnperf.rollup.outcome import Outcome

_PACKAGE = Path(lp.__file__).parent
_FILES = f"{_PACKAGE}{os.sep}"
_EVERY = 0.002
_LEAST_SHARE = 0.01


class Watch:
    """Counts seconds by module: ``with Watch() as watch: ...``."""

    def __init__(self) -> None:
        """Begin with none."""
        self.spent: dict[str, float] = defaultdict(float)
        self._last = 0.0

    def __enter__(self) -> Self:
        """Start the clock."""
        self._last = time.perf_counter()
        signal.signal(signal.SIGALRM, self._look)
        signal.setitimer(signal.ITIMER_REAL, _EVERY)
        return self

    def __exit__(self, *raised: object) -> None:
        """Stop it."""
        del raised
        signal.setitimer(signal.ITIMER_REAL, 0)

    def _look(self, number: int, frame: FrameType | None) -> None:
        del number
        # it rings late while a library is at work, so what counts is the time since it was heard last
        now = time.perf_counter()
        self.spent[_module_of(frame)] += now - self._last
        self._last = now
        # it rings once each time, so that it never rings while it looks
        signal.setitimer(signal.ITIMER_REAL, _EVERY)


def main() -> None:
    """Watch one rollup, and print a row for each module."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        begin = _from_tables if options.start == "tables" else _from_files
        rollup = begin(options.learners, Path(folder), options.counting, options.structure)
        with Watch() as watch:
            assert all(len(outcome.value.values()) for outcome in rollup().values())
    shown = _shown(options.learners, watch.spent)
    if options.write_docs:
        write_into_page(f"bench.spent --from {options.start}", shown)
    by_name = {_about(path): seconds for path, seconds in watch.spent.items()}
    print(json.dumps(by_name, indent=2) if options.json else shown)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--learners", type=int, default=1_000_000, help="how many there are; the rest follows from it")
    parser.add_argument("--from", dest="start", choices=("tables", "files"), default="tables", help="where it begins")
    parser.add_argument("--counting", default="full", help="full, fractional or primary")
    parser.add_argument("--structure", default="as_was", help="as_was or as_is")
    parser.add_argument("--json", action="store_true", help="print seconds by module as JSON")
    parser.add_argument("--write-docs", action="store_true", help="put the table into docs/performance.md")
    return parser.parse_args()


def _from_tables(learners: int, folder: Path, counting: str, structure: str) -> Callable[[], dict[str, Outcome]]:
    del folder
    plan = Encoded.of(generate(learners)).prepared(variances(), counting, structure)
    return lambda: Memory.of(plan()).outcomes


def _from_files(learners: int, folder: Path, counting: str, structure: str) -> Callable[[], dict[str, Outcome]]:
    made = generate(learners)
    save(made, folder)
    organization = organization_of(made)

    def rollup() -> dict[str, Outcome]:
        data = lp.tables(organization, evaluations=folder / EVALUATIONS)
        return dict(lp.rollup(data, metrics=variances(), counting=counting, structure=structure).outcomes)

    # an organization in use, as in bench.parquet
    lp.rollup(organization, lp.Evidence.of(()), variances())
    return rollup


def _module_of(frame: FrameType | None) -> str:
    while frame is not None:
        if frame.f_code.co_filename.startswith(_FILES):
            return frame.f_code.co_filename
        frame = frame.f_back
    return ""


def _shown(learners: int, spent: dict[str, float]) -> str:
    whole = sum(spent.values())
    ordered = sorted(spent.items(), key=itemgetter(1), reverse=True)
    rows = [
        [_about(path), f"{seconds:.3g}", f"{seconds / whole:.0%}"]
        for path, seconds in ordered
        if seconds >= _LEAST_SHARE * whole
    ]
    return f"Of {learners:,} learners; {whole:.3g} seconds in all.\n\n{table(['', 'seconds', 'share'], rows)}"


def _about(path: str) -> str:
    """Give the name of a module, and what it says of itself."""
    if not path:
        return "elsewhere"
    name = ".".join(Path(path).relative_to(_PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
    return f"`{name}`: {(importlib.import_module(name).__doc__ or '').partition(chr(10))[0]}"


if __name__ == "__main__":
    main()
