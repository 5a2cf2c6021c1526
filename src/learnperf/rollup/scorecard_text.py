"""Scorecards as text: a table for a terminal or a notebook, in English or Indonesian."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from learnperf.errors import InvalidValue
from learnperf.metrics.attainment import Target
from learnperf.metrics.declared import Direction
from learnperf.metrics.indicator import Pair
from learnperf.metrics.missing import Missing
from learnperf.metrics.scorecard import Role
from learnperf.rollup.reading import Reading

if TYPE_CHECKING:
    from learnperf.rollup.scorecards import Scorecards
    from learnperf.rollup.scored import ScoredIndicator, ScoredNode, ScoredPerspective

_WORDS: Mapping[str, Pair] = {
    "indicator": ("Indicator", "Indikator"),
    "value": ("Value", "Nilai"),
    "target": ("Target", "Target"),
    "attained": ("Attained", "Capaian"),
    "points": ("Points", "Poin"),
    "weight": ("Weight", "Bobot"),
    "adds": ("Adds", "Andil"),
    "n": ("Pieces", "Butir"),
    "node": ("Node", "Simpul"),
    "period": ("Period", "Periode"),
    "whole": ("Composite", "Komposit"),
    "covers": ("Covers", "Cakupan"),
    "missing": ("none: {reason}", "tidak ada: {reason}"),
    "left_out": ("left out: {reason}", "dikecualikan: {reason}"),
    "as_zero": ("counted as 0: {reason}", "dihitung 0: {reason}"),
    "capped": ("{percent} (capped)", "{percent} (dibatasi)"),
    "covering": ("covers {part} of the weight", "mencakup {part} dari bobot"),
    "beside": ("beside the composite", "di luar komposit"),
    "added": ("added on top, {most} at most", "tambahan, paling banyak {most}"),
    "cut": ("beyond the limit, taken back", "melebihi batas, dikembalikan"),
    "learner": ("learner", "pembelajar"),
    "team": ("team", "tim kerja"),
    "unit": ("unit", "unit kerja"),
}
_SIGNS = {Direction.HIGHER: "≥ ", Direction.LOWER: "≤ ", Direction.TARGET: "= "}
# where there is nothing to show
_NONE = "—"
# numbers below this are shown with more decimals
_SMALL = Fraction(1, 10)
_SWAPPED = str.maketrans(",.", ".,")


def card_text(scored: ScoredNode, language: str) -> str:
    """Give the scorecard of one node: the whole in a line, then a table of its indicators by perspective."""
    say = _Words(language)
    whole = f"{say.pair(scored.card.label)}: {say.whole(scored)}"
    head = ("indicator", "value", "target", "attained", "points", "weight", "adds", "n")
    rows = [tuple(say.word(name) for name in head)]
    for one in scored.perspectives:
        rows += _perspective_rows(one, scored, say)
    title = " · ".join(part for part in (scored.name, scored.node, say.word(scored.kind.value), scored.period) if part)
    return "\n".join([title, whole, "", *_aligned(rows)])


def overview_text(cards: Scorecards, language: str) -> str:
    """Give a line for each node and period: the whole, its coverage, and each perspective."""
    say = _Words(language)
    head = [say.word(name) for name in ("node", "period", "whole", "covers")]
    rows = [(*head, *(say.pair(one.label) for one in cards.card.perspectives))]
    for scored in cards:
        name = scored.node if scored.name == scored.node else f"{scored.name} ({scored.node})"
        covered = _NONE if scored.coverage is None else say.percent(scored.coverage * 100)
        each = (say.number(one.composite.value) for one in scored.perspectives)
        rows.append((name, scored.period, say.number(scored.value), covered, *each))
    return "\n".join(_aligned(rows, left=2))


def _perspective_rows(one: ScoredPerspective, scored: ScoredNode, say: _Words) -> Iterator[tuple[str, ...]]:
    """Iterate over the heading of a perspective, its indicators, and what its limit takes back."""
    role = one.perspective.role
    label = say.pair(one.perspective.label)
    if role is Role.BESIDE:
        label = f"{label} ({say.word('beside')})"
    if one.perspective.most is not None:
        most = say.number(one.perspective.most)
        label = f"{label} ({say.word('added', most=most)})"
    if label:
        yield (label, "", "", "", say.number(one.composite.value), "", "", "")
    contributions = scored.parts()
    for scored_indicator in one.indicators:
        adds = contributions.get(scored_indicator.indicator.name)
        yield _indicator_row(scored_indicator, adds, scored, say)
    if one.cut:
        yield (f"  {say.word('cut')}", "", "", "", "", "", say.number(one.cut), "")


def _indicator_row(one: ScoredIndicator, adds: Fraction | None, scored: ScoredNode, say: _Words) -> tuple[str, ...]:
    indicator, reading = one.indicator, one.reading
    unit = indicator.metric.unit
    value = _NONE if reading.exact is None else say.reading(reading.exact, unit)
    target = _NONE if one.target is None else say.target(one.target, unit, indicator.direction)
    if one.attainment is None:
        counted = "as_zero" if indicator.name in scored.composite.as_zero else "left_out"
        attained = say.word(counted, reason=one.missing.label(say.language))
    else:
        attained = say.percent(one.attainment.percent)
        if one.attainment.capped:
            attained = say.word("capped", percent=attained)
    points = say.number(one.score)
    if one.band is not None and any(one.band.label):
        points = f"{say.pair(one.band.label)} {points}"
    weight = say.number(indicator.weight)
    return (
        f"  {say.pair(indicator.label)}",
        value,
        target,
        attained,
        points,
        weight,
        say.optional(adds),
        say.rests_on(reading),
    )


def _aligned(rows: Sequence[tuple[str, ...]], left: int = 1) -> list[str]:
    """Line columns up: the first ones to the left, the others to the right."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return ["  ".join(
        cell.ljust(width) if place < left else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(row, widths, strict=True))
    ).rstrip() for row in rows]  # fmt: skip


class _Words:
    """Words and numbers in one language."""

    def __init__(self, language: str) -> None:
        """Refuse a language that is not spoken."""
        if language not in {"en", "id"}:
            raise InvalidValue("language", language, "is not spoken by scorecards", "one of en, id")
        self.language = language

    def pair(self, texts: Pair) -> str:
        """Give the text of a pair."""
        return texts[self.language == "id"]

    def word(self, name: str, **parts: str) -> str:
        """Give a word, with what stands in braces filled in."""
        return self.pair(_WORDS[name]).format(**parts)

    def number(self, value: Fraction | Missing, digits: int = 1) -> str:
        """Give a number with so many decimals, and a dash where there is none."""
        if isinstance(value, Missing):
            return _NONE
        text = f"{float(value):,.{digits}f}"
        return text.translate(_SWAPPED) if self.language == "id" else text

    def optional(self, value: Fraction | None) -> str:
        """Give a number, or a dash."""
        return _NONE if value is None else self.number(value)

    def percent(self, value: Fraction) -> str:
        """Give per cent."""
        return f"{self.number(value)} %"

    def reading(self, value: Fraction, unit: str) -> str:
        """Give a value in its unit: shares as per cent, whole numbers without decimals."""
        if unit == "share":
            return self.percent(value * 100)
        if value.denominator == 1:
            return self.number(value, 0)
        # a small ratio and its target would otherwise look alike
        return self.number(value, 2 if abs(value) >= _SMALL else 4)

    def target(self, target: Target, unit: str, direction: Direction) -> str:
        """Give a target with the side on which it is met, or the two ends of a range."""
        if not target.is_range:
            return _SIGNS[direction] + self.reading(target.low, unit)
        return f"{self.reading(target.low, unit)} .. {self.reading(target.high, unit)}"

    def rests_on(self, reading: Reading) -> str:
        """Give how many pieces there are, and what part that is of those that were due."""
        if not reading.due:
            return str(reading.n)
        return f"{reading.n} ({self.percent(Fraction(100 * reading.n, reading.due))})"

    def whole(self, scored: ScoredNode) -> str:
        """Give the whole with its band and coverage, or why there is none."""
        value, coverage = scored.value, scored.coverage
        if isinstance(value, Missing):
            text = self.word("missing", reason=value.reason.label(self.language))
        else:
            text = self.number(value)
        if scored.band is not None:
            text = f"{text} ({self.pair(scored.band.label)})"
        if coverage is None:
            return text
        return f"{text}, {self.word('covering', part=self.percent(coverage * 100))}"
