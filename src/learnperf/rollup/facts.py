"""Facts: evidence as columns of integers.

One table per kind of evidence, its columns those of `learnperf.metrics.columns.COLUMNS`. Words become codes, dates day
numbers, scores steps, so that metrics are plain expressions over columns and no object is touched again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from operator import attrgetter

import numpy as np
from attrs import field, frozen

from learnperf.errors import EvidenceError
from learnperf.metrics.algebra import scale_code
from learnperf.metrics.expressions import Column
from learnperf.model.collection import Evidence
from learnperf.model.evidence import (
    Adoption,
    Assignment,
    CareerMove,
    ConditionJudgement,
    Correction,
    Evaluation,
    ProficiencyAssessment,
    Publication,
    Record,
)
from learnperf.model.nodes import NodeKind
from learnperf.model.organization import Organization
from learnperf.model.scales import Scale
from learnperf.model.subjects import kinds_for, subject_problems
from learnperf.model.ties import WHOLE
from learnperf.rollup.arrays import Bools, Ints
from learnperf.rollup.cells import CELLS, Cell, Coding, Reader
from learnperf.rollup.graph import KIND_CODES, Graph


@frozen(slots=False, eq=False)
class FactTable:
    """One kind of evidence as columns.

    Attributes
    ----------
    columns
        Named integer columns with their missing marks.
    offsets, subject, credit
        Subjects of piece ``i`` are ``subject[offsets[i]:offsets[i + 1]]`` (node numbers) with credits in millionths.
    kinds
        Kind codes of all nodes by number.
    ids
        Evidence ids.
    records
        The records, where there are any: needed by metrics written as plain functions only.
    """

    kind: type
    columns: Mapping[str, Column] = field(repr=False)
    offsets: Ints = field(repr=False)
    subject: Ints = field(repr=False)
    credit: Ints = field(repr=False)
    kinds: Ints = field(repr=False)
    ids: Sequence[str] = field(repr=False)
    records: Sequence[Record] = field(default=(), repr=False)

    @property
    def size(self) -> int:
        """How many pieces of evidence there are."""
        return len(self.offsets) - 1

    @property
    def on(self) -> Ints:
        """Day number of each piece."""
        return self.columns["on"].values

    def is_about(self, kind: NodeKind) -> Bools:
        """Whether any subject of each piece is of a kind."""
        piece = np.repeat(np.arange(self.size, dtype=np.int64), np.diff(self.offsets))
        found = np.zeros(self.size, dtype=np.bool_)
        found[piece[self.kinds[self.subject] == KIND_CODES[kind]]] = True
        return found

    @cached_property
    def id_rank(self) -> Ints:
        """Place of each id in the order of ids: breaks ties between pieces of one day."""
        order = sorted(range(self.size), key=lambda place: self.ids[place])
        rank = np.empty(self.size, dtype=np.int64)
        rank[np.asarray(order, dtype=np.int64)] = np.arange(self.size)
        return rank


@frozen(eq=False)
class Facts:
    """All evidence as columns, with the scales that score codes stand for."""

    tables: Mapping[type, FactTable]
    scales: Mapping[int, Scale]


def facts_of(
    organization: Organization, evidence: Evidence, graph: Graph, report_day: int, coding: Coding | None = None
) -> Facts:
    """Turn evidence into columns.

    Parameters
    ----------
    graph
        Numbers and kinds of nodes.
    report_day
        Day number up to which assignments count as due, and later evidence is not known yet.
    coding
        What columns are worked out from, where the evidence is a part of all there is.

    Raises
    ------
    EvidenceError
        Evidence about nodes that are unknown or of the wrong kind; all of it at once.
    """
    used = [one.scale for one in evidence.of_kind(Evaluation)] + [one.scale for one in evidence.of_kind(Assignment)]
    # few distinct objects among many records: hash each once
    scales = {scale_code(scale): scale for scale in {id(scale): scale for scale in used}.values()}
    coding = coding or Coding(organization, evidence, report_day)
    tables: dict[type, FactTable] = {}
    for kind, columns in CELLS.items():
        records = evidence.of_kind(kind)
        try:
            subjects = _subjects(kind, records, graph.number)
        except KeyError:
            raise _about_the_wrong(evidence, organization) from None
        if not _all_fit(kind, records, graph.kinds[subjects["subject"]]):
            raise _about_the_wrong(evidence, organization)
        tables[kind] = FactTable(
            kind=kind,
            columns=_Columns(coding, records, columns),
            **subjects,
            kinds=graph.kinds,
            ids=[record.id for record in records],
            records=records,
        )
    return Facts(tables=tables, scales=scales)


def _all_fit(kind: type[Record], records: Sequence[Record], subjects: Ints) -> bool:
    """Whether records of a kind are about nodes they can be about; looks at arrays first, for there are millions."""
    fitting = np.isin(subjects, [KIND_CODES[one] for one in kinds_for(kind)]).all()
    # which condition can be judged for whom is said one by one
    judged = zip(records, subjects.tolist(), strict=True) if kind is ConditionJudgement else ()
    return bool(fitting) and all(
        code in {KIND_CODES[one] for one in record.condition.judged_for}
        for record, code in judged
        if isinstance(record, ConditionJudgement)
    )


def _about_the_wrong(evidence: Evidence, organization: Organization) -> EvidenceError:
    return EvidenceError([problem for problem, _ in subject_problems(evidence, organization)])


class _Columns(Mapping[str, Column]):
    """Columns worked out when they are first asked for: most metrics read few."""

    def __init__(self, coding: Coding, records: Sequence[Record], readers: Mapping[str, Reader]) -> None:
        """Keep what columns are worked out from."""
        self._coding = coding
        self._records = records
        self._readers = {"on": _days, **readers}
        self._known: dict[str, Column] = {}

    def __getitem__(self, name: str) -> Column:
        """Give a column."""
        if name not in self._known:
            self._known[name] = _column(self._readers[name](self._coding, self._records))
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names of the columns."""
        return iter(self._readers)

    def __len__(self) -> int:
        """Count the columns."""
        return len(self._readers)


def _days(coding: Coding, records: Sequence[Record]) -> list[Cell]:
    del coding
    return [record.on.toordinal() for record in records]


def _column(cells: Sequence[Cell]) -> Column:
    if None not in cells:
        return Column(np.asarray(cells, dtype=np.int64), np.ones(len(cells), dtype=np.bool_))
    present = np.fromiter((cell is not None for cell in cells), dtype=np.bool_, count=len(cells))
    return Column(np.fromiter((cell or 0 for cell in cells), dtype=np.int64, count=len(cells)), present)


# the field that names the only subject of a record: a million records need no tuple each
_SOLE_SUBJECT: Mapping[type[Record], str] = {
    Evaluation: "learner",
    ProficiencyAssessment: "learner",
    CareerMove: "learner",
    Assignment: "team",
    Adoption: "unit",
    Correction: "unit",
    ConditionJudgement: "subject",
    Publication: "unit",
}


def _subjects(kind: type[Record], records: Sequence[Record], number: Mapping[str, int]) -> dict[str, Ints]:
    if kind in _SOLE_SUBJECT:
        subjects = map(attrgetter(_SOLE_SUBJECT[kind]), records)
        return {
            "offsets": np.arange(len(records) + 1, dtype=np.int64),
            "subject": np.fromiter(map(number.__getitem__, subjects), dtype=np.int64, count=len(records)),
            "credit": np.full(len(records), WHOLE, dtype=np.int64),
        }
    several = [record.subjects for record in records]
    counts = np.fromiter(map(len, several), dtype=np.int64, count=len(several))
    return {
        "offsets": np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        "subject": np.asarray([number[node] for subjects in several for node, _ in subjects], dtype=np.int64),
        "credit": np.asarray([credit for subjects in several for _, credit in subjects], dtype=np.int64),
    }
