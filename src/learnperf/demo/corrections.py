"""Corrections: units mend errors and ways of working because of what was learned."""

from __future__ import annotations

from datetime import timedelta

from learnperf.demo.calendar import BEGIN, END, day_between, stream
from learnperf.demo.draws import numbered
from learnperf.demo.learning import Learning
from learnperf.demo.story import mending
from learnperf.demo.units import place_on
from learnperf.model.evidence import Correction
from learnperf.model.vocabulary import Change

_LEARNERS_PER_CORRECTION = 14


def corrections(seed: int, learning: Learning, workplaces: tuple[str, ...], learners: int) -> list[Correction]:
    """Let units mend errors and ways of working because of what was learned, some for no stated reason."""
    rng = stream(seed, "corrections")
    ids = numbered("correction")
    weights = [mending(place) for place in workplaces]
    found = []
    for _ in range(learners // _LEARNERS_PER_CORRECTION):
        on = day_between(rng, BEGIN + timedelta(days=60), END)
        unit = place_on(rng.choices(workplaces, weights)[0], rng.randrange(2), on)
        learned = [one.activity.id for one in rng.sample(learning.people, 2)]
        because = rng.choice((learned, learned[:1], []))
        change = rng.choice((Change.ERROR, Change.WAY_OF_WORKING))
        found.append(Correction(next(ids), on=on, unit=unit, change=change, because_of=because))
    return found
