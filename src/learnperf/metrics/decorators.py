"""Metrics written as plain Python functions: ``@metric`` for one record at a time, ``@opaque`` for all of them."""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypedDict, Unpack

from learnperf.errors import MetricDefinitionError, Problem
from learnperf.metrics.algebra import State
from learnperf.metrics.declared import Direction
from learnperf.metrics.metric import Answer, Lift, Metric, Opaque
from learnperf.model.evidence import Record
from learnperf.model.nodes import NodeKind
from learnperf.model.scales import Number, ScaleType


class Declaration(TypedDict, total=False):
    """What may be declared beside evidence, unit, name and label; see `learnperf.metrics.declared.Declared`."""

    direction: Direction
    bounds: tuple[Number | None, Number | None]
    levels: Iterable[NodeKind]
    scale_type: ScaleType
    version: int
    question: str | tuple[str, str]
    formula: str
    example: str
    source: str
    rows: tuple[str, ...]


def metric(
    *,
    evidence: type[Record],
    unit: str,
    name: str | None = None,
    label: str | tuple[str, str] | None = None,
    ordinal_as_interval: bool = False,
    **declared: Unpack[Declaration],
) -> Callable[[Lift], Metric]:
    """Make a metric of a function from one record to a state, to `Missing` (owed, not observed), or to None (not owed).

    The function's return annotation says which state; its docstring's first line is the label, all of it the meaning;
    its name is the metric's, unless another is given.

    Parameters
    ----------
    evidence, unit, name, label
        What it reads, and how readings are called.
    ordinal_as_interval
        Says that scores of an ordinal scale shall be averaged all the same.
    declared
        Direction, bounds, levels, scale type, version, question, formula, example, source and rows, as in `Metric`.

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
            ordinal_as_interval=ordinal_as_interval,
            **declared,
        )

    return decorate


def opaque(
    *,
    evidence: type[Record],
    unit: str,
    name: str | None = None,
    label: str | tuple[str, str] | None = None,
    **declared: Unpack[Declaration],
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
            **declared,
        )

    return decorate


def _first_line(function: Callable[..., object]) -> str:
    lines = (inspect.getdoc(function) or function.__name__.replace("_", " ")).splitlines()
    return lines[0].rstrip(".")


def _state_of(function: Lift) -> type[State]:
    """Find the state in a return annotation such as ``Count`` or ``Mean | None``."""
    annotation, reason = None, "the return annotation does not name one state"
    try:
        annotation = typing.get_type_hints(function).get("return")
    except (NameError, TypeError) as error:
        reason = f"the annotations cannot be read: {error}"
    is_union = typing.get_origin(annotation) in {types.UnionType, typing.Union}
    options = typing.get_args(annotation) if is_union else (annotation,)
    states = [one for one in options if isinstance(one, type) and issubclass(one, State)]
    if len(states) != 1:
        name = function.__name__
        raise MetricDefinitionError([Problem("no state", f"{name}: {reason}", (name,), "such as -> Count")])
    return states[0]
