"""Time single changes of a live result against counting everything anew.

    python -m bench.live --learners 100000 [--changes 1000] [--json]

A live result of the four Kirkpatrick means is begun, then evaluations of people drawn at random are added, corrected
and taken away again, and memberships begun and ended. Times are medians over the changes; a full count is timed twice:
from records, and from encoded tables, where only the engine works.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable
from statistics import median
from time import perf_counter

from attrs import evolve

import learnperf as lp
from bench.generate import FIRST, LAST, generate
from bench.records import records
from learnperf.rollup.memory import Memory

METRICS = lp.catalogue("kirkpatrick.reaction", "kirkpatrick.learning", "kirkpatrick.behaviour", "kirkpatrick.results")


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
    """Time everything once, and check at the end that the live result is what a full count gives."""
    metrics = [metric for metric in METRICS if metric.name.count(".") == 1]
    organization, evidence = records(generate(learners))
    people = list(organization.learners)
    choose = random.Random(0)  # noqa: S311 -- drawn alike in every run, and no secret
    added = [
        lp.Evaluation(
            f"live-{place}",
            learner=choose.choice(people),
            level=choose.choice(list(lp.Level)),
            score=choose.randint(1, 5),
            on=FIRST.fromordinal(choose.randint(FIRST.toordinal(), LAST.toordinal())),
        )
        for place in range(changes)
    ]
    mended = [evolve(one, id=f"{one.id}-mended", score=5, supersedes=one.id) for one in added]
    tied = {(tie.child, tie.parent) for tie in organization.ties}
    teams = list(organization.teams)
    pairs = {(choose.choice(people), choose.choice(teams)) for _ in added} - tied
    ties = [lp.Membership(*pair, since=FIRST, share=0.000001) for pair in sorted(pairs)]
    figures: dict[str, float] = {"learners": learners, "evaluations": len(evidence.records)}
    begin = perf_counter()
    result = lp.rollup(organization, evidence, metrics)
    figures["from_records_s"] = perf_counter() - begin
    begin = perf_counter()
    _ = Memory.of(result.plan).outcomes
    figures["from_tables_s"] = perf_counter() - begin
    begin = perf_counter()
    live = result.live()
    figures["begin_s"] = perf_counter() - begin
    begin = perf_counter()
    live.add(evolve(added[0], id="first"))
    figures["first_add_s"] = perf_counter() - begin
    live.remove("first")
    figures["add_s"] = _each(live.add, added)
    figures["read_s"] = _each(lambda one: live[one.learner, metrics[0].name], added)
    figures["supersede_s"] = _each(live.supersede, mended)
    figures["remove_s"] = _each(lambda one: live.remove(one.id), mended)
    figures["tie_s"] = _each(live.tie, ties)
    figures["untie_s"] = _each(live.untie, ties)
    root = next(iter(organization.units))
    full = live.result()
    assert all(live[root, metric.name] == full[root, metric.name] for metric in metrics)
    figures["tables_over_add"] = figures["from_tables_s"] / figures["add_s"]
    figures["records_over_add"] = figures["from_records_s"] / figures["add_s"]
    return figures


def _each(change: Callable[..., object], several: list[lp.Evaluation] | list[lp.Membership]) -> float:
    """Give the median time of a change."""
    times = []
    for one in several:
        begin = perf_counter()
        change(one)
        times.append(perf_counter() - begin)
    return median(times)


if __name__ == "__main__":
    main()
