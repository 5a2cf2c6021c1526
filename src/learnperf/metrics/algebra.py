"""The algebra: states that merge, each a few named whole numbers that add up or keep the least or the greatest.

What a metric knows about some evidence is a *state*. States of disjoint evidence merge into the state of all of it, in
any order and any grouping, because every column merges by sum, least or greatest and nothing else. Division, roots,
degrees of freedom and rounding wait for ``value``, so that nothing is lost on the way up: a mean is (n, total) until
somebody reads it.

A score is whole steps on a scale, and a state remembers the scale by its code, as the least and the greatest code seen:
where the two differ, scores of different scales were mixed and there is no value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from fractions import Fraction
from functools import cache
from hashlib import blake2b
from typing import ClassVar, Self

import numpy as np
from attrs import field, frozen

from learnperf.errors import InvalidValue
from learnperf.metrics.finalized import Context, Finalized
from learnperf.metrics.integers import LARGEST, SMALLEST, Integers, added, product, subtracted
from learnperf.metrics.missing import Missing, MissingPolicy, MissingReason
from learnperf.metrics.scaled import Rule, offsets_and_factors, scale_reason
from learnperf.model.scales import Scale

Exact = Fraction | Missing


class Merge(Enum):
    """How one column of two states becomes one."""

    SUM = "sum"
    MIN = "min"
    MAX = "max"

    @property
    def identity(self) -> int:
        """What merges with anything without a trace."""
        return {Merge.SUM: 0, Merge.MIN: LARGEST, Merge.MAX: SMALLEST}[self]

    def of(self, left: int, right: int) -> int:
        """Merge two numbers.

        Examples
        --------
        >>> Merge.MIN.of(3, 2), Merge.SUM.of(3, 2)
        (2, 5)
        """
        return {Merge.SUM: left + right, Merge.MIN: min(left, right), Merge.MAX: max(left, right)}[self]


class Kind(Enum):
    """How a metric re-aggregates."""

    DISTRIBUTIVE = "distributive"
    ALGEBRAIC = "algebraic"
    HOLISTIC = "holistic"
    STOCK = "stock"
    STAGED = "staged"
    DERIVED = "derived"
    OPAQUE = "opaque"


@frozen
class StateColumn:
    """One named number of a state, with how it merges."""

    name: str
    merge: Merge


def whole_number(value: object) -> int:
    """Take a whole number as it is; truth is 0 or 1.

    Raises
    ------
    InvalidValue
        Anything else, a float above all: sums of floats depend on their order.
    """
    if isinstance(value, int | np.integer):
        return int(value)
    raise InvalidValue("state", value, "is not a whole number", "scores are whole steps on a scale; divide in value")


@cache
def scale_code(scale: Scale | None) -> int:
    """Give the number that stands for a scale in states, the same in every process; 0 for plain numbers.

    Examples
    --------
    >>> scale_code(Scale(1, 5)) == scale_code(Scale(1, 5, 1)), scale_code(None)
    (True, 0)
    """
    if scale is None:
        return 0
    text = f"{scale.minimum} {scale.maximum} {scale.step} {scale.type.value}"
    # 62 bits: never 0, never near the identities of least and greatest
    return 1 + (int.from_bytes(blake2b(text.encode(), digest_size=8).digest()) >> 2)


class State:
    """What a metric knows about some evidence: named whole numbers, a way to merge and a way to read.

    A state of one's own is a frozen attrs class with one whole-number field for each of ``COLUMNS``, each with its
    identity as default, and with `value`; `finalize` reads many at once and need not be given.

    Attributes
    ----------
    COLUMNS, KIND
        Its columns, and how metrics with this state re-aggregate.
    EMPTY
        What no evidence at all means, unless a metric says otherwise.
    NEEDS_INTERVAL
        Whether it adds scores up, which an ordinal scale does not allow.
    IS_PART
        Whether it reads as a part of the scale, so that readings on different scales can be compared.
    """

    COLUMNS: ClassVar[tuple[StateColumn, ...]] = ()
    KIND: ClassVar[Kind] = Kind.DISTRIBUTIVE
    EMPTY: ClassVar[MissingPolicy] = MissingPolicy.EMPTY_IS_MISSING
    NEEDS_INTERVAL: ClassVar[bool] = False
    IS_PART: ClassVar[bool] = False

    def merge(self, other: Self) -> Self:
        """Give the state of both their evidence; neither is changed."""
        return type(self)(
            **{one.name: one.merge.of(getattr(self, one.name), getattr(other, one.name)) for one in self.COLUMNS}
        )

    def value(self, context: Context) -> Exact:
        """Read the state: the one place where anything is divided."""
        raise NotImplementedError

    @classmethod
    def zero(cls) -> Self:
        """Give the state of no evidence."""
        return cls()

    @classmethod
    def finalize(cls, columns: Mapping[str, Integers], context: Context) -> Finalized:
        """Read many states at once, given as one array per column."""
        names = [one.name for one in cls.COLUMNS]
        rows = zip(*(columns[name].tolist() for name in names), strict=True)
        return Finalized.from_exact([cls(**dict(zip(names, row, strict=True))).value(context) for row in rows])

    @classmethod
    def has_scale(cls) -> bool:
        """Whether it remembers the scale of scores."""
        return any(one.name == "scale_low" for one in cls.COLUMNS)


def _column(merge: Merge) -> int:
    value: int = field(default=merge.identity, converter=whole_number)
    return value


def _columns(**merges: Merge) -> tuple[StateColumn, ...]:
    return tuple(StateColumn(name, merge) for name, merge in merges.items())


_SCALE = {"scale_low": Merge.MIN, "scale_high": Merge.MAX}


@frozen
class Count(State):
    """How many.

    Examples
    --------
    >>> Count(2).merge(Count(True)).value(Context())
    Fraction(3, 1)
    """

    COLUMNS = _columns(count=Merge.SUM)
    EMPTY = MissingPolicy.EMPTY_IS_ZERO
    count: int = _column(Merge.SUM)

    def value(self, context: Context) -> Exact:
        """Give the count, in pieces of evidence."""
        return Fraction(self.count, context.whole)

    @classmethod
    def finalize(cls, columns: Mapping[str, Integers], context: Context) -> Finalized:
        """Read many counts."""
        return Finalized.quotient(columns["count"], context.whole)


@frozen
class Sum(State):
    """A sum of plain whole numbers; ``PARTS`` of them make one unit."""

    COLUMNS = _columns(total=Merge.SUM)
    EMPTY = MissingPolicy.EMPTY_IS_ZERO
    PARTS: ClassVar[int] = 1
    total: int = _column(Merge.SUM)

    def value(self, context: Context) -> Exact:
        """Give the sum, in units."""
        return Fraction(self.total, context.whole * self.PARTS)

    @classmethod
    def finalize(cls, columns: Mapping[str, Integers], context: Context) -> Finalized:
        """Read many sums."""
        return Finalized.quotient(columns["total"], context.whole * cls.PARTS)


@frozen
class SumOfHundredths(Sum):
    """A sum of hundredths of a unit, such as hours.

    Examples
    --------
    >>> SumOfHundredths(250).value(Context())
    Fraction(5, 2)
    """

    PARTS = 100


@frozen
class Occurred(State):
    """Whether anything happened at all: 1 or 0.

    Examples
    --------
    >>> Occurred(2).merge(Occurred(1)).value(Context())
    Fraction(1, 1)
    """

    COLUMNS = _columns(count=Merge.SUM)
    EMPTY = MissingPolicy.EMPTY_IS_ZERO
    count: int = _column(Merge.SUM)

    def value(self, context: Context) -> Exact:
        """Give 1 where there is anything, else 0."""
        del context
        return Fraction(int(self.count > 0))

    @classmethod
    def finalize(cls, columns: Mapping[str, Integers], context: Context) -> Finalized:
        """Read many."""
        del context
        return Finalized.quotient((columns["count"] > 0).astype(np.int64), 1)


@frozen
class Ratio(State):
    """A share or rate of evidence: two sums, divided last.

    Examples
    --------
    >>> Ratio(1, 2).merge(Ratio(0, 1)).value(Context())
    Fraction(1, 3)
    """

    COLUMNS = _columns(numerator=Merge.SUM, denominator=Merge.SUM)
    KIND = Kind.ALGEBRAIC
    numerator: int = _column(Merge.SUM)
    denominator: int = _column(Merge.SUM)

    def value(self, context: Context) -> Exact:
        """Give the quotient; nothing to count against has no ratio, which is not 0."""
        del context
        if self.denominator == 0:
            return Missing(MissingReason.NO_ROSTER)
        return Fraction(self.numerator, self.denominator)

    @classmethod
    def finalize(cls, columns: Mapping[str, Integers], context: Context) -> Finalized:
        """Read many ratios."""
        del context
        empty = columns["denominator"] == 0
        bottom = np.where(empty, 1, columns["denominator"])
        return Finalized.of(columns["numerator"], bottom, np.where(empty, MissingReason.NO_ROSTER, 0))


@frozen
class Mean(State):
    """The mean of scores on one scale, or of plain numbers: how many and their sum in steps.

    Examples
    --------
    >>> scale = Scale(1, 5)
    >>> context = Context(scales={scale_code(scale): scale})
    >>> Mean.of_one(3, scale).merge(Mean.of_one(2, scale)).value(context)
    Fraction(7, 2)
    """

    COLUMNS = _columns(n=Merge.SUM, total=Merge.SUM, **_SCALE)
    KIND = Kind.ALGEBRAIC
    NEEDS_INTERVAL = True
    RULE: ClassVar[Rule] = Rule.SCORE
    n: int = _column(Merge.SUM)
    total: int = _column(Merge.SUM)
    scale_low: int = _column(Merge.MIN)
    scale_high: int = _column(Merge.MAX)

    @classmethod
    def of_one(cls, steps: int, scale: Scale | None = None) -> Self:
        """Give the state of one score, in steps above the scale's minimum, or of one plain number."""
        code = scale_code(scale)
        return cls(1, steps, code, code)

    def value(self, context: Context) -> Exact:
        """Give the mean in the scale's own units."""
        if self.n == 0:
            return Missing(MissingReason.NO_EVIDENCE)
        reason = scale_reason(self.scale_low, self.scale_high, self.RULE, context)
        if reason:
            return Missing(reason)
        offset, factor = self.RULE.of(context.scale(self.scale_low))
        return offset + factor * Fraction(self.total, self.n)

    @classmethod
    def finalize(cls, columns: Mapping[str, Integers], context: Context) -> Finalized:
        """Read many means."""
        n = columns["n"]
        scaled = offsets_and_factors(columns["scale_low"], columns["scale_high"], cls.RULE, context)
        top = added(
            product(product(scaled.offset, scaled.factor_parts), n),
            product(product(scaled.factor, scaled.offset_parts), columns["total"]),
        )
        bottom = product(product(scaled.offset_parts, scaled.factor_parts), n)
        empty = n == 0
        reason = np.where(empty, MissingReason.NO_EVIDENCE, scaled.reason)
        return Finalized.of(top, np.where(empty, 1, bottom), reason)


@frozen
class MeanChange(Mean):
    """The mean of differences between scores of one scale: the minimum cancels out."""

    RULE = Rule.DIFFERENCE


@frozen
class Attained(Mean):
    """The mean part of the scale attained, 0 at its minimum and 1 at its maximum, so that scales can be compared."""

    RULE = Rule.PART
    IS_PART = True


@frozen
class Variance(State):
    """The sample variance (divisor n - 1) of scores on one scale, or of plain numbers.

    Examples
    --------
    >>> several = [Variance.of_one(number) for number in (4, 4, 5, 3)]
    >>> several[0].merge(several[1]).merge(several[2]).merge(several[3]).value(Context())
    Fraction(2, 3)
    """

    COLUMNS = _columns(n=Merge.SUM, total=Merge.SUM, squares=Merge.SUM, **_SCALE)
    KIND = Kind.ALGEBRAIC
    NEEDS_INTERVAL = True
    n: int = _column(Merge.SUM)
    total: int = _column(Merge.SUM)
    squares: int = _column(Merge.SUM)
    scale_low: int = _column(Merge.MIN)
    scale_high: int = _column(Merge.MAX)

    @classmethod
    def of_one(cls, steps: int, scale: Scale | None = None) -> Self:
        """Give the state of one score in steps, or of one plain number."""
        code = scale_code(scale)
        return cls(1, steps, steps * steps, code, code)

    def value(self, context: Context) -> Exact:
        """Give the variance in the scale's own units, squared."""
        if self.n == 0:
            return Missing(MissingReason.NO_EVIDENCE)
        reason = scale_reason(self.scale_low, self.scale_high, Rule.DIFFERENCE, context)
        if reason:
            return Missing(reason)
        if self.n <= context.whole:
            return Missing(MissingReason.TOO_FEW)
        _, step = Rule.DIFFERENCE.of(context.scale(self.scale_low))
        spread = self.squares * self.n - self.total**2
        return step**2 * Fraction(spread, self.n * (self.n - context.whole))

    @classmethod
    def finalize(cls, columns: Mapping[str, Integers], context: Context) -> Finalized:
        """Read many variances."""
        n, total = columns["n"], columns["total"]
        scaled = offsets_and_factors(columns["scale_low"], columns["scale_high"], Rule.DIFFERENCE, context)
        spread = subtracted(product(columns["squares"], n), product(total, total))
        top = product(product(scaled.factor, scaled.factor), spread)
        bottom = product(product(scaled.factor_parts, scaled.factor_parts), product(n, subtracted(n, context.whole)))
        few = n <= context.whole
        reason = np.where(scaled.reason == 0, np.where(few, MissingReason.TOO_FEW, 0), scaled.reason)
        reason = np.where(n == 0, MissingReason.NO_EVIDENCE, reason)
        return Finalized.of(top, np.where(few, 1, bottom), reason)


@frozen
class Least(State):
    """The least score on one scale, or the least plain number.

    Examples
    --------
    >>> Least.of_one(4).merge(Least.of_one(2)).value(Context())
    Fraction(2, 1)
    """

    COLUMNS = _columns(n=Merge.SUM, extreme=Merge.MIN, **_SCALE)
    n: int = _column(Merge.SUM)
    extreme: int = _column(Merge.MIN)
    scale_low: int = _column(Merge.MIN)
    scale_high: int = _column(Merge.MAX)

    @classmethod
    def of_one(cls, steps: int, scale: Scale | None = None) -> Self:
        """Give the state of one score in steps, or of one plain number."""
        code = scale_code(scale)
        return cls(1, steps, code, code)

    def value(self, context: Context) -> Exact:
        """Give the extreme in the scale's own units."""
        if self.n == 0:
            return Missing(MissingReason.NO_EVIDENCE)
        reason = scale_reason(self.scale_low, self.scale_high, Rule.RANK, context)
        if reason:
            return Missing(reason)
        offset, factor = Rule.RANK.of(context.scale(self.scale_low))
        return offset + factor * self.extreme


@frozen
class Greatest(Least):
    """The greatest score on one scale, or the greatest plain number."""

    COLUMNS = _columns(n=Merge.SUM, extreme=Merge.MAX, **_SCALE)
    extreme: int = _column(Merge.MAX)


def _ids(value: Iterable[str]) -> frozenset[str]:
    return frozenset(value)


@frozen
class Distinct(State):
    """How many different subjects: kept as the set of their ids, because sizes of sets do not add."""

    KIND = Kind.HOLISTIC
    EMPTY = MissingPolicy.EMPTY_IS_ZERO
    members: frozenset[str] = field(default=frozenset(), converter=_ids)

    def merge(self, other: Self) -> Self:
        """Give the union.

        Examples
        --------
        >>> len(Distinct({"ani", "budi"}).merge(Distinct({"ani"})).members)
        2
        """
        return type(self)(self.members | other.members)

    def value(self, context: Context) -> Exact:
        """Count the members, each as a whole in every way of counting."""
        del context
        return Fraction(len(self.members))

    @classmethod
    def finalize(cls, columns: Mapping[str, Integers], context: Context) -> Finalized:
        """Read many, given the sizes of the sets."""
        del context
        return Finalized.quotient(columns["distinct"], 1)


def state_columns(state: State) -> dict[str, int]:
    """Give a state's columns by name.

    Examples
    --------
    >>> state_columns(Ratio(1, 2))
    {'numerator': 1, 'denominator': 2}
    """
    return {one.name: getattr(state, one.name) for one in type(state).COLUMNS}
