"""Evaluations after learning, at Kirkpatrick's four levels, by several raters in waves over a year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from attrs import evolve

from learnperf.demo.calendar import BEGIN, END, day_between, stream
from learnperf.demo.draws import around, likely, numbered, within
from learnperf.demo.learning import Learned, Learning
from learnperf.demo.people import Person
from learnperf.demo.story import MODE_EFFECT, climate, delight
from learnperf.model.evidence import Evaluation, Participation
from learnperf.model.scales import LIKERT_5, PERCENT
from learnperf.model.vocabulary import Level, Phase, Rater, Wave

# how much of the change shows in each wave, and after how many days it is asked for
_WAVES = (
    (Wave.BASELINE, -14, 0.0),
    (Wave.MONTH_3, 91, 0.6),
    (Wave.MONTH_6, 182, 1.0),
    (Wave.MONTH_12, 365, 0.9),
)
# people think well of themselves
_LENIENCE = {Rater.SELF: 0.4, Rater.SUPERVISOR: -0.1, Rater.PEER: 0.0, Rater.SUBORDINATE: 0.1}
_RATERS = {
    Wave.BASELINE: (Rater.SELF, Rater.SUPERVISOR),
    Wave.MONTH_3: (Rater.SELF, Rater.SUPERVISOR, Rater.PEER),
    Wave.MONTH_6: (Rater.SELF, Rater.SUPERVISOR),
    Wave.MONTH_12: (Rater.SUPERVISOR, Rater.PEER),
}
_HAS_SUBORDINATES = 3
_USUAL = 2.9
_FOLLOWED_UP = 0.13
_MENDED_EVERY = 1500


def evaluations(seed: int, everybody: list[Person], learning: Learning) -> list[Evaluation]:
    """Evaluate what people learned, whole teams that learned, and a few people for nothing they learned."""
    sheets = _Sheets(stream(seed, "evaluations"))
    found = [one for learned in learning.people if learned.participation.completed for one in sheets.after(learned)]
    found.extend(one for participation in learning.teams[::4] for one in sheets.of_team(participation))
    found.extend(sheets.of_person(person) for person in everybody[::20])
    return [*found, *sheets.mended(found)]


class _Sheets:
    """Fills evaluation sheets in, each with an id of its own."""

    def __init__(self, rng: Random) -> None:
        """Begin with the first id."""
        self.rng = rng
        self.ids = numbered("evaluation")

    def after(self, learned: Learned) -> Iterator[Evaluation]:
        """Evaluate one participation: structured learning at levels 1 and 2, some of all learning at 3 and 4."""
        if learned.activity.structured:
            if likely(self.rng, 0.6):
                yield self._reaction(learned)
            if likely(self.rng, 0.5):
                yield from self._tests(learned)
        if likely(self.rng, _FOLLOWED_UP):
            yield from self._waves(learned)

    def of_team(self, participation: Participation) -> Iterator[Evaluation]:
        """Evaluate the behaviour of a whole team after it learned as one."""
        for wave, days, part in _WAVES[1:3]:
            on = participation.on + timedelta(days=days)
            if on >= END:
                return
            yield Evaluation(
                next(self.ids),
                on=on,
                learner=participation.team or "",
                activity=participation.activity,
                level=Level.BEHAVIOUR,
                score=within(around(self.rng, _USUAL + part, 1.0), 1, 5),
                rater=Rater.SUPERVISOR,
                wave=wave,
            )

    def of_person(self, person: Person) -> Evaluation:
        """Give feedback by a peer that no learning led to."""
        score = within(around(self.rng, _USUAL + person.hire.talent, 1.2), 1, 5)
        on = day_between(self.rng, BEGIN, END)
        return Evaluation(
            next(self.ids), on=on, learner=person.id, level=Level.BEHAVIOUR, score=score, rater=Rater.PEER
        )

    def mended(self, found: list[Evaluation]) -> Iterator[Evaluation]:
        """Mend a few sheets whose score had been misread, the first of them twice."""
        for place, wrong in enumerate(one for one in found[::_MENDED_EVERY] if one.scale == LIKERT_5):
            right = evolve(wrong, id=next(self.ids), score=4, supersedes=wrong.id)
            yield right
            if place == 0:
                yield evolve(right, id=next(self.ids), score=3, supersedes=right.id)

    def _reaction(self, learned: Learned) -> Evaluation:
        score = within(around(self.rng, delight(learned.stint.unit), 1.0), 1, 5)
        return Evaluation(
            next(self.ids),
            on=learned.participation.on,
            learner=learned.person.id,
            activity=learned.activity.id,
            level=Level.REACTION,
            score=None if likely(self.rng, 0.05) else score,
            rater=Rater.SELF,
        )

    def _tests(self, learned: Learned) -> Iterator[Evaluation]:
        """Test before and after; now and then one of the two is not taken."""
        before = within(around(self.rng, 55 + 10 * learned.person.hire.talent, 25), 0, 100)
        after = within(around(self.rng, before + 0.5 * (100 - before), 20), 0, 100)
        only = self.rng.choice((Phase.PRE, Phase.POST)) if likely(self.rng, 0.05) else None
        for phase, score in ((Phase.PRE, before), (Phase.POST, after)):
            if only in {None, phase}:
                yield Evaluation(
                    next(self.ids),
                    on=learned.participation.on,
                    learner=learned.person.id,
                    activity=learned.activity.id,
                    level=Level.LEARNING,
                    score=score,
                    scale=PERCENT,
                    rater=Rater.TEST,
                    phase=phase,
                )

    def _waves(self, learned: Learned) -> Iterator[Evaluation]:
        """Rate behaviour in four waves, and results by the supervisor; later waves come back with more gaps."""
        usual = _USUAL + learned.person.hire.talent
        for wave, days, part in _WAVES:
            on = learned.participation.on + timedelta(days=days)
            if not BEGIN <= on < END:
                continue
            # who has left by then is asked all the same
            stint = learned.person.on(on) or learned.stint
            change = part * (MODE_EFFECT[learned.activity.mode] + climate(stint.unit, on))
            for rater in self._raters(wave, learned):
                behaviour = usual + change + _LENIENCE[rater]
                yield self._rated(learned, on, wave, rater, Level.BEHAVIOUR, behaviour)
            if wave is not Wave.MONTH_3:
                yield self._rated(learned, on, wave, Rater.SUPERVISOR, Level.RESULTS, usual + 0.7 * change)

    def _raters(self, wave: Wave, learned: Learned) -> tuple[Rater, ...]:
        led = learned.stint.grade >= _HAS_SUBORDINATES and wave is Wave.MONTH_6
        return (*_RATERS[wave], Rater.SUBORDINATE) if led else _RATERS[wave]

    def _rated(self, learned: Learned, on: date, wave: Wave, rater: Rater, level: Level, middle: float) -> Evaluation:
        missing = 0.03 if wave in {Wave.BASELINE, Wave.MONTH_3} else 0.12
        score = within(around(self.rng, middle, 1.0), 1, 5)
        return Evaluation(
            next(self.ids),
            on=on,
            learner=learned.person.id,
            activity=learned.activity.id,
            level=level,
            score=None if likely(self.rng, missing) else score,
            rater=rater,
            wave=wave,
        )
