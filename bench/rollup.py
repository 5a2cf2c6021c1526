"""Time the in-process engine against polars doing the same work to the same answer.

    python -m bench.rollup --learners 100000 [--json] [--runs 3]

Each contestant runs in a process of its own, so that its peak memory is its own. What is timed: `ours_s`, from an
organization and a million record objects to every reading; `engine_s`, the part of it after records have become
columns; `polars_s`, from data frames with numbered nodes to the same figures. The answers are compared every run.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

import learnperf as lp
from bench.generate import generate
from learnperf.rollup.memory import Memory
from learnperf.rollup.plan import make_plan
from learnperf.rollup.request import asked

METRICS = ("kirkpatrick.reaction", "kirkpatrick.learning", "kirkpatrick.behaviour", "kirkpatrick.results")


def main() -> None:
    """Run every contestant, compare the answers, print medians and ratios."""
    options = _options()
    if options.contestant:
        sys.stdout.write(json.dumps(_CONTESTANTS[options.contestant](options.learners)))
        return
    runs = [{name: _run(name, options.learners) for name in _CONTESTANTS} for _ in range(options.runs)]
    for run in runs:
        if len({contestant["answer"] for contestant in run.values()}) != 1:
            sys.exit("the contestants disagree: no figure here means anything")
    result: dict[str, Any] = {"learners": options.learners, "nodes": runs[0]["ours"]["nodes"], "runs": options.runs}
    for name in _CONTESTANTS:
        result[f"{name}_s"] = statistics.median(run[name]["seconds"] for run in runs)
        result[f"{name}_peak_bytes"] = max(run[name]["peak"] for run in runs)
    result["engine_s"] = statistics.median(run["ours"]["engine"] for run in runs)
    result["polars_over_ours"] = result["polars_s"] / result["ours_s"]
    result["polars_over_engine"] = result["polars_s"] / result["engine_s"]
    print(json.dumps(result) if options.json else _table(result))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--learners", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--contestant", help=argparse.SUPPRESS)
    return parser.parse_args()


def _run(contestant: str, learners: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.rollup", "--learners", str(learners), "--contestant", contestant]
    answer: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)  # noqa: S603 -- our own module
    return answer


def _ours(learners: int) -> dict[str, Any]:
    organization, evidence = generate(learners)
    metrics = lp.catalogue(*METRICS)
    chosen = [metric for metric in metrics if metric.name in METRICS]
    begin = time.perf_counter()
    question = asked(counting="full", structure="as_was", since=None, until=None, by=None, today=None)
    plan = make_plan(organization, evidence, chosen, question)
    encoded = time.perf_counter()
    outcomes = Memory.of(plan).outcomes
    end = time.perf_counter()
    figures = [(outcomes[name].n, outcomes[name].heads, outcomes[name].value.values()) for name in METRICS]
    return {
        "seconds": end - begin,
        "engine": end - encoded,
        "nodes": plan.graph.structure_size,
        "answer": _digest(figures),
        "peak": _peak(),
    }


def _polars(learners: int) -> dict[str, Any]:
    import polars as pl  # noqa: PLC0415 -- in this contestant's process only

    organization, evidence = generate(learners)
    plan = make_plan(
        organization,
        evidence,
        (),
        asked(counting="full", structure="as_was", since=None, until=None, by=None, today=None),
    )
    graph, table = plan.graph, plan.facts.tables[lp.Evaluation]
    evaluations = pl.DataFrame(
        {
            "e": np.arange(table.size),
            "learner": table.subject,
            "on": table.on,
            "level": table.columns["level"].values,
            "steps": table.columns["score"].values,
        }
    )
    ties = graph.belonging
    belonging = pl.DataFrame({"learner": ties.child, "parent": ties.parent, "since": ties.since, "until": ties.until})
    reporting = pl.DataFrame({"node": graph.structure.child, "above": graph.structure.parent})
    begin = time.perf_counter()
    everything = pl.DataFrame({"node": np.arange(graph.structure_size)}).with_columns(above=pl.col("node"))
    step = everything
    while step.height:
        step = step.join(reporting, left_on="above", right_on="node").select("node", above="above_right")
        everything = pl.concat([everything, step])
    placed = (
        evaluations.lazy()
        .join(belonging.lazy(), on="learner")
        .filter((pl.col("since") <= pl.col("on")) & (pl.col("on") < pl.col("until")))
        .join(everything.unique().lazy(), left_on="parent", right_on="node")
        .select("e", "learner", "level", "steps", node="above")
        .unique(["e", "node"])
    )
    own = evaluations.lazy().select("e", "learner", "level", "steps", node="learner")
    read = (
        pl.concat([placed, own])
        .group_by("node", "level")
        .agg(n=pl.len(), heads=pl.col("learner").n_unique(), steps=pl.col("steps").sum())
        .collect()
    )
    end = time.perf_counter()
    figures = []
    for level in range(1, len(METRICS) + 1):
        one = read.filter(pl.col("level") == level)
        n, heads = np.zeros(graph.size, dtype=np.int64), np.zeros(graph.size, dtype=np.int64)
        value = np.full(graph.size, np.nan)
        n[one["node"]], heads[one["node"]] = one["n"], one["heads"]
        value[one["node"]] = (one["n"].to_numpy() + one["steps"].to_numpy()) / one["n"].to_numpy()
        figures.append((n, heads, value))
    return {"seconds": end - begin, "answer": _digest(figures), "peak": _peak()}


def _digest(figures: list[tuple[Any, Any, Any]]) -> str:
    digest = hashlib.sha256()
    for n, heads, value in figures:
        digest.update(np.asarray(n, dtype=np.int64).tobytes())
        digest.update(np.asarray(heads, dtype=np.int64).tobytes())
        digest.update(np.nan_to_num(np.asarray(value, dtype=np.float64), nan=-1.0).tobytes())
    return digest.hexdigest()


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _table(result: dict[str, Any]) -> str:
    width = max(map(len, result))
    return "\n".join(
        f"{name:<{width}}  {value:,.3f}" if isinstance(value, float) else f"{name:<{width}}  {value:,}"
        for name, value in result.items()
    )


_CONTESTANTS: dict[str, Callable[[int], dict[str, Any]]] = {"ours": _ours, "polars": _polars}

if __name__ == "__main__":
    main()
