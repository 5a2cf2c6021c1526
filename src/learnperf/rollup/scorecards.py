"""Scorecards: one for every unit and team of a result."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from attrs import field, frozen

from learnperf.errors import Problem, ScorecardError, UnknownName, nearest
from learnperf.metrics.missing import Missing, MissingReason
from learnperf.metrics.scorecard import Role, Scorecard
from learnperf.model.nodes import NodeKind
from learnperf.rollup.request import member_of
from learnperf.rollup.result import Rollup
from learnperf.rollup.scored import ScoredIndicator, ScoredNode, ScoredPerspective
from learnperf.rollup.tidy import Backend, frame_of

INDICATOR_COLUMNS: Mapping[str, type] = {
    **dict.fromkeys(
        ("node", "kind", "name", "period", "scorecard", "perspective", "indicator", "metric", "label"), str
    ),
    **dict.fromkeys(("value", "target_low", "target_high"), float),
    "direction": str,
    **dict.fromkeys(("attainment", "uncapped"), float),
    "capped": bool,
    "score": float,
    "band": str,
    **dict.fromkeys(("weight", "contribution"), float),
    "missing": str,
    **dict.fromkeys(("n", "heads", "due"), int),
    "coverage": float,
}
COMPOSITE_COLUMNS: Mapping[str, type] = {
    **dict.fromkeys(("node", "kind", "name", "period", "scorecard"), str),
    **dict.fromkeys(("value", "weighted", "added"), float),
    "band": str,
    "missing": str,
    "coverage": float,
    "left_out": str,
}


def scorecards(
    result: Rollup, card: Scorecard, *, levels: Collection[str | NodeKind] = (NodeKind.UNIT, NodeKind.TEAM)
) -> Scorecards:
    """Read a scorecard for every unit and team of a result.

    Parameters
    ----------
    result
        A rollup that read the scorecard's metrics: ``rollup(data, metrics=card.metrics)``.
    levels
        Kinds of nodes to read it for.

    Returns
    -------
    Scorecards
        ``cards[node]``, or ``cards[node, period]`` where there are several periods.

    Raises
    ------
    ScorecardError
        Metrics that the result did not read, or targets of nodes that the organization does not have; all at once.
    InvalidValue
        A level that does not exist.

    Examples
    --------
    >>> from datetime import date
    >>> import learnperf as lp
    >>> organization = lp.Organization.of(
    ...     units=[lp.Unit("MOF")], learners=[lp.Learner("ani")], ties=[lp.Placement("ani", "MOF")]
    ... )
    >>> evidence = lp.Evidence.of(
    ...     [lp.Evaluation("e1", learner="ani", level=lp.Level.BEHAVIOUR, score=3, on=date(2026, 1, 1))]
    ... )
    >>> card = lp.Scorecard("two", indicators=[
    ...     lp.Indicator("kirkpatrick.behaviour", target=4, weight=60),
    ...     lp.Indicator("assignment.on_time", target="0.9", weight=40),
    ... ])
    >>> scored = scorecards(lp.rollup(organization, evidence, metrics=card.metrics), card)["MOF"]
    >>> scored.value, scored.coverage, scored.left_out["assignment.on_time"].label()
    (Fraction(75, 1), Fraction(3, 5), 'no evidence')
    """
    kinds = {member_of(NodeKind, "levels", level) for level in levels}
    problems = list(_problems(result, card))
    if problems:
        raise ScorecardError(problems)
    nodes = (node for node, kind in zip(result.nodes, result.kinds, strict=True) if kind in kinds)
    return Scorecards(
        result=result, card=card, kind_of=dict(zip(result.nodes, result.kinds, strict=True)), nodes=tuple(nodes)
    )


def _problems(result: Rollup, card: Scorecard) -> Iterator[Problem]:
    """Find what keeps a scorecard from being read of a result."""
    for metric in card.metrics:
        if metric not in result.metrics:
            hint = "roll up with metrics=scorecard.metrics, or the whole catalogue"
            yield Problem("metric not read", f"the result has no {metric.name}", (metric.name,), hint)
    known = set(result.nodes)
    for indicator in card.indicators:
        for one in indicator.targets:
            if one.node is not None and one.node not in known:
                meant = ", ".join(nearest(one.node, known))
                hint = f"nearest: {meant}" if meant else "give the id of a node of the organization"
                text = f"{indicator.name} has a target for the unknown node {one.node!r}"
                yield Problem("unknown node", text, (one.node,), hint)


@frozen(eq=False, repr=False)
class Scorecards:
    """Scorecards of many nodes, each worked out when it is asked for."""

    result: Rollup
    card: Scorecard
    nodes: tuple[str, ...]
    _kind_of: Mapping[str, NodeKind] = field(alias="kind_of")

    def __getitem__(self, key: str | tuple[str, str]) -> ScoredNode:
        """Give the scorecard of a node, in a period where there are several.

        Raises
        ------
        UnknownName
            A node or period that does not exist; names the nearest.
        InvalidValue
            No period where there are several.
        """
        node, period = (key, None) if isinstance(key, str) else key
        if node not in self._kind_of:
            raise UnknownName("node", node, self.nodes)
        found = {
            one.name: ScoredIndicator.of(one, self.result.reading(node, one.metric.name, period))
            for one in self.card.indicators
        }
        perspectives = tuple(
            ScoredPerspective.of(one, [found[indicator.name] for indicator in self.card.indicators_of(one)])
            for one in self.card.perspectives
        )
        return ScoredNode(
            card=self.card,
            node=node,
            name=self.result.organization.node(node).name or node,
            kind=self._kind_of[node],
            period=next(iter(found.values())).reading.period,
            perspectives=perspectives,
        )

    def __iter__(self) -> Iterator[ScoredNode]:
        """Iterate over all, period by period."""
        for period in self.result.periods:
            for node in self.nodes:
                yield self[node, period.label]

    def __len__(self) -> int:
        """Count them."""
        return len(self.nodes) * len(self.result.periods)

    def __repr__(self) -> str:
        """Say how many there are."""
        periods = len(self.result.periods)
        return (
            f"<Scorecards {self.card.name!r}: {len(self.nodes)} nodes x {periods} period{'s' if periods != 1 else ''}>"
        )

    def text(self, language: str = "en") -> str:
        """Give a table with a line for each node and period, in English (``en``) or Indonesian (``id``)."""
        from learnperf.rollup.scorecard_text import overview_text  # noqa: PLC0415 -- it writes these

        return overview_text(self, language)

    def columns(self) -> dict[str, list[Any]]:
        """Give tidy columns, one row per node, period and indicator."""
        return _columns(INDICATOR_COLUMNS, [row for scored in self for row in _indicator_rows(scored)])

    def composite_columns(self) -> dict[str, list[Any]]:
        """Give tidy columns, one row per node and period."""
        return _columns(COMPOSITE_COLUMNS, [_composite_row(scored) for scored in self])

    def to_frame(self, backend: Backend = "polars") -> Any:  # noqa: ANN401 -- the frame's class follows from the backend
        """Give `columns` as a dataframe of an installed library: polars, pandas or pyarrow.

        Raises
        ------
        InvalidValue
            A library that is not known or not installed.
        """
        return frame_of(self.columns(), backend, INDICATOR_COLUMNS)

    def composites_to_frame(self, backend: Backend = "polars") -> Any:  # noqa: ANN401 -- as for `to_frame`
        """Give `composite_columns` as a dataframe of an installed library: polars, pandas or pyarrow."""
        return frame_of(self.composite_columns(), backend, COMPOSITE_COLUMNS)


Row = Sequence[object]


def _columns(types: Mapping[str, type], rows: Sequence[Row]) -> dict[str, list[Any]]:
    several = zip(*rows, strict=True) if rows else ([] for _ in types)
    return {name: list(cells) for name, cells in zip(types, several, strict=True)}


def _indicator_rows(scored: ScoredNode) -> Iterator[Row]:
    """Iterate over the cells of each indicator, in order of `INDICATOR_COLUMNS`."""
    contributions = scored.parts()
    head = (scored.node, scored.kind.value, scored.name, scored.period, scored.card.name)
    for one in scored.indicators.values():
        indicator, reading, attained = one.indicator, one.reading, one.attainment
        yield (
            *head,
            *(indicator.perspective, indicator.name, indicator.metric.name, indicator.label[0]),
            reading.value,
            *((None, None) if one.target is None else (float(one.target.low), float(one.target.high))),
            indicator.direction.value,
            *((None, None, None) if attained is None else _attained_cells(attained.percent, attained.uncapped)),
            number_of(one.score),
            one.band.label[0] if one.band is not None else "",
            float(indicator.weight),
            _optional(contributions.get(indicator.name)),
            one.missing.label(),
            *(reading.n, reading.heads, reading.due, reading.coverage),
        )


def _attained_cells(percent: Fraction, uncapped: Fraction) -> Row:
    return float(percent), float(uncapped), percent != uncapped


def _composite_row(scored: ScoredNode) -> Row:
    """Give the cells of a node, in order of `COMPOSITE_COLUMNS`."""
    value, band = scored.value, scored.band
    added = sum((one.added for one in scored.perspectives if one.perspective.role is Role.ADDED), Fraction(0))
    left_out = [f"{name}: {reason.label()}" for name, reason in scored.left_out.items()]
    return (
        *(scored.node, scored.kind.value, scored.name, scored.period, scored.card.name),
        *(number_of(value), number_of(scored.composite.value), float(added)),
        band.label[0] if band is not None else "",
        value.reason.label() if isinstance(value, Missing) else MissingReason.NONE.label(),
        _optional(scored.coverage),
        "; ".join(left_out),
    )


def number_of(value: Fraction | Missing) -> float | None:
    """Give the double nearest to a score; None where it is missing."""
    return None if isinstance(value, Missing) else float(value)


def _optional(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
