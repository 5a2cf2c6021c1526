"""Shapes of organizations on which careless ways of counting never come to an end: time, memory, and the right answer.

    python -m bench.shapes [--only NAME] [--json] [--write-docs]

Each shape and way of counting runs in a process of its own. Timed is the rollup from records to every reading of the
behaviour metrics, the count of innovations and the roster; before a time counts, the readings at the top are compared
with what they must be.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from attrs import frozen

import learnperf as lp
from bench.measuring import Figures, Measuring, apart, megabytes, table, write_into_page
from bench.records import warm_up

METRICS = ("innovation.count", "kirkpatrick.behaviour", "roster.learners")
FIRST = date(2024, 1, 1)

DIAMONDS = 60
CHAIN = 10_000
TEAMS = 10_000
MEMBERS = 1_000_000
REORGANIZATIONS = 200
MOVING_UNITS = 1_000
MOVING_LEARNERS = 10_000


@frozen
class Shape:
    """An organization with evidence, its top, and what must be read there.

    Attributes
    ----------
    pieces, heads
        Of behaviour evaluations: how many there are, of how many different learners.
    learners
        On the roster.
    """

    title: str
    organization: lp.Organization
    evidence: lp.Evidence
    pieces: int
    heads: int
    learners: int
    top: str = "top"


def main() -> None:
    """Run every shape in every way of counting, and print seconds and memory."""
    options = _options()
    if options.counting:
        sys.stdout.write(json.dumps(_measured(options.only, options.counting)))
        return
    names = [options.only] if options.only else list(SHAPES)
    figures = {
        name: {one.value: apart("bench.shapes", "--only", name, "--counting", one.value) for one in lp.Counting}
        for name in names
    }
    if options.write_docs:
        write_into_page("bench.shapes", _shown(figures))
    print(json.dumps(figures, indent=2) if options.json else _shown(figures))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=SHAPES, help="one shape instead of all")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--write-docs", action="store_true", help="put the table into docs/performance.md")
    parser.add_argument("--counting", help=argparse.SUPPRESS)
    return parser.parse_args()


def _measured(name: str, counting: str) -> Figures:
    shape = SHAPES[name]()
    metrics = lp.catalogue(*METRICS)
    warm_up()
    with Measuring() as measured:
        result = lp.rollup(shape.organization, shape.evidence, metrics, counting=counting)
    top = result[shape.top, "kirkpatrick.behaviour"]
    assert (top.n, top.heads) == (shape.pieces, shape.heads), top
    assert result[shape.top, "roster.learners"].value == shape.learners
    return {"title": shape.title, **measured.figures}


def diamonds() -> Shape:
    """Let a unit report to two, both of them to the next, and so on: there are 2**60 ways up."""
    units = [lp.Unit("u0"), *(lp.Unit(f"{side}{level}") for level in range(1, DIAMONDS + 1) for side in "abu")]
    ties: list[lp.Tie] = [lp.Placement("ani", f"u{DIAMONDS}")]
    for level in range(1, DIAMONDS + 1):
        for side in "ab":
            ties += [lp.Reporting(f"u{level}", f"{side}{level}"), lp.Reporting(f"{side}{level}", f"u{level - 1}")]
    organization = lp.Organization.of(units=units, learners=[lp.Learner("ani")], ties=ties)
    return Shape(
        f"{DIAMONDS} diamonds in a row", organization, lp.Evidence.of(_evaluations(["ani"])), 1, 1, 1, top="u0"
    )


def chain() -> Shape:
    """Let each unit report to the one before."""
    organization = lp.Organization.of(
        units=[lp.Unit(f"u{place}") for place in range(CHAIN)],
        learners=[lp.Learner("ani")],
        ties=[
            *(lp.Reporting(f"u{place + 1}", f"u{place}") for place in range(CHAIN - 1)),
            lp.Placement("ani", f"u{CHAIN - 1}"),
        ],
    )
    return Shape(f"a chain of {CHAIN:,} units", organization, lp.Evidence.of(_evaluations(["ani"])), 1, 1, 1, top="u0")


def teams() -> Shape:
    """Put one learner into every team there is."""
    names = [f"t{place}" for place in range(TEAMS)]
    organization = lp.Organization.of(
        units=[lp.Unit("top")],
        teams=[lp.Team(team) for team in names],
        learners=[lp.Learner("ani")],
        ties=[*(lp.Membership("ani", team) for team in names), *(lp.Sponsorship(team, "top") for team in names)],
    )
    return Shape(f"a learner in {TEAMS:,} teams", organization, lp.Evidence.of(_evaluations(["ani"])), 1, 1, 1)


def members() -> Shape:
    """Put everyone into one team, and evaluate a tenth of them."""
    people = [f"l{place}" for place in range(MEMBERS)]
    organization = lp.Organization.of(
        units=[lp.Unit("top")],
        teams=[lp.Team("all")],
        learners=[lp.Learner(person) for person in people],
        ties=[*(lp.Membership(person, "all") for person in people), lp.Sponsorship("all", "top")],
    )
    some = people[: MEMBERS // 10]
    title = f"{MEMBERS:,} learners in one team"
    return Shape(title, organization, lp.Evidence.of(_evaluations(some)), len(some), len(some), MEMBERS)


def reorganizations() -> Shape:
    """Move a unit every three days, with evaluations of everyone all the time."""
    units = [f"u{place}" for place in range(MOVING_UNITS)]
    people = [f"l{place}" for place in range(MOVING_LEARNERS)]
    above = {f"u{place}": f"u{(place - 1) // 10}" for place in range(1, MOVING_UNITS)}
    day = [FIRST + timedelta(days=3 * place) for place in range(REORGANIZATIONS)]
    # the last units have nothing below them, so each can move to the first unit, and nothing becomes a circle
    moving = dict(zip(units[-REORGANIZATIONS:], day, strict=True))
    ties: list[lp.Tie] = [lp.Reporting(unit, parent, until=moving.get(unit)) for unit, parent in above.items()]
    ties += [lp.Reporting(unit, "u0", since=since) for unit, since in moving.items()]
    ties += [lp.Placement(person, units[place % MOVING_UNITS]) for place, person in enumerate(people)]
    organization = lp.Organization.of(
        units=[lp.Unit(unit) for unit in units], learners=[lp.Learner(person) for person in people], ties=ties
    )
    evidence = lp.Evidence.of(_evaluations(people, each=10))
    title = f"{REORGANIZATIONS} reorganizations"
    return Shape(title, organization, evidence, 10 * len(people), len(people), len(people), top="u0")


SHAPES: dict[str, Callable[[], Shape]] = {
    one.__name__: one for one in (diamonds, chain, teams, members, reorganizations)
}


def _evaluations(people: list[str], each: int = 1) -> Iterator[lp.Evaluation]:
    """Spread evaluations over the time in which units move."""
    for place in range(len(people) * each):
        day = FIRST + timedelta(days=place % (3 * REORGANIZATIONS))
        yield lp.Evaluation(f"e{place}", learner=people[place // each], level=lp.Level.BEHAVIOUR, score=4, on=day)


def _shown(figures: dict[str, dict[str, Figures]]) -> str:
    heading = ["", *(f"{one.value}, seconds" for one in lp.Counting), "peak MB"]
    rows = [
        [
            by_counting["full"]["title"],
            *(f"{one['seconds']:.2f}" for one in by_counting.values()),
            megabytes(max(one["peak_bytes"] for one in by_counting.values())),
        ]
        for by_counting in figures.values()
    ]
    return table(heading, rows)


if __name__ == "__main__":
    main()
