"""Evidence of which the evaluations stay in a dataframe engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

from attrs import evolve, field, frozen

from learnperf.io.bulk.evidence import TableCoding, TableEvidence
from learnperf.io.bulk.framed.encoding import framed
from learnperf.io.bulk.framed.followed import judged_there
from learnperf.io.bulk.framed.rows import Settled
from learnperf.model.collection import Evidence
from learnperf.model.evidence import Evaluation, LearningActivity, Participation, Record
from learnperf.rollup.facts import Blocks, Facts, FactTable
from learnperf.rollup.followups import Judged
from learnperf.rollup.frames.evaluations import FramedEvaluations
from learnperf.rollup.graph import Graph


@frozen(slots=False, eq=False)
class FramedEvidence:
    """Records in force; evaluations where they were given, all others here.

    Attributes
    ----------
    near
        All that is here.
    """

    near: TableEvidence
    _settled: Settled = field(repr=False)
    _doubtful: Sequence[Evaluation] = field(repr=False)
    _read_here: Callable[[], TableEvidence] = field(repr=False)

    def __len__(self) -> int:
        """Count the records in force."""
        return len(self.near) + self.evaluations.size

    @cached_property
    def evaluations(self) -> FramedEvaluations:
        """Evaluations in force, encoded where they are."""
        return framed(self._settled, self._doubtful, TableCoding(self.near.organization, self.near.few, 0, self.near))

    @property
    def activities(self) -> Mapping[str, LearningActivity]:
        """Learning activities by id."""
        return self.near.activities

    @property
    def superseded(self) -> Mapping[str, Record]:
        """Records replaced by later ones, by id, which brings all evidence here."""
        return self.here.superseded

    @cached_property
    def days(self) -> tuple[int, int] | None:
        """Least and greatest day number; None where there is no evidence."""
        there = self.evaluations.days.tolist()
        days = [*(self.near.days or ()), *there[:1], *there[-1:]]
        return (min(days), max(days)) if days else None

    @cached_property
    def here(self) -> TableEvidence:
        """All evidence brought here, for what no engine can be asked: fetches every evaluation."""
        return self._read_here()

    def facts(self, graph: Graph, report_day: int) -> Facts:
        """Give all evidence as columns; the evaluations are fetched when somebody goes through them."""
        near = self.near.facts(graph, report_day, lambda: self._judged(graph, report_day))
        there = Unfetched(self.evaluations.size, lambda: self.here.facts(graph, report_day).tables[Evaluation])
        scales = {**near.scales, **self.evaluations.scales}
        return evolve(near, tables={**near.tables, Evaluation: there}, scales=scales)

    def _judged(self, graph: Graph, report_day: int) -> Judged:
        activities = self.near.encoders[Participation].activities.names
        return judged_there(self.evaluations, graph.number, activities, report_day)

    def records(self) -> Evidence:
        """Give all of it as records, which brings it here: for little evidence only."""
        return self.here.records()


@frozen(slots=False, eq=False)
class Unfetched:
    """Evaluations that are somewhere else until somebody goes through them."""

    size: int
    _fetch: Callable[[], Blocks] = field(repr=False)

    @cached_property
    def _blocks(self) -> Blocks:
        return self._fetch()

    def __iter__(self) -> Iterator[FactTable]:
        """Fetch them, and iterate over the blocks."""
        return iter(self._blocks)
