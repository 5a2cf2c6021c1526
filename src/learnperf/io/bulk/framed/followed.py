"""What was judged after learning, fetched from the engine that holds the evaluations: a few numbers of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import narwhals as nw
import numpy as np

from learnperf.metrics.literals import text_code
from learnperf.rollup.followups import NONE, Attended, Judged
from learnperf.rollup.frames.evaluations import FramedEvaluations
from learnperf.rollup.frames.shipping import fetched, whole_numbers

_NUMBERS = ("on", "level", "wave", "rater", "score", "from_top", "activity")


def judged_there(
    evaluations: FramedEvaluations, nodes: Mapping[str, int], activities: Sequence[str], report_day: int
) -> Judged:
    """Fetch the evaluations made after learning that have a score and an activity and are known by a day.

    Parameters
    ----------
    nodes
        Numbers of learners and teams.
    activities
        Names of the learning activities that participations number.
    """
    known = (nw.col("is_baseline") == 0) & (nw.col("on") <= report_day)
    given = ~nw.col("score").is_null() & ~nw.col("activity").is_null()
    columns = fetched(evaluations.frame.filter(known & given).select("subject", *_NUMBERS))
    on, level, wave, rater, score, below, learned = (whole_numbers(columns[name], NONE) for name in _NUMBERS)
    subjects = np.array([nodes.get(one, NONE) for one in columns["subject"].to_list()], dtype=np.int64)
    number = {text_code(name): place for place, name in enumerate(activities)}
    of = np.array([number.get(one, NONE) for one in learned.tolist()], dtype=np.int64)
    return Judged(Attended(subjects, of, on), level, wave, rater, score, score + below)
