"""Metrics written as plain Python functions: ``@metric`` for one record at a time, ``@opaque`` for all of them."""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from learnperf.errors import MetricDefinitionError, Problem
from learnperf.metrics.algebra import State
from learnperf.metrics.declared import Direction
from learnperf.metrics.metric import Answer, Lift, Metric, Opaque
from learnperf.model.evidence import Record
from learnperf.model.nodes import NodeKind
from learnperf.model.scales import Number, ScaleType

Label = str | tuple[str, str]
Bounds = tuple[Number | None, Number | None]


def metric(
    *,
    evidence: type[Record],
    unit: str,
    name: str | None = None,
    label: Label | None = None,
    direction: Direction = Direction.HIGHER,
    scale_type: ScaleType = ScaleType.RATIO,
    bounds: Bounds = (None, None),
    levels: Iterable[NodeKind] = tuple(NodeKind),
    version: int = 1,
    source: str = "",
) -> Callable[[Lift], Metric]:
    """Make a metric of a function from one record to a state, to `Missing` (owed, not observed), or to None (not owed).

    The function's return annotation says which state; its docstring's first line is the label, all of it the meaning;
    its name is the metric's, unless another is given.

    Raises
    ------
    MetricDefinitionError
        No state in the return annotation, or any other reason why the definition makes no sense.

    Examples
    --------
    >>> from learnperf.metrics.algebra import Count
    >>> from learnperf.model.evidence import Innovation
    >>> from learnperf.model.vocabulary import Stage
    >>> @metric(evidence=Innovation, unit="innovations")
    ... def implemented(innovation: Innovation) -> Count:
    ...     '''Innovations brought into use.'''
    ...     return Count(innovation.stage >= Stage.IMPLEMENTED)
    >>> implemented.name, implemented.label[0], implemented.state.__name__
    ('implemented', 'Innovations brought into use', 'Count')
    """

    def decorate(function: Lift) -> Metric:
        return Metric(
            name or function.__name__,
            label=label or _first_line(function),
            meaning=inspect.getdoc(function) or "",
            unit=unit,
            evidence=evidence,
            state=_state_of(function),
            function=function,
            direction=direction,
            scale_type=scale_type,
            bounds=bounds,
            levels=levels,
            version=version,
            source=source,
        )

    return decorate


def opaque(
    *,
    evidence: type[Record],
    unit: str,
    name: str | None = None,
    label: Label | None = None,
    direction: Direction = Direction.HIGHER,
    levels: Iterable[NodeKind] = tuple(NodeKind),
    version: int = 1,
) -> Callable[[Callable[[Sequence[Any]], Answer]], Opaque]:
    """Make a metric of a function from all records that count at a node to a number.

    Examples
    --------
    >>> from learnperf.model.evidence import Evaluation
    >>> @opaque(evidence=Evaluation, unit="days")
    ... def span(evaluations: Sequence[Evaluation]) -> int:
    ...     '''Days from the first evaluation to the last.'''
    ...     days = [evaluation.on for evaluation in evaluations]
    ...     return (max(days) - min(days)).days
    >>> span.kind.value
    'opaque'
    """

    def decorate(function: Callable[[Sequence[Any]], Answer]) -> Opaque:
        return Opaque(
            name or function.__name__,
            label=label or _first_line(function),
            meaning=inspect.getdoc(function) or "",
            unit=unit,
            evidence=evidence,
            function=function,
            direction=direction,
            levels=levels,
            version=version,
        )

    return decorate


def _first_line(function: Callable[..., object]) -> str:
    lines = (inspect.getdoc(function) or function.__name__.replace("_", " ")).splitlines()
    return lines[0].rstrip(".")


def _state_of(function: Lift) -> type[State]:
    """Find the state in a return annotation such as ``Count`` or ``Mean | None``."""
    try:
        annotation = typing.get_type_hints(function).get("return")
    except NameError as error:
        annotation = None
        reason = f"the return annotation cannot be read: {error}"
    else:
        reason = "the return annotation names no state"
    options = typing.get_args(annotation) if isinstance(annotation, types.UnionType) else (annotation,)
    states = [one for one in options if isinstance(one, type) and issubclass(one, State)]
    if len(states) != 1:
        name = function.__name__
        raise MetricDefinitionError([Problem("no state", f"{name}: {reason}", (name,), "such as -> Count")])
    return states[0]
