"""Who is timed, each called by its name: what it starts from, what it does, and a digest of its answer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import numpy as np

import learnperf as lp
from bench.encoded import METRICS, Encoded, chosen_metrics
from bench.generate import generate
from bench.measuring import Figures, Measuring
from bench.peers import Answer, with_duckdb, with_polars
from learnperf.rollup.memory import Memory
from learnperf.rollup.outcome import Outcome


def ours(learners: int, folder: Path) -> Figures:
    """From records to readings; leaves the tables for the others in the folder."""
    organization, evidence = generate(learners)
    with Measuring() as measured:
        result = lp.rollup(organization, evidence, chosen_metrics())
    encoded = Encoded.of(result.plan)
    encoded.save(folder)
    return {
        **measured.figures,
        "answer": _of_outcomes(result.outcomes),
        "nodes": encoded.structure_size,
        "evaluations": len(encoded["evaluation.on"]),
        "readings": encoded.size * len(METRICS),
    }


def engine(learners: int, folder: Path) -> Figures:
    """From tables of whole numbers to readings."""
    del learners
    plan = Encoded.load(folder).plan()
    with Measuring() as measured:
        outcomes = Memory.of(plan).outcomes
    return {**measured.figures, "answer": _of_outcomes(outcomes)}


def polars(learners: int, folder: Path) -> Figures:
    """From the same tables to the same readings, in polars."""
    del learners
    return _of_peer(with_polars(Encoded.load(folder)))


def duckdb(learners: int, folder: Path) -> Figures:
    """From the same tables to the same readings, in DuckDB."""
    del learners
    return _of_peer(with_duckdb(Encoded.load(folder)))


def floor(learners: int, folder: Path) -> Figures:
    """Count the evaluations of each learner, in one pass over one column: nothing can read the evidence in less."""
    del learners
    encoded = Encoded.load(folder)
    learner = encoded["evaluation.learner"]
    with Measuring() as measured:
        counted = np.bincount(learner, minlength=encoded.size)
    assert counted.sum() == len(learner)
    return measured.figures


def catalogue(learners: int, folder: Path) -> Figures:
    """From records to readings of every metric there is."""
    del folder
    organization, evidence = generate(learners)
    with Measuring() as measured:
        result = lp.rollup(organization, evidence)
    return {**measured.figures, "metrics": len(result.metrics), "records": len(evidence)}


CONTESTANTS: dict[str, Callable[[int, Path], Figures]] = {
    one.__name__: one for one in (ours, engine, polars, duckdb, floor, catalogue)
}


def _of_peer(done: tuple[Measuring, Answer]) -> Figures:
    measured, answer = done
    with np.errstate(invalid="ignore"):
        means = [(n, heads, (n + steps) / n) for n, steps, heads in answer]
    return {**measured.figures, "answer": _digest(means)}


def _of_outcomes(outcomes: Mapping[str, Outcome]) -> str:
    return _digest((outcomes[name].n, outcomes[name].heads, outcomes[name].value.values()) for name in METRICS)


def _digest(readings: Iterable[tuple[np.ndarray, np.ndarray, np.ndarray]]) -> str:
    """Give one word for all readings, to the last bit."""
    digest = hashlib.sha256()
    for n, heads, value in readings:
        digest.update(np.asarray(n, dtype=np.int64).tobytes())
        digest.update(np.asarray(heads, dtype=np.int64).tobytes())
        digest.update(np.nan_to_num(np.asarray(value, dtype=np.float64), nan=-1.0).tobytes())
    return digest.hexdigest()
