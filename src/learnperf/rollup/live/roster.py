"""The roster as it is now: who counts where, from the ties of every day on which something changes for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from attrs import define

from learnperf.metrics.columns import Presence
from learnperf.metrics.metric import Metric
from learnperf.model.evidence import CareerMove, Participation
from learnperf.model.nodes import NodeKind
from learnperf.model.ties import WHOLE
from learnperf.rollup.graph import KIND_CODES
from learnperf.rollup.live.pieces import Pieces
from learnperf.rollup.live.tally import Tally
from learnperf.rollup.live.ties import days_of
from learnperf.rollup.request import Period


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
                    owed, seen = self._places(metric, [node], node)
                    for place in owed:
                        tally.roster[metric, place].owed += sign
                    for place in seen:
                        tally.roster[metric, place].counted += sign
        for person in people:
            for metric in self.metrics:
                _, seen = self._places(metric, self._standing_for(metric, person), person)
                for place in seen:
                    tally.roster[metric, place].heads += sign

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

    def _places(self, metric: int, nodes: Iterable[str], person: str) -> tuple[set[int], set[int]]:
        """Give the places where any of some nodes, all of which a node leads to, is owed, and where it is counted."""
        reach, number = self.pieces.reach, self.pieces.number
        lifting = self.pieces.liftings[metric]
        owed: set[int] = set()
        seen: set[int] = set()
        for node in nodes:
            for at, period in enumerate(self.pieces.periods):
                marks = {
                    "kind": KIND_CODES[reach.kinds[node]],
                    "learned": int(self._is_active(Participation, node, period)),
                    "moved": int(self._is_active(CareerMove, node, period)),
                }
                for day in self._days(period, node, person):
                    lifted = lifting.of({"on": day.toordinal(), **marks}, None, about=True)
                    if lifted is not None and reach.is_present(node, day) and node in reach.reached(person, day):
                        weights = reach.weights(((node, WHOLE),), day)
                        places = {at * len(number) + number[one] for one in weights}
                        owed |= places
                        seen |= places if lifted.observed else set()
        return owed, seen

    def _days(self, period: Period, node: str, person: str) -> Iterator[date]:
        """Give the days of a period on which anything may change for a node, or for a learner it stands for."""
        if self.pieces.fixed is not None:
            yield self.pieces.fixed
            return
        ties = self.pieces.reach.ties
        begin = period.since or date.min
        yield begin
        for day in days_of((*ties.of(node), *ties.to(node), *ties.of(person))).union(self.pieces.reach.changes):
            if begin < day and (period.until is None or day < period.until):
                yield day

    def _is_active(self, kind: type[Participation | CareerMove], node: str, period: Period) -> bool:
        """Whether there is a record of a kind about a node in a period; of participations, a completed one."""
        return any(
            period.first <= record.on.toordinal() < period.after
            for record in self.pieces.records.about(kind, node)
            if not isinstance(record, Participation) or record.completed
        )
