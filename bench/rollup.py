"""Time a rollup of four metrics against polars and DuckDB doing the same work to the same answer.

    python -m bench.rollup --learners 100000 [--runs 3] [--json] [--write-docs]

Each contestant runs in a process of its own, so that its memory is its own. `ours` goes from record objects to
readings; `engine`, `polars` and `duckdb` go from tables of whole numbers to the same readings, and their answers are
compared in every run, to the last bit. `floor` only counts one column of the evidence; `catalogue` reads every metric
there is, from records. Times are medians over the runs, memory the most of any.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from statistics import median

from bench.contestants import CONTESTANTS
from bench.measuring import Figures, apart, megabytes, table, write_into_page

# who must come to the same readings
_COMPARED = ("ours", "engine", "polars", "duckdb")


def main() -> None:
    """Run every contestant, compare the answers, and print medians and ratios."""
    options = _options()
    if options.contestant:
        sys.stdout.write(json.dumps(CONTESTANTS[options.contestant](options.learners, options.folder)))
        return
    runs = [_run(options.learners) for _ in range(options.runs)]
    if any(len({run[name]["answer"] for name in _COMPARED}) > 1 for run in runs):
        sys.exit("the contestants disagree: no figure here means anything")
    figures = _figures(options.learners, runs)
    if options.write_docs:
        write_into_page(f"bench.rollup --learners {options.learners}", _shown(figures))
    print(json.dumps(figures, indent=2) if options.json else _shown(figures))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--learners", type=int, default=10_000, help="how many there are; the rest follows from it")
    parser.add_argument("--runs", type=int, default=3, help="how often everything is measured")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--write-docs", action="store_true", help="put the table into docs/performance.md")
    parser.add_argument("--contestant", choices=CONTESTANTS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def _run(learners: int) -> dict[str, Figures]:
    """Run every contestant once; the first leaves tables in a folder for the others."""
    with tempfile.TemporaryDirectory() as folder:
        words = ("--learners", str(learners), "--folder", folder)
        return {name: apart("bench.rollup", *words, "--contestant", name) for name in CONTESTANTS}


def _figures(learners: int, runs: list[dict[str, Figures]]) -> Figures:
    first = runs[0]
    figures: Figures = {"learners": learners, "runs": len(runs)}
    figures |= {name: first["ours"][name] for name in ("nodes", "evaluations", "readings")}
    figures |= {name: first["catalogue"][name] for name in ("metrics", "records")}
    for name in CONTESTANTS:
        figures[f"{name}_s"] = median(run[name]["seconds"] for run in runs)
        figures[f"{name}_peak_bytes"] = max(run[name]["peak_bytes"] for run in runs)
        figures[f"{name}_beyond_bytes"] = max(run[name]["beyond_bytes"] for run in runs)
    for name in ("polars", "duckdb", "floor"):
        figures[f"{name}_over_engine"] = figures[f"{name}_s"] / figures["engine_s"]
    figures["best_over_engine"] = min(figures["polars_over_engine"], figures["duckdb_over_engine"])
    figures["engine_over_floor"] = figures["engine_s"] / figures["floor_s"]
    return figures


def _shown(figures: Figures) -> str:
    counts = ("learners", "nodes", "evaluations", "readings", "metrics", "records", "runs")
    said = {name: f"{figures[name]:,}" for name in counts}
    title = (
        f"{said['learners']} learners, {said['nodes']} units and teams, {said['evaluations']} evaluations, "
        f"{said['readings']} readings. Runs: {said['runs']}."
    )
    what = {
        "ours": "learnperf, from records",
        "engine": "learnperf, from tables",
        "polars": "polars, from tables",
        "duckdb": "DuckDB, from tables",
        "floor": "counting one column",
        "catalogue": f"learnperf, all {said['metrics']} metrics from {said['records']} records",
    }
    rows = [
        [
            what[name],
            f"{figures[f'{name}_s']:.3g}",
            f"{figures[f'{name}_s'] / figures['engine_s']:.3g}",
            megabytes(figures[f"{name}_peak_bytes"]),
            megabytes(figures[f"{name}_beyond_bytes"]),
        ]
        for name in CONTESTANTS
    ]
    heading = ["", "seconds", "times learnperf from tables", "peak MB", "of it for the work, MB"]
    return f"{title}\n\n{table(heading, rows)}"


if __name__ == "__main__":
    main()
