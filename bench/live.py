"""Time single changes of a live result against counting everything anew.

    python -m bench.live --learners 100000 [--changes 1000] [--json]

A live result of the four Kirkpatrick means is begun from a table of evaluations; then evaluations of people drawn at
random are added, corrected and taken away again, and memberships begun and ended. Times are medians over the changes.
What it is held against is a full count by the engine from evidence that is encoded already, at its best: a rollup of
records or files takes longer. In the end all readings of the root, and of a thousand other nodes, are compared.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable
from datetime import date
from statistics import median
from time import perf_counter
from typing import TypeVar

import polars as pl
from attrs import evolve

import learnperf as lp
from bench.files import table_of
from bench.generate import FIRST, LAST, generate
from bench.records import names, organization_of
from learnperf.rollup.memory import Memory
from learnperf.rollup.plan import Plan

_Result = TypeVar("_Result")
METRICS = [
    one for one in lp.catalogue("kirkpatrick") if one.name in {f"kirkpatrick.{lp.label(level)}" for level in lp.Level}
]


def main() -> None:
    """Begin, change, and print what each took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--learners", type=int, default=10_000, help="how many there are; the rest follows from it")
    parser.add_argument("--changes", type=int, default=1000, help="how many of each kind are timed")
    parser.add_argument("--json", action="store_true", help="print JSON instead of lines")
    options = parser.parse_args()
    figures = measured(options.learners, options.changes)
    print(
        json.dumps(figures, indent=2) if options.json else "\n".join(f"{key:>24} {figures[key]:.3g}" for key in figures)
    )


def measured(learners: int, changes: int) -> dict[str, float]:
    """Time everything once, and check that the live result is what a full count gives."""
    made = generate(learners)
    organization = organization_of(made)
    tables = lp.tables(organization, evaluations=table_of(made.evaluations, pl.Series("id", names(made.sizes))))
    figures: dict[str, float] = {"learners": learners, "evaluations": len(made.evaluations["on"])}
    result, figures["rollup_s"] = _timed(lambda: lp.rollup(tables, metrics=METRICS))
    figures["full_s"] = min(_timed(lambda: _count(result.plan))[1] for _ in range(3))
    live, figures["begin_s"] = _timed(result.live)
    drawn = _Drawn(organization, changes)
    _, figures["first_change_s"] = _timed(lambda: live.add(evolve(drawn.added[0], id="first")))
    live.remove("first")
    figures["add_s"] = _each(live.add, drawn.added)
    figures["read_s"] = _each(lambda one: live[one.learner, METRICS[0].name], drawn.added)
    figures["supersede_s"] = _each(live.supersede, drawn.mended)
    figures["tie_s"] = _each(live.tie, drawn.ties)
    nodes = [next(iter(organization.units)), *random.Random(0).choices(list(organization), k=1000)]  # noqa: S311 -- no secret
    if learners <= _MOST_COMPARED:
        full = live.result()
        assert all(live[node, one.name] == full[node, one.name] for node in nodes for one in METRICS)
    figures["untie_s"] = _each(live.untie, drawn.ties)
    figures["remove_s"] = _each(lambda one: live.remove(one.id), drawn.mended)
    _each(lambda one: live.remove(one.id), drawn.added)
    assert all(live[node, one.name] == result[node, one.name] for node in nodes for one in METRICS)
    figures["full_over_add"] = figures["full_s"] / figures["add_s"]
    figures["rollup_over_add"] = figures["rollup_s"] / figures["add_s"]
    return figures


class _Drawn:
    """Changes drawn alike in every run."""

    def __init__(self, organization: lp.Organization, changes: int) -> None:
        """Draw evaluations, corrections of them, and memberships."""
        choose = random.Random(0)  # noqa: S311 -- no secret
        people, teams = list(organization.learners), list(organization.teams)
        self.added = [
            lp.Evaluation(
                f"live-{place}",
                learner=choose.choice(people),
                level=choose.choice(list(lp.Level)),
                score=choose.randint(1, 5),
                on=date.fromordinal(choose.randint(FIRST.toordinal(), LAST.toordinal())),
            )
            for place in range(changes)
        ]
        self.mended = [evolve(one, id=f"{one.id}-mended", score=5, supersedes=one.id) for one in self.added]
        tied = {(tie.child, tie.parent) for tie in organization.ties}
        pairs = {(choose.choice(people), choose.choice(teams)) for _ in self.added} - tied
        self.ties = [lp.Membership(*pair, since=FIRST, share=0.000001) for pair in sorted(pairs)]


def _count(plan: Plan) -> None:
    assert Memory.of(plan).outcomes


def _timed(what: Callable[[], _Result]) -> tuple[_Result, float]:
    begin = perf_counter()
    result = what()
    return result, perf_counter() - begin


def _each(change: Callable[..., object], several: list[lp.Evaluation] | list[lp.Membership]) -> float:
    """Give the median time of a change."""
    times = []
    for one in several:
        begin = perf_counter()
        change(one)
        times.append(perf_counter() - begin)
    return median(times)


# making records of all rows, as a full result does, takes long
_MOST_COMPARED = 20_000


if __name__ == "__main__":
    main()
