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
from fractions import Fraction
from functools import cache
from typing import ClassVar, Self

import numpy as np
from attrs import field, frozen

from learnperf.errors import InvalidValue
from learnperf.metrics.finalized import Context, Finalized
from learnperf.metrics.integers import Integers, added, product, subtracted
from learnperf.metrics.literals import text_code
from learnperf.metrics.missing import Missing, MissingPolicy, MissingReason
from learnperf.metrics.scaled import Rule, offsets_and_factors, scale_reason
from learnperf.metrics.state import Exact, Kind, Merge, State, StateColumn, columns, number
from learnperf.model.scales import Scale

__all__ = [
    "Attained",
    "Count",
    "Distinct",
    "Exact",
    "Greatest",
    "Kind",
    "Least",
    "Mean",
    "MeanChange",
    "Merge",
    "Occurred",
    "Ratio",
    "State",
    "StateColumn",
    "Sum",
    "SumOfHundredths",
    "Variance",
    "scale_code",
]


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
    return text_code(f"{scale.minimum} {scale.maximum} {scale.step} {scale.type.value}")


_SCALE = {"scale_low": Merge.MIN, "scale_high": Merge.MAX}


@frozen
class Count(State):
    """How many.

    Examples
    --------
    >>> Count(2).merge(Count(True)).value(Context())
    Fraction(3, 1)
    """

    COLUMNS = columns(count=Merge.SUM)
    EMPTY = MissingPolicy.EMPTY_IS_ZERO
    count: int = number(Merge.SUM)

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

    COLUMNS = columns(total=Merge.SUM)
    EMPTY = MissingPolicy.EMPTY_IS_ZERO
    PARTS: ClassVar[int] = 1
    total: int = number(Merge.SUM)

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

    COLUMNS = columns(count=Merge.SUM)
    EMPTY = MissingPolicy.EMPTY_IS_ZERO
    count: int = number(Merge.SUM)

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

    COLUMNS = columns(numerator=Merge.SUM, denominator=Merge.SUM)
    KIND = Kind.ALGEBRAIC
    numerator: int = number(Merge.SUM)
    denominator: int = number(Merge.SUM)

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
        # a negative denominator would turn every comparison round
        sign = np.where(bottom < 0, -1, 1)
        reason = np.where(empty, MissingReason.NO_ROSTER, 0)
        return Finalized.of(product(columns["numerator"], sign), product(bottom, sign), reason)


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

    COLUMNS = columns(n=Merge.SUM, total=Merge.SUM, **_SCALE)
    KIND = Kind.ALGEBRAIC
    NEEDS_INTERVAL = True
    RULE: ClassVar[Rule] = Rule.SCORE
    n: int = number(Merge.SUM)
    total: int = number(Merge.SUM)
    scale_low: int = number(Merge.MIN)
    scale_high: int = number(Merge.MAX)

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

    COLUMNS = columns(n=Merge.SUM, total=Merge.SUM, squares=Merge.SUM, **_SCALE)
    KIND = Kind.ALGEBRAIC
    NEEDS_INTERVAL = True
    n: int = number(Merge.SUM)
    total: int = number(Merge.SUM)
    squares: int = number(Merge.SUM)
    scale_low: int = number(Merge.MIN)
    scale_high: int = number(Merge.MAX)

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

    COLUMNS = columns(n=Merge.SUM, extreme=Merge.MIN, **_SCALE)
    IDEMPOTENT = True
    n: int = number(Merge.SUM)
    extreme: int = number(Merge.MIN)
    scale_low: int = number(Merge.MIN)
    scale_high: int = number(Merge.MAX)

    @classmethod
    def of_one(cls, steps: int, scale: Scale | None = None) -> Self:
        """Give the state of one score in steps, or of one plain number."""
        code = scale_code(scale)
        # by name: a state derived from this one may have its columns in another order
        return cls(n=1, extreme=steps, scale_low=code, scale_high=code)

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
    """The greatest score on one scale, or the greatest plain number.

    Examples
    --------
    >>> Greatest.of_one(4).merge(Greatest.of_one(2)).value(Context())
    Fraction(4, 1)
    """

    COLUMNS = columns(n=Merge.SUM, extreme=Merge.MAX, **_SCALE)
    # all of them again: a field declared anew alone would come after the others
    n: int = number(Merge.SUM)
    extreme: int = number(Merge.MAX)
    scale_low: int = number(Merge.MIN)
    scale_high: int = number(Merge.MAX)


def _ids(value: Iterable[str]) -> frozenset[str]:
    members = frozenset(value)
    if isinstance(value, str) or not all(isinstance(member, str) for member in members):
        raise InvalidValue("members", value, "is not a set of ids", "give ids as text, in a list or set")
    return members


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
        self.check_same_kind(other)
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
