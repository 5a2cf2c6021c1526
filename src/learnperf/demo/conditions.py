"""Judgements of the 18 enabling conditions, once a year, for people, teams and units."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from learnperf.demo.calendar import day_between, stream
from learnperf.demo.draws import likely, numbered
from learnperf.demo.people import Person
from learnperf.demo.teams import Crew
from learnperf.demo.units import general_of, place_on
from learnperf.model.judgements import ConditionJudgement
from learnperf.model.vocabulary import Condition, ConditionGroup, Fulfilment

_ROUNDS = ((date(2024, 5, 1), date(2024, 7, 1)), (date(2025, 5, 1), date(2025, 7, 1)))
_ONE_PERSON_IN = 6
_OF_LEARNERS = [one for one in Condition if one.group is ConditionGroup.INDIVIDUAL]
_OF_TEAMS = [one for one in Condition if one.group is ConditionGroup.TEAM]
_OF_UNITS = [one for one in Condition if one.group not in {ConditionGroup.INDIVIDUAL, ConditionGroup.TEAM}]
# nothing to document with in the field: asked of those who sit at a desk only
_DESKS_ONLY = Condition.E6_2
_ANSWERS = (Fulfilment.NOT_MET, Fulfilment.PARTLY, Fulfilment.PARTLY, Fulfilment.MET, Fulfilment.MET)
_BETTER = (Fulfilment.PARTLY, Fulfilment.MET, Fulfilment.MET)


def judgements(
    seed: int, everybody: list[Person], teams: list[Crew], workplaces: tuple[str, ...]
) -> list[ConditionJudgement]:
    """Judge a part of the people, every team with members, and every unit people work in, each as it is that year."""
    rng = stream(seed, "conditions")
    ids = numbered("judgement")
    found: list[ConditionJudgement] = []
    for year, interval in enumerate(_ROUNDS):
        on = day_between(rng, *interval)
        people = [person.id for person in everybody[::_ONE_PERSON_IN] if person.on(on) is not None]
        active = [crew.id for crew in teams if crew.members(on)]
        units = [place_on(place, rank, on) for rank, place in enumerate(workplaces)]
        for subjects, asked in ((people, _OF_LEARNERS), (active, _OF_TEAMS), (units, _OF_UNITS)):
            found.extend(_judged(rng, subjects, asked, on, ids, better=year > 0))
    return found


def _judged(
    rng: Random, subjects: list[str], asked: list[Condition], on: date, ids: Iterator[str], *, better: bool
) -> Iterator[ConditionJudgement]:
    for subject in subjects:
        for condition in asked:
            fulfilment = _answer(rng, subject, condition, better=better)
            identity = next(ids)
            reference = f"minutes/{on.year}/{identity}" if likely(rng, 0.3) else None
            yield ConditionJudgement(
                identity, on=on, subject=subject, condition=condition, fulfilment=fulfilment, reference=reference
            )


def _answer(rng: Random, subject: str, condition: Condition, *, better: bool) -> Fulfilment | None:
    """Answer for a subject: the learning agency is ahead, and the second year is better than the first."""
    if condition is _DESKS_ONLY and general_of(subject) == "CUS":
        return Fulfilment.NOT_APPLICABLE
    if likely(rng, 0.04):
        return None
    return rng.choice(_BETTER if better or general_of(subject) == "LRN" else _ANSWERS)
