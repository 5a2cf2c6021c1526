"""Measure the memory that evaluations take which come in chunks: ten times as many must hardly take more.

    python -m bench.chunks [--learners 100000] [--each 100] [--json]

Chunks are made one after the other, each when it is asked for, and nothing else holds them. Measured is the way from
the first chunk to the finished readings, with what making the chunks takes.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator

import numpy as np
import polars as pl

import learnperf as lp
from bench.encoded import METRICS, variances
from bench.files import table_of
from bench.generate import Sizes, evaluations, generate
from bench.measuring import Figures, Measuring, apart, megabytes, table
from bench.records import names, organization_of

LEARNERS = 100_000
EACH = 100
MORE = 10


def main() -> None:
    """Print memory and time for evaluations, and for ten times as many."""
    options = _options()
    if options.alone:
        sys.stdout.write(json.dumps(_one(options.learners, options.each)))
        return
    figures = measured(options.learners, options.each)
    print(json.dumps(figures, indent=2) if options.json else _shown(figures))


def measured(learners: int = LEARNERS, each: int = EACH) -> Figures:
    """Give figures of both by their number of evaluations, and the ratio of their peaks."""
    words = ("--learners", str(learners), "--alone", "--each")
    few, many = (apart("bench.chunks", *words, str(count)) for count in (each, MORE * each))
    return {f"few_{name}": few[name] for name in few} | {f"many_{name}": many[name] for name in many}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--learners", type=int, default=LEARNERS, help="how many there are")
    parser.add_argument("--each", type=int, default=EACH, help="how often each is evaluated, and then ten times that")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def _one(learners: int, each: int) -> Figures:
    organization = organization_of(generate(learners, evaluations_each=1))
    with Measuring() as measured:
        data = lp.tables(organization, evaluations=_chunks(Sizes(learners), each))
        outcomes = lp.rollup(data, metrics=variances()).outcomes
    assert sum(int(outcomes[name].n[0]) for name in METRICS) == learners * each
    return {**measured.figures, "evaluations": learners * each}


def _chunks(sizes: Sizes, each: int) -> Iterator[pl.DataFrame]:
    """Give an evaluation of everyone, again and again."""
    rng = np.random.default_rng(1)
    ids = pl.Series(names(sizes))
    for chunk in range(each):
        yield table_of(evaluations(sizes, rng, 1), ids, chunk * sizes.learners)


def _shown(figures: Figures) -> str:
    rows = [
        [
            f"{figures[f'{one}_evaluations']:,} evaluations",
            f"{figures[f'{one}_seconds']:.3g}",
            megabytes(figures[f"{one}_peak_bytes"]),
        ]
        for one in ("few", "many")
    ]
    return table(["", "seconds", "peak MB"], rows)


if __name__ == "__main__":
    main()
