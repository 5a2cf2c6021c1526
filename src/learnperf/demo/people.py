"""People of the invented ministry: who they are, how they came, and where their careers lead."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from attrs import frozen

from learnperf.demo.calendar import BEGIN, day_between, stream
from learnperf.demo.jobs import HIGHEST, position_id
from learnperf.demo.units import ROOT, general_of
from learnperf.demo.words import FIRST_NAMES, GENERALS, LAST_NAMES
from learnperf.model.evidence import CareerMove

Spell = tuple[date, date | None]

_PATTERNS_OF = {
    "MOF": ("analyst",),
    "REV": ("examiner", "examiner", "engineer"),
    "CUS": ("officer", "officer", "appraiser"),
    "TRE": ("analyst", "auditor", "engineer"),
    "BUD": ("analyst",),
    "AST": ("appraiser", "appraiser", "analyst"),
    "REG": ("analyst", "examiner"),
    "AUD": ("auditor", "auditor", "engineer"),
    "LRN": ("analyst", "engineer"),
}
_GRADES = (1, 1, 1, 1, 2, 2, 2, 3, 3, 4)
_JOINERS, _LEAVERS, _RETURNERS = 0.06, 0.05, 0.006
_AT_LEAST = 3


@frozen
class Stint:
    """A stretch of a career in one unit and one position."""

    unit: str
    pattern: str
    grade: int
    since: date
    until: date | None

    @property
    def position(self) -> str:
        """The position held."""
        return position_id(self.pattern, self.grade)

    def holds(self, day: date) -> bool:
        """Whether the stint covers a day."""
        return self.since <= day and (self.until is None or day < self.until)


@frozen(eq=False)
class Hire:
    """A person as hired: home, first position, and the spells of employment (none for outsiders).

    Parameters
    ----------
    rank
        Place in the list of people.
    zeal, talent
        How readily the person learns, 0 to 1, and how far above the usual behaviour is rated, in points.
    """

    rank: int
    id: str
    name: str
    home: str
    pattern: str
    grade: int
    zeal: float
    talent: float
    spells: tuple[Spell, ...]

    @property
    def stays(self) -> bool:
        """Whether the person is there for the whole two years."""
        return len(self.spells) == 1 and self.spells[0][0] < BEGIN and self.spells[0][1] is None


@frozen(eq=False)
class Person:
    """A person with the career they made."""

    hire: Hire
    stints: tuple[Stint, ...]
    moves: tuple[CareerMove, ...]

    @property
    def id(self) -> str:
        """The learner's id."""
        return self.hire.id

    def on(self, day: date) -> Stint | None:
        """Give where the person is on a day, if anywhere."""
        return next((stint for stint in self.stints if stint.holds(day)), None)

    def at(self, day: date) -> Stint:
        """Give where the person is on a day on which they are somewhere."""
        return next(stint for stint in self.stints if stint.holds(day))


def hires(seed: int, learners: int, workplaces: tuple[str, ...]) -> list[Hire]:
    """Hire people: heads of the directorates general first, everybody else wherever there is work."""
    rng = stream(seed, "people")
    heads = (ROOT, *(code for code, _ in GENERALS))
    spells = _employment(rng, learners, len(heads))
    found = []
    for rank in range(learners):
        home = heads[rank] if rank < len(heads) else rng.choice(workplaces)
        found.append(
            Hire(
                rank=rank,
                id=f"L{rank + 1:05d}",
                name=f"{rng.choice(FIRST_NAMES)} {rng.choice(LAST_NAMES)}",
                home=home,
                pattern=rng.choice(_PATTERNS_OF[general_of(home)]),
                grade=HIGHEST if rank < len(heads) else rng.choice(_GRADES),
                zeal=max(0.0, rng.random() - 0.1),
                talent=rng.random() - 0.5,
                spells=spells[rank],
            )
        )
    return found


def _employment(rng: Random, learners: int, heads: int) -> list[tuple[Spell, ...]]:
    """Draw who joins, leaves, leaves and returns, or is never employed at all; heads stay."""
    spells: list[tuple[Spell, ...]] = [((_long_ago(rng), None),) for _ in range(learners)]
    ranks = list(range(heads, learners))
    rng.shuffle(ranks)
    queue = iter(ranks)
    for _ in range(round(_JOINERS * learners)):
        spells[next(queue)] = ((day_between(rng, date(2024, 2, 1), date(2025, 9, 1)), None),)
    for _ in range(round(_LEAVERS * learners)):
        spells[next(queue)] = ((_long_ago(rng), day_between(rng, date(2024, 3, 1), date(2025, 12, 1))),)
    for _ in range(_AT_LEAST + round(_RETURNERS * learners)):
        left = day_between(rng, date(2024, 3, 1), date(2025, 2, 1))
        spells[next(queue)] = ((_long_ago(rng), left), (left + timedelta(days=rng.randrange(60, 240)), None))
    for _ in range(2 * _AT_LEAST):
        spells[next(queue)] = ()
    return spells


def _long_ago(rng: Random) -> date:
    return day_between(rng, date(2010, 1, 1), date(2023, 12, 1))
