"""Who completed what, and what was judged after it, as arrays read off encoded rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import numpy as np

from learnperf.io.bulk.encoder import Encoder, Group
from learnperf.io.bulk.reading import NONE
from learnperf.io.bulk.slabs import Slab
from learnperf.metrics.literals import code_of
from learnperf.model.evidence import Evaluation, Participation, Record
from learnperf.model.vocabulary import Level, Phase, Wave
from learnperf.rollup.arrays import Ints
from learnperf.rollup.followups import Attended, Judged

_ANY = Evaluation("any", on=date.min, learner="any", level=Level.REACTION)
_SCORE, _WORDS = Group.SCORE.value, Group.WORDS.value


def attended(slab: Slab) -> Attended:
    """Give who took part in what and when, by the numbers of nodes and of the activities met."""
    return Attended(*(one.astype(np.int64) for one in (slab.subject, slab.values("activity"), slab.values("on"))))


def completed(encoder: Encoder) -> Attended:
    """Give the completed ones of all participations."""
    words = encoder.groups[Group.WORDS].records
    done = np.array([isinstance(one, Participation) and one.completed for one in words], dtype=np.bool_)
    slab = Slab(encoder, [block for block in encoder.blocks if block.count])
    return attended(slab).take(done[slab.values(_WORDS)])


def judged(encoder: Encoder, activities: Sequence[str], report_day: int) -> Judged:
    """Give the evaluations made after learning that have a score and are known by a day.

    Parameters
    ----------
    activities
        Names of the learning activities that participations number.
    """
    slab = Slab(encoder, [block for block in encoder.blocks if block.count])
    of_words = _table(encoder.groups[Group.WORDS].records, _words)
    of_score = _table(encoder.groups[Group.SCORE].records, _score)
    words, scores = of_words[slab.values(_WORDS)], of_score[slab.values(_SCORE)]
    rows = attended(slab)
    here = Attended(rows.subject, numbered(encoder.activities.names, activities)[rows.activity], rows.on)
    known = (words[:, 0] != NONE) & (scores[:, 0] != NONE) & (rows.on <= report_day)
    return Judged(here, *words.T, *scores.T).take(known)


def numbered(names: Sequence[str], among: Sequence[str]) -> Ints:
    """Give the number that each name has among others, NONE where it is none of them; the last stands for no name."""
    number: Mapping[str, int] = {name: place for place, name in enumerate(among)}
    return np.array([*(number.get(name, NONE) for name in names), NONE], dtype=np.int64)


def _table(records: Sequence[Record | None], read: Callable[[Evaluation], tuple[int, ...]]) -> Ints:
    # what is no evaluation was left out of the rows
    width = len(read(_ANY))
    rows = [read(one) if isinstance(one, Evaluation) else (NONE,) * width for one in records]
    return np.asarray(rows, dtype=np.int64).reshape(-1, width)


def _words(record: Evaluation) -> tuple[int, int, int]:
    """Give level, wave and rater; no level where it was before learning."""
    before = record.wave is Wave.BASELINE or record.phase is Phase.PRE
    wave, rater = (NONE if word is None else code_of(word) for word in (record.wave, record.rater))
    return (NONE if before else int(record.level), wave, rater)


def _score(record: Evaluation) -> tuple[int, int]:
    """Give steps and the steps of the scale; none where no score was given."""
    return (NONE if record.steps is None else record.steps, record.scale.top)
