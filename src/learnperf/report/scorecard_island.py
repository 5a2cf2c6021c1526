"""The scorecard's part of the island: what the page's code needs to show one for each unit and team."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import numpy as np
from attrs import frozen

from learnperf.inference.intervals import intervals
from learnperf.metrics.bands import Band, Bands
from learnperf.metrics.indicator import Indicator
from learnperf.metrics.missing import Missing, MissingReason
from learnperf.report.packing import Cell, Columns
from learnperf.rollup.scorecards import Scorecards
from learnperf.rollup.scored import ScoredIndicator, ScoredNode, ScoredPerspective

# scorecards in a page: about a third of a millisecond and a hundred bytes each, those of the last periods
MOST_CARDS = 50_000
# more than the page shows
_DIGITS = 12
# of the margins
_DIGITS_OF_MARGINS = 4


@frozen(eq=False)
class ScorecardIsland:
    """Makes the value of a scorecard of every unit and team, with its columns among the page's.

    Parameters
    ----------
    cards
        Of units and teams, which is what the page's structure is of.
    columns
        The page's.
    place_of
        Number of each metric in the page, by name.
    """

    cards: Scorecards
    columns: Columns
    place_of: Mapping[str, int]

    def value(self) -> dict[str, object]:
        """Put everything together; columns are by number of the node."""
        card = self.cards.card
        return {
            "label": card.label,
            "source": card.source,
            "bands": _labels(card.bands),
            "perspectives": [
                {
                    "label": one.label,
                    "role": one.role.value,
                    "most": None if one.most is None else float(one.most),
                    "indicators": [card.indicators.index(indicator) for indicator in card.indicators_of(one)],
                }
                for one in card.perspectives
            ],
            "indicators": [self._indicator(one) for one in card.indicators],
            "periods": self._periods(),
        }

    def _indicator(self, one: Indicator) -> dict[str, object]:
        return {
            "label": one.label,
            "metric": self.place_of[one.metric.name],
            "direction": one.direction.value,
            "weight": float(one.weight),
            "cap": None if one.cap is None else float(one.cap),
            "bands": _labels(one.bands),
        }

    def _periods(self) -> list[dict[str, object] | None]:
        """Give the columns of each period; None for early ones where there are very many of them."""
        labels = [period.label for period in self.cards.result.periods]
        kept = max(MOST_CARDS // max(len(self.cards.nodes), 1), 1)
        return [None if label in labels[:-kept] else self._period(label) for label in labels]

    def _period(self, period: str) -> dict[str, object]:
        """Give the columns of a period."""
        several = [self.cards[node, period] for node in self.cards.nodes]
        parts = [one.parts() for one in several]
        count = len(self.cards.card.perspectives)
        return {
            "whole": self._columns([_whole(one) for one in several], _WHOLE),
            "perspectives": [
                self._columns([_perspective(one.perspectives[place]) for one in several], _PERSPECTIVE)
                for place in range(count)
            ],
            "indicators": [
                self._columns(list(_indicators(several, parts, one)), _INDICATOR) | self._margins(one, period)
                for one in self.cards.card.indicators
            ],
        }

    def _margins(self, indicator: Indicator, period: str) -> dict[str, int]:
        """Give between what each reading is likely to lie; nothing where no interval is known for such a metric."""
        result = self.cards.result
        if not (result.has_all_evidence and self.cards.nodes):
            return {}
        first, place = result.place(self.cards.nodes[0], period)
        begin = place * len(result.nodes) + first
        some = slice(begin, begin + len(self.cards.nodes))
        limits = zip(("least", "most"), intervals(result, indicator.metric.name).limits, strict=True)
        return {name: self.columns.add([_margin(one) for one in values[some].tolist()]) for name, values in limits}

    def _columns(self, rows: Sequence[Sequence[Cell]], names: Sequence[str]) -> dict[str, int]:
        return {name: self.columns.add([row[place] for row in rows]) for place, name in enumerate(names)}


_WHOLE = ("value", "reason", "coverage", "band")
_PERSPECTIVE = ("value", "cut")
_INDICATOR = ("low", "high", "attained", "uncapped", "score", "band", "reason", "adds", "zero")


def _whole(scored: ScoredNode) -> tuple[Cell, ...]:
    reason = scored.value.reason if isinstance(scored.value, Missing) else MissingReason.NONE
    return _score(scored.value), int(reason), _number(scored.coverage), _place(scored.card.bands, scored.band)


def _perspective(one: ScoredPerspective) -> tuple[Cell, ...]:
    return _score(one.composite.value), _number(one.cut)


def _indicators(
    several: Sequence[ScoredNode], parts: Sequence[Mapping[str, Fraction]], indicator: Indicator
) -> Iterator[tuple[Cell, ...]]:
    """Iterate over the cells of one indicator, node by node."""
    for scored, adds in zip(several, parts, strict=True):
        one = scored.indicators[indicator.name]
        yield (*_held(one), _number(adds.get(indicator.name)), int(indicator.name in scored.composite.as_zero))


def _held(one: ScoredIndicator) -> tuple[Cell, ...]:
    """Give the cells of a reading held against its target."""
    low, high = (None, None) if one.target is None else (one.target.low, one.target.high)
    attained = None if one.attainment is None else one.attainment
    return (
        _number(low),
        _number(high),
        None if attained is None else _number(attained.percent),
        None if attained is None else _number(attained.uncapped),
        _score(one.score),
        _place(one.indicator.bands, one.band),
        int(one.missing),
    )


def _labels(bands: Bands | None) -> list[tuple[str, str]]:
    return [] if bands is None else [band.label for band in bands.bands]


def _place(bands: Bands | None, band: Band | None) -> int | None:
    """Give the place of a band among those of its table."""
    return None if bands is None or band is None else bands.bands.index(band)


def _score(value: Fraction | Missing) -> Cell:
    return None if isinstance(value, Missing) else _number(value)


def _margin(value: float) -> Cell:
    return None if np.isnan(value) else float(f"{value:.{_DIGITS_OF_MARGINS}g}")


def _number(value: Fraction | None) -> Cell:
    if value is None:
        return None
    return value.numerator if value.denominator == 1 else float(f"{float(value):.{_DIGITS}g}")
