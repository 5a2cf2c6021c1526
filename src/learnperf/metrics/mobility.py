"""Mobility: rates of promotion, demotion, rotation and transfer, each with the denominator it names (rows I4, O3).

Promotions are rival: how many there are is bounded by the posts that fall free, so a rate is no measure of how well a
unit does. Persons and events are counted apart, and an event with two marks is one event in either count.
"""

from __future__ import annotations

from enum import Enum
from functools import cache

from attrs import frozen

from learnperf.metrics.algebra import Count, Distinct
from learnperf.metrics.columns import Presence
from learnperf.metrics.declared import Direction
from learnperf.metrics.expressions import Expression, col
from learnperf.metrics.headcount import AVERAGE, RATES, at_start, average, person_years
from learnperf.metrics.metric import AnyMetric, Metric, RatioOf
from learnperf.metrics.organization import learners
from learnperf.model.evidence import CareerMove
from learnperf.model.nodes import NodeKind
from learnperf.model.vocabulary import MoveMark

TAXONOMY = "Regulation 5/2019 of the Indonesian civil-service agency (BKN) on mutasi"
_SHARE = "Google re:Work, Collect internal mobility metrics: promotion rate as promoted by employees"
_ROWS = ("I4", "O3")


class Denominator(Enum):
    """What moves are counted against: who could have moved.

    ``at_start``: the people there on the first day, of whom the share who moved in the period is read; leavers stay in
    it. ``anyone``: all there on any day of the period. ``average``: the average headcount. ``person_year``: the days
    people were there, in years.
    """

    AT_START = "at_start"
    ANYONE = "anyone"
    AVERAGE = "average"
    PERSON_YEAR = "person_year"


@frozen
class _Words:
    """How one kind of move is written: the noun of names, then texts in English and Indonesian."""

    noun: str
    events: tuple[str, str]
    done: tuple[str, str]
    flag: str


_ANY = _Words("move", ("career moves", "mutasi"), ("moved", "mengalami mutasi"), "moved")
_WORDS = {
    MoveMark.PROMOTION: _Words("promotion", ("promotions", "promosi"), ("promoted", "dipromosikan"), "promoted"),
    MoveMark.DEMOTION: _Words("demotion", ("demotions", "demosi"), ("demoted", "didemosikan"), "demoted"),
    MoveMark.ROTATION: _Words("rotation", ("rotations", "rotasi"), ("rotated", "dirotasikan"), "rotated"),
    MoveMark.TRANSFER: _Words(
        "transfer", ("transfers", "alih tugas"), ("transferred", "dialihtugaskan"), "transferred"
    ),
}


@frozen
class _Base:
    """A denominator, with how it is said."""

    metric: AnyMetric
    unit: str
    words: tuple[str, str]
    formula: str
    source: str


_BASES = {
    Denominator.AT_START: _Base(
        at_start, "share", ("people there at the start", "pegawai yang ada pada awal periode"),
        "n(there on the first day)", _SHARE,
    ),
    Denominator.ANYONE: _Base(
        learners, "share", ("all people there on any day", "seluruh pegawai yang ada pada hari mana pun"),
        "n(there on any day)", _SHARE,
    ),
    Denominator.AVERAGE: _Base(
        average, "per person", ("average headcount", "rata-rata jumlah pegawai"),
        "(Σ days there / days of the period)", AVERAGE,
    ),
    Denominator.PERSON_YEAR: _Base(
        person_years, "per person-year", ("person-year", "orang-tahun"), "(Σ days there / 365.25)", RATES,
    ),
}  # fmt: skip
_OF_PEOPLE = frozenset({Denominator.AT_START, Denominator.ANYONE})


def rate_of(
    mark: MoveMark | None = None,
    *,
    denominator: Denominator | str = Denominator.AT_START,
    persons: bool = True,
) -> RatioOf:
    """Give the rate of one kind of career move, of which name and label say what it is divided by.

    Parameters
    ----------
    mark
        Promotion, demotion, rotation or transfer; None for moves of any kind.
    denominator
        What to divide by.
    persons
        Count the people who moved, each once; else the moves. Over people there at the start or on any day, people are
        those of them who moved, wherever they were by then; else the people and moves counted are those of the node on
        the day of the move, to which a transfer leads.

    Raises
    ------
    ValueError
        A denominator that is none of these.

    Examples
    --------
    >>> rate = rate_of(MoveMark.PROMOTION, denominator="average", persons=False)
    >>> rate.name, rate.label[0], rate.unit
    ('career.promotion_rate.average.events', 'Promotions per average headcount', 'per person')
    """
    return _rate(mark, Denominator(denominator), persons=persons)


@cache
def _rate(mark: MoveMark | None, by: Denominator, *, persons: bool) -> RatioOf:
    words = _ANY if mark is None else _WORDS[mark]
    base = _BASES[by]
    is_share = persons and by in _OF_PEOPLE
    return RatioOf(
        f"career.{words.noun}_rate.{by.value}{'' if persons else '.events'}",
        label=_label(words, base, persons=persons, is_share=is_share),
        meaning=_meaning(words, base, persons=persons, is_share=is_share),
        question=_question(words, base, persons=persons, is_share=is_share),
        formula=f"n({_who(words, 0, persons=persons)}{' among them' if is_share else ''}) / {base.formula}",
        example=_EXAMPLES[by][persons],
        unit=base.unit if is_share or by not in _OF_PEOPLE else "per person",
        direction=Direction.LOWER if mark is MoveMark.DEMOTION else Direction.TARGET,
        bounds=(0, 1 if is_share else None),
        numerator=_moved(mark, by) if is_share else _people(mark) if persons else _events(mark),
        denominator=base.metric,
        source=f"{base.source}; {TAXONOMY}",
        rows=_ROWS,
    )


def _who(words: _Words, language: int, *, persons: bool) -> str:
    people = (f"people {words.done[0]}", f"pegawai yang {words.done[1]}")
    return people[language] if persons else words.events[language]


def _label(words: _Words, base: _Base, *, persons: bool, is_share: bool) -> tuple[str, str]:
    if is_share:
        return f"Share {words.done[0]}, of {base.words[0]}", f"Proporsi yang {words.done[1]}, dari {base.words[1]}"
    english, indonesian = (_who(words, language, persons=persons) for language in (0, 1))
    return (
        f"{english[0].upper()}{english[1:]} per {base.words[0]}",
        f"{indonesian[0].upper()}{indonesian[1:]} per {base.words[1]}",
    )


def _question(words: _Words, base: _Base, *, persons: bool, is_share: bool) -> tuple[str, str]:
    if is_share:
        return (
            f"What share of {base.words[0]} was {words.done[0]} in the period?",
            f"Berapa bagian dari {base.words[1]} yang {words.done[1]} dalam periode?",
        )
    english, indonesian = (_who(words, language, persons=persons) for language in (0, 1))
    return f"How many {english} were there per {base.words[0]}?", f"Berapa {indonesian} per {base.words[1]}?"


def _meaning(words: _Words, base: _Base, *, persons: bool, is_share: bool) -> str:
    if is_share:
        return (
            f"Of {base.words[0]}, the share {words.done[0]} in the period, each person once. Those who left stay in "
            "it; how long people waited is for time to promotion to say."
        )
    counted = "each person once" if persons else "each event once, whatever other marks it carries"
    return (
        f"{_who(words, 0, persons=persons).capitalize()} in the period, {counted}, where they were on the day of the "
        f"move, per {base.words[0]}. Posts that fall free bound it: it is no measure of performance."
    )


_EXAMPLES = {
    Denominator.AT_START: (
        "4 people there on the first day, 3 events in the period: 3 / 4 = 0.75",
        "4 people there on the first day, 1 of them with two such events: 1 / 4 = 0.25",
    ),
    Denominator.ANYONE: (
        "5 people there on some day, 3 events in the period: 3 / 5 = 0.6",
        "5 people there on some day, 1 of them with two such events: 1 / 5 = 0.2",
    ),
    Denominator.AVERAGE: (
        "100 events in a period with 2500 people there on an average day: 100 / 2500 = 0.04",
        "98 people with 100 events, 2500 people there on an average day: 98 / 2500 = 0.0392",
    ),
    Denominator.PERSON_YEAR: (
        "3 events in 4 years of 1461 days with 3 people there throughout: 3 / 12 = 0.25",
        "2 people with 3 events, 3 people there for 1461 days: 2 / 12 = 0.1667",
    ),
}


@cache
def _moved(mark: MoveMark | None, by: Denominator) -> Metric:
    """Count the people of a denominator who moved."""
    words = _ANY if mark is None else _WORDS[mark]
    moved: Expression = col(words.flag) == 1
    base = _BASES[by]
    return Metric(
        f"career.{words.done[0]}_of_{by.value}",
        label=(f"Of {base.words[0]}, those {words.done[0]}", f"Dari {base.words[1]}, yang {words.done[1]}"),
        meaning=f"Different people of {base.words[0]} who were {words.done[0]} in the period, wherever they were then.",
        unit="people",
        direction=Direction.TARGET,
        bounds=(0, None),
        evidence=Presence,
        state=Distinct,
        grain=NodeKind.LEARNER,
        where=(col("at_start") == 1) & moved if by is Denominator.AT_START else moved,
        source=TAXONOMY,
        rows=_ROWS,
    )


@cache
def _people(mark: MoveMark | None) -> Metric:
    """Count the different people of moves."""
    words = _ANY if mark is None else _WORDS[mark]
    english, indonesian = (_who(words, language, persons=True) for language in (0, 1))
    return Metric(
        f"career.people_{words.done[0]}",
        label=(english.capitalize(), indonesian.capitalize()),
        meaning=f"Different people {words.done[0]} in the period, at the node on the day of the move; not the events.",
        question=(f"How many people were {words.done[0]}?", f"Berapa pegawai yang {words.done[1]}?"),
        formula="n(different people of such moves)",
        example="ani with two such moves and budi with one: 2 people, 3 events",
        unit="people",
        direction=Direction.LOWER if mark is MoveMark.DEMOTION else Direction.TARGET,
        bounds=(0, None),
        evidence=CareerMove,
        state=Distinct,
        grain=NodeKind.LEARNER,
        where=None if mark is None else col(mark.value) == 1,
        source=TAXONOMY,
        rows=_ROWS,
    )


@cache
def _events(mark: MoveMark | None) -> Metric:
    """Count moves, each once whatever marks it carries."""
    words = _ANY if mark is None else _WORDS[mark]
    english, indonesian = words.events
    return Metric(
        f"career.{words.noun}s",
        label=(english.capitalize(), indonesian.capitalize()),
        meaning=(
            "Career moves of any kind, each once, whatever marks it carries."
            if mark is None
            else f"Career moves marked as {mark.value}. A move with two marks is in both counts and one of the moves."
        ),
        question=(f"How many {english} were there?", f"Berapa kali terjadi {indonesian}?"),
        formula="n(such moves)",
        example="a promotion with a transfer, and a promotion: 2 promotions, 1 transfer, 2 moves",
        unit="moves",
        direction=Direction.LOWER if mark is MoveMark.DEMOTION else Direction.TARGET,
        bounds=(0, None),
        evidence=CareerMove,
        state=Count,
        where=None if mark is None else col(mark.value) == 1,
        lift={"count": 1},
        source=TAXONOMY,
        rows=_ROWS,
    )


moves = _events(None)
promotions, demotions, rotations, transfers = (_events(mark) for mark in MoveMark)

METRICS: tuple[AnyMetric, ...] = (
    moves,
    promotions,
    demotions,
    rotations,
    transfers,
    *(_people(mark) for mark in MoveMark),
    *(rate_of(mark, denominator=Denominator.AT_START) for mark in MoveMark),
    *(rate_of(mark, denominator=Denominator.AVERAGE, persons=False) for mark in (None, *MoveMark)),
    *(rate_of(mark, denominator=Denominator.PERSON_YEAR, persons=False) for mark in MoveMark),
)
