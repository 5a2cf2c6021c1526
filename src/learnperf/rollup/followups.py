"""Follow-ups: which evaluations came of which participation, so that what was due is told from what was answered.

An evaluation made after learning follows the last completed participation of its subject in its activity, on or before
its day: of somebody who attends a course every year, each year's evaluations are of that year's course.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import Enum
from math import lcm

import numpy as np
from attrs import frozen

from learnperf.metrics.expressions import Column
from learnperf.metrics.integers import group_sums, narrowed, product
from learnperf.metrics.literals import code_of
from learnperf.model.evidence import Evaluation, Participation
from learnperf.model.vocabulary import Rater, Wave, read_word
from learnperf.rollup.arrays import Bools, Ints, distinct

ANY = "any"
# what stands for no wave, no rater, and subjects and activities without any participation
NONE = -1
_WAVES = {3: code_of(Wave.MONTH_3), 6: code_of(Wave.MONTH_6), 12: code_of(Wave.MONTH_12)}
_NO_WAVE = -2
# bits of a day's number: enough for the year 9999
_DAY = 22


@frozen(eq=False)
class Attended:
    """Who learned what when, in numbers given out to subjects and activities."""

    subject: Ints
    activity: Ints
    on: Ints

    def take(self, some: Bools) -> Attended:
        """Give those marked."""
        return Attended(self.subject[some], self.activity[some], self.on[some])


@frozen(eq=False)
class Judged:
    """Scores given after learning: of whom and what, by whom, in steps, and of how many steps their scale is."""

    of: Attended
    level: Ints
    wave: Ints
    rater: Ints
    score: Ints
    top: Ints

    def take(self, some: Bools) -> Judged:
        """Give those marked."""
        numbers = (self.level[some], self.wave[some], self.rater[some], self.score[some], self.top[some])
        return Judged(self.of.take(some), *numbers)


@frozen(eq=False)
class FollowUps:
    """Participations in order of subject, activity and day, and the evaluations that follow each.

    Attributes
    ----------
    activities
        Numbers of activities are below this.
    pairs
        Subject and activity of participations in one number, in order, each once.
    turns
        Place of a pair and day in one number, in order, each once.
    follows
        Place of the turn each evaluation follows.
    """

    activities: int
    pairs: Ints
    turns: Ints
    judged: Judged
    follows: Ints

    @classmethod
    def of(cls, attended: Attended, judged: Judged) -> FollowUps:
        """Find what each evaluation follows; what follows nothing is left out."""
        activities = int(attended.activity.max(initial=NONE)) + 1
        # the first of both stands for what there is not
        pairs = distinct(np.append(attended.subject * activities + attended.activity, NONE))
        turns = distinct(np.append(_keys(activities, pairs, attended), NONE))
        key = _keys(activities, pairs, judged.of)
        place = np.searchsorted(turns, key, side="right") - 1
        follows = (key != NONE) & (turns[place] >> _DAY == key >> _DAY)
        return cls(activities, pairs, turns, judged.take(follows), place[follows])

    def answered(self, of: Attended, level: int, months: int = 0, rater: str = ANY) -> Column:
        """Say whether any evaluation of a level follows; missing where nothing was completed.

        Parameters
        ----------
        months
            After how many it was taken, as its wave says; 0 for any.
        rater
            Whose, or `ANY`.
        """
        some = self.judged.level == level
        if months:
            some &= self.judged.wave == _WAVES.get(months, _NO_WAVE)
        if rater != ANY:
            some &= self.judged.rater == code_of(read_word(Rater, rater, "rater"))
        answered = np.bincount(self.follows[some], minlength=len(self.turns)) > 0
        return self._column(of, answered, self.turns != NONE)

    def reached(self, of: Attended, level: int, percent: int) -> Column:
        """Say whether the mean part of the scale attained at a level is at or above some per cent.

        Missing where nothing was completed, and where no evaluation of the level follows.
        """
        some = self.judged.level == level
        follows, top = self.follows[some], self.judged.top[some].tolist()
        # parts of several scales in units that all of them share
        whole = lcm(*top)
        parts = narrowed(np.asarray([whole // one for one in top], dtype=object))
        total = group_sums(follows, product(parts, self.judged.score[some]), len(self.turns))
        count = np.bincount(follows, minlength=len(self.turns))
        least = product(product(count, percent), np.asarray(whole, dtype=object))
        return self._column(of, product(total, 100) >= least, count > 0)

    def _column(self, of: Attended, values: Bools, present: Bools) -> Column:
        key = _keys(self.activities, self.pairs, of)
        place = np.minimum(np.searchsorted(self.turns, key), len(self.turns) - 1)
        return Column(values[place].astype(np.int64), present[place] & (self.turns[place] == key) & (key != NONE))


# the columns of participations that are read off what follows them
FOLLOWED: Mapping[str, Callable[..., Column]] = {"answered": FollowUps.answered, "reached": FollowUps.reached}


def _keys(activities: int, pairs: Ints, of: Attended) -> Ints:
    """Give the turn of each, whether there is one or not; NONE where nobody of that name learned that."""
    known = (of.subject != NONE) & (of.activity != NONE) & (of.activity < activities)
    pair = np.where(known, of.subject * activities + of.activity, NONE)
    at = np.minimum(np.searchsorted(pairs, pair), len(pairs) - 1)
    turn: Ints = np.where((pair != NONE) & (pairs[at] == pair), at << _DAY | of.on, NONE)
    return turn


def attended_in(records: Sequence[Participation], number: Numbers) -> Attended:
    """Put participations into arrays, subjects and activities by their numbers."""
    return Attended(*_array([number.of(one.subjects[0][0], one.activity, one.on) for one in records], 3))


def judged_in(records: Iterable[Evaluation], number: Numbers) -> Judged:
    """Put the evaluations among some records that were made after learning and have a score into arrays."""
    rows = [
        (
            *number.of(one.learner, one.activity, one.on), one.level, _code(one.wave), _code(one.rater),
            one.steps, one.scale.top,
        )
        for one in records
        if one.steps is not None
    ]  # fmt: skip
    subject, activity, on, *rest = _array(rows, 8)
    return Judged(Attended(subject, activity, on), *rest)


@frozen(eq=False)
class Numbers:
    """Numbers of subjects and activities that anybody took part in, by name."""

    subjects: Mapping[str, int]
    activities: Mapping[str, int]

    @classmethod
    def among(cls, records: Sequence[Participation]) -> Numbers:
        """Give numbers out."""
        subjects = dict.fromkeys(one.subjects[0][0] for one in records)
        activities = dict.fromkeys(one.activity for one in records)
        return cls(*({name: place for place, name in enumerate(names)} for names in (subjects, activities)))

    def of(self, subject: str, activity: str | None, on: date) -> tuple[int, int, int]:
        """Give the numbers of a subject, an activity and a day."""
        return self.subjects.get(subject, NONE), self.activities.get(activity or "", NONE), on.toordinal()


def _code(word: Enum | None) -> int:
    return NONE if word is None else code_of(word)


def _array(rows: Sequence[tuple[int, ...]], columns: int) -> list[Ints]:
    return list(np.asarray(rows, dtype=np.int64).reshape(-1, columns).T)
