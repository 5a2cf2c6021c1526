"""Time a rollup of four metrics against polars, DuckDB, pandas and scipy doing the same work to the same answer.

    python -m bench.rollup --learners 100000 [--runs 3] [--records] [--json] [--write-docs]

Each contestant runs in a process of its own, so that its memory is its own. All start from the same tables of whole
numbers and come to the same readings, which are compared in every run, to the last bit. `floor` only counts one column
of the evidence. With `--records`, learnperf also starts from record objects in Python, and reads the whole catalogue.
Times are medians over the runs, memory the most of any.
"""

from __future__ import annotations

import argparse
import json
import sys

from bench.contestants import PEERS, in_turns
from bench.measuring import HEADING, Figures, megabytes, row_of, table, write_into_page

_FROM_RECORDS = ("from_records", "catalogue")


def main() -> None:
    """Run every contestant, compare the answers, and print medians and ratios."""
    options = _options()
    figures = measured(options.learners, options.runs, records=options.records)
    if options.write_docs:
        write_into_page(f"bench.rollup --learners {options.learners}", _shown(figures))
    print(json.dumps(figures, indent=2) if options.json else _shown(figures))


def measured(learners: int, runs: int, *, records: bool = False) -> Figures:
    """Run every contestant and give all figures by name: ``ours_s``, ``ours_peak_bytes`` and so on."""
    names = ("ours", *PEERS, "floor", *(_FROM_RECORDS if records else ()))
    figures, each = in_turns(names, learners, runs)
    if len({run[name]["answer"] for run in each for name in names if "answer" in run[name]}) > 1:
        sys.exit("the contestants disagree: no figure here means anything")
    if records:
        figures |= {name: each[0]["catalogue"][name] for name in ("metrics", "records")}
    for name in names[1:]:
        figures[f"{name}_over_ours"] = figures[f"{name}_s"] / figures["ours_s"]
    figures["ours_over_floor"] = figures["ours_s"] / figures["floor_s"]
    for kind in ("s", "beyond_bytes"):
        figures[f"best_{kind}"] = min(figures[f"polars_{kind}"], figures[f"duckdb_{kind}"])
    figures["best_over_ours"] = min(figures["polars_over_ours"], figures["duckdb_over_ours"])
    return figures


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--learners", type=int, default=10_000, help="how many there are; the rest follows from it")
    parser.add_argument("--runs", type=int, default=3, help="how often everything is measured")
    parser.add_argument("--records", action="store_true", help="also start from records; slow beyond 100,000 learners")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--write-docs", action="store_true", help="put the table into docs/performance.md")
    return parser.parse_args()


def _shown(figures: Figures) -> str:
    counts = ("learners", "nodes", "evaluations", "readings", "runs")
    said = {name: f"{figures[name]:,}" for name in counts}
    title = (
        f"{said['learners']} learners, {said['nodes']} units and teams, {said['evaluations']} evaluations in tables of "
        f"{megabytes(figures['input_bytes'])} MB, {said['readings']} readings. Runs: {said['runs']}."
    )
    what = {
        "ours": "learnperf",
        "polars": "polars",
        "duckdb": "DuckDB",
        "pandas": "pandas",
        "scipy": "numpy and scipy",
        "floor": "counting one column",
        "from_records": "learnperf, from records",
        "catalogue": "",
    }
    if "metrics" in figures:
        what["catalogue"] = f"learnperf, all {figures['metrics']} metrics from {figures['records']:,} records"
    rows = [row_of(said, name, figures) for name, said in what.items() if f"{name}_s" in figures]
    return f"{title}\n\n{table(HEADING, rows)}"


if __name__ == "__main__":
    main()
