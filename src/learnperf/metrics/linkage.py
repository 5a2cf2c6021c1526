"""Linkage: whether career moves follow learning, beside how many would anyway (rows I4, O3).

A link is a coincidence in time and topic. How many moves would follow learning by chance alone is said beside it: the
share of time in which people had learned not long before. Rates with and without learning count the days of each, so
that nobody's time before learning is held against either. These readings describe and compare; none of them says what
would have happened without learning.
"""

from __future__ import annotations

from functools import cache

from learnperf.metrics.algebra import Count, Ratio
from learnperf.metrics.claims import Claim
from learnperf.metrics.columns import Presence
from learnperf.metrics.declared import Direction
from learnperf.metrics.exposure import PersonYears
from learnperf.metrics.expressions import Expression, col
from learnperf.metrics.headcount import RATES
from learnperf.metrics.metric import AnyMetric, Metric, RatioOf
from learnperf.metrics.mobility import TAXONOMY
from learnperf.model.evidence import CareerMove
from learnperf.model.nodes import NodeKind
from learnperf.model.vocabulary import MoveMark, label

LINKED = (
    "Pergamit & Veum (1999), What Is a Promotion?, Industrial and Labor Relations Review 52(4); "
    "CLEAR, US Department of Labor: reviews of training and promotion"
)
_YEAR = 365


def _named(name: str, mark: MoveMark | None, after: int, within: int) -> str:
    """Name a metric by what else it is asked with, where that is not the usual."""
    window = "" if (after, within) == (0, _YEAR) else f".{after}_{within}"
    return f"career.{name}{'' if mark is None else f'.{mark.value}'}{window}"


def _window(after: int, within: int) -> tuple[str, str]:
    if after == 0:
        return f"at most {within} days before", f"paling lama {within} hari sebelumnya"
    return f"more than {after} and at most {within} days before", f"lebih dari {after} sampai {within} hari sebelumnya"


def _kind(mark: MoveMark | None) -> tuple[str, str]:
    return ("moves", "mutasi") if mark is None else (f"{mark.value}s", label(mark, "id"))


def _of_kind(mark: MoveMark | None) -> Expression | None:
    return None if mark is None else col(mark.value) == 1


def linkage_of(mark: MoveMark | None = None, *, after: int = 0, within: int = _YEAR) -> Metric:
    """Give the share of moves that follow learning relevant to the new position within a window.

    Several pieces of learning before one move make one linked move. Relevant is what develops a competency of the
    standard of the position moved to; positions people are planned for are not in the records.

    Parameters
    ----------
    mark
        Moves of one kind; all by default.
    after, within
        Learning completed more than ``after`` days before the move, and at most ``within``.

    Examples
    --------
    >>> linkage_of(MoveMark.PROMOTION, after=30).name
    'career.linked_moves.promotion.30_365'
    """
    return _linkage(mark, after, within)


@cache
def _linkage(mark: MoveMark | None, after: int, within: int) -> Metric:
    linked, what, when = col("linked", after, within), _kind(mark), _window(after, within)
    usual = (after, within) == (0, _YEAR)
    return Metric(
        _named("linked_moves", mark, after, within),
        label=(
            f"{what[0].capitalize()} linked to learning{'' if usual else f' ({when[0]})'}",
            f"{what[1].capitalize()} yang terkait dengan pembelajaran{'' if usual else f' ({when[1]})'}",
        ),
        meaning=(
            f"Share of {what[0]} before which, {when[0]}, the learner completed learning that develops a competency of "
            "the new position; several pieces of learning link a move once. Moves to a position without a standard are "
            "due and not observed. A coincidence in time and topic: read the share of time after learning beside it."
        ),
        question=(
            f"How many {what[0]} follow learning relevant to the new position?",
            f"Berapa bagian {what[1]} yang didahului pembelajaran yang relevan dengan jabatan baru?",
        ),
        formula="n(moves after relevant learning) / n(moves to positions with a standard)",
        example="3 moves, 1 after relevant learning, 1 after none, 1 to a position without a standard: 1 / 2 = 0.5",
        unit="share",
        bounds=(0, 1),
        evidence=CareerMove,
        state=Ratio,
        where=_of_kind(mark),
        lift={"numerator": linked, "denominator": linked.is_present()},
        source=f"{LINKED}; {TAXONOMY}",
        rows=("I4", "O3"),
    )


def after_learning_of(mark: MoveMark | None = None, *, after: int = 0, within: int = _YEAR) -> Metric:
    """Give the share of moves that follow any completed learning within a window.

    Examples
    --------
    >>> after_learning_of().name
    'career.moves_after_learning'
    """
    return _after_learning(mark, after, within)


@cache
def _after_learning(mark: MoveMark | None, after: int, within: int) -> Metric:
    learned, what, when = col("learned", after, within), _kind(mark), _window(after, within)
    return Metric(
        _named("moves_after_learning", mark, after, within),
        label=(
            f"{what[0].capitalize()} after learning, {when[0]}",
            f"{what[1].capitalize()} setelah pembelajaran, {when[1]}",
        ),
        meaning=f"Share of {what[0]} before which, {when[0]}, the learner completed learning of any kind.",
        question=(
            f"How many {what[0]} follow learning of any kind?",
            f"Berapa bagian {what[1]} yang didahului pembelajaran apa pun?",
        ),
        formula="n(moves after learning) / n(moves)",
        example="4 moves, 3 of people who had completed learning in the year before: 3 / 4 = 0.75",
        unit="share",
        direction=Direction.TARGET,
        bounds=(0, 1),
        evidence=CareerMove,
        state=Ratio,
        where=_of_kind(mark),
        lift={"numerator": learned, "denominator": 1},
        source=LINKED,
        rows=("I4",),
    )


def time_after_learning_of(*, after: int = 0, within: int = _YEAR) -> Metric:
    """Give the share of time in which people had learned within a window: of moves by chance as many would follow it.

    Examples
    --------
    >>> time_after_learning_of().unit
    'share'
    """
    return _time_after_learning(after, within)


@cache
def _time_after_learning(after: int, within: int) -> Metric:
    when = _window(after, within)
    return Metric(
        _named("time_after_learning", None, after, within),
        label=(f"Time after learning, {when[0]}", f"Waktu setelah pembelajaran, {when[1]}"),
        meaning=(
            f"Share of the days people were there on which they had, {when[0]}, completed learning: what part of moves "
            "would follow learning by coincidence, if they had nothing to do with it."
        ),
        question=(
            "How many moves would follow learning by coincidence alone?",
            "Berapa bagian mutasi yang akan mengikuti pembelajaran secara kebetulan saja?",
        ),
        formula="Σ days there after learning / Σ days there",
        example="one person for 200 days, 50 of them after learning, another for 300 without: 50 / 500 = 0.1",
        unit="share",
        direction=Direction.TARGET,
        bounds=(0, 1),
        evidence=Presence,
        state=Ratio,
        grain=NodeKind.LEARNER,
        lift={"numerator": col("learned_days", after, within), "denominator": col("days")},
        source=RATES,
        rows=("I4",),
    )


@cache
def _moves(mark: MoveMark | None, after: int, within: int, *, learned: bool) -> Metric:
    what, when, way = _kind(mark), _window(after, within), ("with", "dengan") if learned else ("without", "tanpa")
    return Metric(
        _named(f"moves_{way[0]}_learning", mark, after, within),
        label=(f"{what[0].capitalize()} {way[0]} learning", f"{what[1].capitalize()} {way[1]} pembelajaran"),
        meaning=f"{what[0].capitalize()} {way[0]} completed learning {when[0]}.",
        unit="moves",
        direction=Direction.TARGET,
        bounds=(0, None),
        evidence=CareerMove,
        state=Count,
        where=col("learned", after, within) == int(learned) if mark is None
        else (col("learned", after, within) == int(learned)) & (col(mark.value) == 1),
        lift={"count": 1},
        rows=("I4",),
    )  # fmt: skip


@cache
def _years(after: int, within: int, *, learned: bool) -> Metric:
    days, way = col("learned_days", after, within), ("with", "dengan") if learned else ("without", "tanpa")
    return Metric(
        _named(f"years_{way[0]}_learning", None, after, within),
        label=(f"Person-years {way[0]} learning", f"Orang-tahun {way[1]} pembelajaran"),
        meaning=f"Time people were there {way[0]} completed learning {_window(after, within)[0]}, in years.",
        unit="person-years",
        direction=Direction.TARGET,
        bounds=(0, None),
        evidence=Presence,
        state=PersonYears,
        grain=NodeKind.LEARNER,
        lift={"days": days if learned else col("days") - days},
        rows=("I4",),
    )


def learning_rate_of(
    mark: MoveMark | None = None, *, learned: bool = True, after: int = 0, within: int = _YEAR
) -> RatioOf:
    """Give moves per person-year of those who had learned within a window, or of those who had not.

    A person is in one group on one day and may be in the other on the next, so that the time until learning counts for
    those without, to whom it belongs.

    Examples
    --------
    >>> learning_rate_of(MoveMark.PROMOTION, learned=False).name
    'career.rate_without_learning.promotion'
    """
    return _learning_rate(mark, after, within, learned=learned)


@cache
def _learning_rate(mark: MoveMark | None, after: int, within: int, *, learned: bool) -> RatioOf:
    what, when, way = _kind(mark), _window(after, within), ("with", "dengan") if learned else ("without", "tanpa")
    return RatioOf(
        _named(f"rate_{way[0]}_learning", mark, after, within),
        label=(
            f"{what[0].capitalize()} per person-year {way[0]} learning, {when[0]}",
            f"{what[1].capitalize()} per orang-tahun {way[1]} pembelajaran, {when[1]}",
        ),
        meaning=(
            f"{what[0].capitalize()} by the time people were there {way[0]} learning completed {when[0]}. Read it "
            "beside the other of the two: people who learn may be others from the start."
        ),
        question=(
            f"How often do people move in the time {way[0]} learning?",
            f"Seberapa sering pegawai mengalami {what[1]} pada waktu {way[1]} pembelajaran?",
        ),
        formula=f"n(moves {way[0]} learning) / (Σ days there {way[0]} learning / 365.25)",
        example=f"2 moves in 1461 days {way[0]} learning: 2 / 4 = 0.5",
        unit="per person-year",
        direction=Direction.TARGET,
        bounds=(0, None),
        claim=Claim.ASSOCIATION,
        numerator=_moves(mark, after, within, learned=learned),
        denominator=_years(after, within, learned=learned),
        source=RATES,
        rows=("I4", "O3"),
    )


def rate_ratio_of(mark: MoveMark | None = None, *, after: int = 0, within: int = _YEAR) -> RatioOf:
    """Give how many times as often people move in the time with learning as in the time without.

    Examples
    --------
    >>> rate_ratio_of().claim.label()
    'association'
    """
    return _rate_ratio(mark, after, within)


@cache
def _rate_ratio(mark: MoveMark | None, after: int, within: int) -> RatioOf:
    what, when = _kind(mark), _window(after, within)
    return RatioOf(
        _named("rate_ratio", mark, after, within),
        label=(
            f"{what[0].capitalize()} with learning, {when[0]}, by those without",
            f"{what[1].capitalize()} dengan pembelajaran, {when[1]}, dibanding tanpa pembelajaran",
        ),
        meaning=(
            f"How many times as often people had {what[0]} in the time with learning as in the time without; 1 is "
            "alike. Unadjusted: a stratified difference compares people who are alike. Missing where nobody moved "
            "without."
        ),
        question=(
            f"Are there more {what[0]} in the time with learning than without?",
            f"Apakah {what[1]} lebih sering pada waktu dengan pembelajaran daripada tanpa pembelajaran?",
        ),
        formula="rate with learning / rate without learning",
        example="0.5 moves per person-year with learning and 0.25 without: 0.5 / 0.25 = 2",
        unit="times",
        direction=Direction.TARGET,
        bounds=(0, None),
        claim=Claim.ASSOCIATION,
        numerator=_learning_rate(mark, after, within, learned=True),
        denominator=_learning_rate(mark, after, within, learned=False),
        base="the rate without learning",
        source=RATES,
        rows=("I4", "O3"),
    )


linked = linkage_of()
linked_promotions = linkage_of(MoveMark.PROMOTION)

METRICS: tuple[AnyMetric, ...] = (
    linked,
    linked_promotions,
    after_learning_of(),
    time_after_learning_of(),
    learning_rate_of(learned=True),
    learning_rate_of(learned=False),
    rate_ratio_of(),
)
