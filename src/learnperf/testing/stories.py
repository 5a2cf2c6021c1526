"""Stories: records of every kind drawn one after the other, about the nodes of one organization."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from fractions import Fraction
from itertools import count
from typing import TypeVar

from attrs import Factory, define, evolve
from hypothesis import strategies as st

from learnperf.model.evidence import (
    Adoption,
    Assignment,
    Capacity,
    CareerMove,
    Correction,
    Evaluation,
    Innovation,
    LearningActivity,
    LearningBenefit,
    LearningCost,
    Participation,
    ProficiencyAssessment,
    Publication,
    Record,
)
from learnperf.model.judgements import ConditionJudgement
from learnperf.model.organization import Organization
from learnperf.model.scales import LIKERT_4, LIKERT_5, PERCENT, Scale
from learnperf.model.vocabulary import (
    Aspect,
    Change,
    Channel,
    Condition,
    ConditionGroup,
    CostCategory,
    Fulfilment,
    Initiative,
    InnovationKind,
    Level,
    Mode,
    MoveMark,
    Novelty,
    Phase,
    Provider,
    Rater,
    Resource,
    Significance,
    Stage,
    Tier,
    Wave,
)
from learnperf.testing.choosing import choose, number
from learnperf.testing.organizations import COMPETENCIES
from learnperf.testing.timeline import DAYS

_Choice = TypeVar("_Choice")

ACTIVITIES = (
    LearningActivity(
        "course", provider=Provider.BPPK, competencies=frozenset({"audit"}), hours=8.0, attributes={"topic": "tax"}
    ),
    LearningActivity("coaching", provider=Provider.UNIT, structured=False, mode=Mode.COACHING),
    LearningActivity("reading", mode=Mode.SELF_STUDY, initiative=Initiative.SELF, competencies=frozenset(COMPETENCIES)),
)
_HALF_POINTS = Scale(0, 10, Fraction(1, 2))
_SCALES = (LIKERT_5, LIKERT_5, LIKERT_5, PERCENT, _HALF_POINTS)
_JUDGED_ON: tuple[tuple[Scale, int | None], ...] = (
    *((LIKERT_5, score) for score in (None, None, None, 1, 4)),
    (LIKERT_4, 3),
    (LIKERT_4, 4),
)
_BECAUSE: tuple[tuple[str, ...], ...] = ((), ("course",))
_CREDITS: dict[int, tuple[tuple[Fraction, ...] | None, ...]] = {
    1: (None,),
    2: (None, (Fraction(1, 3), Fraction(2, 3)), (Fraction(1, 1_000_000), Fraction(999_999, 1_000_000))),
    3: (None, (Fraction(333_333, 1_000_000),) * 3, (Fraction(1, 7), Fraction(2, 7), Fraction(4, 7))),
}
# stages with the days from the idea to them; the last goes back
_STAGES: tuple[tuple[tuple[Stage, int], ...], ...] = (
    (),
    ((Stage.IDEA, 0), (Stage.PILOT, 30)),
    ((Stage.IMPLEMENTED, 60),),
    ((Stage.IMPLEMENTED, 10), (Stage.ADOPTED, 90), (Stage.REPLICATED, 200)),
    ((Stage.ADOPTED, 30), (Stage.PILOT, 60)),
)
_MARKS: tuple[tuple[MoveMark, ...], ...] = (
    (MoveMark.PROMOTION,),
    (MoveMark.TRANSFER,),
    (MoveMark.ROTATION,),
    (MoveMark.DEMOTION,),
    (MoveMark.PROMOTION, MoveMark.TRANSFER),
)
# days from giving an assignment to (due, completed, cancelled)
_OUTCOMES = ((None, None, None), (30, 20, None), (30, 40, None), (30, None, None), (None, 5, None), (0, None, 10))
_AMOUNTS = (Fraction(0), Fraction(40), Fraction(1, 100), Fraction(125_050, 100), Fraction(10**13))
_CURRENCIES = ("IDR", "IDR", "IDR", "IDR", "USD")
_SHARES = (Fraction(1), Fraction(1), Fraction(0), Fraction(3, 5), Fraction(1, 1_000_000))
_HOURS = (None, 0.0, 2.5)
# days from a participation to when it was due: in time, on its last day, late
_DUE = (None, None, 30, 0, -10)


@define
class Story:
    """Records in the making, about the nodes of one organization."""

    draw: st.DrawFn
    organization: Organization
    units: tuple[str, ...]
    teams: tuple[str, ...]
    learners: tuple[str, ...]
    prefer: tuple[type[Record], ...] = ()
    records: list[Record] = Factory(list)
    replaced: set[str] = Factory(set)

    @classmethod
    def about(
        cls,
        draw: st.DrawFn,
        organization: Organization,
        records: Iterable[Record] = (),
        *,
        prefer: Iterable[type[Record]] = (),
    ) -> Story:
        """Begin a story of which some records are told already."""
        nodes = (tuple(organization.units), tuple(organization.teams), tuple(organization.learners))
        return cls(draw, organization, *nodes, prefer=tuple(prefer), records=list(records))

    def one(self, choices: Iterable[_Choice]) -> _Choice:
        """Draw one of several."""
        return choose(self.draw, choices)

    def maybe(self, choices: Iterable[_Choice]) -> _Choice | None:
        """Draw one of several, or nothing."""
        return choose(self.draw, (None, *choices))

    def day_after(self, on: date, days: int | None) -> date | None:
        """Give the day some days later, where there are any."""
        return None if days is None else on + timedelta(days=days)

    def participation(self, record: str, on: date) -> Record:
        """Draw a learner, a learner in a named team, or a team that learned."""
        learner = self.one(self.learners) if self.learners else None
        team = self.maybe(self.teams) if learner else self.one(self.teams)
        if learner and team and self.draw(_FLAG):
            learner = None
        return Participation(
            record,
            on=on,
            activity=self.one(ACTIVITIES).id,
            learner=learner,
            team=team,
            completed=self.one((True, True, False)),
            hours=self.one(_HOURS),
            initiative=self.maybe(Initiative),
            due=self.day_after(on, self.one(_DUE)),
        )

    def evaluation(self, record: str, on: date) -> Record:
        """Draw an evaluation of a learner, or of a team as a whole."""
        scale = self.one(_SCALES)
        steps = self.draw(number(-1, scale.top))
        level = self.one(Level)
        return Evaluation(
            record,
            on=on,
            learner=self.one((*self.learners, *self.teams)),
            level=level,
            score=scale.score(steps) if steps >= 0 else None,
            scale=scale,
            activity=self.maybe([activity.id for activity in ACTIVITIES]),
            rater=self.maybe(Rater),
            wave=self.maybe(Wave) if level >= Level.BEHAVIOUR else None,
            phase=self.maybe(Phase) if level == Level.LEARNING else None,
            aspect=self.maybe([aspect for aspect in Aspect if aspect.level is level]),
            tier=self.maybe(Tier),
        )

    def proficiency(self, record: str, on: date) -> Record:
        """Draw an assessment of a learner's proficiency."""
        return ProficiencyAssessment(
            record,
            on=on,
            learner=self.one(self.learners),
            competency=self.one(COMPETENCIES),
            level=self.draw(number(0, 4)),
        )

    def innovation(self, record: str, on: date) -> Record:
        """Draw an innovation by one to three learners, teams or units."""
        nodes = (*self.learners, *self.teams, *self.units)
        names = list(dict.fromkeys(self.one(nodes) for _ in range(self.draw(number(1, 3)))))
        shares = self.one(_CREDITS[len(names)])
        return Innovation(
            record,
            on=on,
            contributors=names if shares is None else dict(zip(names, shares, strict=True)),
            kind=self.one(InnovationKind),
            novelty=self.one(Novelty),
            significance=self.maybe(Significance),
            stages=[(stage, on + timedelta(days=days)) for stage, days in self.one(_STAGES)],
            because_of=self.maybe([activity.id for activity in ACTIVITIES]),
        )

    def career_move(self, record: str, on: date) -> Record:
        """Draw a career move, sometimes with two marks."""
        positions = tuple(self.organization.positions)
        return CareerMove(
            record,
            on=on,
            learner=self.one(self.learners),
            marks=self.one(_MARKS),
            from_position=self.maybe(positions),
            to_position=self.maybe(positions),
        )

    def assignment(self, record: str, on: date) -> Record:
        """Draw an assignment of a team: open, on time, late, without a due date or cancelled."""
        due, completed, cancelled = (self.day_after(on, days) for days in self.one(_OUTCOMES))
        scale = self.one(_SCALES)
        steps = self.draw(number(-1, scale.top)) if completed else -1
        return Assignment(
            record,
            on=on,
            team=self.one(self.teams),
            due=due,
            completed=completed,
            cancelled=cancelled,
            quality=scale.score(steps) if steps >= 0 else None,
            scale=scale,
            weight=self.draw(number(1, 3)),
        )

    def adoption(self, record: str, on: date) -> Record:
        """Draw the adoption of an innovation told of before, on the day of its idea or later."""
        innovation = self.one([one for one in self.records if isinstance(one, Innovation)])
        begin = max(on, innovation.on)
        return Adoption(
            record,
            on=begin,
            unit=self.one(self.units),
            innovation=innovation.id,
            until=self.day_after(begin, self.one((None, 90))),
        )

    def correction(self, record: str, on: date) -> Record:
        """Draw a correction by a unit, with or without what it was learned from: an activity or an earlier record."""
        earlier = [(one.id,) for one in self.records]
        return Correction(
            record,
            on=on,
            unit=self.one(self.units),
            change=self.one(Change),
            because_of=self.one((*_BECAUSE, *earlier[-2:])),
        )

    def judgement(self, record: str, on: date) -> Record:
        """Draw a judgement of a condition, for a node of the level it is about or one above."""
        condition = self.one(Condition)
        subjects = self.units
        if condition.group in {ConditionGroup.INDIVIDUAL, ConditionGroup.TEAM}:
            subjects += self.teams
        if condition.group is ConditionGroup.INDIVIDUAL:
            subjects += self.learners
        scale, score = self.one(_JUDGED_ON)
        return ConditionJudgement(
            record,
            on=on,
            subject=self.one(subjects),
            condition=condition,
            fulfilment=self.maybe(Fulfilment) if score is None else None,
            score=score,
            scale=scale,
        )

    def publication(self, record: str, on: date) -> Record:
        """Draw a publication by a unit."""
        return Publication(record, on=on, unit=self.one(self.units), channel=self.one(Channel))

    def cost(self, record: str, on: date) -> Record:
        """Draw a cost for a learner, team or unit, sometimes in another currency."""
        return LearningCost(
            record,
            on=on,
            subject=self.one((*self.units, *self.teams, *self.learners)),
            amount=self.one(_AMOUNTS),
            currency=self.one(_CURRENCIES),
            activity=self.maybe([activity.id for activity in ACTIVITIES]),
            category=self.one(CostCategory),
        )

    def benefit(self, record: str, on: date) -> Record:
        """Draw an estimate of what an improvement is worth, or one that was not given."""
        return LearningBenefit(
            record,
            on=on,
            subject=self.one((*self.learners, *self.teams, *self.units)),
            amount=self.maybe(_AMOUNTS),
            currency=self.one(_CURRENCIES),
            activity=self.maybe([activity.id for activity in ACTIVITIES]),
            attribution=self.one(_SHARES),
            confidence=self.one(_SHARES),
        )

    def capacity(self, record: str, on: date) -> Record:
        """Draw what a unit had of a resource, and how much of it was used."""
        return Capacity(
            record,
            on=on,
            unit=self.one(self.units),
            resource=self.one(Resource),
            available=self.one(_AMOUNTS),
            used=self.maybe(_AMOUNTS),
            activity=self.maybe([activity.id for activity in ACTIVITIES]),
        )

    def kinds(self) -> tuple[Callable[[str, date], Record], ...]:
        """Give the kinds there can be now: some need a learner, a team or an innovation to speak of."""
        possible: list[Callable[[str, date], Record]] = []
        if self.learners or self.teams:
            possible += [self.evaluation, self.participation]
        possible += [self.innovation, self.correction, self.judgement, self.publication]
        possible += [self.cost, self.benefit, self.capacity]
        if self.learners:
            possible += [self.proficiency, self.career_move]
        if self.teams:
            possible.append(self.assignment)
        if any(isinstance(record, Innovation) for record in self.records):
            possible.append(self.adoption)
        return tuple(possible)

    def record(self) -> Record:
        """Draw a record that supersedes nothing, of any kind there can be now."""
        possible = self.kinds()
        make = self.one(possible + _MUCH * tuple(one for one in possible if _MAKES[one.__name__] in self.prefer))
        return make(self._new_id(), self.one(DAYS))

    def correction_of(self, target: Record) -> Record:
        """Draw a record of the kind of another that supersedes it."""
        make = next(one for one in self.kinds() if _MAKES[one.__name__] is type(target))
        return _superseding(make(self._new_id(), self.one(DAYS)), target)

    def add(self) -> None:
        """Draw one more record, which may supersede an earlier one of its kind."""
        record = self.record()
        earlier = [one for one in self.records if type(one) is type(record) and one.id not in self.replaced]
        if self.one(_ONE_IN_FIVE) and earlier:
            target = self.one(earlier)
            self.replaced.add(target.id)
            record = _superseding(record, target)
        self.records.append(record)

    def _new_id(self) -> str:
        known = {one.id for one in self.records}
        return next(
            name for name in (f"{self.one(_STYLES)}e{place}" for place in count(len(self.records))) if name not in known
        )


def _superseding(record: Record, target: Record) -> Record:
    # an idea is never corrected to a later day: somebody may have adopted it by then
    day = min(record.on, target.on) if isinstance(record, Innovation) else record.on
    return evolve(record, supersedes=target.id, on=day)


# which method of a story makes which kind
_MAKES: dict[str, type[Record]] = {
    "participation": Participation,
    "evaluation": Evaluation,
    "proficiency": ProficiencyAssessment,
    "innovation": Innovation,
    "career_move": CareerMove,
    "assignment": Assignment,
    "adoption": Adoption,
    "correction": Correction,
    "judgement": ConditionJudgement,
    "publication": Publication,
    "cost": LearningCost,
    "benefit": LearningBenefit,
    "capacity": Capacity,
}
# how many times as often what is preferred is drawn
_MUCH = 40
_FLAG = st.booleans()
_ONE_IN_FIVE = (False, False, False, False, True)
_STYLES = ("", "", "", "z", "é ", "証")
