"""States as text: JSON that carries the metric's name and version, and refuses to be read as anything else."""

from __future__ import annotations

import json

from learnperf.errors import InvalidValue, StateError
from learnperf.metrics.algebra import Distinct, State, state_columns
from learnperf.metrics.metric import Metric


def state_to_json(metric: Metric, state: State) -> str:
    """Write a state down, with the name and version of its metric.

    Examples
    --------
    >>> from learnperf.metrics.algebra import Count
    >>> from learnperf.metrics.registry import catalogue
    >>> (moves,) = catalogue("career.moves")
    >>> state_to_json(moves, Count(2))
    '{"metric": "career.moves", "version": 1, "state": "Count", "columns": {"count": 2}}'
    """
    columns: object = sorted(state.members) if isinstance(state, Distinct) else state_columns(state)
    return json.dumps(
        {"metric": metric.name, "version": metric.version, "state": type(state).__name__, "columns": columns}
    )


def state_from_json(metric: Metric, text: str) -> State:
    """Read a state of a metric back.

    Raises
    ------
    StateError
        Damaged text, or a state of another metric, another version or another kind: nothing is loaded.
    """
    try:
        found = json.loads(text)
        tagged = (found["metric"], found["version"], found["state"])
        columns = found["columns"]
    except (ValueError, KeyError, TypeError) as error:
        raise StateError(f"not a state of {metric.name}: {type(error).__name__}: {error}") from error
    wanted = (metric.name, metric.version, metric.state.__name__)
    if tagged != wanted:
        given, asked = (f"{name} version {version} ({state})" for name, version, state in (tagged, wanted))
        raise StateError(f"a state of {given} cannot be read as {asked}: recompute it from evidence")
    try:
        return metric.state(columns) if metric.state is Distinct else metric.state(**columns)
    except (TypeError, InvalidValue) as error:
        raise StateError(f"damaged state of {metric.name}: {error}") from error
