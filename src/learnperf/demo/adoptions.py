"""Adoptions of innovations by units."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from learnperf.demo.calendar import END, day_between, stream
from learnperf.demo.draws import likely, numbered
from learnperf.demo.innovations import Born
from learnperf.demo.units import place_on
from learnperf.model.evidence import Adoption
from learnperf.model.vocabulary import Stage

# customs valuation takes up what the valuers of state assets think of
_FOLLOWERS = {"AST-2": "CUS-2"}
_MOST_ADOPTERS = 4


def adoptions(seed: int, born: list[Born], workplaces: tuple[str, ...]) -> list[Adoption]:
    """Let units take innovations up once they are in use: mostly other units, sometimes the one they come from."""
    rng = stream(seed, "adoptions")
    ids = numbered("adoption")
    found = []
    for one in born:
        for stage, since in one.innovation.stages:
            if stage is not Stage.ADOPTED:
                continue
            for rank, place in enumerate(_adopters(rng, one, workplaces)):
                on = day_between(rng, since, END)
                unit = place_on(place, rank, on)
                ends = on + timedelta(days=150) if likely(rng, 0.08) else None
                found.append(Adoption(next(ids), on=on, unit=unit, innovation=one.innovation.id, until=ends))
    return found


def _adopters(rng: Random, one: Born, workplaces: tuple[str, ...]) -> list[str]:
    """Choose workplaces, each once."""
    follower = _FOLLOWERS.get(one.origin[:5])
    places = rng.sample(workplaces, rng.randrange(1, _MOST_ADOPTERS))
    if follower is not None:
        places.append(follower)
    if likely(rng, 0.3):
        places.append(one.origin)
    return list(dict.fromkeys(places))
