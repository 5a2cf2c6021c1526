"""Participations: alone, as a member of a team, and by whole teams."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from attrs import frozen

from learnperf.demo.calendar import BEGIN, QUARTERS, day_between, stream
from learnperf.demo.courses import WELCOME, Catalogue
from learnperf.demo.draws import likely, numbered
from learnperf.demo.jobs import required_levels
from learnperf.demo.people import Person, Stint
from learnperf.demo.story import appetite, fit, prepared
from learnperf.demo.teams import Crew
from learnperf.model.evidence import CareerMove, LearningActivity, Participation
from learnperf.model.ties import Membership
from learnperf.model.vocabulary import Initiative, Mode, MoveMark

_COMPLETED = 0.93
_TOGETHER = frozenset({Mode.COMMUNITY, Mode.COACHING, Mode.WORKPLACE})
_TRIES_PER_QUARTER = 2


@frozen(eq=False)
class Learned:
    """A person's participation, with the activity and where the person was."""

    participation: Participation
    activity: LearningActivity
    person: Person
    stint: Stint


@frozen(eq=False)
class Learning:
    """All participations: of people in their units, of people elsewhere, and of teams."""

    people: tuple[Learned, ...]
    elsewhere: tuple[Participation, ...]
    teams: tuple[Participation, ...]

    @property
    def records(self) -> list[Participation]:
        """Every participation."""
        return [*(learned.participation for learned in self.people), *self.elsewhere, *self.teams]


def learning(seed: int, everybody: list[Person], teams: list[Crew], catalogue: Catalogue) -> Learning:
    """Let people and teams learn for two years."""
    rng = stream(seed, "learning")
    classroom = _Classroom(rng, catalogue, teams)
    found = [
        learned
        for person in everybody
        for learned in (*classroom.before_moving(person), *classroom.over_the_years(person))
    ]
    elsewhere = [one for person in everybody for one in classroom.outside(person)]
    together = [one for crew in teams for one in classroom.as_one_team(crew)]
    return Learning(tuple(found), tuple(elsewhere), tuple(together))


class _Classroom:
    """Draws participations, each with an id of its own."""

    def __init__(self, rng: Random, catalogue: Catalogue, teams: list[Crew]) -> None:
        """Know what there is to learn and who is in which team."""
        self.rng = rng
        self.catalogue = catalogue
        self.ids = numbered("learning")
        self.memberships: dict[str, list[Membership]] = defaultdict(list)
        for crew in teams:
            for tie in crew.memberships:
                self.memberships[tie.learner].append(tie)

    def over_the_years(self, person: Person) -> Iterator[Learned]:
        """Let a person learn as their zeal and the times have it, often what the position needs."""
        for quarter in QUARTERS:
            for _ in range(_TRIES_PER_QUARTER):
                day = day_between(self.rng, *quarter)
                stint = person.on(day)
                if stint is not None and likely(self.rng, person.hire.zeal * appetite(day)):
                    yield self._learned(person, stint, day, self._chosen(stint))

    def before_moving(self, person: Person) -> Iterator[Learned]:
        """Let a person learn for a new position before they get it; for promotions more often than for other moves."""
        for move in person.moves:
            day = day_between(self.rng, max(BEGIN, move.on - timedelta(days=300)), move.on - timedelta(days=5))
            stint, after = person.at(day), person.at(move.on)
            if not likely(self.rng, _readiness(move, stint)):
                continue
            topic = self.rng.choice(list(required_levels(after.pattern, after.grade)))
            activity = self.rng.choice(self.catalogue.by_topic[topic])
            yield self._learned(person, stint, day, activity, completed=True)

    def outside(self, person: Person) -> Iterator[Participation]:
        """Let outsiders learn, who have no unit, and new people before their first day: that is unattached."""
        if not person.stints:
            days = [day_between(self.rng, *quarter) for quarter in QUARTERS[::3]]
            activity = self.rng.choice(self.catalogue.activities).id
        elif person.stints[0].since > BEGIN + timedelta(days=30):
            days, activity = [person.stints[0].since - timedelta(days=self.rng.randrange(1, 15))], WELCOME
        else:
            return
        for day in days:
            yield Participation(next(self.ids), on=day, activity=activity, learner=person.id)

    def as_one_team(self, crew: Crew) -> Iterator[Participation]:
        """Let a team learn as one, a few times in its life or never."""
        for _ in range(self.rng.randrange(5)):
            day = day_between(self.rng, max(BEGIN, crew.since), crew.end)
            topic = self.rng.choice(self.catalogue.topics)
            activity = self.rng.choice([one for one in self.catalogue.by_topic[topic] if one.mode in _TOGETHER])
            yield Participation(
                next(self.ids), on=day, activity=activity.id, team=crew.id, completed=likely(self.rng, _COMPLETED)
            )

    def _chosen(self, stint: Stint) -> LearningActivity:
        if likely(self.rng, 0.04):
            return self.rng.choice(self.catalogue.unmapped)
        needed = required_levels(stint.pattern, stint.grade)
        fits = likely(self.rng, fit(stint.unit))
        topics = [topic for topic in self.catalogue.topics if (topic in needed) is fits]
        return self.rng.choice(self.catalogue.by_topic[self.rng.choice(topics)])

    def _learned(
        self, person: Person, stint: Stint, day: date, activity: LearningActivity, *, completed: bool | None = None
    ) -> Learned:
        teams = [tie.team for tie in self.memberships[person.id] if tie.in_force(day)]
        in_team = bool(teams) and likely(self.rng, 0.5 if activity.mode in _TOGETHER else 0.1)
        sought = activity.initiative is Initiative.ASSIGNED and likely(self.rng, 0.1)
        participation = Participation(
            next(self.ids),
            on=day,
            activity=activity.id,
            learner=person.id,
            team=self.rng.choice(teams) if in_team else None,
            completed=likely(self.rng, _COMPLETED) if completed is None else completed,
            hours=float(self.rng.randrange(1, 41)) if activity.hours is None else None,
            initiative=Initiative.SELF if sought else None,
        )
        return Learned(participation, activity, person, stint)


def _readiness(move: CareerMove, stint: Stint) -> float:
    return prepared(stint.unit) if MoveMark.PROMOTION in move.marks else 0.3
