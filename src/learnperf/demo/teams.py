"""Teams: of one unit, sponsored by several, and parts of larger teams; people are in several at once."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from random import Random

from attrs import frozen

from learnperf.demo.calendar import END, day_between, stream
from learnperf.demo.draws import likely
from learnperf.demo.people import Person
from learnperf.demo.units import SPLIT, general_of, whereabouts
from learnperf.demo.words import TEAM_FORMS, TEAM_SUBJECTS
from learnperf.model.nodes import Team
from learnperf.model.ties import Membership, Sponsorship

_LEARNERS_PER_TEAM = 16
_FEWEST = 12
_SHORTEST = 30
# of every six teams, which are parts, and of which team so many before
_PARTS = {4: 4, 5: 1}
_STANDING = 2
# tenths of a person's time that teams may ask for at most; what is left belongs to the unit
_TENTHS = 6
# shares of two or three sponsors; the second leaves a fifth to nobody, the last a millionth
_SPONSOR_SHARES: tuple[tuple[str | None, ...], ...] = (
    ("0.6", "0.4"),
    ("0.5", "0.3"),
    (None, None),
    ("0.7", None),
    ("0.333333", "0.333333", "0.333333"),
)


@frozen(eq=False)
class Crew:
    """A team with its life, its ties and the places that sponsor it (those of its larger team where it is a part)."""

    team: Team
    since: date
    until: date | None
    places: tuple[str, ...]
    sponsorships: tuple[Sponsorship, ...]
    memberships: tuple[Membership, ...] = ()

    @property
    def id(self) -> str:
        """The team's id."""
        return self.team.id

    @property
    def end(self) -> date:
        """The first day on which no more evidence of the two years can be about the team."""
        return min(self.until or END, END)

    def members(self, day: date) -> tuple[str, ...]:
        """Give who is in the team on a day."""
        return tuple(tie.learner for tie in self.memberships if tie.in_force(day))


def crews(seed: int, everybody: list[Person], workplaces: tuple[str, ...]) -> list[Crew]:
    """Form teams and fill them; the last one stays without members."""
    rng = stream(seed, "teams")
    formed: list[Crew] = []
    # one team is sponsored by the unit that is split; more would hide what becomes of its own people
    others = tuple(place for place in workplaces if place != SPLIT)
    for number in range(max(_FEWEST, len(everybody) // _LEARNERS_PER_TEAM)):
        formed.append(_formed(rng, number, formed, others))
    recruiting = _Recruiting(rng, everybody)
    return [*(recruiting.filled(crew) for crew in formed[:-1]), formed[-1]]


def _formed(rng: Random, number: int, formed: list[Crew], workplaces: tuple[str, ...]) -> Crew:
    """Form a team: of every six, two are sponsored by several units and two are parts of an earlier team."""
    subject = TEAM_SUBJECTS[number % len(TEAM_SUBJECTS)]
    form = TEAM_FORMS[(number + number // len(TEAM_SUBJECTS)) % len(TEAM_FORMS)]
    team = Team(f"T{number + 1:04d}", f"{subject} {form}")
    turn = number % 6
    if turn in _PARTS:
        return _part(rng, team, formed[number - _PARTS[turn]], also=rng.choice(workplaces), number=number)
    # every third of six is a standing team, older than the two years
    standing = turn == _STANDING
    since = day_between(rng, date(2023, 6, 1), date(2023, 12, 1) if standing else date(2025, 3, 1))
    ends = not standing and likely(rng, 0.4)
    until = since + timedelta(days=rng.randrange(400, 700)) if ends else None
    shares = _SPONSOR_SHARES[number // 6 % len(_SPONSOR_SHARES)] if turn in {0, 1} else (None,)
    places = (SPLIT,) if number == _STANDING else tuple(rng.sample(workplaces, len(shares)))
    ties = [
        Sponsorship(team.id, unit, since=begin, until=end, share=share)
        for place, share in zip(places, shares, strict=True)
        for unit, begin, end in whereabouts(place, number, since, until)
    ]
    return Crew(team, since, until, places, tuple(ties))


def _part(rng: Random, team: Team, larger: Crew, *, also: str, number: int) -> Crew:
    """Form a part of a larger team, which lives as long; some parts answer to a unit of their own as well."""
    since = larger.since + timedelta(days=rng.randrange(10, 60))
    ties = [Sponsorship(team.id, larger.id, since=since, until=larger.until)]
    if number % 4 == 0:
        stays = whereabouts(also, number, since, larger.until)
        ties += [Sponsorship(team.id, unit, since=begin, until=end, share="0.4") for unit, begin, end in stays]
    return Crew(team, since, larger.until, larger.places, tuple(ties))


class _Recruiting:
    """Finds members, and keeps count of the time they have promised so that nobody promises more than they have."""

    def __init__(self, rng: Random, everybody: list[Person]) -> None:
        """Sort people by where they are, and pick the connectors who end up in many teams."""
        self.rng = rng
        self.nearby: dict[str, list[Person]] = defaultdict(list)
        self.outsiders = [person for person in everybody if not person.stints]
        # the last of those never hired waits for a posting: no unit, no team
        self.outsiders.pop()
        self.everybody = [person for person in everybody if person.stints]
        for person in self.everybody:
            self.nearby[general_of(person.stints[0].unit)].append(person)
        self.connectors = rng.sample(self.everybody, len(everybody) // 20)
        self.promised: dict[str, int] = defaultdict(int)

    def filled(self, crew: Crew) -> Crew:
        """Give a team its members: mostly people from nearby, some connectors and people from anywhere."""
        near = self.nearby[general_of(crew.places[0])]
        wanted = self.rng.randrange(4, 13)
        chosen = [self.rng.choice(near) for _ in range(wanted)]
        chosen += [self.rng.choice(self.connectors) for _ in range(3)]
        chosen += [self.rng.choice(self.everybody) for _ in range(2)]
        if self.outsiders:
            chosen.append(self.outsiders.pop())
        ties = [tie for person in dict.fromkeys(chosen) for tie in self._joined(person, crew)]
        return Crew(crew.team, crew.since, crew.until, crew.places, crew.sponsorships, tuple(ties))

    def _joined(self, person: Person, crew: Crew) -> list[Membership]:
        """Give a person's membership while both are there; a few people leave a team and come back to it."""
        since, until = self._together(person, crew)
        if until is not None and (until - since).days < _SHORTEST:
            return []
        share = self._share(person)
        if until is None and likely(self.rng, 0.06):
            left = since + timedelta(days=60)
            back = left + timedelta(days=60)
            return [
                Membership(person.id, crew.id, since=since, until=left, share=share),
                Membership(person.id, crew.id, since=back, share=share),
            ]
        return [Membership(person.id, crew.id, since=since, until=until, share=share)]

    @staticmethod
    def _together(person: Person, crew: Crew) -> tuple[date, date | None]:
        """Give the days both are there; who was never hired is there as long as the team."""
        spells = person.hire.spells or ((crew.since, crew.until),)
        since = max(crew.since, spells[0][0])
        ends = [end for end in (crew.until, spells[0][1]) if end is not None]
        return since, min(ends, default=None)

    def _share(self, person: Person) -> str | None:
        tenths = self.rng.randrange(1, 4)
        if likely(self.rng, 0.35) or self.promised[person.id] + tenths > _TENTHS:
            return None
        self.promised[person.id] += tenths
        return f"0.{tenths}"
