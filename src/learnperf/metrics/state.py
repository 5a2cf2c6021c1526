"""What a state is: a few named whole numbers, each of which adds up or keeps the least or the greatest.

Nothing else merges in every order and every grouping on every engine, so nothing else is allowed in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import Enum
from fractions import Fraction
from numbers import Rational
from typing import ClassVar, Self

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

from learnperf.errors import InvalidValue, LearnperfError, MetricFailed, StateError
from learnperf.metrics.finalized import Context, Finalized
from learnperf.metrics.integers import LARGEST, SMALLEST, Integers
from learnperf.metrics.missing import Missing, MissingPolicy

Exact = Fraction | Missing

# sums of numbers below this, weighted and in any number, still have a nearest double
_MOST = 10**200


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


def whole_number(value: object, merge: Merge = Merge.SUM, name: str = "state") -> int:
    """Take a whole number as it is; truth is 0 or 1.

    Raises
    ------
    InvalidValue
        Anything else, a float above all: sums of floats depend on their order. A least or greatest beyond 64 bits,
        where nothing would merge with it without a trace; a number of more than 200 digits.

    Examples
    --------
    >>> whole_number(True), whole_number(2**100) == 2**100
    (1, True)
    """
    if not isinstance(value, int | np.integer | np.bool_):
        raise InvalidValue(name, value, "is not a whole number", "scores are whole steps on a scale; divide in value")
    whole = int(value)
    least, greatest = (-_MOST, _MOST) if merge is Merge.SUM else (SMALLEST, LARGEST)
    if not least <= whole <= greatest:
        raise InvalidValue(name, whole, "is not of ordinary size", "check what the metric gives")
    return whole


class State:
    """What a metric knows about some evidence: named whole numbers, a way to merge and a way to read.

    A state of one's own is a frozen attrs class with one `number` for each of ``COLUMNS``, and with `value`;
    `finalize` reads many at once, those of no evidence among them, and need not be given.

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
    IDEMPOTENT
        Whether it reads the same when the same evidence comes in twice; true of least, greatest and the like alone.

    Examples
    --------
    >>> @frozen
    ... class Range(State):
    ...     '''How far apart the least and the greatest are.'''
    ...     COLUMNS = columns(low=Merge.MIN, high=Merge.MAX)
    ...     low: int = number(Merge.MIN)
    ...     high: int = number(Merge.MAX)
    ...     def value(self, context):
    ...         return Fraction(max(0, self.high - self.low))
    >>> Range(3, 3).merge(Range(8, 8)).value(Context())
    Fraction(5, 1)
    """

    COLUMNS: ClassVar[tuple[StateColumn, ...]] = ()
    KIND: ClassVar[Kind] = Kind.DISTRIBUTIVE
    EMPTY: ClassVar[MissingPolicy] = MissingPolicy.EMPTY_IS_MISSING
    NEEDS_INTERVAL: ClassVar[bool] = False
    IS_PART: ClassVar[bool] = False
    IDEMPOTENT: ClassVar[bool] = False

    def merge(self, other: Self) -> Self:
        """Give the state of both their evidence; neither is changed.

        Raises
        ------
        StateError
            States of two kinds, which may share names of columns and still mean different things.
        """
        self.check_same_kind(other)
        return type(self)(
            **{one.name: one.merge.of(getattr(self, one.name), getattr(other, one.name)) for one in self.COLUMNS}
        )

    def check_same_kind(self, other: State) -> None:
        """Refuse to merge with a state of another kind."""
        if type(other) is not type(self):
            raise StateError(f"a {type(other).__name__} cannot be merged into a {type(self).__name__}")

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
        return Finalized.from_exact([read_state(cls(**dict(zip(names, row, strict=True))), context) for row in rows])

    @classmethod
    def has_scale(cls) -> bool:
        """Whether it remembers the scale of scores."""
        return any(one.name == "scale_low" for one in cls.COLUMNS)


def read_state(state: State, context: Context) -> Exact:
    """Read a state, which may be somebody else's.

    Raises
    ------
    MetricFailed
        It raised, or gave no exact number; errors of ours are left as they are.
    """
    try:
        return exact_number(state.value(context))
    except LearnperfError:
        raise
    except Exception as error:
        raise MetricFailed(f"{state} cannot be read: {type(error).__name__}: {error}") from error


def finalize(
    kind: type[State], columns: Mapping[str, Integers], context: Context, wanted: NDArray[np.bool_] | None = None
) -> Finalized:
    """Read many states at once, or those wanted of them.

    A state that reads one at a time is asked for the wanted ones only: what is no evidence need not be divisible.
    """
    if wanted is None or kind.finalize.__func__ is not State.finalize.__func__:  # type: ignore[attr-defined]  # a class method
        return kind.finalize(columns, context)
    places = np.flatnonzero(wanted)
    some = kind.finalize({name: values[places] for name, values in columns.items()}, context)
    return some.spread(places, len(wanted))


def exact_number(answer: object) -> Exact:
    """Take what somebody's code gave as an exact number.

    Raises
    ------
    TypeError
        Neither a rational number nor `Missing`.
    """
    if isinstance(answer, Missing):
        return answer
    if isinstance(answer, Rational):
        # numpy's integers are rationals too, and would wrap
        return Fraction(int(answer.numerator), int(answer.denominator))
    raise TypeError(f"gave {type(answer).__name__}: give a Fraction, a whole number or Missing")


@contextmanager
def reading(metric: str) -> Iterator[None]:
    """Name the metric in what goes wrong in the code of its state."""
    try:
        yield
    except MetricFailed as error:
        raise MetricFailed(f"metric {metric} failed: {error}") from error
    except LearnperfError:
        raise
    except Exception as error:
        raise MetricFailed(f"metric {metric} cannot read its states: {type(error).__name__}: {error}") from error


def columns(**merges: Merge) -> tuple[StateColumn, ...]:
    """List the columns of a state with how they merge."""
    return tuple(StateColumn(name, merge) for name, merge in merges.items())


def number(merge: Merge) -> int:
    """Make the field of one column: a whole number that starts as what merges without a trace."""
    value: int = field(default=merge.identity, converter=lambda value: whole_number(value, merge))
    return value


def state_columns(state: State) -> dict[str, int]:
    """Give a state's columns by name.

    Raises
    ------
    InvalidValue
        A column that is not a whole number of ordinary size.

    Examples
    --------
    >>> from learnperf.metrics.algebra import Ratio
    >>> state_columns(Ratio(1, 2))
    {'numerator': 1, 'denominator': 2}
    """
    return {one.name: whole_number(getattr(state, one.name), one.merge, one.name) for one in type(state).COLUMNS}
