"""Lifting: what each piece of evidence of one table contributes to one metric, before any weight."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from attrs import field, frozen

from learnperf.errors import MetricFailed
from learnperf.metrics.algebra import Distinct, Merge
from learnperf.metrics.expressions import Column, Expression, TooLarge
from learnperf.metrics.integers import LARGEST, Integers
from learnperf.metrics.metric import Lift, Metric, Opaque
from learnperf.metrics.missing import Missing
from learnperf.metrics.state import state_columns
from learnperf.model.evidence import Record
from learnperf.rollup.arrays import Bools
from learnperf.rollup.facts import FactTable


@frozen(eq=False)
class Lifted:
    """Contributions of a table's pieces, aligned with it.

    Attributes
    ----------
    owed, observed
        Which pieces were owed an observation, and which of them are one.
    columns
        State columns with how they merge; what stands where nothing was observed means nothing.
    """

    owed: Bools
    observed: Bools
    columns: Mapping[str, tuple[Merge, Integers]] = field(repr=False)


def lifted(leaf: Metric | Opaque, table: FactTable) -> Lifted:
    """Lift every piece of a table.

    Raises
    ------
    MetricFailed
        The metric's own function raised, or gave something that is not its state, or a number passes 64 bits; names
        metric and evidence.
    """
    try:
        return _lifted(leaf, table)
    except TooLarge as error:
        raise MetricFailed(f"metric {leaf.name} failed on {table.ids[error.place]}: {error}") from error


def nothing_lifted(leaf: Metric | Opaque, table: FactTable) -> Lifted:
    """Give what stands for the contributions of a metric whose code failed: nothing was owed or seen."""
    none = np.zeros(table.size, dtype=np.bool_)
    columns = leaf.state.COLUMNS if isinstance(leaf, Metric) else ()
    return Lifted(none, none, {one.name: (one.merge, np.full(table.size, one.merge.identity)) for one in columns})


def _lifted(leaf: Metric | Opaque, table: FactTable) -> Lifted:
    if isinstance(leaf, Opaque):
        owed = _owed(leaf, table.columns, table.size)
        return Lifted(owed, owed, {})
    found = lifted_columns(leaf, table.columns, table.size)
    if leaf.function is not None:
        return _by_function(leaf, leaf.function, table, found.owed)
    if leaf.state is Distinct:
        about = table.is_about(leaf.grain)
        return Lifted(found.owed & about, found.observed & about, {})
    return found


def lifted_columns(leaf: Metric, columns: Mapping[str, Column], size: int) -> Lifted:
    """Lift every row of some columns by a metric's expressions."""
    owed = _owed(leaf, columns, size)
    observed = owed if leaf.observed is None else owed & _truth(leaf.observed, columns, size)
    if leaf.lift is None or leaf.state is Distinct:
        return Lifted(owed, observed, {})
    cells = {name: expression.evaluate(columns, size) for name, expression in leaf.lift.items()}
    for cell in cells.values():
        observed = observed & cell.present
    return Lifted(owed, observed, {one.name: (one.merge, cells[one.name].values) for one in leaf.state.COLUMNS})


def _owed(leaf: Metric | Opaque, columns: Mapping[str, Column], size: int) -> Bools:
    return np.ones(size, dtype=np.bool_) if leaf.where is None else _truth(leaf.where, columns, size)


def lift_record(leaf: Metric, function: Lift, record: Record) -> object:
    """Call a metric's own function on one record: gives a state, `Missing` (owed, not given), or None (not its kind).

    Raises
    ------
    MetricFailed
        The function raised or gave something else.
    """
    try:
        state = function(record)
        if type(state) is leaf.state:
            # a state of one's own may hold anything
            state_columns(state)
    except Exception as error:
        raise MetricFailed(f"metric {leaf.name} failed on {record.id}: {type(error).__name__}: {error}") from error
    # a subclass of the state reads otherwise: only the very class will do
    if state is None or type(state) in {leaf.state, Missing}:
        return state
    given = type(state).__name__
    raise MetricFailed(f"metric {leaf.name} gave {given} for {record.id}: give {leaf.state.__name__}, Missing or None")


def _truth(expression: Expression, columns: Mapping[str, Column], size: int) -> Bools:
    """Read an expression as yes or no; missing is no."""
    column = expression.evaluate(columns, size)
    truth: Bools = column.present & (column.values != 0)
    return truth


def _by_function(leaf: Metric, function: Lift, table: FactTable, owed: Bools) -> Lifted:
    owed = owed.copy()
    observed = np.zeros(table.size, dtype=np.bool_)
    cells: dict[str, list[int]] = {column.name: [0] * table.size for column in leaf.state.COLUMNS}
    for place in np.flatnonzero(owed).tolist():
        state = lift_record(leaf, function, table.records[place])
        if state is None:
            owed[place] = False
        elif not isinstance(state, Missing):
            observed[place] = True
            for name, values in cells.items():
                values[place] = getattr(state, name)
    merges = {column.name: column.merge for column in leaf.state.COLUMNS}
    return Lifted(owed, observed, {name: (merges[name], _integers(values)) for name, values in cells.items()})


def _integers(values: list[int]) -> Integers:
    wide = any(abs(value) > LARGEST for value in values)
    return np.asarray(values, dtype=np.object_ if wide else np.int64)
