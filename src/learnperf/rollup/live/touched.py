"""What a change touches: the records whose columns or whose places it changes, and who it concerns on the roster."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import Factory, define

from learnperf.model.evidence import (
    Adoption,
    CareerMove,
    Correction,
    Evaluation,
    Innovation,
    Participation,
    ProficiencyAssessment,
    Record,
)
from learnperf.model.nodes import NodeKind
from learnperf.model.ties import Tie
from learnperf.model.vocabulary import Phase, Wave
from learnperf.rollup.followups import FOLLOWED
from learnperf.rollup.live.pieces import Pieces
from learnperf.rollup.live.roster import Roster
from learnperf.rollup.live.ties import is_structural

# columns of innovations that adoptions have a say in
_BY_ADOPTIONS = frozenset({"adoptions", "in_use_elsewhere", "eligible"})


@define(eq=False)
class Touched:
    """Records by kind and id, nodes on the roster, and learners that nodes on the roster stand for."""

    records: dict[type[Record], dict[str, Record]] = Factory(dict)
    nodes: dict[str, None] = Factory(dict)
    people: dict[str, None] = Factory(dict)

    def touch(self, records: Iterable[Record]) -> None:
        """Add records."""
        for record in records:
            self.records.setdefault(type(record), {})[record.id] = record

    def join(self, other: Touched) -> None:
        """Add all that another change, or the same one seen from its other side, touches."""
        for several in other.records.values():
            self.touch(several.values())
        self.nodes |= other.nodes
        self.people |= other.people


@define(eq=False)
class Touching:
    """Finds what changes touch, among what some metric reads."""

    pieces: Pieces
    roster: Roster

    def by_records(self, changed: Iterable[Record]) -> Touched:
        """Give what is touched where records come into force or go out of it: they, and what depends on them."""
        touched = Touched()
        for record in changed:
            touched.touch([record, *self._depending(record)])
            if self.roster.metrics and isinstance(record, Participation | CareerMove):
                self._touch_roster(touched, [record.subjects[0][0]])
        return touched

    def by_ties(self, ties: Iterable[Tie]) -> Touched:
        """Give what is touched by ties that come or go, before they do or after.

        A learner's tie touches what is about the learner, and about the teams the learner is in by it; a tie of a team
        or unit touches all that is about nodes below it.
        """
        touched = Touched()
        for tie in ties:
            ties_now = self.pieces.reach.ties
            nodes = ties_now.below(tie.child) if is_structural(tie) else {tie.child: None}
            self._touch_about(touched, nodes, tie)
            if not is_structural(tie):
                kinds = self.pieces.reach.kinds
                teams = [one for one in ties_now.leading_up(tie.parent) if kinds[one] is NodeKind.TEAM]
                self._touch_about(touched, teams, tie)
            if self.pieces.reads(Correction, {"days_from_learning"}):
                # people who learned belong to other units now
                for unit in ties_now.leading_up(tie.parent):
                    touched.touch(self.pieces.records.about(Correction, unit))
            if self.roster.metrics:
                touched.nodes |= {**nodes, tie.parent: None}
                touched.people |= {one: None for one in nodes if self._is_learner(one)}
        return touched

    def _touch_about(self, touched: Touched, nodes: Iterable[str], tie: Tie) -> None:
        fixed = self.pieces.fixed
        for node in nodes:
            for kind in self.pieces.reading:
                is_stock = self._is_stock(kind)
                for record in self.pieces.records.about(kind, node):
                    if is_stock or tie.in_force(record.on) or (fixed is not None and tie.in_force(fixed)):
                        touched.touch([record])
            if self.pieces.reads(Adoption, {"from_elsewhere"}):
                for innovation in self.pieces.records.about(Innovation, node):
                    touched.touch(self._adoptions(innovation))

    def _touch_roster(self, touched: Touched, nodes: Iterable[str]) -> None:
        for node in nodes:
            touched.nodes[node] = None
            if self._is_learner(node):
                touched.people[node] = None
            elif self.roster.counts_teams:
                below = self.pieces.reach.ties.below(node)
                touched.people |= {one: None for one in below if self._is_learner(one)}

    def _depending(self, record: Record) -> list[Record]:
        """Give the records of which a column that some metric reads depends on another record."""
        return [*self._named(record), *self._near(record)]

    def _named(self, record: Record) -> list[Record]:
        """Give the corrections, and innovations, that say they came of a record."""
        records, found = self.pieces.records, list[Record]()
        if self.pieces.reads(Correction, {"days_from_learning"}):
            names = list(records.chain(records.last(record.id)))
            names += [record.activity] if isinstance(record, Participation) else []
            found += [one for name in names for one in records.naming(name) if isinstance(one, Correction)]
        if isinstance(record, Participation) and self.pieces.reads(Innovation, {"days_from_learning"}):
            found += records.about(Innovation, record.subjects[0][0])
        return found

    def _near(self, record: Record) -> list[Record]:
        """Give the records of which a column that some metric reads depends on one about the same thing."""
        records = self.pieces.records
        if isinstance(record, Evaluation):
            return self._depending_on_evaluation(record)
        if isinstance(record, ProficiencyAssessment) and self.pieces.reads(Participation, {"relevant"}):
            return list(records.about(Participation, record.learner))
        if isinstance(record, Participation):
            return self._depending_on_participation(record)
        if isinstance(record, Adoption) and self.pieces.reads(
            Innovation, {"adoptions", "in_use_elsewhere", "eligible"}
        ):
            innovation = records.in_force(records.last(record.innovation))
            return [] if innovation is None else [innovation]
        if isinstance(record, Innovation) and self.pieces.reads(Adoption, {"from_elsewhere", "days", "days_after"}):
            return self._adoptions(record)
        return []

    def _depending_on_evaluation(self, record: Evaluation) -> list[Record]:
        records, found = self.pieces.records, list[Record]()
        if self.pieces.reads(Evaluation, {"change"}) and _is_baseline(record):
            found += records.about(Evaluation, record.learner)
        if self.pieces.reads(Participation, FOLLOWED) and not _is_baseline(record):
            found += records.about(Participation, record.learner)
        return found

    def _depending_on_participation(self, record: Participation) -> list[Record]:
        records, found = self.pieces.records, list[Record]()
        if record.learner is not None and self.pieces.reads(CareerMove, {"learned", "linked"}):
            found += records.about(CareerMove, record.learner)
        # what followed another one may follow this one, and come sooner after it
        if self.pieces.reads(Participation, {*FOLLOWED, "since_previous"}):
            found += records.about(Participation, record.subjects[0][0])
        return found

    def _adoptions(self, innovation: Record) -> list[Record]:
        """Give the adoptions of an innovation, whatever it was called when they were written down."""
        records = self.pieces.records
        chain = records.chain(records.last(innovation.id))
        return [one for name in chain for one in records.naming(name) if isinstance(one, Adoption)]

    def _is_stock(self, kind: type[Record]) -> bool:
        return any(self.pieces.is_stock(metric) for metric in self.pieces.reading[kind])

    def _is_learner(self, node: str) -> bool:
        return self.pieces.reach.kinds[node] is NodeKind.LEARNER


def _is_baseline(record: Evaluation) -> bool:
    return record.wave is Wave.BASELINE or record.phase is Phase.PRE
