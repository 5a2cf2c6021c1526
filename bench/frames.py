"""Measure what evaluations that stay in an engine cost whoever asks: here for the estimate of docs/spark.md.

    python -m bench.frames --learners 100000 [--engine polars | duckdb | spark] [--json]

Evaluations are in a Parquet file that the engine reads. What the asking process needs is counted per learner: its
memory, the versions of learners that are sent, and the sums that come back. Spark runs on this machine,
with two cores; it needs Java.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import polars as pl

import learnperf as lp
from bench.encoded import variances
from bench.files import EVALUATIONS, save
from bench.generate import generate
from bench.measuring import Figures, Measuring, table
from bench.records import organization_of
from learnperf.rollup.frames.engine import framed_evaluations, question_of
from learnperf.rollup.frames.gathering import gather


def main() -> None:
    """Measure one engine, and print what it came to."""
    options = _options()
    figures = measured(options.learners, options.engine)
    print(json.dumps(figures, indent=2) if options.json else _shown(figures))


def measured(learners: int, engine: str) -> Figures:
    """Give all figures of one engine by name."""
    made = generate(learners)
    with tempfile.TemporaryDirectory() as folder:
        size = save(made, Path(folder))
        with Measuring() as building:
            organization = organization_of(made)
        evaluations = _opened(engine, Path(folder) / EVALUATIONS)
        with Measuring() as reading:
            data = lp.tables(organization, engine="frames", evaluations=evaluations)
        with Measuring() as asking:
            result = lp.rollup(data, metrics=variances(), engine="frames")
        versions = result.plan.upward.versions
        several = (np.diff(versions.first) > 1)[versions.node] & (versions.node >= result.plan.graph.structure_size)
        sums = gather(framed_evaluations(result.plan), variances(), question_of(result.plan))
    return {
        "learners": learners,
        "engine": engine,
        "evaluations": data.report.kept,
        "file_bytes": size,
        "organization_cpu_s": building.cpu_seconds,
        "read_s": reading.seconds,
        "read_cpu_s": reading.cpu_seconds,
        "rollup_s": asking.seconds,
        "rollup_cpu_s": asking.cpu_seconds,
        "peak_bytes": asking.peak_bytes,
        "versions_sent": int(several.sum()),
        "sums_back": sum(len(one.pieces) for one in sums.values()),
    }


def _opened(engine: str, path: Path) -> Any:  # noqa: ANN401 -- a frame of whichever library
    if engine == "polars":
        return pl.scan_parquet(path)
    if engine == "duckdb":
        return duckdb.connect().read_parquet(str(path))
    from pyspark.sql import SparkSession  # noqa: PLC0415 -- the others need no Java

    # nothing but this machine is listened to
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    options: dict[str, Any] = {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.driver.memory": "2g",
    }
    builder = SparkSession.builder.master("local[2]").config(map=options)
    return builder.config("spark.sql.shuffle.partitions", "8").getOrCreate().read.parquet(str(path))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--learners", type=int, default=10_000, help="how many there are; the rest follows from it")
    parser.add_argument("--engine", choices=("polars", "duckdb", "spark"), default="polars")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    return parser.parse_args()


def _shown(figures: Figures) -> str:
    each = figures["learners"]
    rows: list[list[str]] = [
        ["evaluations", f"{figures['evaluations']:,}", f"{figures['evaluations'] / each:.1f}"],
        ["bytes of the file", f"{figures['file_bytes']:,}", f"{figures['file_bytes'] / each:,.0f}"],
        ["versions sent", f"{figures['versions_sent']:,}", f"{figures['versions_sent'] / each:.2f}"],
        ["sums that come back", f"{figures['sums_back']:,}", f"{figures['sums_back'] / each:.2f}"],
        ["most memory during the rollup, bytes", f"{figures['peak_bytes']:,}", f"{figures['peak_bytes'] / each:,.0f}"],
        ["making the organization, s of one core", f"{figures['organization_cpu_s']:.1f}", ""],
        ["judging the evaluations, s", f"{figures['read_s']:.1f}", ""],
        ["and of cores of this process", f"{figures['read_cpu_s']:.1f}", ""],
        ["rollup, s", f"{figures['rollup_s']:.1f}", ""],
        ["and of cores of this process", f"{figures['rollup_cpu_s']:.1f}", ""],
    ]
    title = f"{each:,} learners in {figures['engine']}"
    return f"{title}\n\n{table(['what', 'in all', 'per learner'], rows)}"


if __name__ == "__main__":
    main()
