"""Metrics that are called with records, kept current: called anew at the places a change touches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import define, field

from learnperf.metrics.algebra import Exact
from learnperf.metrics.metric import Opaque
from learnperf.model.evidence import Record
from learnperf.rollup.live.figures import Figure, Since, nothing_of
from learnperf.rollup.live.lifting import Lifted
from learnperf.rollup.live.pieces import Piece
from learnperf.rollup.live.tally import Cell
from learnperf.rollup.opaque import call_opaque
from learnperf.rollup.outcome import Outcome

Records = dict[str, Record]


@define(eq=False)
class Called:
    """Readings of one metric that is called with records.

    Parameters
    ----------
    base
        In the beginning, of which the values may be blank where the metric is not read.
    records
        Those that count at each place.
    """

    leaf: Opaque
    base: Outcome
    records: dict[int, Records]
    since: Since = field(factory=Since, init=False, repr=False)
    _values: dict[int, Exact] = field(factory=dict, init=False, repr=False)

    def enter(self, places: Mapping[int, int], piece: Lifted, sign: int) -> None:
        """Let a piece come or go, wherever it counts."""
        self.since.enter(places, piece, sign)

    def after(self, place: int, difference: Mapping[str, tuple[Record, int]]) -> tuple[Records, Exact | None]:
        """Give the records at a place after a change, and what the metric says to them; None without any.

        Raises
        ------
        MetricFailed
            The metric's function raised, or gave no number.
        """
        records = dict(self.records.get(place, {}))
        for name, (record, sign) in difference.items():
            if sign < 0:
                del records[name]
            elif sign > 0:
                records[name] = record
        return records, call_opaque(self.leaf, list(records.values())) if records else None

    def keep(self, place: int, records: Records, value: Exact | None) -> None:
        """Remember records and value of a place."""
        self.records[place] = records
        if value is None:
            self._values.pop(place, None)
        else:
            self._values[place] = value

    def read(self, place: int) -> Figure:
        """Read the metric at a place."""
        cell = self.since.cells.get(place, _NOTHING)
        due = int(self.base.due[place]) + cell.due
        heads = int(self.base.heads[place]) + self.since.heads.get(place, 0)
        records = self.records.get(place)
        if not records:
            return Figure(nothing_of(due), 0, heads, due)
        if place not in self._values:
            self._values[place] = call_opaque(self.leaf, list(records.values()))
        return Figure(self._values[place], int(self.base.n[place]) + cell.n, heads, due)


def records_by_place(pieces: Iterable[Piece]) -> dict[int, Records]:
    """Give the records that count at each place."""
    found: dict[int, Records] = {}
    for piece in pieces:
        for place in piece.places:
            found.setdefault(place, {})[piece.record.id] = piece.record
    return found


_NOTHING = Cell()
