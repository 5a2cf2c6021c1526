"""The roster as it is now: who counts where, from the ties of every day on which something changes for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial

from attrs import define

from learnperf.metrics.columns import Presence
from learnperf.metrics.metric import Metric
from learnperf.model.evidence import CareerMove, Participation, Record
from learnperf.model.nodes import NodeKind
from learnperf.model.ties import WHOLE, held
from learnperf.model.vocabulary import MoveMark
from learnperf.rollup.cells import Cell
from learnperf.rollup.graph import KIND_CODES
from learnperf.rollup.learned import days_after_learning
from learnperf.rollup.live.lifting import Lifted
from learnperf.rollup.live.pieces import Pieces
from learnperf.rollup.live.tally import Tally
from learnperf.rollup.live.ties import days_of
from learnperf.rollup.people import Stay
from learnperf.rollup.request import Period
from learnperf.rollup.stays import MARKS


@define(eq=False)
class Roster:
    """Counts nodes that are there, for the metrics that read the roster.

    Attributes
    ----------
    metrics
        Places of these metrics among all that read evidence.
    """

    pieces: Pieces
    metrics: Sequence[int]

    @classmethod
    def of(cls, pieces: Pieces) -> Roster:
        """Find the metrics that read the roster."""
        return cls(pieces, [place for place, leaf in enumerate(pieces.leaves) if leaf.evidence is Presence])

    @property
    def counts_teams(self) -> bool:
        """Whether any metric counts teams, which stand for their members."""
        return any(self._grain(metric) is NodeKind.TEAM for metric in self.metrics)

    def count(self, tally: Tally, nodes: Iterable[str], people: Iterable[str], sign: int) -> None:
        """Count some nodes, and some learners that counted nodes stand for, into a tally."""
        if not self.metrics:
            return
        for node in nodes:
            for metric in self.metrics:
                if self.pieces.reach.kinds[node] is self._grain(metric):
                    self._count_node(tally, metric, node, sign)
        for person in people:
            for metric in self.metrics:
                stays = self._stays(metric, self._standing_for(metric, person), person)
                for place in _union(places for places, lifted in stays if lifted.observed):
                    tally.roster[metric, place].heads += sign

    def _count_node(self, tally: Tally, metric: int, node: str, sign: int) -> None:
        """Count a node of a metric's grain once wherever it is, and add up its stays where the metric does."""
        stays = list(self._stays(metric, [node], node))
        for place in _union(places for places, _ in stays):
            tally.roster[metric, place].owed += sign
        for place in _union(places for places, lifted in stays if lifted.observed):
            tally.roster[metric, place].counted += sign
        if self.pieces.liftings[metric].merges:
            tally.pieces.extend((metric, places, lifted, sign) for places, lifted in stays)

    def _grain(self, metric: int) -> NodeKind:
        leaf = self.pieces.leaves[metric]
        return leaf.grain if isinstance(leaf, Metric) else NodeKind.LEARNER

    def _standing_for(self, metric: int, person: str) -> list[str]:
        """Give the nodes of the metric's grain that may stand for a learner."""
        grain = self._grain(metric)
        if grain is NodeKind.LEARNER:
            return [person]
        kinds = self.pieces.reach.kinds
        above = self.pieces.reach.ties.leading_up(person) if grain is NodeKind.TEAM else ()
        return [one for one in above if kinds[one] is NodeKind.TEAM]

    def _stays(self, metric: int, nodes: Iterable[str], person: str) -> Iterator[tuple[Mapping[int, int], Lifted]]:
        """Iterate over the stays of some nodes, all of which a node leads to: where each counts, and as what."""
        reach, number = self.pieces.reach, self.pieces.number
        lifting = self.pieces.liftings[metric]
        for node in nodes:
            for at, period in enumerate(self.pieces.periods):
                marks = self._marks(node, period)
                for day, after in self._stretches(period, node, person):
                    row = {"on": day.toordinal(), **marks, **self._times(node, period, day, after)}
                    learned = partial(self._learned, node, period, day, after)
                    stay = Stay(row, node, day, partial(reach.ties.above, [node]), learned)
                    lifted = lifting.of(stay, None, about=True)
                    if lifted is not None and reach.is_present(node, day) and node in reach.reached(person, day):
                        weights = reach.weights(((node, WHOLE),), day)
                        yield {at * len(number) + number[one]: weight for one, weight in weights.items()}, lifted

    def _marks(self, node: str, period: Period) -> dict[str, Cell]:
        """Say what a node is, and what it did in a period."""
        kind = KIND_CODES[self.pieces.reach.kinds[node]]
        return {"kind": kind, **{name: int(self._is_active(name, node, period)) for name in MARKS}}

    def _times(self, node: str, period: Period, day: date, after: int) -> dict[str, Cell]:
        """Say how long a stay lasts, and what position is held."""
        is_learner = self.pieces.reach.kinds[node] is NodeKind.LEARNER
        length = None if period.since is None or period.until is None else period.after - period.first
        ties = self.pieces.reach.ties
        position = ties.organization.positions.get(held(ties.of(node), day) or "")
        begin = day.toordinal() if self.pieces.fixed is None else period.first
        return {
            "at_start": None if period.since is None else int(begin == period.first),
            "at_end": int(after == period.after) if is_learner else None,
            "days": after - begin if is_learner and length is not None else None,
            "period_days": length,
            "has_standard": int(position is not None and position.standard is not None),
            "has_career_pattern": int(position is not None and position.career_pattern is not None),
        }

    def _learned(self, node: str, period: Period, day: date, end: int, after: int, within: int) -> int:
        """Count the days of a stay that are some days after completed learning."""
        begin = day.toordinal() if self.pieces.fixed is None else period.first
        records = self.pieces.records.about(Participation, node)
        learning = [one.on.toordinal() for one in records if isinstance(one, Participation) and one.completed]
        return days_after_learning(learning, begin, end, after, within)

    def _stretches(self, period: Period, node: str, person: str) -> Iterator[tuple[date, int]]:
        """Give the days of a period on which anything may change for a node, or for a learner it stands for.

        Each goes with the number of the day it is so until, in the period.
        """
        if self.pieces.fixed is not None:
            yield self.pieces.fixed, period.after
            return
        ties = self.pieces.reach.ties
        begin = period.since or date.min
        changes = days_of((*ties.of(node), *ties.to(node), *ties.of(person))).union(self.pieces.reach.changes)
        inside = {day for day in changes if begin < day and (period.until is None or day < period.until)}
        days = [begin, *sorted(inside)]
        yield from zip(days, [*(day.toordinal() for day in days[1:]), period.after], strict=True)

    def _is_active(self, name: str, node: str, period: Period) -> bool:
        """Whether there is a record about a node in a period that marks it."""
        kind, _ = MARKS[name]
        return any(
            period.first <= record.on.toordinal() < period.after and _marks(record, name)
            for record in self.pieces.records.about(kind, node)
        )


def _marks(record: Record, name: str) -> bool:
    """Whether a record says of who it is about what a column of the roster says."""
    if isinstance(record, Participation):
        return record.completed
    _, mark = MARKS[name]
    return mark is None or (isinstance(record, CareerMove) and MoveMark(mark) in record.marks)


def _union(several: Iterable[Mapping[int, int]]) -> set[int]:
    return {place for places in several for place in places}
