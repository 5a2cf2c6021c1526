"""Checking an engine: any function that rolls evidence up, held to ours and to the laws that name its likeliest faults.

Each of five laws compares the engine with itself on two organizations that must read alike, so that its message names
what is wrong; the last compares it with learnperf, in every counting and structure it offers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Protocol

from attrs import evolve, frozen

from learnperf.metrics.algebra import Count, Distinct, Mean, Ratio, Sum
from learnperf.metrics.metric import AnyMetric, Metric
from learnperf.metrics.missing import Missing
from learnperf.metrics.registry import catalogue
from learnperf.model.collection import Evidence
from learnperf.model.evidence import CareerMove, Evaluation, Innovation, Participation, Record
from learnperf.model.nodes import NodeKind
from learnperf.model.organization import Organization
from learnperf.rollup.counting import Counting
from learnperf.rollup.reading import Reading
from learnperf.rollup.request import Structure
from learnperf.rollup.result import rollup
from learnperf.testing.law import Case, Law, LawBroken, try_law
from learnperf.testing.lift_laws import MEASURED, MISSING_IS_NEVER_NOUGHT
from learnperf.testing.pairs import reordered, root_of
from learnperf.testing.pieces import told
from learnperf.testing.restructured import as_on, flattened

ROLLS_UP = "every valid organization can be rolled up"
ANY_ORDER = "merging in any order gives the same"
MOVERS_COUNT_ONCE = "a mover counts once"
PEOPLE_COUNT_ONCE = "distinct people are not added up"
MEANS_ARE_POOLED = "a mean is not a mean of means"
AGREES = "the engine of learnperf agrees"


class Answers(Protocol):
    """What an engine gives: a mapping, or anything else that is asked by node and metric."""

    def __getitem__(self, key: tuple[str, str], /) -> object:
        """Give a number, None where there is no value, or a `Reading`."""
        ...


class Engine(Protocol):
    """What can be checked: a function that is called like `learnperf.rollup`."""

    def __call__(
        self,
        organization: Organization,
        evidence: Evidence,
        metrics: Sequence[AnyMetric],
        /,
        *,
        counting: Counting,
        structure: Structure | date,
    ) -> Answers:
        """Roll evidence up."""
        ...


def check_engine(
    engine: Engine,
    metrics: Iterable[AnyMetric] | None = None,
    *,
    counting: Iterable[Counting | str] = tuple(Counting),
    structure: Iterable[Structure | str | date] = (Structure.AS_WAS, date(2024, 7, 1)),
    max_examples: int = 40,
) -> None:
    """Hold another way of rolling evidence up to ours, on drawn organizations and evidence.

    Parameters
    ----------
    engine
        Called like `learnperf.rollup`, with an organization, evidence and a list of one metric, and ``counting=`` and
        ``structure=`` by name. What it gives is asked by node and name of the metric, and answers with a number, with
        None where there is no value, or with a `Reading`. Floats are compared to nine digits, other numbers exactly.
    metrics
        What the engine can read, as learnperf defines it; left out, a count, a mean and a distinct count of ours.
    counting, structure
        Which of them the engine offers. Several laws need ``full`` and ``as_was``, and are tried where both are there.
    max_examples
        How many cases to try each law on; they are the same every time.

    Raises
    ------
    LawBroken
        Names the law broken first, with the smallest case found, in words.

    Examples
    --------
    >>> import learnperf as lp
    >>> check_engine(lp.rollup, max_examples=2)
    >>> def of_leaves(organization, evidence, metrics, *, counting, structure):
    ...     '''Forgets that people have units.'''
    ...     found = lp.rollup(organization, evidence, metrics, counting=counting, structure=structure)
    ...     return {(one.node, one.metric): one.value if one.node in organization.learners else None for one in found}
    >>> check_engine(of_leaves)  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
        ...
    LawBroken: of_leaves breaks the law 'the engine of learnperf agrees': ...
    """
    asked = _Asked(engine, [Counting(one) for one in counting], [_structure(one) for one in structure])
    usual = (metric for metric in catalogue(*_USUAL) if metric.name in _USUAL)
    for metric in usual if metrics is None else metrics:
        for law in _laws(asked):
            if law.concerns(metric):
                try_law(law, metric, max_examples)


@frozen(eq=False)
class _Asked:
    """An engine with what it offers."""

    engine: Engine
    countings: Sequence[Counting]
    structures: Sequence[Structure | date]

    @property
    def name(self) -> str:
        return getattr(self.engine, "__name__", "the engine")

    @property
    def is_plain(self) -> bool:
        return Counting.FULL in self.countings and Structure.AS_WAS in self.structures

    def values(
        self,
        metric: AnyMetric,
        organization: Organization,
        evidence: Evidence,
        counting: Counting = Counting.FULL,
        structure: Structure | date = Structure.AS_WAS,
    ) -> dict[str, Fraction | float | Missing]:
        """Give the engine's value at every node."""
        try:
            answers = self.engine(organization, evidence, [metric], counting=counting, structure=structure)
            return {node: self._value(node, metric, answers[node, metric.name]) for node in organization}
        except LawBroken:
            raise
        except Exception as error:
            message = f"for {metric.name} it raises {type(error).__name__}: {error}"
            raise LawBroken(ROLLS_UP, self.name, f"{message}; {Case(organization, evidence).told}") from error

    def _value(self, node: str, metric: AnyMetric, answer: object) -> Fraction | float | Missing:
        if isinstance(answer, Reading):
            return Missing(answer.missing) if answer.exact is None else answer.exact
        if answer is None or isinstance(answer, Missing):
            return Missing()
        if isinstance(answer, float):
            return answer
        if isinstance(answer, int | Fraction):
            return Fraction(answer)
        message = f"at {node} it gives {answer!r} for {metric.name}, which is neither a number nor None"
        raise LawBroken(ROLLS_UP, self.name, message)


def _merges_in_any_order(asked: _Asked, metric: AnyMetric, case: Case) -> None:
    random, how = case.random, (asked.countings[0], asked.structures[0])
    first = asked.values(metric, case.organization, case.evidence, *how)
    for _ in range(_ORDERS):
        second = asked.values(metric, *reordered(case.organization, case.evidence, random), *how)
        for node, value in first.items():
            saying = "with the records and ties in another order"
            _alike(asked, ANY_ORDER, metric, case, node, value, second[node], saying)


def _reads_no_missing_value(asked: _Asked, metric: AnyMetric, case: Case) -> None:
    kind = _kind(metric)
    name, _ = MEASURED[kind]
    records = _records(kind, case)
    some = Case(case.organization, Evidence.of(records, activities=case.evidence.activities.values()))
    given = [record for record in records if getattr(record, name) is not None]
    without = Evidence.of(given, activities=case.evidence.activities.values())
    first, second = (asked.values(metric, case.organization, one) for one in (some.evidence, without))
    for node, value in first.items():
        _alike(asked, MISSING_IS_NEVER_NOUGHT, metric, some, node, value, second[node], f"without those of no {name}")


def _counts_a_mover_once(asked: _Asked, metric: AnyMetric, case: Case) -> None:
    for day in sorted({record.on for record in _records(_kind(metric), case)}):
        then = as_on(case.organization, day)
        about = [
            record
            for record in _records(_kind(metric), case)
            if record.on == day and all(subject in then for subject, _ in record.subjects)
        ]
        some = Case(case.organization, Evidence.of(about, activities=case.evidence.activities.values()))
        first, second = (asked.values(metric, one, some.evidence) for one in (case.organization, then))
        for node, value in second.items():
            saying = "where all ties of other days are left out"
            _alike(asked, MOVERS_COUNT_ONCE, metric, some, node, first[node], value, saying)


def _adds_up_no_people(asked: _Asked, metric: AnyMetric, case: Case) -> None:
    root, some = _reaching_the_root(metric, case)
    first, second = (
        asked.values(metric, one, some.evidence) for one in (case.organization, flattened(case.organization))
    )
    _alike(asked, PEOPLE_COUNT_ONCE, metric, some, root, first[root], second[root], "where all are right under it")


def _pools_means(asked: _Asked, metric: AnyMetric, case: Case) -> None:
    root, some = _reaching_the_root(metric, case)
    records = list(some.evidence)
    # parts that stand for one record each would have a mean of means that is right by chance
    again = [evolve(records[0], id=f"{records[0].id}, time {time}") for time in (2, 3, 4)] if records else []
    more = Case(case.organization, Evidence.of([*records, *again], activities=case.evidence.activities.values()))
    theirs, ours = (one.values(metric, more.organization, more.evidence) for one in (asked, _OURS))
    _alike(asked, MEANS_ARE_POOLED, metric, more, root, theirs[root], ours[root], "over all the evidence at once")


def _reaching_the_root(metric: AnyMetric, case: Case) -> tuple[str, Case]:
    """Give the root, which drawn organizations have for good, and the records all of whose subjects reach it."""
    root = root_of(case.organization)
    reached = [
        record
        for record in _records(_kind(metric), case)
        if all(root in {one, *case.organization.ancestors(one, on=record.on)} for one, _ in record.subjects)
    ]
    return root, Case(case.organization, Evidence.of(reached, activities=case.evidence.activities.values()))


def _agrees_with_ours(asked: _Asked, metric: AnyMetric, case: Case) -> None:
    counting, structure = case.random.choice(asked.countings), case.random.choice(asked.structures)
    theirs = asked.values(metric, case.organization, case.evidence, counting, structure)
    ours = rollup(case.organization, case.evidence, [metric], counting=counting, structure=structure)
    shown = structure.value if isinstance(structure, Structure) else f"as on {structure}"
    for node, value in theirs.items():
        reading = ours[node, metric.name]
        exact = Missing(reading.missing) if reading.exact is None else reading.exact
        saying = f"by learnperf, in {counting.value} counting, {shown}"
        _alike(asked, AGREES, metric, case, node, value, exact, saying)


def _alike(
    asked: _Asked,
    law: str,
    metric: AnyMetric,
    case: Case,
    node: str,
    one: Fraction | float | Missing,
    other: Fraction | float | Missing,
    saying: str,
) -> None:
    if not _same(one, other):
        message = f"it reads {_said(one)} for {metric.name} at {node}, and {_said(other)} {saying}"
        raise LawBroken(law, asked.name, f"{message}; {case.told}")


def _same(one: Fraction | float | Missing, other: Fraction | float | Missing) -> bool:
    if isinstance(one, Missing) or isinstance(other, Missing):
        return isinstance(one, Missing) and isinstance(other, Missing)
    if isinstance(one, float) or isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)
    return one == other


def _said(value: Fraction | float | Missing) -> str:
    if isinstance(value, Missing):
        return "no value"
    return f"{value:.9g}" if isinstance(value, float) else told(value)


def _kind(metric: AnyMetric) -> type[Record]:
    """Give the kind of evidence of a metric of which `_is_simple` has been asked."""
    return next(kind for kind in _KINDS if isinstance(metric, Metric) and metric.evidence is kind)


def _records(kind: type[Record], case: Case) -> list[Record]:
    """Give the records in force of one kind, none of which speaks of another."""
    return [evolve(record, supersedes=None) for record in case.evidence if isinstance(record, kind)]


def _is_simple(metric: AnyMetric, states: Sequence[type], kinds: Collection[object]) -> bool:
    """Whether a metric reads one record at a time, of people, into one of some states."""
    return (
        isinstance(metric, Metric)
        and metric.state in states
        and metric.evidence in kinds
        and metric.latest_by is None
        and metric.grain is NodeKind.LEARNER
    )


def _laws(asked: _Asked) -> tuple[Law, ...]:
    def law(name: str, holds: Callable[[_Asked, AnyMetric, Case], None], concerns: Callable[[AnyMetric], bool]) -> Law:
        return Law(name, partial(holds, asked), concerns)

    def simple(*states: type, kinds: Collection[object] = _KINDS) -> Callable[[AnyMetric], bool]:
        return lambda metric: asked.is_plain and _is_simple(metric, states, kinds)

    measured = [kind for kind in _KINDS if kind in MEASURED]
    return (
        law(ANY_ORDER, _merges_in_any_order, lambda _: True),
        law(MISSING_IS_NEVER_NOUGHT, _reads_no_missing_value, simple(Mean, Ratio, kinds=measured)),
        law(MOVERS_COUNT_ONCE, _counts_a_mover_once, simple(Count, Sum, Mean, Ratio, Distinct)),
        law(PEOPLE_COUNT_ONCE, _adds_up_no_people, simple(Distinct)),
        law(MEANS_ARE_POOLED, _pools_means, simple(Mean, Ratio)),
        law(AGREES, _agrees_with_ours, lambda _: True),
    )


def _structure(given: Structure | str | date) -> Structure | date:
    return given if isinstance(given, date) else Structure(given)


_KINDS: tuple[type[Record], ...] = (Evaluation, Participation, Innovation, CareerMove)
# one other order may be no other where it matters
_ORDERS = 3
_USUAL = ("innovation.count", "kirkpatrick.behaviour", "kirkpatrick.trained")
_OURS = _Asked(rollup, (Counting.FULL,), (Structure.AS_WAS,))
