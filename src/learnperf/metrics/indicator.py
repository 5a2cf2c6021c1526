"""Indicators: a metric with what its reading is held against, and how much it weighs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from attrs import field, frozen

from learnperf.errors import InvalidValue, Problem, ScorecardError, UnknownName
from learnperf.metrics.attainment import Target, TargetLike, cap_of, direction_of
from learnperf.metrics.bands import Bands
from learnperf.metrics.composite import MissingRule, positive, rule_of
from learnperf.metrics.declared import Direction
from learnperf.metrics.metric import AnyMetric
from learnperf.metrics.registry import catalogue
from learnperf.model.fields import is_a
from learnperf.model.scales import Number

Pair = tuple[str, str]


def both_languages(value: str | Sequence[str]) -> Pair:
    """Read a label: one text for both languages, or English and Indonesian.

    Raises
    ------
    InvalidValue
        Neither.
    """
    texts = [value] * _LANGUAGES if isinstance(value, str) else list(value) if isinstance(value, list | tuple) else []
    if len(texts) != _LANGUAGES or not all(isinstance(text, str) for text in texts):
        raise InvalidValue("label", value, "is no text", 'write "Behaviour", or ["Behaviour", "Perilaku"]')
    return texts[0], texts[1]


_LANGUAGES = 2


def _optional_cap(value: Number | None) -> Fraction | None:
    return None if value is None else cap_of(value)


def _target(value: Target | TargetLike) -> Target:
    return Target.of(value)


def _optional_target(value: Target | TargetLike | None) -> Target | None:
    return None if value is None else Target.of(value)


def _optional_rule(value: str | MissingRule | None) -> MissingRule | None:
    return None if value is None else rule_of(value)


def _weight(value: Number) -> Fraction:
    return positive("weight", value)


def metric_of(value: str | AnyMetric) -> AnyMetric:
    """Give a metric, or the one of that name in the catalogue.

    Raises
    ------
    UnknownName
        No metric of that name; names the nearest.
    """
    if isinstance(value, AnyMetric):
        return value
    if not isinstance(value, str):
        raise InvalidValue("metric", value, "is no metric", "name one of the catalogue, such as kirkpatrick.behaviour")
    known = {metric.name: metric for metric in catalogue()}
    if value not in known:
        raise UnknownName("metric", value, known)
    return known[value]


@frozen
class TargetFor:
    """A target of its own for a unit or team, for a period, or for a node in a period.

    Parameters
    ----------
    target
        A number, or a range as a pair.
    node, period
        Id of the node, and label of the period as the rollup names it (``2025``, ``2025-Q3``); what is left out is any.
    """

    target: Target = field(converter=_target)
    node: str | None = None
    period: str | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse a target for everything: that is the indicator's own."""
        if self.node is None and self.period is None:
            raise InvalidValue("targets", str(self.target), "is for no node and no period", "name one or both")


def _in_a_row(value: Iterable[TargetFor]) -> tuple[TargetFor, ...]:
    return tuple(value)


@frozen(kw_only=True, eq=False)
class Indicator:
    """A metric with what its reading is held against.

    Parameters
    ----------
    metric
        A metric, or the name of one of the catalogue.
    target
        A number in the metric's unit (0.8 for a share of 80 %), or a range as a pair.
    direction
        ``higher``, ``lower`` or ``target``; the metric's own if left out.
    weight
        Above 0; in an added perspective, the points that a full score adds.
    perspective
        Name of the perspective it stands in.
    cap
        The most that counts, in per cent of the target.
    bands
        Turn per cent of the target into points; left out, the per cents are the points.
    missing
        ``leave_out``, ``none`` or ``zero`` where there is no reading; the scorecard's rule if left out.
    targets
        Targets of single nodes and periods. A node's in a period goes before a node's, and that before a period's.
    name, label
        The metric's own if left out; two indicators of one metric need two names.

    Raises
    ------
    InvalidValue, UnknownName
        A part that makes no sense.
    ScorecardError
        Targets outside the metric's bounds, or two for the same node and period.

    Examples
    --------
    >>> behaviour = Indicator("kirkpatrick.behaviour", target=4, weight=30, cap=120,
    ...     targets=[TargetFor("4.2", node="DJP")])
    >>> behaviour.target_of("DJP", "2025"), behaviour.target_of("DJBC", "2025")
    (Target('4.2'), Target('4'))
    """

    metric: AnyMetric = field(converter=metric_of, kw_only=False)
    target: Target | None = field(default=None, converter=_optional_target)
    direction: Direction = field(converter=direction_of)
    weight: Fraction = field(default=Fraction(1), converter=_weight)
    perspective: str = field(default="", validator=is_a(str))
    cap: Fraction | None = field(default=None, converter=_optional_cap)
    bands: Bands | None = None
    missing: MissingRule | None = field(default=None, converter=_optional_rule)
    targets: tuple[TargetFor, ...] = field(default=(), converter=_in_a_row)
    name: str = field(validator=is_a(str))
    label: Pair = field(converter=both_languages)
    _chosen: Mapping[tuple[str | None, str | None], Target] = field(init=False, repr=False)

    @direction.default
    def _direction_of_the_metric(self) -> Direction:
        return self.metric.direction

    @name.default
    def _name_of_the_metric(self) -> str:
        return self.metric.name

    @label.default
    def _label_of_the_metric(self) -> Pair:
        return self.metric.label

    def __attrs_post_init__(self) -> None:
        """Refuse targets that no reading could be held against, all at once."""
        problems = [*self._target_problems()]
        if problems:
            raise ScorecardError(problems)
        object.__setattr__(self, "_chosen", {(one.node, one.period): one.target for one in self.targets})

    def target_of(self, node: str, period: str) -> Target | None:
        """Give the target of a node in a period; None where there is none."""
        for key in ((node, period), (node, None), (None, period)):
            if key in self._chosen:
                return self._chosen[key]
        return self.target

    def _target_problems(self) -> Iterator[Problem]:
        times = Counter((one.node, one.period) for one in self.targets)
        for (node, period), count in times.items():
            if count > 1:
                where = " in ".join(part for part in (node, period) if part is not None)
                yield Problem("two targets", f"{self.name}: {count} targets for {where}", (self.name,), "keep one")
        targets = [one.target for one in self.targets]
        for target in targets if self.target is None else [self.target, *targets]:
            low, high = self.metric.bounds
            if (low is not None and target.low < low) or (high is not None and target.high > high):
                yield Problem("target out of bounds", f"{self.name}: {target} {_outside(self.metric)}", (self.name,),
                    "write 0.8 for a share of 80 %" if self.metric.unit == "share" else "check the target")  # fmt: skip


def _outside(metric: AnyMetric) -> str:
    low, high = ("" if bound is None else f"{float(bound):g}" for bound in metric.bounds)
    return f"is outside {low}..{high}, which is all that {metric.name} can read"
