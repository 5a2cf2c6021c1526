"""Spending: what courses cost, what people estimate them to be worth, and how rooms and teachers were used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import cycle, product

from learnperf.demo.calendar import BEGIN, stream
from learnperf.demo.draws import likely, numbered
from learnperf.demo.learning import Learning
from learnperf.demo.units import ROOT, place_on
from learnperf.model.categories import CostCategory, Resource
from learnperf.model.evidence import Record
from learnperf.model.spending import Capacity, LearningBenefit, LearningCost
from learnperf.model.vocabulary import Provider

# rupiah per person and hour, by who runs it
_PRICE = {Provider.BPPK: 150_000, Provider.UNIT: 60_000, Provider.OTHER: 400_000}
_ASKED = 0.06
_TENTHS = tuple(Fraction(tenths, 10) for tenths in range(3, 11))


def spending(seed: int, learned: Learning) -> list[Record]:
    """Give costs per unit and course, estimates by a few participants, and what the training agency had and used."""
    return [*_costs(learned), *_benefits(seed, learned), *_capacities(seed)]


def _costs(learned: Learning) -> Iterator[Record]:
    """Give what the people of a unit cost in a course and quarter, under one category after the other."""
    hours: dict[tuple[str, str, int], int] = defaultdict(int)
    last: dict[tuple[str, str, int], date] = {}
    price = {}
    for one in learned.people:
        on, activity = one.participation.on, one.activity
        if activity.provider in _PRICE and activity.hours is not None:
            key = (one.stint.unit, activity.id, (on - BEGIN).days // _QUARTER)
            hours[key] += int(activity.hours)
            last[key] = max(on, last.get(key, on))
            price[activity.id] = _PRICE[activity.provider]
    ids, categories = numbered("cost"), cycle(CostCategory)
    for key, several in sorted(hours.items()):
        unit, activity_id, _ = key
        amount = price[activity_id] * several
        category = next(categories)
        yield LearningCost(
            next(ids), on=last[key], subject=unit, amount=amount, activity=activity_id, category=category
        )


def _benefits(seed: int, learned: Learning) -> Iterator[Record]:
    """Ask a few of those who completed a course what their improvement is worth; some do not answer."""
    rng, ids = stream(seed, "benefits"), numbered("benefit")
    for one in learned.people:
        participation = one.participation
        if one.activity.provider in _PRICE and participation.completed and likely(rng, _ASKED):
            yield LearningBenefit(
                next(ids),
                on=participation.on,
                subject=one.person.id,
                amount=rng.choice((None, *range(1_000_000, 40_000_001, 500_000))),
                activity=one.activity.id,
                attribution=rng.choice(_TENTHS),
                confidence=rng.choice(_TENTHS),
            )


def _capacities(seed: int) -> Iterator[Record]:
    """Give what the ministry and its training agency had of each resource in each month, and how much was used."""
    rng, ids = stream(seed, "capacities"), numbered("capacity")
    for month in range(_MONTHS):
        on = date(BEGIN.year + month // 12, month % 12 + 1, 28)
        for place, (resource, available) in product((ROOT, _AGENCY), _AVAILABLE):
            yield Capacity(
                next(ids),
                on=on,
                unit=place_on(place, 0, on),
                resource=resource,
                available=available,
                used=available * rng.randrange(45, 96) // 100,
            )


_QUARTER, _MONTHS, _AGENCY = 91, 24, "LRN"
_AVAILABLE = ((Resource.SEATS, 300), (Resource.ROOM_HOURS, 800), (Resource.FACULTY_HOURS, 500))
