"""Evidence that was read from tables: large kinds as encoded rows, all others as records."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import cached_property

import numpy as np
from attrs import evolve, field, frozen

from learnperf.errors import InvalidValue
from learnperf.io.bulk.encoder import Encoder
from learnperf.io.bulk.followed import completed, judged
from learnperf.io.bulk.large import Large
from learnperf.io.bulk.reading import NONE, Nodes
from learnperf.model.collection import Evidence
from learnperf.model.evidence import CareerMove, Evaluation, LearningActivity, Participation, Record
from learnperf.model.organization import Organization
from learnperf.rollup.careers import Careers
from learnperf.rollup.causes import Causes, names_of
from learnperf.rollup.cells import Coding
from learnperf.rollup.facts import Facts, facts_of
from learnperf.rollup.followups import FollowUps, Judged
from learnperf.rollup.graph import Graph


@frozen(slots=False, eq=False)
class TableEvidence:
    """Records in force, most of them encoded.

    Attributes
    ----------
    few
        Records of the small kinds, and the learning activities.
    encoders
        Rows of the large kinds.
    """

    organization: Organization = field(repr=False)
    few: Evidence = field(repr=False)
    encoders: Mapping[type[Record], Encoder] = field(repr=False)
    nodes: Nodes = field(repr=False)

    def __len__(self) -> int:
        """Count the records in force."""
        return len(self.few) + sum(block.count for one in self.encoders.values() for block in one.blocks)

    @property
    def activities(self) -> Mapping[str, LearningActivity]:
        """Learning activities by id."""
        return self.few.activities

    @property
    def superseded(self) -> Mapping[str, Record]:
        """Records replaced by later ones, by id."""
        return self.few.superseded

    @cached_property
    def days(self) -> tuple[int, int] | None:
        """Least and greatest day number; None where there is no evidence."""
        days = [record.on.toordinal() for record in self.few]
        for encoder in self.encoders.values():
            for block in encoder.blocks:
                if block.count:
                    on = block.column("on")
                    days += [int(on.min()), int(on.max())]
        return (min(days), max(days)) if days else None

    def facts(self, graph: Graph, report_day: int, elsewhere: Callable[[], Judged] | None = None) -> Facts:
        """Give all evidence as columns.

        Parameters
        ----------
        graph
            Numbers and kinds of nodes.
        report_day
            Day number up to which assignments count as due, and later evidence is not known yet.
        elsewhere
            Where evaluations are not here: gives those made after learning.

        Raises
        ------
        InvalidValue
            The tables were read for an organization with other nodes.
        """
        if graph.ids != self.nodes.ids:
            hint = "read them again for this one"
            raise InvalidValue("evidence", "tables", "was read for an organization with other nodes", hint)
        coding = TableCoding(self.organization, self.few, report_day, self, elsewhere)
        facts = facts_of(self.organization, self.few, graph, report_day, coding)
        large = {kind: Large(one, coding, graph) for kind, one in self.encoders.items()}
        scales = {code: scale for one in large.values() for code, scale in one.scales.items()}
        return evolve(facts, tables={**facts.tables, **large}, scales={**facts.scales, **scales})

    def records(self) -> Evidence:
        """Give all of it as records: for little evidence only, because each becomes an object."""
        large = [record for one in self.encoders.values() for record in one.records()]
        return Evidence.trusted([*self.few, *large], self.few.activities.values())

    def learning_in(self, activities: Collection[str]) -> list[Record]:
        """Give participations in some activities."""
        encoder = self.encoders[Participation]
        wanted = np.asarray([name in activities for name in encoder.activities.names] + [False], dtype=np.bool_)
        return [
            encoder.record(block, place)
            for block in encoder.blocks
            for place in block.places()[wanted[block.column("activity")]].tolist()
        ]

    def one_by_one(self) -> Evidence:
        """Give the records that are known one by one: of large kinds, those that others name or supersede."""
        blocks = [block for encoder in self.encoders.values() for block in encoder.blocks]
        large = [record for block in blocks for record in block.records]
        return Evidence.trusted([*self.few.superseded.values(), *self.few, *large], ())

    def learning_of_movers(self) -> list[Record]:
        """Give participations of learners who had a career move, which is what moves are linked with."""
        movers = {self.nodes.number[move.learner] for move in self.few.of_kind(CareerMove)}
        wanted = np.zeros(len(self.nodes.ids) + 1, dtype=np.bool_)
        wanted[list(movers)] = True
        # none is the last, which nobody wants
        wanted[NONE] = False
        encoder = self.encoders[Participation]
        return [
            encoder.record(block, place)
            for block in encoder.blocks
            for place in block.places()[wanted[block.column("learner")]].tolist()
        ]


@frozen(slots=False, eq=False)
class TableCoding(Coding):
    """What cells are worked out from, where most evidence is encoded."""

    tables: TableEvidence
    elsewhere: Callable[[], Judged] | None = None

    @cached_property
    def follow_ups(self) -> FollowUps:
        """Evaluations that follow completed participations, found on encoded rows."""
        learned, scored = self.tables.encoders[Participation], self.tables.encoders[Evaluation]
        after = self.elsewhere() if self.elsewhere else judged(scored, learned.activities.names, self.report_day)
        return FollowUps.of(completed(learned), after)

    @cached_property
    def careers(self) -> Careers:
        """Positions, proficiency and learning of each learner; learning of those only who had a career move."""
        learning = self.tables.learning_of_movers() if self.evidence.of_kind(CareerMove) else []
        everything = Evidence.trusted([*self.evidence, *learning], self.evidence.activities.values())
        return Careers.of(self.organization, everything)

    @cached_property
    def causes(self) -> Causes:
        """Learning that innovations and corrections name."""
        names = names_of(self.evidence)
        return Causes.of(self.organization, self.tables.learning_in(names), self.tables.one_by_one(), names)
