"""A rollup to be looked at while it is at work, and the modules it is at work in."""

from __future__ import annotations

import argparse
import importlib
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import learnperf as lp
from bench.encoded import Encoded, variances
from bench.files import EVALUATIONS, save
from bench.generate import generate
from bench.measuring import table
from bench.records import organization_of
from learnperf.rollup.memory import Memory
from learnperf.rollup.outcome import Outcome

Rollup = Callable[[], Mapping[str, Outcome]]

_PACKAGE = Path(lp.__file__).parent
_FILES = f"{_PACKAGE}{os.sep}"
# share of modules that are shown
_LEAST = 0.01


def options_of(description: str | None) -> argparse.Namespace:
    """Read which rollup is meant, and how it shall be shown."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--learners", type=int, default=1_000_000, help="how many there are; the rest follows from it")
    parser.add_argument("--from", dest="start", choices=("tables", "files"), default="tables", help="where it begins")
    parser.add_argument("--counting", default="full", help="full, fractional or primary")
    parser.add_argument("--structure", default="as_was", help="as_was or as_is")
    parser.add_argument("--json", action="store_true", help="print figures by module as JSON")
    parser.add_argument("--write-docs", action="store_true", help="put the table into docs/performance.md")
    return parser.parse_args()


def begin(options: argparse.Namespace, folder: Path) -> Rollup:
    """Make what the rollup starts from; what it then does is all that is looked at."""
    made = generate(options.learners)
    if options.start == "tables":
        plan = Encoded.of(made).prepared(variances(), options.counting, options.structure)
        return lambda: Memory.of(plan()).outcomes
    save(made, folder)
    organization = organization_of(made)
    asked = {"counting": options.counting, "structure": options.structure}

    def rollup() -> Mapping[str, Outcome]:
        data = lp.tables(organization, evaluations=folder / EVALUATIONS)
        return lp.rollup(data, metrics=variances(), **asked).outcomes

    # an organization in use, as in bench.parquet, by a program that has read a file before
    with tempfile.TemporaryDirectory() as few:
        save(generate(10), Path(few))
        data = lp.tables(organization_of(generate(10)), evaluations=Path(few) / EVALUATIONS)
        lp.rollup(data, metrics=variances())
    lp.rollup(organization, lp.Evidence.of(()), variances())
    return rollup


def finish(rollup: Rollup) -> None:
    """Do it, to the last value."""
    assert all(len(outcome.value.values()) for outcome in rollup().values())


def module_among(files: Iterable[str]) -> str:
    """Give the first file that is one of learnperf's; nothing where none is."""
    return next((file for file in files if file.startswith(_FILES)), "")


def about(file: str) -> str:
    """Give the name of a module, and what it says of itself."""
    if not file:
        return "elsewhere"
    name = ".".join(Path(file).relative_to(_PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
    return f"`{name}`: {(importlib.import_module(name).__doc__ or '').partition(chr(10))[0]}"


def shown(unit: str, by_file: Mapping[str, float], one: Callable[[float], str]) -> str:
    """Show figures of modules as a table, the largest first."""
    whole = sum(by_file.values())
    large = [file for file in sorted(by_file, key=by_file.__getitem__, reverse=True) if by_file[file] >= _LEAST * whole]
    rows = [[about(file), one(by_file[file]), f"{by_file[file] / whole:.0%}"] for file in large]
    return table(["", unit, "share"], rows)
