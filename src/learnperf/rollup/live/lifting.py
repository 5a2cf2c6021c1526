"""What one piece of evidence contributes to one metric, before any weight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import field, frozen

from learnperf.metrics.algebra import Distinct, Merge
from learnperf.metrics.expressions import Expression
from learnperf.metrics.metric import Metric, Opaque
from learnperf.metrics.missing import Missing
from learnperf.model.evidence import Record
from learnperf.rollup.cells import Cell
from learnperf.rollup.leaves import columns_kept
from learnperf.rollup.lift import lift_record


@frozen
class Lifted:
    """A piece that was owed an observation.

    Attributes
    ----------
    observed
        Whether it is one.
    sums, extremes
        What goes into columns of the state that add up, and into those that keep the least or greatest: place of the
        column and value.
    """

    observed: bool
    sums: tuple[tuple[int, int], ...] = ()
    extremes: tuple[tuple[int, int], ...] = ()


@frozen(eq=False)
class Lifting:
    """How one metric lifts, with what it needs of a row.

    Attributes
    ----------
    columns
        Columns of the row that are looked at.
    merges
        Names of the columns of the state, and how they merge, in order.
    """

    leaf: Metric | Opaque
    columns: frozenset[str] = field(init=False)
    merges: tuple[tuple[str, Merge], ...] = field(init=False)
    _lift: tuple[Expression, ...] = field(init=False)
    _adding: tuple[int, ...] = field(init=False)
    _keeping: tuple[int, ...] = field(init=False)

    @columns.default
    def _columns_read(self) -> frozenset[str]:
        return columns_kept(self.leaf)

    @merges.default
    def _merges_in_order(self) -> tuple[tuple[str, Merge], ...]:
        if isinstance(self.leaf, Opaque):
            return ()
        return tuple((column.name, column.merge) for column in self.leaf.state.COLUMNS)

    @_lift.default
    def _lift_in_order(self) -> tuple[Expression, ...]:
        if isinstance(self.leaf, Opaque) or self.leaf.lift is None:
            return ()
        return tuple(self.leaf.lift[name] for name, _ in self.merges)

    @_adding.default
    def _adding_up(self) -> tuple[int, ...]:
        return tuple(at for at, (_, merge) in enumerate(self.merges) if merge is Merge.SUM)

    @_keeping.default
    def _keeping_one(self) -> tuple[int, ...]:
        return tuple(at for at, (_, merge) in enumerate(self.merges) if merge is not Merge.SUM)

    def of(self, row: Mapping[str, Cell], record: Record | None, *, about: bool) -> Lifted | None:
        """Lift one piece; None where it is no business of the metric.

        Parameters
        ----------
        record
            None for a stay on the roster.
        about
            Whether it is about the metric's grain: a distinct count is owed no other.

        Raises
        ------
        MetricFailed
            The metric's own function raised or gave something else than its state.
        """
        leaf = self.leaf
        if leaf.where is not None and not leaf.where.of_row(row):
            return None
        if isinstance(leaf, Opaque):
            return _SEEN
        if leaf.state is Distinct and not about:
            return None
        if leaf.function is not None and record is not None:
            return self._of_state(lift_record(leaf, leaf.function, record))
        if leaf.observed is not None and not leaf.observed.of_row(row):
            return _UNSEEN
        values = [expression.of_row(row) for expression in self._lift]
        present = [value for value in values if value is not None]
        return self._seen(present) if len(present) == len(values) else _UNSEEN

    def _of_state(self, state: object) -> Lifted | None:
        if state is None or isinstance(state, Missing):
            return None if state is None else _UNSEEN
        return self._seen([getattr(state, name) for name, _ in self.merges])

    def _seen(self, values: Sequence[int]) -> Lifted:
        """Tell the columns that add up from the others."""
        sums = tuple((at, values[at]) for at in self._adding)
        extremes = tuple((at, values[at]) for at in self._keeping)
        return Lifted(True, sums, extremes)  # noqa: FBT003 -- made for every piece


_SEEN, _UNSEEN = Lifted(observed=True), Lifted(observed=False)
