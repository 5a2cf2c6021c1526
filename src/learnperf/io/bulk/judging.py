"""Distinct combinations of cells, each judged once: by the conversion that every row of a file goes through.

A table of ten million rows has a few hundred different combinations of level, score, rater and the like. Each is made
into one record, with stand-ins for what differs from row to row (its id, its learner), so that the rules are those of
records and there is no second set of them. The columns that metrics read are then read off these few records, by the
readers that read all records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import cast

import numpy as np
from attrs import field, frozen

from learnperf.errors import InvalidValue
from learnperf.io.bulk.narrow import column_of
from learnperf.io.conversion import Cells, Conversion
from learnperf.io.fields import Table
from learnperf.io.organization_tables import NODE_TABLES
from learnperf.metrics.algebra import scale_code
from learnperf.metrics.expressions import Column
from learnperf.model.evidence import Assignment, Evaluation, Record
from learnperf.model.scales import Scale
from learnperf.rollup.arrays import Bools
from learnperf.rollup.cells import Coding, read_column


@frozen(slots=False, eq=False)
class Judged:
    """What distinct combinations of cells of one table amount to.

    Attributes
    ----------
    records
        A record for each combination, stand-ins in the columns it does not name; None where the combination is bad.
    problems
        Everything that is wrong with each bad combination, by its place.
    """

    kind: type[Record]
    records: Sequence[Record | None] = field(repr=False)
    problems: Mapping[int, tuple[InvalidValue, ...]] = field(repr=False)

    @cached_property
    def good(self) -> Bools:
        """Whether each combination can be kept."""
        return np.fromiter((record is not None for record in self.records), np.bool_, len(self.records))

    @cached_property
    def scales(self) -> Mapping[int, Scale]:
        """Scales that the good combinations name, by the code that columns hold for them."""
        named = {record.scale for record in self.records if isinstance(record, Evaluation | Assignment)}
        return {scale_code(scale): scale for scale in named}

    def columns(self, names: Iterable[str], coding: Coding) -> dict[str, Column]:
        """Read columns, one number per combination; what stands at a bad one means nothing.

        Parameters
        ----------
        names
            Columns of `learnperf.metrics.columns.COLUMNS` that follow from the cells of the combinations alone.
        coding
            What is known beside the records, such as learning activities; words, scores and days need nothing of it.
        """
        places = np.flatnonzero(self.good)
        records = [record for record in self.records if record is not None]
        return {name: self._spread(places, column_of(read_column(self.kind, name, coding, records))) for name in names}

    def _spread(self, places: np.ndarray[tuple[int], np.dtype[np.int64]], column: Column) -> Column:
        values = np.zeros(len(self.records), dtype=column.values.dtype)
        present = np.zeros(len(self.records), dtype=np.bool_)
        values[places], present[places] = column.values, column.present
        return Column(values, present)


def judged(table: Table, combinations: Sequence[Cells]) -> Judged:
    """Judge combinations of cells of some columns of a table.

    Parameters
    ----------
    table
        A native table whose rows each make one record, such as that of evaluations.
    combinations
        Raw cells by column name, as they were read. A column that a combination does not name is left to its default;
        where every row needs it, or it names a node, an example stands in.

    Examples
    --------
    >>> from learnperf.io.tables import TABLES
    >>> found = judged(TABLES["evaluations"], [{"level": "perilaku", "score": 4}, {"level": 3, "score": 9}])
    >>> found.good.tolist()
    [True, False]
    >>> [problem.rule for problem in found.problems[1]]
    ['is outside the scale 1..5 by 1']
    """
    judge = Judge.of(table)
    records = [judge.record(one) for one in combinations]
    bad = [place for place, record in enumerate(records) if record is None]
    return Judged(table.record, records, {place: judge.problems(combinations[place]) for place in bad})


@frozen(eq=False)
class Judge:
    """Judges combinations of cells of one table as they come.

    Attributes
    ----------
    stand_ins
        Examples for the columns that every row needs or that name a node.
    """

    conversion: Conversion
    stand_ins: Mapping[str, str]

    @classmethod
    def of(cls, table: Table) -> Judge:
        """Make the judge of a table."""
        stand_ins = {
            one.name: one.example for one in table.fields if one.required or set(one.refers) & set(NODE_TABLES)
        }
        return cls(Conversion.of(table), stand_ins)

    def __reduce__(self) -> tuple[Callable[[Table], Judge], tuple[Table]]:
        """Travel between processes by the table: what was compiled for it is compiled anew."""
        return Judge.of, (self.conversion.table,)

    def record(self, cells: Cells) -> Record | None:
        """Make a record of cells and stand-ins; None where the cells are bad."""
        try:
            return cast("Record", self.conversion.record({**self.stand_ins, **cells}))
        except ExceptionGroup:
            return None

    def problems(self, cells: Cells) -> tuple[InvalidValue, ...]:
        """Give everything that is wrong with cells."""
        whole = {**self.stand_ins, **cells}
        try:
            self.conversion.record(whole)
        except ExceptionGroup as error:
            return tuple(self.conversion.problems(error, whole))
        return ()
