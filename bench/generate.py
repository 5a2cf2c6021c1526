"""Organizations to measure with: a unit tree six deep, teams across it, past memberships, ten evaluations a learner."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
from attrs import frozen

import learnperf as lp

FIRST = date(2024, 1, 1)
REORGANIZED = date(2025, 1, 1)
DAYS = 730
EVALUATIONS_EACH = 10
FAN_OUT = 5
IN_TWO_TEAMS = 0.15
MOVED = 0.2


@frozen
class Sizes:
    """How many of each there are; nodes of the structure are units and teams."""

    learners: int

    @property
    def units(self) -> int:
        """A unit for every 25 learners."""
        return max(self.learners // 25, 6)

    @property
    def teams(self) -> int:
        """A tenth as many teams as learners."""
        return max(self.learners // 10, 1)


def generate(learners: int, seed: int = 1) -> tuple[lp.Organization, lp.Evidence]:
    """Make an organization and its evidence, the same for the same seed."""
    rng = np.random.default_rng(seed)
    sizes = Sizes(learners)
    people = [f"l{place}" for place in range(learners)]
    organization = lp.Organization.of(
        units=[lp.Unit(f"u{place}") for place in range(sizes.units)],
        teams=[lp.Team(f"t{place}") for place in range(sizes.teams)],
        learners=[lp.Learner(person) for person in people],
        ties=[*_structure(sizes), *_belonging(people, sizes, rng)],
    )
    return organization, lp.Evidence.of(_evaluations(people, rng))


def _structure(sizes: Sizes) -> Iterator[lp.Reporting | lp.Sponsorship]:
    for place in range(1, sizes.units):
        yield lp.Reporting(f"u{place}", f"u{(place - 1) // FAN_OUT}")
    for place in range(sizes.teams):
        yield lp.Sponsorship(f"t{place}", f"u{place % sizes.units}")


def _belonging(people: list[str], sizes: Sizes, rng: np.random.Generator) -> Iterator[lp.Placement | lp.Membership]:
    home = rng.integers(sizes.units // 2, sizes.units, len(people))
    teams = rng.integers(0, sizes.teams, (len(people), 3))
    matrix, moved = rng.random(len(people)) < IN_TWO_TEAMS, rng.random(len(people)) < MOVED
    for place, person in enumerate(people):
        yield lp.Placement(person, f"u{home[place]}")
        first, second, past = (f"t{team}" for team in teams[place])
        yield lp.Membership(person, first, since=REORGANIZED if moved[place] else None, share=0.6)
        if matrix[place] and second != first:
            yield lp.Membership(person, second, share=0.3)
        if moved[place] and past not in {first, second}:
            yield lp.Membership(person, past, until=REORGANIZED, share=0.5)


def _evaluations(people: list[str], rng: np.random.Generator) -> Iterator[lp.Evaluation]:
    days = [FIRST + timedelta(days=place) for place in range(DAYS)]
    count = len(people) * EVALUATIONS_EACH
    day, score = rng.integers(0, DAYS, count).tolist(), rng.integers(1, 6, count).tolist()
    levels = list(lp.Level)
    for place in range(count):
        yield lp.Evaluation(
            f"e{place}",
            learner=people[place // EVALUATIONS_EACH],
            level=levels[place % len(levels)],
            score=score[place],
            on=days[day[place]],
        )
