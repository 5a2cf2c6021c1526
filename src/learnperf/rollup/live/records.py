"""Records of which some have been added or taken away since, found by id, by whom they are about and by what they name.

What there was in the beginning is indexed in arrays; only what changes lives in dictionaries.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from itertools import filterfalse

import numpy as np
from attrs import define, field, frozen

from learnperf.model.collection import Evidence
from learnperf.model.evidence import Adoption, Correction, Record
from learnperf.model.nodes import NodeKind
from learnperf.model.supersession import successors
from learnperf.rollup.arrays import Ints
from learnperf.rollup.facts import FactTable
from learnperf.rollup.graph import KIND_CODES


@frozen(slots=False, eq=False)
class SubjectIndex:
    """Which records of one kind are about each node, in the beginning."""

    table: FactTable

    @cached_property
    def _by_subject(self) -> tuple[Ints, Ints]:
        table = self.table
        piece = np.repeat(np.arange(table.size, dtype=np.int64), np.diff(table.offsets))
        counts = np.bincount(table.subject, minlength=len(table.kinds))
        order = np.argsort(table.subject, kind="stable")
        return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64), piece[order]

    @cached_property
    def is_about_teams(self) -> bool:
        """Whether any is about a team."""
        return bool((self.table.kinds[self.table.subject] == KIND_CODES[NodeKind.TEAM]).any())

    def places(self, node: int) -> Ints:
        """Give the places in the table of the records about a node."""
        offsets, pieces = self._by_subject
        return pieces[offsets[node] : offsets[node + 1]]


@define(slots=False, eq=False)
class LiveRecords:
    """Looks records up as they are now.

    Parameters
    ----------
    evidence
        As it was when the first change came.
    tables
        The same as columns.
    number
        Number of each node in the tables.
    """

    evidence: Evidence
    tables: Mapping[type, FactTable]
    number: Mapping[str, int]
    _days: dict[int, int] = field(init=False, repr=False)
    _span: tuple[int, int] | None = field(default=None, init=False, repr=False)
    _new: dict[str, Record] = field(factory=dict, init=False, repr=False)
    _gone: set[str] = field(factory=set, init=False, repr=False)
    _hidden: set[str] = field(factory=set, init=False, repr=False)
    _of_teams: set[type] = field(factory=set, init=False, repr=False)
    _about: dict[tuple[type, str], dict[str, Record]] = field(factory=dict, init=False, repr=False)

    @_days.default
    def _count_days(self) -> dict[int, int]:
        days = [table.on for table in self.tables.values()]
        day, count = np.unique(np.concatenate([np.empty(0, dtype=np.int64), *days]), return_counts=True)
        return dict(zip(day.tolist(), count.tolist(), strict=True))

    @cached_property
    def successor(self) -> dict[str, str]:
        """What replaced what."""
        base = self.evidence
        return successors([*base.superseded.values(), *base.records.values()]) if base.superseded else {}

    @property
    def span(self) -> tuple[int, int] | None:
        """Day numbers of the first and last record in force."""
        if self._span is None and self._days:
            self._span = min(self._days), max(self._days)
        return self._span

    def given(self, record: str) -> Record | None:
        """Give a record by its id, whether it was superseded or not; None where there is none."""
        new = self._new.get(record)
        if new is not None or record in self._gone:
            return new
        return self.evidence.records.get(record) or self.evidence.superseded.get(record)

    def in_force(self, record: str) -> Record | None:
        """Give a record by its id if it is in force."""
        return None if record in self.successor else self.given(record)

    def last(self, record: str) -> str:
        """Give the id that holds in the place of an id."""
        while record in self.successor:
            record = self.successor[record]
        return record

    def chain(self, record: str) -> Iterator[str]:
        """Iterate over an id and those it replaced, one after the other."""
        at: str | None = record
        while at is not None:
            yield at
            known = self.given(at)
            at = None if known is None else known.supersedes

    def about(self, kind: type[Record], node: str) -> list[Record]:
        """Give the records of a kind in force about a node."""
        known = self.tables[kind].records
        found = [known[place] for place in self.places(kind, node).tolist()]
        if self._hidden:
            found = [record for record in found if record.id not in self._hidden]
        found.extend(self.new_about(kind, node))
        return found

    def places(self, kind: type[Record], node: str) -> Ints:
        """Give the places of the records about a node that were there in the beginning."""
        return self._indexes[kind].places(self.number[node])

    def new_about(self, kind: type[Record], node: str) -> Collection[Record]:
        """Give the records about a node that came into force since."""
        return self._about.get((kind, node), {}).values()

    def is_hidden(self, record: str) -> bool:
        """Whether a record of the beginning is out of force now."""
        return record in self._hidden

    def is_about_teams(self, kind: type[Record]) -> bool:
        """Whether any record of a kind is, or was, about a team."""
        return kind in self._of_teams or self._indexes[kind].is_about_teams

    def naming(self, name: str) -> list[Record]:
        """Give the adoptions and corrections that name an id, superseded ones too."""
        return list(self._naming.get(name, {}).values())

    def same_form(self, record: str) -> str | None:
        """Give another id that is the same text in another Unicode form."""
        form = unicodedata.normalize("NFC", record)
        others = [*self._forms.get(form, ()), *([form] if form != record and self.given(form) else [])]
        return next((one for one in others if one != record), None)

    def add(self, record: Record) -> None:
        """Take a record in, and what it supersedes out of force."""
        if self.evidence.records.get(record.id) is record:
            self._gone.discard(record.id)
        else:
            self._new[record.id] = record
        if not record.id.isascii():
            self._forms[unicodedata.normalize("NFC", record.id)].add(record.id)
        for name in _names(record):
            self._naming[name][record.id] = record
        if record.supersedes is not None:
            replaced = self.given(record.supersedes)
            self.successor[record.supersedes] = record.id
            if replaced is not None:
                self._leave(replaced)
        self._enter(record)

    def remove(self, record: Record) -> None:
        """Take a record in force out, and what it superseded back into force."""
        if self._new.pop(record.id, None) is None:
            self._gone.add(record.id)
        if not record.id.isascii():
            self._forms[unicodedata.normalize("NFC", record.id)].discard(record.id)
        for name in _names(record):
            del self._naming[name][record.id]
        self._leave(record)
        if record.supersedes is not None:
            del self.successor[record.supersedes]
            back = self.given(record.supersedes)
            if back is not None:
                self._enter(back)

    def all(self) -> Iterator[Record]:
        """Iterate over every record there is now, superseded ones too."""
        for record in (*self.evidence.records.values(), *self.evidence.superseded.values()):
            if record.id not in self._gone and record.id not in self._new:
                yield record
        yield from self._new.values()

    def whole(self) -> Evidence:
        """Give the evidence as it is now."""
        return Evidence.trusted(self.all(), self.evidence.activities.values())

    def _enter(self, record: Record) -> None:
        if self.evidence.records.get(record.id) is record:
            self._hidden.discard(record.id)
        else:
            kind = type(record)
            for subject, _ in record.subjects:
                self._about.setdefault((kind, subject), {})[record.id] = record
                if self.tables[kind].kinds[self.number[subject]] == KIND_CODES[NodeKind.TEAM]:
                    self._of_teams.add(kind)
        day = record.on.toordinal()
        if day not in self._days:
            self._span = None
        self._days[day] = self._days.get(day, 0) + 1

    def _leave(self, record: Record) -> None:
        if self.evidence.records.get(record.id) is record:
            self._hidden.add(record.id)
        else:
            for subject, _ in record.subjects:
                del self._about[type(record), subject][record.id]
        day = record.on.toordinal()
        self._days[day] -= 1
        if not self._days[day]:
            del self._days[day]
            self._span = None

    @cached_property
    def _indexes(self) -> Mapping[type, SubjectIndex]:
        return {kind: SubjectIndex(table) for kind, table in self.tables.items()}

    @cached_property
    def _forms(self) -> defaultdict[str, set[str]]:
        forms: defaultdict[str, set[str]] = defaultdict(set)
        for several in (self.evidence.records, self.evidence.superseded):
            for one in filterfalse(str.isascii, several):
                forms[unicodedata.normalize("NFC", one)].add(one)
        return forms

    @cached_property
    def _naming(self) -> defaultdict[str, dict[str, Record]]:
        naming: defaultdict[str, dict[str, Record]] = defaultdict(dict)
        superseded = self.evidence.superseded.values()
        several: list[Record] = [*self.evidence.of_kind(Adoption), *self.evidence.of_kind(Correction), *superseded]
        for record in several:
            for name in _names(record):
                naming[name][record.id] = record
        return naming


def _names(record: Record) -> tuple[str, ...]:
    """Give the ids of other evidence that a record may name."""
    if isinstance(record, Adoption):
        return (record.innovation,)
    return tuple(dict.fromkeys(record.because_of)) if isinstance(record, Correction) else ()
