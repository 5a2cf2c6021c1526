"""Who is timed, each called by its name: what it starts from, what it does, and a digest of its answer.

    python -m bench.contestants NAME --learners N --folder FOLDER

prints the figures of one, as JSON. The benchmarks run each of them so, in a process of its own.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

import learnperf as lp
from bench.encoded import METRICS, Encoded, variances
from bench.generate import FIRST, LEVELS, generate
from bench.measuring import Figures, Measuring, apart, summary
from bench.peers.answers import Answer, digest_of
from bench.records import records, warm_up
from learnperf.rollup.memory import Memory
from learnperf.rollup.outcome import Outcome

Contestant = Callable[[int, Path], Figures]


def main() -> None:
    """Run one of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", choices=CONTESTANTS)
    parser.add_argument("--learners", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, required=True, help="where tables were left by bench.encoded")
    options = parser.parse_args()
    sys.stdout.write(json.dumps(CONTESTANTS[options.name](options.learners, options.folder)))


def in_turns(names: Sequence[str], learners: int, runs: int) -> tuple[Figures, list[dict[str, Figures]]]:
    """Run some of them one after the other, several times.

    Returns
    -------
    tuple
        Medians of seconds and the most of bytes by name, such as ``ours_s`` and ``ours_peak_bytes``; and the figures of
        each run.
    """
    with tempfile.TemporaryDirectory() as folder:
        words = ("--learners", str(learners), "--folder", folder)
        figures: Figures = {"learners": learners, "runs": runs, **apart("bench.contestants", "made", *words)}
        each = [{name: apart("bench.contestants", name, *words) for name in names} for _ in range(runs)]
    return figures | summary(each), each


def made(learners: int, folder: Path) -> Figures:
    """Make the tables that everyone else starts from; nothing is timed."""
    encoded = Encoded.of(generate(learners))
    encoded.save(folder)
    return {
        "nodes": encoded.sizes.structure,
        "evaluations": len(encoded.evaluations["on"]),
        "readings": encoded.sizes.nodes * len(METRICS),
        "input_bytes": encoded.input_bytes,
    }


def _ours(counting: str = "full", structure: str = "as_was") -> Contestant:
    """Give a contestant that goes from tables of whole numbers to readings of four metrics."""

    def contestant(learners: int, folder: Path) -> Figures:
        del learners
        plan = Encoded.load(folder).prepared(variances(), counting, structure)
        with Measuring() as measured:
            answers = _answers(Memory.of(plan()).outcomes)
        return {**measured.figures, "answer": digest_of(answers)}

    return contestant


def _many(metrics: int) -> Contestant:
    """Give a contestant that reads many metrics, each of which counts from another day on."""

    def contestant(learners: int, folder: Path) -> Figures:
        del learners
        several = [metric for day in range(metrics // LEVELS) for metric in variances(FIRST.toordinal() + day)]
        plan = Encoded.load(folder).prepared(several)
        with Measuring() as measured:
            read = [outcome.value.values() for outcome in Memory.of(plan()).outcomes.values()]
        assert len(read) == metrics
        return measured.figures

    return contestant


def floor(learners: int, folder: Path) -> Figures:
    """Count the evaluations of each learner, in one pass over one column: nothing can read the evidence in less."""
    del learners
    encoded = Encoded.load(folder)
    learner = encoded.evaluations["learner"]
    with Measuring() as measured:
        counted = np.bincount(learner, minlength=encoded.sizes.nodes)
    assert counted.sum() == len(learner)
    return measured.figures


def from_records(learners: int, folder: Path) -> Figures:
    """From records to the same readings."""
    del folder
    organization, evidence = records(generate(learners))
    warm_up()
    with Measuring() as measured:
        answers = _answers(lp.rollup(organization, evidence, variances()).outcomes)
    return {**measured.figures, "answer": digest_of(answers)}


def catalogue(learners: int, folder: Path) -> Figures:
    """From records to readings of every metric there is."""
    del folder
    organization, evidence = records(generate(learners))
    warm_up()
    with Measuring() as measured:
        result = lp.rollup(organization, evidence)
    return {**measured.figures, "metrics": len(result.metrics), "records": len(evidence)}


def _peer(name: str) -> Contestant:
    """Give a contestant that does the work in one of the peers, whose libraries only its own process imports."""

    def contestant(learners: int, folder: Path) -> Figures:
        del learners
        peer = importlib.import_module(f"bench.peers.in_{name}")
        measured, answers = peer.from_tables(Encoded.load(folder))
        return {**measured.figures, "answer": digest_of(answers)}

    return contestant


PEERS = ("polars", "duckdb", "pandas", "scipy")
CONTESTANTS: dict[str, Contestant] = {
    "made": made,
    "ours": _ours(),
    "ours_as_is": _ours(structure="as_is"),
    "ours_fractional": _ours(counting="fractional"),
    **{f"ours_{metrics}_metrics": _many(metrics) for metrics in (20, 100, 200, 1_000)},
    **{name: _peer(name) for name in PEERS},
    "floor": floor,
    "from_records": from_records,
    "catalogue": catalogue,
}


def _answers(outcomes: Mapping[str, Outcome]) -> list[Answer]:
    chosen = [outcomes[name] for name in METRICS]
    return [Answer(outcome.n, outcome.heads, outcome.value.values()) for outcome in chosen]


if __name__ == "__main__":
    main()
