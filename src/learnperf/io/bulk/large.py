"""Facts of one large kind of evidence, block by block: columns that are worked out when a metric asks for them.

Every column follows from few things that are in a row: the combination of its words, that of its score and scale, its
activity, its day, its learner. For each different one of those, one record is read by the readers of
`learnperf.rollup.cells`, and all rows take what was read there.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from operator import attrgetter
from typing import Any

import attrs
import numpy as np
from attrs import define, field

from learnperf.io.bulk.arrow import Places
from learnperf.io.bulk.baselines import Baselines, Scored
from learnperf.io.bulk.blocks import Block
from learnperf.io.bulk.encoder import Encoder, Group
from learnperf.io.bulk.followed import attended
from learnperf.io.bulk.narrow import Whole, column_of
from learnperf.io.bulk.reading import NONE
from learnperf.io.bulk.slabs import ByPlace, Slab
from learnperf.io.bulk.standings import Standings
from learnperf.metrics.arguments import split_name
from learnperf.metrics.columns import column_names
from learnperf.metrics.expressions import Column
from learnperf.model.evidence import Evaluation, Participation, Record
from learnperf.model.scales import Scale
from learnperf.model.ties import WHOLE
from learnperf.rollup.arrays import Ints
from learnperf.rollup.cells import Coding, read_column
from learnperf.rollup.facts import FactTable, Joined
from learnperf.rollup.followups import FOLLOWED
from learnperf.rollup.gaps import Gaps
from learnperf.rollup.graph import Graph
from learnperf.rollup.on_demand import OnDemand
from learnperf.rollup.people import HELD

# rows that a block of facts has at least, where there are as many
ROWS = 2**20
_SCORE, _WORDS = Group.SCORE.value, Group.WORDS.value
# learning is as relevant for one as for another where both stand alike
_OF_STANDING = ("relevant", "in_standard")
_OF_ACTIVITY = dict.fromkeys(("provider", "structured", "mode", "activity_attribute"), ("activity",))
_OF_LEARNER = {**dict.fromkeys(HELD, ("learner", "on")), "attribute": ("learner",)}
# what each column follows from; `on` is there, and `change` needs other rows
_FOLLOWS_FROM: Mapping[type[Record], Mapping[str, tuple[str, ...]]] = {
    Evaluation: {
        **dict.fromkeys(("level", "rater", "wave", "phase", "aspect", "tier", "is_baseline"), (_WORDS,)),
        **dict.fromkeys(("score", "from_top", "scale"), (_SCORE,)),
        **dict.fromkeys(("activity", "initiative"), ("activity",)),
        **_OF_ACTIVITY,
        **_OF_LEARNER,
    },
    Participation: {
        **dict.fromkeys(("completed", "as_member", "as_team"), (_WORDS,)),
        **dict.fromkeys(("hours", "initiative"), (_WORDS, "activity")),
        **_OF_ACTIVITY,
        **_OF_LEARNER,
        "mapped": ("activity",),
        "due_after": ("on",),
        "due_by_now": (_WORDS,),
        "on_time": (_WORDS, "on"),
        **dict.fromkeys(_OF_STANDING, ("learner", "activity", "on")),
    },
}


@define(eq=False)
class Large:
    """All evidence of one kind, to be gone through in blocks."""

    encoder: Encoder
    coding: Coding
    graph: Graph
    _read: dict[str, Column] = field(factory=dict, init=False)
    _baselines: Baselines | None = field(default=None, init=False)
    _standings: Standings | None = field(default=None, init=False)
    _gaps: Gaps | None = field(default=None, init=False)

    @property
    def kind(self) -> type[Record]:
        """Which kind it is."""
        kind: type[Record] = self.encoder.table.record
        return kind

    @property
    def size(self) -> int:
        """How many pieces there are."""
        return sum(block.count for block in self.encoder.blocks)

    @property
    def scales(self) -> Mapping[int, Scale]:
        """Scales of the scores, by the code that columns hold for them."""
        combinations = self.encoder.groups.get(Group.SCORE)
        return combinations.judged.scales if combinations else {}

    def __iter__(self) -> Iterator[FactTable]:
        """Go through all pieces, some millions at a time."""
        for slab in self.slabs():
            yield self.table(slab)

    def slabs(self) -> Iterator[Slab]:
        """Put blocks together into larger ones; where there is no evidence, into one without rows."""
        waiting: list[Block] = []
        blocks = [block for block in self.encoder.blocks if block.count]
        for block in blocks:
            waiting.append(block)
            if sum(one.count for one in waiting) >= ROWS:
                yield Slab(self.encoder, waiting)
                waiting = []
        if waiting or not blocks:
            yield Slab(self.encoder, waiting)

    def table(self, slab: Slab) -> FactTable:
        """Give the facts of some blocks."""
        return FactTable(
            kind=self.kind,
            columns=OnDemand(column_names(self.kind), partial(self.column, slab)),
            offsets=np.arange(slab.size + 1, dtype=np.int64),
            # as wide as numbers of nodes are anywhere, however few there are
            subject=slab.subject.astype(np.int32, copy=False),
            credit=np.broadcast_to(np.int64(WHOLE), slab.size),
            kinds=self.graph.kinds,
            ids=slab.ids,
            records=slab.records,
        )

    def column(self, slab: Slab, name: str) -> Column:
        """Work a column out."""
        if name == "on":
            # wide enough for every day there is, whichever are in these rows
            return Column(slab.values("on").astype(np.int32, copy=False), np.ones(slab.size, dtype=np.bool_))
        if not slab.size:
            return column_of([])
        if name in {"change", "since_previous"}:
            return self._of_other_rows(slab, name)
        base, arguments = split_name(name)
        if base in FOLLOWED:
            return FOLLOWED[base](self.coding.follow_ups, attended(slab), *arguments)
        things = _FOLLOWS_FROM[self.kind][base]
        # learners and days are too many to be read in advance
        if len(things) > 1 or things[0] in {"learner", "on"}:
            return self._of_several(slab, name, things)
        if name not in self._read:
            self._read[name] = self._of_each(name, things[0])
        # the last stands for none
        number, column = slab.values(things[0]), self._read[name]
        return Column(column.values[number], column.present[number])

    def _of_other_rows(self, slab: Slab, name: str) -> Column:
        if name == "change":
            return self.baselines.change(self.scored(slab))
        return Column(*self.gaps.before(slab.subject, slab.values("on")))

    def _of_each(self, name: str, thing: str) -> Column:
        records = [*self._records_of(thing), self._record_of({thing: NONE})]
        cells = iter(read_column(self.kind, name, self.coding, [record for record in records if record is not None]))
        return column_of([None if record is None else next(cells) for record in records])

    def _of_several(self, slab: Slab, name: str, things: tuple[str, ...]) -> Column:
        alike = [slab.values(thing) for thing in things]
        if {"learner", "on"} <= set(things):
            # those who stand alike hold the same position, and learning is as relevant for them
            rest = [slab.values(thing) for thing in things if thing not in {"learner", "on"}]
            alike = [self.standings.numbers(slab.values("learner"), slab.values("on")), *rest]
        first, row_of = _first_of_each(alike)
        columns = [slab.values(thing)[first].tolist() for thing in things]
        records = [self._record_of(dict(zip(things, one, strict=True))) for one in zip(*columns, strict=True)]
        column = column_of(read_column(self.kind, name, self.coding, records))
        return Column(column.values[row_of], column.present[row_of])

    def _records_of(self, thing: str) -> Sequence[Record | None]:
        if thing == "activity":
            return [self._record_of({thing: number}) for number in range(len(self.encoder.activities.names))]
        return self.encoder.groups[Group(thing)].records

    def _record_of(self, numbers: Mapping[str, int]) -> Record:
        """Make a record of some things, with stand-ins for the rest."""
        words = self.encoder.groups[Group.WORDS].records[numbers[_WORDS]] if _WORDS in numbers else None
        given: dict[str, Any] = {}  # Any: of the type of each field
        # of those that may name none, a stand-in names none
        if numbers.get("activity", NONE) != NONE:
            given["activity"] = self.encoder.activities.names[numbers["activity"]]
        if "learner" in numbers:
            who = numbers["learner"]
            given["learner"] = None if who == NONE else self.encoder.context.nodes.ids[who]
        if "on" in numbers:
            given["on"] = date.fromordinal(numbers["on"])
        return attrs.evolve(words or self.encoder.stand_in, **given)

    def scored(self, slab: Slab) -> Scored:
        """Give what baselines are found by."""
        level_and_rater, scale = self._judged_alike
        activities = len(self.encoder.activities.names) + 1
        key = slab.values("learner").astype(np.int64) * activities + slab.values("activity") + 1
        key = key * len(level_and_rater) + level_and_rater[slab.values(_WORDS)]
        key = key * len(scale) + scale[slab.values(_SCORE)]
        score, is_baseline = self.column(slab, "score"), self.column(slab, "is_baseline")
        return Scored(key, slab.values("on"), score.values, score.present, is_baseline.values != 0)

    @property
    def _judged_alike(self) -> tuple[Ints, Ints]:
        """Number the levels, aspects and raters, and the scales, of the combinations met."""
        words, scores = (self.encoder.groups[group].records for group in (Group.WORDS, Group.SCORE))
        return (
            _numbered([(one.level, one.aspect, one.rater) if isinstance(one, Evaluation) else None for one in words]),
            _numbered([one.scale if isinstance(one, Evaluation) else None for one in scores]),
        )

    @property
    def standings(self) -> Standings:
        """Standings of learners."""
        if self._standings is None:
            self._standings = Standings.of(self.graph, self.coding)
        return self._standings

    @property
    def gaps(self) -> Gaps:
        """Days on which each learner and team completed learning."""
        if self._gaps is None:
            done = [
                (slab.subject[places], slab.values("on")[places])
                for slab in filter(attrgetter("size"), self.slabs())
                for places in [np.flatnonzero(self.column(slab, "completed").values)]
            ]
            subject, day = (np.concatenate(several) for several in zip(*done, strict=True))
            self._gaps = Gaps.of(subject, day)
        return self._gaps

    @property
    def baselines(self) -> Baselines:
        """Baselines known by the day of the report."""
        if self._baselines is None:
            found: list[Scored] = []
            ids: list[Sequence[str]] = []
            for slab in filter(attrgetter("size"), self.slabs()):
                scored = self.scored(slab)
                places = scored.known_baselines(self.coding.report_day)
                found.append(scored.take(places))
                # another slab, without the columns that this one has looked up
                ids.append(ByPlace(len(places), partial(_id_at, Slab(self.encoder, slab.blocks), places)))
            self._baselines = Baselines.of(found, Joined(ids))
        return self._baselines


def _id_at(slab: Slab, places: Places, at: int) -> str:
    return slab.ids[int(places[at])]


def _first_of_each(columns: Sequence[Whole]) -> tuple[Ints, Ints]:
    """Give the place of one of each different row of some columns, and which of them each row is."""
    together = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        least, most = int(column.min()), int(column.max())
        together = together * (most - least + 1) + (column.astype(np.int64) - least)
    _, first, row_of = np.unique(together, return_index=True, return_inverse=True)
    return first, row_of


def _numbered(keys: Sequence[Hashable]) -> Ints:
    numbers: dict[Hashable, int] = {}
    return np.fromiter((numbers.setdefault(key, len(numbers)) for key in keys), dtype=np.int64, count=len(keys))
