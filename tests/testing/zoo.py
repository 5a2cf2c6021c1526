"""A zoo of bad metrics: each has one fault seen in the field, and the law that names it.

Every one of them can be made without a complaint and gives numbers that look right.
"""

import random
import time
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Self

import numpy as np
from attrs import define, frozen

import learnperf as lp
from learnperf.metrics.finalized import Context, Finalized
from learnperf.metrics.integers import Integers
from learnperf.metrics.state import Exact, Merge, State, columns, number

DAYS_A_YEAR = 365


@frozen
class _Pair(State):
    """How many and their sum; what its children do to it is the fault."""

    COLUMNS = columns(n=Merge.SUM, total=Merge.SUM)
    n: int = number(Merge.SUM)
    total: int = number(Merge.SUM)

    def value(self, context: Context) -> Exact:
        del context
        return Fraction(self.total, self.n) if self.n else lp.Missing()


class MeanOfMeans(_Pair):
    """Merges two means into the mean of both, whatever each stands for."""

    def merge(self, other: Self) -> Self:
        if not (self.n and other.n):
            return self if self.n else other
        middle = Fraction(self.total, self.n) / 2 + Fraction(other.total, other.n) / 2
        return type(self)(middle.denominator, middle.numerator)


class MeanAsMerge(_Pair):
    """Takes the other side's mean for one more observation, however many it stands for."""

    def merge(self, other: Self) -> Self:
        if not (self.n and other.n):
            return self if self.n else other
        return type(self)(self.n + 1, self.total + other.total // other.n)


class Forgetful(_Pair):
    """Loses what it merges with where that is a single observation."""

    def merge(self, other: Self) -> Self:
        return self if other.n == 1 < self.n else type(self)(self.n + other.n, self.total + other.total)


class Capped(_Pair):
    """Stops adding up at 5, in a column that says it is a sum."""

    def merge(self, other: Self) -> Self:
        return type(self)(self.n + other.n, min(5, self.total + other.total))


class RoundedOnTheWay(_Pair):
    """Rounds every sum down to threes before it goes up."""

    def merge(self, other: Self) -> Self:
        total = self.total + other.total
        return type(self)(self.n + other.n, total // 3 * 3 if self.n and other.n else total)


class FreedomInTheState(_Pair):
    """Keeps degrees of freedom instead of a number: one less for every merge."""

    def merge(self, other: Self) -> Self:
        n = self.n + other.n - (1 if self.n and other.n else 0)
        return type(self)(n, self.total + other.total)


class OneForNothing(_Pair):
    """Starts counting at one where nothing is merged in."""

    def merge(self, other: Self) -> Self:
        return type(self)(self.n + max(1, other.n), self.total + other.total)


class Elsewhere(_Pair):
    """Gives a plain pair of numbers back."""

    def merge(self, other: Self) -> Self:
        return (self.n + other.n, self.total + other.total)  # type: ignore[return-value]  # the fault


class GreatestInAColumnThatAddsUp(_Pair):
    """Keeps the greater total in a column that says it is a sum: engines will add it up."""

    def merge(self, other: Self) -> Self:
        return type(self)(self.n + other.n, max(self.total, other.total))


class EachMergeCounts(_Pair):
    """Counts merges as if they were observations."""

    def merge(self, other: Self) -> Self:
        return type(self)(self.n + other.n + 1, self.total + other.total)


class Unreadable(_Pair):
    """Takes the left side's number, and cannot be read either."""

    def merge(self, other: Self) -> Self:
        return type(self)(self.n or other.n, self.total + 2 * other.total)

    def value(self, context: Context) -> Exact:
        raise ValueError(f"{context} on purpose")


class SameTwice(_Pair):
    """Says that it may see the same evidence twice, and adds it up."""

    IDEMPOTENT = True

    def value(self, context: Context) -> Exact:
        return Fraction(self.total, context.whole)


class CountsMillionths(_Pair):
    """Reads the number of pieces without asking what one whole weighs."""

    def value(self, context: Context) -> Exact:
        del context
        return Fraction(self.n) if self.n else lp.Missing()


class OneLess(_Pair):
    """Divides by n - 1, where n is in millionths in fractional counting."""

    def value(self, context: Context) -> Exact:
        del context
        return Fraction(self.total, self.n - 1) if self.n > 1 else lp.Missing(lp.MissingReason.TOO_FEW)


class FloatingPoint(_Pair):
    """Divides in floating point."""

    def value(self, context: Context) -> Exact:
        del context
        return self.total / self.n if self.n else lp.Missing()  # type: ignore[return-value]  # the fault


class NotANumber(_Pair):
    """Gives NaN where it has no answer."""

    def value(self, context: Context) -> Exact:
        del context
        return Fraction(self.total, self.n) if self.n > 1 else float("nan")  # type: ignore[return-value]  # the fault


class DividesByNothing(_Pair):
    """Divides by the total, which may be 0."""

    def value(self, context: Context) -> Exact:
        del context
        return Fraction(self.n, self.total - 1)


class NoughtForNothing(_Pair):
    """Reads 0 where there is no evidence."""

    def value(self, context: Context) -> Exact:
        del context
        return Fraction(self.total, self.n) if self.n else Fraction(0)


class TwoReadings(_Pair):
    """Reads many at once in another way than one."""

    @classmethod
    def finalize(cls, columns: Any, context: Context) -> Finalized:  # noqa: ANN401 -- a mapping of arrays
        del context
        counts: Integers = columns["n"]
        top = np.where(counts == 0, 0, columns["total"] // np.where(counts == 0, 1, counts))
        return Finalized.of(
            top, np.ones(len(counts), dtype=np.int64), np.where(counts == 0, lp.MissingReason.NO_EVIDENCE, 0)
        )


@define
class Mutating(State):
    """Merges by changing its left side."""

    COLUMNS = columns(n=Merge.SUM, total=Merge.SUM)
    n: int = 0
    total: int = 0

    def merge(self, other: Self) -> Self:
        self.n += other.n
        self.total += other.total
        return self

    def value(self, context: Context) -> Exact:
        del context
        return Fraction(self.total, self.n) if self.n else lp.Missing()


@frozen
class Remembering(_Pair):
    """Keeps more than its columns, which no engine carries up."""

    totals: frozenset[int] = frozenset()

    def merge(self, other: Self) -> Self:
        several = self.totals | other.totals | {self.total, other.total}
        return type(self)(self.n + other.n, self.total + other.total, several)


def _of_stages(state: type[State], **options: Any) -> lp.Metric:  # noqa: ANN401 -- options of a metric
    """Make a metric of the stages of innovations with one of the states above."""

    def lift(one: lp.Innovation) -> State:
        return state(1, int(one.stage))  # type: ignore[call-arg]  # two columns each

    return _metric(state.__name__.lower(), state, lift, evidence=lp.Innovation, **options)


def _metric(name: str, state: type[State], function: Any, **options: Any) -> lp.Metric:  # noqa: ANN401 -- as in Metric
    declared = {"unit": "points", "evidence": lp.Evaluation, **options}
    return lp.Metric(f"zoo.{name}", label=name, state=state, function=function, **declared)


def _missing_as_nought(one: lp.Evaluation) -> lp.Mean:
    return lp.Mean.of_one(one.steps or 0, one.scale)


def _quality_missing_as_nought(one: lp.Assignment) -> lp.Mean:
    return lp.Mean.of_one(one.steps or 0, one.scale)


def _without_a_scale(one: lp.Evaluation) -> lp.Mean | lp.Missing:
    return lp.Missing() if one.steps is None else lp.Mean.of_one(one.steps)


def _share_of_raw_scores(one: lp.Evaluation) -> lp.Ratio | lp.Missing:
    return lp.Missing() if one.score is None else lp.Ratio(one.score >= 4, 1)


def _age(one: lp.Innovation) -> lp.Sum:
    return lp.Sum((date.today() - one.on).days // DAYS_A_YEAR)  # noqa: DTZ011 -- the fault


def _late(one: lp.Innovation) -> lp.Count:
    return lp.Count(time.time() > one.on.toordinal())


def _sample(one: lp.Innovation) -> lp.Count:
    return lp.Count(random.random() < 2 and bool(one.id))  # noqa: S311 -- the fault


class _Seen:
    """Tells the first record of a person from later ones, and remembers over rollups."""

    def __init__(self) -> None:
        self.people: set[str] = set()

    def first_only(self, one: lp.Evaluation) -> lp.Count:
        """De-duplicate first, choose afterwards."""
        is_new = one.learner not in self.people
        self.people.add(one.learner)
        return lp.Count(is_new and one.level is lp.Level.REACTION)


class _Queue:
    """Weighs each record by how many came before it."""

    def __init__(self) -> None:
        self.length = 0

    def place(self, one: lp.Innovation) -> lp.Sum:
        self.length += 1
        return lp.Sum(self.length + len(one.id) - len(one.id))


class _Cache:
    """Answers what it answered the first time."""

    def __init__(self) -> None:
        self.known: int | None = None

    def size(self, records: Sequence[lp.Innovation]) -> int:
        if self.known is None:
            self.known = len(records)
        self.known += 1
        return self.known


def _first_by_id(records: Sequence[lp.Evaluation]) -> Fraction | lp.Missing:
    score = records[0].score
    return lp.Missing() if score is None else score


def _named_l0(one: lp.Evaluation) -> lp.Count:
    return lp.Count(one.learner.endswith("l0"))


def _rewrites(one: lp.Evaluation) -> lp.Count:
    object.__setattr__(one, "level", lp.Level.RESULTS)
    return lp.Count(1)


def _empties(records: list[lp.Innovation]) -> int:
    found = len(records)
    records.clear()
    return found


def _explodes(one: lp.Innovation) -> lp.Sum:
    return lp.Sum(one.significance.value)  # type: ignore[union-attr]  # the fault: it may be missing


def _over_the_top(one: lp.Innovation) -> lp.Ratio:
    return lp.Ratio(len(one.contributors), 1)


def _opaque(name: str, function: Any, **options: Any) -> lp.Opaque:  # noqa: ANN401 -- as in Opaque
    declared = {"unit": "points", "evidence": lp.Innovation, **options}
    return lp.Opaque(f"zoo.{name}", label=name, function=function, **declared)


IDEA = {"evidence": lp.Innovation}
COLUMNS_OR_GROUPING = "associativity or a merge is that of the columns"
# each with the law that names its fault; where either of two does, both
ZOO: tuple[tuple[lp.AnyMetric, str], ...] = (
    (_of_stages(MeanOfMeans), "associativity"),
    (_of_stages(MeanAsMerge), "commutativity"),
    (_of_stages(Forgetful), "commutativity"),
    (_of_stages(Capped), "a merge is that of the columns"),
    (_of_stages(RoundedOnTheWay), COLUMNS_OR_GROUPING),
    (_of_stages(FreedomInTheState), COLUMNS_OR_GROUPING),
    (_of_stages(OneForNothing), "commutativity"),
    (_of_stages(Elsewhere), "a merge gives a state of the same kind"),
    (_of_stages(GreatestInAColumnThatAddsUp), "a merge is that of the columns"),
    (_of_stages(EachMergeCounts), "identity"),
    (_of_stages(Unreadable), "commutativity"),
    (_of_stages(SameTwice), "idempotence where it is claimed"),
    (_of_stages(CountsMillionths), "a reading does not depend on the weight of one whole"),
    (_of_stages(OneLess), "a reading does not depend on the weight of one whole"),
    (_of_stages(FloatingPoint), "a reading is an exact number"),
    (_of_stages(NotANumber), "a reading is an exact number"),
    (_of_stages(DividesByNothing), "a reading is an exact number"),
    (_of_stages(NoughtForNothing), "no evidence is not nought"),
    (_of_stages(TwoReadings), "one and many read alike"),
    (_of_stages(Mutating), "merge leaves its inputs alone"),
    (_of_stages(Remembering), COLUMNS_OR_GROUPING),
    (_metric("missing_as_nought", lp.Mean, _missing_as_nought), "missing is never read as nought"),
    (
        _metric("quality", lp.Mean, _quality_missing_as_nought, evidence=lp.Assignment),
        "missing is never read as nought",
    ),
    (_metric("no_scale", lp.Mean, _without_a_scale), "scores of two scales are kept apart"),
    (_metric("raw", lp.Ratio, _share_of_raw_scores), "scores of two scales are kept apart"),
    (_metric("age", lp.Sum, _age, **IDEA), "a metric asks the evidence alone"),
    (_metric("late", lp.Count, _late, **IDEA), "a metric asks the evidence alone"),
    (_metric("sample", lp.Count, _sample, **IDEA), "a metric asks the evidence alone"),
    (_metric("first_only", lp.Count, _Seen().first_only), "the same evidence, the same answer"),
    (_metric("queue", lp.Sum, _Queue().place, **IDEA), "the same evidence, the same answer"),
    (_opaque("cache", _Cache().size), "the same evidence, the same answer"),
    (_opaque("first_by_id", _first_by_id, evidence=lp.Evaluation), "ids of records mean nothing"),
    (_metric("named", lp.Count, _named_l0), "ids of learners mean nothing"),
    (_metric("rewrites", lp.Count, _rewrites), "lift leaves records alone"),
    (_opaque("empties", _empties), "lift leaves records alone"),
    (_metric("explodes", lp.Sum, _explodes, **IDEA), "every valid record can be read"),
    (
        _metric("over", lp.Ratio, _over_the_top, bounds=(0, 1), **IDEA),
        "readings lie within the bounds",
    ),
    (
        lp.Metric(
            "zoo.too_large",
            label="large",
            unit="points",
            evidence=lp.Innovation,
            state=lp.Sum,
            lift={"total": lp.col("stage") * 2**62},
        ),
        "every valid record can be read",
    ),
    (
        lp.Index("zoo.index", label="index", unit="points", weights=[_of_stages(MeanOfMeans)]),
        "associativity",
    ),
)
