"""Conditions judged and observed side by side: what people say of a unit, and what its records show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from learnperf.metrics.conditions import each
from learnperf.metrics.observed import OBSERVED
from learnperf.model.vocabulary import Condition, label
from learnperf.rollup.reading import Reading
from learnperf.rollup.result import Rollup

_HEAD = {"en": ("condition", "judged", "observed"), "id": ("kondisi", "dinilai", "teramati")}


@frozen
class ConditionBeside:
    """One condition at one node.

    Attributes
    ----------
    judged
        How far it is met as judged; None where the result was not asked for it.
    observed
        What records show of it; empty where records cannot, or were not asked to.
    """

    condition: Condition
    judged: Reading | None
    observed: tuple[Reading, ...]


@frozen
class ConditionsBeside:
    """The 18 conditions at one node, judged and observed.

    Attributes
    ----------
    rows
        In the order of the conditions.
    """

    node: str
    rows: tuple[ConditionBeside, ...]
    labels: dict[str, tuple[str, str]]

    def __iter__(self) -> Iterator[ConditionBeside]:
        """Iterate over the conditions."""
        return iter(self.rows)

    def __len__(self) -> int:
        """Count the conditions."""
        return len(self.rows)

    def table(self, language: str = "en") -> str:
        """Give the table as text in English (``en``) or Indonesian (``id``)."""
        lines = [
            (f"{row.condition.value} {label(row.condition, language)}", _said(row.judged, language), observed)
            for row in self.rows
            for observed in [self._observed(row.observed, language)]
        ]
        cells = [_HEAD[language], *lines]
        wide, judged = (max(len(line[place]) for line in cells) for place in (0, 1))
        return "\n".join(f"{one:{wide}}  {two:{judged}}  {three}".rstrip() for one, two, three in cells)

    def __str__(self) -> str:
        """Give the table as text."""
        return self.table()

    def _observed(self, readings: Sequence[Reading], language: str) -> str:
        return "; ".join(
            f"{self.labels[one.metric][language == 'id'].lower()}: {_said(one, language)}" for one in readings
        )


def conditions_beside_observations(result: Rollup, node: str, period: str | None = None) -> ConditionsBeside:
    """Put what was judged of each enabling condition beside what records show of it.

    Neither is put together with the other, nor with outcomes: a condition that is judged as met and leaves no trace, or
    the reverse, is a question to ask.

    Parameters
    ----------
    result
        A rollup of the whole catalogue, or of as much of it as shall be shown.
    node
        At which node.
    period
        Label of a period; may be left out where there is only one.

    Raises
    ------
    UnknownName
        No such node or period.

    References
    ----------
    Indonesian Ministry of Finance, learning organization: Learner's Performance, chapter 2.

    Examples
    --------
    >>> from datetime import date
    >>> import learnperf as lp
    >>> organization = lp.Organization.of(units=[lp.Unit("DJP")])
    >>> judged = lp.ConditionJudgement(
    ...     "j1", on=date(2026, 6, 30), subject="DJP", condition="E4.1", fulfilment=lp.Fulfilment.MET
    ... )
    >>> news = lp.Publication("n1", on=date(2026, 6, 30), unit="DJP")
    >>> result = lp.rollup(organization, lp.Evidence.of([judged, news]))
    >>> both = {one.condition: one for one in conditions_beside_observations(result, "DJP")}[lp.Condition.E4_1]
    >>> both.judged.value, [(one.metric, one.value) for one in both.observed]
    (1.0, [('publication.count', 1.0), ('publication.publishing_rate', 1.0)])
    """
    asked = {metric.name: metric for metric in result.metrics}

    def read(name: str) -> list[Reading]:
        return [result.reading(node, name, period)] if name in asked else []

    rows = [
        ConditionBeside(
            condition,
            next(iter(read(judged.name)), None),
            tuple(reading for one in OBSERVED.get(condition, ()) for reading in read(one.name)),
        )
        for condition, judged in zip(Condition, each, strict=True)
    ]
    labels = {name: asked[name].label for row in rows for name in (one.metric for one in row.observed)}
    return ConditionsBeside(node, tuple(rows), labels)


def _said(reading: Reading | None, language: str) -> str:
    if reading is None:
        return ""
    return reading.missing.label(language) if reading.value is None else f"{reading.value:.4g}"
