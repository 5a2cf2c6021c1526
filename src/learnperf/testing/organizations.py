"""Organizations of any shape a valid one can have, built so that no draw is ever thrown away.

Units have an order, and each reports to earlier ones, so no circle can come about. Half of the time the order is
turned over in the middle of the calendar: then who was above is below, and the ties of all time together do have
circles while no single day has one.
"""

from __future__ import annotations

from fractions import Fraction

from attrs import Factory, define, evolve
from hypothesis import strategies as st

from learnperf.model.nodes import Competency, CompetencyStandard, Learner, Position, Team, Unit
from learnperf.model.organization import Organization
from learnperf.model.ties import WHOLE, Membership, Placement, Reporting, Sponsorship, Tie
from learnperf.testing.choosing import choose, number
from learnperf.testing.timeline import (
    ALWAYS,
    FLIP,
    FUTURE,
    LIVES,
    STAYS,
    Span,
    boundary,
    covers,
    hull,
    split_at_flip,
)

# prefixes of ids, the plain one first: order of ids is not order of birth, and text is more than a to z
_STYLES = ("", "", "", "z", "Ω", "é ", "部", "007-", "=<b>&,", "😀")
_TRAITS = (
    *((None, False) for _ in range(6)),
    *((amount, False) for amount in (500_000, 333_333, 600_000, 100_000, WHOLE, 1, 142_857)),
    (None, True),
    (333_333, True),
)


@define
class _Whole:
    """What explicit shares have left of one child in each stretch of the calendar."""

    left: list[int] = Factory(lambda: [WHOLE] * FUTURE)

    def take(self, span: Span, wanted: int | None) -> Fraction | None:
        """Take a share, as much as is left of it; where nothing is left, say nothing and share what remains."""
        if wanted is None:
            return None
        stretch = range(*span)
        taken = min(wanted, *(self.left[place] for place in stretch), WHOLE)
        for place in stretch:
            self.left[place] -= taken
        return Fraction(taken, WHOLE) if taken else None


@define
class _Sketch:
    """An organization in the making."""

    draw: st.DrawFn
    matrix: bool
    dated: bool
    units: list[Unit] = Factory(list)
    lives: list[Span] = Factory(list)
    ties: list[Tie] = Factory(list)

    def node_ids(self, letter: str, most: int, least: int = 0) -> list[str]:
        """Draw the ids of one kind of node."""
        count = self.draw(number(least, most))
        return [f"{choose(self.draw, _STYLES)}{letter}{place}" for place in range(count)]

    def spans(self, choices: tuple[tuple[Span, ...], ...]) -> tuple[Span, ...]:
        """Draw one history of several."""
        return choose(self.draw, choices) if self.dated else (ALWAYS,)

    def some(self, known: list[str], most: int, least: int = 0) -> list[str]:
        """Draw some of known ids, in no order and each once."""
        if not known:
            return []
        count = self.draw(number(least, most))
        return list(dict.fromkeys(choose(self.draw, known) for _ in range(count)))

    def tie(self, tie: Tie, whole: _Whole, span: Span) -> None:
        """Add a tie for a span, with a share and a primary mark where there may be several at once."""
        amount, primary = choose(self.draw, _TRAITS) if self.matrix else (None, False)
        share = whole.take(span, amount)
        self.ties.append(evolve(tie, since=boundary(span[0]), until=boundary(span[1]), share=share, primary=primary))

    def there(self, span: Span) -> list[str]:
        """Give the units that exist all through a span; the root always does."""
        return [unit.id for unit, life in zip(self.units, self.lives, strict=True) if covers(life, span)]

    def add_units(self, most: int) -> None:
        """Draw units, and who reports to whom when."""
        ids = self.node_ids("u", most, 1)
        histories = [(ALWAYS,), *(self.spans(LIVES) for _ in ids[1:])]
        self.lives = [hull(history) for history in histories]
        self.units = [self._unit(one, life) for one, life in zip(ids, self.lives, strict=True)]
        flips = self.dated and self.draw(_FLAG)
        for place, history in enumerate(histories[1:], start=1):
            whole = _Whole()
            for span in (part for one in history for part in (split_at_flip(one) if flips else (one,))):
                turned = flips and span[0] >= FLIP
                earlier = {ids[0], *(ids[place + 1 :] if turned else ids[:place])}
                above = [unit for unit in self.there(span) if unit in earlier]
                for parent in self.some(above, 2 if self.matrix else 1, 1):
                    self.tie(Reporting(ids[place], parent), whole, span)

    def _unit(self, unit: str, life: Span) -> Unit:
        """Make a unit, which may say when it exists or leave that to its reporting."""
        if life == ALWAYS or not self.draw(_FLAG):
            return Unit(unit)
        return Unit(unit, since=boundary(life[0]), until=boundary(life[1]))

    def add_teams(self, teams: list[str]) -> None:
        """Draw who sponsors each team: units, or earlier teams, of which it is then a part."""
        for place, team in enumerate(teams):
            whole = _Whole()
            for span in self.spans(STAYS):
                sponsors = [*self.there(span), *teams[:place]]
                for sponsor in self.some(sponsors, 2 if self.matrix else 1):
                    self.tie(Sponsorship(team, sponsor), whole, span)

    def add_learner(self, learner: str, teams: list[str], positions: list[str | None]) -> None:
        """Draw where a learner is placed and what teams the learner is in."""
        whole = _Whole()
        if self.matrix or not self.draw(_FLAG):
            for span in self.spans(STAYS):
                for unit in self.some(self.there(span), 2 if self.matrix else 1):
                    self.tie(Placement(learner, unit, choose(self.draw, positions)), whole, span)
            teams = teams if self.matrix else []
        for team in self.some(teams, 3 if self.matrix else 1):
            for span in self.spans(STAYS):
                self.tie(Membership(learner, team), whole, span)


@st.composite
def _organizations(draw: st.DrawFn, most: tuple[int, int, int], *, matrix: bool, dated: bool) -> Organization:
    sketch = _Sketch(draw, matrix, dated)
    sketch.add_units(most[0])
    teams, learners = sketch.node_ids("t", most[1]), sketch.node_ids("l", most[2])
    positions = _POSITIONS[: draw(number(0, len(_POSITIONS)))]
    sketch.add_teams(teams)
    for learner in learners:
        sketch.add_learner(learner, teams, [None, *(position.id for position in positions)])
    return Organization.of(
        units=sketch.units,
        teams=[Team(team) for team in teams],
        learners=[Learner(learner, attributes=choose(draw, _ATTRIBUTES)) for learner in learners],
        positions=positions,
        competencies=[Competency(competency) for competency in COMPETENCIES],
        ties=sketch.ties,
    )


def organizations(
    *, max_units: int = 6, max_teams: int = 4, max_learners: int = 6, matrix: bool = True, dated: bool = True
) -> st.SearchStrategy[Organization]:
    """Give valid organizations.

    Parameters
    ----------
    max_units, max_teams, max_learners
        Most nodes of each kind; there is always one unit at least, the root.
    matrix
        Whether a child may have several parents at once, and shares and primary marks. Without, every child has one
        tie at a time, which takes the whole of it: a tree on every day.
    dated
        Whether ties begin and end; without, they hold always.

    Examples
    --------
    >>> from hypothesis import find
    >>> find(organizations(), lambda organization: len(organization) > 0)
    Organization(units=1, teams=0, learners=0, positions=0, competencies=2, ties=0)
    """
    return _organizations((max_units, max_teams, max_learners), matrix=matrix, dated=dated)


COMPETENCIES = ("audit", "data")
_POSITIONS = (
    Position("staff", standard=CompetencyStandard({"audit": 1}), career_pattern="tax", grade=1),
    Position("senior", standard=CompetencyStandard({"audit": 3, "data": 2}), career_pattern="tax", grade=2),
    Position("adviser"),
)
_ATTRIBUTES: tuple[dict[str, str], ...] = ({}, {}, {"generation": "z"}, {"generation": "x", "home region": "Nias, =1"})
_FLAG = st.booleans()
