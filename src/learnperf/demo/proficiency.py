"""Assessments of people against what their position calls for: early in the first year, late in the second."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from learnperf.demo.calendar import day_between, stream
from learnperf.demo.draws import around, likely, numbered, within
from learnperf.demo.jobs import required_levels
from learnperf.demo.learning import Learning
from learnperf.demo.people import Person
from learnperf.model.evidence import ProficiencyAssessment

_EARLY = (date(2024, 1, 8), date(2024, 3, 29))
_LATE = (date(2025, 10, 1), date(2025, 12, 19))
_HIGHEST = 5
_ASSESSED_EACH_TIME = 2


def proficiency(seed: int, everybody: list[Person], learning: Learning) -> list[ProficiencyAssessment]:
    """Assess most people twice; who completed learning on a competency in between has risen in it."""
    rng = stream(seed, "proficiency")
    ids = numbered("assessment")
    learned: dict[str, set[str]] = defaultdict(set)
    for one in learning.people:
        if one.participation.completed:
            learned[one.person.id] |= one.activity.competencies
    found = []
    for person in everybody:
        levels: dict[str, int] = {}
        for since, until in (_EARLY, _LATE):
            on = day_between(rng, since, until)
            if person.on(on) is None or likely(rng, 0.2):
                continue
            for topic, required in _asked(person, on):
                before = levels.get(topic)
                if before is None:
                    level = within(around(rng, required - 0.6, 1.2), 0, _HIGHEST)
                else:
                    level = min(_HIGHEST, before + (topic in learned[person.id]))
                levels[topic] = level
                found.append(ProficiencyAssessment(next(ids), on=on, learner=person.id, competency=topic, level=level))
    return found


def _asked(person: Person, on: date) -> Iterator[tuple[str, int]]:
    stint = person.at(on)
    yield from list(required_levels(stint.pattern, stint.grade).items())[:_ASSESSED_EACH_TIME]
