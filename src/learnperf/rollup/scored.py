"""Scored: what a scorecard says of one node in one period, indicator by indicator and together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property

from attrs import field, frozen

from learnperf.metrics.attainment import ON_TARGET, Attainment, Target, attainment
from learnperf.metrics.bands import Band
from learnperf.metrics.composite import Composite, MissingRule, Part, compose
from learnperf.metrics.indicator import Indicator
from learnperf.metrics.missing import Missing, MissingReason
from learnperf.metrics.scorecard import Perspective, Role, Scorecard
from learnperf.model.nodes import NodeKind
from learnperf.rollup.reading import Reading


@frozen
class ScoredIndicator:
    """One indicator held against its target.

    Attributes
    ----------
    reading
        Value, n, heads, due and coverage it rests on.
    target
        The target here; None where there is none.
    attainment
        Per cent of it, and whether it was capped; None where there is none.
    score
        Points: of the bands, else the per cents; `Missing` with the reason where there are none.
    band
        The band the points are of.
    part
        What it brings to a composite.
    """

    indicator: Indicator
    reading: Reading
    target: Target | None
    attainment: Attainment | None
    score: Fraction | Missing
    band: Band | None
    part: Part = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Make up what it brings to a composite, which is asked for several times."""
        rule = self.indicator.missing or MissingRule.LEAVE_OUT
        part = Part(self.indicator.name, self.score, self.indicator.weight, rule)
        object.__setattr__(self, "part", part)

    @classmethod
    def of(cls, indicator: Indicator, reading: Reading) -> ScoredIndicator:
        """Hold a reading against the target of its node and period."""
        target = indicator.target_of(reading.node, reading.period)
        found = _attained(indicator, reading, target)
        if isinstance(found, Missing):
            return cls(indicator, reading, target, None, found, None)
        if indicator.bands is None:
            return cls(indicator, reading, target, found, found.percent, None)
        band, points = indicator.bands.band(found.percent), indicator.bands.points(found.percent)
        return cls(indicator, reading, target, found, points, band)

    @property
    def missing(self) -> MissingReason:
        """Why there is no score; `MissingReason.NONE` where there is one."""
        return self.score.reason if isinstance(self.score, Missing) else MissingReason.NONE

    @property
    def points_added(self) -> Fraction:
        """What it adds on top of a composite: its weight where the score is full; what is missing adds nothing."""
        return Fraction(0) if isinstance(self.score, Missing) else self.indicator.weight * self.score / ON_TARGET


def _attained(indicator: Indicator, reading: Reading, target: Target | None) -> Attainment | Missing:
    if reading.exact is None:
        return Missing(reading.missing)
    if target is None:
        return Missing(MissingReason.NO_TARGET)
    return attainment(reading.exact, target, indicator.direction, cap=indicator.cap)


@frozen
class ScoredPerspective:
    """The indicators of one perspective.

    Attributes
    ----------
    composite
        Their own weighted mean, whatever the role.
    added
        Of an added perspective: the points it adds, at most what it may.
    cut
        The points beyond that, not above 0; they are taken back.
    """

    perspective: Perspective
    indicators: tuple[ScoredIndicator, ...]
    composite: Composite
    added: Fraction = Fraction(0)
    cut: Fraction = Fraction(0)

    @classmethod
    def of(cls, perspective: Perspective, indicators: Sequence[ScoredIndicator]) -> ScoredPerspective:
        """Put the indicators of a perspective together."""
        composite = compose([one.part for one in indicators])
        if perspective.most is None:
            return cls(perspective, tuple(indicators), composite)
        points = sum((one.points_added for one in indicators), Fraction(0))
        added = min(points, perspective.most)
        return cls(perspective, tuple(indicators), composite, added, added - points)


@frozen(slots=False, eq=False, repr=False)
class ScoredNode:
    """A scorecard of one unit or team in one period.

    Attributes
    ----------
    name, kind
        Of the node.
    perspectives
        Each with its indicators.
    composite
        The weighted mean of what weighs in it, with its coverage and what was left out; additions not in it.
    """

    card: Scorecard
    node: str
    name: str
    kind: NodeKind
    period: str
    perspectives: tuple[ScoredPerspective, ...]
    composite: Composite = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Put together what weighs."""
        weighted = (one for one in self.perspectives if one.perspective.role is Role.WEIGHTED)
        parts = [scored.part for one in weighted for scored in one.indicators]
        object.__setattr__(self, "composite", compose(parts, self.card.least_coverage))

    @property
    def value(self) -> Fraction | Missing:
        """The whole: the composite and what is added on top; `Missing` where there is no composite."""
        value = self.composite.value
        return (
            value if isinstance(value, Missing) else value + sum((one.added for one in self.perspectives), Fraction(0))
        )

    @property
    def coverage(self) -> Fraction | None:
        """Weight of what was scored, as a part of the weight of all that applies here."""
        return self.composite.coverage

    @property
    def band(self) -> Band | None:
        """The band of the whole, where the scorecard names some."""
        value, bands = self.value, self.card.bands
        return None if bands is None or isinstance(value, Missing) else bands.band(value)

    @cached_property
    def indicators(self) -> Mapping[str, ScoredIndicator]:
        """Every indicator by name, in order."""
        return {scored.indicator.name: scored for one in self.perspectives for scored in one.indicators}

    def parts(self) -> Mapping[str, Fraction]:
        """Give what the whole is the sum of, exactly: contributions, additions, and what a limit takes back.

        A limit's line is called ``most of`` and the perspective. Empty where there is no whole.
        """
        if isinstance(self.composite.value, Missing):
            return {}
        found = dict(self.composite.contributions)
        for one in self.perspectives:
            if one.perspective.role is Role.ADDED:
                found |= {scored.indicator.name: scored.points_added for scored in one.indicators}
                found |= {f"most of {one.perspective.name}": one.cut} if one.cut else {}
        return found

    @property
    def left_out(self) -> Mapping[str, MissingReason]:
        """Why each indicator without a score has none, wherever it stands; those counted as 0 are among them."""
        return {name: one.missing for name, one in self.indicators.items() if one.missing}

    def text(self, language: str = "en") -> str:
        """Give it as a table for people, in English (``en``) or Indonesian (``id``)."""
        from learnperf.rollup.scorecard_text import card_text  # noqa: PLC0415 -- it writes these

        return card_text(self, language)

    def __repr__(self) -> str:
        """Give the table."""
        return self.text()
