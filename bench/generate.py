"""Organizations to measure with, the same for the same seed.

A unit tree six deep; a tenth as many teams as learners, anywhere in it; 15 % of learners in two or more teams, with
shares; a fifth with a membership that has ended; ten evaluations a learner over two years; for every twenty learners an
innovation with two or three authors, and for every ten a career move.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain

import numpy as np
from attrs import frozen
from scipy.optimize import brentq

import learnperf as lp

FIRST = date(2024, 1, 1)
REORGANIZED = date(2025, 1, 1)
DAYS = 730
EVALUATIONS_EACH = 10
DEPTH = 6
IN_SEVERAL_TEAMS = 0.15
OF_THEM_IN_THREE = 0.3
MOVED = 0.2


@frozen
class Sizes:
    """How many of each there are; nodes of the structure are units and teams."""

    learners: int

    @property
    def units(self) -> int:
        """A unit for every 27 learners."""
        return max(self.learners // 27, DEPTH)

    @property
    def teams(self) -> int:
        """A tenth as many teams as learners."""
        return max(self.learners // 10, 1)

    @property
    def innovations(self) -> int:
        """One for every twenty learners."""
        return self.learners // 20

    @property
    def moves(self) -> int:
        """A career move for every ten learners."""
        return self.learners // 10

    @property
    def levels(self) -> list[int]:
        """How many units there are at each depth: one, then ever more by the same factor, the rest at the bottom."""
        factor = brentq(lambda base: sum(base**depth for depth in range(DEPTH)) - self.units, 1, self.units)
        upper = [int(factor**depth) for depth in range(DEPTH - 1)]
        return [*upper, self.units - sum(upper)]


def generate(learners: int, seed: int = 1) -> tuple[lp.Organization, lp.Evidence]:
    """Make an organization and its evidence."""
    rng = np.random.default_rng(seed)
    sizes = Sizes(learners)
    people = [f"l{place}" for place in range(learners)]
    organization = lp.Organization.of(
        units=[lp.Unit(f"u{place}") for place in range(sizes.units)],
        teams=[lp.Team(f"t{place}") for place in range(sizes.teams)],
        learners=[lp.Learner(person) for person in people],
        ties=[*_structure(sizes, rng), *_belonging(people, sizes, rng)],
    )
    evidence = (_evaluations(people, rng), _innovations(people, sizes, rng), _moves(people, sizes, rng))
    return organization, lp.Evidence.of(chain.from_iterable(evidence))


def _structure(sizes: Sizes, rng: np.random.Generator) -> Iterator[lp.Reporting | lp.Sponsorship]:
    begin = 0
    for above, here in zip(sizes.levels, sizes.levels[1:], strict=False):
        for place in range(here):
            yield lp.Reporting(f"u{begin + above + place}", f"u{begin + place * above // here}")
        begin += above
    for place, unit in enumerate(rng.integers(0, sizes.units, sizes.teams).tolist()):
        yield lp.Sponsorship(f"t{place}", f"u{unit}")


def _belonging(people: list[str], sizes: Sizes, rng: np.random.Generator) -> Iterator[lp.Placement | lp.Membership]:
    home = rng.integers(sizes.units - sizes.levels[-1], sizes.units, len(people)).tolist()
    teams = rng.integers(0, sizes.teams, (len(people), 4)).tolist()
    several, three = rng.random(len(people)) < IN_SEVERAL_TEAMS, rng.random(len(people)) < OF_THEM_IN_THREE
    moved = rng.random(len(people)) < MOVED
    for place, person in enumerate(people):
        yield lp.Placement(person, f"u{home[place]}")
        first, second, third, past = (f"t{team}" for team in teams[place])
        yield lp.Membership(person, first, since=REORGANIZED if moved[place] else None, share=0.5)
        if several[place] and second != first:
            yield lp.Membership(person, second, share=0.3)
        if several[place] and three[place] and third not in {first, second}:
            yield lp.Membership(person, third, share=0.1)
        if moved[place] and past not in {first, second, third}:
            yield lp.Membership(person, past, until=REORGANIZED, share=0.4)


def _days(count: int, rng: np.random.Generator) -> list[date]:
    days = [FIRST + timedelta(days=place) for place in range(DAYS)]
    return [days[day] for day in rng.integers(0, DAYS, count).tolist()]


def _evaluations(people: list[str], rng: np.random.Generator) -> Iterator[lp.Evaluation]:
    count = len(people) * EVALUATIONS_EACH
    day, score = _days(count, rng), rng.integers(1, 6, count).tolist()
    levels = list(lp.Level)
    for place in range(count):
        yield lp.Evaluation(
            f"e{place}",
            learner=people[place // EVALUATIONS_EACH],
            level=levels[place % len(levels)],
            score=score[place],
            on=day[place],
        )


def _innovations(people: list[str], sizes: Sizes, rng: np.random.Generator) -> Iterator[lp.Innovation]:
    day = _days(sizes.innovations, rng)
    authors = rng.integers(0, len(people), (sizes.innovations, 3)).tolist()
    for place, (first, second, third) in enumerate(authors):
        # a third of them have three authors; who is drawn twice is named once
        some = {people[first], people[second]} | ({people[third]} if place % 3 == 0 else set())
        yield lp.Innovation(f"i{place}", contributors=sorted(some), on=day[place])


def _moves(people: list[str], sizes: Sizes, rng: np.random.Generator) -> Iterator[lp.CareerMove]:
    day, who = _days(sizes.moves, rng), rng.integers(0, len(people), sizes.moves).tolist()
    marks = list(lp.MoveMark)
    for place in range(sizes.moves):
        yield lp.CareerMove(f"m{place}", learner=people[who[place]], marks=[marks[place % len(marks)]], on=day[place])
