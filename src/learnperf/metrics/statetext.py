"""States as text: JSON that carries the metric's name and version and a check sum, and is not read as anything else."""

from __future__ import annotations

import json
from hashlib import blake2b

from learnperf.errors import InvalidValue, StateError
from learnperf.metrics.algebra import Distinct, State
from learnperf.metrics.metric import Metric
from learnperf.metrics.state import state_columns


def state_to_json(metric: Metric, state: State) -> str:
    """Write a state down, with the name and version of its metric.

    Raises
    ------
    StateError
        The state is not of this metric.

    Examples
    --------
    >>> from learnperf.metrics.algebra import Count
    >>> from learnperf.metrics.registry import catalogue
    >>> (moves,) = catalogue("career.moves")
    >>> state_to_json(moves, Count(2))  # doctest: +ELLIPSIS
    '{"metric": "career.moves", "version": 1, "state": "Count", "columns": {"count": 2}, "check": "..."}'
    """
    if type(state) is not metric.state:
        raise StateError(f"a {type(state).__name__} is not a state of {metric.name}, which has {metric.state.__name__}")
    columns: object = sorted(state.members) if isinstance(state, Distinct) else state_columns(state)
    written = {"metric": metric.name, "version": metric.version, "state": type(state).__name__, "columns": columns}
    return json.dumps({**written, "check": _check_sum(written)})


def state_from_json(metric: Metric, text: str) -> State:
    """Read a state of a metric back.

    Raises
    ------
    StateError
        Damaged text, or a state of another metric, another version or another kind: nothing is loaded.
    """
    try:
        found = json.loads(text)
        check = found.pop("check")
        tagged = (found["metric"], found["version"], found["state"])
        columns = found["columns"]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise StateError(f"not a state of {metric.name}: {type(error).__name__}: {error}") from error
    if check != _check_sum(found):
        raise StateError(f"damaged state of {metric.name}: it is not what was written")
    wanted = (metric.name, metric.version, metric.state.__name__)
    if tagged != wanted:
        given, asked = (f"{name} version {version} ({state})" for name, version, state in (tagged, wanted))
        raise StateError(f"a state of {given} cannot be read as {asked}: recompute it from evidence")
    try:
        return _loaded(metric.state, columns)
    except (TypeError, InvalidValue) as error:
        raise StateError(f"not a state of {metric.name} as it is defined now: {error}") from error


def _loaded(kind: type[State], columns: dict[str, int]) -> State:
    if kind is Distinct:
        return kind(columns)
    if set(columns) != {one.name for one in kind.COLUMNS}:
        raise TypeError(f"columns are {', '.join(columns)}")
    return kind(**columns)


def _check_sum(written: dict[str, object]) -> str:
    """Tell a flipped bit: JSON itself would read another digit as readily."""
    return blake2b(json.dumps(written, sort_keys=True).encode(), digest_size=8).hexdigest()
