"""Publications about the knowledge system: some units publish every month, some now and then, some never."""

from __future__ import annotations

from learnperf.demo.calendar import BEGIN, END, day_between, stream
from learnperf.demo.draws import numbered
from learnperf.demo.units import ROOT, place_on
from learnperf.demo.words import GENERALS
from learnperf.model.evidence import Publication
from learnperf.model.vocabulary import Channel

_TOPICS = ("new in the knowledge base", "lessons learned", "how we did it", "course calendar", None)
_USUAL_A_YEAR = {"LRN": 12, "REV": 8, "BUD": 0}


def publications(seed: int, workplaces: tuple[str, ...]) -> list[Publication]:
    """Let the ministry and its directorates general publish as they are used to, and workplaces now and then."""
    rng = stream(seed, "publications")
    ids = numbered("publication")
    often = [unit for unit in (ROOT, *(code for code, _ in GENERALS)) for _ in range(2 * _USUAL_A_YEAR.get(unit, 4))]
    found = []
    for rank, place in enumerate([*often, *rng.sample(workplaces, len(workplaces) // 2)]):
        on = day_between(rng, BEGIN, END)
        channel = rng.choice((Channel.FORMAL, Channel.INFORMAL))
        unit = place_on(place, rank, on)
        found.append(Publication(next(ids), on=on, unit=unit, channel=channel, topic=rng.choice(_TOPICS)))
    return found
