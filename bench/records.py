"""What was generated as records, as somebody would write them who has no arrays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import chain

import learnperf as lp
from bench.generate import Columns, Made, Sizes, generate
from learnperf.model.ties import WHOLE
from learnperf.rollup.graph import AFTER_LAST_DAY, FIRST_DAY


def names(sizes: Sizes) -> list[str]:
    """Give the id of every node by number; they sort as the numbers do, for each kind."""
    digits = len(str(sizes.learners))
    kinds = (("u", sizes.units), ("t", sizes.teams), ("l", sizes.learners))
    return [f"{letter}{place:0{digits}}" for letter, count in kinds for place in range(count)]


def records(made: Made) -> tuple[lp.Organization, lp.Evidence]:
    """Make an organization and its evidence of arrays."""
    organization = organization_of(made)
    return organization, lp.Evidence.of(chain(_evaluations(made), _innovations(made), _moves(made)))


def warm_up() -> None:
    """Roll up a little, so that what is imported when it is first used is there before a clock runs."""
    lp.rollup(*records(generate(10)))


def organization_of(made: Made) -> lp.Organization:
    """Make the organization alone."""
    sizes, ids = made.sizes, names(made.sizes)
    return lp.Organization.of(
        units=map(lp.Unit, ids[: sizes.units]),
        teams=map(lp.Team, ids[sizes.units : sizes.structure]),
        learners=map(lp.Learner, ids[sizes.structure :]),
        ties=[*_structure(made, ids), *_belonging(made, ids)],
    )


def _rows(columns: Columns, *chosen: str) -> Iterator[tuple[int, ...]]:
    return zip(*(columns[name].tolist() for name in chosen), strict=True)


def _structure(made: Made, ids: list[str]) -> Iterator[lp.Reporting | lp.Sponsorship]:
    for child, parent in _rows(made.structure, "child", "parent"):
        yield (lp.Reporting if child < made.sizes.units else lp.Sponsorship)(ids[child], ids[parent])


def _belonging(made: Made, ids: list[str]) -> Iterator[lp.Placement | lp.Membership]:
    for child, parent, since, until, share in _rows(made.belonging, "child", "parent", "since", "until", "share"):
        if share < 0:
            yield lp.Placement(ids[child], ids[parent])
        else:
            yield lp.Membership(ids[child], ids[parent], since=_day(since), until=_day(until), share=share / WHOLE)


def _day(number: int) -> date | None:
    return None if number in {FIRST_DAY, AFTER_LAST_DAY} else date.fromordinal(number)


def _evaluations(made: Made) -> Iterator[lp.Evaluation]:
    ids, levels = names(made.sizes), {int(level): level for level in lp.Level}
    days = {number: date.fromordinal(number) for number in set(made.evaluations["on"].tolist())}
    rows = _rows(made.evaluations, "learner", "on", "level", "steps")
    for place, (learner, on, level, steps) in enumerate(rows):
        yield lp.Evaluation(f"e{place}", learner=ids[learner], level=levels[level], score=1 + steps, on=days[on])


def _innovations(made: Made) -> Iterator[lp.Innovation]:
    ids = names(made.sizes)
    for place, (on, *authors) in enumerate(_rows(made.innovations, "on", "first", "second", "third")):
        contributors = sorted(ids[author] for author in authors if author >= 0)
        yield lp.Innovation(f"i{place}", contributors=contributors, on=date.fromordinal(on))


def _moves(made: Made) -> Iterator[lp.CareerMove]:
    ids, marks = names(made.sizes), list(lp.MoveMark)
    for place, (learner, on) in enumerate(_rows(made.moves, "learner", "on")):
        mark = marks[place % len(marks)]
        yield lp.CareerMove(f"m{place}", learner=ids[learner], marks=[mark], on=date.fromordinal(on))
