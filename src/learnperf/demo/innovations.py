"""Innovations from the idea onwards, by people, teams and units, alone and together."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from random import Random

from attrs import evolve, frozen

from learnperf.demo.calendar import BEGIN, END, day_between, stream
from learnperf.demo.draws import likely, numbered
from learnperf.demo.learning import Learned, Learning
from learnperf.demo.story import ideas
from learnperf.demo.teams import Crew
from learnperf.demo.units import place_on
from learnperf.model.evidence import Innovation
from learnperf.model.vocabulary import InnovationKind, Mode, Novelty, Significance, Stage

_LEARNERS_PER_IDEA = 9
_KINDS = (InnovationKind.PROCESS, InnovationKind.PROCESS, InnovationKind.PRODUCT, InnovationKind.SYSTEM)
_SIGNIFICANCE = (
    None,
    Significance.LOW,
    Significance.LOW,
    Significance.MODERATE,
    Significance.MODERATE,
    Significance.HIGH,
)
_SETTINGS_OF_IDEAS = frozenset({Mode.COMMUNITY, Mode.COACHING, Mode.WORKPLACE})
_LAST_IDEA = date(2025, 11, 1)
_GOES_ON = 0.72
_WENT_BACK = 0.12
_RECLASSIFIED_EVERY = 60


@frozen(eq=False)
class Born:
    """An innovation with the unit it comes from."""

    innovation: Innovation
    origin: str


def innovations(seed: int, learning: Learning, teams: list[Crew], learners: int) -> list[Born]:
    """Let ideas come from people who learned, where units have them, mostly from learning at work."""
    rng = stream(seed, "innovations")
    ids = numbered("innovation")
    sources = _sources(learning)
    units = sorted(sources)
    weights = [ideas(unit) * len(sources[unit]) for unit in units]
    active = [crew for crew in teams if crew.memberships]
    found = []
    for number in range(learners // _LEARNERS_PER_IDEA):
        unit = rng.choices(units, weights)[0]
        source = rng.choice(sources[unit])
        on = source.participation.on + timedelta(days=rng.randrange(5, 60))
        origin = place_on(unit, number, on)
        crew = rng.choice([one for one in active if one.since <= on < one.end])
        found.append(
            Born(
                Innovation(
                    next(ids),
                    on=on,
                    contributors=_credits(rng, number, origin, source, crew),
                    kind=rng.choice(_KINDS),
                    novelty=rng.choice((Novelty.NEW, Novelty.IMPROVED)),
                    significance=rng.choice(_SIGNIFICANCE),
                    stages=_stages(rng, on),
                    because_of=source.activity.id if likely(rng, 0.7) else None,
                ),
                origin,
            )
        )
    return found


def reclassified(born: list[Born]) -> list[Innovation]:
    """Give the records that put an innovation of the wrong kind right, which supersede the first ones."""
    return [
        evolve(
            one.innovation, id=f"{one.innovation.id}-again", kind=InnovationKind.SYSTEM, supersedes=one.innovation.id
        )
        for one in born[::_RECLASSIFIED_EVERY]
    ]


def _sources(learning: Learning) -> dict[str, list[Learned]]:
    """Sort learning that may lead to an idea by unit; what is learned at work counts four times."""
    found: dict[str, list[Learned]] = defaultdict(list)
    for one in learning.people:
        if one.participation.completed and BEGIN <= one.participation.on < _LAST_IDEA:
            found[one.stint.unit] += [one] * (4 if one.activity.mode in _SETTINGS_OF_IDEAS else 1)
    return found


def _credits(rng: Random, number: int, origin: str, source: Learned, crew: Crew) -> dict[str, str] | list[str]:
    """Credit a person, several, a team, a team and a person, or a unit and a person, in turn."""
    person = source.person.id
    colleague = rng.choice([one for one in {tie.learner: None for tie in crew.memberships} if one != person])
    turns: tuple[dict[str, str] | list[str], ...] = (
        [person],
        [crew.id],
        {person: "0.7", colleague: "0.3"},
        [person],
        {crew.id: "0.5", person: "0.5"},
        [person, colleague, crew.id],
        [person],
        {origin: "0.25", person: "0.75"},
        [origin],
        {person: "0.333333", colleague: "0.333333", crew.id: "0.333333"},
    )
    return turns[number % len(turns)]


def _stages(rng: Random, on: date) -> list[tuple[Stage, date]]:
    """Give the stages reached in the two years; some innovations are put to the test again after they were in use."""
    reached, day = [(Stage.IDEA, on)], on
    for stage in list(Stage)[1:]:
        day += timedelta(days=rng.randrange(25, 100))
        if day >= END or not likely(rng, _GOES_ON):
            break
        reached.append((stage, day))
    if reached[-1][0] >= Stage.IMPLEMENTED and likely(rng, _WENT_BACK):
        reached.append((Stage.PILOT, day_between(rng, reached[-1][1], END)))
    return reached
