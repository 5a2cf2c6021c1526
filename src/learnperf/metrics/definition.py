"""Definitions that make no sense, found when a metric is made, with all reasons at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import IntEnum
from typing import TYPE_CHECKING

from learnperf.errors import MetricDefinitionError, Problem, nearest
from learnperf.metrics.algebra import Count, Distinct, Least, Occurred, Sum
from learnperf.metrics.arguments import base_name
from learnperf.metrics.columns import COLUMNS, ColumnMeaning, Presence, asked_wrongly, meanings
from learnperf.metrics.expressions import ColumnOf, Constant, Expression, IsIn, Joined, When
from learnperf.metrics.finalized import Context
from learnperf.metrics.missing import Missing, MissingPolicy
from learnperf.metrics.operators import ARITHMETIC, Operator
from learnperf.metrics.outer import AtLeast, Composition
from learnperf.metrics.state import Merge, StateColumn
from learnperf.model.scales import ScaleType

if TYPE_CHECKING:
    from learnperf.metrics.metric import AnyMetric, Index, Metric, Opaque, RatioOf, Staged


def refuse(name: str, problems: Iterable[Problem]) -> None:
    """Raise all problems of a definition together, if there are any."""
    found = [Problem(one.rule, f"{name}: {one.message}", (name,), one.hint) for one in problems]
    if found:
        raise MetricDefinitionError(found)


def parts_of(metric: AnyMetric) -> Iterator[AnyMetric]:
    """Iterate over a metric and all metrics it is made of.

    Examples
    --------
    >>> from learnperf.metrics.registry import catalogue
    >>> (rate,) = catalogue("career.mover_rate_learned")
    >>> [part.name for part in parts_of(rate)]
    ['career.mover_rate_learned', 'career.learned_and_moved', 'learning.learners_active']
    """
    yield metric
    for part in metric.parts:
        yield from parts_of(part)


def name_problems(metrics: Iterable[AnyMetric]) -> Iterator[Problem]:
    """Find names that two different metrics have, among some metrics and all they are made of.

    A metric by itself cannot know who else has its name. Where metrics meet (made of one another, read in one rollup,
    in one catalogue), one name for two would silently read one of them for the other.
    """
    known: dict[str, AnyMetric] = {}
    for metric in metrics:
        for part in parts_of(metric):
            if known.setdefault(part.name, part) is not part:
                yield Problem("name taken", f"{part.name} is the name of two metrics", (part.name,), "rename one")


def metric_problems(metric: Metric) -> Iterator[Problem]:
    """Find what is wrong with a metric that reads evidence."""
    if metric.evidence not in COLUMNS:
        yield _no_evidence(metric)
        return
    yield from _state_problems(metric)
    yield from _lift_problems(metric)
    yield from _column_problems(metric)
    yield from _scale_problems(metric)
    if metric.evidence is Presence:
        yield from _roster_problems(metric)


def opaque_problems(metric: Opaque) -> Iterator[Problem]:
    """Find what is wrong with an opaque metric."""
    if metric.evidence not in set(COLUMNS) - {Presence}:
        yield _no_evidence(metric)


def _no_evidence(metric: Metric | Opaque) -> Problem:
    kinds = ", ".join(kind.__name__ for kind in COLUMNS if kind is not Presence)
    return Problem("unknown evidence", f"{metric.evidence.__name__} is no kind of record", hint=f"one of {kinds}")


def _state_problems(metric: Metric) -> Iterator[Problem]:
    state = metric.state
    if state is not Distinct and not state.COLUMNS:
        yield Problem("no state columns", f"{state.__name__} has no columns", hint="such as Count, Mean or Ratio")
        return
    try:
        zero = state.zero()
        wrong = [one.name for one in state.COLUMNS if getattr(zero, one.name) != one.merge.identity]
    except (TypeError, AttributeError) as error:
        yield Problem("no zero", f"an empty {state.__name__} cannot be made: {error}", hint="use number(merge)")
        return
    if wrong:
        message = f"{', '.join(wrong)} of an empty {state.__name__} would leave a trace in what it merges with"
        yield Problem("zero is not zero", message, hint="make each field with number(merge)")
    elif metric.missing is MissingPolicy.EMPTY_IS_ZERO and isinstance(zero.value(Context()), Missing):
        yield Problem("nothing read as zero", f"an empty {state.__name__} has no value", hint="leave missing out")


def _roster_problems(metric: Metric) -> Iterator[Problem]:
    lift = metric.lift or {}
    wrong = [one.name for one in metric.state.COLUMNS if not _is_read_once(one, lift.get(one.name))]
    if wrong:
        message = f"the roster has a row per stretch of time, over which {', '.join(sorted(wrong))} would add up"
        yield Problem("roster counted twice", message, hint='count with Distinct, or add up col("days")')
    cut = sorted(_OF_ONE_STRETCH & {name for one in _expressions(metric) for name in one.columns})
    if metric.state is not Distinct and cut:
        message = f"{', '.join(cut)} is so of one stretch of time, and where stretches part is nobody's business"
        yield Problem("days of one stretch", message, hint="count nodes by it with Distinct")
    if metric.latest_by is not None:
        yield Problem("latest of the roster", "the roster is read as it was, all through a period", hint="use where")
    if metric.function is not None:
        yield Problem("function on the roster", "the roster has no records", hint="use expressions")


def _is_read_once(column: StateColumn, value: Expression | None) -> bool:
    """Whether a column of a state comes out the same however many stretches a node is there in."""
    if column.merge is Merge.SUM:
        return value is not None and _adds(value)
    # the same in all rows of a period, so that the least and the greatest are known without them
    return isinstance(value, Constant) or (isinstance(value, ColumnOf) and value.name == _PERIOD_DAYS)


def _adds(value: Expression) -> bool:
    """Whether an expression over the roster adds up over stretches: days, or none of them."""
    if isinstance(value, When):
        return _adds(value.then) and _adds(value.otherwise)
    if isinstance(value, Joined) and value.operator in {Operator.PLUS, Operator.MINUS}:
        return _adds(value.left) and _adds(value.right)
    if isinstance(value, ColumnOf):
        return any(one.adds for one in meanings(Presence, [value.name]).values())
    return isinstance(value, Constant) and value.value == 0


_PERIOD_DAYS = "period_days"
# columns that say something of a stretch, not of all the days in it
_OF_ONE_STRETCH = frozenset({"on", "at_start", "at_end"})


def _lift_problems(metric: Metric) -> Iterator[Problem]:
    given = [name for name, value in (("lift", metric.lift), ("function", metric.function)) if value is not None]
    if metric.state is Distinct:
        if given:
            yield Problem("distinct with a lift", "a distinct count lifts nothing", hint="choose with where and grain")
        return
    if len(given) != 1:
        yield Problem("no lift", "give a lift or a function, one of both", hint="lift={'count': 1} counts pieces")
    if metric.lift is not None:
        wanted, had = {one.name for one in metric.state.COLUMNS}, set(metric.lift)
        if wanted != had:
            wrong = ", ".join(sorted(wanted ^ had))
            yield Problem("lift and state differ", f"lift and {metric.state.__name__} differ in: {wrong}", hint="")
    if metric.function is not None and metric.observed is not None:
        yield Problem("observed beside a function", "the function says it", hint="return Missing for not observed")


def _expressions(metric: Metric) -> list[Expression]:
    lift = list((metric.lift or {}).values())
    return lift + [one for one in (metric.where, metric.observed) if one is not None]


def _column_problems(metric: Metric) -> Iterator[Problem]:
    used = {name for one in _expressions(metric) for name in one.columns} | set(metric.latest_by or ())
    known = meanings(metric.evidence, used)
    names = [one.name for one in COLUMNS[metric.evidence]]
    kind = metric.evidence.__name__
    for name in sorted(used - set(known)):
        hint = f"nearest: {', '.join(nearest(base_name(name), names))}"
        yield Problem("unknown column", f"{kind} has no column {name!r}", hint=hint)
    for name in sorted(known):
        for wrong in asked_wrongly(known[name], name):
            yield Problem("wrong arguments", f"{name} of {kind} {wrong}", hint='such as col("linked", 30, 365)')
    for expression in _expressions(metric):
        yield from _text_problems(expression, expression)
        for part in expression.walk():
            yield from _word_problems(part, known)
            for child in part.children():
                yield from _text_problems(child, part)


def _word_problems(part: Expression, known: dict[str, ColumnMeaning]) -> Iterator[Problem]:
    """Find words compared with a column of another list, which would compare codes that mean other things."""
    columns = [one for one in part.children() if isinstance(one, ColumnOf)]
    constants = [one for one in part.children() if isinstance(one, Constant) and one.words is not None]
    if not isinstance(part, Joined | IsIn):
        return
    for column in columns:
        meaning = known.get(column.name)
        for constant in constants:
            if meaning is not None and meaning.words is not constant.words:
                given, wanted = _said(constant.words), _said(meaning.words)
                yield Problem("words of another list", f"{column.name} is compared with a {given}", hint=wanted)


def _said(words: type | None) -> str:
    if words is None:
        return "whole numbers"
    return "text" if words is str else words.__name__


def _text_problems(expression: Expression, inside: Expression) -> Iterator[Problem]:
    """Find texts that are not compared with a column for being equal: their codes have no order and no sum."""
    if not isinstance(expression, Constant) or expression.words is not str:
        return
    equal = isinstance(inside, IsIn) or (isinstance(inside, Joined) and inside.operator in _EQUALITY)
    if not equal or not any(isinstance(one, ColumnOf) for one in inside.children()):
        yield Problem("text as a number", "a text stands where it is not compared", hint='col("position") == "auditor"')


_EQUALITY = frozenset({Operator.EQUAL, Operator.UNEQUAL})


def _scale_problems(metric: Metric) -> Iterator[Problem]:
    known = meanings(metric.evidence, {name for one in _expressions(metric) for name in one.columns})
    lifted = {name for one in (metric.lift or {}).values() for name in one.columns}
    stocks = sorted(name for name in lifted if name in known and known[name].stock)
    if stocks and metric.latest_by is None:
        yield Problem(
            "stock summed over time",
            f"{', '.join(stocks)} lasts and does not add over time",
            hint="latest_by=(...) takes each subject's last",
        )
    expressions = [] if _names_scale(metric) else _expressions(metric)
    compared = {name for one in expressions for name in _compared_columns(one)}
    summed = {name for one in (metric.lift or {}).values() for name in _summed_columns(one)}
    counted = summed if not metric.state.has_scale() else set[str]()
    steps = sorted(name for name in compared | counted if name in known and known[name].scaled)
    if steps:
        yield Problem(
            "steps without a scale",
            f"{', '.join(steps)} counts steps, which mean nothing without the scale",
            hint="use a state with scale_low and scale_high, and Attained for thresholds",
        )
    if any(name in known and known[name].scaled for name in lifted):
        yield from _unnamed_scale_problems(metric)
    yield from _word_sum_problems(metric, known)
    yield from _arithmetic_problems(metric)


def _names_scale(metric: Metric) -> bool:
    """Whether a metric looks only at scores of scales it names, so that a number of steps means something."""
    conditions = [one for one in (metric.where, metric.observed) if one is not None]
    return any(
        (isinstance(part, IsIn) or (isinstance(part, Joined) and part.operator is Operator.EQUAL))
        and any(isinstance(one, ColumnOf) and one.name == "scale" for one in part.children())
        for condition in conditions
        for part in _conjuncts(condition)
    )


def _conjuncts(expression: Expression) -> Iterator[Expression]:
    """Give the conditions that must all hold."""
    if isinstance(expression, Joined) and expression.operator is Operator.AND:
        yield from _conjuncts(expression.left)
        yield from _conjuncts(expression.right)
    else:
        yield expression


def _unnamed_scale_problems(metric: Metric) -> Iterator[Problem]:
    lift = metric.lift or {}
    unnamed = [one for one in ("scale_low", "scale_high") if one in lift and "scale" not in lift[one].columns]
    if unnamed:
        message = f"{', '.join(unnamed)} does not say on which scale the steps are"
        yield Problem("steps of an unnamed scale", message, hint='lift it as col("scale")')


def _word_sum_problems(metric: Metric, known: dict[str, ColumnMeaning]) -> Iterator[Problem]:
    """Find words without an order, of which the codes mean nothing, in a sum; a currency is there to be told apart."""
    lifts = [one for name, one in (metric.lift or {}).items() if name not in {"currency_low", "currency_high"}]
    summed = {name for one in lifts for name in _summed_columns(one)}
    unordered = {name for name, one in known.items() if one.words is not None and not issubclass(one.words, IntEnum)}
    for name in sorted(summed & unordered):
        hint = "compare it with a word"
        yield Problem("arithmetic on words", f"{name} holds words, which do not add up", hint=hint)


def _summed_columns(expression: Expression) -> Iterator[str]:
    """Give the columns whose values end up in a sum, not only in a comparison."""
    if isinstance(expression, ColumnOf):
        yield expression.name
    elif isinstance(expression, When):
        yield from _summed_columns(expression.then)
        yield from _summed_columns(expression.otherwise)
    elif isinstance(expression, Joined) and expression.operator in ARITHMETIC:
        yield from _summed_columns(expression.left)
        yield from _summed_columns(expression.right)


def _compared_columns(expression: Expression) -> Iterator[str]:
    """Give the columns whose values decide, not only their presence or on which side of 0 they are.

    The least score and no change are 0 steps on every scale.
    """
    for part in expression.walk():
        if isinstance(part, IsIn) or (isinstance(part, Joined) and part.operator not in ARITHMETIC):
            constants = {one.value for one in part.children() if isinstance(one, Constant)}
            if constants == {0}:
                continue
            yield from (name for one in part.children() for name in _summed_columns(one))


def _arithmetic_problems(metric: Metric) -> Iterator[Problem]:
    if metric.scale_type is ScaleType.ORDINAL and metric.state.NEEDS_INTERVAL and not metric.ordinal_as_interval:
        yield Problem(
            "mean of an ordinal scale",
            f"{metric.state.__name__} adds up what can only be ranked",
            hint="use counts or extremes, or say ordinal_as_interval=True",
        )
    if metric.scale_type is ScaleType.NOMINAL and not issubclass(metric.state, Count | Distinct | Occurred):
        yield Problem("arithmetic on names", f"{metric.state.__name__} of a nominal scale", hint="count them")
    if issubclass(metric.state, Sum) and metric.scale_type is ScaleType.ORDINAL:
        yield Problem("sum of an ordinal scale", "what can only be ranked has no sum", hint="count, or use extremes")


def staged_problems(metric: Staged) -> Iterator[Problem]:
    """Find what is wrong with a staged metric."""
    inner = metric.inner
    if inner.state is Distinct:
        yield Problem("distinct of one", "a distinct count has no value per subject", hint="use a ratio of readings")
    elif inner.evidence is Presence:
        yield Problem("stretches of one", "a stay has no value per subject", hint="use a ratio of readings")
    elif inner.missing is MissingPolicy.EMPTY_IS_ZERO:
        yield Problem(
            "zeros left out",
            f"subjects without evidence have 0 of {inner.name} and would be left out",
            hint="divide it by the roster with RatioOf",
        )
    threshold = isinstance(metric.outer, AtLeast)
    if threshold and inner.state.has_scale() and not inner.state.IS_PART:
        yield Problem(
            "threshold on any scale",
            f"a threshold on {inner.name} means other things on other scales",
            hint="take an inner metric with state Attained, and the part of the scale as threshold",
        )
    squared = metric.outer is Composition.VARIANCE
    unit = f"squared {inner.unit}" if squared else inner.unit
    if not threshold and unit != metric.unit:
        yield Problem("unit mismatch", f"values in {inner.unit} compose a value in {unit}", hint=f"unit {unit!r}")
    if inner.scale_type is ScaleType.ORDINAL and not threshold and not issubclass(inner.state, Least):
        hint = "use a threshold or extremes"
        if not inner.ordinal_as_interval:
            yield Problem("mean of an ordinal scale", f"{inner.name} can only be ranked", hint=hint)


def ratio_problems(metric: RatioOf) -> Iterator[Problem]:
    """Find what is wrong with a ratio of readings."""
    if not metric.denominator.counts_roster and not metric.base:
        yield Problem(
            "no roster denominator",
            f"{metric.denominator.name} counts who had events, not who was there",
            hint="count Presence with Distinct, or name what it is a share of with base=",
        )
    if metric.denominator.name == metric.numerator.name:
        yield Problem("share of itself", "numerator and denominator are one metric", hint="")


def index_problems(metric: Index) -> Iterator[Problem]:
    """Find what is wrong with an index."""
    parts = metric.parts
    if not parts:
        yield Problem("no parts", "an index of nothing", hint="give at least one metric")
    units = sorted({part.unit for part in parts} | {metric.unit})
    if parts and len(units) > 1:
        yield Problem("unit mismatch", f"{', '.join(units)} do not add up", hint="parts and index need one unit")
    directions = {part.direction for part in parts}
    if len(directions) > 1:
        yield Problem("direction mismatch", "higher is better for some and worse for others", hint="turn one round")
    if not all(isinstance(weight, int) and 1 <= weight <= _HEAVIEST for _, weight in metric.weights):
        yield Problem("bad weight", f"a weight is not a whole number 1..{_HEAVIEST}", hint="leave a part out instead")
    names = [part.name for part in parts]
    if len(set(names)) < len(names):
        yield Problem("part twice", "a part is given twice", hint="give it more weight")


_HEAVIEST = 1_000_000
