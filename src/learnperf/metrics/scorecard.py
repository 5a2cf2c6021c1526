"""Scorecard: indicators with targets, weights and bands, in perspectives, and what becomes of them together.

A scorecard declares; `learnperf.scorecards` reads one for every unit and team of a result. Weights, targets, caps and
bands are the user's: there are no official ones, so there are no defaults but equal weights.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from enum import Enum
from fractions import Fraction

from attrs import evolve, field, frozen

from learnperf.errors import InvalidValue, Problem, ScorecardError, nearest
from learnperf.metrics.bands import Bands
from learnperf.metrics.composite import MissingRule, rule_of, share_of_one
from learnperf.metrics.definition import parts_of
from learnperf.metrics.indicator import Indicator, Pair, both_languages
from learnperf.metrics.metric import AnyMetric, Metric, Opaque
from learnperf.model.fields import is_a
from learnperf.model.judgements import ConditionJudgement
from learnperf.model.scales import Number, exact


class Role(Enum):
    """What a perspective does to the composite: weighs in it, stands beside it, or is added on top."""

    WEIGHTED = "weighted"
    BESIDE = "beside"
    ADDED = "added"


def role_of(value: str | Role) -> Role:
    """Read a role.

    Raises
    ------
    InvalidValue
        No role of that name.
    """
    try:
        return Role(value)
    except ValueError:
        words = ", ".join(one.value for one in Role)
        raise InvalidValue("role", value, "is not known", f"one of {words}") from None


def _optional_most(value: Number | None) -> Fraction | None:
    return None if value is None else exact("most", value)


@frozen(kw_only=True)
class Perspective:
    """A group of indicators under one heading.

    Parameters
    ----------
    name, label
        What indicators call it, and its heading in English and Indonesian.
    role
        ``weighted``: its indicators weigh in the composite; ``beside``: they are shown and weigh nothing in it;
        ``added``: their points come on top of it.
    most
        Of an added perspective: the most it may add.

    Raises
    ------
    InvalidValue
        A most where nothing is added, or none where something is.
    """

    name: str = field(kw_only=False, validator=is_a(str))
    label: Pair = field(converter=both_languages)
    role: Role = field(default=Role.WEIGHTED, converter=role_of)
    most: Fraction | None = field(default=None, converter=_optional_most)

    @label.default
    def _label_is_the_name(self) -> Pair:
        return self.name, self.name

    def __attrs_post_init__(self) -> None:
        """Refuse additions without a limit, and limits without an addition."""
        if (self.role is Role.ADDED) is (self.most is None):
            hint = "say the most that is added" if self.most is None else 'only role = "added" has one'
            raise InvalidValue("most", self.most, f"does not go with the role {self.role.value}", hint)


def _optional_number(value: Number | None) -> Fraction | None:
    return None if value is None else exact("weights_sum", value)


def _least_coverage(value: Number) -> Fraction:
    return share_of_one("least_coverage", value)


def _indicators(value: Iterable[Indicator]) -> tuple[Indicator, ...]:
    return tuple(value)


def _perspectives(value: Iterable[Perspective]) -> tuple[Perspective, ...]:
    return tuple(value)


@frozen(kw_only=True, eq=False)
class Scorecard:
    """Indicators, how they weigh together, and what is missing means.

    Parameters
    ----------
    name, label
        What it is called.
    indicators
        In the order in which they are shown.
    perspectives
        In the order in which they are shown; left out, those the indicators name.
    missing
        The rule for indicators without a reading: ``leave_out``, ``none`` or ``zero``. Where a metric is not read at a
        node's level at all, the indicator does not apply there, and is left out under every rule.
    least_coverage
        Part of the weight, 0 to 1, that has to be scored for there to be a composite.
    weights_sum
        What the weights in the composite have to add up to, to catch a slip; left out, they may add up to anything.
    bands
        Name the composite's bands; their points are not used.
    source
        Who set the weights and targets, for the reader.

    Raises
    ------
    ScorecardError
        All that makes no sense, at once. Enabling conditions are never averaged into outcomes: they stand in a
        perspective with the role ``beside``, or in a scorecard of their own.

    Examples
    --------
    >>> card = Scorecard("two", indicators=[
    ...     Indicator("kirkpatrick.behaviour", target=4, weight=60),
    ...     Indicator("assignment.on_time", target="0.9", weight=40),
    ... ], weights_sum=100)
    >>> [metric.name for metric in card.metrics]
    ['kirkpatrick.behaviour', 'assignment.on_time']
    """

    name: str = field(kw_only=False, validator=is_a(str))
    label: Pair = field(converter=both_languages)
    indicators: tuple[Indicator, ...] = field(converter=_indicators)
    perspectives: tuple[Perspective, ...] = field(converter=_perspectives)
    missing: MissingRule = field(default=MissingRule.LEAVE_OUT, converter=rule_of)
    least_coverage: Fraction = field(default=Fraction(0), converter=_least_coverage)
    weights_sum: Fraction | None = field(default=None, converter=_optional_number)
    bands: Bands | None = None
    source: Pair = field(default=("", ""), converter=both_languages)

    @label.default
    def _label_is_the_name(self) -> Pair:
        return self.name, self.name

    @perspectives.default
    def _perspectives_of_indicators(self) -> tuple[Perspective, ...]:
        return tuple(Perspective(name) for name in dict.fromkeys(one.perspective for one in self.indicators))

    def __attrs_post_init__(self) -> None:
        """Refuse what makes no sense, all at once, and give every indicator its rule."""
        problems = list(scorecard_problems(self))
        if problems:
            raise ScorecardError(problems)
        ruled = (evolve(one, missing=one.missing or self.missing) for one in self.indicators)
        object.__setattr__(self, "indicators", tuple(ruled))

    @classmethod
    def from_toml(cls, path: str | os.PathLike[str]) -> Scorecard:
        """Read a scorecard from a TOML file.

        Raises
        ------
        InputError
            The file cannot be read, or is no TOML.
        ScorecardError
            All that is wrong in it, each with its table and key.
        """
        from learnperf.metrics.scorecard_file import read_scorecard  # noqa: PLC0415 -- the file's reader makes these

        return read_scorecard(path)

    @property
    def metrics(self) -> tuple[AnyMetric, ...]:
        """The metrics it reads, each once."""
        return tuple(dict.fromkeys(one.metric for one in self.indicators))

    def indicators_of(self, perspective: Perspective) -> tuple[Indicator, ...]:
        """Give the indicators of a perspective, in order."""
        return tuple(one for one in self.indicators if one.perspective == perspective.name)

    def in_role(self, role: Role) -> tuple[Indicator, ...]:
        """Give the indicators whose perspective has a role, in order."""
        names = {one.name for one in self.perspectives if one.role is role}
        return tuple(one for one in self.indicators if one.perspective in names)


def scorecard_problems(card: Scorecard) -> Iterator[Problem]:
    """Find what is wrong with a scorecard as a whole."""
    if not card.indicators:
        yield Problem("no indicators", "there is no indicator", (), "give one at least")
    yield from _repeated("indicator", (one.name for one in card.indicators))
    yield from _repeated("perspective", (one.name for one in card.perspectives))
    known = [one.name for one in card.perspectives]
    for one in card.indicators:
        if one.perspective not in known:
            hint = ", ".join(nearest(one.perspective, known)) or ", ".join(known)
            text = f"indicator {one.name} stands in the perspective {one.perspective!r}, which is not declared"
            yield Problem("unknown perspective", text, (one.name,), f"declared: {hint}")
    used = {one.perspective for one in card.indicators}
    for name in known:
        if name not in used:
            yield Problem("empty perspective", f"the perspective {name!r} has no indicator", (name,), "leave it out")
    yield from _composite_problems(card)


def _composite_problems(card: Scorecard) -> Iterator[Problem]:
    """Find what is wrong with what weighs in the composite."""
    weighted = card.in_role(Role.WEIGHTED)
    if card.indicators and not weighted:
        yield Problem("nothing weighs", "no indicator weighs in the composite", (), "give a perspective that role")
    total = sum((one.weight for one in weighted), Fraction(0))
    if card.weights_sum is not None and total != card.weights_sum:
        text = f"the weights add up to {float(total):g}, not to {float(card.weights_sum):g} as declared"
        yield Problem("weights do not add up", text, (), "weights of perspectives beside and added do not belong to it")
    conditions = [one.name for one in weighted if is_of_conditions(one.metric)]
    if conditions and len(conditions) < len(weighted):
        text = f"enabling conditions would be averaged into outcomes: {', '.join(conditions)}"
        hint = 'put them into a perspective with role = "beside"'
        yield Problem("conditions among outcomes", text, tuple(conditions), hint)


def is_of_conditions(metric: AnyMetric) -> bool:
    """Whether a metric reads judgements of enabling conditions, itself or in a part."""
    leaves = (part for part in parts_of(metric) if isinstance(part, Metric | Opaque))
    return any(leaf.evidence is ConditionJudgement for leaf in leaves)


def _repeated(what: str, names: Iterable[str]) -> Iterator[Problem]:
    for name, times in Counter(names).items():
        if times > 1:
            yield Problem(f"repeated {what}", f"{times} {what}s are called {name!r}", (name,), "name them apart")
