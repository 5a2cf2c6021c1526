"""Time the way from a Parquet file with text for ids to finished readings, against DuckDB and polars on the same file.

    python -m bench.parquet --learners 100000 [--runs 3] [--json] [--write-docs]

Evaluations are in the file; who belongs where is in memory for everyone, in use, as whatever they keep it in: an
`Organization`, data frames, tables with numbers for ids. learnperf judges every cell by its rules, and finds ids that
were given twice. polars and DuckDB do the work twice: taking the file for granted, and `checked`, where they look for
the same faults.
Everyone runs in a process of its own, and the readings are compared in every run, to the last bit.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import tempfile
from pathlib import Path

import learnperf as lp
from bench.encoded import METRICS, variances
from bench.files import EVALUATIONS, save
from bench.generate import generate
from bench.measuring import HEADING, Figures, Measuring, apart, megabytes, row_of, summary, table, write_into_page
from bench.peers.answers import Answer, digest_of
from bench.records import organization_of

CONTESTANTS = {
    "ours": "learnperf",
    "polars": "polars",
    "duckdb": "DuckDB",
    "polars_checked": "polars, checked",
    "duckdb_checked": "DuckDB, checked",
}


def main() -> None:
    """Run every contestant, compare the answers, and print medians and ratios."""
    options = _options()
    if options.contestant:
        sys.stdout.write(json.dumps(_one(options.contestant, options.learners, options.folder)))
        return
    figures = measured(options.learners, options.runs)
    if options.write_docs:
        write_into_page(f"bench.parquet --learners {options.learners}", _shown(figures))
    print(json.dumps(figures, indent=2) if options.json else _shown(figures))


def measured(learners: int, runs: int) -> Figures:
    """Run every contestant and give all figures by name."""
    with tempfile.TemporaryDirectory() as folder:
        words = ("--learners", str(learners), "--folder", folder, "--contestant")
        figures: Figures = {"learners": learners, "runs": runs, **apart("bench.parquet", *words, "made")}
        each = [{name: apart("bench.parquet", *words, name) for name in CONTESTANTS} for _ in range(runs)]
    if len({run[name]["answer"] for run in each for name in CONTESTANTS}) > 1:
        sys.exit("the contestants disagree: no figure here means anything")
    figures |= summary(each)
    for name in CONTESTANTS:
        figures[f"{name}_over_ours"] = figures[f"{name}_s"] / figures["ours_s"]
    for kind in ("", "_checked"):
        figures[f"best{kind}_s"] = min(figures[f"polars{kind}_s"], figures[f"duckdb{kind}_s"])
    return figures


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--learners", type=int, default=10_000, help="how many there are; the rest follows from it")
    parser.add_argument("--runs", type=int, default=3, help="how often everything is measured")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--write-docs", action="store_true", help="put the table into docs/performance.md")
    parser.add_argument("--contestant", choices=("made", *CONTESTANTS), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def _one(name: str, learners: int, folder: Path) -> Figures:
    if name == "made":
        made = generate(learners)
        return {"evaluations": len(made.evaluations["on"]), "file_bytes": save(made, folder)}
    measured, answers = _ours(learners, folder) if name == "ours" else _peer(name, folder)
    return {**measured.figures, "answer": digest_of(answers)}


def _ours(learners: int, folder: Path) -> tuple[Measuring, list[Answer]]:
    organization = organization_of(generate(learners))
    # an organization in use: what is kept of it from one question to the next is there
    lp.rollup(organization, lp.Evidence.of(()), variances())
    # what is imported when it is first used is there before the clock runs, as it is for the others
    with tempfile.TemporaryDirectory() as few:
        save(generate(10), Path(few))
        _read(organization_of(generate(10)), Path(few))
    with Measuring() as measured:
        answers = _read(organization, folder)
    return measured, answers


def _read(organization: lp.Organization, folder: Path) -> list[Answer]:
    data = lp.tables(organization, evaluations=folder / EVALUATIONS)
    outcomes = lp.rollup(data, metrics=variances()).outcomes
    assert not data.report.rejected
    chosen = [outcomes[name] for name in METRICS]
    return [Answer(outcome.n, outcome.heads, outcome.value.values()) for outcome in chosen]


def _peer(name: str, folder: Path) -> tuple[Measuring, list[Answer]]:
    library, _, checked = name.partition("_")
    peer = importlib.import_module(f"bench.peers.in_{library}")
    done: tuple[Measuring, list[Answer]] = peer.from_files(folder, checked=bool(checked))
    return done


def _shown(figures: Figures) -> str:
    title = (
        f"{figures['learners']:,} learners, {figures['evaluations']:,} evaluations in a file of "
        f"{megabytes(figures['file_bytes'])} MB. Runs: {figures['runs']}."
    )
    rows = [row_of(said, name, figures) for name, said in CONTESTANTS.items()]
    return f"{title}\n\n{table(HEADING, rows)}"


if __name__ == "__main__":
    main()
