"""Metrics: what to count, how it merges and how it reads, with everything needed to judge the reading.

A metric is a value. It says which evidence it reads, which of it is owed and observed, what each piece contributes (its
lift, as expressions over columns that every engine can run, or as a plain Python function), and which state that goes
into; the state knows how it merges and reads. Metrics over metrics are staged (one value per learner, team or unit
first), ratios of two readings, or indexes of several.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from attrs import evolve, field, frozen
from numpy.typing import NDArray

from learnperf.metrics.algebra import Exact, Kind, State
from learnperf.metrics.columns import EvidenceKind, Presence
from learnperf.metrics.declared import Declared
from learnperf.metrics.definition import (
    metric_problems,
    name_problems,
    opaque_problems,
    ratio_problems,
    refuse,
    staged_problems,
)
from learnperf.metrics.expressions import Expression, as_expression
from learnperf.metrics.finalized import Context, Finalized
from learnperf.metrics.index import Index
from learnperf.metrics.integers import Integers, product
from learnperf.metrics.missing import Missing, MissingPolicy, MissingReason
from learnperf.metrics.outer import CompositionModel, Outer, Values, composed, composed_groups
from learnperf.metrics.state import exact_number, finalize, read_state, reading
from learnperf.model.evidence import Record
from learnperf.model.nodes import NodeKind

__all__ = ["AnyMetric", "Index", "Metric", "Opaque", "RatioOf", "Staged"]

# a lift takes one record of the kind the metric reads, which the field `evidence` says and no annotation can
Lift = Callable[[Any], "State | Missing | None"]
_SCALE_REASONS = (MissingReason.MIXED_SCALES, MissingReason.ORDINAL_SCALE)


def _expressions(lift: Mapping[str, object] | None) -> Mapping[str, Expression] | None:
    return None if lift is None else {name: as_expression(value) for name, value in lift.items()}


@frozen(kw_only=True, eq=False)
class Metric(Declared):
    """A metric that reads evidence itself.

    Parameters
    ----------
    evidence
        The kind of evidence it reads, or `Presence`, the roster.
    state
        Class of its state.
    lift
        An expression (or literal) for each column of the state: what one piece contributes. Where one of them is
        missing the piece was owed and not observed.
    function
        Instead of ``lift``: a plain function from a record to a state, to `Missing` (owed, not observed) or to None
        (not this metric's business).
    where
        Which pieces are owed at all; missing is no.
    observed
        Which of those are observations, where the lift does not say it.
    latest_by
        Makes it a stock: of each subject, only the last piece so far counts per combination of these columns, before
        ``where`` chooses.
    grain
        Of a distinct count: which kind of subject is counted.
    missing
        What no evidence means; left out, what the state says.
    ordinal_as_interval
        Says that scores of an ordinal scale shall be averaged all the same.

    Raises
    ------
    MetricDefinitionError
        With every reason why the definition makes no sense.

    Examples
    --------
    >>> from learnperf.metrics.algebra import Count
    >>> from learnperf.metrics.expressions import col
    >>> from learnperf.model.evidence import Innovation
    >>> from learnperf.model.vocabulary import Stage
    >>> implemented = Metric(
    ...     "mine.implemented", label="Innovations in use", unit="innovations", evidence=Innovation, state=Count,
    ...     where=col("stage") >= Stage.IMPLEMENTED, lift={"count": 1},
    ... )
    >>> implemented.kind.value
    'distributive'
    """

    evidence: EvidenceKind
    state: type[State]
    lift: Mapping[str, Expression] | None = field(default=None, converter=_expressions, repr=False)
    function: Lift | None = field(default=None, repr=False)
    where: Expression | None = field(default=None, repr=False)
    observed: Expression | None = field(default=None, repr=False)
    latest_by: tuple[str, ...] | None = None
    grain: NodeKind = NodeKind.LEARNER
    missing: MissingPolicy = field(repr=False)
    ordinal_as_interval: bool = False

    @missing.default
    def _missing_as_the_state_says(self) -> MissingPolicy:
        return self.state.EMPTY

    def __attrs_post_init__(self) -> None:
        """Refuse definitions that make no sense, all reasons at once."""
        refuse(self.name, [*self.declaration_problems(), *metric_problems(self)])

    @property
    def kind(self) -> Kind:
        """How it re-aggregates."""
        return Kind.STOCK if self.latest_by is not None else self.state.KIND

    @property
    def parts(self) -> tuple[AnyMetric, ...]:
        """Metrics it is made of: none."""
        return ()

    @property
    def counts_roster(self) -> bool:
        """Whether it counts who was there."""
        return self.evidence is Presence

    def value(self, state: State, context: Context) -> Exact:
        """Read one state.

        Raises
        ------
        MetricFailed
            The state's own code raised, or gave no exact number; names the metric and the state.
        """
        with reading(self.name):
            return read_state(state, self._context(context))

    def finalize(
        self, columns: Mapping[str, Integers], context: Context, wanted: NDArray[np.bool_] | None = None
    ) -> Finalized:
        """Read many states at once, given as one array per column, or those wanted of them; fails as `value` does."""
        with reading(self.name):
            return finalize(self.state, columns, self._context(context), wanted)

    def _context(self, context: Context) -> Context:
        return evolve(context, ordinal_as_interval=True) if self.ordinal_as_interval else context


@frozen(kw_only=True, eq=False)
class Staged(Declared):
    """A metric in two stages: one value per learner, team or unit, then a composition of those values.

    Parameters
    ----------
    inner
        Reduces the evidence of one grain subject that counts at a node to one value.
    grain
        Whose values: learner, team or unit.
    outer
        How the values compose.
    """

    inner: Metric
    grain: NodeKind
    outer: Outer

    def __attrs_post_init__(self) -> None:
        """Refuse definitions that make no sense, all reasons at once."""
        refuse(self.name, [*self.declaration_problems(), *staged_problems(self), *name_problems([self])])

    @property
    def kind(self) -> Kind:
        """How it re-aggregates."""
        return Kind.STAGED

    @property
    def parts(self) -> tuple[AnyMetric, ...]:
        """The inner metric."""
        return (self.inner,)

    def of_subjects(self, several: Iterable[tuple[Exact, Fraction]], pooled: Exact) -> Exact:
        """Compose values of subjects, each with its weight; those without a value are left out.

        Parameters
        ----------
        pooled
            What the inner metric reads at the node: where it has no value because scales were mixed, values of
            subjects on different scales must not be put together either.
        """
        if self._compares_scores and isinstance(pooled, Missing) and pooled.reason in _SCALE_REASONS:
            return pooled
        known = [(value, weight) for value, weight in several if not isinstance(value, Missing)]
        return composed(self.outer, known) if known else Missing(MissingReason.NO_EVIDENCE)

    def aggregate(self, group: NDArray[np.int64], values: Finalized, weight: Weights, pooled: Finalized) -> Finalized:
        """Compose the values of subjects group by group.

        Parameters
        ----------
        group
            Group of each subject.
        values, weight
            The inner metric's value of each subject, and its weight.
        pooled
            What the inner metric reads for each group.
        """
        subjects, groups = Values(group, values.numerator, values.denominator, weight.top, weight.bottom), len(pooled)
        if values.reason.any():
            subjects = subjects.take(np.flatnonzero(values.reason == 0))
        found = composed_groups(self.outer, subjects, groups)
        if not self._compares_scores:
            return found
        reason = np.where(np.isin(pooled.reason, _SCALE_REASONS), pooled.reason, found.reason)
        return Finalized.of(found.numerator, found.denominator, reason)

    @property
    def model(self) -> CompositionModel:
        """What its reading means in terms of its parts: the composition model it follows."""
        return self.outer.model

    @property
    def _compares_scores(self) -> bool:
        """Whether the inner values are in units of a scale."""
        return self.inner.state.has_scale() and not self.inner.state.IS_PART


@frozen(eq=False)
class Weights:
    """Weights of subjects as quotients of whole numbers."""

    top: Integers
    bottom: Integers


@frozen(kw_only=True, eq=False)
class RatioOf(Declared):
    """One reading divided by another at the same node, such as innovators by people on the roster.

    Parameters
    ----------
    numerator, denominator
        The denominator counts the roster, because those who have no events belong to it too.
    base
        Where it does not: what it is a share of, in words, as it shall stand in the label.
    """

    numerator: AnyMetric
    denominator: AnyMetric
    base: str = ""

    def __attrs_post_init__(self) -> None:
        """Refuse definitions that make no sense, all reasons at once."""
        refuse(self.name, [*self.declaration_problems(), *ratio_problems(self), *name_problems([self])])

    @property
    def kind(self) -> Kind:
        """How it re-aggregates."""
        return Kind.DERIVED

    @property
    def parts(self) -> tuple[AnyMetric, ...]:
        """Numerator and denominator."""
        return (self.numerator, self.denominator)

    def of_parts(self, values: Mapping[str, Exact]) -> Exact:
        """Divide one reading by the other."""
        top, bottom = (values[part.name] for part in self.parts)
        if isinstance(bottom, Missing) or bottom == 0:
            return Missing(MissingReason.NO_ROSTER)
        return Missing(MissingReason.PART_MISSING) if isinstance(top, Missing) else top / bottom

    def combine(self, values: Mapping[str, Finalized]) -> Finalized:
        """Divide many readings at once."""
        top, bottom = (values[part.name] for part in self.parts)
        nobody = (bottom.reason != 0) | (bottom.numerator == 0)
        reason = np.where(top.reason != 0, MissingReason.PART_MISSING, 0)
        numerator = product(top.numerator, bottom.denominator)
        denominator = np.where(nobody, 1, product(top.denominator, bottom.numerator))
        # a negative denominator would turn every comparison round
        sign = np.where(denominator < 0, -1, 1)
        return Finalized.of(
            product(numerator, sign), product(denominator, sign), np.where(nobody, MissingReason.NO_ROSTER, reason)
        )


# what an opaque metric's function gives; a float is taken as the exact binary number it is
Answer = Fraction | int | float | Missing


@frozen(kw_only=True, eq=False)
class Opaque(Declared):
    """Any function of records, called anew at every node with the records that count there; never summed.

    Parameters
    ----------
    evidence
        The kind of records it reads.
    function
        From the records, in order of id, to a number or `Missing`. Weights of sharing are not passed to it.
    where
        Which records it is called with; missing is no.
    """

    evidence: type[Record]
    function: Callable[[Sequence[Any]], Answer] = field(repr=False)
    where: Expression | None = field(default=None, repr=False)

    def __attrs_post_init__(self) -> None:
        """Refuse definitions that make no sense, all reasons at once."""
        refuse(self.name, [*self.declaration_problems(), *opaque_problems(self)])

    @property
    def kind(self) -> Kind:
        """How it re-aggregates."""
        return Kind.OPAQUE

    @property
    def parts(self) -> tuple[AnyMetric, ...]:
        """Metrics it is made of: none."""
        return ()

    def value(self, records: Sequence[Any]) -> Exact:
        """Call the function, and take its answer exactly.

        Raises
        ------
        TypeError, ValueError, OverflowError
            The answer is no finite number.
        """
        answer = self.function(records)
        return Fraction(answer) if isinstance(answer, float) else exact_number(answer)


AnyMetric = Metric | Staged | RatioOf | Index | Opaque
