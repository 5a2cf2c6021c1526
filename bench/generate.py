"""Organizations to measure with, as arrays of whole numbers, the same for the same seed.

A unit tree six deep; a tenth as many teams as learners, anywhere in it; 15 % of learners in two or more teams, with
shares; a fifth with a membership that has ended; ten evaluations a learner over two years, in the order of their days;
for every twenty learners an innovation with two or three authors, and for every ten a career move.

Nodes are numbered: units first, then teams, then learners. `bench.records` makes records of the arrays, and
`bench.files` tables with text for ids.
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

from learnperf.model.ties import WHOLE
from learnperf.rollup.graph import AFTER_LAST_DAY, FIRST_DAY

FIRST = date(2024, 1, 1)
REORGANIZED = date(2025, 1, 1)
DAYS = 730
LAST = FIRST + timedelta(days=DAYS - 1)
EVALUATIONS_EACH = 10
DEPTH = 6
LEVELS = 4
# steps above the lowest score of a scale from 1 to 5
STEPS = 5
IN_SEVERAL_TEAMS = 0.15
OF_THEM_IN_THREE = 0.3
MOVED = 0.2

# named columns, each as narrow as holds it
Columns = dict[str, NDArray[np.signedinteger]]


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
    def structure(self) -> int:
        """Units and teams; the number of the first learner."""
        return self.units + self.teams

    @property
    def nodes(self) -> int:
        """Units, teams and learners."""
        return self.structure + self.learners

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
        factor = _factor(self.units)
        upper = [int(factor**depth) for depth in range(DEPTH - 1)]
        return [*upper, self.units - sum(upper)]


def _factor(units: int) -> float:
    """Find by halving how many units each must have below it for the tree to have so many."""
    low, high = 1.0, float(units)
    for _ in range(100):
        middle = (low + high) / 2
        fits = sum(middle**depth for depth in range(DEPTH)) <= units
        low, high = (middle, high) if fits else (low, middle)
    return low


@frozen(eq=False)
class Made:
    """An organization and its evidence.

    Attributes
    ----------
    structure
        Ties of units and teams: ``child`` and ``parent``. None begins or ends.
    belonging
        Ties of learners, in order of learner: ``child``, ``parent``, ``since``, ``until``, and ``share`` in millionths,
        -1 for a placement, which has none.
    evaluations
        ``learner``, ``on``, ``level`` and ``steps`` above the lowest score.
    innovations
        ``on``, and the authors ``first``, ``second`` and ``third``; -1 where there is none.
    moves
        ``learner`` and ``on``.
    """

    sizes: Sizes
    structure: Columns = field(repr=False)
    belonging: Columns = field(repr=False)
    evaluations: Columns = field(repr=False)
    innovations: Columns = field(repr=False)
    moves: Columns = field(repr=False)


def generate(learners: int, seed: int = 1, evaluations_each: int = EVALUATIONS_EACH) -> Made:
    """Make an organization and its evidence."""
    rng = np.random.default_rng(seed)
    sizes = Sizes(learners)
    return Made(
        sizes=sizes,
        structure=_structure(sizes, rng),
        belonging=_belonging(sizes, rng),
        evaluations=evaluations(sizes, rng, evaluations_each),
        innovations=_innovations(sizes, rng),
        moves={"learner": _people(sizes, rng, sizes.moves), "on": _days(rng, sizes.moves)},
    )


def evaluations(sizes: Sizes, rng: np.random.Generator, each: int) -> Columns:
    """Evaluate everyone equally often, on any days and levels; they come as they were recorded, day after day."""
    learners = np.arange(sizes.structure, sizes.nodes, dtype=np.int32)
    count = each * len(learners)
    return {
        "learner": rng.permutation(np.repeat(learners, each)),
        "on": _days(rng, count),
        "level": rng.integers(1, LEVELS + 1, count, dtype=np.int8),
        "steps": rng.integers(0, STEPS, count, dtype=np.int8),
    }


def _structure(sizes: Sizes, rng: np.random.Generator) -> Columns:
    above = [np.empty(0, dtype=np.int64)]
    begin = 0
    for upper, lower in zip(sizes.levels, sizes.levels[1:], strict=False):
        above.append(begin + np.arange(lower) * upper // lower)
        begin += upper
    sponsors = rng.integers(0, sizes.units, sizes.teams)
    return {
        "child": np.arange(1, sizes.structure, dtype=np.int32),
        "parent": np.concatenate([*above, sponsors]).astype(np.int32),
    }


def _belonging(sizes: Sizes, rng: np.random.Generator) -> Columns:
    """Place everyone in a unit at the bottom, put them into teams, and let some have been in another one before."""
    count = sizes.learners
    home = rng.integers(sizes.units - sizes.levels[-1], sizes.units, count)
    first, second, third, past = (sizes.units + rng.integers(0, sizes.teams, (4, count))).astype(np.int64)
    several, three = rng.random(count) < IN_SEVERAL_TEAMS, rng.random(count) < OF_THEM_IN_THREE
    moved = rng.random(count) < MOVED
    reorganized = REORGANIZED.toordinal()
    # nobody is in one team twice
    also_second = several & (second != first)
    also_third = several & three & (third != first) & (third != second)
    also_past = moved & (past != first) & (past != second) & (past != third)
    everyone = np.ones(count, dtype=np.bool_)
    # a column for each tie that somebody may have
    has = np.stack([everyone, everyone, also_second, also_third, also_past], axis=1)
    columns = {
        "parent": [home, first, second, third, past],
        "since": [FIRST_DAY, np.where(moved, reorganized, FIRST_DAY), FIRST_DAY, FIRST_DAY, FIRST_DAY],
        "until": [AFTER_LAST_DAY, AFTER_LAST_DAY, AFTER_LAST_DAY, AFTER_LAST_DAY, reorganized],
        "share": [-1, WHOLE * 5 // 10, WHOLE * 3 // 10, WHOLE * 1 // 10, WHOLE * 4 // 10],
    }
    child = np.repeat(np.arange(sizes.structure, sizes.nodes, dtype=np.int32), has.sum(axis=1))
    return {"child": child, **{name: _flat(has, each) for name, each in columns.items()}}


def _flat(has: NDArray[np.bool_], each: list[NDArray[np.int64] | int]) -> NDArray[np.int32]:
    """Give, learner by learner, a value for each tie they have."""
    columns = [np.broadcast_to(np.asarray(values, dtype=np.int32), len(has)) for values in each]
    flat: NDArray[np.int32] = np.stack(columns, axis=1)[has]
    return flat


def _innovations(sizes: Sizes, rng: np.random.Generator) -> Columns:
    count = sizes.innovations
    first, second, third = (_people(sizes, rng, count) for _ in range(3))
    # a third of them have three authors; who is drawn twice is named once
    is_new = (np.arange(count) % 3 == 0) & (third != first) & (third != second)
    return {
        "on": _days(rng, count),
        "first": first,
        "second": np.where(second == first, np.int32(-1), second),
        "third": np.where(is_new, third, np.int32(-1)),
    }


def _people(sizes: Sizes, rng: np.random.Generator, count: int) -> NDArray[np.int32]:
    return rng.integers(sizes.structure, sizes.nodes, count, dtype=np.int32)


def _days(rng: np.random.Generator, count: int) -> NDArray[np.int32]:
    return np.sort(rng.integers(FIRST.toordinal(), FIRST.toordinal() + DAYS, count, dtype=np.int32))
