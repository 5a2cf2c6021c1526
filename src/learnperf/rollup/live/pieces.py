"""Pieces: the evidence each metric reads as it is now, where each piece counts, and through whom."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import cast

from attrs import define, field, frozen

from learnperf.metrics.algebra import Distinct
from learnperf.metrics.arguments import base_name
from learnperf.metrics.columns import Presence
from learnperf.metrics.metric import Metric, Opaque
from learnperf.model.evidence import Record
from learnperf.model.nodes import NodeKind
from learnperf.rollup.counting import Counting
from learnperf.rollup.leaves import Leaf
from learnperf.rollup.live.lifting import Lifted, Lifting
from learnperf.rollup.live.reach import Reach
from learnperf.rollup.live.records import LiveRecords
from learnperf.rollup.live.rows import SHARED, Row, Rows
from learnperf.rollup.live.tally import Cell, Counts, Tally
from learnperf.rollup.request import Period


@frozen(eq=False)
class Piece:
    """One record as one metric reads it in one period.

    Attributes
    ----------
    base
        First place of its period: a node's place is this and the node's number.
    day
        Whose ties count.
    weights, places
        Its weight at every node where it counts, and at every place.
    """

    record: Record
    base: int
    day: date
    lifted: Lifted
    weights: Mapping[str, int]
    places: Mapping[int, int]


@define(slots=False, eq=False)
class Pieces:
    """Finds pieces by record and by node.

    Parameters
    ----------
    leaves
        The metrics that read evidence.
    stages
        Per metric, the grains at which metrics in two stages read it.
    fixed
        The one day whose ties are used for all evidence, if there is one.
    """

    leaves: Sequence[Leaf]
    stages: Mapping[int, Collection[NodeKind]]
    periods: Sequence[Period]
    fixed: date | None
    records: LiveRecords
    rows: Rows
    reach: Reach
    ids: Sequence[str]
    number: Mapping[str, int]
    liftings: list[Lifting] = field(init=False, repr=False)
    touched: set[str] = field(factory=set, init=False, repr=False)
    _rows: defaultdict[type, dict[str, Row]] = field(factory=lambda: defaultdict(dict), init=False, repr=False)
    _firsts: list[int] = field(init=False, repr=False)
    _afters: list[int] = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Prepare what each piece asks for."""
        self.liftings = [Lifting(leaf) for leaf in self.leaves]
        self._firsts = [period.first for period in self.periods]
        self._afters = [period.after for period in self.periods]

    @cached_property
    def reading(self) -> Mapping[type, list[int]]:
        """Which metrics read each kind of evidence."""
        found: dict[type, list[int]] = {}
        for place, leaf in enumerate(self.leaves):
            if leaf.evidence is not Presence:
                found.setdefault(leaf.evidence, []).append(place)
        return found

    @cached_property
    def shared(self) -> frozenset[type[Record]]:
        """Kinds of which metrics read columns that more than the record itself has a say in."""
        return frozenset(kind for kind, columns in SHARED.items() if self.reads(kind, columns))

    def count(self, tally: Tally, touched: Mapping[type[Record], Mapping[str, Record]], sign: int) -> None:
        """Count the touched records that are in force, and what they stand in the place of, into a tally."""
        for kind, several in touched.items():
            self._rows = tally.rows
            rows = {} if kind in self.shared else tally.rows[kind]
            if kind in self.shared:
                self.touched.update(several)
            present = [record for record in several.values() if self.records.holds(record)]
            groups: list[Record] | None = None
            for metric in self.reading.get(kind, ()):
                if self.is_stock(metric):
                    groups = self._groups(kind, several.values()) if groups is None else groups
                    records = groups
                else:
                    records = present
                for piece in self.of_records(metric, records, rows):
                    self._enter(tally, metric, piece, sign)

    def of_records(self, metric: int, records: Iterable[Record], rows: dict[str, Row] | None = None) -> Iterator[Piece]:
        """Iterate over the pieces that records are to a metric; to a stock, all records of their subjects are given.

        Parameters
        ----------
        rows
            Rows of the records that are known, to which more are added.
        """
        lifting = self.liftings[metric]
        lift = self._lift_of(metric, {} if rows is None else rows)
        if self.is_stock(metric):
            yield from self._last_pieces(lifting, lift, list(records))
            return
        for record in records:
            # a metric's own function is called for what is in no period too, as in a rollup
            lifted = lift(record)
            if lifted is not None:
                yield from self._in_periods(record, lifted)

    def _in_periods(self, record: Record, lifted: Lifted) -> Iterator[Piece]:
        within = self._within(record.on.toordinal())
        if within:
            on = self.fixed or record.on
            weights = self.reach.weights(record.subjects, on)
            for period in within:
                yield self._piece(record, period, on, lifted, weights)

    def _within(self, day: int) -> range:
        """Give the periods a day is in, which are neighbours."""
        return range(bisect_right(self._afters, day), bisect_right(self._firsts, day))

    def _piece(self, record: Record, period: int, on: date, lifted: Lifted, weights: Mapping[str, int]) -> Piece:
        number = self.number
        base = period * len(number)
        places = {base + number[node]: weight for node, weight in weights.items()}
        return Piece(record, base, on, lifted, weights, places)

    def people(self, metric: int, person: str) -> Counts:
        """Count how many observed pieces reach each place through a learner."""
        counts = self.subjects(metric, person)
        kind = self._kind(metric)
        if self.records.is_about_teams(kind):
            kinds = self.reach.kinds
            teams = [one for one in self.reach.ties.leading_up(person) if kinds[one] is NodeKind.TEAM]
            known = _once(record for team in teams for record in self.records.about(kind, team))
            for piece in self.of_records(metric, known):
                if piece.lifted.observed:
                    for subject, _ in piece.record.subjects:
                        if subject in teams and person in self.reach.people(subject, piece.day):
                            self._count_places(counts, piece, subject, 1)
        return counts

    def is_reached(self, metric: int, subject: str, places: Collection[int]) -> bool:
        """Whether records on the shelf that nothing touched reach all of some places through a node."""
        if not self._tells_by_columns(metric):
            return False
        kind, missing = self._kind(metric), set(places)
        shelf = self.records.shelves[kind]
        seen = shelf.seen(cast("Metric", self.leaves[metric]))
        for place in self.records.fresh(kind, subject, seen, self.touched)[0]:
            counts: Counts = {}
            self._count_fresh(counts, kind, subject, [place])
            missing -= counts.keys()
            if not missing:
                return True
        return False

    def subjects(self, metric: int, subject: str) -> Counts:
        """Count how many observed pieces about a node reach each place through it."""
        counts: Counts = {}
        kind = self._kind(metric)
        if self._tells_by_columns(metric):
            seen = self.records.shelves[kind].seen(cast("Metric", self.leaves[metric]))
            places, records = self.records.fresh(kind, subject, seen, self.touched)
            self._count_fresh(counts, kind, subject, places)
        else:
            records = self.records.about(kind, subject)
        # what the change itself brought was looked at already
        rows = {} if kind in self.shared else self._rows[kind]
        for piece in self.of_records(metric, records, rows):
            if piece.lifted.observed:
                self._count_places(counts, piece, subject, 1)
        return counts

    def passing(self, metric: int, grain: NodeKind, subject: str) -> dict[int, Cell]:
        """Add up, for each place, the observed pieces that pass through a node on their way there."""
        nodes = [subject] if grain is NodeKind.LEARNER else list(self.reach.ties.below(subject))
        found: dict[int, Cell] = {}
        for piece in self.of_records(metric, self._about_any(metric, nodes)):
            if piece.lifted.observed and subject in self._passed(piece, grain):
                self._add_passing(found, piece, subject, 1)
        return found

    def at(self, metric: int, place: int) -> Cell:
        """Add up everything that counts at a place, from the records below it."""
        node = self.ids[place % len(self.number)]
        cell = Cell()
        for piece in self.of_records(metric, self._about_any(metric, self.reach.ties.below(node))):
            if place in piece.places:
                cell.add(piece.lifted, piece.places[place], 1)
        return cell

    def _tells_by_columns(self, metric: int) -> bool:
        """Whether columns say what an untouched record is, and its day says where it counts."""
        leaf = self.leaves[metric]
        is_plain = not isinstance(leaf, Opaque) and leaf.function is None and leaf.latest_by is None
        return is_plain and self.reach.counting is Counting.FULL

    def _count_fresh(self, counts: Counts, kind: type[Record], subject: str, places: Sequence[int]) -> None:
        """Count where records on the shelf reach through a node, which in full counting is all above it."""
        on, number = self.records.shelves[kind].on, self.number
        for place in places:
            day = int(on[place])
            within = self._within(day)
            nodes = self.reach.reached(subject, self.fixed or date.fromordinal(day)) if within else ()
            for period in within:
                base = period * len(number)
                for node in nodes:
                    at = base + number[node]
                    counts[at] = counts.get(at, 0) + 1

    def _about_any(self, metric: int, nodes: Iterable[str]) -> list[Record]:
        kind = self._kind(metric)
        return _once(record for node in nodes for record in self.records.about(kind, node))

    def _enter(self, tally: Tally, metric: int, piece: Piece, sign: int) -> None:
        """Count one piece into a tally, wherever it counts."""
        tally.pieces.append((metric, piece.places, piece.lifted, sign))
        if not piece.lifted.observed:
            return
        leaf = self.leaves[metric]
        for subject, _ in piece.record.subjects:
            for person in self.reach.people(subject, piece.day):
                self._count_places(tally.people[metric, person], piece, subject, sign)
            if isinstance(leaf, Metric) and leaf.state is Distinct and self.reach.kinds[subject] is leaf.grain:
                self._count_places(tally.subjects[metric, subject], piece, subject, sign)
        for grain in self.stages.get(metric, ()):
            for subject in self._passed(piece, grain):
                self._add_passing(tally.passing[metric, grain, subject], piece, subject, sign)
        if isinstance(leaf, Opaque):
            for place in piece.places:
                known = tally.records[metric, place]
                _, before = known.get(piece.record.id, (piece.record, 0))
                known[piece.record.id] = (piece.record, before + sign)

    def _count_places(self, counts: Counts, piece: Piece, subject: str, sign: int) -> None:
        for place in self._through(piece, subject):
            counts[place] = counts.get(place, 0) + sign

    def _through(self, piece: Piece, node: str) -> Iterable[int]:
        """Give the places where a piece counts that lie above one of the nodes on its way."""
        if len(piece.record.subjects) == 1 and piece.record.subjects[0][0] == node:
            return piece.places
        return [piece.base + self.number[one] for one in self.reach.reached(node, piece.day) if one in piece.weights]

    def _passed(self, piece: Piece, grain: NodeKind) -> list[str]:
        """Give the nodes of a kind that a piece counts at on its way; of learners, its subjects."""
        on_the_way: Iterable[str] = piece.weights
        if grain is NodeKind.LEARNER:
            on_the_way = [subject for subject, _ in piece.record.subjects]
        return [one for one in on_the_way if self.reach.kinds[one] is grain]

    def _add_passing(self, cells: dict[int, Cell], piece: Piece, subject: str, sign: int) -> None:
        for place in self._through(piece, subject):
            if place not in cells:
                cells[place] = Cell()
            cells[place].add(piece.lifted, piece.places[place], sign)

    def _lift_of(self, metric: int, known: dict[str, Row]) -> Callable[[Record], Lifted | None]:
        lifting, leaf = self.liftings[metric], self.leaves[metric]
        # only what is told apart by subject asks whom a record is about
        grain = leaf.grain if isinstance(leaf, Metric) and leaf.state is Distinct else None
        kinds, rows = self.reach.kinds, self.rows

        def lift(record: Record) -> Lifted | None:
            row = known.get(record.id)
            if row is None:
                row = known[record.id] = rows.row(record)
            if metric not in row.lifted:
                about = grain is None or any(kinds[subject] is grain for subject, _ in record.subjects)
                row.lifted[metric] = lifting.of(row, record, about=about)
            return row.lifted[metric]

        return lift

    def _last_pieces(
        self, lifting: Lifting, lift: Callable[[Record], Lifted | None], records: Sequence[Record]
    ) -> Iterator[Piece]:
        """Of each subject's records, the last so far counts in each period, on the structure of its last day."""
        keys = (isinstance(lifting.leaf, Metric) and lifting.leaf.latest_by) or ()
        rows = {record.id: self.rows.row(record) for record in records}
        lifted_of = {record.id: lift(record) for record in records}
        ordered = sorted(records, key=lambda record: (record.on, record.id))
        for place, period in enumerate(self.periods):
            last: dict[object, Record] = {}
            for record in ordered:
                if record.on.toordinal() < period.after:
                    last[record.subjects, tuple(rows[record.id][key] for key in keys)] = record
            on = self.fixed or self._read_on(period)
            for record in last.values():
                lifted = lifted_of[record.id]
                if lifted is not None:
                    weights = self.reach.weights(record.subjects, on)
                    yield self._piece(record, place, on, lifted, weights)

    def _read_on(self, period: Period) -> date:
        if period.until is not None:
            return period.until - timedelta(days=1)
        return date.fromordinal(self.rows.report_day)

    def _groups(self, kind: type[Record], records: Iterable[Record]) -> list[Record]:
        """Give all records in force about the very subjects that some records are about."""
        return [
            one
            for subjects in dict.fromkeys(record.subjects for record in records)
            for one in self.records.about(kind, subjects[0][0])
            if one.subjects == subjects
        ]

    def reads(self, kind: type[Record], columns: Collection[str]) -> bool:
        """Whether any metric reads any of some columns, whatever their arguments."""
        read = (name for one in self.reading.get(kind, ()) for name in self.liftings[one].columns)
        return any(base_name(name) in columns for name in read)

    def is_stock(self, metric: int) -> bool:
        """Whether a metric takes each subject's last piece only."""
        leaf = self.leaves[metric]
        return isinstance(leaf, Metric) and leaf.latest_by is not None

    def _kind(self, metric: int) -> type[Record]:
        # the roster has stays and no records, and is counted elsewhere
        return cast("type[Record]", self.leaves[metric].evidence)


def _once(records: Iterable[Record]) -> list[Record]:
    """Give each record once: one with several subjects is found through each of them."""
    return list({record.id: record for record in records}.values())
