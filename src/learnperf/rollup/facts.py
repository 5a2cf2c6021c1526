"""Facts: evidence as columns of integers.

One table per kind of evidence, its columns those of `learnperf.metrics.columns.COLUMNS`. Words become codes, dates day
numbers, scores steps, so that metrics are plain expressions over columns and no object is touched again.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import accumulate
from operator import attrgetter
from typing import Protocol, TypeVar, overload

import numpy as np
from attrs import field, frozen

from learnperf.errors import EvidenceError
from learnperf.metrics.algebra import scale_code
from learnperf.metrics.columns import column_names
from learnperf.metrics.expressions import Column
from learnperf.model.collection import Evidence
from learnperf.model.evidence import (
    Adoption,
    Assignment,
    Capacity,
    CareerMove,
    Correction,
    Evaluation,
    LearningActivity,
    LearningBenefit,
    LearningCost,
    ProficiencyAssessment,
    Publication,
    Record,
)
from learnperf.model.judgements import ConditionJudgement
from learnperf.model.nodes import NodeKind
from learnperf.model.organization import Organization
from learnperf.model.scales import Scale
from learnperf.model.subjects import kinds_for, subject_problems
from learnperf.model.ties import WHOLE
from learnperf.rollup.arrays import Bools, Ints, expand, offsets_of
from learnperf.rollup.cells import CELLS, Cell, Coding, read_column
from learnperf.rollup.graph import KIND_CODES, Graph
from learnperf.rollup.on_demand import OnDemand

_Item_co = TypeVar("_Item_co", covariant=True)


@frozen(slots=False, eq=False)
class FactTable:
    """One kind of evidence as columns, or a part of it.

    Attributes
    ----------
    columns
        Named integer columns with their missing marks, of any width.
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

    def __iter__(self) -> Iterator[FactTable]:
        """Give the table itself: all there is of its kind, in one block."""
        yield self

    @property
    def on(self) -> Ints:
        """Day number of each piece."""
        return self.columns["on"].values

    @property
    def is_single(self) -> bool:
        """Whether every piece has one subject."""
        return len(self.subject) == self.size

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

    def part(self, begin: int, end: int) -> FactTable:
        """Give the pieces from one place to before another, as views."""
        first, after = int(self.offsets[begin]), int(self.offsets[end])
        return FactTable(
            kind=self.kind,
            columns=_Part(self.columns, slice(begin, end)),
            offsets=self.offsets[begin : end + 1] - first,
            subject=self.subject[first:after],
            credit=self.credit[first:after],
            kinds=self.kinds,
            ids=Chosen(self.ids, range(begin, end)),
            records=Chosen(self.records, range(begin, end)) if len(self.records) else (),
        )

    def take(self, places: Ints) -> FactTable:
        """Give the pieces at some places."""
        piece, at = expand(self.offsets[places], self.offsets[places + 1] - self.offsets[places])
        chosen = places.tolist()
        return FactTable(
            kind=self.kind,
            columns=_Part(self.columns, places),
            offsets=offsets_of(piece, len(places)),
            subject=self.subject[at],
            credit=self.credit[at],
            kinds=self.kinds,
            ids=[self.ids[place] for place in chosen],
            records=[self.records[place] for place in chosen] if len(self.records) else (),
        )

    @classmethod
    def together(cls, tables: Sequence[FactTable]) -> FactTable:
        """Put tables of one kind, of which there is at least one, one behind the other."""
        first = tables[0]
        if len(tables) == 1:
            return first
        sizes = np.concatenate([np.diff(table.offsets) for table in tables])
        return cls(
            kind=first.kind,
            columns=OnDemand(list(first.columns), partial(_together, [table.columns for table in tables])),
            offsets=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
            subject=np.concatenate([table.subject for table in tables]),
            credit=np.concatenate([table.credit for table in tables]),
            kinds=first.kinds,
            ids=Joined([table.ids for table in tables]),
            records=Joined([table.records for table in tables]),
        )


class Blocks(Protocol):
    """One kind of evidence in blocks; can be gone through again and again."""

    @property
    def size(self) -> int:
        """How many pieces of evidence there are in all."""
        ...

    def __iter__(self) -> Iterator[FactTable]:
        """Iterate over the blocks, in the same order each time."""
        ...


class Chosen(Sequence[_Item_co]):
    """Some items of a sequence, looked up when asked for."""

    def __init__(self, items: Sequence[_Item_co], places: Sequence[int]) -> None:
        """Keep where they are."""
        self._items = items
        self._places = places

    @overload
    def __getitem__(self, place: int) -> _Item_co: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[_Item_co]: ...

    def __getitem__(self, place: int | slice) -> _Item_co | Sequence[_Item_co]:
        """Look one or several up."""
        if isinstance(place, slice):
            return Chosen(self._items, self._places[place])
        return self._items[self._places[place]]

    def __len__(self) -> int:
        """Count them."""
        return len(self._places)


class Joined(Sequence[_Item_co]):
    """The items of several sequences, one behind the other, looked up when asked for.

    Examples
    --------
    >>> list(Joined(["an", "i"]))
    ['a', 'n', 'i']
    """

    def __init__(self, several: Sequence[Sequence[_Item_co]]) -> None:
        """Keep them, and where each ends."""
        self._several = several
        self._ends = list(accumulate(map(len, several)))

    @overload
    def __getitem__(self, place: int) -> _Item_co: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[_Item_co]: ...

    def __getitem__(self, place: int | slice) -> _Item_co | Sequence[_Item_co]:
        """Look one or several up."""
        places = range(len(self))
        if isinstance(place, slice):
            return Chosen(self, places[place])
        at = places[place]
        which = bisect_right(self._ends, at)
        return self._several[which][at - (self._ends[which - 1] if which else 0)]

    def __len__(self) -> int:
        """Count them."""
        return sum(self._ends[-1:])


class _Part(Mapping[str, Column]):
    """Columns of some pieces, cut out of those of all when asked for."""

    def __init__(self, columns: Mapping[str, Column], places: slice | Ints) -> None:
        self._columns = columns
        self._places = places

    def __getitem__(self, name: str) -> Column:
        whole = self._columns[name]
        return Column(whole.values[self._places], whole.present[self._places])

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)


def _together(several: Sequence[Mapping[str, Column]], name: str) -> Column:
    """Put one column of several tables together."""
    parts = [columns[name] for columns in several]
    values, present = (np.concatenate([getattr(part, one) for part in parts]) for one in ("values", "present"))
    return Column(values, present)


@frozen(eq=False)
class Facts:
    """All evidence as columns, with the scales that score codes stand for.

    Attributes
    ----------
    tables
        Each kind in one or several blocks; a table is the only block of itself.
    """

    tables: Mapping[type, Blocks]
    scales: Mapping[int, Scale]


class Tabled(Protocol):
    """Evidence in tables, of any size."""

    @property
    def activities(self) -> Mapping[str, LearningActivity]:
        """Learning activities by id."""
        ...

    @property
    def superseded(self) -> Mapping[str, Record]:
        """Records replaced by later ones, by id."""
        ...

    @property
    def days(self) -> tuple[int, int] | None:
        """Numbers of the first and the last day of evidence."""
        ...

    def facts(self, graph: Graph, report_day: int) -> Facts:
        """Give the evidence as columns; see `facts_of`."""
        ...


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
    used += [one.scale for one in evidence.of_kind(ConditionJudgement)]
    # few distinct objects among many records: hash each once
    scales = {scale_code(scale): scale for scale in {id(scale): scale for scale in used}.values()}
    coding = coding or Coding(organization, evidence, report_day)
    tables: dict[type, Blocks] = {}
    for kind in CELLS:
        records = evidence.of_kind(kind)
        try:
            subjects = _subjects(kind, records, graph.number)
        except KeyError:
            raise _about_the_wrong(evidence, organization) from None
        if not _all_fit(kind, records, graph.kinds[subjects["subject"]]):
            raise _about_the_wrong(evidence, organization)
        tables[kind] = FactTable(
            kind=kind,
            columns=OnDemand(column_names(kind), partial(_read, kind, coding, records)),
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


def _read(kind: type[Record], coding: Coding, records: Sequence[Record], name: str) -> Column:
    """Read one column of records."""
    return _column(read_column(kind, name, coding, records))


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
    LearningCost: "subject",
    LearningBenefit: "subject",
    Capacity: "unit",
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
