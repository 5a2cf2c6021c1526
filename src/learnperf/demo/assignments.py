"""Assignments given to teams, and how they ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from random import Random

from learnperf.demo.calendar import BEGIN, END, day_between, stream
from learnperf.demo.draws import around, likely, numbered, within
from learnperf.demo.learning import Learning
from learnperf.demo.teams import Crew
from learnperf.model.evidence import Assignment

_FEWEST, _MOST = 2, 9
_LEARNING_TEAM = 2
_CANCELLED, _WITHOUT_DUE_DAY, _UNJUDGED = 0.06, 0.08, 0.15


def assignments(seed: int, teams: list[Crew], learning: Learning) -> list[Assignment]:
    """Give every team tasks; those that learn together finish on time more often, and better."""
    rng = stream(seed, "assignments")
    ids = numbered("assignment")
    together = Counter(one.team for one in learning.teams if one.completed)
    return [one for crew in teams for one in _of_team(rng, crew, ids, learns=together[crew.id] >= _LEARNING_TEAM)]


def _of_team(rng: Random, crew: Crew, ids: Iterator[str], *, learns: bool) -> Iterator[Assignment]:
    for _ in range(rng.randrange(_FEWEST, _MOST)):
        on = day_between(rng, max(BEGIN, crew.since), crew.end)
        due = on + timedelta(days=rng.randrange(30, 120))
        late = not likely(rng, 0.85 if learns else 0.6)
        ends = due + timedelta(days=rng.randrange(1, 45) if late else -rng.randrange(20))
        done = ends < END
        cancelled = done and likely(rng, _CANCELLED)
        completed = done and not cancelled
        judged = completed and not likely(rng, _UNJUDGED)
        yield Assignment(
            next(ids),
            on=on,
            team=crew.id,
            due=None if likely(rng, _WITHOUT_DUE_DAY) else due,
            completed=ends if completed else None,
            cancelled=ends if cancelled else None,
            quality=within(around(rng, 4.0 if learns else 3.3, 1.2), 1, 5) if judged else None,
            weight=rng.choice((1, 1, 1, 2, 3)),
        )
