"""Standing: everything known of a question at one time, and how a change goes into it at once or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from attrs import define, evolve, field

from learnperf.errors import InvalidValue
from learnperf.metrics.algebra import Exact
from learnperf.metrics.definition import parts_of
from learnperf.metrics.finalized import Context
from learnperf.metrics.metric import AnyMetric, Index, Metric, RatioOf, Staged
from learnperf.metrics.missing import Missing, MissingReason
from learnperf.model.collection import Evidence
from learnperf.model.nodes import NodeKind
from learnperf.model.scales import Scale
from learnperf.rollup.leaves import Leaf
from learnperf.rollup.live.figures import Figure, Figures
from learnperf.rollup.live.moment import Moment
from learnperf.rollup.live.opaques import Called, Records, records_by_place
from learnperf.rollup.live.pieces import Pieces
from learnperf.rollup.live.reach import Reach
from learnperf.rollup.live.records import Encoded, LiveRecords
from learnperf.rollup.live.roster import Roster
from learnperf.rollup.live.rows import Rows
from learnperf.rollup.live.shelves import Shelf
from learnperf.rollup.live.stages import Passing, Stage, values_of_subjects
from learnperf.rollup.live.tally import Tally
from learnperf.rollup.live.through import Through, steps
from learnperf.rollup.live.ties import LiveTies
from learnperf.rollup.live.touched import Touched
from learnperf.rollup.outcome import Outcome
from learnperf.rollup.plan import Plan


@define(eq=False)
class Standing:
    """Figures of every metric of a plan, as they are now.

    Parameters
    ----------
    figures
        By metric, those that read evidence, in the order of their places.
    stages
        By name of the metric in two stages.
    """

    plan: Plan
    pieces: Pieces
    roster: Roster
    moment: Moment
    figures: Sequence[Figures | Called]
    stages: Mapping[str, Stage]
    scales: dict[int, Scale]
    context: Context = field(init=False, repr=False)
    _place_of: Mapping[str, int] = field(init=False, repr=False)
    _people: Through = field(init=False, repr=False)
    _subjects: Through = field(init=False, repr=False)
    _passing: Passing = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Prepare to remember what a change looks at."""
        # the scales are read through the context, and more may come
        self.context = evolve(self.plan.context, scales=self.scales)
        self._place_of = {leaf.name: place for place, leaf in enumerate(self.pieces.leaves)}
        pieces = self.pieces
        self._people, self._subjects = (
            Through(collect, pieces.is_reached) for collect in (pieces.people, pieces.subjects)
        )
        by_inner: dict[tuple[int, NodeKind], list[Stage]] = {}
        for stage in self.stages.values():
            by_inner.setdefault((self._place_of[stage.metric.inner.name], stage.metric.grain), []).append(stage)
        merges = [lifting.merges for lifting in self.pieces.liftings]
        self._passing = Passing(self.pieces.passing, by_inner, merges)

    @classmethod
    def of(cls, plan: Plan, outcomes: Mapping[str, Outcome]) -> Standing:
        """Take what an engine found for a plan as the beginning.

        Raises
        ------
        InvalidValue
            Evidence of which there are only columns.
        """
        shelves = {kind: Shelf(list(table), plan.graph.size) for kind, table in plan.facts.tables.items()}
        evidence = plan.evidence
        if not isinstance(evidence, Evidence | Encoded):
            hint = 'roll up records, a folder, or tables read with engine="memory"'
            raise InvalidValue("evidence", evidence, "has no records, which single changes are about", hint)
        records = LiveRecords(evidence, shelves, plan.graph.number, plan.organization.kinds)
        ties = LiveTies(plan.organization, plan.graph.number, plan.graph.structure_size)
        moment = Moment(plan, records, ties)
        staged = [one for one in _everything(plan.metrics) if isinstance(one, Staged)]
        pieces = Pieces(
            leaves=list(plan.leaves.values()),
            stages=_grains(plan, staged),
            periods=plan.periods,
            fixed=plan.question.structure_date,
            records=records,
            rows=Rows(records, ties, moment.report_day(records.span)),
            reach=Reach(ties, plan.organization.kinds, plan.question.counting),
            ids=plan.graph.ids,
            number=plan.graph.number,
        )
        records.prepare(pieces.reading)
        heard = values_of_subjects(plan, staged)
        return cls(
            plan=plan,
            pieces=pieces,
            roster=Roster.of(pieces),
            moment=moment,
            figures=[_figures(at, leaf, outcomes[leaf.name], pieces) for at, leaf in enumerate(pieces.leaves)],
            stages={one.name: Stage(one, values) for one, values in zip(staged, heard, strict=True)},
            scales=dict(plan.context.scales),
        )

    def before(self, touched: Touched) -> Tally:
        """Take out what a change touches, as it is before."""
        tally = Tally()
        self._count(tally, touched, -1)
        return tally

    def after(self, tally: Tally, touched: Touched, *, moved: bool) -> None:
        """Put what a change touches back in, as it is after; both go into effect at once.

        Parameters
        ----------
        moved
            Whether ties have changed.

        Raises
        ------
        MetricFailed
            A metric's own code raised; then nothing is in effect.
        """
        self._count(tally, touched, 1)
        self._after(tally, moved=moved)()

    def _count(self, tally: Tally, touched: Touched, sign: int) -> None:
        self.pieces.count(tally, touched.records, sign)
        self.roster.count(tally, touched.nodes, touched.people, sign)

    def _after(self, tally: Tally, *, moved: bool) -> Callable[[], None]:
        """Work out all that differs before anything is changed; what is left to do cannot fail."""
        people, subjects = (
            one.after(differences, moved=moved)
            for one, differences in ((self._people, tally.people), (self._subjects, tally.subjects))
        )
        passing, taken = self._passing.after(tally.passing, self.context)
        called = list(self._called(tally))

        def effect() -> None:
            for metric, places, lifted, sign in tally.pieces:
                self.figures[metric].enter(places, lifted, sign)
            for metric, place, step in steps(people):
                self.figures[metric].since.heads[place] += step
            for metric, place, step in steps(subjects):
                self.figures[metric].since.counted[place] += step
            for (metric, place), present in tally.roster.items():
                self.figures[metric].since.add(place, present)
            for figures, place, records, value in called:
                figures.keep(place, records, value)
            self._people.keep(people)
            self._subjects.keep(subjects)
            self._passing.keep(passing, taken)

        return effect

    def _called(self, tally: Tally) -> Iterator[tuple[Called, int, Records, Exact | None]]:
        for (metric, place), difference in tally.records.items():
            figures = self.figures[metric]
            if isinstance(figures, Called) and any(sign for _, sign in difference.values()):
                yield figures, place, *figures.after(place, difference)

    def read(self, metric: AnyMetric, period: int, node: int) -> Figure:
        """Read a metric at a node in a period."""
        figure = self._read(metric, period * self.plan.graph.size + node)
        if self.pieces.reach.kinds[self.plan.graph.ids[node]] in metric.levels:
            return figure
        return Figure(Missing(MissingReason.NOT_AT_THIS_LEVEL), figure.n, figure.heads, figure.due)

    def _read(self, metric: AnyMetric, place: int) -> Figure:
        if isinstance(metric, Staged):
            inner = self._read(metric.inner, place)
            return Figure(self.stages[metric.name].read(place, inner.value), inner.n, inner.heads, inner.due)
        if isinstance(metric, RatioOf | Index):
            return _derived(metric, {part.name: self._read(part, place) for part in metric.parts})
        figures = self.figures[self._place_of[metric.name]]
        return figures.read(place) if isinstance(figures, Called) else figures.read(place, self.context)


def _grains(plan: Plan, staged: Sequence[Staged]) -> dict[int, set[NodeKind]]:
    """Give the grains at which metrics in two stages read each metric, by its place."""
    places = {name: place for place, name in enumerate(plan.leaves)}
    grains: dict[int, set[NodeKind]] = {}
    for one in staged:
        grains.setdefault(places[one.inner.name], set()).add(one.grain)
    return grains


def _everything(metrics: Sequence[AnyMetric]) -> list[AnyMetric]:
    """Give metrics and all they are made of, each once."""
    return list({part.name: part for metric in metrics for part in parts_of(metric)}.values())


def _figures(place: int, leaf: Leaf, base: Outcome, pieces: Pieces) -> Figures | Called:
    if isinstance(leaf, Metric):
        return Figures(leaf, pieces.liftings[place].merges, base, lambda at: pieces.at(place, at))
    known = pieces.records.originals(leaf.evidence)
    return Called(leaf, base, records_by_place(pieces.of_records(place, known)))


def _derived(metric: RatioOf | Index, parts: Mapping[str, Figure]) -> Figure:
    value = metric.of_parts({name: figure.value for name, figure in parts.items()})
    if isinstance(metric, RatioOf):
        base = parts[metric.denominator.name]
        return Figure(value, base.n, base.heads, base.due)
    several = list(parts.values())
    n, due = sum(one.n for one in several), sum(one.due for one in several)
    return Figure(value, n, min(one.heads for one in several), due)
