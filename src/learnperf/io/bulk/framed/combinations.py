"""Distinct combinations of cells, fetched from an engine to be judged once each, and what they amount to sent back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import narwhals as nw
import numpy as np
from attrs import field, frozen

from learnperf.io.bulk.framed.raw import Raw, raw, raws
from learnperf.metrics.expressions import Column
from learnperf.rollup.arrays import Bools
from learnperf.rollup.frames.shipping import Frame, sent


@frozen(eq=False)
class Combinations:
    """The different combinations that cells of some columns of a table come in.

    Attributes
    ----------
    names
        Those of the columns that the table has; of none, and of no rows, there is one combination without cells.
    cells
        Cells of each combination by column.
    """

    names: tuple[str, ...]
    cells: Sequence[Mapping[str, object]] = field(repr=False)
    _found: nw.DataFrame[Any] | None = field(repr=False)

    @classmethod
    def of(cls, given: Raw, names: Sequence[str]) -> Combinations:
        """Fetch the combinations of some columns, as far as the table has them."""
        there = tuple(name for name in names if name in given.names)
        found = given.frame.select(*raws(there)).unique().collect() if there else None
        if found is None or not len(found):
            return cls((), [{}], None)
        rows = found.rows(named=True)
        return cls(there, [{name: row[raw(name)] for name in there} for row in rows], found)

    def put_beside(self, frame: Frame, columns: Mapping[str, Column], keep: Bools) -> Frame:
        """Join what each combination amounts to with the rows that hold it; null with those that are not kept.

        Parameters
        ----------
        columns
            New columns, one number per combination.
        keep
            Which combinations get theirs.
        """
        if self._found is None:
            return frame.with_columns(*(_literal(name, column, keep) for name, column in columns.items()))
        sides = [_Key.of(self._found[raw(name)], f"key_{place}") for place, name in enumerate(self.names)]
        keys = [name for side in sides for name in side.names]
        asked = frame.with_columns(*(one for side in sides for one in side.columns()))
        places = np.flatnonzero(keep).tolist()
        known = self._found.with_columns(*(one for side in sides for one in side.columns())).select(*keys)[places]
        backend = self._found.implementation
        known = known.with_columns(
            *(
                nw.new_series(name, _cells(column, places), nw.Int64(), backend=backend)
                for name, column in columns.items()
            )
        )
        return asked.join(sent(known, frame), on=keys, how="left").drop(*keys)


@frozen(eq=False)
class _Key:
    """A column to join by where some cells are null, which no join finds a partner for."""

    column: str
    alias: str
    filler: Any  # a cell of whatever type the column has
    gaps: bool

    @classmethod
    def of(cls, cells: nw.Series[Any], alias: str) -> _Key:
        known = cells.drop_nulls()
        return cls(cells.name, alias, known[0] if len(known) else None, len(known) < len(cells))

    @property
    def names(self) -> list[str]:
        marks = [f"{self.alias}_gap"] if self.gaps else []
        return marks if self.filler is None else [self.alias, *marks]

    def columns(self) -> list[nw.Expr]:
        cell = nw.col(self.column)
        marks = [cell.is_null().cast(nw.Int64()).alias(f"{self.alias}_gap")] if self.gaps else []
        if self.filler is None:
            return marks
        # any cell will do where the mark says that there is none
        return [(cell.fill_null(self.filler) if self.gaps else cell).alias(self.alias), *marks]


def _literal(name: str, column: Column, keep: Bools) -> nw.Expr:
    known = keep[0] and column.present[0]
    value = nw.lit(int(column.values[0]), nw.Int64())
    return (value if known else nw.lit(None, nw.Int64())).alias(name)


def _cells(column: Column, places: list[int]) -> list[int | None]:
    return [int(column.values[place]) if column.present[place] else None for place in places]
