"""Lifting in an engine: what each piece contributes to each metric as columns, and how cells add them up.

Only elementary sums, least and greatest values are asked for, over columns prepared before: engines refuse or crawl on
anything else. Contributions that are constants are not asked for at all; the count of pieces says them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import and_

import narwhals as nw
import numpy as np
from attrs import field, frozen

from learnperf.metrics.algebra import Distinct, Merge
from learnperf.metrics.dataframes import pair
from learnperf.metrics.expressions import Constant, Expression
from learnperf.metrics.integers import LARGEST, Integers, product
from learnperf.metrics.metric import Metric
from learnperf.rollup.arrays import Ints
from learnperf.rollup.frames.bounds import Bounds, bounds_of, is_safe
from learnperf.rollup.frames.cells import Answer, Cells
from learnperf.rollup.frames.shipping import Frame, fetched, whole_numbers

PIECES = "pieces"


@frozen(eq=False)
class CellStates:
    """States of one metric per cell, before weights.

    Attributes
    ----------
    owed, observed
        How many pieces of each cell were owed an observation, and how many are one.
    columns
        State columns with how they merge; a cell without observations holds the identity.
    """

    owed: Ints
    observed: Ints
    columns: Mapping[str, tuple[Merge, Integers]] = field(repr=False)

    def at(self, group: Ints) -> CellStates:
        """Give the states of some cells, as often as they are named."""
        columns = {name: (merge, values[group]) for name, (merge, values) in self.columns.items()}
        return CellStates(self.owed[group], self.observed[group], columns)


def fits(leaf: Metric, columns: Mapping[str, Bounds], size: int) -> bool:
    """Whether an engine can compute a metric over so many pieces without passing 64 bits anywhere.

    Parameters
    ----------
    columns
        Bounds of the columns the metric reads.
    """
    lift = {} if leaf.lift is None else leaf.lift
    said = [one for one in (leaf.where, leaf.observed, *lift.values()) if one is not None]
    if not all(is_safe(one, columns) for one in said):
        return False
    summed = [lift[one.name] for one in leaf.state.COLUMNS if one.merge is Merge.SUM]
    return all(bounds_of(one, columns).peak * max(size, 1) <= LARGEST for one in summed)


def added_up(cells: Cells, leaves: Sequence[Metric]) -> tuple[Answer, list[CellStates]]:
    """Lift and add up the evidence of cells for several metrics in one go.

    Returns
    -------
    answer, states
        The keys of the cells, with how many pieces each has, and the states of each metric.
    """
    prepared = [_Lifted(leaf, f"m{place}") for place, leaf in enumerate(leaves)]
    frame = _with(cells.frame, [one for lift in prepared for one in lift.marks()])
    frame = _with(frame, [one for lift in prepared for one in lift.contributions()])
    asked = [one for lift in prepared for one in lift.aggregates()]
    grouped = frame.group_by(*cells.keys).agg(nw.len().alias(PIECES), *asked)
    # engines give sums in types of their own, wider than what they were bound to
    sums = [name for lift in prepared for name in lift.names()]
    answer = fetched(grouped.with_columns(nw.col(PIECES, *sums).cast(nw.Int64())))
    return answer, [lift.states(answer) for lift in prepared]


@frozen(eq=False)
class _Lifted:
    """One metric in the engine, with the prefix of its columns."""

    leaf: Metric
    prefix: str

    @property
    def owed(self) -> str:
        return f"{self.prefix}_owed"

    @property
    def observed(self) -> str:
        return f"{self.prefix}_observed"

    def names(self) -> Iterator[str]:
        """Give the names of its columns in the engine."""
        yield from (self.owed, self.observed)
        yield from (name for name, _, _ in self._asked())

    def _asked(self) -> Iterator[tuple[str, Merge, Expression]]:
        """Give the state columns that the engine has to carry, each with its name there."""
        # by number: engines take names that differ in case for one
        for place, (_, merge, expression) in enumerate(self._lift()):
            if not isinstance(expression, Constant):
                yield f"{self.prefix}_{place}", merge, expression

    def marks(self) -> Iterator[nw.Expr]:
        """Mark the pieces owed, and those of them observed."""
        owed = _yes() if self.leaf.where is None else _truth(self.leaf.where)
        conditions = [owed]
        if self.leaf.observed is not None:
            conditions.append(_truth(self.leaf.observed))
        conditions.extend(pair(expression)[1] for _, _, expression in self._asked())
        yield owed.cast(nw.Int64()).alias(self.owed)
        yield reduce(and_, conditions).cast(nw.Int64()).alias(self.observed)

    def contributions(self) -> Iterator[nw.Expr]:
        """Give what observed pieces contribute."""
        seen = nw.col(self.observed) == 1
        for name, merge, expression in self._asked():
            chosen = nw.when(seen).then(pair(expression)[0])
            yield (chosen.otherwise(nw.lit(0, nw.Int64())) if merge is Merge.SUM else chosen).alias(name)

    def aggregates(self) -> Iterator[nw.Expr]:
        """Add up."""
        yield nw.col(self.owed).sum()
        yield nw.col(self.observed).sum()
        for name, merge, _ in self._asked():
            column = nw.col(name)
            yield column.sum() if merge is Merge.SUM else column.min() if merge is Merge.MIN else column.max()

    def states(self, answer: Answer) -> CellStates:
        """Read the metric's part of an answer."""
        observed = whole_numbers(answer[self.observed])
        columns: dict[str, tuple[Merge, Integers]] = {}
        for place, (name, merge, expression) in enumerate(self._lift()):
            if not isinstance(expression, Constant):
                values: Integers = whole_numbers(answer[f"{self.prefix}_{place}"], merge.identity)
            elif merge is Merge.SUM:
                values = product(observed, expression.value)
            else:
                values = np.where(observed > 0, expression.value, merge.identity)
            columns[name] = merge, values
        return CellStates(whole_numbers(answer[self.owed]), observed, columns)

    def _lift(self) -> Iterable[tuple[str, Merge, Expression]]:
        if self.leaf.lift is None or self.leaf.state is Distinct:
            return ()
        lift = self.leaf.lift
        return [(one.name, one.merge, lift[one.name]) for one in self.leaf.state.COLUMNS]


def _with(frame: Frame, columns: Sequence[nw.Expr]) -> Frame:
    # narwhals refuses to add none
    return frame.with_columns(*columns) if columns else frame


def _truth(expression: Expression) -> nw.Expr:
    """Read an expression as yes or no; missing is no."""
    value, present = pair(expression)
    return present & (value != 0)


def _yes() -> nw.Expr:
    return nw.lit(True)  # noqa: FBT003  # the literal is the point
