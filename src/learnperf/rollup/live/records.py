"""Records of which some have been added or taken away since, found by id, by whom they are about and by what they name.

What there was in the beginning stays on its shelves; only what changes lives in dictionaries.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain, filterfalse
from typing import Protocol, runtime_checkable

import numpy as np
from attrs import define, field

from learnperf.model.collection import Evidence
from learnperf.model.evidence import Adoption, Correction, LearningActivity, Record
from learnperf.model.nodes import NodeKind
from learnperf.model.supersession import successors
from learnperf.rollup.arrays import Bools
from learnperf.rollup.live.shelves import Shelf


@runtime_checkable
class Encoded(Protocol):
    """Evidence of which most is encoded: some records, and all of it as records where nothing else will do."""

    @property
    def few(self) -> Evidence:
        """Records that are not encoded, superseded ones among them, and the learning activities."""
        ...

    def records(self) -> Evidence:
        """Give all of it as records."""
        ...


@define(slots=False, eq=False)
class LiveRecords:
    """Looks records up as they are now.

    Parameters
    ----------
    original
        The evidence as it was in the beginning.
    shelves
        The same as columns.
    number, kinds
        Number of each node in the columns, and its kind.
    """

    original: Evidence | Encoded
    shelves: Mapping[type, Shelf]
    number: Mapping[str, int]
    kinds: Mapping[str, NodeKind]
    _known: Evidence = field(init=False, repr=False)
    _days: Counter[int] = field(init=False, repr=False)
    _span: tuple[int, int] | None = field(default=None, init=False, repr=False)
    _new: dict[str, Record] = field(factory=dict, init=False, repr=False)
    _gone: set[str] = field(factory=set, init=False, repr=False)
    _hidden: set[str] = field(factory=set, init=False, repr=False)
    _entered: dict[str, Record] = field(factory=dict, init=False, repr=False)
    _about: dict[tuple[type, str], dict[str, Record]] = field(factory=dict, init=False, repr=False)
    _of_teams: set[type] = field(factory=set, init=False, repr=False)

    @_known.default
    def _known_one_by_one(self) -> Evidence:
        return self.original if isinstance(self.original, Evidence) else self.original.few

    @_days.default
    def _count_days(self) -> Counter[int]:
        days: Counter[int] = Counter()
        for shelf in self.shelves.values():
            first = int(shelf.on.min(initial=0))
            counts = np.bincount(shelf.on - first)
            days.update({first + int(day): int(counts[day]) for day in np.flatnonzero(counts)})
        return days

    @property
    def activities(self) -> Mapping[str, LearningActivity]:
        """Learning activities by id."""
        return self._known.activities

    @property
    def span(self) -> tuple[int, int] | None:
        """Day numbers of the first and last record in force."""
        if self._span is None and self._days:
            self._span = min(self._days), max(self._days)
        return self._span

    @cached_property
    def successor(self) -> dict[str, str]:
        """What replaced what."""
        known = self._known
        return successors([*known.superseded.values(), *known.records.values()]) if known.superseded else {}

    def prepare(self, kinds: Iterable[type[Record]]) -> None:
        """Sort ids, and records of some kinds by whom they are about, before the first change asks for it."""
        self.same_form("")
        for kind in kinds:
            self.shelves[kind].places(0)

    def given(self, record: str) -> Record | None:
        """Give a record by its id, whether it was superseded or not; None where there is none."""
        new = self._new.get(record)
        if new is not None or record in self._gone:
            return new
        known = self._known.records.get(record) or self._known.superseded.get(record)
        for shelf in self._encoded.values() if known is None else ():
            place = shelf.place(record)
            if place is not None:
                return shelf.record(place)
        return known

    def in_force(self, record: str) -> Record | None:
        """Give a record by its id if it is in force."""
        return None if record in self.successor else self.given(record)

    def holds(self, record: Record) -> bool:
        """Whether this very record is in force."""
        entered = self._entered.get(record.id)
        if entered is not None or record.id in self._hidden:
            return entered is record
        shelf = self._encoded.get(type(record))
        return record.id in self._known.records if shelf is None else shelf.place(record.id) is not None

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
        shelf, hidden = self.shelves[kind], self._hidden
        places = shelf.places(self.number[node]).tolist()
        found = [shelf.record(place) for place in places if not hidden or shelf.id(place) not in hidden]
        found.extend(self._about.get((kind, node), {}).values())
        return found

    def fresh(self, kind: type[Record], node: str, seen: Bools, but: set[str]) -> tuple[list[int], list[Record]]:
        """Give the places on the shelf of the records about a node, and the records that are no longer as there.

        Parameters
        ----------
        seen
            Which records on the shelf are wanted.
        but
            Ids of records that may have changed.
        """
        shelf, hidden = self.shelves[kind], self._hidden
        others = list(self._about.get((kind, node), {}).values())
        about = shelf.places(self.number[node])
        if not but:
            wanted = about[seen[about]].tolist()
            return [place for place in wanted if not hidden or shelf.id(place) not in hidden], others
        there = {place: shelf.id(place) for place in about.tolist()}
        others += [shelf.record(place) for place, name in there.items() if name in but and name not in hidden]
        return [
            place for place, name in there.items() if seen[place] and name not in but and name not in hidden
        ], others

    def is_about_teams(self, kind: type[Record]) -> bool:
        """Whether any record of a kind is, or was, about a team."""
        return kind in self._of_teams or self.shelves[kind].is_about_teams

    def naming(self, name: str) -> list[Record]:
        """Give the adoptions and corrections that name an id, superseded ones too."""
        return list(self._naming.get(name, {}).values())

    def same_form(self, record: str) -> str | None:
        """Give another id that is the same text in another Unicode form."""
        form = unicodedata.normalize("NFC", record)
        others = [*self._forms.get(form, ()), *([form] if form != record and self.given(form) else [])]
        return next((one for one in others if one != record), None)

    def add(self, record: Record, replaced: Record | None) -> None:
        """Take a record in, and the one it supersedes out of force."""
        self._new[record.id] = record
        if not record.id.isascii():
            self._forms[unicodedata.normalize("NFC", record.id)].add(record.id)
        for name in _names(record):
            self._naming[name][record.id] = record
        if replaced is not None:
            self.successor[replaced.id] = record.id
            self._leave(replaced)
        self._enter(record)

    def remove(self, record: Record, back: Record | None) -> None:
        """Take a record in force out, and the one it superseded back into force."""
        if self._new.pop(record.id, None) is None:
            self._gone.add(record.id)
        if not record.id.isascii():
            self._forms[unicodedata.normalize("NFC", record.id)].discard(record.id)
        for name in _names(record):
            del self._naming[name][record.id]
        self._leave(record)
        if back is not None:
            del self.successor[back.id]
            self._enter(back)

    def originals(self, kind: type[Record]) -> Iterator[Record]:
        """Iterate over the records of a kind that were in force in the beginning."""
        return (record for block in self.shelves[kind].blocks for record in block.records)

    def all(self) -> Iterator[Record]:
        """Iterate over every record there is now, superseded ones too."""
        original = self.original if isinstance(self.original, Evidence) else self.original.records()
        # what was superseded is always known one by one
        for record in (*original.records.values(), *self._known.superseded.values()):
            if record.id not in self._gone and record.id not in self._new:
                yield record
        yield from self._new.values()

    def whole(self) -> Evidence:
        """Give the evidence as it is now."""
        return Evidence.trusted(self.all(), self.activities.values())

    def _enter(self, record: Record) -> None:
        self._entered[record.id] = record
        kind = type(record)
        for subject, _ in record.subjects:
            self._about.setdefault((kind, subject), {})[record.id] = record
            if self.kinds[subject] is NodeKind.TEAM:
                self._of_teams.add(kind)
        day = record.on.toordinal()
        if day not in self._days:
            self._span = None
        self._days[day] += 1

    def _leave(self, record: Record) -> None:
        # what came from a shelf never goes back on it: it is hidden there, and enters anew if it comes back
        if self._entered.pop(record.id, None) is None:
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
    def _encoded(self) -> Mapping[type, Shelf]:
        """Shelves of the kinds whose records are not known one by one."""
        known = self._known
        return {kind: shelf for kind, shelf in self.shelves.items() if shelf.size != len(known.of_kind(kind))}

    @cached_property
    def _forms(self) -> defaultdict[str, set[str]]:
        forms: defaultdict[str, set[str]] = defaultdict(set)
        ids: Iterable[str] = chain(self._known.records, self._known.superseded)
        odd = chain(filterfalse(str.isascii, ids), *(shelf.odd_ids for shelf in self._encoded.values()))
        for one in odd:
            forms[unicodedata.normalize("NFC", one)].add(one)
        return forms

    @cached_property
    def _naming(self) -> defaultdict[str, dict[str, Record]]:
        naming: defaultdict[str, dict[str, Record]] = defaultdict(dict)
        known = self._known
        several = (*known.of_kind(Adoption), *known.of_kind(Correction), *known.superseded.values())
        for record in several:
            for name in _names(record):
                naming[name][record.id] = record
        return naming


def _names(record: Record) -> tuple[str, ...]:
    """Give the ids of other evidence that a record may name."""
    if isinstance(record, Adoption):
        return (record.innovation,)
    return tuple(dict.fromkeys(record.because_of)) if isinstance(record, Correction) else ()
