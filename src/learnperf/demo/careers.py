"""Careers: promotions, demotions, rotations and transfers, and the placements they lead to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from attrs import evolve, frozen

from learnperf.demo.calendar import REORGANIZED, day_between, stream
from learnperf.demo.draws import numbered
from learnperf.demo.jobs import HIGHEST
from learnperf.demo.people import Hire, Person, Stint
from learnperf.demo.units import general_of, whereabouts
from learnperf.demo.words import PATTERNS
from learnperf.model.evidence import CareerMove
from learnperf.model.ties import Placement
from learnperf.model.vocabulary import MoveMark

_UP, _DOWN, _ACROSS, _AWAY = MoveMark.PROMOTION, MoveMark.DEMOTION, MoveMark.ROTATION, MoveMark.TRANSFER
_FIRST = (date(2024, 3, 1), date(2024, 12, 1))
_SECOND = (date(2025, 2, 1), date(2025, 12, 1))
_DAY = timedelta(days=1)
_AT_LEAST = 2
_SECONDED_TO = "LRN-2"
_SECONDMENTS, _PART_TIMERS = 8, 8
# what secondments and part-time work leave is no less than teams may ask for
_SECONDED, _PART_TIME = "0.4", "0.4"


@frozen
class Plan:
    """Moves some people make: how many of a thousand, the marks of each move and when, and the grades that can."""

    per_thousand: int
    moves: tuple[tuple[frozenset[MoveMark], date, date], ...]
    least: int = 1
    most: int = HIGHEST


_PLANS = (
    Plan(45, ((frozenset({_UP}), *_FIRST),), most=HIGHEST - 1),
    Plan(55, ((frozenset({_UP}), *_SECOND),), most=HIGHEST - 1),
    Plan(15, ((frozenset({_UP, _AWAY}), *_SECOND),), most=HIGHEST - 1),
    Plan(10, ((frozenset({_UP}), *_FIRST), (frozenset({_ACROSS}), *_SECOND)), most=HIGHEST - 1),
    Plan(6, ((frozenset({_DOWN}), *_SECOND),), least=2),
    Plan(40, ((frozenset({_ACROSS}), *_FIRST),)),
    Plan(35, ((frozenset({_AWAY}), *_FIRST),)),
    Plan(10, ((frozenset({_ACROSS, _AWAY}), *_SECOND),)),
    # people who move with the reorganization itself
    Plan(30, ((frozenset({_AWAY}), REORGANIZED, REORGANIZED + _DAY),)),
)


def people(seed: int, hired: list[Hire], workplaces: tuple[str, ...]) -> list[Person]:
    """Let everybody who was hired make their career."""
    rng = stream(seed, "careers")
    planned = _planned(rng, hired)
    ids = numbered("move")
    return [_career(rng, hire, planned.get(hire.id), workplaces, ids) for hire in hired]


def placements(everybody: list[Person]) -> list[Placement]:
    """Give the placements of everybody, a few of whom are seconded to a second unit or work part of their time."""
    settled = [person for person in everybody if person.hire.stays and not person.moves and len(person.stints) == 1]
    seconded = {person.id for person in settled[-_SECONDMENTS:]}
    part_time = {person.id for person in settled[-_SECONDMENTS - _PART_TIMERS : -_SECONDMENTS]}
    found = []
    for person in everybody:
        two = person.id in seconded
        for stint in person.stints:
            share = _PART_TIME if person.id in part_time else None
            found.append(_placement(person, stint, share=share, primary=two))
        if two and person.stints[0].unit != _SECONDED_TO:
            away = evolve(person.stints[0], unit=_SECONDED_TO, since=date(2024, 7, 1), until=date(2025, 7, 1))
            found.append(_placement(person, away, share=_SECONDED, primary=False))
    return found


def _placement(person: Person, stint: Stint, *, share: str | None, primary: bool) -> Placement:
    return Placement(
        person.id, stint.unit, stint.position, since=stint.since, until=stint.until, share=share, primary=primary
    )


def _planned(rng: Random, hired: list[Hire]) -> dict[str, Plan]:
    waiting = [hire for hire in hired if hire.stays and hire.home != general_of(hire.home)]
    rng.shuffle(waiting)
    planned: dict[str, Plan] = {}
    for plan in _PLANS:
        able = [hire for hire in waiting if plan.least <= hire.grade <= plan.most]
        for hire in able[: _AT_LEAST + plan.per_thousand * len(hired) // 1000]:
            planned[hire.id] = plan
        waiting = [hire for hire in waiting if hire.id not in planned]
    return planned


def _career(rng: Random, hire: Hire, plan: Plan | None, workplaces: tuple[str, ...], ids: Iterator[str]) -> Person:
    """Cut the spells of employment at the moves; whoever moves has one spell that covers the two years."""
    stints = [Stint(hire.home, hire.pattern, hire.grade, since, until) for since, until in hire.spells]
    moves = []
    for marks, since, until in plan.moves if plan is not None else ():
        day = day_between(rng, since, until)
        before = stints.pop()
        after = _after(rng, before, marks, day, workplaces)
        stints += [evolve(before, until=day), after]
        moves.append(
            CareerMove(
                next(ids),
                on=day,
                learner=hire.id,
                marks=marks,
                from_position=before.position,
                to_position=after.position,
            )
        )
    placed = [
        evolve(stint, unit=unit, since=since, until=until)
        for stint in stints
        for unit, since, until in whereabouts(stint.unit, hire.rank, stint.since, stint.until)
    ]
    return Person(hire, tuple(placed), tuple(moves))


def _after(rng: Random, before: Stint, marks: frozenset[MoveMark], day: date, workplaces: tuple[str, ...]) -> Stint:
    unit, pattern, grade = before.unit, before.pattern, before.grade
    if _AWAY in marks:
        unit = rng.choice([place for place in workplaces if place != before.unit])
    if _ACROSS in marks:
        pattern = rng.choice([name for name, _, _ in PATTERNS if name != before.pattern])
    grade += (_UP in marks) - (_DOWN in marks)
    return Stint(unit, pattern, grade, day, None)
