"""The engine that leaves evaluations where they are: their sums come here, and go up like all other states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from learnperf.errors import InvalidValue
from learnperf.metrics.integers import group_sums
from learnperf.metrics.metric import Metric
from learnperf.model.evidence import Evaluation
from learnperf.rollup.arrays import Bools, Ints
from learnperf.rollup.frames.evaluations import Framed, FramedEvaluations
from learnperf.rollup.frames.gathering import Added, Question, gather, in_engine
from learnperf.rollup.leaves import by_source
from learnperf.rollup.memory import Memory
from learnperf.rollup.plan import Plan, last_day
from learnperf.rollup.pooling import Gathered, Gathering, structure_key
from learnperf.rollup.reducing import reduced
from learnperf.rollup.rowstates import RowStates

_NOTHING = np.empty(0, dtype=np.int64)


def framed_memory(plan: Plan) -> Memory:
    """Have an engine add up the evaluations it holds, and go on from there.

    Metrics that call a Python function, and those whose numbers could pass 64 bits, are worked out here, for which
    evaluations are fetched.

    Raises
    ------
    InvalidValue
        Evidence that stays in no engine.
    """
    evaluations = framed_evaluations(plan)
    far = [leaf for leaf in plan.leaves.values() if isinstance(leaf, Metric) and _stays(leaf, evaluations)]
    near = [leaf for leaf in plan.leaves.values() if leaf not in far]
    periods = len(plan.periods)
    gathered: dict[object, Gathered] = {
        name: Gathering(plan.upward.versions, periods, leaves, plan.failures).of(plan.sources[name])
        for name, leaves in by_source(near).items()
    }
    for keys, added in gather(evaluations, far, question_of(plan)).items():
        gathered["in its engine", keys] = _by_row(added, [leaf for leaf in far if leaf.latest_by == keys], plan)
    return Memory.from_gathered(plan, gathered)


def framed_evaluations(plan: Plan) -> FramedEvaluations:
    """Give the evaluations of a plan that stay in an engine."""
    if not isinstance(plan.evidence, Framed):
        hint = "learnperf.tables(..., engine='frames') leaves them where they are"
        raise InvalidValue("engine", "frames", "needs evaluations that stay in an engine", hint)
    return plan.evidence.evaluations


def question_of(plan: Plan) -> Question:
    """Give what a plan asks of an engine."""
    fixed = plan.question.structure_date
    return Question(
        versions=plan.upward.versions,
        periods=plan.periods,
        fixed=None if fixed is None else fixed.toordinal(),
        last=last_day(plan.question, plan.days),
    )


def _stays(leaf: Metric, evaluations: FramedEvaluations) -> bool:
    return leaf.evidence is Evaluation and in_engine(evaluations, leaf)


def _by_row(added: Added, leaves: Sequence[Metric], plan: Plan) -> Gathered:
    """Put sums by cell into the rows that their cells are part of."""
    places, versions, periods = added.places, plan.upward.versions, len(plan.periods)
    learner = places.subject >= plan.graph.structure_size
    version = versions.at(places.subject[learner], places.day[learner]) - versions.structural
    learner_keys, learners = _summed(added, leaves, learner, version * periods + places.period[learner])
    others = structure_key(places.subject[~learner], places.day[~learner], places.period[~learner], periods)
    structure_keys, structure = _summed(added, leaves, ~learner, others)
    _, several = _summed(added, leaves, np.zeros(len(learner), dtype=np.bool_), _NOTHING)
    return Gathered(
        learner_keys,
        structure_keys,
        (learners, structure, several),
        (_NOTHING, _NOTHING, _NOTHING, _NOTHING),
        _NOTHING,
    )


def _summed(added: Added, leaves: Sequence[Metric], some: Bools, key: Ints) -> tuple[Ints, Mapping[str, RowStates]]:
    keys, row = np.unique(key, return_inverse=True)
    states = {}
    for leaf in leaves:
        of_cells = added.states[leaf.name].at(np.flatnonzero(some))
        seen = of_cells.observed > 0
        states[leaf.name] = RowStates(
            {
                name: reduced(merge, row[seen], values[seen], len(keys))
                for name, (merge, values) in of_cells.columns.items()
            },
            group_sums(row, of_cells.observed, len(keys)),
            group_sums(row, of_cells.owed, len(keys)),
        )
    return keys, states
